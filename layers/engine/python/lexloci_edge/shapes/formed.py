"""Declared shapes whose body is a form: read part by part, written anew as a form of our own."""

import base64
from collections.abc import Mapping
from typing import Any

from lexloci_edge.arrivals import Arrival, body_of
from lexloci_edge.bodies import shown
from lexloci_edge.calls import Call, fitting, text_of
from lexloci_edge.errors import TurnedAway
from lexloci_edge.forms import Part, form_parts, written_form
from lexloci_edge.images import ANY_KIND, kind_of
from lexloci_edge.shapes.asked import Asked, Slot
from lexloci_edge.shapes.shape import Shape, call_of


def formed_call(arrival: Arrival, shape: Shape) -> Call:
    """The call in a form. Raises: TurnedAway."""
    kind = arrival.headers.get("content-type", "")
    if not kind.strip().lower().startswith("multipart/form-data"):
        raise TurnedAway(415, "unreadable", "Content-Type", "is not `multipart/form-data`")
    sent: dict[str, str] = {}
    for part in form_parts(body_of(arrival), kind):
        if part.name in sent:
            raise TurnedAway(400, "ambiguous", shown(part.name), "stands twice in the form")
        sent[part.name] = _value(part)
    asked = Asked()
    body = shape.read(sent, asked, {})
    files = tuple(each.data for each in asked.pictures if each.data is not None)
    payload, content_type = written_form(_parts(body.tree, files))
    made = call_of(asked, body)
    return Call(
        arrival.path,
        made.operation,
        made.prompt,
        made.images,
        fitting({"n": body.n, "size": body.size, "output_format": body.kind}),
        payload,
        content_type,
        files,
        negative=made.negative,
        masks=frozenset(at for at, each in enumerate(asked.pictures) if each.mask),
        answering=shape.answering,
        headers=shape.headers or {},
    )


def _value(part: Part) -> str:
    """A field's text, or a file in base64, as the same shape has it in JSON."""
    if part.filename is None:
        return text_of(part.name, part.filename, part.kind, part.data)
    if kind_of(part.data) is None or part.kind not in (*ANY_KIND, kind_of(part.data)):
        raise TurnedAway(
            400, "bad-field", part.name, "is not the PNG, JPEG or WebP that it says it is"
        )
    return base64.b64encode(part.data).decode()


def _parts(tree: Mapping[str, Any], files: tuple[bytes, ...]) -> list[Part]:
    parts = []
    for name, value in sorted(tree.items()):
        if isinstance(value, Slot):
            data = files[value.number]
            kind = str(kind_of(data))
            parts.append(Part(name, f"image-{value.number}.{kind[6:]}", kind, data))
        else:
            parts.append(Part(name, None, "", str(value).encode()))
    return parts
