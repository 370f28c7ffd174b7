"""Facts: what a call can be, each with a short closed list of values.

What is not known is a set of possibilities, never a guess. The words and values are those of
`rules/facts.yaml`, frozen into the rulebook.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

Possibilities: TypeAlias = Mapping[str, frozenset[str]]
"""Fact -> values that are not ruled out. A fact left out, an empty set, or a value that is not in
the fact's list means: any value. `place` holds nodes of the tree of places."""

PLACE = "place"


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact: its name, its closed list of values, and who can say it.

    attested: proven to us, so that without proof its value is known and is the first one.
    observed (not attested): what the evidence cannot rule out.
    """

    name: str
    values: tuple[str, ...]
    attested: bool
    title: str


def attested_defaults(facts: Mapping[str, Fact]) -> dict[str, frozenset[str]]:
    """Every attested fact with the value it has while nothing is proven: its first one."""
    return {
        name: frozenset(fact.values[:1])
        for name, fact in facts.items()
        if fact.attested and name != PLACE
    }


def possible_values(fact: Fact, values: Iterable[Any] | None) -> frozenset[str]:
    """The values that remain possible: the given ones, or all if any of them is foreign.

    Missing, null, empty, misspelt: any value (design.md 7). A lone string is one value.
    """
    if isinstance(values, str):
        values = (values,)
    if not isinstance(values, Iterable):
        return frozenset(fact.values)
    given = tuple(values)
    if not given or any(value not in fact.values for value in given):
        return frozenset(fact.values)
    return frozenset(given)


def united(
    facts: Mapping[str, Fact], depictions: Iterable[Mapping[str, Iterable[str]]]
) -> dict[str, list[str]]:
    """Fact -> values possible in any depiction, in the order of the fact's list; without place."""
    listed = list(depictions)
    return {
        name: [
            value
            for value in fact.values
            if any(value in possible_values(fact, each.get(name)) for each in listed)
        ]
        for name, fact in facts.items()
    }
