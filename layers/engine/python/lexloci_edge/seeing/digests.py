"""Memory of pictures by their digest: what our own outputs may show, and which pictures are known.

An output that may show more than ordinary dress, or anything sexual, is remembered before it goes
out. A later edit of it starts from that, with or without a detector: so does a chain of edits each
of which is harmless alone. Of what is covered there is nothing to remember. What is kept under a
digest only ever grows.

Known pictures are a list of the platform's own: whoever sends one is refused at once.

Digests are kept as keyed hashes: the table tells nobody whether they have a picture that we made.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from lexloci_edge.hashes import keyed_hash
from lexloci_edge.seeing.seen import Facts
from lexloci_edge.vault import Secret

KEPT: Final = ("exposure", "sexual")
"""Facts that an edit starts from. Age and identity of an upload are open in any case."""
PLAIN: Final[Mapping[str, str]] = {"exposure": "covered", "sexual": "no"}


@dataclass(frozen=True, slots=True)
class Remembered:
    """What is known of one picture. decisions: ids of those that made it. known_bad: listed."""

    facts: Facts
    decisions: tuple[str, ...] = ()
    known_bad: bool = False


class Digests(Protocol):
    """Keeps what is known by keyed hash. One contract suite holds for every backing."""

    def find(self, names: Sequence[str]) -> tuple[Remembered, ...]:
        """What is known under any of these, one entry each. Raises: DigestError."""

    def keep(self, name: str, facts: Facts, decision: str, at: datetime) -> None:
        """Add to what is known of an output. Raises: DigestError."""

    def forbid(self, name: str, at: datetime) -> None:
        """Put a picture on the list of known ones. Raises: DigestError."""


class MemoryDigests:
    """Digests in memory: for tests, and for trying things out."""

    def __init__(self) -> None:
        self._kept: dict[str, Remembered] = {}

    def find(self, names: Sequence[str]) -> tuple[Remembered, ...]:
        """As `Digests.find`."""
        return tuple(self._kept[name] for name in dict.fromkeys(names) if name in self._kept)

    def keep(self, name: str, facts: Facts, decision: str, at: datetime) -> None:
        """As `Digests.keep`."""
        known = self._kept.get(name, Remembered({}))
        more = {fact: known.facts.get(fact, frozenset()) | facts[fact] for fact in KEPT}
        decisions = tuple(dict.fromkeys((*known.decisions, decision)))
        self._kept[name] = Remembered(more, decisions, known.known_bad)

    def forbid(self, name: str, at: datetime) -> None:
        """As `Digests.forbid`."""
        known = self._kept.get(name, Remembered({}))
        self._kept[name] = Remembered(known.facts, known.decisions, known_bad=True)


def names_of(digest: str, keys: Sequence[Secret]) -> tuple[str, ...]:
    """The keyed hashes of a picture's SHA-256 (hex), under each key in use."""
    return tuple(keyed_hash(key, "image", digest) for key in keys)


def digest_of(data: bytes) -> str:
    """SHA-256 of a picture's bytes, in hex."""
    return hashlib.sha256(data).hexdigest()


def telling(facts: Facts) -> bool:
    """Whether there is anything to remember: more than ordinary dress, or anything sexual."""
    return any(facts[fact] != frozenset({plain}) for fact, plain in PLAIN.items())
