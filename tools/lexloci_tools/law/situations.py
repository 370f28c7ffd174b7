"""Situations: the short list of questions by which the law of two places, or days, is compared."""

from collections.abc import Mapping
from dataclasses import dataclass

from lexloci.facts import PLACE, Possibilities, attested_defaults
from lexloci.rulebook import Rulebook

WHO = {
    "a real adult": {"subject": "real", "age": "adult"},
    "a real adult, consent on record": {"subject": "real", "age": "adult", "consent": "verified"},
    "an invented adult": {"subject": "fictional", "age": "adult"},
    "an invented adult, for an assured adult": {
        "subject": "fictional",
        "age": "adult",
        "viewer": "assured_adult",
    },
    "a minor": {"subject": "fictional", "age": "minor"},
}
SHOWN = {
    "in swimwear": {"exposure": "swimwear", "sexual": "no"},
    "in underwear": {"exposure": "underwear", "sexual": "no"},
    "partly bare": {"exposure": "partial", "sexual": "no"},
    "nude": {"exposure": "nude", "sexual": "no"},
    "sexualised": {"exposure": "covered", "sexual": "suggestive"},
    "in a sexual act": {"exposure": "nude", "sexual": "explicit"},
}
HOW = {
    "photographed": {"operation": "generate", "likeness": "photographic", "adds_exposure": "no"},
    "drawn": {"operation": "generate", "likeness": "drawn", "adds_exposure": "no"},
    "by an edit": {"operation": "edit", "likeness": "photographic", "adds_exposure": "yes"},
}


@dataclass(frozen=True)
class Situation:
    """A question in words and as facts; adult mode is on in all of them."""

    title: str
    facts: Mapping[str, str]

    def at(self, rulebook: Rulebook, place: str) -> Possibilities:
        """The situation in a place, with everything else as without proof."""
        stated = {fact: frozenset({value}) for fact, value in self.facts.items()}
        return {**attested_defaults(rulebook.facts), **stated, PLACE: frozenset({place})}


SITUATIONS = tuple(
    Situation(f"{who} {shown}, {how}", {"adult_mode": "on", **a, **b, **c})
    for who, a in WHO.items()
    for shown, b in SHOWN.items()
    for how, c in HOW.items()
)
