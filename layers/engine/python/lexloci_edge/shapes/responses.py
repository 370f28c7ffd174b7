"""OpenAI's Responses, for one image: words and pictures in, the tool `image_generation` alone.

Everything that points to what is not in the body is refused: earlier responses, conversations,
stored prompts, files, links, work in the background. The model is told to make the image, once, and
to keep nothing; it may still word the prompt anew, which nobody here sees before the image.

https://platform.openai.com/docs/api-reference/responses/create
"""

from collections.abc import Mapping
from typing import Any, Final

from lexloci_edge.calls import Answering
from lexloci_edge.errors import TurnedAway
from lexloci_edge.fields import EDIT, GENERATE, number, text, word, wrong
from lexloci_edge.shapes.allowing import MODELS, model
from lexloci_edge.shapes.asked import Asked
from lexloci_edge.shapes.members import (
    DROPPED,
    REFERENCE,
    Reader,
    amount,
    each,
    in_parts,
    members,
    only,
    refused,
    streamed,
    unknown,
)
from lexloci_edge.shapes.shape import Allowed, Body, Shape

TOOL: Final = "image_generation"
MESSAGES: Final = 64
_CHOSEN: Final = {"type": TOOL}
_MODEL = text(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,127}")
_UNREAD = refused("unseen", "can carry words that the gate does not read")
_HELD_ELSEWHERE = dict.fromkeys(("previous_response_id", "conversation", "prompt"), REFERENCE)


def _read(sent: Mapping[str, Any], asked: Asked, allowed: Allowed) -> Body:
    known: dict[str, Reader] = {
        "instructions": asked.prompt,
        "input": lambda where, value: _input(where, value, asked),
        "tools": lambda where, value: _tools(where, value, asked, allowed),
        "tool_choice": _choice,
        "model": model(_MODEL, allowed.get(MODELS, ())),
        "stream": streamed,
        # Kept by the generator, an image could be pointed to by a later call.
        "store": lambda where, value: DROPPED if isinstance(value, bool) else _no_flag(where),
        "include": only([]),
        "max_output_tokens": number(16, 9999),
        "max_tool_calls": only(1),
        "parallel_tool_calls": only(True, False),
        "reasoning": members({"effort": word("none", "minimal", "low", "medium", "high")}),
        "service_tier": word("auto", "default", "flex", "priority"),
        "temperature": amount(0, 2),
        "top_p": amount(0, 1),
        "truncation": word("auto", "disabled"),
        "user": text(r"[ -~]{0,256}"),
        "safety_identifier": text(r"[ -~]{0,256}"),
        "text": members({"format": members({"type": word("text")}), "verbosity": only("medium")}),
        "metadata": _UNREAD,
        "prompt_cache_key": text(r"[A-Za-z0-9_-]{0,64}"),
        **_HELD_ELSEWHERE,
        "background": only(False),
    }
    tree = members(known, needed=("model", "input", "tools"))("", sent)
    (tool,) = tree["tools"]
    tree |= {"tool_choice": _CHOSEN, "store": False, "max_tool_calls": 1}
    tree["parallel_tool_calls"] = False
    size, kind = str(tool.get("size", "auto")), str(tool.get("output_format", "png"))
    return Body(tree, 1, size, kind, edits=tool.get("action") == "edit")


def _no_flag(where: str) -> Any:
    raise wrong(where, "is neither true nor false")


def _input(where: str, value: Any, asked: Asked) -> Any:
    if isinstance(value, str):
        return asked.prompt(where, value)
    if not isinstance(value, list) or not value:
        raise TurnedAway(400, "no-prompt", where, "is neither a text nor a list of messages")
    return each(lambda at, item: _item(at, item, asked), MESSAGES)(where, value)


def _item(where: str, value: Any, asked: Asked) -> dict[str, Any]:
    """A message; any other item points to an earlier turn, or is a tool's."""
    if not isinstance(value, dict) or value.get("type", "message") != "message":
        raise TurnedAway(400, "reference", where, "is no message", "send messages alone")
    known: dict[str, Reader] = {
        "type": word("message"),
        "role": word("user", "assistant", "system", "developer"),
        "content": lambda at, content: _content(at, content, asked),
        "id": REFERENCE,
        "status": word("completed"),
    }
    found: dict[str, Any] = members(known, needed=("role", "content"))(where, value)
    return found


def _content(where: str, value: Any, asked: Asked) -> Any:
    if isinstance(value, str):
        return asked.prompt(where, value)
    return each(lambda at, part: _part(at, part, asked), MESSAGES)(where, value)


def _part(where: str, value: Any, asked: Asked) -> dict[str, Any]:
    kind = value.get("type") if isinstance(value, dict) else None
    if kind in ("input_text", "output_text"):
        known: dict[str, Reader] = {"type": word(kind), "text": asked.prompt}
        known |= {"annotations": only([]), "logprobs": only([])}
        needed = ("text",)
    elif kind == "input_image":
        known = {"type": word(kind), "image_url": asked.picture, "file_id": REFERENCE}
        known["detail"] = word("low", "high", "auto")
        needed = ("image_url",)
        if value.get("file_id") is not None:
            REFERENCE(f"{where}.file_id", value)
    elif kind == "input_file":
        return dict(REFERENCE(where, value))
    else:
        raise unknown(f"{where}.type")
    found: dict[str, Any] = members(known, needed)(where, value)
    return found


def _tools(where: str, value: Any, asked: Asked, allowed: Allowed) -> list[Any]:
    if not isinstance(value, list) or len(value) != 1:
        raise wrong(where, f"is not the tool `{TOOL}` alone")
    mask = members({"image_url": asked.mask, "file_id": REFERENCE}, needed=("image_url",))
    same = ("background", "moderation", "output_compression", "output_format", "size")
    known: dict[str, Reader] = {
        "type": word(TOOL),
        "action": word("auto", "generate", "edit"),
        "model": model(_MODEL, allowed.get(MODELS, ())),
        "quality": GENERATE["quality"],
        "input_fidelity": EDIT["input_fidelity"],
        "input_image_mask": mask,
        "partial_images": in_parts,
        **{name: GENERATE[name] for name in same},
    }
    return [members(known, needed=("type",))(f"{where}[0]", value[0])]


def _choice(where: str, value: Any) -> object:
    if value in ("auto", "required", _CHOSEN):
        return DROPPED
    raise wrong(where, f"is not the tool `{TOOL}`")


def _images(answer: Mapping[str, Any]) -> list[dict[str, Any]]:
    output = answer.get("output")
    items = output if isinstance(output, list) else []
    made = (each for each in items if isinstance(each, dict))
    return [{"b64_json": each.get("result")} for each in made if each.get("type") == f"{TOOL}_call"]


def _own(images: list[str], about: Mapping[str, Any]) -> dict[str, Any]:
    """Images alone: what else the model says may hold a picture as text, and nobody looks there."""
    id = str(about["id"]).replace("-", "")
    return {
        "id": f"resp_{id}",
        "object": "response",
        "created_at": about["created"],
        "status": "completed",
        "error": None,
        "incomplete_details": None,
        "model": about["model"],
        "output": [
            {"id": f"ig_{id}{at}", "type": f"{TOOL}_call", "status": "completed", "result": data}
            for at, data in enumerate(images)
        ],
        "parallel_tool_calls": False,
        "tool_choice": dict(_CHOSEN),
        "tools": [dict(_CHOSEN)],
    }


RESPONSES: Final = Shape("openai-responses", _read, Answering(_images, _own))
