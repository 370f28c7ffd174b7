"""A small linear model of words, stems and tags: what the grammars overlook, it may still suspect.

Two heads: `generate` (something less than ordinary clothes is asked for) and `edit` (the edit shows
more of a body). Features are strings, hashed to a slot; a slot holds one signed byte a head. It
only ever adds values (`combine`). Trained by `lexloci_tools.corpus.train`; `ngrams.json` beside the
weights is its card: what it was trained on, its thresholds, its figures, the hash of the weights.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from math import sqrt
from zlib import crc32

from lexloci_reader.lexicon import DATA, lexicon
from lexloci_reader.scene import UNSPACED, Scene

BITS = 17
HEADS = ("generate", "edit")
LONGEST, MOST, TAGS = 24, 240, 30
"""Letters of a word, tokens of a text and different tags that are looked at, at most."""
_DULL = frozenset({"f", "m", "det", "of", "she", "he", "they"})


@dataclass(frozen=True, slots=True)
class Model:
    """slots: head -> one signed byte a slot. thresholds: head -> the score from which it counts."""

    slots: dict[str, array[int]]
    thresholds: dict[str, float]


@cache
def model() -> Model:
    """The committed weights, read once a process."""
    card = json.loads((DATA / "ngrams.json").read_bytes())
    held = (DATA / "ngrams.i8").read_bytes()
    size = 1 << BITS
    slots = {head: array("b", held[n * size : (n + 1) * size]) for n, head in enumerate(HEADS)}
    return Model(slots, {head: float(card["thresholds"][head]) for head in HEADS})


@cache
def _told(tags: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted(tags - _DULL))


@cache
def _together(tags: tuple[str, ...]) -> tuple[str, ...]:
    """Every two of the tags that stand in one text, wherever."""
    return tuple(f"#{a}&{b}" for n, a in enumerate(tags) for b in tags[n + 1 :])


def features(scene: Scene) -> list[str]:
    """What the model knows of a scene, each once: words, pairs, tags, letters of strange words."""
    lex = lexicon()
    out: dict[str, None] = {}
    before = "^"
    last: tuple[str, ...] = ("^",)
    every: set[str] = set()
    for i, token in enumerate(scene.tokens[:MOST]):
        word, mark = token.word, scene.at[i]
        named = mark is None and token.raw[:1].isupper() and token.gap < 2
        if named and word not in lex.vocab:
            word = "*"
        out[word] = None
        out[f"{before} {word}"] = None
        before = word
        if mark is not None:
            if mark.start == i:
                tags = _told(mark.tags)
                for tag in tags:
                    out[f"#{tag}"] = None
                    for other in last:
                        out[f"#{other}>{tag}"] = None
                every.update(tags)
                last = tags or last
        elif word != "*" and word not in lex.vocab and word not in lex.func:
            out.update(dict.fromkeys(_letters(word[:LONGEST])))
    return [*out, *_together(tuple(sorted(every)[:TAGS]))]


def _letters(word: str) -> Iterator[str]:
    """The letters of a word no list explains, in threes and fours; in twos where no blanks part."""
    if not word.isascii() and UNSPACED.search(word):
        yield from (f"/{word[i : i + n]}" for n in (1, 2, 3) for i in range(len(word) - n + 1))
        return
    edged = f"<{word}>"
    yield from (f"/{edged[i : i + n]}" for n in (3, 4) for i in range(len(edged) - n + 1))


def slot(feature: str) -> int:
    """Where a feature's weight lies."""
    return crc32(feature.encode("utf-8", "surrogatepass")) & ((1 << BITS) - 1)


def score(scene: Scene, head: str) -> float:
    """How much the scene looks like what the head was taught, on the scale of its threshold."""
    weights = model().slots[head]
    found = [weights[slot(each)] for each in features(scene)]
    return sum(found) / sqrt(len(found)) if found else 0.0


def suspects(scene: Scene) -> bool:
    """Whether the model holds that the scene asks for more than the grammars found in it."""
    head = HEADS[scene.edit]
    return score(scene, head) >= model().thresholds[head]
