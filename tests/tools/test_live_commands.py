"""`lexloci build --emergency` and `lexloci close`: what is deployed is sound before it leaves."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from lexloci.errors import LexlociError
from lexloci.live_form import read_live
from lexloci_tools.cli import app

ORDER = """\
pack: emergency-order
title: An interim order
covers: GB
since: 2026-11-24
checked: 2026-11-24
reviewed: counsel
rules:
  - id: swimwear
    title: Invented persons in swimwear
    extent: GB-ENG
    versions:
      - from: 2026-11-24
        law: Interim order of 24 November 2026
        source: https://courts.invalid/1
        basis: primary
        reaches: [creating]
        reading: None until the hearing.
        when: {exposure: swimwear, subject: fictional}
        then: refuse
"""


@pytest.fixture
def run(tmp_path, monkeypatch):
    """A command in a folder of its own: its exit code and what it printed."""
    monkeypatch.chdir(tmp_path)
    Path("emergency-order.yaml").write_text(ORDER)

    def command(*words):
        found = CliRunner().invoke(app, list(words))
        if isinstance(found.exception, LexlociError):
            return found.exception.exit_code, str(found.exception)
        return found.exit_code, found.output

    return command


def test_an_emergency_pack_is_frozen_into_a_document(run):
    """The document is what the gate and AppConfig's own look take."""
    code, told = run("build", "--emergency", "emergency-order.yaml")
    assert (code, "emergency-order/swimwear@2026-11-24" in told) == (0, True)
    live = read_live(Path("live.json").read_bytes())
    assert [each["id"] for each in live.versions] == ["emergency-order/swimwear@2026-11-24"]


def test_a_place_is_closed_and_opened_beside_the_rules(run):
    """Each command changes its own member and leaves the others."""
    run("build", "--emergency", "emergency-order.yaml")
    before = Path("live.json").read_text()
    code, told = run("close", "GB", "--why", "by an order")
    assert (code, "closed/GB@always" in told) == (0, True)
    document = json.loads(Path("live.json").read_text())
    assert (document["closed"], "rules" in document) == ({"GB": "by an order"}, True)
    assert run("close", "GB", "--reopen")[0] == 0
    assert Path("live.json").read_text() == before


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("close", "XQ", "--why", "x"), 1, "no place"),
        (("close", "GB"), 2, "--why"),
        (("close", "GB", "--why", "x", "--reopen"), 2, "--reopen"),
        (("close", "GB", "--reopen"), 2, "not closed"),
        (("close", "GB", "--why", " "), 1, "reason"),
    ],
)
def test_a_wrong_closing_writes_nothing(run, words, code, says):
    """It is said what is wrong, and no document is there to be deployed."""
    found, told = run(*words)
    assert (found, says in told) == (code, True), told
    assert not Path("live.json").exists()


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("pack: emergency-order", "pack: gb", "emergency"),
        ("extent: GB-ENG", "extent: FR", "outside"),
        ("exposure: swimwear", "exposure: bathing", "no value"),
        ("exposure: swimwear", "mood: calm", "no fact"),
        ("then: refuse", "then: permit", "cannot be"),
        ("then: refuse", "then: ended", "take the rule out"),
        ("basis: primary", "basis: primary\n        unless_asked: x", "no key"),
    ],
)
def test_a_wrong_emergency_pack_names_file_and_line(run, old, new, says):
    """As `lexloci check` does."""
    Path("emergency-order.yaml").write_text(ORDER.replace(old, new))
    code, told = run("build", "--emergency", "emergency-order.yaml")
    assert (code, says in told) == (1, True), told
    assert "emergency-order.yaml:" in told
    assert not Path("live.json").exists()


def test_a_document_that_cannot_be_read_is_left_alone(run):
    """Nothing is written over what may be in force."""
    Path("live.json").write_text("[]")
    assert run("close", "GB", "--why", "x")[0] == 2
    assert Path("live.json").read_text() == "[]"
