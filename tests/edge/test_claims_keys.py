"""Whose signatures count: a pinned key set, or one that a secret holds and rotates."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from tests.edge import signing

from lexloci_edge.claims import Issuer
from lexloci_edge.errors import SecretError, SettingsError
from lexloci_edge.keysets import kept
from lexloci_edge.live import issuer_of
from lexloci_edge.settings import Settings
from lexloci_edge.vault import REFETCH, SecretsManager

NUDE = "an invented person, nude"
FIRST, SECOND = signing.public(signing.K1, "k1"), signing.public(signing.K2, "k2")
EDWARDS = signing.public(signing.E1, "e1")


def key_set(*keys):
    """A key set as text."""
    return json.dumps({"keys": list(keys)})


@pytest.mark.parametrize(
    "jwks",
    [
        "x",
        "[]",
        '{"keys":[]}',
        '{"keys":[{}]}',
        key_set(FIRST, {**SECOND, "kid": "k1"}),
        key_set(signing.public(signing.P384, "k1")),
        key_set({**FIRST, "d": "x"}),
        key_set({**EDWARDS, "d": "x"}),
        key_set({"kty": "oct", "k": "eA", "kid": "k1"}),
        key_set({**FIRST, "alg": "ES384"}),
        key_set({**EDWARDS, "alg": "ES256"}),
        key_set({**FIRST, "use": "enc"}),
        key_set({**FIRST, "key_ops": ["sign"]}),
        key_set({**FIRST, "kid": 1}),
        key_set({**FIRST, "kid": ""}),
        key_set({**EDWARDS, "crv": "X25519"}),
    ],
)
def test_a_key_set_that_cannot_be_used_stops_the_gate(jwks):
    """Misconfigured trust is loud, not silently none."""
    with pytest.raises(SettingsError):
        Issuer(jwks, signing.ISSUER, signing.AUDIENCE)


def test_a_key_that_is_no_point_stops_calls_with_claims(stage):
    """503 rather than judging as if nothing had been claimed."""
    token = signing.sign(signing.claims_at(int(stage.now.timestamp())))
    stage.issuer = Issuer(key_set({**FIRST, "x": "AAAA"}), signing.ISSUER, signing.AUDIENCE)
    assert (stage.call(lexloci_claims=token).status, stage.forwarded) == (503, 0)


def test_keys_that_a_secret_holds_rotate_without_a_deployment(stage):
    """The current and the previous set count; a new key is looked for once before it is refused."""
    now = int(stage.now.timestamp())
    by_first, by_second = (signing.sign(signing.claims_at(now), kid) for kid in ("k1", "k2"))
    stage.vault.values["keys"] = (key_set(FIRST),)
    stage.issuer = Issuer(kept(stage.vault, "keys"), signing.ISSUER, signing.AUDIENCE)
    assert stage.call(NUDE, lexloci_claims=by_first).status == 200
    assert stage.call(NUDE, lexloci_claims=by_second).status == 403
    assert "claims:key" in stage.records[-1].evidence
    stage.vault.anew["keys"] = (key_set(SECOND), key_set(FIRST))
    for token in (by_second, by_first):
        assert stage.call(NUDE, lexloci_claims=token).status == 200
    stage.vault.anew["keys"] = stage.vault.values["keys"] = (key_set(SECOND),)
    assert stage.call(NUDE, lexloci_claims=by_first).status == 403


@pytest.mark.parametrize("value", ["x", "{}", '{"keys":[]}'])
def test_a_secret_that_holds_no_key_set_stops_calls_with_claims(stage, value):
    """503, for the prover itself is broken; calls without claims go on."""
    token = signing.sign(signing.claims_at(int(stage.now.timestamp())))
    stage.vault.values["keys"] = (value,)
    stage.issuer = Issuer(kept(stage.vault, "keys"), signing.ISSUER, signing.AUDIENCE)
    assert (stage.call(lexloci_claims=token).status, stage.forwarded) == (503, 0)
    assert stage.call().status == 200


def test_a_key_set_that_cannot_be_fetched_stops_calls_with_claims(stage):
    """As any secret that cannot be had."""
    token = signing.sign(signing.claims_at(int(stage.now.timestamp())))
    stage.vault.values["keys"] = (key_set(FIRST),)
    stage.vault.broken.add("keys")
    stage.issuer = Issuer(kept(stage.vault, "keys"), signing.ISSUER, signing.AUDIENCE)
    assert (stage.call(lexloci_claims=token).status, stage.forwarded) == (503, 0)


NEEDED = {
    "LEXLOCI_TABLE": "t",
    "LEXLOCI_ORIGIN_SECRET": "o",
    "LEXLOCI_HASH_KEY": "h",
    "LEXLOCI_UPSTREAM": "https://images.invalid",
    "AWS_REGION": "eu-west-2",
}
ISSUED = {"LEXLOCI_CLAIMS_ISSUER": signing.ISSUER}


@pytest.mark.parametrize(
    "told",
    [
        {"LEXLOCI_CLAIMS_JWKS": signing.JWKS},
        {"LEXLOCI_CLAIMS_JWKS_SECRET": "keys"},
        {**ISSUED, "LEXLOCI_CLAIMS_JWKS": signing.JWKS, "LEXLOCI_CLAIMS_JWKS_SECRET": "keys"},
        {**ISSUED, "LEXLOCI_CLAIMS_JWKS": "x"},
    ],
)
def test_trust_that_is_half_configured_stops_the_gate(stage, told):
    """Keys without an issuer, two sources of keys, no keys in the set."""
    with pytest.raises(SettingsError):
        issuer_of(Settings.read({**NEEDED, **told}), stage.vault)


def test_what_is_trusted_comes_from_the_settings(stage):
    """Keys pinned or kept, methods of age assurance, places for tests."""
    assert issuer_of(Settings.read(NEEDED), stage.vault) is None
    told = {**NEEDED, **ISSUED, "LEXLOCI_CLAIMS_JWKS_SECRET": "keys"}
    usual = issuer_of(Settings.read(told), stage.vault)
    assert (usual.trust.methods, usual.trust.test_places) == (frozenset(), False)
    told |= {"LEXLOCI_AGE_METHODS": "photo_id, open_banking", "LEXLOCI_TEST_PLACES": "on"}
    trust = issuer_of(Settings.read(told), stage.vault).trust
    assert (trust.methods, trust.test_places) == ({"photo_id", "open_banking"}, True)


class Counting:
    """A client of Secrets Manager that counts what is asked of it."""

    def __init__(self, value):
        self.value, self.asked, self.broken = value, 0, False

    def get_secret_value(self, **asked):
        """As boto3's."""
        from botocore.exceptions import ClientError

        self.asked += 1
        if self.broken:
            raise ClientError({"Error": {"Code": "ThrottlingException"}}, "GetSecretValue")
        if asked["VersionStage"] == "AWSPREVIOUS":
            raise ClientError({"Error": {"Code": "ResourceNotFoundException"}}, "GetSecretValue")
        return {"SecretString": self.value, "VersionId": "v" * 8}


def test_strangers_cannot_make_the_gate_fetch_more_than_seldom():
    """However many wrong secrets come: one look in ten seconds, and the kept value stays."""
    now = [datetime(2026, 11, 23, tzinfo=UTC)]
    client = Counting("one")
    vault = SecretsManager(lambda: client, lambda: now[0])
    vault.accepted("origin")
    assert client.asked == 2
    assert [vault.refreshed("origin") for _ in range(100)] == [None] * 100
    now[0] += REFETCH
    client.value = "two"
    assert [each.value for each in vault.refreshed("origin")] == [b"two"]
    assert [each.value for each in vault.accepted("origin")] == [b"two"]
    assert client.asked == 4
    now[0] += timedelta(seconds=11)
    client.broken = True
    with pytest.raises(SecretError):
        vault.refreshed("origin")
    assert [each.value for each in vault.accepted("origin")] == [b"two"]
