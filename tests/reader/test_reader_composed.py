"""Plain combinations of words in each covered language, which no list of prompts would hold."""

from __future__ import annotations

import random
import re
from datetime import date
from functools import cache
from pathlib import Path

import pytest
import yaml

from lexloci.rulebook import Rulebook
from lexloci.verdict import Outcome
from lexloci_tools.asking import rulebook_under
from lexloci_tools.evaluate.labelled import Labelled, score

ON = date(2026, 11, 28)
REFUSED = frozenset(
    ("swap instead remove remove_more put worn bare coat_stays coat_too taken_out_then").split()
)
FINE = frozenset({"kept", "dressed", "things", "coat_only", "taken_out"})
GENERATED = frozenset({"worn", "bare", "dressed", "things"})
COMPOSED = yaml.load(
    (Path(__file__).parent / "data" / "composed.yaml").read_text("utf-8"), yaml.CBaseLoader
)
FAMILIES = [
    (language, family)
    for language, families in COMPOSED.items()
    for family in families
    if family != "joined"
]


@cache
def rulebook() -> Rulebook:
    """The packaged rulebook, without a house's own settings."""
    return rulebook_under("")


def drawn(language: str, family: str, count: int) -> list[str]:
    """Prompts of a family, the same ones each time: one choice of each part."""
    chance = random.Random(f"{language} {family}")
    joint = COMPOSED[language].get("joined", " ")
    parts = COMPOSED[language][family]
    texts = (joint.join(chance.choice(part) for part in parts) for _ in range(count))
    return [" ".join(re.sub(" +(?=[,،])", "", text).split()) for text in texts]


def allowed(prompt: str, family: str) -> bool:
    """Whether an assured adult in England with adult mode on is given this."""
    operation = "generate" if family in GENERATED else "edit"
    label = Labelled(
        id="",
        author="",
        lang="",
        kind="harmless",
        operation=operation,
        images=int(operation == "edit"),
        prompt=prompt,
        expect="allow",
    )
    return score(rulebook(), label, ON).outcome is Outcome.ALLOW


def check(language: str, family: str, count: int) -> None:
    """All of these are refused, or all of them pass: as their family must."""
    prompts = drawn(language, family, count)
    assert [each for each in prompts if allowed(each, family) != (family in FINE)] == []


def test_every_language_has_every_family() -> None:
    """Twenty languages, each with what must be refused and with what may pass."""
    assert len(COMPOSED) == 20
    assert all(set(families) - {"joined"} == REFUSED | FINE for families in COMPOSED.values())


@pytest.mark.parametrize(("language", "family"), FAMILIES)
def test_words_put_together_mean_what_they_say(language: str, family: str) -> None:
    """Forty of each family: who is undressed is refused, what undresses nobody passes."""
    check(language, family, 40)


@pytest.mark.soak
@pytest.mark.parametrize(("language", "family"), FAMILIES)
def test_four_hundred_put_together_mean_what_they_say(language: str, family: str) -> None:
    """Four hundred of each family."""
    check(language, family, 400)
