"""`lexloci decide`: the contract of its lines (design.md 10)."""

import json
from datetime import date

import pytest

from lexloci_tools.desk.calls import decide_line
from lexloci_tools.law.building import packaged

BOOK = packaged()
ON = date(2026, 11, 23)
REAL = {
    "subject": "real",
    "age": "adult",
    "exposure": ["underwear"],
    "sexual": "no",
    "likeness": ["photographic"],
    "adds_exposure": "no",
}


def decided(**line):
    """The answer to a line of these members."""
    return decide_line(BOOK, json.dumps({"id": "x", "operation": "generate", **line}), ON)


def test_facts_are_judged_as_given():
    """A line with facts is one depiction; a fact left out is any value."""
    answer = decided(place="GB-ENG", facts=REAL)
    assert answer["outcome"] == "refuse"
    assert "gb/creating-intimate-image@2026-02-06" in answer["because"]
    assert answer["because"] == sorted(answer["because"])
    assert answer["facts"]["exposure"] == ["underwear"]
    assert "place" not in answer["facts"]
    loose = decided(place="GB-ENG", facts={"subject": "real"})
    assert loose["outcome"] == "uncertain"
    assert loose["facts"]["exposure"] == ["covered", "swimwear", "underwear", "partial", "nude"]


def test_unknown_facts_and_claims_are_ignored():
    """`surface` and whatever else we do not know changes nothing."""
    plain = decided(place="GB-ENG", facts=REAL)
    assert decided(place="GB-ENG", facts={**REAL, "mood": "x"}, claims={"surface": "app"}) == plain


def test_a_day_on_the_line_stands_over_the_command():
    """`on` of the line overrides `--on`."""
    before = decided(place="GB-ENG", facts=REAL, on="2026-02-05")
    assert "gb/creating-intimate-image@2026-02-06" not in before["because"]
    same = decided(place="GB-ENG", facts=REAL, on="2026-02-06")
    assert "gb/creating-intimate-image@2026-02-06" in same["because"]


def test_claims_count_as_attested_and_missing_ones_have_their_first_value():
    """Consent on record opens the cell; without claims nothing is proven."""
    answer = decided(place="GB-ENG", facts=REAL, claims={"consent": "verified"})
    assert answer["outcome"] == "allow"
    assert decided(place="GB-ENG", facts=REAL)["facts"]["consent"] == ["none"]
    assert decided(place="GB-ENG", facts=REAL, claims={"tier": None})["facts"]["tier"] == ["free"]
    odd = decided(place="GB-ENG", facts=REAL, claims={"viewer": "surely"})
    assert odd["facts"]["viewer"] == ["unassured", "assured_adult"]


def test_verified_consent_is_of_adults_unless_anything_said_makes_them_young():
    """As at the gate: an edit of an upload opens, and the floor stays shut on any cue."""
    asked = {"place": "GB-ENG", "operation": "edit", "images": 1, "claims": {"consent": "verified"}}
    assert decided(prompt="put her in lingerie, as a photo", **asked)["outcome"] == "allow"
    young = decided(prompt="make her a schoolgirl in lingerie", **asked)
    assert young["outcome"] != "allow"
    assert "floor/exposed-minor@always" in young["because"]


@pytest.mark.parametrize("place", [None, [], "XX", "gb", ["GB-ENG", "nowhere"], 7, [7]])
def test_a_place_that_is_none_is_every_place(place):
    """Missing, null, empty, foreign: the strictest answer of any place holds."""
    assert decided(place=place, facts=REAL)["outcome"] != "allow"
    assert decided(place=place, facts={**REAL, "exposure": "covered"})["outcome"] == "allow"


def test_several_places_are_all_possible():
    """A list of places means one of them, and nodes mean their leaves."""
    assert decided(place=["GB-ENG", "GB-WLS"], facts=REAL)["outcome"] == "refuse"
    assert decided(place="world", facts=REAL) == decided(facts=REAL)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "nonsense",
        "[]",
        "null",
        '{"id": "x"}',
        '{"id": "x", "prompt": 7}',
        '{"id": "x", "prompt": "a", "operation": "paint"}',
        '{"id": "x", "prompt": "a", "images": -1}',
        '{"id": "x", "prompt": "a", "on": "tomorrow"}',
        '{"id": "x", "facts": []}',
        '{"id": "x", "prompt": "a", "claims": "tier=premium"}',
        "[" * 100_000,
    ],
)
def test_a_bad_line_is_uncertain_with_an_error_and_never_lost(line):
    """A line that cannot be judged is answered, and never allowed."""
    answer = decide_line(BOOK, line, ON)
    assert answer["outcome"] == "uncertain"
    assert answer["error"]
    assert set(answer) == {"id", "outcome", "error"}
