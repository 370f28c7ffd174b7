"""Reminding: an alarm before a clock ends, and one that lasts until somebody answers."""

from datetime import timedelta

import pytest
from tests.appealing.conftest import ALICE, BACKEND
from tests.appealing.test_appeals import ENGINES, appeal
from tests.appealing.test_reports import report


def lines(counter, word):
    """How many lines say so."""
    return sum(line.startswith(word) for line in counter.watch.lines)


@pytest.mark.parametrize("counter", ENGINES, indirect=True)
def test_a_clock_is_told_of_before_it_ends_and_after(counter):
    """Two hours: half an hour before. Counted each time, said once of each."""
    report(counter, place="IN")
    assert counter.remind(minutes=89) == {}
    assert counter.remind(minutes=90) == {"report soon": 1}
    assert counter.remind(minutes=119) == {"report soon": 1}
    assert counter.watch.counts.count(("ClockEndsSoon", ("report",))) == 2
    assert lines(counter, "clock ends soon") == 1
    assert counter.remind(minutes=120) == {"report late": 1}
    assert counter.remind(days=30) == {"report late": 1}
    assert counter.watch.counts.count(("ClockOver", ("report",))) == 2
    assert lines(counter, "clock is over") == 1
    listed = counter.ask("GET", "/v1/reports", claims=BACKEND)[1]["open"]
    assert listed[0]["warned"] == "late"


def test_what_is_answered_rings_no_more(counter):
    """Appeals as reports."""
    number, decision = report(counter)[1]["id"], counter.decided()
    appeal(counter, decision)
    assert counter.remind(hours=47) == {"report soon": 1}
    assert counter.remind(days=8) == {"report late": 1, "appeal late": 1}
    counter.ask("POST", f"/v1/reports/{number}/answer", {"answer": "done"}, BACKEND)
    said = {"answer": "rejected", "because": "rule-holds"}
    counter.ask("POST", f"/v1/appeals/{decision}/answer", said, BACKEND)
    assert counter.remind(days=8) == {}
    assert counter.ask("GET", f"/v1/appeals/{decision}", claims=ALICE)[1]["state"] == "rejected"


def test_each_region_reminds_of_its_own(counter):
    """Otherwise two would."""
    report(counter, place="IN")
    counter.region = "us-east-1"
    assert counter.remind(hours=3) == {}


def test_nothing_told_names_anybody(counter):
    """Numbers, kinds and clocks."""
    report(counter, asks=["protect-name"], names=["Quellana Brostow"], images=[], place="IN")
    counter.remind(hours=3)
    assert "quell" not in str(counter.watch.lines).lower()


def test_all_keys_and_pages_are_looked_through(counter):
    """However many are open."""
    for _ in range(7):
        report(counter, place="IN")
        counter.now += timedelta(milliseconds=1)
    assert counter.remind(hours=3) == {"report late": 7}
