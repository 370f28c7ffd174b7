"""Variations: an image in, images like it out, and no word said. Only a detector can tell of what.

Open where one is configured. The words ask for nothing, so what is asked for is what the source
shows, and whoever it shows.
"""

from typing import Final

from lexloci.facts import Possibilities
from lexloci_edge.arrivals import Arrival, body_of
from lexloci_edge.bodies import shown
from lexloci_edge.calls import Call, fitting, other_fields, text_of
from lexloci_edge.errors import TurnedAway
from lexloci_edge.fields import EDIT, Reader
from lexloci_edge.forms import Part, form_parts, written_form
from lexloci_edge.images import form_images
from lexloci_edge.seeing.joining import NOBODY_POINTED
from lexloci_edge.seeing.seen import EVERY

FIELDS: Final[dict[str, Reader]] = {
    name: EDIT[name] for name in ("model", "n", "response_format", "size", "user")
}
ASKED: Final[Possibilities] = {
    "subject": NOBODY_POINTED,
    "age": EVERY["age"],
    "exposure": frozenset({"covered"}),
    "sexual": frozenset({"no"}),
    "likeness": EVERY["likeness"],
    "adds_exposure": frozenset({"no"}),
}
"""What a call without words asks for, before its source is looked at."""


def read_variation(arrival: Arrival) -> Call:
    """The call in a request for variations. Raises: TurnedAway."""
    if arrival.query:
        raise TurnedAway(400, "bad-field", "query", "is not read", "send all fields in the body")
    kind = arrival.headers.get("content-type", "")
    if not kind.strip().lower().startswith("multipart/form-data"):
        raise TurnedAway(415, "unreadable", "Content-Type", "is not `multipart/form-data`")
    parts = form_parts(body_of(arrival), kind)
    files = [part for part in parts if part.name == "image"]
    sent: dict[str, str] = {}
    for part in parts:
        if part in files:
            continue
        if part.name in sent:
            raise TurnedAway(400, "ambiguous", shown(part.name), "stands twice in the form")
        sent[part.name] = text_of(part.name, part.filename, part.kind, part.data)
    if "prompt" in sent:
        raise TurnedAway(400, "unknown-field", "prompt", "is not part of a variation")
    fields = other_fields(sent, FIELDS)
    images = form_images(files)
    written = [Part(name, None, "", str(value).encode()) for name, value in sorted(fields.items())]
    payload, content_type = written_form([*written, *images])
    data, model, n = tuple(part.data for part in images), fields.get("model", ""), fitting(fields)
    shown_images, path = len(images), arrival.path
    return Call(path, "edit", "", shown_images, n, payload, content_type, data, model=str(model))
