"""The published list: what is refused where, by which law, since when, how sure we are; and what
changes next."""

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from lexloci.rulebook import ALWAYS, Rulebook, Version
from lexloci_edge.published import row

COLUMNS = ("id", "title", "places", "law", "source", "house", "reaches", "since", "basis", "status")


def cells(version: Version) -> dict[str, str]:
    """A version as a row of texts."""
    told = row(version)
    return {name: _text(told[name]) for name in COLUMNS}


def _text(value: Any) -> str:
    return " ".join(value) if isinstance(value, list) else str(value or "")


def export(versions: Sequence[Version], form: str) -> str:
    """The list as csv, md or json."""
    if form == "json":
        listed = [row(version) for version in versions]
        return json.dumps(listed, ensure_ascii=False, indent=1) + "\n"
    rows = [cells(version) for version in versions]
    if form == "csv":
        sink = io.StringIO()
        writer = csv.DictWriter(sink, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        return sink.getvalue()
    head = "| " + " | ".join(COLUMNS) + " |\n" + "| --- " * len(COLUMNS) + "|\n"
    cell = str.maketrans({"|": "\\|", "\n": " "})
    lines = (
        "| " + " | ".join(each[name].translate(cell) for name in COLUMNS) + " |" for each in rows
    )
    return head + "\n".join(lines) + "\n"


@dataclass(frozen=True)
class Turn:
    """A day on which a rule version begins or ends."""

    on: date
    begins: bool
    version: Version


def calendar(rulebook: Rulebook, today: date, days: int = 400) -> list[Turn]:
    """What begins and ends in the days after today, in order."""
    last = today + timedelta(days=days)
    turns = []
    for version in rulebook.all_versions():
        ends = (version.since, True), (version.until, False)
        for day, begins in ends:
            if day and day != ALWAYS and today < date.fromisoformat(day) <= last:
                turns.append(Turn(date.fromisoformat(day), begins, version))
    return sorted(turns, key=lambda turn: (turn.on, turn.version.id))


def expected(rulebook: Rulebook) -> list[dict[str, Any]]:
    """Law passed or proposed without a known day: no effect yet."""
    return list(rulebook.raw["expected"])
