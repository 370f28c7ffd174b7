"""Allowed decisions whose outcome never came: found in the sealed log, and marked.

A function that dies between forwarding and noting what came of it leaves a decision that says
`allow` and nothing more: the image may have been made. Such a decision gets the outcome `unknown`,
which is recorded, sealed and counted as any other.

They are found in the batches that the sealer wrote, not in the table. The log holds every entry of
this Region once, a thousand to an object, in the order of the stream; so looking for open decisions
costs one read per thousand entries and not one write. The other ways: the index by place would be
read once more for every decision, with a look-up for each that was allowed; a table of open
decisions filled from the stream costs a write and a delete for each, on the stream's second reader;
a sparse index needs its key taken off when the outcome comes, and the gate may change nothing.

What the log lacks is never taken for what did not happen: before a decision is marked its outcome
is looked up in the ledger, consistently, and the mark is put on condition that there is none. A
sweep that dies is swept again from where the last one ended; nothing is marked twice.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol

from lexloci_edge.errors import LedgerConflict
from lexloci_edge.inspecting.errors import InspectError
from lexloci_edge.ledger import Ledger
from lexloci_edge.records import Aftermath, moment
from lexloci_edge.seals.layout import Log, leaves_of
from lexloci_edge.seals.objects import Objects
from lexloci_edge.signals import Signals
from lexloci_edge.table import asked

UNKNOWN = "unknown"
"""The result that says: the image may have been made."""
HORIZON = timedelta(minutes=15)
"""Since the decision. Its function lived 29 s, and the clocks are at most minutes apart."""
ASKED_BY = "backend"
"""Word of evidence, up to a colon, of a decision that a backend asked for. Its image, if any, is
made elsewhere under a permit, and whoever makes it tells the outcome (`deciding.outcomes`)."""


class Progress(Protocol):
    """How far each log was swept."""

    def swept(self, log: Log) -> int:
        """The first leaf that is not done with; 0 at first. Raises: InspectError."""

    def done(self, log: Log, leaf: int) -> None:
        """Remember it. Raises: InspectError."""


class DynamoProgress:
    """In the seals' table of this Region, under keys of its own: pk SWEEP#<region>#<shard>."""

    def __init__(self, client: Any, table: str) -> None:
        self._client = client
        self._table = table

    def swept(self, log: Log) -> int:
        """As `Progress.swept`."""
        about = {"TableName": self._table, "Key": _key(log), "ConsistentRead": True}
        found = (asked(self._client, "get_item", about, InspectError) or {}).get("Item")
        return 0 if found is None else int(found["leaf"]["N"])

    def done(self, log: Log, leaf: int) -> None:
        """As `Progress.done`."""
        item = {**_key(log), "leaf": {"N": str(leaf)}}
        asked(self._client, "put_item", {"TableName": self._table, "Item": item}, InspectError)


@dataclass(slots=True)
class _Open:
    """What a walk has found: open decisions by id, each with its moment and its batch."""

    found: dict[str, tuple[datetime, int]] = field(default_factory=dict)

    def take(self, leaf: bytes, batch: int) -> None:
        """One leaf of a batch. Raises: ValueError, KeyError, TypeError where it is no entry."""
        told = json.loads(leaf)
        if "tamper" in told:
            return
        if "result" in told:
            self.found.pop(str(told["id"]), None)
        elif told.get("outcome") == "allow" and forwarded(told):
            self.found[str(told["id"])] = (datetime.fromisoformat(told["at"]), batch)


@dataclass(frozen=True, slots=True)
class Sweeper:
    """Sweeps the logs of one Region. sizes: how many leaves of a log are signed."""

    ledger: Ledger
    objects: Objects
    sizes: Callable[[Log], int]
    progress: Progress
    region: str
    signals: Signals

    def sweep(self, log: Log, now: datetime, time_left: Callable[[], bool]) -> int:
        """Mark what is open since before the horizon; answers how many were.

        Stops where `time_left` says so, and goes on from there the next time. Raises: SealError,
        InspectError, LedgerError: what was marked is marked, the rest is swept again.
        """
        begin, size = self.progress.swept(log), self.sizes(log)
        at, open_ones = begin, _Open()
        while at < size and time_left():
            name = log.batch(at)
            leaves = leaves_of(self.objects.read(name), name)
            for leaf in leaves:
                self._take(open_ones, leaf, at)
            at += len(leaves)
        marked, end = 0, at
        for id, (decided, batch) in open_ones.found.items():
            if now - decided < HORIZON:
                end = min(end, batch)
            else:
                marked += self._mark(id, now)
        if end != begin:
            self.progress.done(log, end)
        return marked

    def _take(self, open_ones: _Open, leaf: bytes, batch: int) -> None:
        try:
            open_ones.take(leaf, batch)
        except (ValueError, KeyError, TypeError):
            # A stranger's item that looks like an entry is sealed too, and must not stop a sweep.
            self.signals.count("SweepUnreadable")

    def _mark(self, id: str, now: datetime) -> bool:
        """Whether it was open indeed, and now says `unknown`."""
        try:
            found = self.ledger.get(id)
        except ValueError:
            self.signals.count("SweepUnreadable")
            return False
        if found is None or found[1] is not None:
            # Not there any more: its time was over, or it was tampered with (the sealer's alarm).
            return False
        mark = Aftermath(id=id, at=moment(now), region=self.region, result=UNKNOWN)
        try:
            self.ledger.append(mark)
        except LedgerConflict:
            return False
        self.signals.count("OutcomeUnknown")
        self.signals.say("outcome unknown: the image may have been made", correlation_id=id)
        return True


def forwarded(record: Mapping[str, Any]) -> bool:
    """Whether the function that decided was to forward the call, and so to note what came of it.

    record: as written, for a log holds a thousand of them to a batch.
    """
    words = {str(word).partition(":")[0] for word in record.get("evidence", ())}
    return "on" not in record and ASKED_BY not in words


def _key(log: Log) -> dict[str, Any]:
    return {"pk": {"S": f"SWEEP#{log.region}#{log.shard}"}, "sk": {"S": "SWEEP"}}
