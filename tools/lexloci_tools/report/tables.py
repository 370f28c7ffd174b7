"""Tables of counts, and the sums that tie their cells together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

KINDS = {
    "allow": "allowed",
    "law": "refused by law (451)",
    "house": "refused by house rule (403)",
    "uncertain": "uncertain, so refused (403)",
    "unnamed": "refused, rulebook not at hand",
}
ALL = "all"
OUTCOMES = "outcomes"


class Cell(NamedTuple):
    """One number of the report, by where it stands."""

    table: str
    row: str
    column: str


@dataclass(frozen=True, slots=True)
class Sum:
    """A cell that is the sum of others, or that a reader may take for it."""

    total: Cell
    parts: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its key, what it is called, and what stands beside the name."""

    key: str
    label: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One table. columns: key -> head. note: how to read it. empty: what it says without rows."""

    key: str
    title: str
    columns: Mapping[str, str]
    rows: Sequence[Row]
    note: str = ""
    empty: str = "None."


@dataclass
class Counts:
    """All numbers of a report, its tables in order, and the sums among the numbers."""

    numbers: dict[Cell, int] = field(default_factory=dict)
    tables: list[Table] = field(default_factory=list)
    sums: list[Sum] = field(default_factory=list)

    def number(self, cell: Cell) -> int:
        """A number; 0 where nothing was counted."""
        return self.numbers.get(cell, 0)

    def put(self, table: Table, found: Mapping[tuple[str, str], int]) -> None:
        """Take in a table with its numbers by (row, column)."""
        self.tables.append(table)
        for (row, column), number in found.items():
            self.numbers[Cell(table.key, row, column)] = number

    def tie(self, total: Cell, parts: Sequence[Cell]) -> None:
        """Say that a cell is the sum of others."""
        self.sums.append(Sum(total, tuple(parts)))
