"""One contract for every consent register: in memory, in moto, in Amazon's DynamoDB Local."""

import contextlib
from datetime import UTC, datetime, timedelta

import pytest
from tests.edge.engines import REAL, empty

from lexloci_edge.errors import RegisterError
from lexloci_edge.people.consents import Consent, MemoryConsents, kept_years
from lexloci_edge.people.consents_dynamo import YEAR, DynamoConsents
from lexloci_tools.law.building import packaged

ID = "019ab000-0000-7000-8000-00000000000a"
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
TABLE = "lexloci-consents"
SUBJECT = {
    "express": True,
    "given_at": NOON,
    "identity": "document",
    "identity_at": NOON,
    "adulthood": "document",
    "adulthood_at": NOON,
}
CONSENT = Consent.model_validate(
    {
        "id": ID,
        "region": "eu-west-2",
        "recorded_at": NOON,
        "operations": ("edit",),
        "exposure": ("underwear",),
        "images": ("a" * 64,),
        "shown": 1,
        "subjects": (SUBJECT,),
        "accounts": ("v0:abc",),
    }
)


@pytest.fixture(params=["memory", "moto", REAL])
def register(request):
    """A register on each backing, empty."""
    if request.param == "memory":
        yield MemoryConsents()
    else:
        with empty(request.param, TABLE, request) as dynamodb:
            yield DynamoConsents(lambda: dynamodb, TABLE, 7)


def test_a_record_is_there_as_it_was_kept_with_its_proof(register):
    """At once."""
    register.keep(CONSENT, ("a receipt",))
    assert register.get(ID) == CONSENT
    assert register.proofs(ID) == ("a receipt",)


def test_what_was_not_kept_is_not_there(register):
    """Neither a record, nor a proof, nor anything to revoke."""
    assert register.get(ID) is None
    assert register.proofs(ID) == ()
    assert register.revoke(ID, NOON) is None


def test_a_revoked_record_is_revoked_at_the_next_look(register):
    """The first revocation counts; another one changes nothing."""
    register.keep(CONSENT, ("a receipt",))
    assert register.revoke(ID, NOON).revoked_at == NOON
    assert register.revoke(ID, NOON + timedelta(days=1)).revoked_at == NOON
    assert register.get(ID) == CONSENT.model_copy(update={"revoked_at": NOON})
    assert register.proofs(ID) == ("a receipt",)


@pytest.mark.parametrize("register", ["moto", REAL], indirect=True)
def test_record_and_proof_are_kept_for_their_years_after_they_end(register):
    """TTL takes nothing away before; a record without an end has no TTL until it is revoked."""
    items = [("CONSENT", "RECORD"), ("PROOF", "PROOF")]

    def expires():
        keys = [{"pk": {"S": f"{kind}#{ID}"}, "sk": {"S": sort}} for kind, sort in items]
        found = [register.client.get_item(TableName=TABLE, Key=key)["Item"] for key in keys]
        return {each["expires"]["N"] if "expires" in each else None for each in found}

    register.keep(CONSENT, ("a receipt",))
    assert expires() == {None}
    register.revoke(ID, NOON)
    assert expires() == {str(int(NOON.timestamp()) + 7 * YEAR)}


def test_records_are_kept_for_as_long_as_any_pack_demands():
    """Seven years, for Utah; a longer setting of our own holds, a shorter one does not."""
    shipped = packaged()
    demanded = {
        name: pack["consent_years"]
        for name, pack in shipped.raw["packs"].items()
        if "consent_years" in pack
    }
    assert demanded == {"us-ut": 7}
    assert [kept_years(shipped, ours) for ours in (1, 7, 10)] == [7, 7, 10]


@pytest.mark.parametrize("register", ["moto", REAL], indirect=True)
def test_a_record_is_written_once(register):
    """A second one under its id is an error, and the first stays; the same again is none."""
    register.keep(CONSENT, ("a receipt",))
    register.keep(CONSENT, ("a receipt",))
    with pytest.raises(RegisterError, match="ConditionalCheckFailed"):
        register.keep(CONSENT.model_copy(update={"accounts": ("v0:other",)}), ("x",))
    assert register.get(ID) == CONSENT


@pytest.mark.parametrize("register", ["moto", REAL], indirect=True)
def test_a_register_without_its_table_is_an_error(register):
    """Whatever is asked of it."""
    elsewhere = DynamoConsents(lambda: register.client, "elsewhere", 7)
    for ask in (
        lambda: elsewhere.get(ID),
        lambda: elsewhere.proofs(ID),
        lambda: elsewhere.revoke(ID, NOON),
        lambda: elsewhere.keep(CONSENT, ()),
    ):
        with pytest.raises(RegisterError, match="ResourceNotFoundException"):
            ask()


@pytest.mark.parametrize("register", ["moto"], indirect=True)
def test_a_record_that_cannot_be_read_is_an_error(register):
    """Not one that says nothing."""
    item = {"pk": {"S": f"CONSENT#{ID}"}, "sk": {"S": "RECORD"}, "record": {"S": "{}"}}
    register.client.put_item(TableName=TABLE, Item=item)
    with pytest.raises(RegisterError, match="cannot be read"):
        register.get(ID)


def test_a_register_that_nobody_listens_for_is_an_error():
    """A refused connection is an error in the register's own words."""
    from lexloci_edge.dynamo import ledger_client

    where = {"endpoint_url": "http://127.0.0.1:9", "region_name": "eu-west-2"}
    client = ledger_client(100, **where, aws_access_key_id="x", aws_secret_access_key="x")
    with contextlib.closing(client), pytest.raises(RegisterError, match="EndpointConnection"):
        DynamoConsents(lambda: client, TABLE, 7).get(ID)


def test_what_can_be_consented_to_is_what_the_facts_can_be(rulebook):
    """The values of a record are those of the facts, but for the one that needs no consent."""
    schema = Consent.model_json_schema()["properties"]
    for member, fact, free in (
        ("exposure", "exposure", "covered"),
        ("sexual", "sexual", "no"),
        ("operations", "operation", ""),
    ):
        values = set(schema[member]["items"]["enum"]) | {free} - {""}
        assert values == set(rulebook.facts[fact].values)
