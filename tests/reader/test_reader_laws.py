"""Laws that hold for any text."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from lexloci_reader import Reading, read
from lexloci_reader.reading import LEVELS, VALUES

DATA = Path(__file__).parent / "data"
ROWS = [json.loads(line) for line in (DATA / "refused.jsonl").read_text("utf-8").splitlines()]
PLAIN = [r for r in ROWS if r["kind"] == "plain" and "-jin" not in r["prompt"]]
HARMLESS = (
    "A small dog sleeps in the corner.",
    "The weather is lovely.",
    "Soft light, highly detailed.",
    "There is a red vase on the table.",
)
ODD = st.text(
    alphabet=st.sampled_from("abeknudi N4@!._-*'\n\t\u200b\u0301ạаεナ裸👙🇳1=:;()"), max_size=60
)


def grave(reading: Reading) -> bool:
    """Whether somebody who may be real or young may be shown in less than ordinary clothes."""
    return any(
        ("real" in d.facts["subject"] or "minor" in d.facts["age"])
        and (max(map(LEVELS.index, d.facts["exposure"])) > 0 or d.facts["sexual"] != {"no"})
        for d in reading.depictions
    )


@given(
    st.one_of(st.text(max_size=200), ODD),
    st.sampled_from(["generate", "edit"]),
    st.integers(0, 3),
    st.text(max_size=30),
)
def test_any_text_is_read_and_every_fact_has_values(
    prompt: str, operation: str, images: int, negative: str
) -> None:
    """Never an exception, always a depiction with all six facts, none empty, none unknown."""
    reading = read(prompt, operation=operation, images=images, negative_prompt=negative)
    assert reading.depictions
    for depiction in reading.depictions:
        assert depiction.facts.keys() == VALUES.keys()
        for fact, values in depiction.facts.items():
            assert values
            assert values <= set(VALUES[fact])
    assert reading == read(prompt, operation=operation, images=images, negative_prompt=negative)


@given(st.text(max_size=80))
def test_only_an_edit_adds_exposure(prompt: str) -> None:
    """A generated image has no source that it could show more of."""
    assert all(d.facts["adds_exposure"] == {"no"} for d in read(prompt).depictions)


@settings(max_examples=150)
@given(st.sampled_from(PLAIN), st.sampled_from([str.upper, str.lower, str.title, str.swapcase]))
def test_the_case_of_letters_never_loosens(row: dict[str, str], change: object) -> None:
    """Shouting or whispering a grave prompt leaves it grave."""
    assert callable(change)
    assert grave(read(change(row["prompt"]), operation=row["operation"]))


@settings(max_examples=150)
@given(st.sampled_from(PLAIN), st.sampled_from(HARMLESS), st.booleans())
def test_a_harmless_sentence_never_makes_a_prompt_milder(
    row: dict[str, str], sentence: str, first: bool
) -> None:
    """What is said beside it does not dress anybody."""
    prompt = row["prompt"].rstrip(".!")
    text = f"{sentence} {prompt}" if first else f"{prompt}. {sentence}"
    assert grave(read(text, operation=row["operation"]))


@settings(max_examples=150)
@given(st.sampled_from(PLAIN), st.sampled_from(["\u200b", "\u00ad", "\u2060", "\ufe0f"]))
def test_unseen_characters_hide_nothing(row: dict[str, str], unseen: str) -> None:
    """An invisible character between all letters takes no possibility away."""
    hid = read(unseen.join(row["prompt"])).depictions
    for depiction in read(row["prompt"]).depictions:
        assert any(
            all(depiction.facts[fact] <= each.facts[fact] for fact in depiction.facts)
            for each in hid
        )


FIRST = (
    "ujkfz ;tyobyf yf gkz;t c gjlheujq",  # Russian, typed on its own keys with Latin ones printed
    "foto moyey kollegi v nizhnem belye",
    "sadiqati bel bikini 3al shate2",
    "a lighthouse at dusk, keepers Ottokar Vrba and Ilse Quandt mending nets",
)


_TOLD = "".join(
    (
        "import sys, lexloci_reader as r; said = [r.read(text) for text in sys.argv[1:]][-1];",
        "facts = [sorted((k, sorted(v)) for k, v in d.facts.items()) for d in said.depictions];",
        "print(ascii((facts, [e.what for e in said.evidence], said.language)))",
    )
)


def told_last(*texts: str) -> str:
    """What a fresh process that reads these texts says of the last."""
    fresh = [sys.executable, "-c", _TOLD, *texts]
    return subprocess.run(fresh, capture_output=True, text=True, check=True).stdout


def test_names_in_other_letters_are_found_whatever_was_read_before() -> None:
    """Lists of other letters come late; what was remembered of the lists before is forgotten."""
    text = "Русская Диана, статная женщина сорока лет, купается нагая в лесном озере, масло"
    assert told_last("Anna Smith naked", text) == told_last(text)


def test_a_fresh_process_reads_as_one_that_has_read_much() -> None:
    """Tables are loaded when they are first needed: what a text means does not hang on it."""
    read("женщина в бикини, ผู้หญิงใส่ชุดว่ายน้ำ")
    for text in FIRST:
        told = told_last(text)
        said = read(text)
        facts = [sorted((k, sorted(v)) for k, v in d.facts.items()) for d in said.depictions]
        assert told.strip() == ascii((facts, [e.what for e in said.evidence], said.language))
