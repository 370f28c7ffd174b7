"""Charts, drawn here as shapes for SVG: no script draws them, and a sentence tells each.

Only what the document shows is drawn; what is withheld is hatched, where its place is known.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

WIDTH = 760
LEFT = 56
"""Room for the numbers of the vertical axis."""
COLUMN_HEIGHT = 220
MOST_BARS = 12
KINDS = ("allow", "uncertain", "house", "law", "unnamed")
"""In the order in which they are stacked."""
Table = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Mark:
    """One rectangle. kind: its colour's name; tip: what it stands for."""

    x: float
    y: float
    width: float
    height: float
    kind: str
    tip: str


@dataclass(frozen=True, slots=True)
class Text:
    """One text. anchor: start, middle or end."""

    x: float
    y: float
    text: str
    anchor: str = "start"


@dataclass
class Chart:
    """A drawing of so many units. said: the same in words. legend: kind -> label."""

    key: str
    title: str
    said: str
    height: float
    legend: Mapping[str, str] = field(default_factory=dict)
    marks: list[Mark] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    width: float = WIDTH


def charts(document: Mapping[str, Any]) -> dict[str, Chart]:
    """The charts of a report by the key of the table that each stands over."""
    tables = {table["key"]: table for table in document["tables"]}
    drawn = [
        _outcomes(tables["outcomes"]),
        _days(tables["days"], document["from"], document["to"]),
        _bars("places", "Decisions by place", _stacks(tables["places"])),
        _bars("rules", "The rules that decided most", _stacks(tables["rules"])),
        _latency(tables["latency"]),
    ]
    return {chart.key: chart for chart in drawn if chart is not None}


def _outcomes(table: Table) -> Chart | None:
    rows = [
        (row["label"], [(row["key"], row["label"], row["cells"][0])])
        for row in table["rows"]
        if row["key"] != "all"
    ]
    return _bars("outcomes", "Decisions by outcome", rows, ranked=False)


def _latency(table: Table) -> Chart | None:
    heads = [column["label"] for column in table["columns"]]
    rows = [
        (f"{row['label']}, {head}", [("time", "milliseconds", value)])
        for row in table["rows"]
        if row["key"].startswith("added")
        for head, value in zip(heads, row["cells"], strict=True)
    ]
    return _bars("latency", "Added latency, milliseconds", rows, ranked=False)


Stack = tuple[str, list[tuple[str, str, float | None]]]
"""A label, and (kind, label, value) for each part of its bar."""


def _stacks(table: Table) -> list[Stack]:
    heads = [(column["key"], column["label"]) for column in table["columns"]]
    rows = []
    for row in table["rows"]:
        cells = zip(heads, row["cells"], strict=True)
        parts = [(kind, label, value) for (kind, label), value in cells if kind in KINDS]
        rows.append((row["label"], sorted(parts, key=lambda part: KINDS.index(part[0]))))
    return rows


def _bars(key: str, title: str, rows: Sequence[Stack], ranked: bool = True) -> Chart | None:
    """Horizontal bars, each under its label. ranked: the longest first, and not all of them."""
    shown = sorted(rows, key=lambda row: -_length(row))[:MOST_BARS] if ranked else rows
    if not any(map(_length, shown)):
        return None
    scale = (WIDTH - 110) / max(map(_length, shown))
    said = "; ".join(f"{label}: {_said(parts)}" for label, parts in shown)
    chart = Chart(key, title, said + ".", 36 * len(shown) + 4, _legend(shown) if ranked else {})
    for index, (label, parts) in enumerate(shown):
        top, x = 36 * index, 0.0
        chart.texts.append(Text(0, top + 12, label if len(label) < 96 else f"{label[:94]}…"))
        for kind, name, value in parts:
            if value:
                tip = f"{label}, {name}: {value:,}"
                chart.marks.append(Mark(x, top + 17, value * scale, 13, kind, tip))
                x += value * scale
        gone = " + withheld" if any(value is None for *_, value in parts) else ""
        total = _length((label, parts))
        chart.texts.append(Text(x + 6, top + 28, f"{total:,}{gone}" if total else "withheld"))
    return chart


def _days(table: Table, first: str, last: str) -> Chart | None:
    """Columns for the days, stacked by outcome; what is withheld of a day is hatched."""
    stacks = {row["key"]: row for row in table["rows"]}
    totals = {key: row["cells"][-1] or 0 for key, row in stacks.items()}
    if not any(totals.values()):
        return None
    begin = date.fromisoformat(first)
    number = (date.fromisoformat(last) - begin).days + 1
    most = _round_up(max(totals.values()))
    legend = _legend(_stacks(table))
    if any(None in row["cells"] for row in table["rows"]):
        legend["withheld"] = "withheld"
    said = f"Between {min(totals.values()):,} and {max(totals.values()):,} decisions on a day."
    chart = Chart("days", "Decisions by day", said, COLUMN_HEIGHT + 30, legend)
    for step in range(5):
        y = 8 + COLUMN_HEIGHT * (1 - step / 4)
        chart.marks.append(Mark(LEFT, y, WIDTH - LEFT, 0.6, "grid", ""))
        chart.texts.append(Text(LEFT - 6, y + 4, f"{most * step / 4:,.0f}", "end"))
    pitch = (WIDTH - LEFT) / number
    named = dict(_stacks(table))
    for index in range(number):
        day = (begin + timedelta(days=index)).isoformat()
        x = LEFT + pitch * index
        if index % max(1, round(number / 10)) == 0:
            chart.texts.append(Text(x + pitch / 2, COLUMN_HEIGHT + 26, day[5:], "middle"))
        if day in named:
            _column(chart, x, pitch * 0.8, day, named[day], totals[day], COLUMN_HEIGHT / most)
    return chart


def _column(
    chart: Chart,
    x: float,
    width: float,
    day: str,
    parts: Sequence[tuple[str, str, float | None]],
    total: float,
    scale: float,
) -> None:
    y = 8.0 + COLUMN_HEIGHT
    rest = total - sum(value or 0 for *_, value in parts)
    shown = [part for part in parts if part[2]]
    for kind, label, value in [*shown, ("withheld", "withheld", rest)]:
        if value and value > 0:
            y -= value * scale
            tip = f"{day}, {label}: {value:,}"
            chart.marks.append(Mark(x, y, width, value * scale, kind, tip))


def _length(row: Stack) -> float:
    return sum(value or 0 for *_, value in row[1])


def _said(parts: Sequence[tuple[str, str, float | None]]) -> str:
    told = (f"{'withheld' if value is None else f'{value:,}'} {label}" for _, label, value in parts)
    return ", ".join(told)


def _legend(rows: Sequence[Stack]) -> dict[str, str]:
    found = {kind: label for _, parts in rows for kind, label, value in parts if value}
    return {kind: found[kind] for kind in KINDS if kind in found}


def _round_up(number: float) -> float:
    """The next of 4, 8, 20, 40, 80, 200, 400 …, so that quarters are whole."""
    step = 4
    while step < number:
        step = step * 5 // 2 if str(step)[0] == "8" else step * 2
    return step
