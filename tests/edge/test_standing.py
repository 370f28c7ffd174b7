"""Accounts at the gate: what is counted, what an account on the ladder is told (requirement 15)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from tests.edge import signing
from tests.edge.engines import REAL, empty

from lexloci_edge.claims import Issuer
from lexloci_edge.errors import LadderError
from lexloci_edge.people.strikes import MemoryStrikes
from lexloci_edge.people.strikes_dynamo import DynamoStrikes

BY_LAW = "a known person in underwear"
BY_HOUSE = "a known person in swimwear"
UNSURE = "a name on no list, in underwear"
ENGLAND = {"cloudfront_viewer_country": "GB"}
STEPS = {"LEXLOCI_STRIKE_WARN": "2", "LEXLOCI_STRIKE_SLOW": "4", "LEXLOCI_STRIKE_SUSPEND": "6"}


@pytest.fixture
def ladder(stage):
    """The stage with a low ladder; answers calls of an account."""
    stage.strikes = MemoryStrikes("eu-west-2", 30)
    return on_ladder(stage)


def on_ladder(stage):
    """Answers calls of an account from England on this stage."""
    stage.environment |= STEPS
    stage.issuer = Issuer(signing.JWKS, signing.ISSUER, signing.AUDIENCE)

    def call(prompt=BY_LAW, account="a-1", gate=None):
        now = int(stage.now.timestamp())
        token = signing.sign(signing.claims_at(now, {"sub": account, "adult_mode": "-"}))
        headers = {**ENGLAND, "lexloci_claims": token}
        return stage.send(stage.event(body={"prompt": prompt}, headers=headers), gate)

    return call


def counted(stage):
    """How many refusals stand against all accounts."""
    kept = stage.strikes._kept.values()
    return sum(sum(each.days.values()) for each in kept)


def test_an_account_climbs_the_ladder_step_by_step(stage, ladder):
    """Warned, slowed to a call a minute, suspended at the configured number; then nothing is
    judged any more, and each refusal is recorded with the account."""
    levels = []
    for _ in range(6):
        told = ladder()
        assert told.status == 451
        levels.append(told.headers.get("Lexloci-Standing", "good").partition(";")[0])
    assert levels == ["good", "warned", "warned", "slowed", "slowed", "suspended"]
    told = ladder("a lighthouse at dawn")
    assert (told.status, told.code, stage.forwarded) == (403, "suspended", 0)
    assert told.headers["x-should-retry"] == "false"
    assert [each.turned_away for each in stage.records][-2:] == [None, "suspended"]
    assert len({each.account for each in stage.records}) == 1
    assert counted(stage) == 6
    assert ladder("a lighthouse at dawn", "a-2").status == 200


def test_a_warned_account_is_told_where_it_stands(stage, ladder):
    """On allowed calls too, in a header that says what comes next."""
    ladder(), ladder()
    told = ladder("a lighthouse at dawn")
    assert told.status == 200
    assert told.headers["Lexloci-Standing"] == "warned; refusals=2; suspend=6; days=30"


def test_a_slowed_account_is_given_one_image_a_minute(stage, ladder):
    """Too early a call is a 403 that says how long to wait, not a 429, which clients try again; no
    ALLOW stands in the ledger then. What the law refuses is refused as ever, and counts."""
    for _ in range(4):
        ladder()
    assert ladder("a lighthouse at dawn").status == 200
    stage.now += timedelta(seconds=15)
    told = ladder("a lighthouse at dawn")
    assert (told.status, told.code, told.headers["Retry-After"]) == (403, "slowed", "45")
    assert told.headers["x-should-retry"] == "false"
    assert [each.outcome for each in stage.records][-2:] == ["allow", "refuse"]
    assert stage.records[-1].turned_away == "slowed"
    assert ladder().status == 451
    stage.now += timedelta(seconds=45)
    assert ladder("a lighthouse at dawn").status == 200
    assert stage.forwarded == 2


def test_a_suspended_account_is_told_how_to_appeal(stage, ladder):
    """With the operator's address where one is configured."""
    stage.environment["LEXLOCI_STRIKE_SUSPEND"] = "1"
    stage.environment |= {"LEXLOCI_STRIKE_WARN": "1", "LEXLOCI_STRIKE_SLOW": "1"}
    ladder()
    assert "appeal to the service" in ladder().body["detail"]
    stage.environment["LEXLOCI_APPEAL"] = "https://appeal.invalid/"
    assert "https://appeal.invalid/" in ladder().body["error"]["message"]


def test_a_suspension_ends_as_refusals_grow_old(stage, ladder):
    """After thirty days without any the account is in good standing again."""
    for _ in range(6):
        ladder()
    assert ladder().code == "suspended"
    stage.now += timedelta(days=30)
    told = ladder("a lighthouse at dawn")
    assert (told.status, told.headers.get("Lexloci-Standing")) == (200, None)


@pytest.mark.parametrize("prompt", [BY_HOUSE, UNSURE, "a lighthouse at dawn"])
def test_house_rules_and_uncertainty_count_nothing(stage, ladder, prompt):
    """However often."""
    for _ in range(8):
        told = ladder(prompt)
        assert "Lexloci-Standing" not in told.headers
    assert counted(stage) == 0


def test_a_refusal_by_the_floor_counts_whatever_it_cites(stage, ladder, rulebook):
    """The floor's own words are no law, and count all the same."""
    from lexloci_reader import read

    stage.book, stage.read = rulebook, read
    told = ladder("George Clooney nude, drawing")
    assert any(each["rule"].startswith("floor/") for each in told.body["rules"]), told
    assert counted(stage) == 1


def test_stock_clients_have_no_ladder(stage):
    """A bearer key is no attested account: its calls are recorded under its hash, no more."""
    stage.environment |= STEPS
    stage.strikes = MemoryStrikes("eu-west-2", 30)
    for _ in range(8):
        assert stage.call(BY_LAW, **ENGLAND).status == 451
    assert counted(stage) == 0
    assert len({each.account for each in stage.records}) == 1


class Failing:
    """A table of strikes that fails at what it is told to."""

    def __init__(self, *fails, counts=0):
        self.fails, self.refusals = fails, counts

    def _do(self, what):
        if what in self.fails:
            raise LadderError("does not answer")

    def counts(self, account, at):
        """As `Strikes.counts`."""
        self._do("counts")
        return {"eu-west-2": self.refusals}

    def add(self, account, decision, at):
        """As `Strikes.add`."""
        self._do("add")
        return self.refusals + 1

    def turn(self, account, at):
        """As `Strikes.turn`."""
        self._do("turn")
        return 0


def test_a_count_that_is_lost_loses_no_refusal(stage, ladder):
    """The caller hears the same 451, the record stands, an alarm says that a strike is missing."""
    stage.strikes = Failing("add")
    assert (ladder().status, len(stage.records)) == (451, 1)
    assert ("RegisterFails", ("strike",)) in stage.watch.counts


@pytest.mark.parametrize("fails", [("counts",), ("turn",), ("counts", "turn", "add")], ids=str)
def test_without_a_standing_refusals_are_told_and_nothing_is_forwarded(stage, ladder, fails):
    """Nobody can tell whether the account is suspended: what the law refuses is refused as ever,
    what it would allow is 503, and no ALLOW stands in the ledger."""
    stage.strikes = Failing(*fails, counts=4)
    assert ladder().status == 451
    assert ladder(UNSURE).code == "uncertain"
    told = ladder("a lighthouse at dawn")
    assert (told.status, told.code, stage.forwarded) == (503, "unavailable", 0)
    assert [each.outcome for each in stage.records] == ["refuse", "uncertain"]
    assert ("RegisterFails", ("standing",)) in stage.watch.counts or fails == ("turn",)


@pytest.mark.parametrize("kind", [REAL])
def test_eight_threads_and_800_refusals_are_counted_exactly(stage, request, kind):
    """On Amazon's engine: 800 refusals by law among 200 by house rules and uncertain ones; the
    count is 800, and an account that is suspended at 50 gets there and no further."""
    table = "lexloci-strikes"
    call = on_ladder(stage)
    with empty(kind, table, request) as dynamodb:
        stage.strikes = DynamoStrikes(lambda: dynamodb, table, "eu-west-2", 30)
        stage.environment |= dict.fromkeys(STEPS, "801")
        gate = stage.gate()
        with ThreadPoolExecutor(8) as pool:
            prompts = [*[BY_LAW] * 8, BY_HOUSE, UNSURE] * 100
            told = list(pool.map(lambda prompt: call(prompt, gate=gate).status, prompts))
        assert (told.count(451), told.count(403)) == (800, 200)
        (account,) = {each.account for each in stage.records}
        assert stage.strikes.counts(account, stage.now) == {"eu-west-2": 800}
        stage.environment |= dict.fromkeys(STEPS, "800")
        assert call("a lighthouse at dawn").code == "suspended"
        stage.environment |= dict.fromkeys(STEPS, "50")
        gate = stage.gate()
        told = [call(account="a-2", gate=gate).code for _ in range(52)]
        assert told == ["refused_by_law"] * 50 + ["suspended"] * 2
        assert stage.forwarded == 0
