"""What a reading of a stretch of text comes to: depictions, and the evidence for them."""

from __future__ import annotations

from typing import NamedTuple

from lexloci_reader.attire import ORDER, Event, bared
from lexloci_reader.changes import Change
from lexloci_reader.people import Person
from lexloci_reader.reading import Depiction, Evidence

NO = frozenset({"no"})
SUSPECTED = "reads like what must be refused"
CHEST = frozenset({"swimwear", "partial"})
"""What a bare chest is, as long as it is not told whose."""


class Part(NamedTuple):
    """The depictions that a stretch of text asks for, and why."""

    depictions: tuple[Depiction, ...]
    evidence: tuple[Evidence, ...]


def exposed(levels: list[frozenset[str]], person: Person) -> frozenset[str]:
    """The person's exposure: the barest of all; a bare chest counts by whose it is."""
    bare = "swimwear" if person.gender == "m" else "partial"
    chest = frozenset({bare}) if person.gender else CHEST
    return bared([chest if s == {"shirtless"} else s for s in levels])


def sexual_of(found: set[str]) -> frozenset[str]:
    """The strongest of the sexual values that were found; `no` where none was."""
    if "explicit" in found:
        return frozenset({"explicit"})
    return frozenset({"suggestive"}) if "suggestive" in found else NO


def facts_of(person: Person, exposure: frozenset[str], sexual: frozenset[str],
           like: frozenset[str], adds: frozenset[str]) -> Depiction:  # fmt: skip
    """The depiction of a person with these values."""
    return Depiction(
        {
            "subject": person.subject,
            "age": person.age,
            "exposure": exposure,
            "sexual": sexual,
            "likeness": like,
            "adds_exposure": adds,
        }
    )


def evidence_of(
    found: list[Event], people: list[Person], change: Change | None = None
) -> tuple[Evidence, ...]:
    """What was found, in terms that an analyst understands, each once; never the prompt."""
    out = [("people", p.why) for p in people]
    for event in found:
        what = ", ".join(sorted(event.levels, key=lambda v: ORDER.get(v, 1))) or event.sexual
        out.append(("attire", f"{event.why}: {what}"))
    if change:
        out += [("edit", why) for why in change.why]
    return tuple(Evidence(kind, what) for kind, what in dict.fromkeys(out))
