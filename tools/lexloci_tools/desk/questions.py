"""Questions as typed: `fact=value,value` words turned into possibilities."""

from collections.abc import Sequence
from typing import Any

from lexloci.errors import LexlociError
from lexloci.facts import PLACE, attested_defaults
from lexloci.rulebook import Rulebook


class FactWordError(LexlociError):
    """A word that is no `fact=value` of this rulebook."""


def possibilities_of(rulebook: Rulebook, words: Sequence[str]) -> dict[str, frozenset[str]]:
    """What the words say. A fact left out is unknown; an attested one has its value without proof.

    Raises: FactWordError for an unknown fact or value: a person typed it and wants to be told.
    """
    found: dict[str, frozenset[str]] = dict(attested_defaults(rulebook.facts))
    for word in words:
        name, mark, text = word.partition("=")
        values = [value.strip() for value in text.split(",") if value.strip()]
        if not mark or not values:
            raise FactWordError("question", f"`{word}` is not fact=value", "see `lexloci facts`")
        found[name] = frozenset(_known(rulebook, name, values))
    return found


def _known(rulebook: Rulebook, name: str, values: Sequence[str]) -> Sequence[str]:
    if name == PLACE:
        known: Any = rulebook.places.known
        there = "a node of rules/places.yaml, such as GB-ENG, US, EU, world"
    else:
        fact = rulebook.facts.get(name)
        if fact is None:
            names = ", ".join([PLACE, *rulebook.facts])
            raise FactWordError("question", f"`{name}` is no fact", f"there are: {names}")
        known, there = fact.values.__contains__, ", ".join(fact.values)
    for value in values:
        if not known(value):
            raise FactWordError("question", f"`{value}` is no value of `{name}`", f"there: {there}")
    return values
