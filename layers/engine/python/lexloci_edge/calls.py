"""The calls that are judged: OpenAI's Images API, read strictly and written anew.

What goes on to the image server is the `payload` made here from what was read, never the caller's
bytes: whatever a second parser could have found in them is gone.
"""

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lexloci_edge.arrivals import Arrival, body_of
from lexloci_edge.bodies import json_object, shown, written_json
from lexloci_edge.errors import TurnedAway
from lexloci_edge.fields import EDIT, GENERATE, REFUSED, Reader, read_prompt, refuse
from lexloci_edge.sizes import ANSWER_LIMIT, expected_bytes

GENERATIONS = "/v1/images/generations"
EDITS = "/v1/images/edits"


JSON = re.compile(r'application/json(?:[ \t]*;[ \t]*charset="?utf-8"?)?', re.IGNORECASE)
_NOT_HELD = ("image", "image[]", "mask")


@dataclass(frozen=True, slots=True)
class Answering:
    """How a generator answers in another shape than OpenAI's.

    images: its answer -> entries of `data` as OpenAI has them. own: base64 of the images that may
    be handed on, with `id`, `created` and `model` -> an answer in its own shape. sheet: whether
    several images may come with one more before them that shows them all.
    """

    images: Callable[[Mapping[str, Any]], list[dict[str, Any]]]
    own: Callable[[list[str], Mapping[str, Any]], dict[str, Any]]
    sheet: bool = False


@dataclass(frozen=True, slots=True)
class Call:
    """One call, read. images: how many the caller uploaded. n: how many may come back at most.

    payload, content_type: what is forwarded to `path`. files: all that was uploaded, masks too.
    negative: a negative prompt. named: SHA-256, in hex, of files that are elsewhere. masks: which
    of the files only say where to paint. write: the payload with other bytes in the files' places,
    where it is no form. answering: None for OpenAI's own. headers: what goes on beside the usual.
    model: as OpenAI's Images API names it; the others' is read with the rest.
    """

    path: str
    operation: str
    prompt: str
    images: int
    n: int
    payload: bytes
    content_type: str
    files: tuple[bytes, ...] = ()
    negative: str = ""
    named: tuple[str, ...] = ()
    masks: frozenset[int] = frozenset()
    write: Callable[[Sequence[bytes]], bytes] | None = None
    answering: Answering | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    model: str = ""

    @property
    def digests(self) -> frozenset[str]:
        """SHA-256 of each file, in hex. Not kept: few calls ask."""
        return frozenset((*(hashlib.sha256(data).hexdigest() for data in self.files), *self.named))


def read_call(arrival: Arrival) -> Call:
    """The call in a request to one of the two paths. Raises: TurnedAway."""
    if arrival.query:
        raise TurnedAway(400, "bad-field", "query", "is not read", "send all fields in the body")
    body = body_of(arrival)
    kind = arrival.headers.get("content-type", "")
    if arrival.path == GENERATIONS:
        if not JSON.fullmatch(kind.strip()):
            raise _wrong_kind("application/json")
        return _generate(json_object(body))
    if JSON.fullmatch(kind.strip()):
        raise TurnedAway(
            400,
            "reference",
            "Content-Type",
            "an edit in JSON points to images that the gate does not hold",
            "send the images as multipart/form-data",
        )
    if not kind.strip().lower().startswith("multipart/form-data"):
        raise _wrong_kind("multipart/form-data")
    return _edit(body, kind)


def _generate(sent: Mapping[str, Any]) -> Call:
    for name in _NOT_HELD:
        if name in sent:
            raise TurnedAway(
                400, "reference", name, "is not part of a generation", f"use POST {EDITS}"
            )
    prompt = read_prompt(sent.get("prompt"))
    fields = other_fields(sent, GENERATE)
    n = fitting(fields)
    payload = written_json({"prompt": prompt, **fields})
    model = str(fields.get("model", ""))
    return Call(GENERATIONS, "generate", prompt, 0, n, payload, "application/json", model=model)


def _edit(body: bytes, kind: str) -> Call:
    from lexloci_edge.forms import Part, form_parts, written_form
    from lexloci_edge.images import form_images

    parts = form_parts(body, kind)
    files = [part for part in parts if part.name in _NOT_HELD]
    sent: dict[str, str] = {}
    for part in parts:
        if part in files:
            continue
        if part.name in sent:
            raise TurnedAway(400, "ambiguous", shown(part.name), "stands twice in the form")
        sent[part.name] = text_of(part.name, part.filename, part.kind, part.data)
    prompt = read_prompt(sent.get("prompt"))
    fields = other_fields(sent, EDIT)
    images = form_images(files)
    n = fitting(fields)
    written = [
        Part(name, None, "", str(value).encode())
        for name, value in sorted({"prompt": prompt, **fields}.items())
    ]
    payload, content_type = written_form([*written, *images])
    shown_images = sum(part.name != "mask" for part in images)
    data, model = tuple(part.data for part in images), str(fields.get("model", ""))
    return Call(EDITS, "edit", prompt, shown_images, n, payload, content_type, data, model=model)


def text_of(name: str, filename: str | None, kind: str, data: bytes) -> str:
    """The text of a plain field of a form. Raises: TurnedAway."""
    if filename is not None or kind not in ("", "text/plain"):
        raise TurnedAway(400, "ambiguous", shown(name), "is sent as a file, not as a field")
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise TurnedAway(400, "unreadable", shown(name), "is not UTF-8") from None


def other_fields(sent: Mapping[str, Any], known: Mapping[str, Reader]) -> dict[str, str | int]:
    """All fields but the prompt, each read by its reader; null and empty ones are left out."""
    fields: dict[str, str | int] = {}
    for name, value in sent.items():
        if name == "prompt" or (value is None and name in known):
            continue
        if name in REFUSED:
            refuse(name, value)
        if name not in known:
            raise TurnedAway(
                400,
                "unknown-field",
                shown(name),
                "is not a field that the gate knows",
                "leave it out",
            )
        found = known[name](name, value)
        if found != "":
            fields[name] = found
    return fields


def fitting(fields: Mapping[str, str | int]) -> int:
    """How many images are asked for. Raises: TurnedAway where one answer cannot hold them."""
    n = int(fields.get("n", 1))
    size, kind = str(fields.get("size", "auto")), str(fields.get("output_format", "png"))
    each = expected_bytes(size, kind)
    if n * each > ANSWER_LIMIT:
        raise TurnedAway(
            400,
            "cannot-come-back",
            "n" if n > 1 else "size",
            f"{n} x {size} {kind} at about {each / 1e6:.1f} MB each is {n * each / 1e6:.1f} MB,"
            f" and an answer holds {ANSWER_LIMIT / 1e6:.1f} MB",
            "ask for fewer, smaller, or `output_format` webp or jpeg",
        )
    return n


def _wrong_kind(kind: str) -> TurnedAway:
    return TurnedAway(415, "unreadable", "Content-Type", f"is not `{kind}`")
