"""A small linear model of words, letters, tags and the grammars' findings: what these overlook,
it may still suspect.

A head a question. What a gate must refuse is asked of prompts that generate and of edits, with the
findings of the grammars, to suspect, and by words alone, to clear: a second opinion. The other
heads were taught what a picture shows: somebody, somebody real, bareness, a suggestive scene, and
of what is bare, how bare it is.
Features are strings, hashed to a slot; a slot holds one byte a head. What the model thinks
adds values; what it clears takes only doubts away, never what a grammar found (`combine`).
Trained by `lexloci_tools.corpus.train`; `ngrams.json` beside the weights is its card: what it was
trained on, its thresholds, its figures, the hash of the weights.
"""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Sequence
from functools import cache, lru_cache
from itertools import combinations, pairwise
from math import sqrt
from operator import itemgetter
from typing import NamedTuple
from zlib import crc32

from lexloci_reader.ages import age_values, ages
from lexloci_reader.clues import Clue
from lexloci_reader.lexicon import lexicon
from lexloci_reader.scene import Scene
from lexloci_reader.shelves import DATA
from lexloci_reader.unspaced import unspaced

BITS = 17
REFUSED, WORDS = ("generate", "edit"), ("generate by words", "edit by words")
"""Heads of what must be refused, by what is asked for; and those that see no findings."""
LEVELS = ("swimwear", "underwear", "partial", "nude")
SHOWN = ("somebody", "real", "bare", "suggestive", *LEVELS)
"""Heads of what a picture shows; the first three were taught on prompts that generate, the levels
on what is bare."""
HEADS = (*REFUSED, *WORDS, *SHOWN)
LONGEST, MOST, TAGS = 24, 240, 30
"""Letters of a word, tokens of a text and different tags that are looked at, at most."""
LEAST = 3.0
"""The score that a sentence, or a text of few words, needs at least to be suspected."""
LONG = 15
"""Tokens of a text, for so many of which again a sentence of it needs that score again."""
NEAR = 9
"""Words on either side of a doubt that must read harmless without the rest of the sentence."""
FRAGMENT, SHORT = 40, 3
"""Features that a sentence, or a text of so few words, counts as having: it says little alone."""
FEW = 6
"""Words in which the model doubts nothing that a grammar found, and adds no level to it."""
_DULL = frozenset({"f", "m", "det", "of", "she", "he", "they"})


class Model(NamedTuple):
    """slots: head -> one byte a slot, its weight and 128.

    suspects: head -> the score from which it suspects; clears: head -> the one below which it
    holds the text to be harmless; acquits: the one below which it is sure of that. likely: head ->
    the score from which what it was taught may be shown; unlikely: up to which it may not be.
    """

    slots: dict[str, bytes]
    suspects: dict[str, float]
    clears: dict[str, float]
    acquits: dict[str, float]
    likely: dict[str, float]
    unlikely: dict[str, float]


@cache
def model() -> Model:
    """The committed weights, read once a process."""
    card = json.loads((DATA / "ngrams.json").read_bytes())
    held = (DATA / "ngrams.u8").read_bytes()
    size = 1 << BITS
    slots = {head: held[n * size : (n + 1) * size] for n, head in enumerate(HEADS)}
    told = card["thresholds"]
    named = ("suspects", "clears", "acquits", "likely", "unlikely")
    return Model(slots, *({head: float(at) for head, at in told[what].items()} for what in named))


def slot(feature: str, bits: int = BITS) -> int:
    """Where a feature's weight lies, in a model of so many slots."""
    return crc32(feature.encode("utf-8", "surrogatepass")) & ((1 << bits) - 1)


def _slots(features: Iterable[str]) -> set[int]:
    mask = (1 << BITS) - 1
    return {crc32(each.encode("utf-8", "surrogatepass")) & mask for each in features}


def slots(scene: Scene, span: range, clues: Iterable[Clue] = ()) -> set[int]:
    """What the model knows of a stretch of tokens: words and their letters, pairs of words, tags,
    and the clues that stand in it."""
    vocab = lexicon().vocab
    words: list[str] = []
    every: list[frozenset[str]] = []
    for i in span[:MOST]:
        token, mark = scene.tokens[i], scene.at[i]
        word = token.word[:LONGEST]
        if mark is None and token.gap < 2 and token.raw[:1].isupper() and word not in vocab:
            word = "*"
        words.append(word)
        if mark is not None and mark.start == i and (tags := _telling(mark.tags)):
            every.append(tags)
    out = set(map(_pair, ["^", *words], words))
    out.update(*map(_spelled, set(words)), *map(_tagged, [frozenset(), *every], every))
    said = [age_values(age.years) for age in ages(scene) if age.at in span]
    out |= _slots(f"#aged {value}" for values in said for value in values)
    out.update(_together(frozenset().union(*every)))
    if clues:
        all_of_it = span == whole(scene)
        found = frozenset(clue for at, clue in clues if at in span or (at < 0 and all_of_it))
        out.update(map(_clue, found))
        out.update(_together(found))
    return out


@lru_cache(1 << 14)
def _spelled(word: str) -> tuple[int, ...]:
    """A word, how it begins and ends (what its inflections and its family have in common), and
    its letters in threes and fours; in ones to threes where no blanks part words."""
    if word == "*":
        return (slot(word),)
    if unspaced(word):
        spans = [(i, i + n) for n in (1, 2, 3) for i in range(len(word) - n + 1)]
        return tuple(_slots((word, *(f"/{word[a:b]}" for a, b in spans))))
    ends = (f"{word[:4]}-", f"-{word[-4:]}", f"{word[:6]}-")[: max(0, len(word) - 4)]
    edged = f"<{word}>"
    letters = [f"/{edged[i : i + n]}" for n in (3, 4) for i in range(len(edged) - n + 1)]
    return tuple(_slots((word, *ends, *letters)))


@lru_cache(1 << 14)
def _pair(before: str, word: str) -> int:
    return slot(f"{before} {word}")


@lru_cache(1 << 12)
def _telling(tags: frozenset[str]) -> frozenset[str]:
    return tags - _DULL


@lru_cache(1 << 12)
def _tagged(last: frozenset[str], tags: frozenset[str]) -> tuple[int, ...]:
    """The tags of one mark, alone and after those of the one before."""
    after = [f"#{other}>{tag}" for other in last or ("^",) for tag in tags]
    return tuple(_slots((*(f"#{tag}" for tag in tags), *after)))


@lru_cache(1 << 12)
def _together(tags: frozenset[str]) -> tuple[int, ...]:
    """Every two of the tags that stand in one text, wherever."""
    listed = sorted(tags)[:TAGS]
    return tuple(_slots([f"#{a}&{b}" for a, b in combinations(listed, 2)]))


_clue = lru_cache(1 << 12)(slot)


def whole(scene: Scene) -> range:
    """All tokens."""
    return range(len(scene.tokens))


def sentences(scene: Scene) -> list[range]:
    """The tokens of each sentence."""
    sent = scene.sent
    if not sent or sent[0] == sent[-1]:
        return [whole(scene)] if sent else []
    starts = [i for i in range(len(sent)) if i == 0 or sent[i] != sent[i - 1]]
    return [range(a, b) for a, b in pairwise([*starts, len(sent)])]


class _Held:
    """What the model holds in some slots; picked from head after head."""

    def __init__(self, found: Collection[int]) -> None:
        """Picks nothing yet."""
        self._many = len(found)
        self._pick = itemgetter(*found) if len(found) > 1 else None

    def total(self, head: str, least: int = 1) -> float:
        """The weights of these slots, summed, on the scale of the thresholds."""
        if self._pick is None:
            return 0.0
        held: tuple[int, ...] = self._pick(model().slots[head])
        return (sum(held) - 128 * self._many) / sqrt(max(self._many, least))


def score(scene: Scene, span: range) -> float:
    """How much a stretch reads like what must be refused, by words alone."""
    return _part(WORDS[scene.edit], scene, span)


def _part(head: str, scene: Scene, span: range, clues: Sequence[Clue] = ()) -> float:
    enough = span == whole(scene) and len(span) > SHORT
    return _Held(slots(scene, span, clues)).total(head, 1 if enough else FRAGMENT)


def _standing(told: list[Clue], span: range) -> list[Clue]:
    """Those of the sorted clues that stand in a stretch of tokens."""
    return told[bisect_left(told, (span.start, "")) : bisect_left(told, (span.stop, ""))]


class Opinion:
    """What the model thinks of a text as a whole, with the clues of the grammars."""

    def __init__(self, scene: Scene, clues: Sequence[Clue]) -> None:
        """Reads nothing yet."""
        self._scene, self._clues = scene, clues
        self._held: _Held | None = None
        self._scores: dict[str, float] = {}

    def _total(self, head: str, least: int = 1) -> float:
        if self._held is None:
            self._held = _Held(slots(self._scene, whole(self._scene), self._clues))
        return self._held.total(head, least)

    def _score(self, head: str) -> float:
        if head not in self._scores:
            self._scores[head] = self._total(head)
        return self._scores[head]

    def likely(self, head: str) -> bool:
        """Whether the picture may show what this head was taught."""
        return self._score(head) >= model().likely[head]

    def adds(self, head: str) -> bool:
        """Whether it may, in a text of more than a few words, which say plainly what they mean."""
        return self._wordy() and self.likely(head)

    def unlikely(self, head: str) -> bool:
        """Whether it may not; between the limits both may be. Few words are no ground for doubt."""
        return self._wordy() and self._score(head) <= model().unlikely[head]

    def _wordy(self) -> bool:
        return len(self._scene.tokens) > FEW

    def harmless(self) -> bool:
        """Whether the text as a whole reads rather like what may pass; too little to clear it."""
        return self._wordy() and self._score(REFUSED[self._scene.edit]) < 0

    def suspects(self) -> bool:
        """Whether the text, or a sentence of it (which harmless ones around cannot hide), reads
        like what must be refused."""
        scene, head = self._scene, REFUSED[self._scene.edit]
        limit = model().suspects[head]
        parts = sentences(scene)
        least = max(limit, LEAST)  # of what says little, the score is near nothing
        short = len(scene.tokens) <= SHORT
        if self._total(head, FRAGMENT if short else 1) >= (least if short else limit):
            return True
        if len(parts) < 2:
            return False
        told = sorted(self._clues)
        each = (_part(head, scene, part, _standing(told, part)) for part in parts)
        worst = least * max(1.0, len(scene.tokens) / LONG)  # one of many sounds odd by chance
        return any(found >= worst for found in each)


def clears(scene: Scene, places: Iterable[int]) -> set[int]:
    """Those of the tokens around which the text reads harmless: their sentence, which must say
    enough, and their nearest words by themselves, for a long sentence may hide them."""
    limit = model().clears[WORDS[scene.edit]]
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
    """Whether the text reads surely harmless, and no stretch of any sentence otherwise; a text of
    few words never does."""
    head = WORDS[scene.edit]
    if len(scene.tokens) <= FEW or score(scene, whole(scene)) >= model().acquits[head]:
        return False
    limit = model().clears[head]
    spans = []
    for part in sentences(scene):
        last = max(part.start + 1, part.stop - NEAR)
        spans += [range(at, min(at + 2 * NEAR, part.stop)) for at in range(part.start, last, NEAR)]
    return all(score(scene, span) < limit for span in spans)
