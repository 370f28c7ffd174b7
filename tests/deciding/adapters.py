"""The bodies of other generators' APIs that ask for one and the same thing."""

from collections.abc import Callable, Mapping
from typing import Any, Final

Write = Callable[[str, str], dict[str, Any]]
"""Prompt, and the picture as it stands in a body (one, base64 or `sha256:…`) -> the body."""


def _responses(prompt: str, picture: str) -> dict[str, Any]:
    parts: list[dict[str, Any]] = [{"type": "input_text", "text": prompt}]
    if picture:
        parts.append({"type": "input_image", "image_url": picture})
    asked = [{"role": "user", "content": parts}]
    return {"model": "gpt-5", "input": asked, "tools": [{"type": "image_generation"}]}


def _task(prompt: str, picture: str) -> dict[str, Any]:
    if not picture:
        return {"taskType": "TEXT_IMAGE", "textToImageParams": {"text": prompt}}
    params = {"text": prompt, "images": [picture]}
    return {"taskType": "IMAGE_VARIATION", "imageVariationParams": params}


def _gemini(prompt: str, picture: str) -> dict[str, Any]:
    parts: list[dict[str, Any]] = [{"text": prompt}]
    if picture:
        parts.append({"inlineData": {"mimeType": "image/png", "data": picture}})
    return {"contents": [{"role": "user", "parts": parts}]}


def _replicate(prompt: str, picture: str) -> dict[str, Any]:
    return {"input": {"prompt": prompt, **({"input_image": picture} if picture else {})}}


def _plain(prompt: str, picture: str) -> dict[str, Any]:
    return {"prompt": prompt, **({"image": picture} if picture else {})}


WRITTEN: Final[Mapping[str, Write]] = {
    "openai-responses": _responses,
    "xai-generations": _plain,
    "xai-edits": lambda prompt, picture: {"prompt": prompt, "image": {"url": picture}},
    "bedrock-nova-canvas": _task,
    "bedrock-titan-image": _task,
    "bedrock-stability": _plain,
    "automatic1111-txt2img": _plain,
    "automatic1111-img2img": lambda prompt, picture: {"prompt": prompt, "init_images": [picture]},
    "gemini": _gemini,
    "replicate": _replicate,
    "stability": _plain,
}
"""By the name of the shape."""

ONLY: Final[Mapping[str, str]] = {
    "xai-generations": "generate",
    "xai-edits": "edit",
    "automatic1111-txt2img": "generate",
    "automatic1111-img2img": "edit",
}
"""Shapes of one operation; the others have both."""
