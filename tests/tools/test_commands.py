"""The `lexloci` command: what it prints, and how it ends."""

import json

import pytest
from typer.testing import CliRunner

from lexloci.errors import LexlociError
from lexloci_tools.cli import app
from lexloci_tools.law.building import RULEBOOK, RULES


def run(*words):
    """Run the command: its exit code and what it printed on stdout."""
    ended = CliRunner().invoke(app, [str(word) for word in words])
    if isinstance(ended.exception, LexlociError):
        return ended.exception.exit_code, str(ended.exception)
    assert ended.exception is None or isinstance(ended.exception, SystemExit), ended.exception
    return ended.exit_code, ended.stdout


def explained(*facts, on):
    """The JSON of `explain`."""
    return json.loads(run("explain", *facts, "--on", on, "--json")[1])


REAL = ("subject=real", "likeness=photographic", "operation=generate")


@pytest.mark.parametrize(
    ("place", "exposure", "day", "before", "law"),
    [
        ("GB-ENG", "underwear", "2026-02-06", "2026-02-05", "Sexual Offences Act 2003 s.66E"),
        ("LT", "nude", "2026-12-02", "2026-12-01", "2026/1744"),
        ("US-UT", "nude", "2027-01-01", "2026-12-31", "Utah"),
        ("CZ", "nude", "2026-01-01", "2025-12-31", "191a"),
    ],
)
def test_a_law_switches_on_its_day(place, exposure, day, before, law):
    """The rules that bear, the citation and the status change on the day itself (story S11)."""
    asked = (f"place={place}", f"exposure={exposure}", *REAL)
    told = explained(*asked, on=before)
    assert told["status"] == 403
    told = explained(*asked, on=day)
    assert told["status"] == 451
    assert any(law in str(each["law"]) for each in told["bearing"])


def test_explain_ends_as_the_verdict_is():
    """0 allowed, 1 refused, 3 uncertain, 2 for a question that is none."""
    fine = ("sexual=no", "subject=none", "age=adult", "adds_exposure=no", "operation=generate")
    assert run("explain", "place=FR", "exposure=covered", *fine)[0] == 0
    assert run("explain", "place=GB-ENG", "exposure=underwear", *REAL)[0] == 1
    assert run("explain", "place=GB-ENG", "subject=real")[0] == 3
    code, told = run("explain", "place=Atlantis")
    assert code == 2
    assert "`Atlantis` is no value of `place`" in told
    assert run("explain", "exposure=naked")[0] == 2
    assert run("explain", "nonsense")[0] == 2
    assert run("explain", "place=FR", "--on", "soon")[0] == 2
    assert run("explain", "place=FR", "--house", "+gb")[0] == 2


def test_an_unknown_place_is_explained_with_the_places_that_would_settle_it():
    """Settlers of place name nodes; only attestable ones are marked so."""
    told = explained("exposure=swimwear", "sexual=no", "age=adult", *REAL, on="2026-11-23")
    assert told["outcome"] == "uncertain"
    settlers = {(each["fact"], each["outcome"]) for each in told["settlers"]}
    assert {("place", "allow"), ("place", "refuse")} <= settlers


def test_check_and_build_hold_for_what_is_shipped():
    """The rules are sound, their cases hold, and the frozen file is true."""
    code, told = run("check", "--json")
    found = json.loads(told)
    assert code == 0
    assert found["errors"] == []
    assert found["counts"]["packs"] >= 85
    assert run("build", "--check")[0] == 0


def test_read_shows_the_sets_of_each_depiction():
    """A prompt's reading: six facts for each depiction, and the evidence."""
    code, told = run("read", "photo of George Clooney in his underwear", "--json")
    assert code == 0
    facts = json.loads(told)["depictions"][0]
    assert facts["subject"] == ["real"]
    assert facts["exposure"] == ["underwear"]


def test_facts_and_rules_are_listed():
    """The vocabulary and the law can be walked from the terminal."""
    assert "adds_exposure" in run("facts")[1]
    assert "s.66E" in run("rules", "show", "gb/creating-intimate-image")[1]
    assert run("rules", "show", "nowhere/nothing")[0] == 2
    for form in ("csv", "md", "json"):
        assert (
            "gb/creating-intimate-image"
            in run("rules", "export", "--format", form, "--place", "GB-ENG")[1]
        )
    assert "gb/" not in run("rules", "export", "--format", "csv", "--place", "JP")[1]
    assert json.loads(run("rules", "schema", "pack")[1])["title"] == "Pack"


def test_the_calendar_says_what_comes():
    """The Union's prohibition and Utah's act are ahead of 2026-11-23; expected laws stand apart."""
    code, told = run("calendar", "--on", "2026-11-23", "--json")
    assert code == 0
    turns = {(each["on"], each["id"].partition("/")[0]) for each in json.loads(told)["turns"]}
    assert ("2026-12-02", "eu") in turns
    assert ("2027-01-01", "us-ut") in turns
    assert any(each["id"] == "nudification-tools" for each in json.loads(told)["expected"])


def test_diff_shows_what_a_change_does_to_the_world(tmp_path):
    """A rule taken out shows as the places and situations that open; nothing changed is said so."""
    import shutil

    assert run("diff", RULEBOOK, RULES, "--on", "2026-11-23")[0] == 0
    changed = tmp_path / "rules"
    shutil.copytree(RULES, changed)
    (changed / "jp.yaml").unlink()
    (changed / "jp.cases.yaml").unlink()
    code, told = run("diff", RULES, changed, "--on", "2026-11-23", "--markdown")
    assert code == 1
    assert "| JP |" in told
    assert "| FR |" not in told
