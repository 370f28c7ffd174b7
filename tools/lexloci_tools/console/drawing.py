"""Drawings of the watch: the report's charts, and one of its own for the course of time."""

from collections.abc import Mapping, Sequence
from typing import Any

from lexloci_tools.console.verdicts import KINDS
from lexloci_tools.report.charts import Chart, Mark, Text, charts

HEIGHT = 120
WIDTH = 1180
TOP = 14
"""Room for the number of the highest column."""
WORLD, ANYWHERE = "world", "every place (unknown)"
STACKED = ("allow", "uncertain", "house", "law")


def drawn(watch: Mapping[str, Any]) -> dict[str, Chart]:
    """The charts of a watch document, by key; those without a number are left out."""
    found = charts(_document(watch))
    course = over_time(watch["per_column"], watch["minutes"])
    return {**found, **({"course": course} if course else {})}


def over_time(columns: Sequence[Mapping[str, Any]], minutes: int) -> Chart | None:
    """Stacked columns, one for each part of the span."""
    totals = [sum(int(column[kind]) for kind in STACKED) for column in columns]
    most = max(totals, default=0)
    if not most:
        return None
    said = f"{sum(totals):,} decisions in {minutes} minutes, at most {most:,} in one column."
    kinds = {kind: KINDS[kind] for kind in STACKED if any(column[kind] for column in columns)}
    chart = Chart("course", "Decisions over time", said, TOP + HEIGHT + 20, kinds, width=WIDTH)
    chart.texts.append(Text(0, TOP - 4, f"{most:,}"))
    chart.marks.append(Mark(0, TOP, WIDTH, 0.6, "grid", ""))
    chart.marks.append(Mark(0, TOP + HEIGHT, WIDTH, 0.6, "grid", ""))
    pitch = WIDTH / len(columns)
    for index, column in enumerate(columns):
        x, y = pitch * index, float(TOP + HEIGHT)
        if index % 10 == 0:
            chart.texts.append(Text(x, TOP + HEIGHT + 16, str(column["at"])[11:16]))
        for kind in STACKED:
            if column[kind]:
                high = HEIGHT * column[kind] / most
                y -= high
                tip = f"{str(column['at'])[11:16]}, {KINDS[kind]}: {column[kind]:,}"
                chart.marks.append(Mark(x, y, pitch * 0.8, high, kind, tip))
    return chart


def _document(watch: Mapping[str, Any]) -> dict[str, Any]:
    """The counts in the shape of a regulator's report, which is what the charts are drawn from."""
    day = str(watch["at"])[:10]
    outcomes = [
        {"key": kind, "label": KINDS[kind], "cells": [count]}
        for kind, count in watch["outcomes"].items()
    ]
    latency = [
        {
            "key": row["step"],
            "label": row["step"],
            "cells": [value for name, value in row.items() if name != "step"],
        }
        for row in watch["latency"]
    ]
    heads = [name for row in watch["latency"][:1] for name in row if name != "step"]
    tables = [
        _table("outcomes", ["decisions"], outcomes),
        _table("days", [], []),
        _table("places", STACKED[1:], _rows(watch["places"])),
        _table("rules", STACKED[1:], _rows(watch["rules"])),
        _table("latency", heads, latency),
    ]
    return {"tables": tables, "from": day, "to": day}


def _rows(listed: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [
        {
            "key": row["name"],
            "label": ANYWHERE if row["name"] == WORLD else row["name"],
            "cells": [row.get(kind, 0) for kind in STACKED[1:]],
        }
        for row in listed
    ]


def _table(key: str, heads: Sequence[str], rows: list[dict[str, Any]]) -> dict[str, Any]:
    columns = [{"key": head, "label": KINDS.get(head, head)} for head in heads]
    return {"key": key, "columns": columns, "rows": rows}
