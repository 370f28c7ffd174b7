"""The strike ladder's counts in DynamoDB, in a table of their own.

    pk       ACC#<keyed hash of the account>   sk  <region>
    d<day>   refusals of that day              last  the decision counted last
    next     end of the pause (milliseconds)   since  days before this one do not count
    expires  (TTL) a day after the last refusal has passed out of the ladder's days

Each Region writes only its own item, by atomic ADD; all are read with one query.
"""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from lexloci_edge.errors import LadderError
from lexloci_edge.people.strikes import PAUSE, counted, day_of
from lexloci_edge.table import Table

_DAY = re.compile(r"d([0-9]+)", re.ASCII)
_CONDITION = "ConditionalCheckFailedException"


class DynamoStrikes(Table):
    """A table of strikes. days: within how many they count."""

    failed = LadderError

    def __init__(self, connect: Callable[[], Any], table: str, region: str, days: int) -> None:
        super().__init__(connect, table)
        self._region = region
        self._days = days

    def counts(self, account: str, at: datetime) -> Mapping[str, int]:
        """As `Strikes.counts`: read consistently here, as far as replicated from elsewhere."""
        answer = self._ask(
            "query",
            KeyConditionExpression="pk = :account",
            ExpressionAttributeValues={":account": {"S": f"ACC#{account}"}},
            ConsistentRead=True,
        )
        items = (answer or {}).get("Items", [])
        since = max((_number(item, "since") for item in items), default=0)
        return {item["sk"]["S"]: self._count(item, at, since) for item in items}

    def add(self, account: str, decision: str, at: datetime) -> int:
        """As `Strikes.add`. A try whose answer was lost finds its decision, and counts no more."""
        answer = self._change(
            account,
            at,
            "ADD #day :one SET #last = :decision, #expires = :expires",
            "attribute_not_exists(#last) OR #last <> :decision",
            {"#day": f"d{day_of(at)}", "#last": "last"},
            {":one": {"N": "1"}, ":decision": {"S": decision}},
        )
        if answer is None:
            return dict(self.counts(account, at)).get(self._region, 0)
        found = answer["Attributes"]
        return self._count(found, at, _number(found, "since"))

    def turn(self, account: str, at: datetime) -> int:
        """As `Strikes.turn`: of many at once, one is told 0."""
        now = int(at.timestamp() * 1000)
        then = now + int(PAUSE.total_seconds() * 1000)
        answer = self._change(
            account,
            at,
            "SET #next = :then, #expires = :expires",
            "attribute_not_exists(#next) OR #next <= :now",
            {"#next": "next"},
            {":now": {"N": str(now)}, ":then": {"N": str(then)}},
        )
        if answer is not None:
            return 0
        key = {"pk": {"S": f"ACC#{account}"}, "sk": {"S": self._region}}
        found = self._ask("get_item", Key=key, ConsistentRead=True) or {}
        left = _number(found.get("Item", {}), "next") - now
        return max(1, -(-left // 1000))

    def reinstate(self, account: str, at: datetime) -> None:
        """As `Strikes.reinstate`."""
        today = day_of(at)
        self._change(
            account,
            at,
            "SET #since = :today, #expires = :expires REMOVE #day",
            "#since <= :today OR attribute_not_exists(#since)",
            {"#since": "since", "#day": f"d{today}"},
            {":today": {"N": str(today)}},
        )

    def _count(self, item: Mapping[str, Any], at: datetime, since: int) -> int:
        by_day = {
            int(day[1]): int(value["N"])
            for name, value in item.items()
            if (day := _DAY.fullmatch(name))
        }
        return counted(by_day, since, day_of(at), self._days)

    def _change(
        self,
        account: str,
        at: datetime,
        update: str,
        only_if: str,
        names: dict[str, str],
        values: dict[str, Any],
    ) -> dict[str, Any] | None:
        """The item after the change; None where the condition does not hold."""
        expires = int(at.timestamp()) + (self._days + 1) * 86_400
        return self._ask(
            "update_item",
            _CONDITION,
            Key={"pk": {"S": f"ACC#{account}"}, "sk": {"S": self._region}},
            UpdateExpression=update,
            ConditionExpression=only_if,
            ExpressionAttributeNames={**names, "#expires": "expires"},
            ExpressionAttributeValues={**values, ":expires": {"N": str(expires)}},
            ReturnValues="ALL_NEW",
        )


def _number(item: Mapping[str, Any], name: str) -> int:
    return int(item.get(name, {}).get("N", 0))
