"""`POST /v1/decisions/{id}/outcome`: what became of a permit, kept beside its decision."""

import json

import pytest
from tests.deciding.conftest import LIGHTHOUSE
from tests.edge.test_fail_closed import raising

from lexloci_edge.errors import LedgerError
from lexloci_edge.records import Aftermath

DONE = {
    "result": "image",
    "outputs": ["ab" * 32],
    "labels": ["nsfw:none", "check:passed"],
    "duties_done": ["check-output"],
}


def told(asked, id, body=DONE, **how):
    """What is answered to an outcome."""
    return asked.ask(body, f"/v1/decisions/{id}/outcome", **how)


def test_an_outcome_is_kept_beside_its_decision(asked):
    """Digests and labels, no image; a look-up by the decision's id has both."""
    id = asked.ask(LIGHTHOUSE).body["decision_id"]
    answer = told(asked, id)
    assert (answer.status, answer.body) == (200, {"id": id, "recorded": True})
    record, after = asked.ledger.get(id)
    assert record.outcome == "allow"
    assert (after.result, after.images, after.outputs) == ("image", 1, ("ab" * 32,))
    assert (after.labels, after.duties_done) == (("check:passed", "nsfw:none"), ("check-output",))
    assert len(after.written()) < 1000
    assert json.loads(after.written())["outputs"] == ["ab" * 32]


def test_an_outcome_is_told_once(asked):
    """Told again alike it is taken, for an answer may be lost; told otherwise it is refused."""
    id = asked.ask(LIGHTHOUSE).body["decision_id"]
    assert told(asked, id).status == 200
    asked.now = asked.now.replace(minute=1)
    assert told(asked, id).status == 200
    other = told(asked, id, {**DONE, "outputs": ["cd" * 32]})
    assert (other.status, other.code) == (409, "told_otherwise")
    assert len([each for each in asked.ledger.entries.values() if isinstance(each, Aftermath)]) == 1


@pytest.mark.parametrize("result", ["withheld", "failed"])
def test_an_image_that_was_not_handed_out_needs_no_digest(asked, result):
    """It is part of the record all the same."""
    id = asked.ask(LIGHTHOUSE).body["decision_id"]
    assert told(asked, id, {"result": result}).status == 200
    assert asked.ledger.get(id)[1].result == result


def test_a_decision_that_brought_no_permit_has_no_outcome(asked):
    """A refusal, a question about another day, facts without words, one that is not there."""
    refused = asked.ask({**LIGHTHOUSE, "prompt": "photo of George Clooney in his underwear"})
    question = asked.ask({**LIGHTHOUSE, "on": "2026-02-05"})
    facts = {"subject": "none", "exposure": "covered", "sexual": "no", "likeness": "drawn"}
    harmless = asked.ask({"operation": "generate", "facts": facts, "place": "FJ"})
    assert harmless.body["outcome"] == "allow"
    for each in (refused, question, harmless):
        assert told(asked, each.body["decision_id"]).status == 409
    assert told(asked, "019ab000-0000-7000-8000-00000000000a").code == "no_decision"
    assert told(asked, "f" * 36).status == 404


def test_what_the_gate_forwarded_has_the_gates_own_outcome_alone(asked):
    """A backend that told first, and otherwise, would stand in the ledger in the gate's place."""
    asked.send(asked.event(body={"prompt": "a lighthouse at dawn"}))
    record = asked.records[-1]
    assert record.outcome == "allow"
    assert told(asked, record.id).code == "no_permit"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"result": "image"},
        {"result": "fine"},
        {**DONE, "outputs": ["x"]},
        {**DONE, "outputs": ["ab" * 32] * 11},
        {**DONE, "labels": ["A woman by the sea"]},
        {**DONE, "duties_done": ["dance"]},
        {**DONE, "image": "iVBORw0KGgo="},
    ],
)
def test_what_is_no_outcome_is_400(asked, body):
    """No text of a call and no image can be put beside a decision."""
    id = asked.ask(LIGHTHOUSE).body["decision_id"]
    assert told(asked, id, body).status == 400


def test_only_a_backend_may_tell(asked):
    """Whoever holds a permit could else tell first, and wrongly."""
    id = asked.ask(LIGHTHOUSE).body["decision_id"]
    assert told(asked, id, iam=None).code == "not_a_backend"
    path = f"/v1/decisions/{id}/outcome"
    assert asked.claiming(DONE, path, bound=False).status == 200


def test_an_outcome_that_is_not_kept_is_503(asked, capsys):
    """The server tells it again."""
    id = asked.ask(LIGHTHOUSE).body["decision_id"]
    asked.ledger.append = raising(LedgerError("ThrottlingException"))
    assert told(asked, id).status == 503
