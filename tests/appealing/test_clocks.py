"""The clocks of places' laws: which one runs, from when, and where nobody knows the place."""

from datetime import UTC, datetime

import pytest
from tests.appealing.conftest import NOON

from lexloci_edge.appealing.clocks import Clock, shortest

OURS = 72
RUNS = {
    "India, a report": ("report", ["IN"], 2, "in/intimate-complaint"),
    "India, an order": ("order", ["IN"], 3, "in/order"),
    "India, another complaint": ("complaint", ["IN"], 168, "in/other-complaint"),
    "Australia, a notice": ("order", ["AU"], 24, "au/removal-notice"),
    "Australia, a report": ("report", ["AU"], 24, "au/removal-notice"),
    "the UK": ("report", ["GB"], 48, "gb/takedown"),
    "a part of the UK": ("report", ["GB-SCT"], 48, "gb/takedown"),
    "the US": ("report", ["US"], 48, "us/takedown"),
    "a state of the US": ("report", ["US-UT"], 48, "us/takedown"),
    "the Philippines": ("report", ["PH"], 24, "ph/block-child-material"),
    "several places": ("report", ["AU", "GB", "US"], 24, "au/removal-notice"),
    "an order in the UK": ("order", ["GB"], 48, "gb/takedown"),
    "no law of the place": ("report", ["FJ"], OURS, None),
    "a place with and one without": ("report", ["FJ", "US-TX"], 48, "us/takedown"),
    "a complaint elsewhere": ("complaint", ["GB"], OURS, None),
    "nobody knows, a report": ("report", ["world"], 2, "in/intimate-complaint"),
    "nobody knows, an order": ("order", ["world"], 3, "in/order"),
}


@pytest.mark.parametrize(("start", "nodes", "hours", "clock"), RUNS.values(), ids=RUNS)
def test_the_shortest_clock_that_applies_runs(law, start, nodes, hours, clock):
    """Of all places that are possible; an unknown place is all of them."""
    found = shortest(law, nodes, start, NOON, OURS)
    assert (found.hours, found.id, bool(found.law)) == (hours, clock, clock is not None)


DAYS = {
    "gb/takedown": ("GB", datetime(2026, 6, 29, tzinfo=UTC)),
    "us/takedown": ("US-TX", datetime(2026, 5, 19, tzinfo=UTC)),
    "in/intimate-complaint": ("IN", datetime(2026, 2, 20, tzinfo=UTC)),
}


@pytest.mark.parametrize("clock", DAYS)
def test_a_clock_runs_from_the_first_day_of_its_law(law, clock):
    """Not on the day before; local days, so the first that it may be there."""
    place, first = DAYS[clock]
    assert shortest(law, [place], "report", first.replace(hour=12), 1000).id == clock
    early = first.replace(day=first.day - 1, hour=6)
    assert shortest(law, [place], "report", early, 1000) == Clock(1000)


def test_a_clock_says_when_it_ends():
    """To the millisecond, in UTC."""
    assert Clock(2).due(NOON) == "2026-11-24T14:00:00.000Z"
    assert Clock(0.5).due(NOON) == "2026-11-24T12:30:00.000Z"


def test_each_clock_that_starts_something_is_frozen_with_its_law(law):
    """What starts none (notifying the police) is there to be read, and runs nowhere."""
    clocks = {
        f"{name}/{one['id']}": one
        for name, pack in law.raw["packs"].items()
        for one in pack["clocks"]
    }
    assert all(one["law"] for one in clocks.values())
    assert [name for name, one in clocks.items() if "upon" not in one] == ["ph/notify-police"]
