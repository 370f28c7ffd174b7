"""The report as one plain document: what every form of it (HTML, Markdown, CSV, JSON) is made of.

What is withheld is left out here, once, so that no form can show it: `None` stands in its place.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from lexloci.rulebook import Rulebook
from lexloci_tools.replay.export import files_of
from lexloci_tools.report.counting import counted
from lexloci_tools.report.filed import filed
from lexloci_tools.report.gathering import Coverage, Gathered, gathered
from lexloci_tools.report.sealed import count_seals
from lexloci_tools.report.tables import ALL, OUTCOMES, Cell, Counts, Table
from lexloci_tools.report.withholding import K, withheld

PERCENTILES = (50, 90, 95, 99)
ORDER = (
    "outcomes days places rules laws surfaces tiers duties results strikes appeals reports latency "
    "detectors evidence maybe turned_away seals probes rulebooks houses regions"
).split()
"""The order in which tables are told."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What a report is about: an export, a place (any node), the first and last day (UTC)."""

    export: Path
    place: str
    first: date
    last: date


def document(scope: Scope, rulebooks: Mapping[str, Rulebook]) -> dict[str, Any]:
    """The whole report as JSON. `rulebooks` by digest, the one that knows the place first.

    Equal exports give equal documents: no clock is read. Raises: QuestionError.
    """
    files = files_of(scope.export)
    with gathered(files, scope.place, scope.first, scope.last, rulebooks) as found:
        counts = counted(found)
        filed(counts, found, scope.last.isoformat())
        count_seals(counts, found, scope.export)
        latency, probes = _latency(found, counts), _probes(found)
        coverage = found.coverage
    hidden = withheld(counts.numbers, counts.sums)
    place = next(iter(rulebooks.values())).places.title(scope.place)
    tables = [_table(each, counts, hidden) for each in counts.tables]
    tables += [latency, probes]
    tables.sort(key=lambda table: ORDER.index(table["key"]))
    return {
        "format": 1,
        "title": f"Decisions on image-generation calls: {place}",
        "place": scope.place,
        "place_title": place,
        "from": scope.first.isoformat(),
        "to": scope.last.isoformat(),
        "withheld_below": K,
        "decisions": _shown(counts, hidden, Cell(OUTCOMES, ALL, "decisions")),
        "coverage": _coverage(coverage),
        "tables": tables,
    }


def _table(table: Table, counts: Counts, hidden: frozenset[Cell]) -> dict[str, Any]:
    rows = []
    for row in table.rows:
        cells = [_shown(counts, hidden, Cell(table.key, row.key, key)) for key in table.columns]
        rows.append({"key": row.key, "label": row.label, "detail": row.detail, "cells": cells})
    columns = [{"key": key, "label": label} for key, label in table.columns.items()]
    if table.key == "detectors":
        _rate(columns, rows)
    told = {"key": table.key, "title": table.title, "note": table.note, "empty": table.empty}
    return {**told, "unit": "count", "columns": columns, "rows": rows}


def _rate(columns: list[dict[str, str]], rows: list[dict[str, Any]]) -> None:
    """Add the error rate in percent, where what it is made of may be shown."""
    columns.append({"key": "error_rate", "label": "error rate, %"})
    for row in rows:
        answered, asked = row["cells"][0], row["cells"][-1]
        known = answered is not None and asked
        row["cells"].append(round(100 * (1 - answered / asked), 2) if known else None)


def _shown(counts: Counts, hidden: frozenset[Cell], cell: Cell) -> int | None:
    return None if cell in hidden else counts.number(cell)


def _latency(found: Gathered, counts: Counts) -> dict[str, Any]:
    """Milliseconds at percentiles by step, of K measurements or more."""
    quantiles = ", ".join(str(each / 100) for each in PERCENTILES)
    query = f"""
        with step as (
            select step, coalesce(ms[step], 0) as spent
            from here, (select distinct unnest(map_keys(ms)) as step from here)
            union all
            select 'added, all steps before the record', list_sum(map_values(ms))
            from here where ms is not null
            union all
            select unnest(map_keys(aftermath.ms)), unnest(map_values(aftermath.ms))
            from here join aftermath using (region, id))
        select step, quantile_cont(spent, [{quantiles}]) from step
        group by step having count(*) >= {K} order by step"""
    rows = [
        {"key": step, "label": step, "detail": "", "cells": [round(each, 2) for each in values]}
        for step, values in found.database.execute(query).fetchall()
    ]
    return {
        "key": "latency",
        "title": "Added latency",
        "note": "Milliseconds. `upstream` is the image server's own time, and not added by the"
        " gate. Writing the record itself is not in the record.",
        "empty": "No latency was recorded.",
        "unit": "milliseconds",
        "columns": [{"key": f"p{each}", "label": f"p{each}"} for each in PERCENTILES],
        "rows": rows,
    }


def _probes(found: Gathered) -> dict[str, Any]:
    """Our own calls, which count nowhere else; they are about nobody, so none is withheld."""
    query = """
        select outcome, count(*), count(distinct day), min(day), max(day) from probed
        where standing = 'here' group by outcome order by outcome"""
    rows = [
        {"key": outcome, "label": outcome, "detail": f"{first} to {last}", "cells": [calls, days]}
        for outcome, calls, days, first, last in found.database.execute(query).fetchall()
    ]
    return {
        "key": "probes",
        "title": "Probes",
        "note": "Calls of this service's own with known verdicts, sent through the public front to"
        " see that the law is in force. They count in no other table.",
        "empty": "No probe was sent.",
        "unit": "count",
        "columns": [{"key": "calls", "label": "calls"}, {"key": "days", "label": "days"}],
        "rows": rows,
    }


def _coverage(coverage: Coverage) -> dict[str, Any]:
    return {
        "files": coverage.files,
        "bytes": coverage.bytes,
        "digest": coverage.digest,
        "lines": coverage.lines,
        "repeated": coverage.repeated,
        "unreadable": coverage.unreadable,
        "contradicting": coverage.contradicting,
        "tampering": coverage.tampering,
        "missing_rulebooks": list(coverage.missing_rulebooks),
        "whole": coverage.whole,
    }
