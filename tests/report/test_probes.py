"""Probes in the report, counted as nobody's calls; and decisions under live rules."""

from tests.live_documents import document as document_of
from tests.live_documents import rule

from lexloci.live import joined
from lexloci.live_form import read_live
from lexloci_edge.records import Record
from lexloci_tools import synthetic
from lexloci_tools.report.command import report
from lexloci_tools.synthetic import write_export


def without(document, key):
    """A report without one table and without what the export's own files say."""
    tables = [each for each in document["tables"] if each["key"] != key]
    return {**document, "coverage": None, "tables": tables}


def test_probes_stand_in_a_table_of_their_own_and_in_no_other(entries, document, tmp_path):
    """A month with probes counts as one without, but for their table."""
    records = [each for each in entries if isinstance(each, Record) and not each.turned_away][:40]
    probes = [
        each.model_copy(
            update={"id": each.id[:-1] + "x", "places": ("GB",), "evidence": ("probe",)}
        )
        for each in records
    ]
    write_export(tmp_path / "records.jsonl", [*entries, *probes])
    told = report(tmp_path / "records.jsonl", "GB", "2026-11-01", "2026-11-30", None)
    assert without(told, "probes") == without(document, "probes")
    (table,) = [each for each in told["tables"] if each["key"] == "probes"]
    assert sum(row["cells"][0] for row in table["rows"]) == 40
    (none,) = [each for each in document["tables"] if each["key"] == "probes"]
    assert none["rows"] == []


def test_rules_of_live_documents_are_named_where_those_are_at_hand(rulebook, tmp_path):
    """By the digests of both, which each record has; without the document, the report says so."""
    told = document_of(rule(when={}, extent=["GB"]))
    book = joined(rulebook, read_live(told))
    write_export(tmp_path / "records.jsonl", synthetic.decisions(book, 2_000, seed=4))
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept/live.json").write_bytes(told)
    asked = (tmp_path / "records.jsonl", "GB", "2026-11-01", "2026-11-30")
    found = report(*asked, tmp_path / "kept")
    assert found["coverage"]["whole"]
    (rules,) = [each for each in found["tables"] if each["key"] == "rules"]
    assert "emergency-order/order@always" in {row["key"] for row in rules["rows"]}
    (missing,) = report(*asked, None)["coverage"]["missing_rulebooks"]
    assert missing == f"{rulebook.digest} + {book.live}"
