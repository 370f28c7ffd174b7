"""The demo generator in other generators' shapes: where each answers, and how it writes images."""

import re
from collections.abc import Callable, Mapping
from typing import Any

Written = Callable[[list[str]], dict[str, Any]]
"""Images in base64 -> the answer."""


def _responses(images: list[str]) -> dict[str, Any]:
    made = [
        {"type": "image_generation_call", "id": f"ig_{at}", "status": "completed", "result": data}
        for at, data in enumerate(images)
    ]
    said = {"type": "output_text", "text": "Here it is.", "annotations": []}
    message = {"type": "message", "id": "msg_1", "role": "assistant", "content": [said]}
    about = {"id": "resp_demo", "object": "response", "created_at": 1, "model": "demo"}
    return {**about, "status": "completed", "output": [*made, message]}


def _gemini(images: list[str]) -> dict[str, Any]:
    parts = [{"inlineData": {"mimeType": "image/png", "data": data}} for data in images]
    return {"candidates": [{"content": {"role": "model", "parts": [{"text": "Done."}, *parts]}}]}


_SHAPES: tuple[tuple[re.Pattern[str], Written], ...] = (
    (re.compile(r"/v1/responses"), _responses),
    (re.compile(r"/model/.+/invoke"), lambda images: {"images": images, "error": None}),
    (
        re.compile(r"/sdapi/v1/(txt|img)2img"),
        lambda images: {"images": images, "parameters": {}, "info": "demo"},
    ),
    (re.compile(r"/v1beta/models/[^/]+:generateContent"), _gemini),
    (
        re.compile(r"/v2beta/stable-image/generate/[a-z0-9]+"),
        lambda images: {"image": images[0], "finish_reason": "SUCCESS", "seed": 1},
    ),
    (
        re.compile(r"/v1/models/.+/predictions"),
        lambda images: {
            "id": "demo",
            "status": "succeeded",
            "output": [f"data:image/png;base64,{data}" for data in images],
        },
    ),
)


def written_at(path: str) -> Written | None:
    """How the generator of this path writes its images; None for a path of none of them."""
    return next((written for pattern, written in _SHAPES if pattern.fullmatch(path)), None)


def how_many(asked: Mapping[str, Any]) -> int:
    """How many images a body of any of these shapes asks for; one where it does not say."""
    inner = asked.get("imageGenerationConfig") or {}
    said = asked.get("n") or asked.get("samples") or inner.get("numberOfImages")
    said = said or int(asked.get("batch_size", 1)) * int(asked.get("n_iter", 1))
    return max(1, min(int(said), 10))
