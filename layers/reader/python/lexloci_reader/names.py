"""Which stretches of the text name somebody: by list, by shape, by title, by role, by handle."""

from __future__ import annotations

from lexloci_reader.artists import credits
from lexloci_reader.handles import account, in_small_letters, initialled, signed
from lexloci_reader.lexicon import (
    first_words,
    lexicon,
    name_heads,
    remembered,
)
from lexloci_reader.naming import (
    ADULT,
    ANY_AGE,
    EITHER,
    MADE_UP,
    REAL,
    WEAK,
    Name,
    capital,
    determined,
    english,
    function_word,
    kinds,
    listed_as,
    placed,
    unknown,
)
from lexloci_reader.nearly import nearly, surname
from lexloci_reader.scene import Scene
from lexloci_reader.shapes import (
    DOTS,
    apposed,
    by_place,
    called,
    mine,
    named_by_capitals,
    pair,
    particled,
    slot,
    starts_text,
    wordy,
)
from lexloci_reader.unspaced import unspaced

__all__ = ["ADULT", "ANY_AGE", "EITHER", "MADE_UP", "REAL", "Name", "english", "names", "unknown"]


MOST = 5
"""Words of a listed name, at most."""


def _listed(scene: Scene, i: int, free: list[bool]) -> Name | None:
    """The longest listed name that starts at token `i`."""
    lex = lexicon()
    tokens = scene.tokens
    word = tokens[i].word
    lengths, ours = first_words().get(word, ()), word in name_heads()
    if not lengths and not ours:
        return _alone(scene, i)
    words, end = [word], i + 1
    most = min(i + (MOST if ours else min(MOST, max(lengths))), len(tokens))
    while end < most and not tokens[end].gap and free[end]:
        words.append(tokens[end].word)
        end += 1
    if end == i + 1:
        return _alone(scene, i)
    row = range(end - i)
    plain = next((k for k in row if not _everyday(words[k])), end - i)
    small = next((k for k in row if not tokens[i + k].raw[:1].isupper()), end - i)
    for n in range(len(words), 1, -1):
        ordinary = small < n <= plain  # words of every day, not all of them with a capital
        if ordinary and not ours:
            continue
        name = " ".join(words[:n])
        if ours and (found := _own(lex.names.get(name, ""), i, i + n)):
            return found
        if ordinary or n + name.count("'") not in lengths:
            continue
        who = listed_as(name.replace("'", " "))
        if who:
            return Name(i, i + n, *who)
    return _alone(scene, i)


def _alone(scene: Scene, i: int) -> Name | None:
    """A name of one word; `pele` and `cher` are words too, unless in English or in capitals."""
    have = kinds(scene, i)
    if not have:
        return None
    if {"historical", "given"} <= set(have.split()) and named_by_capitals(scene, i):
        return None  # `Jesús Bravo`
    word = "word" in have.split() and not capital(scene, i) and not english(scene)
    return None if word else _own(have, i, i + 1)


def _own(kinds: str, start: int, end: int) -> Name | None:
    """A name of our own lists."""
    if not kinds:
        return None
    have = kinds.split()
    if "mononym" in have:
        return Name(start, end, REAL, ADULT, "known name")
    if "historical" in have:
        return Name(start, end, MADE_UP, ADULT, "historical person")
    if "adultfiction" in have:
        return Name(start, end, MADE_UP, ADULT, "known character")
    if "invented" in have and (end - start > 1 or len(have) == 1):
        return Name(start, end, MADE_UP, ANY_AGE, "known character")
    return None


def _title(scene: Scene, i: int) -> Name | None:
    """`Dr Okafor`, `prime minister of Norway`."""
    tags = scene.tags(i)
    if "role" in tags:
        mark = scene.at[i]
        return Name(mark.start, mark.end, REAL, ADULT, "role") if mark else None
    if "title" not in tags:
        return None
    end = i + 1
    if in_small_letters(scene, end):
        return Name(i, end + 1, EITHER, ADULT, "title and name")
    if end < len(scene.tokens) and scene.tokens[end].raw[:1].islower() and not english(scene):
        return None
    if "adult" in tags and "det" in scene.tags(i - 1):
        return None  # `eine Frau Mitte dreißig` has no title
    if scene.word(end) in _PARTICLES and capital(scene, end) and capital(scene, end + 1):
        end += 1  # `Mevrouw De Haan`
    while end < i + 4 and (_named(scene, end) or wordy(scene, end)):
        end += 1
    if end == i + 1:
        return None
    if "kin" in tags and "my" in scene.tags(i - 1):
        return Name(i, end, REAL, ANY_AGE, "private relation")  # `my brother Ivo` is no monk
    return Name(i, end, EITHER, ADULT, "title and name")


_PARTICLES = frozenset("de van von der den ter ten di da del della du le la el al dos das".split())


def _named(scene: Scene, i: int) -> bool:
    if not 0 <= i < len(scene.tokens) or scene.tokens[i].gap or "notname" in kinds(scene, i):
        return False
    if "given" in kinds(scene, i) and not scene.at[i]:
        return True
    if scene.tokens[i].raw.isupper() and len(scene.tokens[i].raw) in (2, 3, 4):
        return all(t.raw.isupper() for t in scene.tokens[:3])
    return unknown(scene, i) or (
        capital(scene, i) and not scene.at[i] and not function_word(scene, i)
    )


def _given(scene: Scene, i: int, grave: bool, titled: bool) -> Name | None:
    """A given name, with or without what follows it."""
    have = kinds(scene, i).split()
    if "given" not in have and "plain" not in have:
        return None
    full = capital(scene, i) and capital(scene, i + 1) and unknown(scene, i + 1)
    full |= named_by_capitals(scene, i) and (wordy(scene, i + 1) or _named(scene, i + 1))
    if not full and ((scene.at[i] and not scene.tags(i) <= WEAK) or function_word(scene, i)):
        return None
    plain = "plain" in have
    big = capital(scene, i) and not titled
    small = (plain or scene.langs["vi"]) and scene.tokens[i].raw.islower() and not english(scene)
    if small and not (grave and "given" in have and _begins_text(scene, i)):
        return None
    if plain and not big:
        follows = small or (unknown(scene, i + 1) and not scene.tokens[i + 1].gap)
        if not (follows and grave and not determined(scene, i)):
            return None
    if plain and big and scene.tokens[i].gap == 2 and not (full or _named(scene, i + 1)):
        return None
    end = i + 1
    if big and wordy(scene, end):
        end += 1
    while end < i + 4 and _named(scene, end) and (capital(scene, end) or unknown(scene, end)):
        end += 1
    whose = grave and scene.word(i - 1) == "di" and not plain  # `ritratto di luca casa nudo`
    if end == i + 1 and ((placed(scene, i) and not whose) or (plain and not grave)):
        return None
    return Name(i, end, EITHER, ANY_AGE, "given name")


def _begins_text(scene: Scene, i: int) -> bool:
    """`ana molina desnuda`: in small letters, first in its sentence, and another word behind it."""
    end = i + 1
    follows = end < len(scene.tokens) and not scene.tokens[end].gap
    return starts_text(scene, i) and follows and not function_word(scene, end)


def names(scene: Scene, *, grave: bool) -> list[Name]:
    """Every name in the scene, in order; `grave`: somebody is undressed, so shape alone counts."""
    if not grave:
        return _names(scene, grave)
    if scene.named is None:
        scene.named = _names(scene, grave)
    return scene.named


def _names(scene: Scene, grave: bool) -> list[Name]:
    tokens = scene.tokens
    capitals = sum([t.raw[:1].isupper() for t in tokens])
    titled = len(tokens) > 4 and capitals * 10 >= len(tokens) * 8
    skip = credits(scene)
    free = [
        i not in skip and (mark is None or "benign" not in mark.tags)
        for i, mark in enumerate(scene.at)
    ]
    out: list[Name] = []
    i = 0
    placed = by_place(scene, grave) | (signed(scene) if grave else set())
    while i < len(tokens):
        if not free[i] or (i not in placed and _ordinary(scene, i, grave)):
            i += 1
            continue
        name = _name_at(scene, i, free, grave, titled)
        if name:
            out.append(name)
            i = max(name.end, i + 1)
        else:
            i += 1
    return out


def _ordinary(scene: Scene, i: int, grave: bool) -> bool:
    """Whether token `i` begins no name by list, title or capital: most words of a prompt."""
    token, mark = scene.tokens[i], scene.at[i]
    first = token.raw[:1]
    if first.isupper() or first == "@":
        return False
    if mark is not None and ("title" in mark.tags or "role" in mark.tags):
        return False
    if not _begins(token.word):
        return True
    if grave or _ours(token.word):
        return False
    return all(map(_everyday, [each.word for each in scene.tokens[i : i + MOST]]))


@remembered
def _begins(word: str) -> bool:
    """Whether a name on any list begins with the word."""
    return word in first_words() or _ours(word)


@remembered
def _ours(word: str) -> bool:
    """Whether a name of our own lists begins with the word."""
    known = lexicon().names
    return word in known or word.partition("'")[0] in known or word in name_heads()


@remembered
def _everyday(word: str) -> bool:
    """Whether the word is one of every day: a listed name of such words needs its capitals."""
    return word in lexicon().func or word in lexicon().vocab


def _dotted(scene: Scene, i: int) -> Name | None:
    """A foreign name in Chinese or Japanese letters, its parts set off by a dot."""
    if scene.word(i + 1) in DOTS and unspaced(scene.word(i)):
        end = i + 2
        while scene.word(end + 1) in DOTS:
            end += 2
        return Name(i, min(end + 1, len(scene.tokens)), EITHER, ANY_AGE, "shape of a name")
    return None


def _name_at(scene: Scene, i: int, free: list[bool], grave: bool, titled: bool) -> Name | None:
    raw, word = scene.tokens[i].raw, scene.tokens[i].word
    if unspaced(word):
        return _dotted(scene, i) or _own(kinds(scene, i), i, i + 1)
    if raw.startswith("@") and len(raw) > 3:
        return Name(i, i + 1, REAL, ANY_AGE, "handle")
    begins = _begins(word)
    if word.isdigit() or (begins and "brand" in kinds(scene, i)):
        return None
    name = (_listed(scene, i, free) if begins else None) or _title(scene, i)
    name = name or (_given(scene, i, grave, titled) if begins else None)
    if name:
        return name
    big = raw[:1].isupper()
    if big and not titled:
        name = pair(scene, i, grave)
    return _by_shape(scene, i, big) if not name and grave else name


def _by_shape(scene: Scene, i: int, big: bool) -> Name | None:
    """A name on no list, told by what stands around it; `big`: it begins with a capital."""
    strange = unknown(scene, i)
    name = account(scene, i) or initialled(scene, i)
    name = name or (particled(scene, i) if big and strange else None)
    name = name or mine(scene, i) or called(scene, i) or nearly(scene, i)
    if not name and strange:
        name = slot(scene, i)
    if not name and big and english(scene):
        name = apposed(scene, i)
    return name or (surname(scene, i) if strange else None)
