"""Automatic1111's web UI: `txt2img` and `img2img`.

Much of its body names what only the server holds (styles, LoRAs, scripts, checkpoints, settings):
each goes on only if the operator has listed its name, for only they know what it does. What the
caller hands a listed script is read all the same: its words as a prompt's, its pictures as any.

https://github.com/AUTOMATIC1111/stable-diffusion-webui/wiki/API
"""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from lexloci_edge.bodies import shown
from lexloci_edge.calls import Answering
from lexloci_edge.errors import TurnedAway
from lexloci_edge.fields import PROMPT_LIMIT, number, text, wrong
from lexloci_edge.shapes.asked import Asked
from lexloci_edge.shapes.members import Reader, amount, each, flag, members, only, refused, unknown
from lexloci_edge.shapes.shape import Allowed, Body, Shape

_TAG = re.compile(r"<([^<>:]*):([^<>:]*)[^<>]*>?")
_WILDCARD = re.compile(r"__[^\s_][^\s]*?__|\{[^{}]*\$\$")
_NAME = text(r"[A-Za-z0-9][A-Za-z0-9 +_.()-]{0,63}")
_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,63}", re.ASCII)
_PICTURE = re.compile(
    r"^\s*data:|^sha256:[0-9a-f]{64}$|[a-z0-9]://|[A-Za-z0-9+/=]{100}", re.IGNORECASE
)
"""What no words look like: a picture, or where one is to be had."""
_OTHER = re.compile(r"[^A-Za-z0-9+/]", re.ASCII)
_HEADS: Final = ("iVBORw0KGgo", "/9j/", "UklGR", "R0lGO", "Qk", "SUkq", "TU0AK", "AAA", "OEJQU")
"""How pictures of any kind begin in base64, of which that server skips all other letters."""
_NEVER = refused("unseen", "brings in what the gate cannot read")


def _worded(take: Reader, allowed: Allowed) -> Reader:
    """Words; extra networks and wildcards in them name what only the server knows."""

    def read(where: str, value: Any) -> Any:
        words = take(where, value)
        for tag in _TAG.finditer(words):
            if f"{tag[1]}:{tag[2]}" not in allowed["networks"]:
                raise _unlisted(where, "names a network that is not listed")
        if "<" in _TAG.sub("", words) or _WILDCARD.search(words):
            raise _unlisted(where, "holds a tag or a wildcard")
        return words

    return read


def _pictured(text: str) -> bool:
    return bool(_PICTURE.search(text)) or _OTHER.sub("", text).startswith(_HEADS)


def _named(allowed: Allowed, what: str) -> Reader:
    """A reader of a name of this list."""

    def read(where: str, value: Any) -> str:
        if isinstance(value, str) and value in allowed[what]:
            return value
        raise _unlisted(where, "names what is not listed")

    return read


def _unlisted(where: str, what: str) -> TurnedAway:
    return TurnedAway(400, "not-listed", shown(where), what, "the operator lists what may be used")


def _scripts(asked: Asked, allowed: Allowed) -> Reader:
    arguments = _arguments(asked, allowed)

    def read(where: str, value: Any) -> Any:
        if not isinstance(value, dict):
            raise wrong(where, "is no object")
        for name in value:
            if name not in allowed["scripts"]:
                raise _unlisted(f"{where}.{name}", "is not listed")
        return {name: arguments(f"{where}.{name}", value[name]) for name in sorted(value)}

    return read


def _arguments(asked: Asked, allowed: Allowed) -> Reader:
    """A reader of what a script is handed, however it is nested: any text there may be words."""
    words = _worded(asked.prompt, allowed)

    def read(where: str, value: Any) -> Any:
        if isinstance(value, dict):
            for name in value:
                if not _KEY.fullmatch(name):
                    raise unknown(f"{where}.{name}")
            return {name: read(f"{where}.{name}", value[name]) for name in sorted(value)}
        if isinstance(value, list):
            return [read(f"{where}[{at}]", inner) for at, inner in enumerate(value)]
        if isinstance(value, str) and _pictured(value[:PROMPT_LIMIT]):
            return asked.picture(where, value)
        return words(where, value) if isinstance(value, str) else value

    return read


def _settings(allowed: Allowed) -> Reader:
    def read(where: str, value: Any) -> Any:
        if not isinstance(value, dict):
            raise wrong(where, "is no object")
        for name, inner in value.items():
            if name == "sd_model_checkpoint":
                _named(allowed, "checkpoints")(f"{where}.{name}", inner)
            elif name not in allowed["settings"]:
                raise _unlisted(f"{where}.{name}", "is not listed")
            elif not isinstance(inner, int | float):
                _NAME(f"{where}.{name}", inner)
        return value

    return read


_NUMBERS: Final = (
    *("seed", "subseed", "subseed_strength", "seed_resize_from_h", "seed_resize_from_w"),
    *("steps", "cfg_scale", "eta", "denoising_strength", "s_min_uncond", "s_churn", "s_tmax"),
    *("s_tmin", "s_noise", "refiner_switch_at", "hr_scale", "hr_second_pass_steps"),
    *("hr_resize_x", "hr_resize_y", "firstphase_width", "firstphase_height"),
)
_FLAGS: Final = (
    *("restore_faces", "tiling", "do_not_save_samples", "do_not_save_grid", "enable_hr"),
    *("override_settings_restore_afterwards", "disable_extra_networks"),
)
_SOURCE_NUMBERS: Final = (
    *("resize_mode", "image_cfg_scale", "mask_blur", "mask_blur_x", "mask_blur_y"),
    *("inpainting_fill", "inpaint_full_res_padding", "inpainting_mask_invert"),
    "initial_noise_multiplier",
)
_SAMPLED: Final = ("sampler_name", "sampler_index", "scheduler", "hr_sampler_name", "hr_scheduler")


def _known(asked: Asked, allowed: Allowed) -> dict[str, Reader]:
    return {
        "prompt": _worded(asked.prompt, allowed),
        "hr_prompt": _worded(asked.prompt, allowed),
        "negative_prompt": _worded(asked.negative, allowed),
        "hr_negative_prompt": _worded(asked.negative, allowed),
        "styles": each(_named(allowed, "styles"), 16),
        "width": number(64, 2048),
        "height": number(64, 2048),
        "batch_size": number(1, 8),
        "n_iter": number(1, 8),
        **dict.fromkeys(_NUMBERS, amount(-1e10, 1e10)),
        **dict.fromkeys(_FLAGS, flag),
        **dict.fromkeys(_SAMPLED, _NAME),
        "hr_upscaler": _NAME,
        "refiner_checkpoint": _named(allowed, "checkpoints"),
        "hr_checkpoint_name": _named(allowed, "checkpoints"),
        "override_settings": _settings(allowed),
        "alwayson_scripts": _scripts(asked, allowed),
        "script_name": _named(allowed, "scripts"),
        "script_args": _arguments(asked, allowed) if allowed["scripts"] else _NEVER,
        "send_images": only(True),
        "save_images": only(False),
        "infotext": _NEVER,
        "comments": only({}),
        "firstpass_image": _NEVER,
        "force_task_id": _NEVER,
    }


def _read(edits: bool) -> Callable[[Mapping[str, Any], Asked, Allowed], Body]:
    def read(sent: Mapping[str, Any], asked: Asked, allowed: Allowed) -> Body:
        usual = ("networks", "styles", "scripts", "checkpoints", "settings")
        listed = {name: allowed.get(name, frozenset()) for name in usual}
        known, needed = _known(asked, listed), ["prompt"]
        if edits:
            known |= {
                "init_images": each(asked.picture, 4),
                "mask": asked.mask,
                "latent_mask": asked.mask,
                "mask_round": flag,
                "inpaint_full_res": lambda where, value: (
                    value if value in (0, 1) else flag(where, value)
                ),
                "include_init_images": only(False),
                **dict.fromkeys(_SOURCE_NUMBERS, amount(-1e4, 1e4)),
            }
            needed.append("init_images")
        blank = ("script_name", "infotext", "force_task_id", "refiner_checkpoint")
        given = {
            k: v for k, v in sent.items() if not (k in (*blank, "hr_checkpoint_name") and v == "")
        }
        if given.get("script_args") == []:
            del given["script_args"]
        tree = members(known, needed)("", given)
        size = f"{tree.get('width', 512)}x{tree.get('height', 512)}"
        n = int(tree.get("batch_size", 1)) * int(tree.get("n_iter", 1))
        # Several come with a sheet of all of them before.
        return Body(tree, n=n + (n > 1), size=size, edits=edits)

    return read


def _images(answer: Mapping[str, Any]) -> list[dict[str, Any]]:
    found = answer.get("images")
    return [{"b64_json": each} for each in found] if isinstance(found, list) else []


def _own(images: list[str], about: Mapping[str, Any]) -> dict[str, Any]:
    """Without the server's own text on how it was made, which says the prompt again."""
    return {"images": images, "parameters": {}, "info": "{}"}


_ANSWERING: Final = Answering(_images, _own, sheet=True)
TXT2IMG: Final = Shape("automatic1111-txt2img", _read(edits=False), _ANSWERING)
IMG2IMG: Final = Shape("automatic1111-img2img", _read(edits=True), _ANSWERING)
