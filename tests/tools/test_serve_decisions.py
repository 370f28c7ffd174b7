"""The desk's stand-in for IAM: local callers are a backend, and say where their callers stand."""

import json

import pytest

from lexloci_edge.binding import content_digest
from lexloci_tools.client.lexloci_permit import InMemory, Seen, Verifier, pinned_keys
from lexloci_tools.serve.command import line_of
from lexloci_tools.serve.front import Seen as Asked
from lexloci_tools.serve.payload import Reply

LIGHTHOUSE = {"operation": "generate", "prompt": "a lighthouse at dawn", "place": "GB-ENG"}
UNDERWEAR = {**LIGHTHOUSE, "prompt": "photo of George Clooney in his underwear"}
EVALUATION = {
    "subject": {"type": "account", "id": "ada"},
    "action": {"name": "generate"},
    "resource": {"type": "image", "id": "x", "properties": {"prompt": UNDERWEAR["prompt"]}},
    "context": {"place": "GB-ENG"},
}


def test_a_local_caller_is_a_backend_whose_place_counts(lexloci) -> None:
    """As IAM would know it; the whole way to an image server that holds the permit."""
    told = lexloci.decide(LIGHTHOUSE)
    assert (told.status, told.json["outcome"]) == (200, "allow")
    verifier = Verifier(
        pinned_keys(lexloci.send("GET", "/.well-known/jwks.json").json),
        issuer="lexloci",
        audience="lexloci-image-server",
        spent=InMemory(),
    )
    seen = Seen("generate", LIGHTHOUSE["prompt"])
    permit = verifier.verify(told.json["permit"], seen, place="GB-ENG")
    assert permit.duties[-1] == "check-output"
    done = {"result": "image", "outputs": ["ab" * 32], "duties_done": ["check-output"]}
    assert lexloci.decide(done, f"/v1/decisions/{permit.decision}/outcome").status == 200
    decision, outcome = sorted(lexloci.records(), key=lambda one: "result" in one)
    assert (decision["places"], outcome["outputs"]) == (["GB-ENG"], ["ab" * 32])
    assert not lexloci.forwarded


def test_authzen_is_served_with_the_callers_place_and_request_id(lexloci) -> None:
    """Its header comes through the front."""
    path = "/access/v1/evaluation"
    told = lexloci.decide(EVALUATION, path, headers={"X-Request-ID": "req-1"})
    assert (told.status, told.json["decision"]) == (200, False)
    assert told.headers["x-request-id"] == "req-1"
    assert told.json["context"]["status"] == 451
    found = lexloci.send("GET", "/.well-known/authzen-configuration").json
    assert found["access_evaluation_endpoint"].endswith(path)


def test_who_brings_claims_is_who_they_say(lexloci) -> None:
    """A backend by its token; anybody else's token opens nothing."""
    body = json.dumps(UNDERWEAR).encode()
    bound = {"role": "backend", "content_digest": content_digest(body)}
    assert lexloci.decide(UNDERWEAR, claims=bound).json["refusal"]["status"] == 451
    assert lexloci.decide(UNDERWEAR, claims={"role": "backend"}).json["outcome"] != "allow"
    assert lexloci.records()[-1]["places"] == ["world"]
    assert lexloci.decide(UNDERWEAR, claims={"tier": "premium"}).status == 403


def test_what_is_not_open_to_iam_is_not_opened(lexloci) -> None:
    """The gate and the register know no local caller."""
    assert lexloci.send("POST", "/v1/consents", b"{}").status == 403
    assert lexloci.send("POST", "/v1/decisions", b"{}", proven=False).status == 403


@pytest.mark.parametrize(
    ("path", "body", "said"),
    [
        ("/v1/decisions", {"outcome": "allow"}, "allow"),
        (
            "/v1/decisions",
            {"outcome": "refuse", "refusal": {"rules": [{"rule": "gb/x@always"}]}},
            "refuse    200 gb/x@always",
        ),
        (
            "/access/v1/evaluation",
            {"decision": False, "context": {"outcome": "uncertain"}},
            "uncertain",
        ),
        ("/access/v1/evaluations", {"evaluations": [{"decision": True}] * 2}, "2 of 2"),
        ("/v1/decisions/x/outcome", {"recorded": True}, "-"),
    ],
)
def test_the_line_of_a_decision_says_its_verdict(path, body, said) -> None:
    """A refusal is answered 200 here, and is no `allow`."""
    reply = Reply(200, (("lexloci-decision", "x"),), json.dumps(body).encode())
    line = line_of(Asked("POST", path, "GB-ENG", 0.001, reply))
    assert line.startswith(f"GB-ENG  {said}")
