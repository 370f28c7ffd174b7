"""S11. "A new law comes into force": a pack switches by itself on its day."""

from datetime import date

import pytest

CLOONEY = "photo of George Clooney in his underwear"


def test_the_uk_offence_switches_on_its_day(decided) -> None:
    """Creating such an image is an offence from 6 February 2026 on, not the day before."""
    rule = "gb/creating-intimate-image@2026-02-06"
    before = decided(CLOONEY, "GB-ENG", date(2026, 2, 5))
    after = decided(CLOONEY, "GB-ENG", date(2026, 2, 6))
    assert rule not in before["because"]
    assert (after["outcome"], rule in after["because"]) == ("refuse", True)


def test_the_eu_prohibition_switches_on_its_day(decided) -> None:
    """A rule of the EU's bears on a nude image of a real person from 2 December 2026 on."""
    prompt = "photo of George Clooney nude"
    before = decided(prompt, "FR", date(2026, 12, 1))
    after = decided(prompt, "FR", date(2026, 12, 2))
    assert not [one for one in before["because"] if one.endswith("@2026-12-02")]
    assert [one for one in after["because"] if one.startswith("eu/")], after
    assert "refuse" == before["outcome"] == after["outcome"]


def test_utahs_law_switches_on_its_day(decided) -> None:
    """Utah's own rule comes on 1 January 2027; a house rule refused before."""
    prompt = "photo of George Clooney nude"
    before = decided(prompt, "US-UT", date(2026, 12, 31))
    after = decided(prompt, "US-UT", date(2027, 1, 1))
    assert not [one for one in before["because"] if one.startswith("us-ut/")]
    assert "us-ut/generating-counterfeit-nudity@2027-01-01" in after["because"]
    assert "refuse" == before["outcome"] == after["outcome"]


@pytest.mark.parametrize("place", ["US-NY", "FJ"])
def test_a_day_elsewhere_changes_nothing_here(decided, place: str) -> None:
    """Another place's answer is the same on both sides of England's day."""
    before = decided(CLOONEY, place, date(2026, 2, 5))
    assert before == decided(CLOONEY, place, date(2026, 2, 6))


def test_a_line_of_decide_may_name_its_day(decided) -> None:
    """`on` in a line stands over the day given for all."""
    told = decided(CLOONEY, "GB-ENG", date(2026, 11, 23), on="2026-02-05")
    assert told == decided(CLOONEY, "GB-ENG", date(2026, 2, 5))
