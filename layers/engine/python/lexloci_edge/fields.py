"""The fields of OpenAI's Images API that the gate knows, and what each may hold.

An allow-list: what is not here is refused by name, for a field that we do not know could carry a
prompt that we do not read. Those of openai 3.54 (`images.generate`, `images.edit`).
"""

import re
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from lexloci_edge.bodies import shown
from lexloci_edge.errors import TurnedAway
from lexloci_edge.sizes import SIZE

PROMPT_LIMIT = 32_000
"""Characters, as OpenAI has it."""

Reader: TypeAlias = Callable[[str, Any], str | int]
"""Field name and value as sent -> the value to go on. Raises: TurnedAway."""


def word(*choices: str) -> Reader:
    """A reader of one word out of these."""

    def read(name: str, value: Any) -> str:
        if isinstance(value, str) and value in choices:
            return value
        raise wrong(name, "is not one of " + ", ".join(f"`{choice}`" for choice in choices))

    return read


def number(low: int, high: int) -> Reader:
    """A reader of a whole number; a form writes it in digits."""

    def read(name: str, value: Any) -> int:
        if isinstance(value, str) and re.fullmatch(r"0|[1-9][0-9]{0,3}", value, re.ASCII):
            value = int(value)
        if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
            return value
        raise wrong(name, f"is not a whole number from {low} to {high}")

    return read


def text(pattern: str) -> Reader:
    """A reader of text of this pattern."""
    compiled = re.compile(pattern)

    def read(name: str, value: Any) -> str:
        if isinstance(value, str) and compiled.fullmatch(value):
            return value
        raise wrong(name, "does not look like one")

    return read


def read_prompt(value: Any) -> str:
    """The prompt. Raises: TurnedAway where it is missing, several, overlong, or no plain text."""
    if value is None or (isinstance(value, str) and not value.strip()):
        raise TurnedAway(400, "no-prompt", "prompt", "is missing or empty")
    if not isinstance(value, str):
        raise TurnedAway(400, "no-prompt", "prompt", "is not one text")
    if len(value) > PROMPT_LIMIT:
        raise TurnedAway(400, "overlong", "prompt", f"is longer than {PROMPT_LIMIT:,} characters")
    if any(letter < " " and letter not in "\t\n\r" for letter in value):
        raise TurnedAway(400, "unreadable", "prompt", "holds control characters")
    return value


def refuse(name: str, value: Any) -> str:
    """A reader that never accepts: for fields that we know and cannot let pass."""
    code, what, hint = REFUSED[name]
    raise TurnedAway(400, code, name, what, hint)


def read_stream(name: str, value: Any) -> str:
    """Accept only that no stream is asked for; it is not handed on."""
    if value is False or value == "false":
        return ""
    raise TurnedAway(400, "stream", name, "is not something the gate can look into", _PERMIT)


def _size(name: str, value: Any) -> str:
    if isinstance(value, str) and (value == "auto" or SIZE.fullmatch(value)):
        return value
    raise wrong(name, "is not `auto` or a size such as `1024x1024`")


def _format(name: str, value: Any) -> str:
    if value in ("gif", "svg"):
        raise TurnedAway(
            400, "unseen", name, f"`{value}` is not an image that the gate can check", _PLAIN
        )
    return str(word("png", "jpeg", "webp")(name, value))


def _response_format(name: str, value: Any) -> str:
    if value == "url":
        raise TurnedAway(
            400,
            "unseen",
            name,
            "`url` is an image that the gate would never see",
            "ask for `b64_json`",
        )
    return str(word("b64_json")(name, value))


def wrong(name: str, what: str) -> TurnedAway:
    """The refusal of a value that its field does not take. The value itself is not said back."""
    return TurnedAway(400, "bad-field", shown(name), what)


_PERMIT = "leave it out, or use the permit mode: POST /v1/decisions, then your own image server"
_PLAIN = "ask for `png`, `jpeg` or `webp`"
_HELD = "send the prompt and the images themselves"
_ELSEWHERE = ("reference", "points to content that the gate does not hold", _HELD)

REFUSED: Mapping[str, tuple[str, str, str]] = {
    "partial_images": ("stream", "asks for images before they can be checked", _PERMIT),
    "markup": ("unseen", "guides the image by content that the gate cannot read", _HELD),
    "svg": ("unseen", "asks for an image that the gate cannot check", _PLAIN),
    "frame_count": ("unseen", "asks for an image that the gate cannot check", _PLAIN),
    "frame_duration_ms": ("unseen", "asks for an image that the gate cannot check", _PLAIN),
    "prompts": ("no-prompt", "is not read", "send one text as `prompt`"),
    **dict.fromkeys(
        (
            "previous_response_id",
            "conversation",
            "file_id",
            "file_ids",
            "image_id",
            "image_url",
            "image_urls",
            "image_file",
            "images",
            "input_image",
            "reference_images",
        ),
        _ELSEWHERE,
    ),
}

GENERATE: Mapping[str, Reader] = {
    "background": word("transparent", "opaque", "auto"),
    "complexity": word("low", "medium", "high"),
    "model": text(r"[A-Za-z0-9][A-Za-z0-9._:/@-]{0,127}"),
    "moderation": word("low", "auto"),
    "n": number(1, 10),
    "output_compression": number(0, 100),
    "output_format": _format,
    "quality": word("low", "medium", "high", "xhigh", "max", "auto", "standard", "hd"),
    "response_format": _response_format,
    "safety_identifier": text(r"[ -~]{0,256}"),
    "size": _size,
    "stream": read_stream,
    "style": word("vivid", "natural"),
    "user": text(r"[ -~]{0,256}"),
}

EDIT: Mapping[str, Reader] = {
    **{name: reader for name, reader in GENERATE.items() if name not in ("moderation", "style")},
    "input_fidelity": word("high", "low"),
}
