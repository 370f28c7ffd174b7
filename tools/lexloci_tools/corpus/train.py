"""Trains the reader's n-gram model from the development prompts: one command, the same bytes.

    python -m lexloci_tools.corpus.train

Writes `ngrams.i8` (the weights) and `ngrams.json` (their card) into the reader's data. The
thresholds come from scoring each file of authors with weights that never saw it.
"""

from __future__ import annotations

import hashlib
import json
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from pathlib import Path
from typing import Any

from lexloci_reader.disguise import repair, reveal
from lexloci_reader.lexicon import DATA
from lexloci_reader.ngrams import BITS, HEADS, features, slot
from lexloci_reader.scene import scene_of
from lexloci_reader.text import plain, tokens
from lexloci_tools.corpus.learn import Row, learn, rounded
from lexloci_tools.evaluate.labelled import Labelled, corpus

PROMPTS = Path(__file__).parent / "prompts"
UNREADABLE = frozenset({"base64", "rot13", "morse", "reversed"})
"""Disguises whose words the model never sees."""
WEIGHT, STEPS, ROUNDS = 0.3, 48.0, 12
ALLOWED = {"generate": 0.03, "edit": 0.03}
"""Share of each head's prompts that may pass, above whose scores its threshold lies."""


@dataclass(frozen=True, slots=True)
class Example:
    """A labelled prompt as a row of one head; `fold`: the file of authors it stands in."""

    fold: str
    head: str
    row: Row
    label: Labelled


def _values(depiction: dict[str, list[str] | None], fact: str) -> list[str]:
    return depiction.get(fact) or []


def positive(label: Labelled) -> bool | None:
    """Whether the prompt asks for less than ordinary clothes, or its edit bares; None: unclear."""
    truth = label.truth
    if not truth:
        return True if label.expect == "refuse" else None
    bares = [v for each in truth if (v := _values(each, "exposure"))]
    adds = [v for each in truth if (v := _values(each, "adds_exposure"))]
    sexual = [v for each in truth if (v := _values(each, "sexual"))]
    if label.operation == "edit":
        if any("no" not in v for v in adds):
            return True
        if label.expect == "refuse" and any("covered" not in v for v in bares):
            return True
        return False if all("yes" not in v for v in adds) else label.expect == "refuse" or None
    if any("covered" not in v for v in bares):
        return True
    if any(set(v) != {"covered"} for v in bares):
        return label.expect == "refuse" or None
    return False if all(set(v) == {"no"} for v in sexual) else None


def examples(files: Sequence[Path]) -> list[Example]:
    """The rows of these files, in order, without those the model cannot learn from."""
    out = []
    for file in files:
        for label in corpus([file]):
            told = positive(label)
            if told is None or (told and label.disguise in UNREADABLE):
                continue
            edit = label.operation == "edit" or label.images > 0
            found = repair(tokens(reveal(plain(label.prompt))))
            scene = scene_of(found, edit=edit, images=label.images, raw=label.prompt)
            slots = tuple(sorted({slot(each) for each in features(scene)}))
            out.append(Example(file.stem, HEADS[edit], Row(slots, told, WEIGHT), label))
    return out


def _weights(rows: Sequence[Row]) -> array[int]:
    return rounded(learn(rows, 1 << BITS, ROUNDS), STEPS)


def _score(weights: array[int], row: Row) -> float:
    return sum(weights[at] for at in row.slots) / sqrt(len(row.slots)) if row.slots else 0.0


def thresholds(given: Sequence[Example]) -> tuple[dict[str, float], dict[str, Any]]:
    """The score from which each head counts, and what the held-out files say of it."""
    limits, told = {}, {}
    for head in HEADS:
        mine = [each for each in given if each.head == head]
        good: list[float] = []
        bad: list[float] = []
        for fold in sorted({each.fold for each in mine}):
            weights = _weights([each.row for each in mine if each.fold != fold])
            for each in mine:
                if each.fold == fold:
                    (bad if each.row.positive else good).append(_score(weights, each.row))
        good.sort(reverse=True)
        limit = round(good[int(ALLOWED[head] * len(good))], 3) if good else 1e6
        limits[head] = limit
        told[head] = {
            "negatives": len(good),
            "positives": len(bad),
            "false alarms": round(sum(s >= limit for s in good) / max(1, len(good)), 4),
            "found": round(sum(s >= limit for s in bad) / max(1, len(bad)), 4),
        }
    return limits, told


def train(files: Sequence[Path]) -> tuple[bytes, dict[str, Any]]:
    """The weights of both heads as bytes, and their card."""
    given = examples(files)
    limits, told = thresholds(given)
    held = b"".join(
        _weights([each.row for each in given if each.head == head]).tobytes() for head in HEADS
    )
    card = {
        "trained on": {file.stem: sum(e.fold == file.stem for e in given) for file in files},
        "heads": list(HEADS),
        "bits": BITS,
        "bytes": len(held),
        "thresholds": limits,
        "by held-out file of authors": told,
        "sha256": hashlib.sha256(held).hexdigest(),
    }
    return held, card


def main() -> None:
    """Command line."""
    held, card = train([*sorted(PROMPTS.glob("dev-*.jsonl")), PROMPTS / "own-o1.jsonl"])
    (DATA / "ngrams.i8").write_bytes(held)
    text = json.dumps(card, indent=1, sort_keys=True) + "\n"
    (DATA / "ngrams.json").write_text(text, encoding="utf-8")
    print(text, end="")


if __name__ == "__main__":
    main()
