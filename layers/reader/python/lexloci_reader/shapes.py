"""Names told by their shape or their place in the sentence, on no list at all."""

from __future__ import annotations

from lexloci_reader.lexicon import lexicon
from lexloci_reader.naming import (
    ANY_AGE,
    EITHER,
    GRAVE,
    PEOPLE,
    REAL,
    STRONG,
    Name,
    capital,
    determined,
    english,
    function_word,
    kinds,
    loose,
    placed,
    unknown,
    unknowns,
)
from lexloci_reader.patterns import pattern
from lexloci_reader.scene import Scene
from lexloci_reader.text import Token

_NOUN_END = pattern(r"(?:er|or|ist|ess|man|men|woman|women|ian|ers|ors|ists|eer|ing|ed|ly)\Z")
SLOT_END = frozenset({"in", "wear", "without", "and", "aged"}) | GRAVE
PLACED = "somebody's place"
"""Why a strange word is taken for a person: it stands where only somebody could."""
_GOES_ON = frozenset("with from off at who but minus sans dressed clad posing as".split())
_CALLS, _NAMES = frozenset({"named", "called"}), frozenset({"name"})
"""Words before somebody's name, and those with one more word between."""
_MINE = frozenset({"my", "our"})
DOTS = frozenset("·・‧•")
ASKING = frozenset(
    "show draw make generate create paint render imagine picture depict give photograph".split()
)


def mine(scene: Scene, i: int) -> Name | None:
    """Somebody of the requester's: `my physio`, `my cofounder Radoslav`, `our intern Beth`."""
    if scene.word(i) not in _MINE or not english(scene):
        return None
    for end in range(i + 1, min(i + 4, len(scene.tokens))):
        if scene.tokens[end].gap or scene.word(end) in lexicon().func:
            return None
        named = capital(scene, end) and not scene.at[end] and not scene.tokens[end].raw.isupper()
        if named or (end == i + 1 and (unknown(scene, end) or _worn_by(scene, end))):
            return Name(end, end + 1, REAL, ANY_AGE, "somebody of the requester's")
    return None


def _worn_by(scene: Scene, i: int) -> bool:
    """`my gravedigger in a bikini`, `my projectionist, Lou`: an ordinary word, but somebody must be
    meant, or it is too rare for a thing."""
    if scene.at[i]:
        return False
    if lexicon().vocab.only_written(scene.word(i)):
        return True
    leads = scene.tags(i + 1) & {"in", "wear"} and not scene.tokens[i + 1].gap
    row = range(i + 2, min(i + 5, len(scene.at)))
    return bool(leads) and any(scene.tags(j) & _BARELY for j in row)


_BARELY = frozenset({"underwear", "swimwear", "nude", "partial"})


def called(scene: Scene, i: int) -> Name | None:
    """A word after `named` or `called`, with those that follow it."""
    if scene.word(i - 1) not in _CALLS and scene.word(i - 2) not in _NAMES:
        return None
    end = i
    while (
        end < min(i + 3, len(scene.tokens)) and not scene.at[end] and not function_word(scene, end)
    ):
        if end > i and scene.tokens[end].gap:
            break
        end += 1
    return Name(i, end, EITHER, ANY_AGE, "called by name") if end > i else None


_BORNE = frozenset("creature adult person thing object woman kin".split())
_NEVER_BORNE = (STRONG - _BORNE) | {"minor", "fiction"}


def wordy(scene: Scene, i: int) -> bool:
    """Whether token `i` may be a family name that is a word too: `Frau Fischer`, `Sandra Wolf`,
    `Brunhild Graf`."""
    mark = scene.at[i] if i < len(scene.at) else None
    if mark is None or mark.end - mark.start > 1 or not capital(scene, i) or scene.tokens[i].gap:
        return False
    if function_word(scene, i) or "notname" in kinds(scene, i):
        return False
    relation = "kin" in mark.tags and "adult" not in mark.tags  # a cook is one's, and a Koch
    return not relation and not mark.tags & _NEVER_BORNE


def _of_tales(scene: Scene, i: int) -> bool:
    """`Marble Aphrodite`: somebody of history or of a tale is named, and nobody else."""
    return not {"historical", "adultfiction", "notname"}.isdisjoint(kinds(scene, i).split())


def named_by_capitals(scene: Scene, i: int) -> bool:
    """Whether capitals from token `i` on tell of two or three names, not of a heading, a sign or
    the parts of one German word (`Jersey-Bezug`)."""
    end = i
    if scene.spoken == "de" and f"{scene.tokens[i].raw}-" in scene.raw:
        return False
    while capital(scene, end) and not (end > i and scene.tokens[end].gap):
        raw = scene.tokens[end].raw
        if not english(scene) and (len(raw) < 2 or raw.isupper()):
            return False
        end += 1
    return 1 < end - i < 4


def pair(scene: Scene, i: int, grave: bool) -> Name | None:
    """Two capitalised words that no list explains."""
    if not (capital(scene, i) and capital(scene, i + 1)) or scene.tokens[i + 1].gap:
        return None
    if not (unknown(scene, i) or (grave and loose(scene, i))) or placed(scene, i):
        return None
    named = grave and wordy(scene, i + 1) and named_by_capitals(scene, i)
    if not (unknown(scene, i + 1) or (grave and loose(scene, i + 1)) or named):
        return None
    if not grave and not (unknown(scene, i) and unknown(scene, i + 1)):
        return None
    if _brand(scene, i, i + 2) or _german_nouns(scene, i) or _of_tales(scene, i + 1):
        return None
    end = i + 2
    while capital(scene, end) and not scene.tokens[end].gap and unknown(scene, end):
        end += 1
    if (
        "place" in kinds(scene, end) and not scene.tokens[end].gap
        if end < len(scene.tokens)
        else False
    ):
        return None
    return Name(i, end, EITHER, ANY_AGE, "shape of a name")


_NO_NAME = PEOPLE | GRAVE | {"photo", "drawn", "picture", "artwork", "object"}


def apposed(scene: Scene, i: int) -> Name | None:
    """Two capitalised words that say who `the …` behind them is: `Big Kev the crane driver`."""
    end = i
    while end < min(i + 3, len(scene.tokens)) and capital(scene, end):
        if (end > i and scene.tokens[end].gap) or scene.tags(end) & _NO_NAME:
            break
        end += 1
    if end < i + 2 or scene.tokens[i].gap != 2 or scene.word(end) not in ("the", "our"):
        return None
    named = any(unknown(scene, j) or kinds(scene, j) for j in range(i, end))
    told = any(scene.tags(j) & {"adult", "local"} for j in range(end + 1, end + 4))
    return Name(i, end, EITHER, ANY_AGE, "somebody presented") if named and told else None


_PARTICLES = frozenset("van von de da di del della dos du ter ten bin ibn al la le el".split())


def particled(scene: Scene, i: int) -> Name | None:
    """A name with a small word in it, on no list: `Carice van Houten`."""
    known = unknown(scene, i) or bool(kinds(scene, i))
    parts = capital(scene, i) and known and scene.word(i + 1) in _PARTICLES
    end = i + 2 + (scene.word(i + 2) in ("der", "den", "la", "los"))
    if not parts or end >= len(scene.tokens) or any(t.gap for t in scene.tokens[i + 1 : end + 1]):
        return None
    told = capital(scene, end) and not scene.tags(end) & _NEVER_BORNE
    return Name(i, end + 1, EITHER, ANY_AGE, "shape of a name") if told else None


def _german_nouns(scene: Scene, i: int) -> bool:
    """Whether the two are capitalised as German writes every noun: `Leuchtturm Westerheversand`."""
    if scene.spoken != "de" or "given" in kinds(scene, i):
        return False
    pair = (i, i + 1)
    return any(scene.at[j] or len(scene.word(j)) > 10 for j in pair)


def _loosely(scene: Scene, i: int) -> bool:
    return not scene.at[i] and not function_word(scene, i)


def _brand(scene: Scene, start: int, end: int) -> bool:
    """Whether the words are a maker's: before a garment and after `wearing` or an article."""
    after = scene.tags(end)
    return bool(
        after & {"underwear", "swimwear", "garment", "dressy", "outer", "accessory"}
    ) and bool(scene.tags(start - 1) & {"wear", "in", "det", "she", "he", "they"})


def starts_text(scene: Scene, i: int) -> bool:
    """Whether token `i` begins a sentence, or follows `photo of` in any language."""
    return scene.tokens[i].gap == 2 or (
        "of" in scene.tags(i - 1) and bool(scene.tags(i - 2) & {"photo", "drawn", "picture"})
    )


def _small(scene: Scene, i: int, end: int) -> bool:
    """Whether two small-letter words stand where somebody must: `jana kettler nackt`."""
    if not (starts_text(scene, i) and end == i + 2 and scene.tags(end) & GRAVE):
        return False
    return not any(scene.tags(j) & PEOPLE for j in range(end, end + 4))


def slot(scene: Scene, i: int) -> Name | None:
    """One to three unexplained words where somebody must stand: `photo of … in`."""
    if not unknown(scene, i) or scene.word(i) in ASKING or not _may_stand(scene, i):
        return None
    end = i
    while end < min(i + 4, len(scene.tokens)) and (
        unknown(scene, end) or (end > i and capital(scene, end) and _loosely(scene, end))
    ):
        if end > i and scene.tokens[end].gap:
            break
        end += 1
    if end == i or determined(scene, i) or (placed(scene, i) and not scene.tags(i - 1) & {"of"}):
        return None
    if end == i + 1 and _NOUN_END().search(scene.word(i)) and not capital(scene, i):
        return None
    capitals = [capital(scene, j) for j in range(i, end)]
    if any(capitals) and not all(capitals) and scene.tokens[i].gap == 2:
        return None
    short = scene.tokens[end - 1].raw
    if short.isupper() and len(short) < 5 and not all(t.raw.isupper() for t in scene.tokens[:4]):
        return None
    if not english(scene) and sum(capitals) < 2 and not _small(scene, i, end):
        return None
    presented = scene.tokens[i].gap and all(capitals) and bool(scene.tags(end) & GRAVE)
    if presented:
        return Name(i, end, EITHER, ANY_AGE, "somebody presented")
    ends = (
        end >= len(scene.tokens)
        or bool(scene.tags(end) & SLOT_END)
        or scene.word(end) in _GOES_ON
        or (bool(scene.tokens[end].gap) and all(capitals) and end > i + 1)
        or (bool(scene.tokens[end].gap) and not any(capitals) and end == i + 2)
        or (end == i + 2 and scene.word(end).endswith("ing"))
        or (bool(scene.tokens[end].gap) and scene.word(end).isdigit())
    )
    return Name(i, end, EITHER, ANY_AGE, PLACED) if ends and _starts(scene, i) else None


def _may_stand(scene: Scene, i: int) -> bool:
    """Whether somebody may stand there: where a place of theirs begins, or behind a comma."""
    return bool(scene.tokens[i].gap and capital(scene, i)) or _starts(scene, i)


_SHOWN = GRAVE | {"photo", "drawn", "picture"}
_LEADS = GRAVE | {"photo", "wear"}


def _starts(scene: Scene, i: int) -> bool:
    """Whether a place where somebody must stand begins at token `i`: `photo of …`, `nude …`."""
    if scene.tokens[i].gap == 2 or scene.word(i - 1) in ASKING:
        return True
    before = scene.tags(i - 1)
    if not scene.tokens[i].gap and not before.isdisjoint(_LEADS):
        return True
    return "of" in before and not scene.tags(i - 2).isdisjoint(_SHOWN)


def by_place(scene: Scene, grave: bool) -> set[int]:
    """Where an ordinary word may begin a name: before a dot, and where somebody is undressed in
    the place of a name (`of … in`), after `named`, after `my`."""
    if not grave and scene.words.isdisjoint(DOTS):
        return set()
    tokens = scene.tokens
    dotted = {i - 1 for i in scene.saying(DOTS) if i}
    if not grave:
        return {i for i in dotted if _foreign(tokens[i])}
    strange = unknowns(scene)
    called = {i + 1 for i in scene.saying(_CALLS)} | {i + 2 for i in scene.saying(_NAMES)}
    near = {i - 1 for i in strange if i and scene.at[i - 1] is None}
    told = {
        i
        for i in dotted.union(strange, called, near)
        if i < len(tokens) and (_foreign(tokens[i]) or _is_word(tokens[i].word))
    }
    return told.union(scene.saying(_MINE))


def _is_word(word: str) -> bool:
    """Whether it is a word or a sign with letters, no number and no function word."""
    return word[:1].isalnum() and not word.isdigit() and word not in lexicon().func


def _foreign(token: Token) -> bool:
    """Whether the word begins with a letter, and not all of its letters are of ASCII."""
    return not token.word.isascii() and token.raw[:1].isalpha()
