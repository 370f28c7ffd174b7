"""xAI's images API: OpenAI's, but for edits in JSON, and for links unless it is told otherwise.

https://docs.x.ai/docs/api-reference#image-generations
"""

from collections.abc import Mapping
from typing import Any, Final

from lexloci_edge.errors import TurnedAway
from lexloci_edge.fields import number, text, word
from lexloci_edge.shapes.allowing import MODELS, model
from lexloci_edge.shapes.asked import Asked
from lexloci_edge.shapes.members import REFERENCE, Reader, each, members, refused, streamed
from lexloci_edge.shapes.shape import Allowed, Body, Shape

_RATIOS = "auto 1:1 16:9 9:16 4:3 3:4 3:2 2:3 2:1 1:2 19.5:9 9:19.5 20:9 9:20".split()


def _known(asked: Asked, allowed: Allowed) -> dict[str, Reader]:
    return {
        "prompt": asked.prompt,
        "model": model(text(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,127}"), allowed.get(MODELS, ())),
        "n": number(1, 10),
        "aspect_ratio": word(*_RATIOS),
        "resolution": word("1k", "2k"),
        "quality": word("low", "medium", "high"),
        # A link would be an image that nobody here has seen; the answer is asked for as data.
        "response_format": word("b64_json"),
        "user": text(r"[ -~]{0,256}"),
        "stream": streamed,
        "image_url": REFERENCE,
        "file_id": REFERENCE,
        "prompts": refused("no-prompt", "is not read", "send one text as `prompt`"),
    }


def _image(asked: Asked, mask: bool = False) -> Reader:
    take = asked.mask if mask else asked.picture
    known = {"url": take, "type": word("image_url"), "file_id": REFERENCE}
    return members(known, needed=("url",))


def _generation(sent: Mapping[str, Any], asked: Asked, allowed: Allowed) -> Body:
    known = _known(asked, allowed)
    return _body(members(known, needed=("prompt",))("", sent))


def _edit(sent: Mapping[str, Any], asked: Asked, allowed: Allowed) -> Body:
    known = _known(asked, allowed) | {
        "image": _image(asked),
        "images": each(_image(asked), 16),
        "mask": _image(asked, mask=True),
    }
    if sent.get("image") is not None and sent.get("images") is not None:
        raise TurnedAway(400, "ambiguous", "image", "stands beside `images`")
    return _body(members(known, needed=("prompt",))("", sent), edits=True)


def _body(tree: dict[str, Any], edits: bool = False) -> Body:
    size = "2048x2048" if tree.get("resolution") == "2k" else "auto"
    asked_for = {**tree, "response_format": "b64_json"}
    return Body(asked_for, n=tree.get("n", 1), size=size, kind="jpeg", edits=edits)


GENERATION: Final = Shape("xai-generations", _generation)
EDIT: Final = Shape("xai-edits", _edit)
