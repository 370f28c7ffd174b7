"""Which stretches of the text name somebody: by list, by shape, by title, by role, by handle."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lexloci_reader.lexicon import hash_list, lexicon
from lexloci_reader.scene import UNSPACED, Scene

REAL = frozenset({"real"})
EITHER = frozenset({"fictional", "real"})
MADE_UP = frozenset({"fictional"})
ADULT = frozenset({"adult"})
ANY_AGE = frozenset({"adult", "minor"})
_LETTERS = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*\Z")
_NOUN_END = re.compile(r"(?:er|or|ist|ess|man|men|woman|women|ian|ers|ors|ists|eer|ing|ed|ly)\Z")
PEOPLE = frozenset({"woman", "adult", "person", "minor", "kin", "thing", "creature"})
GRAVE = frozenset({"nude", "partial", "underwear", "swimwear", "explicit", "suggestive"})
SLOT_END = frozenset({"in", "wear", "without", "and", "aged"}) | GRAVE
WEAK = frozenset({"and", "into", "me", "det", "of", "in", "my", "colour", "body", "light", "speck",
                  "creature", "outer", "accessory", "wear", "title", "f", "m", "less", "bare",
                  "remove", "make", "tidy", "keep", "only", "person", "garment", "scant"})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Name:
    """Tokens `start` to `end` name somebody; who, how old, and how we know."""

    start: int
    end: int
    subject: frozenset[str]
    age: frozenset[str]
    why: str


def _capital(scene: Scene, i: int) -> bool:
    return 0 <= i < len(scene.tokens) and scene.tokens[i].raw[:1].isupper()


def _kinds(scene: Scene, i: int) -> str:
    return lexicon().names.get(scene.word(i), "")


def unknown(scene: Scene, i: int) -> bool:
    """Whether token `i` is a word that no list explains: it may be a name."""
    if not 0 <= i < len(scene.tokens):
        return False
    word, lex = scene.word(i), lexicon()
    if scene.at[i] or word in lex.func or len(word) < 2 or not _LETTERS.match(word[:1]):
        return False
    return word not in lex.vocab and "place" not in lex.names.get(word, "")


def credits(scene: Scene) -> set[int]:
    """The tokens of artist credits, which name nobody who is shown."""
    out: set[int] = set()
    for mark in scene.having("style"):
        i = mark.end
        while i < min(len(scene.tokens), mark.end + 9) and scene.tokens[i].gap < 2:
            named = _capital(scene, i) or unknown(scene, i) or "given" in _kinds(scene, i)
            joint = scene.word(i) in (
                "and",
                "van",
                "de",
                "da",
                "von",
                "the",
            ) or "and" in scene.tags(i)
            if not (named or joint or "classic" in scene.tags(i)):
                break
            out.add(i)
            i += 1
    return out


def _listed(scene: Scene, i: int, free: list[bool]) -> Name | None:
    """The longest listed name that starts at token `i`."""
    lex = lexicon()
    for n in range(min(5, len(scene.tokens) - i), 1, -1):
        if any(t.gap for t in scene.tokens[i + 1 : i + n]) or not all(free[i : i + n]):
            continue
        name = " ".join(t.word for t in scene.tokens[i : i + n])
        found = _own(lex.names.get(name, ""), i, i + n)
        if found or n > 4:
            if found:
                return found
            continue
        if all(scene.word(j) in lex.func or scene.word(j) in lex.vocab for j in range(i, i + n)):
            if not all(_capital(scene, j) for j in range(i, i + n)):
                continue
        name = name.replace("'", " ")
        if name in hash_list("real"):
            return Name(i, i + n, REAL, ADULT, "known name")
        if name in hash_list("fictional"):
            return Name(i, i + n, MADE_UP, ANY_AGE, "known character")
    return _own(_kinds(scene, i), i, i + 1)


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


def _mine(scene: Scene, i: int) -> Name | None:
    """Somebody of the requester's: `my physio`, `my cofounder Radoslav`, `our intern Beth`."""
    if scene.word(i) not in ("my", "our") or not english(scene):
        return None
    for end in range(i + 1, min(i + 4, len(scene.tokens))):
        if scene.tokens[end].gap or scene.word(end) in lexicon().func:
            return None
        named = _capital(scene, end) and not scene.at[end] and not scene.tokens[end].raw.isupper()
        if named or (end == i + 1 and unknown(scene, end)):
            return Name(end, end + 1, REAL, ANY_AGE, "somebody of the requester's")
    return None


def _near(scene: Scene, i: int) -> Name | None:
    """A known name with one letter wrong, left out or added."""
    if i + 1 >= len(scene.tokens) or scene.tokens[i + 1].gap:
        return None
    name = f"{scene.word(i)} {scene.word(i + 1)}"
    if len(name) < 10 or not name.replace(" ", "").isalpha():
        return None
    near = hash_list("near")
    cuts = (name[:k] + name[k + 1 :] for k in range(len(name)))
    if name in near or any(cut in near or cut in hash_list("real") for cut in cuts):
        return Name(i, i + 2, EITHER, ADULT, "nearly a known name")
    return None


def _determined(scene: Scene, i: int) -> bool:
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


def _placed(scene: Scene, i: int) -> bool:
    """Whether token `i` follows a word of place: `in Santorini`, `from Paris`."""
    word = scene.word(i - 1)
    return word in ("in", "at", "on", "from", "near", "the", "to", "en", "em", "na", "à", "a", "di")


def _title(scene: Scene, i: int) -> Name | None:
    """`Dr Okafor`, `prime minister of Norway`."""
    tags = scene.tags(i)
    if "role" in tags:
        mark = scene.at[i]
        return Name(mark.start, mark.end, REAL, ADULT, "role") if mark else None
    if "title" not in tags:
        return None
    end = i + 1
    while end < i + 4 and _named(scene, end):
        end += 1
    return Name(i, end, EITHER, ADULT, "title and name") if end > i + 1 else None


def _named(scene: Scene, i: int) -> bool:
    if not 0 <= i < len(scene.tokens) or scene.tokens[i].gap:
        return False
    if "given" in _kinds(scene, i) and not scene.at[i]:
        return True
    return unknown(scene, i) or (_capital(scene, i) and not scene.at[i] and not _function(scene, i))


def _function(scene: Scene, i: int) -> bool:
    return scene.word(i) in lexicon().func


def _given(scene: Scene, i: int, grave: bool, titled: bool) -> Name | None:
    """A given name, with or without what follows it."""
    kinds = _kinds(scene, i).split()
    if not {"given", "plain"} & set(kinds):
        return None
    full = _capital(scene, i) and _capital(scene, i + 1) and unknown(scene, i + 1)
    if not full and ((scene.at[i] and not scene.tags(i) <= WEAK) or _function(scene, i)):
        return None
    plain = "plain" in kinds
    capital = _capital(scene, i) and not titled
    if plain and not capital:
        follows = unknown(scene, i + 1) and not scene.tokens[i + 1].gap
        if not (follows and grave and not _determined(scene, i)):
            return None
    if plain and capital and scene.tokens[i].gap == 2 and not _named(scene, i + 1):
        return None
    end = i + 1
    while end < i + 4 and _named(scene, end) and (_capital(scene, end) or unknown(scene, end)):
        end += 1
    if end == i + 1 and (_placed(scene, i) or (plain and not grave)):
        return None
    return Name(i, end, EITHER, ANY_AGE, "given name")


def _pair(scene: Scene, i: int, grave: bool) -> Name | None:
    """Two capitalised words that no list explains."""
    if not (_capital(scene, i) and _capital(scene, i + 1)) or scene.tokens[i + 1].gap:
        return None
    if not (unknown(scene, i) or (grave and _loose(scene, i))) or _placed(scene, i):
        return None
    if not (unknown(scene, i + 1) or (grave and _loose(scene, i + 1))):
        return None
    if not grave and not (unknown(scene, i) and unknown(scene, i + 1)):
        return None
    if _brand(scene, i, i + 2):
        return None
    end = i + 2
    while _capital(scene, end) and not scene.tokens[end].gap and unknown(scene, end):
        end += 1
    if (
        "place" in _kinds(scene, end) and not scene.tokens[end].gap
        if end < len(scene.tokens)
        else False
    ):
        return None
    return Name(i, end, EITHER, ANY_AGE, "shape of a name")


def _loose(scene: Scene, i: int) -> bool:
    """A known word that may still be part of a name where it is capitalised."""
    free = not scene.at[i] or scene.tags(i) <= WEAK
    return free and not _function(scene, i) and "place" not in _kinds(scene, i)


def _loosely(scene: Scene, i: int) -> bool:
    return not scene.at[i] and not _function(scene, i)


def _brand(scene: Scene, start: int, end: int) -> bool:
    """Whether the words are a maker's: before a garment and after `wearing` or an article."""
    after = scene.tags(end)
    return bool(
        after & {"underwear", "swimwear", "garment", "dressy", "outer", "accessory"}
    ) and bool(scene.tags(start - 1) & {"wear", "in", "det", "she", "he", "they"})


def english(scene: Scene) -> bool:
    """Whether no other language has a better claim to the text."""
    best = scene.langs.most_common(1)
    return not best or scene.langs["en"] == best[0][1]


def _slot(scene: Scene, i: int) -> Name | None:
    """One to three unexplained words where somebody must stand: `photo of … in`."""
    end = i
    while end < min(i + 4, len(scene.tokens)) and (
        unknown(scene, end) or (end > i and _capital(scene, end) and _loosely(scene, end))
    ):
        if end > i and scene.tokens[end].gap:
            break
        end += 1
    if end == i or _determined(scene, i) or _placed(scene, i) and not scene.tags(i - 1) & {"of"}:
        return None
    if end == i + 1 and _NOUN_END.search(scene.word(i)) and not _capital(scene, i):
        return None
    capitals = [_capital(scene, j) for j in range(i, end)]
    if any(capitals) and not all(capitals) and "-" not in scene.tokens[i].raw:
        if scene.tokens[i].gap == 2:
            return None
    if scene.tokens[end - 1].raw.isupper() and len(scene.tokens[end - 1].raw) < 5:
        return None
    if not english(scene) and sum(_capital(scene, j) for j in range(i, end)) < 2:
        return None
    starts = scene.tokens[i].gap == 2 or (
        "of" in scene.tags(i - 1) and bool(scene.tags(i - 2) & {"photo", "drawn", "picture"} | scene.tags(i - 2) & GRAVE)
    ) or bool(scene.tags(i - 1) & (GRAVE | {"photo", "wear"}))  # fmt: skip
    ends = (
        end >= len(scene.tokens)
        or bool(scene.tags(end) & SLOT_END)
        or scene.word(end) == "with"
        or (bool(scene.tokens[end].gap) and all(capitals) and end > i + 1)
        or (bool(scene.tokens[end].gap) and capitals[0] and scene.word(end).isdigit())
    )
    return Name(i, end, EITHER, ANY_AGE, "somebody's place") if starts and ends else None


def names(scene: Scene, *, grave: bool) -> list[Name]:
    """Every name in the scene, in order; `grave`: somebody is undressed, so shape alone counts."""
    capitals = sum(_capital(scene, i) for i in range(len(scene.tokens)))
    titled = len(scene.tokens) > 4 and capitals * 10 >= len(scene.tokens) * 8
    skip = credits(scene)
    free = [i not in skip and "benign" not in scene.tags(i) for i in range(len(scene.tokens))]
    out: list[Name] = []
    i = 0
    while i < len(scene.tokens):
        name = _name_at(scene, i, free, grave, titled) if free[i] else None
        if name:
            out.append(name)
            i = max(name.end, i + 1)
        else:
            i += 1
    return out


def _dotted(scene: Scene, i: int) -> Name | None:
    """A foreign name in Chinese or Japanese letters, its parts set off by a dot."""
    if scene.word(i + 1) in ("·", "・", "‧", "•") and UNSPACED.search(scene.word(i)):
        end = i + 2
        while scene.word(end + 1) in ("·", "・", "‧", "•"):
            end += 2
        return Name(i, min(end + 1, len(scene.tokens)), EITHER, ANY_AGE, "shape of a name")
    return None


def _name_at(scene: Scene, i: int, free: list[bool], grave: bool, titled: bool) -> Name | None:
    raw = scene.tokens[i].raw
    if not scene.word(i).isascii() and UNSPACED.search(scene.word(i)):
        return _dotted(scene, i) or _own(_kinds(scene, i), i, i + 1)
    if raw.startswith("@") and len(raw) > 3:
        return Name(i, i + 1, REAL, ANY_AGE, "handle")
    if "brand" in _kinds(scene, i) or scene.tokens[i].word.isdigit():
        return None
    name = _listed(scene, i, free) or _title(scene, i) or _given(scene, i, grave, titled)
    if name:
        return name
    if not titled:
        name = _pair(scene, i, grave)
    if not name and grave:
        name = _mine(scene, i) or _near(scene, i) or _slot(scene, i)
    return name
