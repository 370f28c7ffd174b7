"""Appeals and reports when something breaks: 503, and nobody is told that anything was received."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from botocore.exceptions import ClientError, ConnectTimeoutError
from tests.appealing.conftest import ALICE, BACKEND
from tests.appealing.test_appeals import appeal
from tests.appealing.test_reports import report

from lexloci_edge.appealing.errors import FilingError
from lexloci_edge.errors import LedgerError, RegisterError

THROTTLED = ClientError({"Error": {"Code": "ProvisionedThroughputExceededException"}}, "x")
FAULTS = {
    "throttled": THROTTLED,
    "denied": ClientError({"Error": {"Code": "AccessDeniedException"}}, "x"),
    "times out": ConnectTimeoutError(endpoint_url="x"),
    "crashes": RuntimeError("x"),
}


def failing(fault):
    """Something that fails so, whatever it is asked."""

    def fails(*_, **__):
        raise fault

    return fails


def table(fault, **works):
    """A table of which only these operations work."""
    names = ("put_item", "get_item", "update_item", "query")
    return SimpleNamespace(**{**dict.fromkeys(names, failing(fault)), **works})


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_a_table_that_does_not_answer_has_received_nothing(counter, capsys, fault):
    """Whatever is asked, and there is an alarm for each."""
    decision = counter.decided()
    appeal(counter, decision)
    counter.dynamodb = table(fault)
    asked = [appeal(counter, counter.decided()), report(counter)]
    asked += [counter.ask("GET", f"/v1/appeals/{decision}", claims=ALICE)]
    asked += [counter.ask("GET", "/v1/reports", claims=BACKEND)]
    said = {"answer": "upheld", "because": "misread"}
    asked += [counter.ask("POST", f"/v1/appeals/{decision}/answer", said, BACKEND)]
    asked += [counter.ask("POST", f"/v1/reports/{decision}/verify", {}, BACKEND)]
    assert [status for status, _ in asked] == [503] * 6
    assert not any("received" in str(body) for _, body in asked)
    told = capsys.readouterr().out
    code = "unexpected" if isinstance(fault, RuntimeError) else "filing"
    assert told.count(f'"code": "{code}"') == 6


def test_a_ledger_that_does_not_answer_lets_nobody_appeal(counter):
    """Nor report a decision, whose place may have the shorter clock; other reports are taken in."""
    decision = counter.decided()
    counter.ledger.get = failing(LedgerError("does not answer"))
    assert appeal(counter, decision)[0] == 503
    assert report(counter, decision=decision)[0] == 503
    assert report(counter)[0] == 201
    assert counter.kept().count('"filed"') == 1


@pytest.mark.parametrize("name", ["origin", "hash"])
def test_a_secret_that_cannot_be_had_lets_nobody_appeal(counter, name):
    """Who asks cannot be told from who called."""
    decision = counter.decided()
    counter.vault.broken.add(name)
    assert appeal(counter, decision)[0] == 503
    names = {"asks": ["protect-name"], "names": ["Quellana Brostow"]}
    assert report(counter, **names)[0] == 503
    assert "filed" not in counter.kept()


def test_a_clock_that_is_off_is_503(counter):
    """Due times hang on it."""
    counter.skew = timedelta(minutes=6)
    assert report(counter)[0] == 503
    assert "filed" not in counter.kept()


def test_a_name_that_was_not_protected_leaves_the_report_unverified(counter):
    """The next try protects it; a report never stands as verified before its names count."""
    number = report(counter, asks=["protect-name"], names=["Quellana Brostow"])[1]["id"]
    enter, counter.protected.enter = counter.protected.enter, failing(RegisterError("no answer"))
    assert counter.ask("POST", f"/v1/reports/{number}/verify", {}, BACKEND)[0] == 503
    assert counter.ask("GET", f"/v1/reports/{number}")[1]["state"] == "received"
    counter.protected.enter = enter
    assert counter.ask("POST", f"/v1/reports/{number}/verify", {}, BACKEND)[0] == 200
    assert len(counter.protected.names()) == 2


def test_an_answer_that_was_not_kept_is_not_told(counter):
    """The appeal stays open, and rings."""
    decision, working = counter.decided(), counter.dynamodb
    appeal(counter, decision)
    counter.dynamodb = table(THROTTLED, get_item=working.get_item)
    said = {"answer": "upheld", "because": "misread"}
    assert counter.ask("POST", f"/v1/appeals/{decision}/answer", said, BACKEND)[0] == 503
    counter.dynamodb = working
    assert counter.remind(days=8) == {"appeal late": 1}


def test_what_cannot_be_read_is_no_answer(counter):
    """A file of a shape that nobody wrote."""
    decision = counter.decided()
    counter.dynamodb.put_item(
        TableName="lexloci-appeals",
        Item={"pk": {"S": f"APPEAL#{decision}"}, "sk": {"S": "FILED"}, "filed": {"S": "{}"}},
    )
    assert counter.ask("GET", f"/v1/appeals/{decision}", claims=ALICE)[0] == 503
    assert appeal(counter, decision)[0] == 503


def test_reminding_raises_what_fails(counter):
    """So the function fails and its alarm rings: silence would read as nothing being open."""
    report(counter, place="IN")
    working, counter.dynamodb = counter.dynamodb, table(THROTTLED)
    with pytest.raises(FilingError):
        counter.remind(hours=3)
    counter.dynamodb = table(THROTTLED, query=working.query)
    with pytest.raises(FilingError):
        counter.remind(hours=3)
    assert ("ClockOver", ("report",)) in counter.watch.counts
