"""The seals that cover a report: which logs its decisions lie in, and under which checkpoints.

Only what the files say. Whether it holds (signatures, roots, nothing dropped) is for `lexloci
verify`, and the report says so.
"""

from dataclasses import dataclass, field
from pathlib import Path

from lexloci_edge.seals.errors import NoteError
from lexloci_edge.seals.layout import Log, Named, named
from lexloci_edge.seals.note import Checkpoint, Note
from lexloci_tools.report.gathering import Gathered
from lexloci_tools.report.tables import ALL, OUTCOMES, Cell, Counts, Row, Table

NO_LOG = ""


@dataclass
class Found:
    """One log as it lies in an export. sizes: of its checkpoints; newest: the greatest one."""

    sizes: set[int] = field(default_factory=set)
    newest: tuple[Checkpoint, str] | None = None

    def covers(self, size: int) -> bool:
        """Whether a checkpoint is of at least this size."""
        return any(each >= size for each in self.sizes)


def count_seals(counts: Counts, gathered: Gathered, export: Path) -> None:
    """Put the table of seals, with the decisions here that lie under one and those that do not."""
    logs = _logs(export)
    lines = gathered.pairs("select file, count(*) from entry group by file")
    numbers: dict[tuple[str, str], int] = {}
    for file, number in gathered.rows("select file, count(*) from here group by file"):
        name = _named(Path(file))
        key, column = NO_LOG, "open"
        if name is not None and name.first is not None:
            key = _key(name.log)
            found = logs.get(name.log)
            if found is not None and found.covers(name.first + lines[file]):
                column = "sealed"
        numbers[key, column] = numbers.get((key, column), 0) + number
    rows = [Row(_key(log), _key(log), _told(found)) for log, found in sorted(logs.items())]
    if rows and any(key == NO_LOG for key, _ in numbers):
        rows.append(Row(NO_LOG, "in no log of this export"))
    heads = {"sealed": "decisions under a seal", "open": "not yet"}
    note = (
        "Logs whose batches and checkpoints lie in this export. Counted, not checked:"
        " `lexloci verify` checks signatures, roots and that nothing is missing."
    )
    empty = "This export holds no seals. Ask for the sealed batches and checkpoints of the ledger."
    counts.put(Table("seals", "Seals", heads, rows, note, empty), numbers if rows else {})
    if rows:
        cells = [Cell("seals", key, column) for key, column in numbers]
        counts.tie(Cell(OUTCOMES, ALL, "decisions"), cells)


def _logs(export: Path) -> dict[Log, Found]:
    """The logs whose checkpoints lie in a folder; a checkpoint that is none counts as missing."""
    logs: dict[Log, Found] = {}
    for path in sorted(export.rglob("*.txt")) if export.is_dir() else ():
        name = _named(path)
        if name is None or name.size is None:
            continue
        try:
            note = Note.parse(path.read_bytes())
            checkpoint = Checkpoint.parse(note.text)
        except NoteError:
            continue
        found = logs.setdefault(name.log, Found())
        found.sizes.add(checkpoint.size)
        if found.newest is None or found.newest[0].size < checkpoint.size:
            found.newest = (checkpoint, ", ".join(sorted({each.name for each in note.signatures})))
    return logs


def _named(path: Path) -> Named | None:
    return named("/".join(path.parts[-4:]))


def _key(log: Log) -> str:
    return f"{log.region}/{log.shard}"


def _told(found: Found) -> str:
    if found.newest is None:
        return ""
    checkpoint, signers = found.newest
    return (
        f"{len(found.sizes):,} checkpoints; the newest of {checkpoint.size:,} leaves, "
        f"root {checkpoint.root.hex()}, signed as {signers}"
    )
