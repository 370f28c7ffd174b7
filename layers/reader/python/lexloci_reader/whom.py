"""Whom a text speaks of by name, and whether any of them may be young.

`read` tells what would be shown; consent and protection ask who is meant. Nothing here loosens by
itself: what cannot be told for sure is `clear=False`, a name with unclear edges is None.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from lexloci_reader.ages import age_values, ages, number_at
from lexloci_reader.disguise import repair, reveal, undisguised
from lexloci_reader.lexicon import lexicon
from lexloci_reader.names import Name, names, unknown
from lexloci_reader.odd import hidden, tongue
from lexloci_reader.people import persons
from lexloci_reader.reads import WINDOW
from lexloci_reader.scene import Scene, scene_of
from lexloci_reader.text import ELISIONS, Token, plain, tokens
from lexloci_reader.unspaced import UNSPACED, unspaced
from lexloci_reader.wanted import without_settings

LONGEST = 5
"""Words of a name, at most."""
LETTERS, THAI_LETTERS = 12, 24
"""Letters of a name in a script without spaces, at most; Thai writes its vowels and tones out."""
_YOUNG = ("minor", "looksyoung", "school")
_YOUNG_WORDS = frozenset("young younger youngest youthful youth daughter son niece nephew".split())
_YOUNG_NUMBERS = range(3, 18)
_IN_THE_PICTURE = ("pron", "me")
_ELIDED = re.compile(rf"(?<![^ ])({ELISIONS}) ")
_TIGHT = re.compile(rf"(?<={UNSPACED}) (?={UNSPACED})")


class Whom(NamedTuple):
    """clear: the text could be read, one way. named: each name that may be somebody real's, as
    `name_of` spells it, None where it is unclear where it ends. others: somebody real is meant who
    is neither named nor in an upload. young: a cue that somebody is, or shall look, under 18."""

    clear: bool
    named: tuple[str | None, ...]
    others: bool
    young: bool


def whom(prompt: str, *, operation: str = "generate", images: int = 0) -> Whom:
    """Whom this prompt means. Pure and total, as `read` is."""
    if len(prompt) > WINDOW:
        return Whom(False, (), True, True)
    edit = operation == "edit" or images > 0
    prompt = without_settings(prompt)
    scene = scene_of(undisguised(prompt), edit=edit, images=images, raw=prompt)
    _, covered = tongue(scene, prompt)
    others, odd = hidden(prompt)
    clear = covered and not others and not odd and not scene.having("odd")
    named = [name for name in names(scene, grave=True) if "real" in name.subject]
    return Whom(
        clear,
        tuple(dict.fromkeys(_spelled(scene, name) for name in named)),
        _others(scene, edit),
        _young(scene),
    )


def name_of(text: str) -> str:
    """The one spelling under which a name is looked up; empty where the text holds no word."""
    return _joined(tokens(plain(text)))


def stretches(prompt: str) -> frozenset[str]:
    """Every stretch of one to five words of the prompt, spelled as `name_of` does, read as it
    stands, without initials, and with disguises taken off; in scripts without spaces, every two
    letters and more, whatever gaps are set between them."""
    out: set[str] = set()
    spelled = plain(prompt)
    for words in (tokens(spelled), repair(tokens(reveal(spelled)))):
        full = [token for token in words if len(token.word) > 1 or not token.word.isascii()]
        for read in (words, full) if len(full) < len(words) else (words,):
            for start in range(len(read)):
                for length in range(1, LONGEST + 1):
                    out.add(_joined(read[start : start + length]))
        for run in _joined(words).split():
            out |= _within(run)
    return frozenset(out - {""})


def _within(run: str) -> set[str]:
    if not unspaced(run):
        return set()
    out: set[str] = set()
    for i, letter in enumerate(run):
        most = THAI_LETTERS if "\u0e00" <= letter <= "\u0e7f" else LETTERS
        out.update(run[i:end] for end in range(i + 2, min(i + most, len(run)) + 1))
    return out


def _joined(words: list[Token]) -> str:
    """The words as one, `D'Armancourt` and `d armancourt` alike; no gap where none is written."""
    one = _ELIDED.sub(r"\1", " ".join(token.word.replace("'", "") for token in words))
    return one if one.isascii() else _TIGHT.sub("", one)


def _spelled(scene: Scene, name: Name) -> str | None:
    """The name; None where a word beside it may be part of it."""
    before = not scene.tokens[name.start].gap and _nameable(scene, name.start - 1)
    after = (
        name.end < len(scene.tokens)
        and not scene.tokens[name.end].gap
        and _nameable(scene, name.end)
    )
    owner = scene.tokens[name.end - 1].raw.endswith(("'s", "s'"))
    return None if before or after or owner else _joined(scene.tokens[name.start : name.end])


def _nameable(scene: Scene, i: int) -> bool:
    return unknown(scene, i) or scene.word(i) in lexicon().names


def _others(scene: Scene, edit: bool) -> bool:
    """Whether somebody real is meant who is told by no name and stands in no upload."""
    for person in persons(scene, grave=True):
        if "real" not in person.subject or person.kind == "name":
            continue
        if not (edit and (person.pointed or person.kind in _IN_THE_PICTURE)):
            return True
    return False


def _young(scene: Scene) -> bool:
    """Any cue at all: this opens, so a number that may be an age is one."""
    if any("benign" not in mark.tags for mark in scene.having(*_YOUNG)):
        return True
    for i, token in enumerate(scene.tokens):
        number = number_at(scene, i)
        if token.word in _YOUNG_WORDS or (number and number[0] in _YOUNG_NUMBERS):
            return True
    return any("minor" in age_values(age.years) for age in ages(scene))
