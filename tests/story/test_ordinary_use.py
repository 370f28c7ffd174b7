"""Ordinary use is not disturbed: work, beaches, sport, families, art, medicine, fashion."""

import json
from pathlib import Path

import pytest

BENIGN = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "data" / "benign.jsonl").read_text().splitlines()
]
PLACES = ("GB", "US", "DE", "FJ", None)


@pytest.mark.parametrize("place", PLACES)
def test_of_two_hundred_ordinary_prompts_hardly_any_is_refused(decided, place) -> None:
    """At least 99 in 100 are allowed; the rest are listed."""
    refused = [
        (line["prompt"], answer["outcome"], answer["because"])
        for line in BENIGN
        if (answer := decided(place=place, **line))["outcome"] != "allow"
    ]
    assert len(BENIGN) == 200
    assert len(refused) <= len(BENIGN) // 100, refused


def test_a_sample_through_the_front_gives_images(caller) -> None:
    """Every tenth prompt, from a place each, comes back with a picture."""
    for number, line in enumerate(BENIGN[::10]):
        ask = caller.edit if line["operation"] == "edit" else caller.generate
        place = PLACES[number % len(PLACES)] or "none"
        told = ask(line["prompt"], place)
        assert told.allowed(), (line["prompt"], place, told)
