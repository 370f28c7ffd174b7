"""The forms of a report: the same numbers, safely written."""

import csv
import io
import json
import re
import xml.etree.ElementTree as ET

import pytest
import typer
from typer.testing import CliRunner

from lexloci.errors import LexlociError
from lexloci_edge.seals.layout import Log
from lexloci_edge.seals.note import Checkpoint, Note, Signature
from lexloci_tools import record_commands
from lexloci_tools.report.command import report
from lexloci_tools.report.rendering import FORMS, WITHHELD
from lexloci_tools.synthetic import write_export

MONTH = ("2026-11-01", "2026-11-30")

app = typer.Typer()
app.command()(record_commands.report)


def run(*words):
    """The exit code and stdout of `lexloci report`."""
    result = CliRunner().invoke(app, [str(word) for word in words])
    if isinstance(result.exception, LexlociError):
        return result.exception.exit_code, str(result.exception)
    return result.exit_code, result.stdout


def test_json_is_the_document(document):
    """Read back it is the same."""
    assert json.loads(FORMS["json"](document)) == document


def test_csv_holds_every_number(document):
    """One line each, `withheld` where it is not shown."""
    rows = list(csv.DictReader(io.StringIO(FORMS["csv"](document))))
    found = {(row["table"], row["row"], row["column"]): row["value"] for row in rows}
    for table in document["tables"]:
        for row in table["rows"]:
            for column, value in zip(table["columns"], row["cells"], strict=True):
                told = WITHHELD if value is None else str(value)
                assert found[table["key"], row["key"], column["key"]] == told


def test_html_is_one_page_that_needs_nothing(document):
    """No script and no address elsewhere; each chart has a title and a description in words."""
    page = FORMS["html"](document)
    assert "<script" not in page
    assert not re.search(r"""(src|href|url)\s*[=(]\s*["']?(https?:|//)""", page)
    charts = re.findall(r"<svg viewBox.*?</svg>", page, re.S)
    assert len(charts) == 5
    for chart in charts:
        drawn = ET.fromstring(chart)
        assert drawn.get("role") == "img"
        assert all(drawn.find(name).text for name in ("title", "desc"))
    for table in document["tables"]:
        assert f'<h2 id="{table["key"]}">' in page
    assert "prefers-color-scheme: dark" in page
    assert "@media print" in page


def test_markdown_has_every_table(document):
    """Headings, tables, and what empty ones say."""
    text = FORMS["md"](document)
    for table in document["tables"]:
        assert f"\n## {table['title']}\n" in text
        if not table["rows"]:
            assert table["empty"] in text
    widths = {line.count("|") for line in text.split("## By surface")[1].split("##")[0].split("\n")}
    assert len(widths - {0}) == 1


def test_what_records_say_is_never_taken_for_code(tmp_path, entries):
    """A record's own words are escaped in HTML, Markdown and for spreadsheets."""
    wicked = "=<b>|x"
    record = next(each for each in entries if getattr(each, "outcome", "") == "allow")
    many = [record.model_copy(update={"surface": wicked, "id": str(n)}) for n in range(9)]
    path = tmp_path / "x.jsonl"
    write_export(path, many)
    found = report(path, "world", *MONTH, None)
    assert "<b>" not in FORMS["html"](found)
    assert "&lt;b&gt;" in FORMS["html"](found)
    assert "=<b>\\|x" in FORMS["md"](found)
    assert ",'=<b>|x," in FORMS["csv"](found)


def test_seals_are_told_where_they_lie_in_the_export(tmp_path, entries):
    """Decisions in a batch under a checkpoint, in one without, and in no log at all."""
    log = Log("eu-west-2", 0)
    parts = {
        log.batch(0): entries[:400],
        log.batch(400): entries[400:800],
        "x.jsonl": entries[800:],
    }
    for name, part in parts.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        write_export(tmp_path / name, part)
    checkpoint = Checkpoint(log.origin("lexloci.example"), 400, bytes(32))
    note = Note(checkpoint.text(), (Signature(checkpoint.origin, b"1234", b"5"),))
    (tmp_path / log.checkpoint(400)).parent.mkdir()
    (tmp_path / log.checkpoint(400)).write_bytes(note.printed())
    (tmp_path / log.checkpoint(800)).write_bytes(b"no checkpoint")
    found = report(tmp_path, "GB", *MONTH, None)
    table = next(each for each in found["tables"] if each["key"] == "seals")
    assert [row["key"] for row in table["rows"]] == ["eu-west-2/0", ""]
    sealed, unsealed = table["rows"][0]["cells"]
    assert sealed > 20
    assert unsealed > 20
    assert "the newest of 400 leaves" in table["rows"][0]["detail"]
    assert sum(cell for row in table["rows"] for cell in row["cells"]) == found["decisions"]


@pytest.mark.parametrize("name", ["r.html", "r.md", "r.csv", "r.json"])
def test_the_command_writes_the_form_that_the_file_is_named_for(tmp_path, export, document, name):
    """Exit code 0, and the file holds that form."""
    place = ("--place", "GB", "--from", MONTH[0], "--to", MONTH[1])
    code, _ = run(export, *place, "--out", tmp_path / name, "-q")
    assert code == 0
    assert (tmp_path / name).read_text() == FORMS[name[2:]](document)
    code, told = run(export, *place, "--format", name[2:])
    assert (code, told) == (0, FORMS[name[2:]](document))


def test_a_report_that_is_not_whole_says_so(tmp_path, entries):
    """Exit code 3, and a sentence in the report itself."""
    path = tmp_path / "x.jsonl"
    write_export(path, entries[:100])
    with path.open("a") as sink:
        sink.write("nonsense\n")
    place = ("--place", "GB", "--from", MONTH[0], "--to", MONTH[1])
    code, told = run(path, *place)
    assert code == 3
    assert "1 lines cannot be read" in told


@pytest.mark.parametrize(
    "words",
    [
        ("--place", "Atlantis", "--from", *MONTH[:1], "--to", MONTH[1]),
        ("--place", "GB", "--from", "soon", "--to", MONTH[1]),
        ("--place", "GB", "--from", MONTH[1], "--to", MONTH[0]),
        ("--place", "GB", "--from", MONTH[0], "--to", MONTH[1], "--format", "pdf"),
        ("--place", "GB", "--from", MONTH[0], "--to", MONTH[1], "--out", "/nowhere/x.md"),
        ("--place", "GB", "--from", MONTH[0], "--to", MONTH[1], "--rulebooks", "nowhere"),
    ],
)
def test_wrong_questions(export, words):
    """Exit code 2, and a sentence."""
    code, told = run(export, *words)
    assert code == 2
    assert told
