"""Same verdict on every door: the gate's own shape, the decision API's two, and the command."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from tests.deciding.adapters import ONLY, WRITTEN
from tests.deciding.conftest import Asked, cases
from tests.edge import signing
from tests.edge.conftest import png

from lexloci.facts import united
from lexloci_edge.claims import Issuer
from lexloci_edge.forms import Part, written_form
from lexloci_tools.desk.calls import decide_line

PHOTO = png()
DIGEST = hashlib.sha256(PHOTO).hexdigest()
CALLERS = 5
"""Of each prompt; which of the list they are goes round."""


@dataclass(frozen=True)
class Call:
    """One call of the 300, as no door writes it."""

    operation: str
    prompt: str
    place: str | None
    claims: Mapping[str, str]

    @property
    def properties(self) -> dict[str, Any]:
        """What the decision API's two shapes say of it."""
        return {"prompt": self.prompt, "digests": [DIGEST] if self.operation == "edit" else []}


Judged = tuple[str, list[str], dict[str, list[str]]]
Door = Callable[[Asked, Call], Judged]


def calls() -> Iterator[Call]:
    """The 300."""
    told: Any = cases("doors.json")
    asked = [(way, prompt) for way in ("generate", "edit") for prompt in told[way]]
    for number, (operation, prompt) in enumerate(asked):
        for turn in range(CALLERS):
            caller = told["callers"][(number + turn) % len(told["callers"])]
            yield Call(operation, prompt, caller["place"], caller["claims"])


def recorded(asked: Asked) -> Judged:
    """Outcome, rules and facts of the last record: what any door comes to."""
    record, book = asked.records[-1], asked.book
    because = [version.id for version in book.versions(int(record.because, 16))]
    return record.outcome, because, united(book.facts, record.possibilities(book.facts))


def told_by_front(asked: Asked, call: Call, path: str, body: Any, kind: str) -> Judged:
    """A body through the gate: place by the front's headers, claims by a token."""
    country, _, region = (call.place or "").partition("-")
    now = int(asked.now.timestamp())
    claims = signing.claims_at(now, {"adult_mode": "-", **call.claims})
    headers = {
        "lexloci-claims": signing.sign(claims),
        "cloudfront-viewer-country": country or None,
        "cloudfront-viewer-country-region": region or None,
    }
    asked.issuer = Issuer(signing.JWKS, signing.ISSUER, signing.AUDIENCE)
    asked.send(asked.event(path, body=body, headers=headers, kind=kind), None)
    return recorded(asked)


def inline(asked: Asked, call: Call) -> Judged:
    """OpenAI's Images API, through the gate."""
    if call.operation == "generate":
        body = json.dumps({"prompt": call.prompt})
        return told_by_front(asked, call, "/v1/images/generations", body, "application/json")
    parts = [Part("prompt", None, "", call.prompt.encode())]
    data, kind = written_form([*parts, Part("image", "photo.png", "image/png", PHOTO)])
    return told_by_front(asked, call, "/v1/images/edits", data, kind)


def decisions(asked: Asked, call: Call) -> Judged:
    """Our own shape; what it answers is what it records."""
    body = {"operation": call.operation, "place": call.place, "claims": call.claims}
    told = asked.ask({**body, **call.properties}).body
    answered = (told["outcome"], told["because"], told["facts"])
    assert answered == recorded(asked)
    return answered


def shaped(asked: Asked, call: Call) -> Judged:
    """Our own shape around a generator's JSON body."""
    body: dict[str, Any] = {"place": call.place, "claims": call.claims}
    body |= {"shape": f"openai-{call.operation}s".replace("generates", "generations")}
    body |= {"call": {"prompt": call.prompt, "n": 1}, "digests": call.properties["digests"]}
    assert asked.ask(body).status == 200
    return recorded(asked)


def authzen(asked: Asked, call: Call) -> Judged:
    """AuthZEN; its decision is true for an allowed call alone."""
    told = asked.ask(
        {
            "subject": {"type": "account", "id": "ada"},
            "action": {"name": call.operation},
            "resource": {"type": "image", "id": "x", "properties": call.properties},
            "context": {"place": call.place, "claims": call.claims},
        },
        "/access/v1/evaluation",
    )
    assert told.body["decision"] is (asked.records[-1].outcome == "allow")
    return recorded(asked)


def command(asked: Asked, call: Call) -> Judged:
    """A line of `lexloci decide`."""
    line = {"id": "x", "operation": call.operation, "prompt": call.prompt, "place": call.place}
    line |= {"claims": call.claims, "images": len(call.properties["digests"])}
    told = decide_line(asked.book, json.dumps(line), asked.now.date())
    return told["outcome"], told["because"], told["facts"]


DOORS: tuple[Door, ...] = (inline, decisions, shaped, authzen, command)
"""Every way to ask but other generators' shapes."""


def test_three_hundred_calls_are_judged_alike_at_every_door(asked: Asked) -> None:
    """Identical outcome, rules and facts; and all three outcomes are among them."""
    outcomes: dict[str, int] = {}
    for call in calls():
        judged = {door.__name__: door(asked, call) for door in DOORS}
        assert len({json.dumps(each) for each in judged.values()}) == 1, (call, judged)
        outcome = judged["inline"][0]
        outcomes[outcome] = outcomes.get(outcome, 0) + 1
    assert sum(outcomes.values()) == 300
    assert min(outcomes.get(each, 0) for each in ("allow", "refuse", "uncertain")) >= 15, outcomes
    # Nothing but the gate's own door ever reaches the image server.
    assert asked.forwarded == outcomes["allow"]


def stated() -> Iterator[Any]:
    """Facts as AuthZEN's cases have them: missing, foreign, set-valued. Not what must be proven,
    which a line of the command takes at its word."""
    for case in cases("authzen/facts.json"):
        if case["status"] == 200 and case["id"] != "attested-fact":
            yield pytest.param(case["request"], id=case["id"])


@pytest.mark.parametrize("request_", list(stated()))
def test_stated_facts_are_judged_alike_at_every_door(asked: Asked, request_: Any) -> None:
    """What one door takes for any value, each does."""
    asked.ask(request_, "/access/v1/evaluation")
    judged = [recorded(asked)]
    body = {"operation": request_["action"]["name"], **request_["context"]}
    body["facts"] = request_["resource"]["properties"]["facts"]
    asked.ask(body)
    judged.append(recorded(asked))
    told = decide_line(asked.book, json.dumps({"id": "x", **body}), asked.now.date())
    judged.append((told["outcome"], told["because"], told["facts"]))
    assert judged[0] == judged[1] == judged[2]


@pytest.fixture(scope="module")
def plainly(law: Any) -> list[tuple[Call, Judged]]:
    """The 300 in our own shape, and what came of each."""
    asked = Asked(law)
    return [(call, decisions(asked, call)) for call in calls()]


@pytest.mark.parametrize("shape", sorted(WRITTEN))
def test_three_hundred_calls_are_judged_alike_in_every_shape(
    asked: Asked, plainly: list[tuple[Call, Judged]], shape: str
) -> None:
    """As `call` in a decision, its picture by digest; and the body of a shape says all of it."""
    seen = set()
    for call, judged in plainly:
        if call.operation != ONLY.get(shape, call.operation):
            continue
        picture = f"sha256:{DIGEST}" if call.operation == "edit" else ""
        body = {"shape": shape, "call": WRITTEN[shape](call.prompt, picture)}
        assert asked.ask({**body, "place": call.place, "claims": call.claims}).status == 200
        in_shape = recorded(asked)
        assert in_shape == judged, (call, in_shape)
        seen.add(in_shape[0])
    assert seen == {"allow", "refuse", "uncertain"}
