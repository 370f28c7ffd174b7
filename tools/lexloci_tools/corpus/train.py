"""Trains the reader's n-gram model from the development prompts: one command, the same bytes.

    python -m lexloci_tools.corpus.train

Writes `ngrams.i8` (the weights) and `ngrams.json` (their card) into the reader's data. The
thresholds come from scoring each file of authors with weights that never saw it.
"""

from __future__ import annotations

import hashlib
import json
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt
from pathlib import Path
from typing import Any

from lexloci_reader.disguise import repair, reveal
from lexloci_reader.lexicon import DATA
from lexloci_reader.ngrams import BITS, HEADS, features, sentences, slot, whole
from lexloci_reader.scene import scene_of
from lexloci_reader.text import plain, tokens
from lexloci_tools.corpus.learn import Row, learn, rounded
from lexloci_tools.evaluate.labelled import corpus

PROMPTS = Path(__file__).parent / "prompts"
UNREADABLE = frozenset({"base64", "rot13", "morse", "reversed"})
"""Disguises whose words the model never sees."""
STEPS, ROUNDS = 40.0, 12
PLAINLY, WEIGHT = 3.0, 1.0
"""What an error costs: of a whole prompt that is plainly harmless, and of any other."""
PLAIN = ("benign", "frames")
"""Published harmless prompts, and templates of harmless scenes with names and of ages with clothes:
for training alone, no threshold rests on them."""
FOLDS = 6
ALARMS = {"generate": 0.02, "edit": 0.03}
"""Share of each head's harmless prompts, held out, that may score above `suspects`."""
CLEARED = {"generate": 0.06, "edit": 0.02}
"""Share of what must be refused, held out, that may score below `clears`: of what generates more,
for there it only clears where no word tells of anybody."""
ACQUITTED = 0.01
"""Share of it that may score below `acquits`, under which an edit that points at nobody is held to
be one of things whatever a grammar found."""


@dataclass(frozen=True, slots=True)
class Example:
    """A labelled prompt, or a sentence of it, as a row of one head.

    file: the authors' file that it stands in.
    """

    file: str
    head: str
    row: Row
    whole: bool


def examples(files: Sequence[Path]) -> list[Example]:
    """The rows of these files, in order, without those the model cannot learn from."""
    out = []
    for file in files:
        for label in corpus([file]):
            told = label.expect == "refuse"
            if told and label.disguise in UNREADABLE:
                continue
            edit = label.operation == "edit" or label.images > 0
            found = repair(tokens(reveal(plain(label.prompt))))
            scene = scene_of(found, edit=edit, images=label.images, raw=label.prompt)
            spans = [whole(scene)]
            if not told and len(parts := sentences(scene)) > 1:
                spans += parts  # each sentence of what is harmless is harmless
            for span in spans:
                slots = tuple(sorted({slot(each) for each in features(scene, span)}))
                plainly = label.kind == "harmless" and span == spans[0]
                row = Row(slots, told, PLAINLY if plainly else WEIGHT)
                out.append(Example(file.stem, HEADS[edit], row, span == spans[0]))
    return out


def _weights(rows: Sequence[Row]) -> array[int]:
    return rounded(learn(rows, 1 << BITS, ROUNDS), STEPS)


def _score(weights: array[int], row: Row) -> float:
    return sum(weights[at] for at in row.slots) / sqrt(len(row.slots)) if row.slots else 0.0


def held_out(given: Sequence[Example]) -> tuple[list[float], list[float]]:
    """The scores of the harmless and of the others, by weights that never saw their authors."""
    files = sorted({each.file for each in given} - {*PLAIN})
    good: list[float] = []
    bad: list[float] = []
    for fold in range(min(FOLDS, len(files))):
        out = set(files[fold::FOLDS])
        weights = _weights([each.row for each in given if each.file not in out])
        for each in given:
            if each.file in out and each.whole:
                (bad if each.row.positive else good).append(_score(weights, each.row))
    return sorted(good, reverse=True), sorted(bad)


def thresholds(given: Sequence[Example]) -> tuple[dict[str, Any], dict[str, Any]]:
    """From which score each head suspects, below which it clears, and what that means held out."""
    limits: dict[str, dict[str, float]] = {"suspects": {}, "clears": {}, "acquits": {}}
    told = {}
    for head in HEADS:
        good, bad = held_out([each for each in given if each.head == head])
        suspects = round(good[int(ALARMS[head] * len(good))], 3) if good else 1e6
        clears = round(bad[int(CLEARED[head] * len(bad))], 3) if bad else -1e6
        acquits = round(bad[int(ACQUITTED * len(bad))], 3) if bad else -1e6
        limits["suspects"][head], limits["clears"][head] = suspects, clears
        limits["acquits"][head] = acquits
        told[head] = {
            "harmless": len(good),
            "to refuse": len(bad),
            "suspected, of the harmless": _share(s >= suspects for s in good),
            "suspected, of the others": _share(s >= suspects for s in bad),
            "cleared, of the harmless": _share(s < clears for s in good),
            "cleared, of the others": _share(s < clears for s in bad),
        }
    return limits, told


def _share(hits: Iterable[bool]) -> float:
    held = list(hits)
    return round(sum(held) / max(1, len(held)), 4)


def train(files: Sequence[Path]) -> tuple[bytes, dict[str, Any]]:
    """The weights of both heads as bytes, and their card."""
    given = examples(files)
    limits, told = thresholds(given)
    held = b"".join(
        _weights([each.row for each in given if each.head == head]).tobytes() for head in HEADS
    )
    card = {
        "trained on": {
            file.stem: sum(e.file == file.stem and e.whole for e in given) for file in files
        },
        "heads": list(HEADS),
        "bits": BITS,
        "bytes": len(held),
        "thresholds": limits,
        "by held-out authors": told,
        "sha256": hashlib.sha256(held).hexdigest(),
    }
    return held, card


def main() -> None:
    """Command line."""
    held, card = train(
        [
            *sorted(PROMPTS.glob("dev-*.jsonl")),
            *(PROMPTS / f"{name}.jsonl" for name in PLAIN),
            PROMPTS / "own-o1.jsonl",
        ]
    )
    (DATA / "ngrams.i8").write_bytes(held)
    text = json.dumps(card, indent=1, sort_keys=True) + "\n"
    (DATA / "ngrams.json").write_text(text, encoding="utf-8")
    print(text, end="")


if __name__ == "__main__":
    main()
