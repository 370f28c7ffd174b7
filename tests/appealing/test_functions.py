"""The functions as they are deployed, through the front: from a refusal to the answer on it."""

import json
import os
from types import SimpleNamespace

import boto3
import pytest

from lexloci_tools.serve.here import GateHere, _handler_of

CLOONEY = "photo of George Clooney in his underwear"
ALICE = {"sub": "alice"}
IMAGE = "ab" * 32


@pytest.fixture
def gate(lexloci: GateHere) -> GateHere:
    """The template's functions before moto's tables."""
    return lexloci


def sent(gate, method, path, body=None, claims=None, **where):
    """What anybody is answered."""
    data = b"" if body is None else json.dumps(body).encode()
    kind = {"Content-Type": "application/json"}
    return gate.send(method, path, data, kind, claims=claims, **where)


def test_somebody_who_was_refused_appeals_and_is_answered(gate):
    """Refused in London, appealed by the same account, upheld by the platform, told so."""
    refused = gate.generate(CLOONEY, place="GB-ENG", claims=ALICE)
    assert refused.status == 451
    body = {"decision": refused.decision, "reason": "not-real"}
    assert sent(gate, "POST", "/v1/appeals", body, {"sub": "bob"}).status == 404
    filed = sent(gate, "POST", "/v1/appeals", body, ALICE)
    assert (filed.status, filed.json["state"]) == (201, "received")
    listed = gate.backend("GET", "/v1/appeals").json["open"]
    assert [(each["id"], each["reason"]) for each in listed] == [(refused.decision, "not-real")]
    path = f"/v1/appeals/{refused.decision}"
    said = {"answer": "upheld", "because": "misread"}
    assert gate.backend("POST", f"{path}/answer", said).status == 200
    told = sent(gate, "GET", path, claims=ALICE).json
    assert (told["state"], told["because"]) == ("upheld", "misread")
    again = gate.generate(CLOONEY, place="GB-ENG", claims=ALICE)
    assert again.status == 451


def test_a_stock_client_appeals_with_the_key_that_it_called_with(gate):
    """No claims at all: the bearer key is the account."""
    refused = gate.generate(CLOONEY, place="GB-ENG")
    body = {"decision": refused.decision, "reason": "art"}
    assert sent(gate, "POST", "/v1/appeals", body).status == 201


def test_a_person_shown_reports_without_an_account_and_is_protected(gate):
    """Verified by the platform, her name is somebody real's in the next call that holds it."""
    name = "Quellana Brostow"
    body = {"asks": ["takedown", "protect-name"], "images": [IMAGE], "names": [name]}
    filed = sent(gate, "POST", "/v1/reports", body, place="IN")
    assert (filed.status, filed.json["hours"]) == (201, 2)
    number = filed.json["id"]
    assert [each["id"] for each in gate.backend("GET", "/v1/reports").json["open"]] == [number]
    assert gate.backend("POST", f"/v1/reports/{number}/verify", {}).status == 200
    refused = gate.generate(f"photo of {name} in underwear", place="GB-ENG")
    assert refused.status == 451
    assert gate.backend("POST", f"/v1/reports/{number}/answer", {"answer": "done"}).status == 200
    assert sent(gate, "GET", f"/v1/reports/{number}", place="none").json["state"] == "done"


def test_the_reminder_finds_what_ends(gate, capsys, caplog):
    """As its schedule calls it; counted for the alarms, and nothing is said of anybody."""
    body = {"asks": ["takedown"], "images": [IMAGE], "place": "IN"}
    number = sent(gate, "POST", "/v1/reports", body).json["id"]
    _age(gate, number)
    told = _handler_of(gate.template.functions["Remind"])({}, SimpleNamespace())
    assert told == {"report late": 1}
    assert '"ClockOver":[1.0]' in capsys.readouterr().out.replace(" ", "")
    assert [(line.message, line.about) for line in caplog.records][-1:] == [
        ("clock is over", number)
    ]


def test_a_refusal_by_the_floor_about_minors_is_counted_by_itself(gate, capsys, caplog):
    """For the alarm that goes to other people; no other refusal is."""
    gate.generate(CLOONEY, place="GB-ENG")
    assert "MinorsRefused" not in capsys.readouterr().out
    told = gate.generate("photo of a 15 year old girl in her underwear", place="GB-ENG")
    assert "MinorsRefused" in capsys.readouterr().out
    said = {line.message for line in caplog.records if line.correlation_id == told.decision}
    assert "refused by the floor about minors" in said


def test_nothing_that_was_kept_or_printed_names_anybody(gate, capsys, caplog):
    """No name, account or prompt in the table or in a log."""
    body = {"asks": ["protect-name"], "names": ["Quellana Brostow"]}
    assert sent(gate, "POST", "/v1/reports", body, ALICE).status == 201
    kept = json.dumps(boto3.client("dynamodb").scan(TableName="lexloci-appeals")["Items"])
    lines = [vars(line) for line in caplog.records]
    written = f"{kept}{capsys.readouterr().out}{lines}".lower()
    for word in ("quellana", "brostow", "alice", "clooney", "192.0.2"):
        assert word not in written


@pytest.mark.lexloci(LEXLOCI_APPEALS="no-such-table")
def test_a_table_that_is_not_there_has_received_nothing(gate):
    """503, and the gate goes on."""
    refused = gate.generate(CLOONEY, claims=ALICE)
    assert refused.status == 451
    body = {"decision": refused.decision, "reason": "art"}
    told = sent(gate, "POST", "/v1/appeals", body, ALICE)
    assert (told.status, "received" in told.json) == (503, False)
    assert gate.backend("GET", "/v1/reports").status == 503


def _age(gate, number):
    """Have this report be one of yesterday: its place in the index, and its clock's end."""
    table, dynamodb = os.environ["LEXLOCI_APPEALS"], boto3.client("dynamodb")
    key = {"pk": {"S": f"REPORT#{number}"}, "sk": {"S": "FILED"}}
    item = dynamodb.get_item(TableName=table, Key=key)["Item"]
    filed = json.loads(item["filed"]["S"])
    due = "2026-01-01T00:00:00.000Z"
    filed["timed"]["due"] = due
    item |= {"filed": {"S": json.dumps(filed)}, "gsi1sk": {"S": f"{due}#{number}"}}
    dynamodb.put_item(TableName=table, Item=item)
