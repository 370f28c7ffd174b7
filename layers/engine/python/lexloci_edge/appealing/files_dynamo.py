"""Appeals and reports in DynamoDB, in a table of their own.

    pk  APPEAL#<decision id> | REPORT#<id>     sk  FILED
    filed     the appeal or report (canonical JSON), never changed
    gsi1pk    OPEN#<region>#<kind>#<shard>     gsi1sk  <due>#<id>     in index `by_due`, while open
    verified_at, answer, warned                expires seconds since 1970 (TTL)

The index holds what is open and nothing else, in the order in which clocks end; so it is both the
list of what is to be answered and what `remind` looks through. Each Region answers and reminds of
its own; whoever filed may ask in any.
"""

import heapq
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

from pydantic import ValidationError

from lexloci_edge.appealing.errors import FilingError
from lexloci_edge.appealing.filed import Answered, Appeal, File, Filed, Kind, Report, written
from lexloci_edge.table import Table

SHARDS = 4
"""Keys of what is open, per Region and kind: 4,000 filings a second."""
_TAKEN = "ConditionalCheckFailedException"
_MODELS: dict[Kind, type[Appeal] | type[Report]] = {"appeal": Appeal, "report": Report}


class DynamoFiles(Table):
    """The table, as one Region uses it. days: how long a file is kept after it came, at least."""

    failed = FilingError

    def __init__(self, connect: Callable[[], Any], table: str, region: str, days: int) -> None:
        super().__init__(connect, table)
        self._region = region
        self._days = days

    def keep(self, filed: Filed) -> bool:
        """Keep it, durably; False where its number is taken. Raises: FilingError."""
        shard = int(filed.id[-1], 16) % SHARDS
        item = {
            **_key(filed.kind, filed.id),
            "filed": {"S": written(filed)},
            "gsi1pk": {"S": _open_key(self._region, filed.kind, shard)},
            "gsi1sk": {"S": f"{filed.timed.due}#{filed.id}"},
            "expires": {"N": str(self._expires(filed))},
        }
        new = "attribute_not_exists(pk)"
        return self._ask("put_item", _TAKEN, Item=item, ConditionExpression=new) is not None

    def get(self, kind: Kind, id: str) -> File | None:
        """The file of this number, read consistently. Raises: FilingError."""
        found = self._item(_key(kind, id))
        return None if found is None else _file(kind, found)

    def verify(self, id: str, at: str) -> None:
        """Note that who reports is known, once. Raises: FilingError."""
        only = "attribute_exists(pk) AND attribute_not_exists(verified_at)"
        self._change("report", id, "SET verified_at = :it", only, at)

    def answer(self, kind: Kind, id: str, answered: Answered) -> None:
        """Keep the first answer, and take the file off the open ones. Raises: FilingError."""
        only = "attribute_exists(pk) AND attribute_not_exists(answer)"
        update = "SET answer = :it REMOVE gsi1pk, gsi1sk"
        self._change(kind, id, update, only, written(answered))

    def warned(self, kind: Kind, id: str, word: str) -> None:
        """Note what was said of an open file's clock. Raises: FilingError."""
        only = "attribute_exists(gsi1pk)"
        self._change(kind, id, "SET warned = :it", only, word)

    def open(self, kind: Kind, after: str = "0", until: str = "9999") -> Iterator[tuple[str, File]]:
        """Open files of this Region in the order in which clocks end: position and file.

        after: a position, not itself answered. Raises: FilingError, as it is read.
        """
        keys = (_open_key(self._region, kind, shard) for shard in range(SHARDS))
        parts = [self._of_key(kind, key, after, until) for key in keys]
        yield from heapq.merge(*parts, key=lambda each: each[0])

    def _of_key(self, kind: Kind, key: str, after: str, until: str) -> Iterator[tuple[str, File]]:
        more: dict[str, Any] = {}
        while True:
            answer = self._ask(
                "query",
                IndexName="by_due",
                KeyConditionExpression="gsi1pk = :key AND gsi1sk BETWEEN :after AND :until",
                ExpressionAttributeValues={
                    ":key": {"S": key},
                    ":after": {"S": after},
                    ":until": {"S": until},
                },
                Limit=100,
                **more,
            )
            for item in (answer or {}).get("Items", ()):
                if item["gsi1sk"]["S"] != after:
                    yield item["gsi1sk"]["S"], _file(kind, item)
            if not answer or "LastEvaluatedKey" not in answer:
                return
            more = {"ExclusiveStartKey": answer["LastEvaluatedKey"]}

    def _change(self, kind: Kind, id: str, update: str, only_if: str, value: str) -> None:
        """Where the condition does not hold nothing is changed: `get` tells what stands there."""
        self._ask(
            "update_item",
            _TAKEN,
            Key=_key(kind, id),
            UpdateExpression=update,
            ConditionExpression=only_if,
            ExpressionAttributeValues={":it": {"S": value}},
        )

    def _expires(self, filed: Filed) -> int:
        kept = datetime.fromisoformat(filed.at) + timedelta(days=self._days)
        clock = datetime.fromisoformat(filed.timed.due) + timedelta(days=30)
        return int(max(kept, clock).timestamp())


def _file(kind: Kind, item: dict[str, Any]) -> File:
    try:
        answer = item.get("answer")
        return File(
            filed=_MODELS[kind].model_validate_json(item["filed"]["S"]),
            verified_at=item.get("verified_at", {}).get("S"),
            answered=None if answer is None else Answered.model_validate_json(answer["S"]),
            warned=item.get("warned", {}).get("S"),
        )
    except (ValidationError, KeyError):
        raise FilingError("what is kept cannot be read") from None


def _key(kind: Kind, id: str) -> dict[str, dict[str, str]]:
    return {"pk": {"S": f"{kind.upper()}#{id}"}, "sk": {"S": "FILED"}}


def _open_key(region: str, kind: Kind, shard: int) -> str:
    return f"OPEN#{region}#{kind}#{shard}"
