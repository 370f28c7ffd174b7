"""What of an answer may be shown: the word between who looks (`showing`) and who hands on."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

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
"""Characters of one text in an error: no picture fits into so few."""


def worded(body: bytes) -> bytes:
    """An error of the image server with its texts and numbers, two deep, and nothing else."""
    found = json.loads(body)
    told = {name: _short(value) for name, value in found.items() if not isinstance(value, dict)}
    deep = {
        name: {inner: _short(each) for inner, each in value.items()}
        for name, value in found.items()
        if isinstance(value, dict)
    }
    return json.dumps({**told, **deep}).encode()


def _short(value: object) -> str | int | float | None:
    if isinstance(value, str):
        return value[:WORDS]
    return value if isinstance(value, int | float) else None
