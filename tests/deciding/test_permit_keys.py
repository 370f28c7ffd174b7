"""The keys of permits: made from a secret, published, renewed without a refused permit."""

import json
import uuid
from datetime import timedelta

import boto3
import jwt
import pytest
from moto import mock_aws
from tests.deciding.conftest import CHANCE, LIGHTHOUSE, permit_of
from tests.edge.conftest import NOW

from lexloci_edge.deciding.permit_keys import SETTLED, PermitKeys
from lexloci_edge.deciding.renewal import renew
from lexloci_edge.errors import SecretError
from lexloci_edge.rotation import RotationError
from lexloci_edge.vault import Secret, SecretsManager
from lexloci_tools.client.lexloci_permit import InMemory, Seen, Verifier, pinned_keys

NEW, OLD = b"a-new-value-" + b"n" * 40, CHANCE.encode()


class Values:
    """Secrets of one name."""

    def __init__(self, *values):
        self.values = values

    def accepted(self, name):
        """As `Secrets.accepted`."""
        return self.values


def test_the_published_key_verifies_what_is_signed(asked):
    """The whole way: decision, permit, key set, image server."""
    told = asked.ask(LIGHTHOUSE)
    keys = asked.put(asked.event("/.well-known/jwks.json", "GET"), iam=None)
    assert keys.headers["Cache-Control"] == "public, max-age=300"
    assert [set(each) & {"d", "k"} for each in keys.body["keys"]] == [set()]
    verifier = Verifier(
        pinned_keys(keys.body),
        issuer="lexloci",
        audience="lexloci-image-server",
        spent=InMemory(),
        clock=lambda: NOW.timestamp(),
    )
    seen = Seen("generate", LIGHTHOUSE["prompt"])
    permit = verifier.verify(told.body["permit"], seen, place="GB-ENG")
    assert permit.decision == told.body["decision_id"]


def test_a_key_is_the_same_wherever_it_is_made():
    """Every environment makes the same key of the same value, and names it by its thumbprint."""
    first, again = (PermitKeys(Values(Secret("1", OLD)), "k").signing(NOW) for _ in range(2))
    other = PermitKeys(Values(Secret("1", NEW)), "k").signing(NOW)
    assert first.jwk == again.jwk
    assert first.kid != other.kid
    assert jwt.PyJWK(first.jwk).key.public_numbers() == first.private.public_key().public_numbers()


@pytest.mark.parametrize(
    ("age", "signs"),
    [(timedelta(0), OLD), (SETTLED - timedelta(seconds=1), OLD), (SETTLED, NEW)],
)
def test_a_new_key_signs_once_everybody_can_know_it(age, signs):
    """It is published at once; until all have it, the one before signs."""
    values = Values(Secret("2", NEW, NOW - age), Secret("1", OLD, NOW - timedelta(days=30)))
    keys = PermitKeys(values, "k")
    expected = PermitKeys(Values(Secret("1", signs)), "k").signing(NOW).kid
    assert keys.signing(NOW).kid == expected
    assert len(keys.published()["keys"]) == 2


def test_the_first_key_signs_at_once():
    """There is none before it."""
    keys = PermitKeys(Values(Secret("1", OLD, NOW)), "k")
    assert keys.signing(NOW).kid == keys.published()["keys"][0]["kid"]


def test_a_short_secret_makes_no_key():
    """Nothing that could be guessed signs."""
    with pytest.raises(SecretError, match="shorter"):
        PermitKeys(Values(Secret("1", b"short")), "k").signing(NOW)


def test_permits_differ_by_their_id(asked):
    """The same call twice is two permits, each good once."""
    first, second = (permit_of(asked.ask(LIGHTHOUSE)) for _ in range(2))
    assert first["jti"] != second["jti"]
    assert first["call"] == second["call"]


@pytest.fixture
def manager(monkeypatch):
    """Secrets Manager with the permits' secret."""
    for name, value in (("ID", "local"), ("KEY", "local")):
        monkeypatch.setenv(f"AWS_{'ACCESS_KEY_ID' if name == 'ID' else 'SECRET_ACCESS_KEY'}", value)
    with mock_aws():
        client = boto3.client("secretsmanager", region_name="eu-west-2")
        client.create_secret(Name="permit", SecretString=json.dumps({"secret": CHANCE}))
        yield client


def test_a_rotation_makes_current_and_keeps_the_one_before(manager):
    """Each step may be tried again; the vault tells how old a value is."""
    token = str(uuid.uuid4())
    event = {"SecretId": "permit", "ClientRequestToken": token}
    for step in ("createSecret", "setSecret", "testSecret", "finishSecret"):
        for _ in range(2):
            renew(manager, {**event, "Step": step})
    found = SecretsManager(lambda: manager, lambda: NOW).accepted("permit")
    assert [each.value == OLD for each in found] == [False, True]
    assert (len(found[0].value), found[0].since is not None) == (64, True)
    assert PermitKeys(Values(*found), "permit").published()["keys"]
    with pytest.raises(RotationError):
        renew(manager, {**event, "Step": "guess"})
