"""What of an answer may be shown: the word between who looks (`showing`) and who hands on."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from lexloci_edge.answers import Answer

Showing: TypeAlias = Callable[[bytes, int], "Outputs"]
"""The body of an answer and how many images it holds -> what of it may be shown."""


@dataclass(frozen=True, slots=True)
class Outputs:
    """What may be shown. refused: the answer instead, where nothing is. duties: what the images owe
    by what they show. labels, because, seen: for the record."""

    body: bytes
    images: int
    withheld: int = 0
    refused: Answer | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    duties: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    because: str = "0"
    seen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


NOTHING: Final = Outputs(b"", 0)

WORDS: Final = 2000
"""Characters of one text that goes on beside images, or instead of them."""
_LINK: Final = re.compile(r"\S*(?:://|data:)\S*", re.IGNORECASE)
_RUN: Final = re.compile(r"[A-Za-z0-9+/=_-]{64,}", re.ASCII)
"""What base64 looks like, and no word."""
_TOLD: Final = ("code", "detail", "id", "message", "name", "param", "status", "title", "type")


def words_of(text: str) -> str:
    """A text of the image server without links, and without what could be a picture in letters."""
    return _RUN.sub("[left out]", _LINK.sub("[link left out]", text[:WORDS]))


def worded(body: bytes) -> bytes:
    """An error of the image server: its texts and numbers by the names that are usual, and nothing
    else."""
    found = json.loads(body)
    told, error = _members(found), found.get("error")
    if isinstance(error, dict):
        told["error"] = _members(error)
    elif isinstance(error, str):
        told["error"] = words_of(error)
    errors = found.get("errors")
    if isinstance(errors, list):
        told["errors"] = [words_of(each) for each in errors[:3] if isinstance(each, str)]
    return json.dumps(told).encode()


def _members(found: Mapping[str, Any]) -> dict[str, Any]:
    """None stays: stock clients look for a member that says nothing too."""
    told: dict[str, Any] = {}
    for name in _TOLD:
        value = found.get(name)
        if isinstance(value, str):
            told[name] = words_of(value)
        elif name in found and isinstance(value, int | float | None):
            told[name] = value
    return told
