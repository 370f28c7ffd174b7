"""The ledger in DynamoDB: one item per entry, put on condition that its key is new.

Keys are Region-scoped, so that Regions never write the same key of a global table. The functions'
role may put and get, never update or delete.

    pk      DEC#<region>#<id>              sk      DECISION | OUTCOME
    gsi1pk  ACC#<account hash>#<shard>     gsi1sk  <at>             by account, over time
    gsi2pk  PLACE#<node>#<day>#<shard>     gsi2sk  <at>             by place and day
    record  the entry as canonical JSON    expires seconds since 1970 (TTL)

Why both indexes are sharded, and into how many. A partition of an index takes 1,000 write units a
second, and an index that is throttled throttles its table, which is a 503. One key never gets more
than one partition here: the sort key is the moment, so splitting a hot key leaves all new writes in
its last part. The worst case is that all decisions are of one key: one place (`several`, `US-CA`),
and one account, for a platform whose servers call with one bearer key and claim no account. An
item is of 0.7 to 1.2 KB, so a decision is counted as two write units of 1 KB.

    50,000 decisions/s x 2 units / 128 shards = 781 units/s on each key, under the 1,000
    50,000 decisions/s x 2 units /  16 shards = 6,250: sixteen would carry 8,000 decisions/s

The shard is seven of an id's 74 random bits, so shards fill evenly, also within one second. The
price is paid by who looks: 128 queries for a page (`inspecting.merging`), some 0.00005 dollars.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from lexloci_edge.errors import LedgerConflict, LedgerError
from lexloci_edge.ledger import Entry
from lexloci_edge.records import Aftermath, Record
from lexloci_edge.table import Table

DECISION, OUTCOME = "DECISION", "OUTCOME"
TURNED_AWAY_DAYS = 90
"""How long the table keeps, at most, what was not judged at all."""
SEVERAL = "several"
"""The place of `by_place` for a decision that more than one node was possible for."""
SHARDS = 128
"""Keys per account, and per place and day. Never fewer: what was written must still be found."""


class DynamoLedger(Table):
    """A table as ledger.

    connect: makes its client (`ledger_client`), at the first use. days: how long an item stays.
    """

    failed = LedgerError

    def __init__(
        self, connect: Callable[[], Any], table: str, region: str, days: int = 1098
    ) -> None:
        super().__init__(connect, table)
        self._days = days
        self._region = region

    def append(self, entry: Entry) -> None:
        """As `Ledger.append`."""
        from botocore.exceptions import (
            BotoCoreError,
            ClientError,
        )

        item = item_of(entry, self._days)
        try:
            self.client.put_item(
                TableName=self._table,
                Item=item,
                ConditionExpression="attribute_not_exists(pk)",
                ReturnValuesOnConditionCheckFailure="ALL_OLD",
            )
        except ClientError as error:
            code = error.response.get("Error", {}).get("Code", "")
            if code != "ConditionalCheckFailedException":
                raise LedgerError(f"did not take a record ({code})") from None
            if error.response.get("Item") != item:
                raise LedgerConflict(entry.id) from None
        except BotoCoreError as error:
            raise LedgerError(f"did not take a record ({type(error).__name__})") from None

    def get(self, id: str) -> tuple[Record, Aftermath | None] | None:
        """As `Ledger.get`."""
        written = self._read(id, DECISION)
        if written is None:
            return None
        after = self._read(id, OUTCOME)
        return (
            Record.model_validate_json(written),
            None if after is None else Aftermath.model_validate_json(after),
        )

    def _read(self, id: str, sort: str) -> str | None:
        found = self._item({"pk": {"S": partition(self._region, id)}, "sk": {"S": sort}})
        return None if found is None else str(found["record"]["S"])


def partition(region: str, id: str) -> str:
    """The partition key of a decision."""
    return f"DEC#{region}#{id}"


def account_key(account: str, shard: int) -> str:
    """The key of an account's decisions in one shard of `by_account`."""
    return f"ACC#{account}#{shard}"


def place_key(node: str, day: str, shard: int) -> str:
    """The key of a place's decisions of one day (UTC) in one shard of `by_place`."""
    return f"PLACE#{node}#{day}#{shard}"


def item_of(entry: Entry, days: int) -> dict[str, dict[str, str]]:
    """An entry as a DynamoDB item that is kept so many days."""
    is_decision = isinstance(entry, Record)
    if isinstance(entry, Record) and entry.turned_away:
        days = min(days, TURNED_AWAY_DAYS)
    expires = datetime.fromisoformat(entry.at) + timedelta(days=days)
    item = {
        "pk": {"S": partition(entry.region, entry.id)},
        "sk": {"S": DECISION if is_decision else OUTCOME},
        "record": {"S": entry.written()},
        "expires": {"N": str(int(expires.timestamp()))},
    }
    if isinstance(entry, Record):
        node = entry.places[0] if len(entry.places) == 1 else SEVERAL
        shard = int(entry.id[-2:], 16) % SHARDS
        item["gsi2pk"] = {"S": place_key(node, entry.at[:10], shard)}
        item["gsi2sk"] = {"S": entry.at}
        if entry.account:
            item["gsi1pk"] = {"S": account_key(entry.account, shard)}
            item["gsi1sk"] = {"S": entry.at}
    return item


def ledger_client(milliseconds: int, **where: str) -> Any:
    """A DynamoDB client that gives up early: two tries, each with this long to connect and to hear.

    boto3's own 60 s would outlive the call that waits for it. `where`: what the environment does
    not say, such as `endpoint_url`.
    """
    import boto3
    from botocore.config import Config

    limit = milliseconds / 1000
    return boto3.client(
        "dynamodb",
        **where,
        config=Config(
            connect_timeout=limit,
            read_timeout=limit,
            retries={"mode": "standard", "total_max_attempts": 2},
            tcp_keepalive=True,
        ),
    )
