"""The published list: what is refused where, by which law, since when, and how sure we are.

Public on purpose (`GET /v1/rules`): a geoblock that nobody can read is a promise nobody can check.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from lexloci.rulebook import Rulebook, Version
from lexloci_edge.errors import TurnedAway

SECONDS = 300
"""How long an answer may be kept by caches: a law switches by the day, a closing by the minute."""


def in_force(rulebook: Rulebook, on: date, place: str | None = None) -> Iterator[Version]:
    """The versions in force on a day under this house setting; those that bear on a place."""
    asked = rulebook.places.leaves(place) if place else None
    for version in rulebook.versions(rulebook.in_force(on)):
        reach = {leaf for node in version.extent for leaf in rulebook.places.leaves_on(node, on)}
        if asked is None or asked & reach:
            yield version


def row(version: Version) -> dict[str, Any]:
    """A version as the list shows it: lists as lists, what is not there as None."""
    return {
        "id": version.id,
        "title": version.title,
        "places": list(version.extent),
        "law": version.law,
        "source": version.source,
        "house": version.house,
        "reaches": list(version.reaches),
        "since": version.since,
        "until": version.until,
        "basis": version.basis,
        "status": "refuses" if version.refuses else "duties: " + ", ".join(version.duties),
    }


def published(rulebook: Rulebook, asked: Mapping[str, str], today: date) -> dict[str, Any]:
    """The list for `?on=` (a day) and `?place=` (a node of the tree).

    Raises: TurnedAway (400) for a day or a place that is none, or a question that it does not know.
    """
    for name in asked:
        if name not in ("on", "place"):
            raise TurnedAway(400, "unknown-field", f"`{name}`", "is not asked here", "on, place")
    place = asked.get("place")
    if place is not None and not rulebook.places.known(place):
        raise TurnedAway(400, "unknown-place", "`place`", "is no place", "such as GB-ENG, US, EU")
    try:
        on = date.fromisoformat(asked["on"]) if "on" in asked else today
    except ValueError:
        raise TurnedAway(400, "no-day", "`on`", "is no day", "write YYYY-MM-DD") from None
    return {
        "on": on.isoformat(),
        "place": place,
        "digest": rulebook.digest,
        "live": rulebook.live,
        "house": rulebook.house,
        "notice": "Not legal advice. `basis` says how sure we are of each rule.",
        "rules": [row(version) for version in in_force(rulebook, on, place)],
    }
