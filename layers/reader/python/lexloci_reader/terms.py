"""What the lexicon knows of one word: exact, by its stem, by the end of a compound."""

from __future__ import annotations

import re

from lexloci_reader.endings import arabic
from lexloci_reader.lexicon import Lexicon, lexicon, remembered, stem_of
from lexloci_reader.sounds import squeeze

ARABIC = re.compile(r"[\u0600-\u06ff]")
THINGS = ("object@en", "creature@en")
"""The packed tags of a word of our list of English things and animals, and of no other."""


@remembered
def single(word: str) -> str:
    """The packed tags of one word: exact, by stem, or without an Arabic prefix or suffix."""
    lex = lexicon()
    packed = lex.terms.get(word)
    if not packed and word not in lex.func and word not in lex.vocab:
        packed = by_stem(word, lex) or _compound(word, lex)
        if not packed and not word.isascii():
            thin = word if "لل" in word else squeeze(word)
            packed = (lex.terms.get(thin) or by_stem(thin, lex)) if thin != word else ""
            if not packed and ARABIC.match(word):
                return arabic(word, lex) or arabic(thin, lex)
    return packed or ""


def by_stem(word: str, lex: Lexicon) -> str:
    """The packed tags of the longest stem that the word begins with."""
    stem = stem_of(word)
    return lex.stems[stem] if stem else ""


def _compound(word: str, lex: Lexicon) -> str:
    """The packed tags of the last part of a German or Dutch compound: `Leopardenslip`."""
    if len(word) < 8 or not word.isascii():
        return ""
    for n in range(3, len(word) - 3):
        packed = lex.tails.get(word[n:])
        if packed:
            return packed
    return ""


def is_thing(word: str) -> bool:
    """Whether it is a word of our list of English things and animals, and of no other."""
    return single(word) in THINGS


@remembered
def called(word: str) -> bool:
    """Whether it is a given name and no other word."""
    lex = lexicon()
    told = lex.names.get(word, "").split()
    return "given" in told and "plain" not in told and word not in lex.func


def names_state(word: str) -> bool:
    """Whether the word tells of somebody, or something, bare."""
    return not _STATES.isdisjoint(single(word).replace("@", " ").split())


_STATES = frozenset({"nude", "partial", "shirtless"})
