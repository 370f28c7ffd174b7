"""The clocks that places' laws set on takedowns and complaints, as the rulebook's packs hold them.

A clock says what starts it: a `report` of the person shown, an `order` of an authority, any other
`complaint`; one that says nothing starts nothing here (notifying the police is the platform's). A
place whose law knows only the one of report and order is given that one for the other too: where an
authority's notice may follow, nobody is harmed by having been early.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal

from lexloci.rulebook import ALWAYS, Rulebook
from lexloci_edge.records import moment

Start = Literal["report", "order", "complaint"]

_ALSO: Mapping[Start, Start] = {"report": "order", "order": "report"}


@dataclass(frozen=True, slots=True)
class Clock:
    """A time limit in hours. id: `pack/clock`; law: as cited; None of both where it is our own."""

    hours: float
    id: str | None = None
    law: str | None = None

    def due(self, since: datetime) -> str:
        """When it ends, as records write a moment."""
        return moment(since + timedelta(hours=self.hours))


def shortest(
    rulebook: Rulebook, nodes: Collection[str], start: Start, at: datetime, ours: float
) -> Clock:
    """The shortest clock that this starts at this moment in any of the places that are possible.

    nodes: of the tree, the whole world where nobody knows. ours: hours that we give ourselves where
    a place's law sets no clock. A clock is in force from the first local day that it may be there.
    """
    places = rulebook.places
    first = max(places.days(nodes, at))
    clocks = tuple(_in_force(rulebook, first))
    leaves = frozenset(leaf for node in nodes for leaf in places.leaves(node))
    found = [
        _of_leaf(leaf, clocks, start, ours) for leaf in sorted(leaves or places.leaves("world"))
    ]
    return min(found, key=lambda clock: (clock.hours, clock.id is None))


def _of_leaf(leaf: str, clocks: tuple["_Held", ...], start: Start, ours: float) -> Clock:
    here = [each for each in clocks if leaf in each.leaves]
    fitting = [each for each in here if each.start == start]
    if not fitting and start in _ALSO:
        fitting = [each for each in here if each.start == _ALSO[start]]
    return min((each.clock for each in fitting), key=lambda clock: clock.hours, default=Clock(ours))


@dataclass(frozen=True, slots=True)
class _Held:
    clock: Clock
    start: str
    leaves: frozenset[str]


def _in_force(rulebook: Rulebook, on: date) -> Iterator[_Held]:
    for name, pack in rulebook.raw["packs"].items():
        for raw in pack.get("clocks", ()):
            start, since = raw.get("upon"), raw.get("from", ALWAYS)
            if start is not None and (since == ALWAYS or since <= on.isoformat()):
                yield _Held(_clock(name, raw), start, _covered(rulebook, pack["covers"]))


def _clock(pack: str, raw: Mapping[str, Any]) -> Clock:
    return Clock(raw["hours"], f"{pack}/{raw['id']}", " ".join(raw["law"].split()))


def _covered(rulebook: Rulebook, covers: Collection[str]) -> frozenset[str]:
    return frozenset(leaf for node in covers for leaf in rulebook.places.leaves(node))
