"""The ledger: where records are kept, each under a key that is written once and never changed."""

from typing import Protocol, TypeAlias

from lexloci_edge.errors import LedgerConflict
from lexloci_edge.records import Aftermath, Record

Entry: TypeAlias = Record | Aftermath


class Ledger(Protocol):
    """Keeps entries. One contract suite holds for every backing (tests/edge/test_ledger.py)."""

    def append(self, entry: Entry) -> None:
        """Keep it, durably. Appending an equal entry again succeeds: its answer may have been lost.

        Raises: LedgerConflict where its key holds a different entry, LedgerError where it was not,
        or not surely, kept.
        """

    def get(self, id: str) -> tuple[Record, Aftermath | None] | None:
        """The decision of this id, and what became of it. Raises: LedgerError."""


class MemoryLedger:
    """A ledger in memory: for tests, and for trying things out."""

    def __init__(self) -> None:
        self.entries: dict[tuple[str, type], Entry] = {}

    def append(self, entry: Entry) -> None:
        """As `Ledger.append`."""
        kept = self.entries.setdefault((entry.id, type(entry)), entry)
        if kept.written() != entry.written():
            raise LedgerConflict(entry.id)

    def get(self, id: str) -> tuple[Record, Aftermath | None] | None:
        """As `Ledger.get`."""
        record = self.entries.get((id, Record))
        after = self.entries.get((id, Aftermath))
        if not isinstance(record, Record):
            return None
        return record, after if isinstance(after, Aftermath) else None
