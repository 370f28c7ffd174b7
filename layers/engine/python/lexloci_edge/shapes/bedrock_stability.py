"""Amazon Bedrock, InvokeModel: Stability's models.

Two bodies: that of Stable Image Core, Ultra and SD 3 (`prompt`), and the older one of SDXL
(`text_prompts`, each with a weight: below zero it is a negative prompt).

https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-stability-diffusion.html
"""

from collections.abc import Mapping
from typing import Any, Final

from lexloci_edge.fields import number, word
from lexloci_edge.shapes.asked import Asked
from lexloci_edge.shapes.bedrock import STABILITY_IMAGES
from lexloci_edge.shapes.members import Reader, amount, each, members, refused
from lexloci_edge.shapes.shape import Allowed, Body, Shape

_RATIOS = "16:9 1:1 21:9 2:3 3:2 4:5 5:4 9:16 9:21".split()
_PRESETS = (
    "3d-model analog-film anime cinematic comic-book digital-art enhance fantasy-art isometric "
    "line-art low-poly modeling-compound neon-punk origami photographic pixel-art tile-texture"
).split()
_SAMPLERS = (
    "DDIM DDPM K_DPMPP_2M K_DPMPP_2S_ANCESTRAL K_DPM_2 K_DPM_2_ANCESTRAL K_EULER "
    "K_EULER_ANCESTRAL K_HEUN K_LMS"
).split()
_GUIDES = "FAST_BLUE FAST_GREEN NONE SIMPLE SLOW SLOWER SLOWEST".split()
MOST: Final = 10


def _read(sent: Mapping[str, Any], asked: Asked, allowed: Allowed) -> Body:
    return _weighted(sent, asked) if "text_prompts" in sent else _plain(sent, asked)


def _plain(sent: Mapping[str, Any], asked: Asked) -> Body:
    known: dict[str, Reader] = {
        "prompt": asked.prompt,
        "negative_prompt": asked.negative,
        "mode": word("text-to-image", "image-to-image"),
        "image": asked.picture,
        "strength": amount(0, 1),
        "aspect_ratio": word(*_RATIOS),
        "seed": amount(0, 4_294_967_295),
        "output_format": word("png", "jpeg", "webp"),
        "style_preset": word(*_PRESETS),
    }
    tree = members(known, needed=("prompt",))("", sent)
    kind = str(tree.get("output_format", "png"))
    return Body(tree, kind=kind, edits=tree.get("mode") == "image-to-image")


def _weighted(sent: Mapping[str, Any], asked: Asked) -> Body:
    def one(where: str, value: Any) -> Any:
        weight = value.get("weight") if isinstance(value, dict) else None
        below = isinstance(weight, int | float) and weight < 0
        words = asked.negative if below else asked.prompt
        return members({"text": words, "weight": amount(-10, 10)}, needed=("text",))(where, value)

    known: dict[str, Reader] = {
        "text_prompts": each(one, MOST),
        "init_image": asked.picture,
        "mask_image": asked.mask,
        "init_image_mode": word("IMAGE_STRENGTH", "STEP_SCHEDULE"),
        "image_strength": amount(0, 1),
        "step_schedule_start": amount(0, 1),
        "step_schedule_end": amount(0, 1),
        "mask_source": word("MASK_IMAGE_WHITE", "MASK_IMAGE_BLACK", "INIT_IMAGE_ALPHA"),
        "cfg_scale": amount(0, 35),
        "clip_guidance_preset": word(*_GUIDES),
        "height": number(128, 1536),
        "width": number(128, 1536),
        "sampler": word(*_SAMPLERS),
        "samples": number(1, 5),
        "seed": amount(0, 4_294_967_295),
        "steps": number(10, 150),
        "style_preset": word(*_PRESETS),
        "extras": refused("unseen", "is passed to the engine as it is"),
    }
    tree = members(known, needed=("text_prompts",))("", sent)
    size = f"{tree.get('width', 1024)}x{tree.get('height', 1024)}"
    return Body(tree, n=int(tree.get("samples", 1)), size=size)


STABILITY: Final = Shape("bedrock-stability", _read, STABILITY_IMAGES)
