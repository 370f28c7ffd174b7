"""Uploads of the decision API: `POST /v1/uploads`, and files named by the id that it answers.

What is decided and permitted is the digest of the bytes that lay there when it was asked, computed
from them and from nothing that anybody said. Were others put in their place, the permit would not
be for those.
"""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from lexloci_edge.answers import Answer, plain_headers
from lexloci_edge.bodies import written_json
from lexloci_edge.errors import TurnedAway, Unavailable
from lexloci_edge.ids import is_id
from lexloci_edge.images import kind_of
from lexloci_edge.outside import Outside, Visit
from lexloci_edge.people.registering import read_as
from lexloci_edge.records import moment
from lexloci_edge.uploading.bucket import LARGEST, Bucket

UPLOADS: Final = "/v1/uploads"
SECONDS: Final = 3600
MOST: Final = 4
"""Uploads in one question: each is read through before the answer."""
_NAMED = re.compile(r"upload:([0-9a-f-]{36})", re.ASCII)


class UploadAsked(BaseModel):
    """The body of `POST /v1/uploads`: what is to be put there, to the byte."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    bytes: Annotated[int, Field(ge=1, le=LARGEST)]
    kind: Literal["image/png", "image/jpeg", "image/webp"]


def begun(visit: Visit, sent: Mapping[str, Any], outside: Outside) -> Answer:
    """The answer that says how to put a file there within the hour. Raises: TurnedAway."""
    asked = read_as(UploadAsked, sent)
    form = _bucket(outside).form(_key(visit.id), asked.kind, asked.bytes, SECONDS)
    told = {
        "id": visit.id,
        "url": form["url"],
        "fields": form["fields"],
        "expires": moment(visit.at + timedelta(seconds=SECONDS)),
    }
    outside.signals.count("Uploads", kind=asked.kind)
    return Answer(201, written_json(told).decode(), "application/json", plain_headers(visit.id))


def resolved(
    visit: Visit, sent: Mapping[str, Any], outside: Outside
) -> tuple[Mapping[str, Any], Mapping[str, bytes]]:
    """A question whose uploads are named by the digest of what lies there; and the files by digest,
    where there is a detector to look at them.

    `images: [{"upload": id}, {"sha256": hex}]` becomes `digests`; in a `call`, `upload:id` in
    place of a picture becomes `sha256:hex`. Raises: TurnedAway; UploadError, Unavailable.
    """
    found = _Found(visit, outside)
    images, call = sent.get("images"), sent.get("call")
    told = dict(sent)
    if isinstance(images, list):
        if sent.get("digests") is not None:
            raise TurnedAway(400, "ambiguous", "digests", "stand beside a list of `images`")
        told["digests"] = [_named(each, found) for each in images]
        del told["images"]
    if isinstance(call, dict):
        told["call"] = _in_place(call, found)
    return told, found.files


class _Found:
    """The digests of one question's uploads, each read once."""

    def __init__(self, visit: Visit, outside: Outside) -> None:
        self._visit = visit
        self._outside = outside
        self._digests: dict[str, str] = {}
        self.files: dict[str, bytes] = {}

    def digest(self, id: str) -> str:
        """SHA-256 of what lies there, in hex."""
        if id not in self._digests:
            if len(self._digests) >= MOST:
                raise TurnedAway(400, "bad-field", "images", f"are more than {MOST} uploads")
            self._digests[id] = self._read(id)
        return self._digests[id]

    def _read(self, id: str) -> str:
        lying, keep = None, self._outside.detector is not None
        if is_id(id):
            lying = _bucket(self._outside).read(_key(id), self._go_on, keep)
        if lying is None:
            raise TurnedAway(400, "no-upload", "upload", "is not there, or was forgotten")
        # S3 has held each to its signed length; who writes there by another way is held to this.
        if lying.length > LARGEST:
            raise TurnedAway(413, "too-large", "upload", f"is larger than {LARGEST:,} bytes")
        if kind_of(lying.head) is None:
            raise TurnedAway(400, "bad-field", "upload", "is no PNG, JPEG or WebP")
        if keep:
            self.files[lying.digest] = lying.data
        return lying.digest

    def _go_on(self) -> None:
        limits = self._outside.limits
        if self._visit.seconds_left() < limits.ledger + limits.reader + limits.reserve:
            raise Unavailable("deadline", "deadline", "is too near to read the uploads")


def _named(entry: Any, found: _Found) -> Any:
    if isinstance(entry, dict) and list(entry) == ["upload"] and isinstance(entry["upload"], str):
        return found.digest(entry["upload"])
    if isinstance(entry, dict) and list(entry) == ["sha256"]:
        return entry["sha256"]
    raise TurnedAway(
        400, "bad-field", "images", 'holds neither `{"upload": …}` nor `{"sha256": …}`'
    )


def _in_place(value: Any, found: _Found) -> Any:
    if isinstance(value, dict):
        return {name: _in_place(inner, found) for name, inner in value.items()}
    if isinstance(value, list):
        return [_in_place(inner, found) for inner in value]
    named = _NAMED.fullmatch(value) if isinstance(value, str) else None
    return f"sha256:{found.digest(named[1])}" if named else value


def _bucket(outside: Outside) -> Bucket:
    if outside.uploads is None:
        raise TurnedAway(404, "no-uploads", "path", "no uploads are taken here")
    return outside.uploads


def _key(id: str) -> str:
    return f"uploads/{id}"
