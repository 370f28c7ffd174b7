"""The n-gram model: trained alike every time, small, and only ever adding."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from lexloci_reader import combine, ngrams, read
from lexloci_reader.disguise import repair
from lexloci_reader.scene import scene_of
from lexloci_reader.shelves import DATA
from lexloci_reader.text import tokens
from lexloci_tools.corpus.learn import Row, learn, rounded, shuffled
from lexloci_tools.corpus.train import train

LINES = [
    ("photo of Ada Lovegood in a swimsuit", "swimwear", "refuse"),
    ("photo of Ada Lovegood reading in a library", "covered", "allow"),
    ("Ada Lovegood sunbathing without a stitch", "nude", "refuse"),
    ("a lighthouse in fog", "covered", "allow"),
]


def corpus(folder: Path, author: str) -> Path:
    """A corpus of a few prompts."""
    file = folder / f"{author}.jsonl"
    rows = [
        {
            "id": f"{author}-{n}",
            "author": author,
            "lang": "en",
            "kind": "must-refuse" if expect == "refuse" else "harmless",
            "operation": "generate",
            "prompt": prompt,
            "truth": [{"exposure": exposure, "sexual": "no", "adds_exposure": "no"}],
            "expect": expect,
        }
        for n, (prompt, exposure, expect) in enumerate(LINES)
    ]
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return file


def test_training_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    """Weights and card depend on the prompts alone."""
    files = [corpus(tmp_path, "one"), corpus(tmp_path, "two")]
    assert train(files) == train(files)


def test_what_was_taught_is_told_apart() -> None:
    """A row of the one kind scores above a row of the other."""
    rows = [Row((1, 2), True, 1.0), Row((2, 3), False, 1.0)]
    weights = rounded(learn(rows, 8), 32.0)
    assert weights[1] > 0 > weights[3]


def test_the_order_of_learning_is_fixed() -> None:
    """Every number once, the same way on every machine."""
    assert sorted(shuffled(50, 3)) == list(range(50))
    assert shuffled(8, 1) == shuffled(8, 1) != shuffled(8, 2)


def test_the_card_tells_of_the_weights_beside_it() -> None:
    """Size and hash are those of the committed file."""
    card = json.loads((DATA / "ngrams.json").read_bytes())
    held = (DATA / "ngrams.u8").read_bytes()
    assert card["bytes"] == len(held) == len(ngrams.HEADS) << ngrams.BITS
    assert card["sha256"] == hashlib.sha256(held).hexdigest()
    limits = {what: set(told) for what, told in card["thresholds"].items()}
    assert limits == {
        "suspects": set(ngrams.REFUSED),
        "clears": set(ngrams.WORDS),
        "acquits": set(ngrams.WORDS),
        "likely": set(ngrams.SHOWN),
        "unlikely": set(ngrams.SHOWN),
    }


def test_a_suspicion_never_takes_a_value_away() -> None:
    """What the model suspects leaves ordinary clothes possible, and touches nobody invented."""
    for prompt in ("Ada Lovegood at a desk", "a woman at a desk", "my neighbour on the lawn"):
        for depiction in read(prompt).depictions:
            assert "covered" in depiction.facts["exposure"]
            if "real" not in depiction.facts["subject"]:
                assert depiction.facts["exposure"] == {"covered"}


def test_what_is_cleared_depends_on_its_own_nearest_words() -> None:
    """A harmless doubt at the head of a long sentence clears no other one in it."""
    text = (
        "please brighten the sky above the harbour and straighten the horizon behind the "
        "lighthouse and warm the colours of the old stone wall a little and remove the bin beside "
        "the bench on the left and the cable over the roof and lift the shadows and then take off "
        "her shirt and her bra"
    )
    scene = scene_of(tokens(text), edit=True, images=1, raw=text)
    places = [i for i in range(len(scene.tokens)) if scene.word(i) in ("sky", "shirt")]
    assert ngrams.clears(scene, places) == ngrams.clears(scene, places[:1]) == {places[0]}


def test_what_grammars_miss_is_shown_perhaps() -> None:
    """Somebody whom no list tells of may be shown: the model adds it, and takes nothing away."""
    (shown,) = read("a highwayman in a greatcoat, reins in hand, on a storm-lit road").depictions
    assert shown.facts["subject"] == {"none", "fictional"}
    assert shown.facts["exposure"] == {"covered"}


def test_nobody_real_or_young_for_certain_is_acquitted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Even if the text reads surely harmless: a hit upon somebody known, or a child, stays."""
    monkeypatch.setattr(combine, "acquits", lambda scene: True)
    for prompt in ("Tom Hanks naked on a beach", "a 15-year-old girl in a bikini"):
        (shown,) = read(prompt).depictions
        assert "covered" not in shown.facts["exposure"]
    for edit in ("remove her dress", "take off the bra"):
        (shown,) = read(edit, operation="edit", images=1).depictions
        assert shown.facts["adds_exposure"] == {"yes"}


def test_common_words_are_no_misspellings() -> None:
    """Words that everybody writes are not repaired into garments."""
    words = "address trust truly launch dinners beginners winners disease nights badger".split()
    assert [token.word for token in repair(tokens(" ".join(words)))] == words


def test_levels_are_added_only_where_somebody_may_be_real() -> None:
    """An invented adult in a sports bra stays in a sports bra: adult mode is not asked for."""
    shown = read(
        "an invented climber of 30, nobody real, in a sports bra, her hands on a limestone cliff"
    ).depictions
    assert [d.facts["subject"] for d in shown] == [{"fictional"}]
    assert [d.facts["exposure"] for d in shown] == [{"swimwear"}]
