"""Records of decisions under live rules: judged again from the two digests that they name."""

import json

import pytest
from tests.live_documents import document, rule

from lexloci.live import joined
from lexloci.live_form import read_live
from lexloci_edge.records import Record
from lexloci_edge.replay.judging import Shelf, UnjudgedError, WhatIf, kept_in, replayed
from lexloci_tools.replay.command import Question, as_json, replay
from lexloci_tools.synthetic import Setting, decisions, write_export

TOLD = document(rule(), closed={"US-CA": "why"}, house_on=["premium-only"])


@pytest.fixture(scope="module")
def entries(rulebook):
    """Decisions as a gate under these live rules writes them."""
    book = joined(rulebook, read_live(TOLD))
    return list(decisions(book, 300, seed=5, setting=Setting(house="+premium-only")))


def test_each_record_comes_out_as_it_was(rulebook, entries):
    """By the packaged rulebook with the live rules of its digest, house packs switched on too."""
    shelf = Shelf([rulebook, kept_in(TOLD)])
    records = [each for each in entries if isinstance(each, Record)]
    for record in records:
        read = Record.model_validate_json(record.written())
        assert read.live == read_live(TOLD).digest
        assert len(read.written()) < 1000
        again = replayed(read, shelf)
        assert again.kept == again.now
    because = {int(each.because, 16) for each in records}
    assert any(bits >> len(rulebook.raw["bits"]) for bits in because)


def test_without_the_live_rules_it_is_not_judged(rulebook, entries):
    """Nor by others: what is not at hand is said, never passed over."""
    record = next(each for each in entries if isinstance(each, Record))
    for kept in ([rulebook], [rulebook, read_live(document())]):
        with pytest.raises(UnjudgedError, match="not at hand"):
            replayed(record, Shelf(kept))


def test_another_rulebook_is_asked_with_the_live_rules_of_the_time(rulebook, entries):
    """What would have changed is the rulebook, not what was added to it."""
    record = next(each for each in entries if isinstance(each, Record) and not each.turned_away)
    shelf = Shelf([rulebook, read_live(TOLD)])
    again = replayed(record, shelf, WhatIf(rulebook, None))
    assert (again.now, again.now_by.live) == (again.kept, record.live)


def test_the_command_finds_live_rules_among_the_rulebooks(rulebook, entries, tmp_path):
    """One folder holds all that records name."""
    folder = tmp_path / "kept"
    folder.mkdir()
    (folder / "live-2026-11-24.json").write_bytes(TOLD)
    write_export(tmp_path / "records.jsonl", entries)
    told = replay(Question(tmp_path / "records.jsonl", rulebooks=folder, quiet=True))
    assert told.exit_code == 0
    assert as_json(told)["equal"] == 300
    alone = replay(Question(tmp_path / "records.jsonl", quiet=True))
    assert alone.exit_code == 3
    assert json.dumps(as_json(alone)["unjudged"]).count("no live rules") == 1
