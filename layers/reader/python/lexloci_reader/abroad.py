"""Languages that the reader does not cover, told by how their words are spelled.

A linear model of the letters of words, two to four in a row (the n-grams of Cavnar and Trenkle
1994), is asked where most words of a text are on no list: were they spelled so where the reader
reads? Trained by `lexloci_tools.corpus.train_abroad`; `abroad.json` beside the weights is its card.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import chain
from math import sqrt

from lexloci_reader.guess import known
from lexloci_reader.letters import WORD
from lexloci_reader.lexicon import lexicon
from lexloci_reader.ngrams import slot
from lexloci_reader.scene import Scene
from lexloci_reader.shelves import DATA
from lexloci_reader.text import fold

BITS, MOST, LONGEST, LEAST = 14, 60, 20, 3
"""Slots of the model; words and letters of a word that are looked at, at most; words, at least."""
_SPACED = re.compile("[a-z\u00df-\u024f\u0400-\u04ff\u0600-\u06ff\u1e00-\u1eff]")
"""Letters of scripts that several languages, covered ones and others, write in words."""


@cache
def _model() -> tuple[bytes, float]:
    """The committed weights, each and 128, and the score from which a text counts as foreign."""
    card = json.loads((DATA / "abroad.json").read_bytes())
    return (DATA / "abroad.u8").read_bytes(), float(card["limit"])


def words(text: str) -> list[str]:
    """The words of a text that begin with no capital: no names."""
    found = WORD.findall(unicodedata.normalize("NFC", text))
    return [word for word in found if _SPACED.match(word)][:MOST]


def slots(said: Iterable[str]) -> list[int]:
    """Where the weights of these words' letters lie, each once, in order."""
    return sorted(set(chain.from_iterable(map(_lettered, said))))


@lru_cache(1 << 12)
def _lettered(word: str) -> tuple[int, ...]:
    edged = f"<{word[:LONGEST]}>"
    grams = {edged[i : i + n] for n in (2, 3, 4) for i in range(len(edged) - n + 1)}
    return tuple(slot(gram, BITS) for gram in ({*grams, edged} if len(word) < 5 else grams))


def _ours(word: str, raw: str) -> bool:
    """Whether a list has the word as it is spelled: `tónál` is not English `tonal`."""
    return known(word) and not (lexicon().vocab.only_written(word) and word in _signed(raw))


@lru_cache(1 << 2)
def _signed(raw: str) -> frozenset[str]:
    """The folded words that a text spells with letters beyond ASCII."""
    return frozenset(fold(word) for word in set(WORD.findall(raw)) if not word.isascii())


def spelled_abroad(scene: Scene, raw: str) -> bool:
    """Whether a text, most of whose words no list knows, is spelled as in no covered language."""
    if all(map(known, scene.words)):
        return False
    long = [
        (token.word, mark)
        for token, mark in zip(scene.tokens, scene.at, strict=True)
        if len(token.word) > 3 and token.word.isalpha() and not token.raw[:1].isupper()
    ]
    strange = sum(mark is None and not _ours(word, raw) for word, mark in long)
    said = words(raw) if strange * 2 > len(long) else []
    if len(said) < LEAST:
        return False
    weights, limit = _model()
    found = slots(said)
    return (sum(weights[at] for at in found) - 128 * len(found)) / sqrt(len(found)) > limit
