"""A small linear model of words, stems and tags: what the grammars overlook, it may still suspect.

Two heads, for prompts that generate and for edits, each taught what a gate must refuse. Features
are strings, hashed to a slot; a slot holds one signed byte a head. What the model suspects adds
values; what it clears takes only doubts away, never what a grammar found (`combine`). Trained by
`lexloci_tools.corpus.train`; `ngrams.json` beside the weights is its card: what it was trained on,
its thresholds, its figures, the hash of the weights.
"""

from __future__ import annotations

import json
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import sqrt
from zlib import crc32

from lexloci_reader.ages import age_values, ages
from lexloci_reader.lexicon import DATA, lexicon
from lexloci_reader.scene import UNSPACED, Scene

BITS = 18
HEADS = ("generate", "edit")
LONGEST, MOST, TAGS = 24, 240, 30
"""Letters of a word, tokens of a text and different tags that are looked at, at most."""
LEAST = 5.0
"""The score that a sentence, or a text of few words, needs at least to be suspected."""
NEAR = 9
"""Words on either side of a doubt that must read harmless without the rest of the sentence."""
FRAGMENT, SHORT = 40, 3
"""Features that a sentence, or a text of so few words, counts as having: it says little alone."""
_DULL = frozenset({"f", "m", "det", "of", "she", "he", "they"})


@dataclass(frozen=True, slots=True)
class Model:
    """slots: head -> one signed byte a slot.

    suspects: head -> the score from which it suspects; clears: head -> the one below which it
    holds the text to be harmless; acquits: the one below which it is sure of that.
    """

    slots: dict[str, array[int]]
    suspects: dict[str, float]
    clears: dict[str, float]
    acquits: dict[str, float]


@cache
def model() -> Model:
    """The committed weights, read once a process."""
    card = json.loads((DATA / "ngrams.json").read_bytes())
    held = (DATA / "ngrams.i8").read_bytes()
    size = 1 << BITS
    slots = {head: array("b", held[n * size : (n + 1) * size]) for n, head in enumerate(HEADS)}
    told = card["thresholds"]
    named = ("suspects", "clears", "acquits")
    return Model(slots, *({head: float(told[what][head]) for head in HEADS} for what in named))


@cache
def _told(tags: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted(tags - _DULL))


@cache
def _together(tags: tuple[str, ...]) -> tuple[str, ...]:
    """Every two of the tags that stand in one text, wherever."""
    return tuple(f"#{a}&{b}" for n, a in enumerate(tags) for b in tags[n + 1 :])


def features(scene: Scene, span: range) -> list[str]:
    """What the model knows of a stretch of tokens: words, pairs, tags, letters of strange words."""
    lex = lexicon()
    out: dict[str, None] = {}
    before = "^"
    last: tuple[str, ...] = ("^",)
    every: set[str] = set()
    for i in span[:MOST]:
        token, mark = scene.tokens[i], scene.at[i]
        word = token.word
        named = mark is None and token.raw[:1].isupper() and token.gap < 2
        if named and word not in lex.vocab:
            word = "*"
        out[word] = None
        out[f"{before} {word}"] = None
        if len(word) > 4 and (word.isascii() or not UNSPACED.search(word)):
            out.update(dict.fromkeys(_ends(word)))
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
    told = frozenset().union(*(age_values(age.years) for age in ages(scene) if age.at in span))
    out.update((f"#aged {value}", None) for value in sorted(told))
    return [*out, *_together(tuple(sorted(every)[:TAGS]))]


def _ends(word: str) -> tuple[str, ...]:
    """How a word begins and ends: what its inflections and its family have in common."""
    ends = (f"{word[:4]}-", f"-{word[-4:]}", f"{word[:6]}-")
    return ends[: len(word) - 4]


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


def whole(scene: Scene) -> range:
    """All tokens."""
    return range(len(scene.tokens))


def sentences(scene: Scene) -> list[range]:
    """The tokens of each sentence."""
    starts = [i for i in range(len(scene.sent)) if i == 0 or scene.sent[i] != scene.sent[i - 1]]
    return [range(a, b) for a, b in pairwise([*starts, len(scene.sent)])]


def score(scene: Scene, span: range) -> float:
    """How much the stretch looks like what the head was taught, on the scale of its thresholds."""
    weights = model().slots[HEADS[scene.edit]]
    found = [weights[slot(each)] for each in features(scene, span)]
    enough = span == whole(scene) and len(span) > SHORT
    return sum(found) / sqrt(max(len(found), 1 if enough else FRAGMENT))


def suspects(scene: Scene) -> bool:
    """Whether the text, or a sentence of it (which harmless ones around cannot hide), reads like
    what must be refused."""
    limit = model().suspects[HEADS[scene.edit]]
    parts, every = sentences(scene), whole(scene)
    least = max(limit, LEAST)  # of what says little, the score is near nothing
    if score(scene, every) >= (limit if len(every) > SHORT else least):
        return True
    return len(parts) > 1 and any(score(scene, part) >= least for part in parts)


def clears(scene: Scene, places: Iterable[int]) -> set[int]:
    """Those of the tokens around which the text reads harmless: their sentence, which must say
    enough, and their nearest words by themselves, for a long sentence may hide them."""
    limit = model().clears[HEADS[scene.edit]]
    calm: dict[int, bool] = {}
    out = set()
    for at in set(places):
        number = scene.sent[at]
        around = range(bisect_left(scene.sent, number), bisect_right(scene.sent, number))
        if number not in calm:
            calm[number] = len(around) > 2 and score(scene, around) < limit
        near = range(max(around.start, at - NEAR), min(around.stop, at + NEAR + 1))
        if calm[number] and (near == around or score(scene, near) < limit):
            out.add(at)
    return out


def acquits(scene: Scene) -> bool:
    """Whether the text and each stretch of each of its sentences reads surely harmless."""
    limit = model().acquits[HEADS[scene.edit]]
    spans = [whole(scene)]
    for part in sentences(scene):
        last = max(part.start + 1, part.stop - NEAR)
        spans += [range(at, min(at + 2 * NEAR, part.stop)) for at in range(part.start, last, NEAR)]
    return all(score(scene, span) < limit for span in spans)
