"""What the reader answers: a prompt read into depictions, each a set of values per fact."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

VERSION = "1"

LEVELS = ("covered", "swimwear", "underwear", "partial", "nude")
VALUES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "subject": ("none", "fictional", "real"),
        "age": ("minor", "adult"),
        "exposure": LEVELS,
        "sexual": ("no", "suggestive", "explicit"),
        "likeness": ("photographic", "drawn"),
        "adds_exposure": ("no", "yes"),
    }
)
EVERY: Mapping[str, frozenset[str]] = MappingProxyType(
    {fact: frozenset(values) for fact, values in VALUES.items()}
)


@dataclass(frozen=True, slots=True)
class Depiction:
    """One person or group shown: the values of each fact that the text cannot rule out."""

    facts: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Which detector contributed what, in an analyst's terms and never the prompt's words."""

    detector: str
    what: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A prompt read. INVARIANT: at least one depiction, each with all six facts, none empty."""

    depictions: tuple[Depiction, ...]
    evidence: tuple[Evidence, ...]
    covered: bool
    language: str


UNREAD = Reading((Depiction(EVERY),), (Evidence("reader", "not read"),), False, "und")
