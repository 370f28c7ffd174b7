"""Texts and words turned round, of whatever letters."""

from __future__ import annotations

import re
from itertools import filterfalse

from lexloci_reader.guess import grave, known
from lexloci_reader.lexicon import lexicon, remembered, stem_of
from lexloci_reader.naming import GRAVE as SHOWN

GRAVE = (SHOWN | {"undress", "sheer", "clothes"}) - {"suggestive"}


def backwards(text: str) -> list[str]:
    """A text turned round, where a word of it undresses only so."""
    low = text.casefold()
    if not text.isascii():
        for word in re.findall(r"[а-яё]{5,}|[ء-ي]{3,}", low):
            if word[0] in "ةى" or (len(word) > 4 and not real(word) and grave(word[::-1])):
                return [low[::-1]]  # no Arabic word begins with ة or ى
        for run in re.findall(r"[가-힣ぁ-ヿ一-鿿]{3,}", low[:TURNED]):
            back = run[::-1]
            if any(grave(back[i : i + n]) for n in (3, 4, 5) for i in range(len(back) - n + 1)):
                return [low[::-1]]
    words = list(filterfalse(known, _SMALL_LETTERS.findall(text)))
    turned = [w for w in words if _undresses(w[::-1])]
    if turned and (any(len(w) > 4 for w in turned) or sum(known(w[::-1]) for w in words) > 1):
        return [f"{low} {' '.join(w[::-1] for w in words)}"]
    return []


def _undresses(word: str) -> bool:
    """Whether exactly this word undresses, in any language."""
    found = lexicon().terms.get(word)
    return not GRAVE.isdisjoint(tag.partition("@")[0] for tag in found.split())


_SMALL_LETTERS = re.compile(r"(?<![^\W_])[a-zà-öø-ÿą-ż]{4,}(?![^\W_])")
TURNED = 200
"""Letters of scripts without spaces that are read backwards."""


@remembered
def real(word: str) -> bool:
    """Whether any list holds the word or a stem that it begins with."""
    return known(word) or bool(stem_of(word, 4, len(word) - 1))
