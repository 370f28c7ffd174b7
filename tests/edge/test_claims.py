"""Signed claims: what holds up is proof, what does not is no evidence."""

import hashlib
import json
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.edge import signing

from lexloci_edge.binding import content_digest
from lexloci_edge.claims import Issuer, Trust

NUDE = "an invented person, nude"
UNDERWEAR = "a known person in underwear"
ATTACKS = json.loads(
    (Path(__file__).parents[1] / "data/edge/claim_attacks.json").read_text(encoding="utf-8")
)
HOSTED = {"cloudfront_viewer_country": "GB", "cloudfront_viewer_asn": "24940"}


def body_of(prompt: str) -> bytes:
    """The body that the stage sends for a prompt."""
    return json.dumps({"prompt": prompt}).encode()


@pytest.fixture
def claimed(stage):
    """The stage with an issuer; answers a signer of good claims, changed as asked."""
    stage.issuer = Issuer(signing.JWKS, signing.ISSUER, signing.AUDIENCE)

    def sign(changes: Mapping[str, Any] | None = None, kid: str = "k1") -> str:
        return signing.sign(signing.claims_at(int(stage.now.timestamp()), changes), kid)

    return sign


@pytest.mark.parametrize("kid", ["k1", "k2", "e1"])
def test_a_claim_that_holds_up_is_proof(stage, claimed, kid):
    """ES256 or EdDSA: with adult mode proven to be on, what only that refused is allowed."""
    assert stage.call(NUDE).code == "refused_by_house_rule"
    assert stage.call(NUDE, lexloci_claims=claimed(kid=kid)).status == 200
    assert "claims" in stage.records[-1].evidence


def test_there_are_attacks_enough():
    """At least thirty, each with a name of its own."""
    assert len({case["name"] for case in ATTACKS}) == len(ATTACKS) >= 30


@pytest.mark.parametrize("case", [pytest.param(each, id=each["name"]) for each in ATTACKS])
def test_an_attack_narrows_nothing_and_is_recorded(stage, claimed, case):
    """The call is judged exactly as if nothing had been claimed; the record says why."""
    sent = body_of(UNDERWEAR)
    bound = sent if case.get("bind") == "both-differ" else body_of("a lighthouse at dawn")
    token = signing.attack(case, int(stage.now.timestamp()), bound)
    stage.call(UNDERWEAR, **HOSTED)
    told = stage.call(UNDERWEAR, **HOSTED, lexloci_claims=token)
    assert (told.status, told.code, stage.forwarded) == (403, "uncertain", 0)
    without, attacked = stage.records
    assert (attacked.places, attacked.facts) == (without.places, without.facts)
    assert attacked.possibilities(stage.book.facts) == without.possibilities(stage.book.facts)
    assert attacked.account == without.account
    said = [each for each in attacked.evidence if each not in without.evidence]
    assert said == [f"claims:{case['reason']}"]


@pytest.mark.parametrize("case", [pytest.param(each, id=each["name"]) for each in ATTACKS])
def test_an_attack_opens_nothing_and_closes_nothing(stage, claimed, case):
    """What is harmless is still allowed, what needs proof is still refused."""
    bound = body_of("an overheard prompt")
    token = signing.attack(case, int(stage.now.timestamp()), bound)
    assert stage.call(NUDE, lexloci_claims=token).code == "refused_by_house_rule"
    if case.get("bind") is None:
        assert stage.call(lexloci_claims=token).status == 200


def test_without_an_issuer_no_claim_counts(stage, claimed):
    """Nothing configured, nothing believed."""
    token = claimed()
    stage.issuer = None
    assert stage.call(NUDE, lexloci_claims=token).status == 403
    assert "claims:no-issuer" in stage.records[-1].evidence


@pytest.mark.parametrize(
    "bound",
    [
        lambda body: {"content_digest": content_digest(body)},
        lambda body: {"body_sha256": hashlib.sha256(body).hexdigest()},
        lambda body: {
            "content_digest": content_digest(body),
            "body_sha256": hashlib.sha256(body).hexdigest(),
        },
    ],
    ids=["digest", "hex", "both"],
)
def test_a_claim_bound_to_its_body_counts_for_that_body_only(stage, claimed, bound):
    """Overheard, it is good for nothing but the same call again."""
    token = claimed(bound(body_of(NUDE)))
    assert stage.call(NUDE, lexloci_claims=token).status == 200
    other = NUDE + " "
    stage.read = lambda prompt, **about: type(stage).read(prompt.strip(), **about)
    assert stage.call(other, lexloci_claims=token).status == 403
    assert "claims:body" in stage.records[-1].evidence


def test_a_claim_bound_to_a_form_is_bound_to_its_bytes(stage, claimed, png):
    """The digest is of what was sent, base64 or not, before anything reads it."""
    form = (
        b'--BNDX\r\nContent-Disposition: form-data; name="prompt"\r\n\r\nx\r\n'
        b'--BNDX\r\nContent-Disposition: form-data; name="image"; filename="a.png"\r\n'
        b"Content-Type: image/png\r\n\r\n" + png + b"\r\n--BNDX--\r\n"
    )
    headers = {"lexloci_claims": claimed({"content_digest": content_digest(form)})}
    for body, says in ((form, "claims"), (form.replace(b"\nx\r", b"\ny\r"), "claims:body")):
        kind = "multipart/form-data; boundary=BNDX"
        event = stage.event("/v1/images/edits", body=body, kind=kind, headers=headers)
        assert stage.send(event).status == 200
        assert says in stage.records[-1].evidence


@pytest.mark.parametrize(
    "changes",
    [{"adult_mode": "yes"}, {"adult_mode": True}, {"adult_mode": ["on"]}, {"adult_mode": None}],
)
def test_a_value_that_the_fact_does_not_have_is_no_proof(stage, claimed, changes):
    """It keeps the value that it has while nothing is proven."""
    assert stage.call(NUDE, lexloci_claims=claimed(changes)).status == 403


def test_consent_is_not_accepted_from_a_claim(stage, claimed):
    """Consent takes a consent record; the platform's word for it is recorded as ignored."""
    stage.call(lexloci_claims=claimed({"consent": "verified"}))
    (judged,) = stage.records[-1].possibilities(stage.book.facts)
    assert judged["consent"] == {"none"}
    assert "claims:consent" in stage.records[-1].evidence


def test_observed_facts_cannot_be_claimed(stage, claimed):
    """Nobody can sign away what the prompt asks for."""
    token = claimed({"exposure": "covered", "subject": "none", "operation": "generate"})
    told = stage.call(UNDERWEAR, lexloci_claims=token, cloudfront_viewer_country="GB")
    assert told.status == 451


NOW = 1795435200  # conftest.NOW
STATED = {"method": "photo_id", "at": NOW - 86400}
ASSURANCE = [
    ("stated", STATED, "assured_adult", "viewer:photo_id:2026-11-22"),
    ("unstated", "-", "assured_adult", "viewer:method-unstated"),
    ("no-method", {"at": NOW}, "unassured", "claims:viewer"),
    ("no-time", {"method": "photo_id"}, "unassured", "claims:viewer"),
    ("future", {"method": "photo_id", "at": NOW + 3600}, "unassured", "claims:viewer"),
    ("time-in-words", {"method": "photo_id", "at": "now"}, "unassured", "claims:viewer"),
    ("checkbox", {"method": "checkbox", "at": NOW}, "unassured", "claims:viewer"),
    ("self", {"method": "self_declared", "at": NOW}, "unassured", "claims:viewer"),
    ("no-word", {"method": "a name, perhaps", "at": NOW}, "unassured", "claims:viewer"),
    ("text", "photo_id", "unassured", "claims:viewer"),
    ("null", None, "assured_adult", "viewer:method-unstated"),
]


@pytest.mark.parametrize(
    ("stated", "viewer", "says"), [each[1:] for each in ASSURANCE], ids=[a[0] for a in ASSURANCE]
)
def test_age_assurance_has_a_method_and_a_time(stage, claimed, stated, viewer, says):
    """How and when stand in the record; a method that assures nobody proves nothing."""
    token = claimed({"viewer": "assured_adult", "age_assurance": stated})
    stage.call(lexloci_claims=token)
    (judged,) = stage.records[-1].possibilities(stage.book.facts)
    assert judged["viewer"] == {viewer}
    assert says in stage.records[-1].evidence


@pytest.mark.parametrize(
    ("stated", "viewer"), [(STATED, "unassured"), ("-", "unassured"), (None, "unassured")]
)
def test_where_methods_are_named_only_those_count(stage, claimed, stated, viewer):
    """One installation's law takes open banking and nothing else; nothing stated is nothing."""
    trust = Trust(methods=frozenset({"open_banking"}))
    stage.issuer = Issuer(signing.JWKS, signing.ISSUER, signing.AUDIENCE, trust)
    stage.call(lexloci_claims=claimed({"viewer": "assured_adult", "age_assurance": stated}))
    (judged,) = stage.records[-1].possibilities(stage.book.facts)
    assert judged["viewer"] == {viewer}


def test_a_claimed_minor_is_unassured(stage, claimed):
    """`viewer` has two values, and only one of them opens anything."""
    stage.call(lexloci_claims=claimed({"viewer": "minor"}))
    (judged,) = stage.records[-1].possibilities(stage.book.facts)
    assert judged["viewer"] == {"unassured"}


def test_the_surface_is_recorded_and_changes_nothing(stage, claimed):
    """One verdict for every surface (S6)."""
    for surface in ("public_reply", "in_app", "x"):
        token = claimed({"surface": surface})
        told = stage.call(UNDERWEAR, lexloci_claims=token, cloudfront_viewer_country="GB")
        assert told.status == 451
    assert [each.surface for each in stage.records] == ["public_reply", "in_app", "other"]


def test_the_claimed_account_is_the_account_whatever_the_key(stage, claimed):
    """Two keys of one account are one account in the ledger."""
    stage.call(lexloci_claims=claimed({"sub": "a-1"}), authorization="Bearer sk-1")
    stage.call(lexloci_claims=claimed({"account": "a-1"}), authorization="Bearer sk-2")
    stage.call(lexloci_claims=claimed({"sub": "a-2"}), authorization="Bearer sk-1")
    first, second, third = [each.account for each in stage.records]
    assert first == second != third


def test_a_claim_is_good_for_as_long_as_the_clock_of_the_gate_says(stage, claimed):
    """Not the clock of this machine: the one passed in."""
    token = claimed()
    stage.now += timedelta(seconds=299)
    assert stage.call(NUDE, lexloci_claims=token).status == 200
    stage.now += timedelta(seconds=1)
    assert stage.call(NUDE, lexloci_claims=token).status == 403
