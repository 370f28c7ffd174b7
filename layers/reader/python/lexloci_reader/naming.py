"""What a name is, and how a word may be one: capitals, articles, places, unknown words."""

from __future__ import annotations

import re
from typing import NamedTuple

from lexloci_reader.lexicon import digest, hash_list, lexicon, remembered
from lexloci_reader.scene import Scene

REAL = frozenset({"real"})
EITHER = frozenset({"fictional", "real"})
MADE_UP = frozenset({"fictional"})
ADULT = frozenset({"adult"})
ANY_AGE = frozenset({"adult", "minor"})
_LETTERS = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*\Z")
PEOPLE = frozenset({"woman", "adult", "person", "minor", "kin", "thing", "creature"})
GRAVE = frozenset("nude partial underwear swimwear explicit suggestive shirtless sheer".split())
WEAK = frozenset(
    (
        "and into me det of in my colour body light speck creature outer accessory wear title "
        "f m less bare remove make tidy keep only person garment scant "
    ).split()
)


STRONG = (
    GRAVE
    | PEOPLE
    | frozenset("clothes garment dressy photo drawn picture artwork object the school".split())
)


class Name(NamedTuple):
    """Tokens `start` to `end` name somebody; who, how old, and how we know."""

    start: int
    end: int
    subject: frozenset[str]
    age: frozenset[str]
    why: str


def capital(scene: Scene, i: int) -> bool:
    """Whether token `i` begins with a capital letter."""
    return 0 <= i < len(scene.tokens) and scene.tokens[i].raw[:1].isupper()


def kinds(scene: Scene, i: int) -> str:
    """The kinds of name that our own lists hold token `i` for, parted by blanks."""
    word, known = scene.word(i), lexicon().names
    return known.get(word) or (known.get(word.partition("'")[0], "") if "'" in word else "")


def unknown(scene: Scene, i: int) -> bool:
    """Whether token `i` is a word that no list explains: it may be a name."""
    return i in unknowns(scene)


def unknowns(scene: Scene) -> frozenset[int]:
    """The tokens that no list explains; asked often, so looked for once."""
    if scene.unknown is None:
        foreign = not english(scene)
        scene.unknown = frozenset(
            i
            for i, mark in enumerate(scene.at)
            if mark is None and _unexplained(scene.tokens[i].word, foreign)
        )
    return scene.unknown


def _unexplained(word: str, foreign: bool) -> bool:
    """Whether no list explains the word; in English, function words of other languages do not."""
    return _nameable(word) and not _functions(word, foreign)


@remembered
def _nameable(word: str) -> bool:
    """Whether the word is of two letters or more, in no list of everyday words or places."""
    lex = lexicon()
    told = len(word) < 2 or word in lex.vocab or "place" in lex.names.get(word, "")
    return not told and bool(_LETTERS.match(word[:1]))


def _functions(word: str, foreign: bool) -> bool:
    """Whether the word is a function word: of any language in a foreign text, else of English."""
    langs = lexicon().func.get(word)
    return langs is not None and (foreign or "en" in langs.split())


def strange(scene: Scene) -> bool:
    """Whether any word of the text may be a name: no list explains it."""
    return bool(unknowns(scene))


def determined(scene: Scene, i: int) -> bool:
    """Whether an article stands before token `i`, over at most three describing words."""
    for j in range(i - 1, max(-1, i - 5), -1):
        if scene.tokens[j + 1].gap:
            return False
        tags = scene.tags(j)
        if tags & {"det", "the", "my", "she", "he", "they", "this"} or scene.word(j) == "the":
            return True
        if scene.word(j) in lexicon().func or tags & {"photo", "of", "in", "wear"}:
            return False
    return False


def placed(scene: Scene, i: int) -> bool:
    """Whether token `i` follows a word of place: `in Santorini`, `from Paris`."""
    word = scene.word(i - 1)
    return word in ("in", "at", "on", "from", "near", "the", "to", "en", "em", "na", "à", "a", "di")


def function_word(scene: Scene, i: int) -> bool:
    """Whether token `i` is a function word of a covered language; of English, in English."""
    return _functions(scene.word(i), not english(scene))


def english(scene: Scene) -> bool:
    """Whether no other language has a better claim to the text."""
    return scene.in_english()


def loose(scene: Scene, i: int) -> bool:
    """A known word that may still be part of a name where it is capitalised."""
    free = not scene.at[i] or scene.tags(i) <= WEAK
    if not free and english(scene):  # a grave word of another language, a family name in this one
        mark = scene.at[i]
        free = mark is not None and mark.end - mark.start == 1 and not scene.tags(i) & STRONG
    return free and not function_word(scene, i) and "place" not in kinds(scene, i)


@remembered
def listed_as(name: str) -> tuple[frozenset[str], frozenset[str], str] | None:
    """Whose a folded name is: subject, age and why, by the lists of people and of characters."""
    key = digest(name)
    if hash_list("real").holds(key):
        return REAL, ADULT, "known name"
    return (MADE_UP, ANY_AGE, "known character") if hash_list("fictional").holds(key) else None
