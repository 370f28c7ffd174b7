"""Probes at the gate: only with the probes' key, recorded as what they are, never forwarded."""

import base64
import json
from datetime import timedelta

import pytest
from tests.edge.conftest import NOW, ORIGIN

from lexloci_edge.deciding.permit_keys import PermitKeys
from lexloci_edge.probing.comparing import Probe, wrong
from lexloci_edge.probing.running import PATH, read_probes, run, signed

FACTS = {"place": ["GB"], "subject": ["real"], "exposure": ["underwear"], "operation": ["generate"]}
KEY = "a-long-enough-chance-for-the-probes-key"


@pytest.fixture
def probing(stage):
    """The stage with a probes' key."""
    stage.environment["LEXLOCI_PROBE_KEY"] = "probe"
    stage.vault.values["probe"] = (KEY,)
    return stage


def send(stage, body, *, key="probe", at=NOW, **headers):
    """Ask the probes' route with this body, signed by a key of the vault."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    token = signed(data, PermitKeys(stage.vault, key), at)
    sent = {"authorization": None, "lexloci-claims": token, **headers}
    event = stage.event(PATH, body=data, headers=sent)
    return stage.send(event)


def test_a_probe_is_judged_recorded_and_not_forwarded(probing):
    """What is allowed too: there is nothing behind the route."""
    told = send(probing, {"facts": FACTS})
    assert (told.status, told.body["outcome"], told.body["status"]) == (200, "refuse", 451)
    assert told.body["because"] == ["gb/intimate@2026-02-06"]
    told = send(probing, {"facts": {**FACTS, "exposure": ["covered"]}})
    assert (told.status, told.body["outcome"]) == (200, "allow")
    assert probing.forwarded == 0
    assert [each.evidence for each in probing.records] == [("probe", "facts:stated")] * 2
    assert [each.places for each in probing.records] == [("GB",)] * 2
    assert probing.records[0].account is None


def test_a_day_can_be_asked_about(probing):
    """Before the law began, its rule is not there; the record says which day was judged."""
    told = send(probing, {"facts": FACTS, "on": "2026-02-05"})
    assert "gb/intimate@2026-02-06" not in told.body["because"]
    assert probing.records[0].on == "2026-02-05"


@pytest.mark.parametrize(
    "change",
    [
        {"lexloci-claims": None},
        {"lexloci-claims": ""},
        {"lexloci-claims": "a.b.c"},
    ],
)
def test_a_probe_without_its_token_is_turned_away(probing, change):
    """The route is on the public front: without the key it tells nothing."""
    told = send(probing, {"facts": FACTS}, **change)
    assert (told.status, told.code) == (403, "not_a_probe")


def test_a_token_is_good_for_its_body_its_time_and_its_key_only(probing):
    """And never for claims; nor are claims for a probe."""
    probing.vault.values["other"] = ("another-chance-that-is-long-enough-too",)
    assert send(probing, {"facts": FACTS}, key="other").status == 403
    assert send(probing, {"facts": FACTS}, at=NOW - timedelta(minutes=6)).status == 403
    body = json.dumps({"facts": FACTS}).encode()
    token = signed(body, PermitKeys(probing.vault, "probe"), NOW)
    event = probing.event(PATH, body=b'{"facts": {}}', headers={"lexloci-claims": token})
    assert probing.send(event).status == 403
    event = probing.event(
        body={"prompt": "a lighthouse at dawn"}, headers={"lexloci-claims": token}
    )
    assert probing.send(event).status == 200
    assert "claims:no-issuer" in probing.records[-1].evidence
    payload = token.split(".")[1] + "=="
    told = json.loads(base64.urlsafe_b64decode(payload))
    assert (told["iss"], told["aud"], told["probe"]) == ("lexloci-probe", "lexloci-probe", True)


def test_a_probe_comes_through_the_front_like_every_call(probing):
    """Its proof is asked before its token."""
    assert send(probing, {"facts": FACTS}, **{"x-lexloci-origin": None}).code == "unproven_origin"
    assert send(probing, {"facts": FACTS}, **{"x-lexloci-origin": ORIGIN}).status == 200


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        {"prompt": "a lighthouse at dawn"},
        {"facts": {"mood": ["calm"]}},
        {"facts": {"exposure": ["bare"]}},
        {"facts": {"exposure": []}},
        {"facts": {"exposure": "nude"}},
        {"facts": {"place": ["XQ"]}},
        {"facts": {}, "on": "yesterday"},
        {"facts": {}, "on": "2026-02-30"},
        {"facts": {}, "forward": True},
    ],
)
def test_a_probe_that_cannot_be_read_is_400(probing, body):
    """A misspelt probe must not look like a verdict."""
    assert (send(probing, body).status, probing.forwarded) == (400, 0)


def test_without_a_key_there_is_no_such_route(stage):
    """404, as for any path that the gate does not know."""
    stage.vault.values["probe"] = (KEY,)
    assert (send(stage, {"facts": FACTS}).status, stage.records[0].turned_away) == (404, "no-route")


@pytest.mark.parametrize("name", ["probe", "hash"])
def test_a_probe_whose_secret_or_record_fails_is_503(probing, name):
    """So the probe says that no verdict can be had."""
    token = signed(b'{"facts": {}}', PermitKeys(probing.vault, "probe"), NOW)
    probing.vault.broken.add(name)
    event = probing.event(PATH, body=b'{"facts": {}}', headers={"lexloci-claims": token})
    assert probing.send(event).status == 503


# ----------------------------------------------------------------------------------- comparing


def probe(outcome="refuse", because=("gb/a", "house-pack/b"), **more):
    """A probe with a known verdict."""
    fields = {"on": "2026-11-23", "since": None, "until": None, **more}
    return Probe("a probe", {}, outcome=outcome, because=tuple(because), **fields)


def answer(outcome="refuse", because=("gb/a@always", "house-pack/b@always"), house="+house-pack"):
    """What a gate answers."""
    return {"outcome": outcome, "because": list(because), "house": house}


@pytest.mark.parametrize(
    ("asked", "told", "rules"),
    [
        (probe(), answer(), ()),
        (probe(), answer(because=["gb/a@2027-01-01", "house-pack/b@always"]), ()),
        (probe(), answer(because=["house-pack/b@always"]), ("gb/a",)),
        (probe(), answer("allow", []), ("gb/a", "house-pack/b")),
        (probe(), answer("uncertain", ["house-pack/b@always"]), ("gb/a",)),
        (probe(), answer("uncertain"), ("gb/a", "house-pack/b")),
        (probe(), answer(because=["gb/a@always"], house="-house-pack"), ()),
        (probe(because=["house-pack/b"]), answer("allow", [], house="-house-pack"), ()),
        (probe("allow", ()), answer("allow", []), ()),
        (probe("allow", ()), answer("refuse", ["gb/a@always"]), ("gb/a",)),
        (probe("allow", ()), answer("refuse", ["closed/GB@always"]), ()),
        (probe("allow", ()), answer("refuse", ["emergency-order/a@always"]), ()),
        (probe("allow", ()), answer("refuse", ["premium/a@x"], house="+premium"), ()),
        (probe(), answer(because=["gb/a@x", "house-pack/b@x", "closed/GB@always"]), ()),
        (probe("uncertain"), answer("refuse", ["closed/GB@always"]), ()),
        (probe("uncertain"), answer("uncertain", ["gb/a@always"]), ("house-pack/b",)),
    ],
)
def test_a_wrong_answer_names_its_rules(asked, told, rules):
    """Missing rules are; what live rules and house packs add is not."""
    assert wrong(asked, told) == rules


@pytest.mark.parametrize(
    ("since", "until", "day"),
    [
        (None, None, None),
        ("2026-11-21", None, None),
        ("2026-11-22", None, "2026-11-23"),
        (None, "2026-11-26", None),
        (None, "2026-11-25", "2026-11-23"),
        ("2027-01-01", None, "2026-11-23"),
    ],
)
def test_todays_law_is_asked_wherever_the_verdict_holds_today(since, until, day):
    """Not within two days of a change: it is never that day everywhere at once."""
    assert probe(since=since, until=until).day(NOW.date()) == day


def test_a_run_finds_the_rule_that_a_gate_lacks_and_a_gate_that_does_not_answer(probing):
    """With the verdicts of this stage's small law."""
    known = [
        {"name": "one", "facts": FACTS, "on": "2026-11-23", "outcome": "refuse"},
        {"name": "two", "facts": {"place": ["FJ"]}, "on": "2026-11-23", "outcome": "allow"},
    ]
    known[0]["because"] = ["gb/intimate", "gb/removed"]
    probes = read_probes(json.dumps({"probes": known}).encode())
    keys = PermitKeys(probing.vault, "probe")

    def through(body, headers):
        told = probing.send(probing.event(PATH, body=body, headers=headers))
        return told.status, json.dumps(told.body).encode()

    found = run(probes[:1], keys, through, lambda: NOW)
    assert (found.probes, found.rules) == (1, ("gb/removed",))
    assert list(found.rulebook) == [probing.book.digest]

    def dead(body, headers):
        raise ConnectionError

    found = run(probes, keys, dead, lambda: NOW)
    assert found.rules == ("gb/intimate", "gb/removed", "two")
    odd = run(probes[:1], keys, lambda body, headers: (200, b"{}"), lambda: NOW)
    assert odd.rules == ("gb/intimate", "gb/removed")
