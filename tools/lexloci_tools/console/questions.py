"""What is asked in an address: facts as sets, the day, the house setting, the place.

A fact that is left out is unknown; an attested one has its value without proof, unless it is asked
as `any`, which is the gate's own case of a prover that fails.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from lexloci.errors import RulebookError
from lexloci.facts import PLACE, Fact, Possibilities, attested_defaults
from lexloci.rulebook import Rulebook
from lexloci_tools.console.address import Address, Trouble

ANY: Final = "any"
LAW: Final = "law"
"""The house setting under which every house pack is off, in a word."""
STORY: Final[Mapping[str, str]] = {
    "operation": "generate",
    "subject": "real",
    "age": "adult",
    "exposure": "underwear",
    "sexual": "no",
    "likeness": "photographic",
    "adds_exposure": "no",
}
"""What is loaded at first sight: the sentence with which it all began (story S1)."""
STORY_PLACE: Final = "GB-ENG"
STORY_PROMPT: Final = "photo of George Clooney in his underwear"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about the law. rulebook: under the house setting that is asked for."""

    rulebook: Rulebook
    stated: Possibilities
    on: date
    place: str

    @property
    def possible(self) -> Possibilities:
        """Every fact that is not any value, without the place."""
        return {**attested_defaults(self.rulebook.facts), **self.stated}

    def at(self, node: str) -> Possibilities:
        """The question in a place."""
        return {**self.possible, PLACE: frozenset({node})}


def asked(rulebook: Rulebook, address: Address, today: date, place: str = "") -> Asked:
    """The question of an address. place: where none is named. Raises: Trouble."""
    under = house_of(rulebook, address)
    return Asked(
        under,
        facts_in(under.facts, address),
        address.day("on", today),
        place_in(under, address.one("place", place)),
    )


def house_of(rulebook: Rulebook, address: Address) -> Rulebook:
    """The rulebook under the house setting that is asked for. Raises: Trouble."""
    setting = address.one("house")
    if not setting:
        return rulebook
    if setting == LAW:
        setting = law_alone(rulebook)
    try:
        return rulebook.under(setting)
    except RulebookError as error:
        raise Trouble(400, "house", error.what, error.hint) from None


def law_alone(rulebook: Rulebook) -> str:
    """The house setting with every house pack off: the law, the floor and the fallback."""
    return ",".join(f"-{name}" for name in sorted(rulebook.house_packs))


def facts_in(facts: Mapping[str, Fact], address: Address) -> dict[str, frozenset[str]]:
    """The facts that an address states. Raises: Trouble for a value that a fact does not have."""
    found: dict[str, frozenset[str]] = {}
    for name, fact in facts.items():
        values = [each.strip() for text in address.every(name) for each in text.split(",")]
        if ANY in values:
            found[name] = frozenset(fact.values)
            continue
        for value in values:
            if value not in fact.values:
                what = f"`{value[:40]}` is no value of this fact"
                raise Trouble(400, name, what, ", ".join(fact.values))
        if values:
            found[name] = frozenset(values)
    return found


def place_in(rulebook: Rulebook, place: str) -> str:
    """A place of the tree, as typed: in any case, by code or by title. Raises: Trouble."""
    places = rulebook.places
    if not place:
        return ""
    for node in (place, place.upper()):
        if places.known(node):
            return node
    for node in places.nodes():
        if places.title(node).lower() == place.lower():
            return node
    raise Trouble(400, PLACE, f"`{place[:40]}` is no place", "such as GB-ENG, US-CA, EU or France")


def fields(rulebook: Rulebook, stated: Possibilities) -> list[dict[str, Any]]:
    """Each fact as a form shows it: its values with their meanings, and which are possible."""
    shown = []
    for raw in rulebook.raw["facts"]:
        values = stated.get(raw["name"])
        usual = raw["values"][0] if raw["attested"] else None
        shown.append(
            {
                "name": raw["name"],
                "title": raw["title"],
                "attested": raw["attested"],
                "unknown": values is None and not raw["attested"],
                "any": raw["attested"] and values == frozenset(raw["values"]),
                "values": [
                    {
                        "value": value,
                        "meaning": meaning,
                        "on": value == usual if values is None else value in values,
                    }
                    for value, meaning in zip(raw["values"], raw["meanings"], strict=True)
                ],
            }
        )
    return shown
