"""Vietnamese by its signs: `bộ` is neither `bỏ` nor `bố`, though all three are folded to `bo`.

The word lists are looked up without signs, for many prompts are typed so. Where a prompt does have
them, a word counts only as the one whose signs it bears.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import lru_cache

from lexloci_reader.letters import WORD
from lexloci_reader.lexicon import signs_table
from lexloci_reader.syllables import syllable

_MARKS = {
    "\u0302": "^", "\u0306": "(", "\u031b": "+",
    "\u0300": "`", "\u0301": "'", "\u0309": "?", "\u0303": "?", "\u0323": ".",
}  # fmt: skip
_TONES = frozenset("`'?.")
_SURE = frozenset("nude partial underwear swimwear explicit undress shirtless reveal".split())
_DERIVED = {"kin": "person", "mine": "person", "code": "odd"}
NONE: frozenset[str] = frozenset()
Signs = dict[str, frozenset[str]]


@lru_cache(1 << 12)
def signs(word: str) -> tuple[str, str]:
    """(the syllable without its signs, its signs in order of code): `đồ` is `do`, `-^``."""
    if word.isascii():
        return word.lower(), ""
    bare, marks = [], []
    for c in unicodedata.normalize("NFD", word.lower()):
        if c == "đ":
            bare.append("d")
            marks.append("-")
        elif unicodedata.combining(c):
            marks.append(_MARKS.get(c, "!"))
        else:
            bare.append(c)
    return "".join(bare), "".join(sorted(marks))


def signed(raw: str) -> Signs:
    """The folded syllables that a Vietnamese text never writes bare -> the signs they bear there.

    A word that is no syllable of the language is left out: its signs may be a disguise. Where
    hardly any signs are set, a syllable without one may stand for any.
    """
    out: dict[str, set[str]] = {}
    unsure: set[str] = set()
    words = WORD.findall(unicodedata.normalize("NFC", raw))
    full = sum(not word.isascii() for word in words) * 2 >= len(words)
    for bare, marks in set(map(signs, words)):
        out.setdefault(bare, set()).add(marks)
        if not (marks or full) or not _fits(bare, marks):
            unsure.add(bare)
    return {bare: frozenset(marks) for bare, marks in out.items() if bare not in unsure}


@lru_cache(1 << 12)
def _fits(bare: str, marks: str) -> bool:
    """Whether they are a syllable of the language and signs that it may bear."""
    tones = sum(c in _TONES for c in marks)
    return bare.isascii() and "!" not in marks and tones < 2 and syllable(bare)


def as_signed(term: str, tags: frozenset[str], said: Signs) -> frozenset[str]:
    """The tags of a term that its signs in the text speak for."""
    forms = [said.get(word) for word in term.split(" ")]
    strange = any(form and "" not in form for form in forms)
    entry = signs_table().get(term)
    if entry is None:
        return NONE if strange else tags
    told = [each.partition(":") for each in entry.split(" ")]
    out = set() if strange else set(tags) - {tag for tag, _, _ in told}
    for tag, _, marks in told:
        other = sum(
            form is not None and mark not in form
            for form, mark in zip(forms, marks.split("|"), strict=False)
        )
        if other <= (tag in _SURE and len(forms) > 1):  # one slip hides nothing grave
            out |= {tag, _DERIVED.get(tag, tag)}
    return tags & out


def reckoned(langs: Counter[str], said: Signs) -> Counter[str]:
    """The languages of a text with Vietnamese signs: it, and what English stands among it."""
    return Counter(
        {"vi": langs["vi"] + sum("" not in marks for marks in said.values()), "en": langs["en"]}
    )
