"""The numbers of a report: those of a plain recount, or withheld."""

import json
import math
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from tests.report.recount import recount

from lexloci_edge.records import Aftermath, Record
from lexloci_tools.replay.export import files_of
from lexloci_tools.report.command import report
from lexloci_tools.report.counting import counted
from lexloci_tools.report.gathering import gathered
from lexloci_tools.synthetic import decisions, dynamodb_line, write_export

MONTH = ("2026-11-01", "2026-11-30")
INNER = "without"
"""A column that only withholding knows of."""


def numbers(export, rulebook, place, first, last):
    """Every count as gathered through duckdb, before anything is withheld."""
    days = date.fromisoformat(first), date.fromisoformat(last)
    books = {rulebook.digest: rulebook}
    with gathered(files_of(export), place, *days, books) as found:
        counts = counted(found)
    return {
        tuple(cell): number
        for cell, number in counts.numbers.items()
        if number and cell.column != INNER
    }


@pytest.mark.parametrize(
    ("place", "first", "last"),
    [
        ("GB", *MONTH),
        ("GB-SCT", *MONTH),
        ("EU", "2026-11-10", "2026-11-12"),
        ("world", *MONTH),
        ("US", "2026-11-30", "2026-12-31"),
        ("NZ", *MONTH),
    ],
)
def test_numbers_equal_a_plain_recount(export, entries, rulebook, place, first, last):
    """Every count of every table is that of a loop over the records."""
    assert numbers(export, rulebook, place, first, last) == recount(
        entries, rulebook, place, first, last
    )


def test_the_document_shows_these_numbers_or_none(document, entries, rulebook):
    """What is shown is the recount; what is withheld is null; nothing is left out."""
    expected = recount(entries, rulebook, "GB", *MONTH)
    shown = {}
    for table in document["tables"]:
        for row in table["rows"]:
            for column, value in zip(table["columns"], row["cells"], strict=True):
                shown[table["key"], row["key"], column["key"]] = value
    assert set(expected) <= set(shown)
    for cell, value in shown.items():
        if cell[0] not in ("latency", "seals") and cell[2] != "error_rate":
            assert value in (None, expected.get(cell, 0))
    assert document["decisions"] == expected["outcomes", "all", "decisions"]


def test_error_rates_are_failures_by_asked(document):
    """Per cent of the calls on which a detector failed."""
    table = next(each for each in document["tables"] if each["key"] == "detectors")
    (row,) = table["rows"]
    answered, asked, rate = row["cells"][0], row["cells"][-2], row["cells"][-1]
    assert rate == (None if None in (answered, asked) else round(100 * (1 - answered / asked), 2))


def test_latency_percentiles_equal_a_plain_recount(document, entries, rulebook):
    """Linear between the nearest measurements, of the steps before the record, and upstream."""
    leaves = rulebook.places.leaves("GB")
    here = [
        each
        for each in entries
        if isinstance(each, Record)
        and not each.turned_away
        and all(rulebook.places.leaves(node) <= leaves for node in each.places)
    ]
    ids = {each.id for each in here}
    after = [each for each in entries if isinstance(each, Aftermath) and each.id in ids]
    table = next(each for each in document["tables"] if each["key"] == "latency")
    cells = {row["key"]: row["cells"] for row in table["rows"]}
    added = [sum(each.ms.values()) for each in here if each.ms]
    assert cells["added, all steps before the record"] == percentiles(added)
    assert cells["reader"] == percentiles([each.ms.get("reader", 0) for each in here])
    assert cells["upstream"] == percentiles([each.ms["upstream"] for each in after])


def percentiles(values):
    """p50, p90, p95, p99, as the report rounds them."""
    ordered = sorted(values)
    found = []
    for part in (0.5, 0.9, 0.95, 0.99):
        at = part * (len(ordered) - 1)
        low, high = ordered[math.floor(at)], ordered[math.ceil(at)]
        found.append(pytest.approx(low + (high - low) * (at - math.floor(at)), abs=0.006))
    return found


def test_what_is_wrong_with_an_export_is_said(tmp_path, entries, rulebook):
    """Repeated, contradicting, unreadable, foreign and tampered lines: each counted as such."""
    few = entries[:200]
    records = [each for each in few if isinstance(each, Record)]
    path = tmp_path / "x.jsonl"
    write_export(path, few)
    with path.open("ab") as sink:
        sink.write(few[0].written().encode() + b"\n")
        sink.write(dynamodb_line(few[1]).encode() + b"\n")
        twin = records[5].model_copy(update={"surface": "other"})
        sink.write(twin.written().encode() + b"\n")
        foreign = records[6].model_copy(update={"id": "other", "rulebook": "sha256:gone"})
        sink.write(foreign.written().encode() + b"\n")
        sink.write(b'nonsense\n{"id":7}\n\xff\n{"at":"today","id":"x","region":"r"}\n\n')
        sink.write(b'{"Item":{}}\n{"id":"1","item":"DECISION","region":"r","tamper":"modify"}\n')
    found = report(path, "world", *MONTH, None)["coverage"]
    assert (found["lines"], found["repeated"]) == (len(few) + 10, 2)
    assert (found["unreadable"], found["contradicting"], found["tampering"]) == (5, 1, 1)
    assert found["missing_rulebooks"] == ["sha256:gone"]
    assert not found["whole"]


def test_nothing_but_the_document_goes_to_standard_output(export, rulebook):
    """duckdb draws a bar there, in a report that takes long, unless it is told not to."""
    days = date.fromisoformat(MONTH[0]), date.fromisoformat(MONTH[1])
    with gathered(files_of(export), "GB", *days, {rulebook.digest: rulebook}) as found:
        assert found.rows("select current_setting('enable_progress_bar')") == [(False,)]


def test_an_empty_month_is_a_report_too(export):
    """Nothing decided: zeros and empty tables, no crash."""
    found = report(export, "GB", "2020-01-01", "2020-01-31", None)
    assert found["decisions"] == 0
    assert all(set(row["cells"]) <= {0} for table in found["tables"] for row in table["rows"])


def test_equal_exports_give_equal_documents(export, document):
    """No clock and no chance is in a report."""
    assert report(export, "GB", *MONTH, None) == document


RUN = """
import json, sys
from pathlib import Path
from time import perf_counter
from lexloci_tools.report.command import report
began = perf_counter()
found = report(Path(sys.argv[1]), "GB", "2026-11-01", "2026-11-30", None)
lines = Path("/proc/self/status").read_text().splitlines()
peak = sum(int(line.split()[1]) / 1000 for line in lines if line.startswith("VmHWM:"))
print(json.dumps({"report": found, "took": perf_counter() - began, "peak": peak}))
"""


@pytest.mark.soak
def test_a_hundred_thousand_decisions(tmp_path: Path, rulebook, capsys):
    """The report for GB and a month of 100,000 decisions equals a plain recount, in 500 MB."""
    entries = list(decisions(rulebook, 100_000, seed=1))
    write_export(tmp_path / "month.jsonl.gz", entries)
    assert numbers(tmp_path, rulebook, "GB", *MONTH) == recount(entries, rulebook, "GB", *MONTH)
    # A process of its own: the memory of this one is that of the list above.
    words = [sys.executable, "-c", RUN, str(tmp_path)]
    told = json.loads(subprocess.run(words, capture_output=True, check=True, text=True).stdout)
    assert told["report"] == report(tmp_path, "GB", *MONTH, None)
    with capsys.disabled():
        sys.stdout.write(
            f"\nreport: 100,000 decisions, {told['report']['decisions']:,} of them in GB, "
            f"{told['took']:.1f} s, {told['peak']:.0f} MB\n"
        )
    assert told["peak"] < 500
