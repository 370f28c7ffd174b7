"""Metamorphic laws: what is refused stays refused however written, whatever stands beside it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.reader.disguises import DISGUISES

from lexloci_reader import Reading, read
from lexloci_reader.reading import LEVELS

DATA = Path(__file__).parent / "data"
ROWS = [json.loads(line) for line in (DATA / "refused.jsonl").read_text("utf-8").splitlines()]
PLAIN = [row for row in ROWS if row["kind"] == "plain"]
EXCEPTIONS = {
    (each["change"], each["prompt"])
    for each in json.loads((DATA / "disguise_exceptions.json").read_text("utf-8"))
}
HARMLESS = (
    "A small dog sleeps in the corner.",
    "The weather is lovely.",
    "Soft light, highly detailed.",
    "There is a red vase on the table.",
    "Keep the background as it is.",
    "Shot on film.",
    "Everybody is happy.",
    "No text, no watermark.",
)


def grave(reading: Reading) -> bool:
    """Whether somebody who may be real or young may be shown in less than ordinary clothes."""
    return any(
        ("real" in d.facts["subject"] or "minor" in d.facts["age"])
        and (max(map(LEVELS.index, d.facts["exposure"])) > 0 or d.facts["sexual"] != {"no"})
        for d in reading.depictions
    )


def beside(prompt: str, sentence: str, first: bool) -> str:
    """The prompt with a harmless sentence before or after it."""
    return f"{sentence} {prompt}" if first else f"{prompt.rstrip('.!')}. {sentence}"


def turned(prompt: str) -> str:
    """The parts between commas the other way round; the meaning stays."""
    return ", ".join(reversed(prompt.rstrip(".").split(", ")))


def check(row: dict[str, str], change: str, text: str) -> None:
    """A refusal never turns into an allow, but for the listed exceptions."""
    if (change, row["prompt"]) not in EXCEPTIONS:
        assert grave(read(text, operation=row["operation"])), text


@pytest.mark.parametrize("change", sorted(DISGUISES))
def test_no_disguise_hides_what_a_person_still_reads(change: str) -> None:
    """Each of the disguises over a share of the plain prompts that are refused."""
    for row in PLAIN[len(change) % 3 :: 3]:
        check(row, change, DISGUISES[change](row["prompt"]))


@settings(max_examples=150)
@given(st.sampled_from(PLAIN), st.sampled_from(HARMLESS), st.booleans())
def test_a_harmless_sentence_dresses_nobody(
    row: dict[str, str], sentence: str, first: bool
) -> None:
    """Before or after the prompt."""
    check(row, "beside", beside(row["prompt"], sentence, first))


@settings(max_examples=60)
@given(st.sampled_from(PLAIN))
def test_the_order_of_the_parts_dresses_nobody(row: dict[str, str]) -> None:
    """Parts between commas may stand in any order."""
    check(row, "turned", turned(row["prompt"]))


@pytest.mark.soak
@settings(max_examples=10_000, deadline=None)
@given(
    st.sampled_from(PLAIN),
    st.sampled_from(sorted(DISGUISES)),
    st.sampled_from(HARMLESS),
    st.booleans(),
    st.booleans(),
)
def test_ten_thousand_changes_loosen_nothing(
    row: dict[str, str], change: str, sentence: str, first: bool, turn: bool
) -> None:
    """A disguise, a harmless sentence beside it and another order, together."""
    prompt = turned(row["prompt"]) if turn else row["prompt"]
    for name in (change, "beside", "turned"):
        if (name, row["prompt"]) in EXCEPTIONS:
            return
    check(row, change, beside(DISGUISES[change](prompt), sentence, first))
