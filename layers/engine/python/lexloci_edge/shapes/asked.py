"""What a body of some generator's API asks for: its words, its pictures, and the body that goes on.

Adapters put into one `Asked` whatever can carry words or a picture, wherever it stands. What goes
on is a tree of values that were read, with a slot for each picture: never the caller's own body.
"""

import base64
import binascii
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from lexloci_edge.bodies import shown
from lexloci_edge.errors import TurnedAway
from lexloci_edge.fields import PROMPT_LIMIT, wrong
from lexloci_edge.images import IMAGE_LIMIT, kind_of

ELSEWHERE: Final = re.compile(r"sha256:([0-9a-f]{64})", re.ASCII)
"""A picture that did not come along, by its digest: for decisions only."""
_DATA_URL = re.compile(r"data:(image/[a-z]+);base64,", re.ASCII)
_REMOTE = re.compile(r"\s*[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_SENT: Final = "send the image itself, in base64"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of a call. data: None where only its digest (SHA-256, in hex) is here."""

    digest: str
    data: bytes | None
    mask: bool = False


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a picture stands in the body that goes on. head: what stands before its base64."""

    number: int
    head: str


class Asked:
    """What was found in one body so far. elsewhere: whether pictures may be named by digest.

    The methods are readers: a field's name and value -> the value that goes on.
    """

    def __init__(self, elsewhere: bool = False) -> None:
        self.words: list[str] = []
        self.unwanted: list[str] = []
        self.pictures: list[Picture] = []
        self._elsewhere = elsewhere

    def prompt(self, where: str, value: Any) -> str:
        """Words that ask for something. Raises: TurnedAway where it is no plain text."""
        self.words.append(plain_text(where, value))
        return self.words[-1]

    def negative(self, where: str, value: Any) -> str:
        """Words that say what shall not be seen. Raises: TurnedAway."""
        self.unwanted.append(plain_text(where, value))
        return self.unwanted[-1]

    def picture(self, where: str, value: Any) -> Slot:
        """A picture: base64, or a data URL. Raises: TurnedAway, for one of elsewhere too."""
        return self._slot(where, value, mask=False)

    def mask(self, where: str, value: Any) -> Slot:
        """A picture that only says where to paint. Raises: TurnedAway."""
        return self._slot(where, value, mask=True)

    def file(self, data: bytes, *, mask: bool) -> Slot:
        """A picture that came as a file, already looked at (`forms`)."""
        return self._kept(Picture(hashlib.sha256(data).hexdigest(), data, mask), "")

    @property
    def prompted(self) -> str:
        """All words that ask for something, as one text: a part a line."""
        return "\n".join(filter(str.strip, self.words))

    @property
    def negated(self) -> str:
        """All words of what shall not be seen, as one text."""
        return "\n".join(filter(str.strip, self.unwanted))

    def _slot(self, where: str, value: Any, mask: bool) -> Slot:
        if not isinstance(value, str) or not value:
            raise wrong(where, "is no image in base64")
        named = ELSEWHERE.fullmatch(value)
        if named and self._elsewhere:
            return self._kept(Picture(named[1], None, mask), "")
        found = _DATA_URL.match(value)
        head = found[0] if found else ""
        if not head and _REMOTE.match(value):
            raise TurnedAway(
                400,
                "reference",
                shown(where),
                "points to an image that the gate does not hold",
                _SENT,
            )
        try:
            data = base64.b64decode(value[len(head) :], validate=True)
        except (binascii.Error, ValueError):
            raise wrong(where, "is no image in base64") from None
        kind = kind_of(data)
        if kind is None or (found and found[1] != kind):
            raise wrong(where, "is not the PNG, JPEG or WebP that it says it is")
        return self._kept(Picture(hashlib.sha256(data).hexdigest(), data, mask), head)

    def _kept(self, picture: Picture, head: str) -> Slot:
        if len(self.pictures) >= IMAGE_LIMIT:
            raise TurnedAway(400, "bad-field", "images", f"are more than {IMAGE_LIMIT}")
        self.pictures.append(picture)
        return Slot(len(self.pictures) - 1, head)


def plain_text(where: str, value: Any) -> str:
    """A text of words, which may be empty. Raises: TurnedAway."""
    if not isinstance(value, str):
        raise TurnedAway(400, "no-prompt", shown(where), "is not one text")
    if len(value) > PROMPT_LIMIT:
        raise TurnedAway(
            400, "overlong", shown(where), f"is longer than {PROMPT_LIMIT:,} characters"
        )
    if any(letter < " " and letter not in "\t\n\r" for letter in value):
        raise TurnedAway(400, "unreadable", shown(where), "holds control characters")
    return value


def written(tree: Mapping[str, Any], files: Sequence[bytes]) -> bytes:
    """The body that goes on, as canonical JSON with these files in its slots."""

    def filled(value: object) -> str:
        assert isinstance(value, Slot)
        return value.head + base64.b64encode(files[value.number]).decode()

    text = json.dumps(
        tree, default=filled, sort_keys=True, ensure_ascii=False, separators=(",", ":")
    )
    return text.encode()
