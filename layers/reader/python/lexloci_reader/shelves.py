"""How the reader's tables lie in files: by sections that load fast, the largest of them on shelves
that are unpacked when one of their keys is asked for."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from pathlib import Path
from typing import Any
from zlib import decompress

DATA = Path(__file__).parent / "data"
ROW, CELL = "\x1e", "\x1f"
"""What parts the rows of a shelf, and a key from its value."""
PACKED = ".zlib"
OFTEN, SMALL = 10, 500
"""Questions from which a shelf is unpacked, and letters up to which it is at the first."""


class Shelves:
    """A table whose rows are parted by the first letters of their keys and unpacked on demand: a
    large shelf of which few keys are asked is searched as it is packed."""

    __slots__ = ("_asked", "_letters", "_open", "shut")

    def __init__(self, shut: dict[str, str], letters: int) -> None:
        """shut: first `letters` of keys -> rows, each the rest and the value, which may lack where
        the key is its own value, parted as `ROW` and `CELL` say."""
        self.shut, self._letters = shut, letters
        self._open: dict[str, dict[str, str]] = {}
        self._asked: dict[str, int] = {}

    def get(self, key: str) -> str:
        """The value of `key`; empty if it has none."""
        head = key[: self._letters]
        table = self._open.get(head)
        if table is None:
            if head not in self.shut:
                return ""
            if len(self.shut[head]) > SMALL:
                asked = self._asked[head] = self._asked.get(head, 0) + 1
                if asked < OFTEN:
                    return self._sought(key, head)
            table = self._open[head] = {}
            for name, value in self._rows(head):
                table[name] = f"{table[name]};{value}" if name in table else value
        return table.get(key, "")

    def _sought(self, key: str, head: str) -> str:
        """The value of `key`, looked for in the packed shelf."""
        rows, rest = self.shut[head], key[self._letters :]
        if f"{ROW}{rest}" not in rows and not rows.startswith(rest):
            return ""
        rows = f"{ROW}{rows}{ROW}"
        behind = rows.split(f"{ROW}{rest}{CELL}")[1:]
        if behind:
            return ";".join([each.partition(ROW)[0] or key for each in behind])
        return key if rest and f"{ROW}{rest}{ROW}" in rows else ""

    def begins(self, word: str) -> bool:
        """Whether there may be a key that begins as the word does."""
        return word[: self._letters] in self.shut

    def __contains__(self, key: str) -> bool:
        """Whether there is a row of this key."""
        return bool(self.get(key))

    def __iter__(self) -> Iterator[str]:
        """Every key."""
        return (key for head in self.shut for key, _ in self._rows(head))

    def add(self, shut: Mapping[str, str]) -> None:
        """Rows of another file; a head may have some in both, and a key values, joined by `;`."""
        for head, rows in shut.items():
            self.shut[head] = f"{self.shut[head]}{ROW}{rows}" if head in self.shut else rows
            self._open.pop(head, None)

    def _rows(self, head: str) -> Iterator[tuple[str, str]]:
        for row in self.shut.get(head, "").split(ROW):
            rest, _, value = row.partition(CELL)
            if row:
                yield head + rest, value or head + rest


def shelf(table: str) -> int:
    """How many first letters the rows on one shelf of a table have in common."""
    return 4 if table == "joined" else 2


def sections(
    file: str, only: Container[str] | None = None
) -> Iterator[tuple[str, list[str], list[str]]]:
    """Name, keys and values of each table in a data file, or of these only; a table stands in one
    section or several. Files that few texts ask for are packed (`PACKED`).

    Three lines a section, what is in a line parted by tabs: the shape that loads fastest. A section
    without values has its keys for values; one value is the value of every key.
    """
    stored = (DATA / file).read_bytes()
    whole = decompress(stored) if file.endswith(PACKED) else stored
    lines = whole.split(b"\n")  # letters of ASCII alone decode much faster
    for packed, keys, values in zip(lines[::3], lines[1::3], lines[2::3], strict=False):
        name = packed.decode()
        if only is None or name in only:
            held = keys.decode("utf-8").split("\t") if keys else []
            yield name, held, values.decode("utf-8").split("\t") if values else held


def fill(
    tables: Mapping[str, dict[str, Any]], file: str, only: Container[str] | None = None
) -> None:
    """Put the rows of a data file, or of `only` some of its tables, into these tables."""
    for name, keys, told in sections(file, only):
        table = tables[name]
        values: list[Any] = [*map(int, told)] if name == "numbers" else told
        if len(values) == 1:
            table.update(dict.fromkeys(keys, values[0]))
        else:
            table.update(zip(keys, values, strict=True))
