"""The forms of a report: HTML with charts, Markdown, CSV, JSON, all of the same document."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import jinja2
from markupsafe import Markup, escape

from lexloci_tools.report.charts import charts

TEMPLATES = Path(__file__).parent / "templates"
WITHHELD = "withheld"


def as_html(report: Mapping[str, Any]) -> str:
    """One page that needs nothing else: no script, no font, no picture from elsewhere."""
    return _rendered("report.html.j2", report, charts=charts(report))


def as_markdown(report: Mapping[str, Any]) -> str:
    """Headings and tables."""
    return _rendered("report.md.j2", report)


def as_csv(report: Mapping[str, Any]) -> str:
    """One number a line: table, row, column, value; `withheld` where it is not shown."""
    sink = io.StringIO()
    writer = csv.writer(sink, lineterminator="\n")
    writer.writerow(["place", "from", "to", "table", "row", "label", "column", "value"])
    scope = [report["place"], report["from"], report["to"]]
    for table in report["tables"]:
        for row in table["rows"]:
            for column, value in zip(table["columns"], row["cells"], strict=True):
                told = WITHHELD if value is None else value
                named = [table["key"], row["key"], row["label"], column["key"]]
                writer.writerow([_text(each) for each in [*scope, *named]] + [told])
    for name, value in report["coverage"].items():
        told = " ".join(value) if isinstance(value, list) else value
        writer.writerow([*scope, "coverage", name, name, "", _text(str(told))])
    return sink.getvalue()


def as_json(report: Mapping[str, Any]) -> str:
    """The document itself; a withheld number is null."""
    return json.dumps(report, ensure_ascii=False, indent=1) + "\n"


FORMS: Final[Mapping[str, Callable[[Mapping[str, Any]], str]]] = {
    "html": as_html,
    "md": as_markdown,
    "csv": as_csv,
    "json": as_json,
}


def lacking(coverage: Mapping[str, Any]) -> str:
    """In words, what of the export does not count as what it is; empty where all does."""
    return " ".join(_lacking(coverage))


def _lacking(coverage: Mapping[str, Any]) -> Iterator[str]:
    if coverage["unreadable"]:
        yield f"{coverage['unreadable']:,} lines cannot be read (`lexloci replay` names them)."
    if coverage["contradicting"]:
        yield f"{coverage['contradicting']:,} ids stand for two different records."
    if coverage["tampering"]:
        yield f"{coverage['tampering']:,} sealed alarms tell of tampering (`lexloci verify`)."
    for digest in coverage["missing_rulebooks"]:
        yield f"The rulebook {digest} is not at hand: its rules cannot be named."


def _rendered(name: str, report: Mapping[str, Any], **more: Any) -> str:
    world = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=jinja2.select_autoescape(("html.j2",)),
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
    )
    world.filters |= {"number": shown, "short": _short, "cell": _cell, "prose": _prose}
    told = {"report": report, "lacking": lacking(report["coverage"])}
    page = world.get_template(name).render(**told, coverage=_coverage(report["coverage"]), **more)
    return page.rstrip("\n") + "\n"


def _coverage(coverage: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [
        ("files", f"{coverage['files']:,}, {coverage['bytes']:,} bytes"),
        ("digest of `sha256sum` of the files, by name", coverage["digest"]),
        ("lines", f"{coverage['lines']:,}, of them {coverage['repeated']:,} repeated"),
        ("lines that cannot be read", f"{coverage['unreadable']:,}"),
        ("ids of two different records", f"{coverage['contradicting']:,}"),
        ("sealed alarms of tampering", f"{coverage['tampering']:,}"),
        ("rulebooks not at hand", ", ".join(coverage["missing_rulebooks"]) or "none"),
    ]


def shown(value: float | None) -> str:
    """A number as people read it, or that it is withheld."""
    return WITHHELD if value is None else f"{value:,}"


def _prose(text: str) -> Markup:
    """A sentence for HTML, with what stands in backticks as code."""
    return Markup(re.sub(r"`([^`]*)`", r"<code>\1</code>", str(escape(text))))


def _short(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _text(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
