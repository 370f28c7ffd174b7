"""The ledger in DynamoDB: one item per entry, put on condition that its key is new.

Keys are Region-scoped, so that Regions never write the same key of a global table. The functions'
role may put and get, never update or delete.

    pk      DEC#<region>#<id>              sk      DECISION | OUTCOME
    gsi1pk  ACC#<account hash>             gsi1sk  <at>             by account, over time
    gsi2pk  PLACE#<node>#<day>#<shard>     gsi2sk  <at>             by place and day, sharded
    record  the entry as canonical JSON    expires seconds since 1970 (TTL)
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from lexloci_edge.errors import LedgerConflict, LedgerError
from lexloci_edge.ledger import Entry
from lexloci_edge.records import Aftermath, Record

DECISION, OUTCOME = "DECISION", "OUTCOME"
TURNED_AWAY_DAYS = 90
"""How long the table keeps, at most, what was not judged at all."""
SEVERAL = "several"
"""The place of `by_place` for a decision that more than one node was possible for."""


class DynamoLedger:
    """A table as ledger.

    connect: makes its client (`ledger_client`), at the first use. days: how long an item stays.
    """

    def __init__(
        self, connect: Callable[[], Any], table: str, region: str, days: int = 1098
    ) -> None:
        self._days = days
        self._connect = connect
        self._table = table
        self._region = region

    @cached_property
    def client(self) -> Any:
        """The client, made once."""
        return self._connect()

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
        from botocore.exceptions import BotoCoreError, ClientError

        key = {"pk": {"S": partition(self._region, id)}, "sk": {"S": sort}}
        try:
            answer = self.client.get_item(TableName=self._table, Key=key, ConsistentRead=True)
        except (ClientError, BotoCoreError) as error:
            raise LedgerError(f"cannot be read ({type(error).__name__})") from None
        found = answer.get("Item")
        return None if found is None else str(found["record"]["S"])


def partition(region: str, id: str) -> str:
    """The partition key of a decision."""
    return f"DEC#{region}#{id}"


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
        shard = int(entry.id[-1], 16)
        item["gsi2pk"] = {"S": f"PLACE#{node}#{entry.at[:10]}#{shard}"}
        item["gsi2sk"] = {"S": entry.at}
        if entry.account:
            item["gsi1pk"] = {"S": f"ACC#{entry.account}"}
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
