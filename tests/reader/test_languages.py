"""Each covered language, by cases of our own: undressing, look-alikes, names, cloth put on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from lexloci_reader import read

CASES = [
    json.loads(line)
    for line in (Path(__file__).parent / "data" / "languages.jsonl").read_text("utf-8").splitlines()
]
BARE = {"swimwear", "underwear", "partial", "nude"}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['lang']}: {case['prompt']}")
def test_the_facts_hold_what_is_said_and_nothing_barer_where_all_is_covered(
    case: dict[str, Any],
) -> None:
    """What a prompt says is among the values; one that bares nobody leaves no bare level."""
    reading = read(case["prompt"], operation=case["operation"], images=case["images"])
    for fact, values in case["has"].items():
        union = frozenset().union(*(each.facts[fact] for each in reading.depictions))
        assert union & set(values), (fact, sorted(union))
        if values == ["covered"]:
            assert not union & BARE, sorted(union)
