"""The strike ladder: the contract of every backing, and its arithmetic."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from tests.edge.conftest import ENVIRONMENT
from tests.edge.engines import REAL, empty

from lexloci_edge.errors import LadderError, SettingsError
from lexloci_edge.people.strikes import Ladder, MemoryStrikes
from lexloci_edge.people.strikes_dynamo import DynamoStrikes
from lexloci_edge.settings import Settings

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
DAY = timedelta(days=1)
REGION, TABLE = "eu-west-2", "lexloci-strikes"


@pytest.fixture(params=["memory", "moto", REAL])
def strikes(request):
    """Counts on each backing, none yet; within thirty days."""
    if request.param == "memory":
        yield MemoryStrikes(REGION, 30)
    else:
        with empty(request.param, TABLE, request) as dynamodb:
            yield DynamoStrikes(lambda: dynamodb, TABLE, REGION, 30)


def total(strikes, at=NOON, account="a"):
    """All Regions' refusals."""
    return sum(strikes.counts(account, at).values())


def test_refusals_add_up_by_account(strikes):
    """One account's are not another's."""
    assert strikes.counts("a", NOON) == {}
    assert [strikes.add("a", f"d{n}", NOON) for n in range(3)] == [1, 2, 3]
    assert strikes.add("b", "d9", NOON) == 1
    assert strikes.counts("a", NOON) == {REGION: 3}


def test_a_decision_counts_once(strikes):
    """Counting it again, for its answer was lost, adds nothing."""
    assert [strikes.add("a", "d1", NOON) for _ in range(3)] == [1, 1, 1]


def test_refusals_count_for_thirty_days_today_included(strikes):
    """They pass out one day at a time."""
    strikes.add("a", "d1", NOON)
    strikes.add("a", "d2", NOON + 10 * DAY)
    assert total(strikes, NOON + 29 * DAY) == 2
    assert total(strikes, NOON + 30 * DAY) == 1
    assert strikes.add("a", "d3", NOON + 40 * DAY) == 1
    assert total(strikes, NOON + 70 * DAY) == 0


def test_one_turn_a_minute(strikes):
    """Whoever comes too early is told how long to wait, to the second."""
    assert strikes.turn("a", NOON) == 0
    assert strikes.turn("a", NOON + timedelta(seconds=18.5)) == 42
    assert strikes.turn("b", NOON) == 0
    assert strikes.turn("a", NOON + timedelta(seconds=60)) == 0
    assert strikes.turn("a", NOON + timedelta(seconds=61)) == 59


def test_a_reinstated_account_begins_anew(strikes):
    """What was counted until then is forgotten, what comes after counts."""
    for n in range(5):
        strikes.add("a", f"d{n}", NOON - n * DAY)
    strikes.reinstate("a", NOON)
    assert total(strikes) == 0
    assert strikes.add("a", "d9", NOON) == 1
    assert total(strikes, NOON + DAY) == 1


@pytest.mark.parametrize("strikes", ["moto", REAL], indirect=True)
def test_an_account_is_the_same_in_every_region(strikes):
    """Each Region writes its own count, and all are read; a reinstatement holds for all days
    before it, wherever they were counted."""
    there = DynamoStrikes(lambda: strikes.client, TABLE, "us-east-1", 30)
    strikes.add("a", "d1", NOON)
    there.add("a", "d2", NOON - DAY)
    assert strikes.counts("a", NOON) == there.counts("a", NOON) == {REGION: 1, "us-east-1": 1}
    strikes.reinstate("a", NOON)
    assert total(there) == 0


# moto is no oracle of concurrency (aws.md 3.3).
@pytest.mark.parametrize("strikes", ["memory", REAL], indirect=True)
def test_many_at_once_are_counted_exactly(strikes):
    """800 refusals by eight threads: each number from 1 to 800 is answered once."""
    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(lambda n: strikes.add("a", f"d{n}", NOON), range(800)))
    assert sorted(told) == list(range(1, 801))
    assert total(strikes) == 800


@pytest.mark.parametrize("strikes", ["memory", REAL], indirect=True)
def test_of_many_at_once_one_has_the_turn(strikes):
    """Eight threads, one call a minute."""
    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(lambda _: strikes.turn("a", NOON), range(64)))
    assert told.count(0) == 1


@pytest.mark.parametrize("strikes", ["moto", REAL], indirect=True)
def test_a_ladder_without_its_table_is_an_error(strikes):
    """Whatever is asked of it."""
    elsewhere = DynamoStrikes(lambda: strikes.client, "elsewhere", REGION, 30)
    for ask in (
        lambda: elsewhere.counts("a", NOON),
        lambda: elsewhere.add("a", "d", NOON),
        lambda: elsewhere.turn("a", NOON),
        lambda: elsewhere.reinstate("a", NOON),
    ):
        with pytest.raises(LadderError, match="ResourceNotFoundException"):
            ask()


@pytest.mark.parametrize("strikes", ["moto", REAL], indirect=True)
def test_counts_go_away_by_themselves(strikes):
    """A day after the last refusal no longer counts."""
    strikes.add("a", "d", NOON)
    key = {"pk": {"S": "ACC#a"}, "sk": {"S": REGION}}
    item = strikes.client.get_item(TableName=TABLE, Key=key)["Item"]
    assert int(item["expires"]["N"]) == int((NOON + 31 * DAY).timestamp())


STEPS = {"good": (0, 4), "warned": (5, 19), "slowed": (20, 49), "suspended": (50, 5000)}


@pytest.mark.parametrize(("level", "between"), STEPS.items())
def test_the_ladder_has_three_steps(level, between):
    """Warned from 5, slowed from 20, suspended from 50 on."""
    assert {Ladder().level(refusals) for refusals in between} == {level}


@pytest.mark.parametrize("steps", [(0, 20, 50), (21, 20, 50), (5, 51, 50)])
def test_a_ladder_whose_steps_do_not_rise_is_none(steps):
    """A misconfigured one is loud, and the gate does not open with it."""
    with pytest.raises(SettingsError):
        Ladder(*steps)
    names = (f"LEXLOCI_STRIKE_{step}" for step in ("WARN", "SLOW", "SUSPEND"))
    told = dict(zip(names, map(str, steps), strict=True))
    with pytest.raises(SettingsError, match="LEXLOCI_STRIKE"):
        Settings.read({**ENVIRONMENT, **told})
