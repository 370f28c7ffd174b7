"""The ledger as the console reads it: the newest decisions, and one by its id.

The table at the desk is small and is scanned. A deployed one is not: it is asked by place and day,
or by account, as its indexes answer, and of a day that is under way the last hour. Only reads
are ever made, and every client that is given is held to them (`ReadOnly`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final, Protocol

from pydantic import ValidationError

from lexloci.errors import LexlociError
from lexloci.places import Places
from lexloci_edge.dynamo import (
    DECISION,
    OUTCOME,
    SEVERAL,
    SHARDS,
    account_key,
    partition,
    place_key,
)
from lexloci_edge.inspecting.errors import InspectError
from lexloci_edge.inspecting.merging import Indexed, Span
from lexloci_edge.inspecting.searching import record_in
from lexloci_edge.records import Aftermath, Record, moment
from lexloci_edge.table import asked

READS: Final = frozenset({"get_item", "query", "scan", "get_object"})
LOOKED_AT: Final = 5_000
"""Decisions that one page looks at, at most."""


class LedgerTrouble(LexlociError):
    """The ledger did not answer."""


class ReadOnly:
    """A client of DynamoDB or S3 that can only read. INVARIANT: no other call leaves it."""

    def __init__(self, client: Any) -> None:
        self._client = client

    def __getattr__(self, name: str) -> Any:
        if name not in READS:
            raise AttributeError(f"the console makes no `{name}`")
        return getattr(self._client, name)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which decisions. day: in UTC, with a place or alone; since: a moment of that day (`HH:MM`);
    account: its keyed hash."""

    place: str = ""
    day: date | None = None
    since: str = ""
    account: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """Decisions, newest first. whole: whether that is all there are of what was wanted; since: what
    was looked at begins there; unreadable: items that are no record."""

    records: tuple[Record, ...]
    whole: bool
    since: str = ""
    unreadable: int = 0


@dataclass(frozen=True, slots=True)
class Kept:
    """One decision as it lies in the table: read, and as the text that is sealed."""

    record: Record
    text: str
    after: Aftermath | None
    after_text: str


class Ledger(Protocol):
    """A ledger to look into."""

    narrow: bool
    """Whether it must be told a place and a day, or an account."""

    def newest(self, wanted: Wanted, now: datetime) -> Found:
        """Decisions, newest first. Raises: LedgerTrouble."""

    def one(self, id: str, region: str) -> Kept | None:
        """A decision. Raises: LedgerTrouble."""


@dataclass(frozen=True)
class Table:
    """What scanning and asking share. client: held to reading."""

    client: Any
    table: str
    region: str

    def one(self, id: str, region: str) -> Kept | None:
        """As `Ledger.one`; of the table's own Region where none is named."""
        text = self._text(id, region, DECISION)
        if text is None:
            return None
        after = self._text(id, region, OUTCOME)
        try:
            aftermath = None if after is None else Aftermath.model_validate_json(after)
            return Kept(Record.model_validate_json(text), text, aftermath, after or "")
        except ValidationError:
            raise LedgerTrouble(f"`{id}`", "is no record any more", "`lexloci verify`") from None

    def _text(self, id: str, region: str, sort: str) -> str | None:
        key = {"pk": {"S": partition(region or self.region, id)}, "sk": {"S": sort}}
        item = self._ask("get_item", Key=key, ConsistentRead=True).get("Item")
        return None if item is None else str(item.get("record", {}).get("S", ""))

    def _ask(self, call: str, **about: Any) -> dict[str, Any]:
        try:
            found = asked(self.client, call, {"TableName": self.table, **about}, InspectError)
        except InspectError as error:
            raise LedgerTrouble("ledger", str(error), "is the table there?") from None
        return found or {}


@dataclass(frozen=True)
class Scanned(Table):
    """A small table, read whole. places: the tree that tells which decisions lie in a place."""

    places: Places
    narrow = False

    def newest(self, wanted: Wanted, now: datetime) -> Found:
        """As `Ledger.newest`."""
        items = list(self._items())
        read = [record_in(item) for item in items]
        records = [each for each in read if each is not None and self._is(each, wanted)]
        # Ids are UUIDs of version 7: they sort by time.
        records.sort(key=lambda each: each.id, reverse=True)
        return Found(
            tuple(records[:LOOKED_AT]), len(records) <= LOOKED_AT, unreadable=read.count(None)
        )

    def _items(self) -> Iterator[Mapping[str, Any]]:
        behind: Any = None
        while True:
            start = {"ExclusiveStartKey": behind} if behind else {}
            page = self._ask(
                "scan",
                FilterExpression="sk = :sk",
                ExpressionAttributeValues={":sk": {"S": DECISION}},
                **start,
            )
            yield from page.get("Items", ())
            behind = page.get("LastEvaluatedKey")
            if not behind:
                return

    def _is(self, record: Record, wanted: Wanted) -> bool:
        day = "" if wanted.day is None else wanted.day.isoformat()
        inside = not wanted.place or self._lies(record, wanted.place)
        told = record.at.startswith(day) and record.at[11:16] >= wanted.since
        return inside and told and wanted.account in ("", record.account)

    def _lies(self, record: Record, place: str) -> bool:
        if place == SEVERAL:
            return len(record.places) > 1
        found = {leaf for node in record.places for leaf in self.places.leaves(node)}
        return found <= self.places.leaves(place)


@dataclass(frozen=True)
class Queried(Table):
    """A deployed table, asked through its indexes."""

    narrow = True

    def newest(self, wanted: Wanted, now: datetime) -> Found:
        """As `Ledger.newest`. Without a place and an account there is nothing to ask."""
        if not wanted.account and not wanted.place:
            return Found((), True)
        span, since = self._span(wanted, now)
        indexed = Indexed(lambda: self.client, self.table)
        records, lost, looked = list[Record](), 0, 0
        try:
            for entry in indexed.over(span):
                looked += 1
                record = record_in(entry.item)
                lost += record is None
                if record is not None:
                    records.append(record)
                if looked == LOOKED_AT:
                    break
        except InspectError as error:
            raise LedgerTrouble("ledger", str(error), "is the table there?") from None
        return Found(tuple(reversed(records)), looked < LOOKED_AT, since, lost)

    def _span(self, wanted: Wanted, now: datetime) -> tuple[Span, str]:
        day = wanted.day or now.astimezone(UTC).date()
        since = f"{day.isoformat()}T{wanted.since or '00:00'}"
        if not wanted.since and day == now.date():
            since = max(since, moment(now - timedelta(hours=1)))
        if wanted.account:
            keys = tuple(account_key(wanted.account, at) for at in range(SHARDS))
            since = since if wanted.day else ""
            return Span("by_account", ("gsi1pk", "gsi1sk"), keys, since or "0000", "9999"), since
        keys = tuple(place_key(wanted.place, day.isoformat(), at) for at in range(SHARDS))
        return Span("by_place", ("gsi2pk", "gsi2sk"), keys, since, "9999"), since
