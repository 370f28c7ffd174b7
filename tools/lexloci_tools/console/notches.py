"""The days on which the law changes: all that a slider of days needs.

Between two of them the law stands still, so notch n says everything of the days from the nth on,
and notch 0 of those before the first.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from lexloci.rulebook import ALWAYS, Rulebook

NAMED = 6
"""Changes of a day that are told by name."""
APART = 4
"""Notches that the name of a year takes."""


@dataclass(frozen=True, slots=True)
class Notch:
    """A day, and what begins or ends on it: laws before house rules."""

    day: date
    changes: tuple[str, ...]


def notches(rulebook: Rulebook) -> tuple[Notch, ...]:
    """Every day on which a version of any rule begins or ends, or its group another member."""
    found: dict[date, set[tuple[bool, str]]] = defaultdict(set)
    begun = {(each.pack, each.rule, each.since) for each in rulebook.all_versions()}
    for version in rulebook.all_versions():
        where = str(rulebook.raw["packs"][version.pack]["title"])
        own, told = version.house is not None, f"{where}: {version.title}"
        if version.since != ALWAYS:
            found[date.fromisoformat(version.since)].add((own, told))
        # One version after another is a change, told once; only what nothing follows ends.
        if version.until and (version.pack, version.rule, version.until) not in begun:
            found[date.fromisoformat(version.until)].add((own, f"{told} (ends)"))
    for day, told in _memberships(rulebook):
        if found and day >= min(found):
            found[day].add((False, told))
    return tuple(
        Notch(day, tuple(name for _, name in sorted(named))) for day, named in sorted(found.items())
    )


def _memberships(rulebook: Rulebook) -> Iterator[tuple[date, str]]:
    """Who joins and who leaves a group, and so takes on or loses its law."""
    places = rulebook.places
    for group in places.groups():
        for member in places.members(group):
            title = f"{places.title(member.node)}, {places.title(group)}"
            yield member.join, f"{title} (joins)"
            if member.leave is not None:
                yield member.leave, f"{title} (leaves)"


def around(found: Sequence[Notch], on: date, today: date) -> dict[str, Any]:
    """The notches for a page, and where a day and today stand among them.

    years: (notch, year) of those that have room to be written; now: percent of the way.
    """
    days = [notch.day for notch in found]
    at = bisect_right(days, on)
    changes = found[at - 1].changes if at else ()
    return {
        "days": [day.isoformat() for day in days],
        "changes": [len(notch.changes) for notch in found],
        "at": at,
        "since": days[at - 1].isoformat() if at else None,
        "before": (days[at - 2] if at > 1 else days[0] - timedelta(days=1)).isoformat(),
        "after": days[at].isoformat() if at < len(days) else None,
        "begun": list(changes[:NAMED]),
        "more": max(0, len(changes) - NAMED),
        "years": _years(days),
        "now": round(100 * (bisect_right(days, today) + 0.5) / len(days), 1),
    }


def _years(days: Sequence[date]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for at, day in enumerate(days, 1):
        new = not found or day.year != found[-1][1]
        if new and (not found or at - found[-1][0] >= APART):
            found.append((at, day.year))
    return found
