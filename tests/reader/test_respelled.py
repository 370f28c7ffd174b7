"""Hindi, Vietnamese and Thai in another spelling than their own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from lexloci_reader import read

DATA = Path(__file__).parent / "data" / "respelled.jsonl"
CASES = [json.loads(line) for line in DATA.read_text("utf-8").splitlines()]


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["what"]))
def test_a_text_means_the_same_however_it_is_typed(case: dict[str, Any]) -> None:
    """Undressing somebody real is seen in every spelling, and not seen where nobody undresses."""
    reading = read(case["prompt"], operation=case["operation"], images=0)
    bared = [
        each
        for each in reading.depictions
        if "real" in each.facts["subject"] and "covered" not in each.facts["exposure"]
    ]
    assert bool(bared) is case["bare"], reading.evidence
