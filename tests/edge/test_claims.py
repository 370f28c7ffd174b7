"""Signed claims: what holds up is proof, what does not is no evidence."""

import base64
import hmac
import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from lexloci_edge.claims import Issuer
from lexloci_edge.errors import SettingsError

KEY = ec.generate_private_key(ec.SECP256R1())
OTHER = ec.generate_private_key(ec.SECP256R1())
P384 = ec.generate_private_key(ec.SECP384R1())
RSA = rsa.generate_private_key(65537, 2048)
NUDE = "an invented person, nude"


def public(key: Any, kid: str) -> dict[str, str]:
    """A key's public half as a JWK."""
    return json.loads(jwt.algorithms.ECAlgorithm.to_jwk(key.public_key())) | {"kid": kid}


JWKS = json.dumps({"keys": [public(KEY, "k1"), public(OTHER, "k2")]})


@pytest.fixture
def claimed(stage):
    """The stage with an issuer; answers a signer of good claims, changed as asked."""
    stage.issuer = Issuer(JWKS, "https://platform.invalid", "lexloci")
    now = int(stage.now.timestamp())

    def sign(
        changes: Mapping[str, Any] | None = None,
        *,
        key: Any = KEY,
        head: Mapping[str, Any] | None = None,
        algorithm: str = "ES256",
    ) -> str:
        claims = {
            "iss": "https://platform.invalid",
            "aud": "lexloci",
            "iat": now,
            "exp": now + 300,
            "adult_mode": "on",
        }
        claims = {
            name: value for name, value in {**claims, **(changes or {})}.items() if value != "-"
        }
        headers = {"kid": "k1"} if head is None else {**head}
        return jwt.encode(claims, key, algorithm=algorithm, headers=headers)

    return sign


def test_a_claim_that_holds_up_is_proof(stage, claimed):
    """With adult mode proven to be on, what only that refused is allowed."""
    assert stage.call(NUDE).code == "refused_by_house_rule"
    assert stage.call(NUDE, lexloci_claims=claimed()).status == 200
    assert "claims" in stage.records[-1].evidence


def forged(token: str) -> str:
    """The same claims under another signature."""
    head, body, signature = token.split(".")
    turned = base64.urlsafe_b64encode(bytes(reversed(base64.urlsafe_b64decode(signature + "=="))))
    return f"{head}.{body}.{turned.rstrip(b'=').decode()}"


def swapped(token: str) -> str:
    """Other claims under the same signature."""
    head, _, signature = token.split(".")
    body = base64.urlsafe_b64encode(b'{"adult_mode":"on"}').rstrip(b"=").decode()
    return f"{head}.{body}.{signature}"


def unsigned(token: str) -> str:
    """The same claims with `alg: none`."""
    head = base64.urlsafe_b64encode(b'{"alg":"none","kid":"k1"}').rstrip(b"=").decode()
    return f"{head}.{token.split('.')[1]}."


def by_secret(token: str) -> str:
    """Signed by HMAC with what is public: the key set."""
    head = base64.urlsafe_b64encode(b'{"alg":"HS256","kid":"k1"}').rstrip(b"=")
    signed = head + b"." + token.split(".")[1].encode()
    signature = base64.urlsafe_b64encode(hmac.digest(JWKS.encode(), signed, "sha256"))
    return (signed + b"." + signature.rstrip(b"=")).decode()


NOW = 1795435200  # conftest.NOW
ATTACKS = {
    "forged": ("signature", lambda sign: forged(sign())),
    "swapped": ("signature", lambda sign: swapped(sign())),
    "unsigned": ("malformed", lambda sign: unsigned(sign())),
    "unsigned with text": ("signature", lambda sign: unsigned(sign()) + "eA"),
    "public key as secret": ("signature", lambda sign: by_secret(sign())),
    "another key": ("signature", lambda sign: sign(key=OTHER)),
    "another curve": ("signature", lambda sign: sign(key=P384, algorithm="ES384")),
    "another algorithm": ("signature", lambda sign: sign(key=RSA, algorithm="RS256")),
    "unknown key": ("key", lambda sign: sign(head={"kid": "k9"})),
    "no key": ("key", lambda sign: sign(head={})),
    "key in the header": (
        "header",
        lambda sign: sign(head={"kid": "k1", "jwk": public(KEY, "k1")}),
    ),
    "key at an address": (
        "header",
        lambda sign: sign(head={"kid": "k1", "jku": "https://x.invalid/"}),
    ),
    "critical": ("signature", lambda sign: sign(head={"kid": "k1", "crit": ["x"], "x": 1})),
    "other issuer": ("issuer", lambda sign: sign({"iss": "https://x.invalid"})),
    "no issuer": ("issuer", lambda sign: sign({"iss": "-"})),
    "other audience": ("audience", lambda sign: sign({"aud": "other"})),
    "two audiences": ("audience", lambda sign: sign({"aud": ["lexloci", "other"]})),
    "no audience": ("audience", lambda sign: sign({"aud": "-"})),
    "expired": ("expired", lambda sign: sign({"exp": NOW})),
    "no end": ("times", lambda sign: sign({"exp": "-"})),
    "end in words": ("times", lambda sign: sign({"exp": "tomorrow"}, key=KEY)),
    "end is true": ("times", lambda sign: sign({"exp": True})),
    "no start": ("times", lambda sign: sign({"iat": "-"})),
    "stale": ("stale", lambda sign: sign({"iat": NOW - 301})),
    "early": ("early", lambda sign: sign({"iat": NOW + 60})),
    "not yet": ("early", lambda sign: sign({"nbf": NOW + 60})),
    "oversize": ("oversize", lambda sign: sign({"x": "y" * 4000})),
    "empty": ("malformed", lambda sign: ""),
    "two joined": ("malformed", lambda sign: f"{sign()},{sign()}"),
    "three parts of nothing": ("malformed", lambda sign: ".."),
    "bearer": ("malformed", lambda sign: f"Bearer {sign()}"),
    "five parts": ("malformed", lambda sign: sign() + ".eA.eA"),
    "no text": ("malformed", lambda sign: "ü.ü.ü"),
}


@pytest.mark.parametrize(("reason", "attack"), ATTACKS.values(), ids=ATTACKS)
def test_a_claim_that_does_not_hold_up_is_ignored_and_recorded(stage, claimed, reason, attack):
    """The call is judged as if nothing had been claimed; the record says why."""
    token = attack(claimed)
    assert stage.call(NUDE, lexloci_claims=token).code == "refused_by_house_rule"
    assert f"claims:{reason}" in stage.records[-1].evidence
    assert stage.call(lexloci_claims=token).status == 200


def test_without_an_issuer_no_claim_counts(stage, claimed):
    """Nothing configured, nothing believed."""
    token = claimed()
    stage.issuer = None
    assert stage.call(NUDE, lexloci_claims=token).status == 403
    assert "claims:no-issuer" in stage.records[-1].evidence


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
    told = stage.call(
        "a known person in underwear", lexloci_claims=token, cloudfront_viewer_country="GB"
    )
    assert told.status == 451


def test_a_claimed_minor_is_unassured(stage, claimed):
    """`viewer` has two values, and only one of them opens anything."""
    stage.call(lexloci_claims=claimed({"viewer": "minor"}))
    (judged,) = stage.records[-1].possibilities(stage.book.facts)
    assert judged["viewer"] == {"unassured"}


@pytest.mark.parametrize(
    ("claim", "status"), [("GB-ENG", 451), ("FJ", 200), ("nowhere", 403), (None, 403), (7, 403)]
)
def test_a_backend_is_judged_by_the_place_that_it_states(stage, claimed, claim, status):
    """From a hosting network too; a place that cannot be read is every place."""
    token = claimed({"place": claim})
    told = stage.call(
        "a known person in underwear", lexloci_claims=token, cloudfront_viewer_asn="16509"
    )
    assert told.status == status


def test_a_backend_on_a_hosting_network_that_states_no_place_is_every_place(stage, claimed):
    """Its own country is that of its data centre."""
    told = stage.call(
        "a known person in underwear", lexloci_claims=claimed(), cloudfront_viewer_asn="24940"
    )
    assert told.code == "uncertain"


@pytest.mark.parametrize("country", ["GB", "XX", "gb", 7, ""])
def test_the_accounts_country_adds_places(stage, claimed, country):
    """A British account in Fiji is judged by both; one that cannot be read adds every place."""
    token = claimed({"account_country": country})
    assert stage.call("a known person in underwear", lexloci_claims=token).code == "uncertain"
    assert stage.call(lexloci_claims=token).status == 200


def test_the_surface_is_recorded_and_changes_nothing(stage, claimed):
    """One verdict for every surface (S6)."""
    for surface in ("public_reply", "in_app", "x"):
        token = claimed({"surface": surface})
        told = stage.call(
            "a known person in underwear", lexloci_claims=token, cloudfront_viewer_country="GB"
        )
        assert told.status == 451
    assert [each.surface for each in stage.records] == ["public_reply", "in_app", "other"]


def test_the_claimed_account_is_the_account_whatever_the_key(stage, claimed):
    """Two keys of one account are one account in the ledger."""
    stage.call(lexloci_claims=claimed({"sub": "a-1"}), authorization="Bearer sk-1")
    stage.call(lexloci_claims=claimed({"account": "a-1"}), authorization="Bearer sk-2")
    stage.call(lexloci_claims=claimed({"sub": "a-2"}), authorization="Bearer sk-1")
    first, second, third = [each.account for each in stage.records]
    assert first == second != third


@pytest.mark.parametrize(
    "jwks",
    [
        "x",
        "[]",
        '{"keys":[]}',
        '{"keys":[{}]}',
        json.dumps({"keys": [public(KEY, "k1"), public(OTHER, "k1")]}),
        json.dumps({"keys": [public(P384, "k1")]}),
        json.dumps({"keys": [{**public(KEY, "k1"), "d": "x"}]}),
        json.dumps({"keys": [{"kty": "oct", "k": "eA", "kid": "k1"}]}),
    ],
)
def test_a_key_set_that_cannot_be_used_stops_the_gate(jwks):
    """Misconfigured trust is loud, not silently none."""
    with pytest.raises(SettingsError):
        Issuer(jwks, "https://platform.invalid", "lexloci")


def test_a_key_that_is_no_point_stops_calls_with_claims(stage, claimed):
    """503 rather than judging as if nothing had been claimed."""
    token = claimed()
    broken = {**public(KEY, "k1"), "x": "AAAA"}
    stage.issuer = Issuer(json.dumps({"keys": [broken]}), "https://platform.invalid", "lexloci")
    assert (stage.call(lexloci_claims=token).status, stage.forwarded) == (503, 0)


def test_a_claim_is_good_for_as_long_as_the_clock_of_the_gate_says(stage, claimed):
    """Not the clock of this machine: the one passed in."""
    token = claimed()
    stage.now += timedelta(seconds=299)
    assert stage.call(NUDE, lexloci_claims=token).status == 200
    stage.now += timedelta(seconds=1)
    assert stage.call(NUDE, lexloci_claims=token).status == 403
