"""One contract for every ledger: in memory, in moto, and in Amazon's own DynamoDB Local."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from tests.edge.engines import REAL, REGION, empty

from lexloci_edge.dynamo import DynamoLedger, item_of
from lexloci_edge.errors import LedgerConflict, LedgerError
from lexloci_edge.ledger import Ledger, MemoryLedger
from lexloci_edge.records import Aftermath, Record

TABLE = "lexloci-decisions"
ID = "019ab000-0000-7000-8000-00000000000a"
RECORD = Record(
    id=ID,
    at="2026-11-23T12:00:00.000Z",
    region=REGION,
    places=("GB-ENG",),
    facts={"subject": ("real",)},
    outcome="refuse",
    because="1f",
    rulebook="sha256:0",
    function="1",
    account="v0:abc",
)
AFTER = Aftermath(id=ID, at="2026-11-23T12:00:09.000Z", region=REGION, result="image", images=1)


@pytest.fixture(params=["memory", "moto", REAL])
def ledger(request: pytest.FixtureRequest) -> Iterator[Ledger]:
    """A ledger on each backing, empty."""
    if request.param == "memory":
        yield MemoryLedger()
    else:
        with empty(request.param, TABLE, request) as dynamodb:
            yield DynamoLedger(lambda: dynamodb, TABLE, REGION)


def test_what_is_appended_is_there(ledger):
    """At once, and as it was."""
    ledger.append(RECORD)
    assert ledger.get(ID) == (RECORD, None)
    ledger.append(AFTER)
    assert ledger.get(ID) == (RECORD, AFTER)


def test_what_was_not_appended_is_not_there(ledger):
    """An aftermath without its decision is none."""
    assert ledger.get(ID) is None
    ledger.append(AFTER)
    assert ledger.get(ID) is None


def test_appending_an_equal_entry_again_succeeds(ledger):
    """The first answer may have been lost on the way."""
    for entry in (RECORD, RECORD, AFTER, AFTER):
        ledger.append(entry)
    assert ledger.get(ID) == (RECORD, AFTER)


@pytest.mark.parametrize("change", [{"outcome": "allow"}, {"because": "0"}, {"places": ("US",)}])
def test_a_key_never_gets_a_different_entry(ledger, change):
    """The first stays, the second is a conflict."""
    ledger.append(RECORD)
    with pytest.raises(LedgerConflict, match=ID):
        ledger.append(RECORD.model_copy(update=change))
    assert ledger.get(ID) == (RECORD, None)


# moto is no oracle of concurrency (aws.md 3.3).
@pytest.mark.parametrize("ledger", ["memory", REAL], indirect=True)
def test_of_many_at_once_one_is_kept(ledger):
    """Eight writers with different records under one key: one wins, seven are told."""
    if (
        type(ledger).__name__ == "DynamoLedger"
        and "127.0.0.1" not in ledger.client.meta.endpoint_url
    ):
        pytest.skip("moto is no oracle of concurrency (aws.md 3.3)")
    entries = [RECORD.model_copy(update={"retry": at}) for at in range(1, 9)]

    def attempt(entry: Record) -> bool:
        try:
            ledger.append(entry)
        except LedgerConflict:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        kept = list(pool.map(attempt, entries))
    assert kept.count(True) == 1
    found = ledger.get(ID)
    assert found is not None
    assert found[0] == entries[kept.index(True)]


@pytest.mark.parametrize("ledger", ["moto", REAL], indirect=True)
def test_a_place_and_an_account_find_their_decisions(ledger):
    """By account over time, and by place, day and shard."""
    ledger.append(RECORD)
    for index, key, value in (
        ("by_account", "gsi1pk", "ACC#v0:abc#10"),
        ("by_place", "gsi2pk", "PLACE#GB-ENG#2026-11-23#10"),
    ):
        answer = ledger.client.query(
            TableName=TABLE,
            IndexName=index,
            KeyConditionExpression=f"{key} = :value",
            ExpressionAttributeValues={":value": {"S": value}},
        )
        assert [each["pk"]["S"] for each in answer["Items"]] == [f"DEC#{REGION}#{ID}"]


@pytest.mark.parametrize("ledger", ["moto", REAL], indirect=True)
def test_a_ledger_without_its_table_is_an_error(ledger):
    """Nothing is kept silently nowhere."""
    elsewhere = DynamoLedger(lambda: ledger.client, "elsewhere", REGION)
    with pytest.raises(LedgerError, match="ResourceNotFoundException"):
        elsewhere.append(RECORD)


def test_items_expire_and_turned_away_ones_sooner():
    """As many days as asked, and at most ninety for what was not judged at all."""
    away = RECORD.model_copy(update={"turned_away": "no-route"})
    noon = 1_795_435_200
    for entry, days, kept in ((RECORD, 400, 400), (AFTER, 400, 400), (away, 400, 90), (away, 7, 7)):
        expires = int(item_of(entry, days)["expires"]["N"])
        assert (expires - noon) // 86_400 == kept


def test_a_record_reads_back_as_it_was():
    """Members that say nothing are left out, and mean the same."""
    assert Record.model_validate_json(RECORD.written()) == RECORD
    assert '"duties"' not in RECORD.written()
