"""AuthZEN 1.0: what its certification scenario asks, with our own subjects and resources."""

import json

import pytest
from tests.deciding.conftest import cases

CONFIGURATION = "/.well-known/authzen-configuration"


def rows(name):
    """The cases of a file, by id."""
    return [pytest.param(each, id=each["id"]) for each in cases(f"authzen/{name}.json")]


def sent(asked, case):
    """What is told to a case."""
    body = case["raw"] if "raw" in case else json.dumps(case["request"])
    headers = {**case.get("headers", {})}
    if "content_type" in case:
        headers["content-type"] = case["content_type"]
    return asked.ask(body, case["path"], headers=headers)


def check_decision(told):
    """Each decision is a boolean with a context that names its record."""
    assert isinstance(told["decision"], bool)
    context = told["context"]
    assert context["id"]
    assert context["decision_id"]
    assert isinstance(context["duties"], list)
    if not told["decision"]:
        assert context["reason_admin"]["en"]
        assert next(iter(context["reason_user"].values()))
        assert isinstance(context["settlers"], list)
        assert "permit" not in context


@pytest.mark.parametrize("case", [*rows("basic"), *rows("facts")])
def test_a_single_evaluation(asked, case):
    """Status, type, decision and request id; errors are JSON too; each is recorded."""
    for _ in range(case.get("times", 1)):
        told = sent(asked, case)
        assert told.status == case["status"], told.body
        assert told.headers["x-request-id"] == case.get("echoed", asked.records[-1].id)
        assert told.headers["Cache-Control"] == "no-store"
        if case["status"] != 200:
            assert told.headers["content-type"] == "application/problem+json"
            assert told.body["error"]["message"]
            continue
        assert told.headers["content-type"] == "application/json"
        check_decision(told.body)
        assert told.body["decision"] is case["decision"]
        assert told.body["context"].get("on") == case.get("on")
        if "outcome" in case:
            assert told.body["context"]["outcome"] == case["outcome"]
    assert len(asked.records) == case.get("times", 1)


@pytest.mark.parametrize("case", rows("batch"))
def test_evaluations(asked, case):
    """Order, length, semantics and errors of each; a record for each that was evaluated."""
    told = sent(asked, case)
    assert told.status == case["status"], told.body
    if case["status"] != 200:
        assert told.body["error"]["message"]
        return
    if "decision" in case:
        assert told.body["decision"] is case["decision"]
        assert "evaluations" not in told.body
        return
    for each in told.body["evaluations"]:
        check_decision(each)
    assert [each["decision"] for each in told.body["evaluations"]] == case["decisions"]
    ids = [each["context"]["decision_id"] for each in told.body["evaluations"]]
    assert ids == [record.id for record in asked.records]
    assert "decision" not in told.body
    assert told.headers["x-request-id"] == case.get("echoed", ids[0])


@pytest.mark.parametrize("case", rows("discovery"))
def test_discovery(asked, case):
    """The address is that of the installation, never of a header; no proof is asked."""
    asked.domain = case["domain"]
    if case["public_url"]:
        asked.environment["LEXLOCI_PUBLIC_URL"] = case["public_url"]
    event = asked.event(CONFIGURATION, "GET", headers={"host": "elsewhere.example"})
    event["headers"].pop("x-lexloci-origin")
    told = asked.put(event, iam=None)
    assert (told.status, told.headers["content-type"]) == (200, "application/json")
    assert told.body == {
        "policy_decision_point": case["home"],
        "access_evaluation_endpoint": f"{case['home']}/access/v1/evaluation",
        "access_evaluations_endpoint": f"{case['home']}/access/v1/evaluations",
    }
    assert asked.records == []


def test_a_503_echoes_the_request_id_too(asked, capsys):
    """Who correlates by it needs it most when something is broken."""
    asked.vault.broken.add("hash")
    case = {"path": "/access/v1/evaluation", "headers": {"x-request-id": "r-1"}}
    told = sent(asked, {**case, **{"request": cases("authzen/basic.json")[0]["request"]}})
    assert (told.status, told.headers["x-request-id"]) == (503, "r-1")


@pytest.mark.parametrize("given", ["", "a\nb", "é", "x" * 257, " "])
def test_a_request_id_that_no_header_can_hold_is_not_echoed(asked, given):
    """Nothing of a caller's is written into the answer's head but plain text."""
    case = cases("authzen/basic.json")[0]
    told = sent(asked, {**case, "headers": {"x-request-id": given}})
    assert told.headers["x-request-id"] == told.body["context"]["decision_id"]


def test_on_our_own_path_the_request_id_is_the_decisions(asked):
    """Only AuthZEN asks for the caller's."""
    body = {"operation": "generate", "prompt": "a lighthouse"}
    told = asked.ask(body, headers={"x-request-id": "mine"})
    assert told.headers["x-request-id"] == told.body["decision_id"]


def test_the_reasons_for_the_administrator_and_for_the_caller_differ(asked):
    """The one names rules and what hangs on what; the other is what the gate would tell."""
    case = next(each for each in cases("authzen/basic.json") if each["id"] == "2.2.2")
    context = sent(asked, case).body["context"]
    assert "gb/creating-intimate-image@2026-02-06" in context["reason_admin"]["en"]
    assert "Sexual Offences Act 2003" in context["reason_user"]["en-451"]
    assert (context["id"], context["status"]) == ("refused-by-law", 451)


def test_an_allowed_call_of_words_carries_its_permit(asked):
    """The image server is handed it beside the call."""
    told = sent(asked, cases("authzen/basic.json")[0])
    assert told.body["context"]["permit"].count(".") == 2
    assert told.body["context"]["duties"][-1] == "check-output"


def test_the_action_and_the_call_must_agree(asked):
    """A known shape says what it does; an action that says otherwise can be read two ways."""
    request = {
        "subject": {"type": "account", "id": "ada"},
        "action": {"name": "edit"},
        "resource": {
            "type": "image",
            "id": "x",
            "properties": {"shape": "openai-generations", "call": {"prompt": "a lighthouse"}},
        },
    }
    assert asked.ask(request, "/access/v1/evaluation").status == 400
    request["action"]["name"] = "generate"
    assert asked.ask(request, "/access/v1/evaluation").body["decision"] is True


def test_claims_said_two_ways_are_refused(asked):
    """Subject properties and context claims may both speak, not against each other."""
    request = {**cases("authzen/basic.json")[0]["request"]}
    request["subject"] = {"type": "account", "id": "a", "properties": {"tier": "premium"}}
    request["context"] = {"claims": {"tier": "free"}}
    assert asked.ask(request, "/access/v1/evaluation").status == 400
    request["context"] = {"claims": {"tier": "premium"}}
    assert asked.ask(request, "/access/v1/evaluation").status == 200
    assert asked.records[-1].facts["tier"] == ("premium",)
