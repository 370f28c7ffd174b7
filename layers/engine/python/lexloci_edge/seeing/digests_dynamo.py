"""Digests in DynamoDB, in a table of their own.

    pk        IMG#<keyed hash of the picture>   sk  MADE      what our own output may show
              KNOWN#<keyed hash>                sk  KNOWN     on the platform's list
    exposure, sexual, decisions   sets of text, which only grow: the gate may add, not remove
    expires   (TTL) of MADE only

Two keys, so that the gate's role can be bound to writing MADE alone. Sets grow by atomic ADD, so
two writers of one picture never lose each other's word.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from lexloci_edge.errors import DigestError
from lexloci_edge.seeing.digests import KEPT, Remembered
from lexloci_edge.seeing.seen import Facts
from lexloci_edge.table import Table, asked

MADE: Final = "IMG#"
KNOWN: Final = "KNOWN#"
_BATCH: Final = 100


class DynamoDigests(Table):
    """A table of digests. days: how long an output is remembered."""

    failed = DigestError

    def __init__(self, connect: Callable[[], Any], table: str, days: int) -> None:
        super().__init__(connect, table)
        self._days = days

    def find(self, names: Sequence[str]) -> tuple[Remembered, ...]:
        """As `Digests.find`. What is not answered for is an error, not a picture unknown."""
        unique = list(dict.fromkeys(names))
        keys = [key for name in unique for key in (_made(name), _known(name))]
        found: dict[str, dict[str, Any]] = {}
        for at in range(0, len(keys), _BATCH):
            batch = {"Keys": keys[at : at + _BATCH], "ConsistentRead": True}
            about = {"RequestItems": {self._table: batch}}
            answer = asked(self.client, "batch_get_item", about, DigestError) or {}
            if answer.get("UnprocessedKeys"):
                raise DigestError("did not answer for every picture")
            for item in answer["Responses"].get(self._table, []):
                found.setdefault(item["pk"]["S"].partition("#")[2], {})[item["sk"]["S"]] = item
        return tuple(_remembered(found[name]) for name in unique if name in found)

    def keep(self, name: str, facts: Facts, decision: str, at: datetime) -> None:
        """As `Digests.keep`."""
        expires = int((at + timedelta(days=self._days)).timestamp())
        self._ask(
            "update_item",
            Key=_made(name),
            UpdateExpression="ADD exposure :e, sexual :s, decisions :d SET expires = :x",
            ExpressionAttributeValues={
                ":e": {"SS": sorted(facts["exposure"])},
                ":s": {"SS": sorted(facts["sexual"])},
                ":d": {"SS": [decision]},
                ":x": {"N": str(expires)},
            },
        )

    def forbid(self, name: str, at: datetime) -> None:
        """As `Digests.forbid`."""
        item = {**_known(name), "at": {"S": at.isoformat()}}
        self._ask("put_item", Item=item)


def _remembered(items: dict[str, dict[str, Any]]) -> Remembered:
    made = items.get("MADE", {})
    facts: dict[str, frozenset[str]] = {
        fact: frozenset(made[fact]["SS"]) for fact in KEPT if fact in made
    }
    decisions = tuple(sorted(made.get("decisions", {}).get("SS", [])))
    return Remembered(facts, decisions, "KNOWN" in items)


def _made(name: str) -> dict[str, dict[str, str]]:
    return {"pk": {"S": f"{MADE}{name}"}, "sk": {"S": "MADE"}}


def _known(name: str) -> dict[str, dict[str, str]]:
    return {"pk": {"S": f"{KNOWN}{name}"}, "sk": {"S": "KNOWN"}}
