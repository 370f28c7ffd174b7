"""Appeals and reports in a regulator's report: counted where the export holds them, or withheld."""

import json
from pathlib import Path

import pytest

from lexloci_edge.appealing.filed import Answered, Appeal, Report, Timed, written
from lexloci_tools.report.command import report
from lexloci_tools.synthetic import write_export

MONTH = ("2026-11-01", "2026-11-30", None)
NOON, DUE = "2026-11-10T12:00:00.000Z", "2026-11-12T12:00:00.000Z"


def line(number, kind="appeal", place="GB-ENG", answer=None, answered="2026-11-11", at=NOON):
    """One item of an export of the table, as DynamoDB writes it."""
    usual = {"id": f"{kind}-{number}", "region": "eu-west-2", "at": at, "places": (place,)}
    usual["timed"] = Timed(due=DUE, hours=48)
    if kind == "appeal":
        filed = Appeal(**usual, account="v0:a", reason="art")
    else:
        filed = Report(**usual, by="person", asks=("takedown",))
    item = {"pk": {"S": f"{kind.upper()}#{number}"}, "filed": {"S": written(filed)}}
    if answer:
        said = Answered(answer=answer, at=f"{answered}T00:00:00.000Z")
        item["answer"] = {"S": written(said)}
    return json.dumps({"Item": item}, separators=(",", ":"))


@pytest.fixture
def told(entries, tmp_path):
    """Answers the tables of the report on an export with these lines beside the decisions'."""

    def document(*lines: str) -> dict:
        write_export(Path(tmp_path, "records.jsonl.gz"), entries[:200])
        Path(tmp_path, "appeals.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
        found = report(tmp_path, "GB", *MONTH)
        assert found["coverage"]["unreadable"] == 0
        return {
            table["key"]: {row["key"]: row["cells"] for row in table["rows"]}
            for table in found["tables"]
        }

    return document


def test_appeals_and_reports_are_counted_by_answer_and_by_their_clock(told):
    """Within the clock, after it ended, all; an open one is late by the period's last day."""
    lines = [line(n, answer="upheld") for n in range(7)]
    lines += [line(n, answer="rejected", answered="2026-11-20") for n in range(10, 18)]
    lines += [line(n) for n in range(20, 26)]
    lines += [line(n, "report", answer="done") for n in range(9)]
    tables = told(*lines)
    assert tables["appeals"] == {
        "open": [0, 6, 6],
        "upheld": [7, 0, 7],
        "rejected": [0, 8, 8],
        "all": [7, 14, 21],
    }
    assert tables["reports"] == {"done": [9, 0, 9], "all": [9, 0, 9]}


def test_those_of_elsewhere_and_of_another_month_are_not_counted(told):
    """Nor one that stands there twice, before and after it was answered."""
    lines = [line(n, answer="upheld") for n in range(7)] + [line(n) for n in range(7)]
    lines += [line(n, place="US-TX") for n in range(30, 40)]
    lines += [line(n, at="2026-10-10T12:00:00.000Z") for n in range(40, 50)]
    assert told(*lines)["appeals"] == {"upheld": [7, 0, 7], "all": [7, 0, 7]}


def test_small_counts_are_withheld(told):
    """Fewer than five could be somebody; nor may they follow from a sum."""
    lines = [line(n, answer="upheld") for n in range(9)]
    lines += [line(n, answer="rejected") for n in range(20, 22)]
    cells = told(*lines)["appeals"]
    assert cells["rejected"][2] is None
    assert None in (cells["upheld"][2], cells["all"][2])


def test_an_export_without_them_says_so(told):
    """As it stands in the report."""
    assert told()["appeals"] == {}
