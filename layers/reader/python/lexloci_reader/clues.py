"""What the grammars found, as the model reads it: who is told of, and what is worn or bare."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from lexloci_reader.attire import Event
from lexloci_reader.people import Person

Clue = tuple[int, str]
"""The token where it stands (-1: the text as a whole), and a feature."""
TOLD = ("subject", "age", "exposure", "sexual")


@lru_cache(1 << 8)
def _short(values: frozenset[str]) -> str:
    return "".join(sorted(value[0] for value in values))


def clues(people: Sequence[Person], found: Sequence[Event]) -> list[Clue]:
    """A clue for each person and each event."""
    out = [(p.start, f"!{p.why} {_short(p.subject)} {_short(p.age)}") for p in people]
    return out + [(e.start, f"!{e.why} {_short(e.levels)}{e.sexual}") for e in found]


def summed(facts: Iterable[Mapping[str, frozenset[str]]]) -> list[Clue]:
    """A clue for each different depiction: what grammars alone make of the whole text."""
    told = {"!" + " ".join([_short(each[fact]) for fact in TOLD]) for each in facts}
    return [(-1, each) for each in sorted(told)]
