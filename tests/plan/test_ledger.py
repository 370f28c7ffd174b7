"""What the ledger takes and costs: sizes as DynamoDB counts them, a bill that can be recounted."""

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from lexloci_edge.dynamo import item_of
from lexloci_edge.records import Aftermath
from lexloci_tools import synthetic
from lexloci_tools.cli import app
from lexloci_tools.plan import command
from lexloci_tools.plan.ledger import bill, size_of, sizes_of, stored
from lexloci_tools.plan.prices import PRICES

README = Path(__file__).parents[2] / "README.md"


@pytest.fixture(scope="module")
def entries(rulebook):
    """2,000 decisions and what became of them."""
    return list(synthetic.decisions(rulebook, 2_000, seed=3))


def test_an_item_is_as_large_as_dynamodb_counts():
    """Names and texts by their bytes, numbers by half a byte a digit and one."""
    assert size_of({"pk": {"S": "é"}, "expires": {"N": "1234567890"}}) == 2 + 2 + 7 + 6


def test_write_units_are_those_of_the_items(entries):
    """Each index that has a decision is one more item of its size; an outcome is in none."""
    found = sizes_of(entries)
    units = 0
    for entry in entries:
        item = item_of(entry, 1098)
        copies = 1 + ("gsi1pk" in item) + ("gsi2pk" in item)
        units += copies * -(-size_of(item) // 1024)
    assert sum(found.units.values()) == units
    assert found.writes == pytest.approx(units / 2_000)
    assert found.units["outcome"] == sum(isinstance(each, Aftermath) for each in entries)


def test_every_record_stays_under_a_kilobyte(entries):
    """The record itself; with its keys hardly an item takes a second write unit."""
    found = sizes_of(entries)
    assert max(found.records) < 1000
    assert found.each("table") < 1.05


def test_the_bill_of_three_regions_is_three_times_the_writes(entries):
    """Replication triples what is written; what is sealed is sealed once, where it was written."""
    found = sizes_of(entries)
    one, three = ({line.what: line.dollars for line in bill(found, n, 50.0)} for n in (1, 3))
    same = PRICES["write"].dollars == PRICES["replicated"].dollars
    assert same
    assert three["records and outcomes"] == pytest.approx(3 * one["records and outcomes"])
    for what in ("sealer's memory", "seals in S3", "signatures"):
        assert three[what] == one[what]
    assert "expiry, replicated" not in one
    assert stored(found, 3).dollars > 2.9 * stored(found, 1).dollars - 1


def test_few_decisions_make_many_small_seals(entries):
    """A checkpoint a minute: the fewer decisions there are, the more each one's seal costs."""
    found = sizes_of(entries)
    few, many = ({x.what: x.dollars for x in bill(found, 1, rate)} for rate in (0.1, 50.0))
    assert few["signatures"] > 50 * many["signatures"]


def test_the_command_measures_an_export(entries, tmp_path):
    """Records of one's own instead of synthetic ones; an export without decisions is a question."""
    synthetic.write_export(tmp_path / "a.jsonl", entries[:100])
    told = CliRunner().invoke(app, ["plan", str(tmp_path), "--regions", "2", "--json"])
    assert told.exit_code == 0, told.output
    document = json.loads(told.output)
    assert list(document["bill"]) == ["2"]
    assert document["units_each_region"] > 2
    (tmp_path / "a.jsonl").write_text("\n")
    assert "holds no decision" in str(CliRunner().invoke(app, ["plan", str(tmp_path)]).exception)


def test_the_table_in_the_readme_is_what_the_command_says(rulebook):
    """Numbers in prose grow old: the same rows, and each number within a tenth. (A new law makes
    the bits of a record longer, so they are not the same to the cent.)"""
    told = "\n".join(command.table(command.sizes(None, rulebook), [1, 3], 50.0))
    readme = README.read_text(encoding="utf-8")
    begin = readme.index(told.partition("\n")[0])
    written = "\n".join(readme[begin:].splitlines()[: told.count("\n") + 1])
    number = re.compile(r"\d[\d,]*(?:\.\d+)?")
    assert number.sub("#", written) == number.sub("#", told)
    old, new = ([float(n.replace(",", "")) for n in number.findall(x)] for x in (written, told))
    assert old == pytest.approx(new, rel=0.1, abs=0.02)
