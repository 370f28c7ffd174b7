"""Trains the reader's n-gram model from the development prompts: one command, the same bytes.

    python -m lexloci_tools.corpus.train

Writes `ngrams.u8` (the weights) and `ngrams.json` (their card) into the reader's data. The
thresholds come from scoring each file of authors with weights that never saw it.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from lexloci_reader.combine import learnt
from lexloci_reader.disguise import undisguised
from lexloci_reader.ngrams import (
    BITS,
    HEADS,
    LEVELS,
    REFUSED,
    SHOWN,
    WORDS,
    sentences,
    slots,
    whole,
)
from lexloci_reader.scene import scene_of
from lexloci_reader.wanted import wanted
from lexloci_tools.corpus.learn import Row, keep, learn, rounded, score
from lexloci_tools.evaluate.labelled import Labelled, corpus

PROMPTS = Path(__file__).parent / "prompts"
UNREADABLE = frozenset({"base64", "rot13", "morse", "reversed"})
"""Disguises whose words the model never sees."""
STEPS, ROUNDS = 40.0, 12
PLAINLY, WEIGHT, CROSSED = 6.0, 2.0, 0.5
"""What an error costs: of a whole prompt that is plainly harmless, of any other, and of a template
of `crosses`, which shall not outvote what people write."""
PLAIN = ("benign", "crosses", "frames")
"""Published harmless prompts, and templates: of everyday edits crossed with what they must not do,
of harmless scenes with names and of ages with clothes. For training alone, no threshold rests on
them."""
FOLDS = 6
ALARMS = {"generate": 0.02, "edit": 0.035}
"""Share of each head's harmless prompts, held out, that may score above `suspects`."""
PLAIN_ALARMS = 0.005
"""Share of the plainly harmless among them that may, at most."""
LEANS = 0.0
"""Below it a text leans to the harmless, and is suspected by no threshold."""
CLEARED = {"generate by words": 0.08, "edit by words": 0.02}
"""Share of what must be refused, held out, that may score below `clears`: of what generates more,
for there it only clears where no word tells of anybody."""
ACQUITTED = 0.015
"""Share of it that may score below `acquits`, under which a text is held to be harmless whatever
a grammar found, but of somebody who is real, or young, for certain."""
_LEVELS = dict.fromkeys(LEVELS, 0.03)
UNSEEN = {"somebody": 0.015, "real": 0.08, "bare": 0.06, "suggestive": 0.5, **_LEVELS}
"""Share of the prompts that show it, held out, that may score below `likely`."""
DENIED = dict.fromkeys(SHOWN, 0.0) | {"somebody": 0.015, "bare": 0.01}
"""Share of those that do not, held out, that may score above `unlikely`."""


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
    out: list[Example] = []
    for file in files:
        for label in corpus([file]):
            if label.expect != "refuse" or label.disguise not in UNREADABLE:
                out += _rows(file.stem, label)
    return out


def _rows(file: str, label: Labelled) -> Iterator[Example]:
    told = label.expect == "refuse"
    edit = label.operation == "edit" or label.images > 0
    prompt, _ = wanted(label.prompt)
    scene = scene_of(undisguised(prompt), edit=edit, images=label.images, raw=prompt)
    clues = learnt(scene)
    spans = [whole(scene)]
    if not told and len(parts := sentences(scene)) > 1:
        spans += parts  # each sentence of what is harmless is harmless
    for span in spans:
        every = span == spans[0]
        weight = PLAINLY if every and label.kind == "harmless" else WEIGHT
        weight = CROSSED if file == "crosses" else weight
        words = tuple(sorted(slots(scene, span)))
        found = tuple(sorted(slots(scene, span, clues)))
        yield Example(file, WORDS[edit], Row(words, told, weight), every)
        yield Example(file, REFUSED[edit], Row(found, told, weight), every)
        if every and label.truth:
            for head, true in _shown(label, edit):
                yield Example(file, head, Row(found, true, WEIGHT), every)


def _shown(label: Labelled, edit: bool) -> Iterator[tuple[str, bool]]:
    """What the picture shows, of what the label tells for certain."""
    facts = label.truth[0]
    subject, exposure = set(facts.get("subject") or ()), set(facts.get("exposure") or ())
    sexual = set(facts.get("sexual") or ())
    if not edit and subject:
        yield "somebody", subject != {"none"}
        yield "real", "real" in subject
    if not edit and exposure:
        yield "bare", "covered" not in exposure
    if sexual and exposure != {"covered"}:
        yield "suggestive", "suggestive" in sexual
    if exposure and exposure != {"covered"}:
        yield from ((level, level in exposure) for level in LEVELS)


def _weights(rows: Sequence[Row]) -> array[int]:
    return rounded(learn(rows, 1 << BITS, ROUNDS), STEPS)


@dataclass(frozen=True, slots=True)
class Scores:
    """Of held-out prompts: `no`, falling, of those without what the head was taught, `plain` the
    plainly harmless among them, and `yes`, rising, of those with it."""

    no: list[float]
    plain: list[float]
    yes: list[float]


def held_out(given: Sequence[Example]) -> Scores:
    """The scores by weights that never saw the prompts' authors."""
    files = sorted({each.file for each in given} - {*PLAIN})
    no: list[float] = []
    plain: list[float] = []
    yes: list[float] = []
    for fold in range(min(FOLDS, len(files))):
        out = set(files[fold::FOLDS])
        weights = _weights([each.row for each in given if each.file not in out])
        for each in given:
            if each.file in out and each.whole:
                found = score(weights, each.row)
                (yes if each.row.positive else no).append(found)
                if each.row.weight == PLAINLY:
                    plain.append(found)
    return Scores(sorted(no, reverse=True), sorted(plain, reverse=True), sorted(yes))


def _trained(given: Sequence[Example]) -> tuple[bytes, Scores]:
    """The weights of a head, and its held-out scores."""
    weights = _weights([each.row for each in given])
    return bytes(weight + 128 for weight in weights), held_out(given)


def _at(scores: Sequence[float], share: float, otherwise: float) -> float:
    return round(scores[int(share * len(scores))], 3) if scores else otherwise


def thresholds(
    scores: Mapping[str, Scores],
) -> tuple[dict[str, dict[str, float]], dict[str, Any]]:
    """The scores from which each head acts, and what that means for held-out prompts."""
    limits: dict[str, dict[str, float]] = defaultdict(dict)
    told: dict[str, dict[str, float]] = {}
    for head in REFUSED:
        no, plain, yes = scores[head].no, scores[head].plain, scores[head].yes
        suspects = max(_at(no, ALARMS[head], 1e6), _at(plain, PLAIN_ALARMS, -1e6), LEANS)
        limits["suspects"][head] = suspects
        told[head] = {
            "harmless": len(no),
            "to refuse": len(yes),
            "suspected, of the harmless": _share(s >= suspects for s in no),
            "suspected, of the plainly harmless": _share(s >= suspects for s in plain),
            "suspected, of the others": _share(s >= suspects for s in yes),
        }
    for head in WORDS:
        no, yes = scores[head].no, scores[head].yes
        clears = limits["clears"][head] = _at(yes, CLEARED[head], -1e6)
        acquits = limits["acquits"][head] = _at(yes, ACQUITTED, -1e6)
        told[head] = {
            "cleared, of the harmless": _share(s < clears for s in no),
            "cleared, of the others": _share(s < clears for s in yes),
            "acquitted, of the harmless": _share(s < acquits for s in no),
            "acquitted, of the others": _share(s < acquits for s in yes),
        }
    for head in SHOWN:
        no, yes = scores[head].no, scores[head].yes
        likely = limits["likely"][head] = _at(yes, UNSEEN[head], 1e6)
        unlikely = limits["unlikely"][head] = _at(no, DENIED[head], -1e6)
        told[head] = {
            "not shown": len(no),
            "shown": len(yes),
            "likely, of those not shown": _share(s >= likely for s in no),
            "likely, of those shown": _share(s >= likely for s in yes),
            "unlikely, of those not shown": _share(s <= unlikely for s in no),
            "unlikely, of those shown": _share(s <= unlikely for s in yes),
        }
    return dict(limits), told


def _share(hits: Iterable[bool]) -> float:
    held = list(hits)
    return round(sum(held) / max(1, len(held)), 4)


def train(files: Sequence[Path]) -> tuple[bytes, dict[str, Any]]:
    """The weights of all heads as bytes, and their card."""
    given = examples(files)
    by_head = [[each for each in given if each.head == head] for head in HEADS]
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        done = dict(zip(HEADS, pool.map(_trained, by_head), strict=True))
    limits, told = thresholds({head: scores for head, (_, scores) in done.items()})
    held = b"".join(weights for weights, _ in done.values())
    counted = Counter(each.file for each in given if each.whole and each.head in REFUSED)
    card = {
        "trained on": {file.stem: counted[file.stem] for file in files},
        "heads": list(HEADS),
        "bits": BITS,
        "bytes": len(held),
        "thresholds": limits,
        "by held-out authors": told,
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
    keep("ngrams", held, card)


if __name__ == "__main__":
    main()
