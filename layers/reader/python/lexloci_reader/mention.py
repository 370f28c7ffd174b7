"""One mention of somebody: whom a noun or a pronoun tells of."""

from __future__ import annotations

from dataclasses import dataclass, replace

from lexloci_reader.lexicon import lexicon
from lexloci_reader.naming import (
    ADULT,
    ANY_AGE,
    EITHER,
    GRAVE,
    MADE_UP,
    REAL,
    capital,
    english,
    kinds,
    unknown,
)
from lexloci_reader.scene import Mark, Scene

NOBODY = frozenset({"none"})
MINOR = frozenset({"minor"})
KINDS = frozenset({"adult", "person", "minor", "fiction"})
DATIVE = frozenset(
    "show give draw make let tell send paint create generate get help want need hand build".split()
)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody (or a thing that wears clothes: `thing`), told by tokens `start` to `end`."""

    start: int
    end: int
    subject: frozenset[str]
    age: frozenset[str]
    gender: str
    kind: str
    pointed: bool
    why: str


def _gender(tags: frozenset[str]) -> str:
    if ("f" in tags or "she" in tags) and "m" not in tags:
        return "f"
    return "m" if ("m" in tags or "he" in tags) and "f" not in tags else ""


def _owned(scene: Scene, mark: Mark) -> bool:
    """Whether `my` stands before the mark, over at most three words."""
    for i in range(mark.start - 1, max(-1, mark.start - 5), -1):
        if scene.tokens[i + 1].gap:
            return False
        if "my" in scene.tags(i):
            return True
        if scene.tags(i) & {"wear", "in", "of"}:
            return False
    return "my" in scene.tags(mark.end)


def _shown(scene: Scene, mark: Mark) -> bool:
    """Whether the mark points at somebody we hold a picture of: `this woman`."""
    if "pointed" in scene.tags(mark.end) and (scene.edit or "picture" in scene.tags(mark.end)):
        return True
    for i in range(mark.start - 1, max(-1, mark.start - 4), -1):
        if scene.tokens[i + 1].gap:
            return False
        tags = scene.tags(i)
        if "this" in tags:
            return True
        if "the" in tags or scene.word(i) == "the":
            return scene.edit
        if tags & {"det", "my"}:
            return False
    return scene.edit and scene.images > 0 and not scene.langs.get("en")


def _acquainted(scene: Scene, mark: Mark) -> bool:
    """Whether what follows says the requester knows them: `from my gym`, `next door`."""
    for i in range(mark.end, min(mark.end + 5, len(scene.at))):
        tags = scene.tags(i) - ({"in"} if "from" in scene.tags(i) else set())
        if scene.tokens[i].gap == 2 or tags & {"wear", "in", "swimwear", "underwear"}:
            return False
        if "private" in tags:
            return True
        if "my" in scene.tags(i) and not scene.edit and not english(scene):
            return True
    return False


def _article(scene: Scene, i: int) -> str:
    """`the` or `det` for what stands before token `i` over at most three words, else empty."""
    for j in range(i - 1, max(-1, i - 5), -1):
        if scene.tokens[j + 1].gap:
            return ""
        tags = scene.tags(j)
        if tags & {"det", "madeup"}:
            return "det"
        if tags & {"the", "this", "my"}:
            return "the"
    return ""


def _venue(scene: Scene, i: int) -> bool:
    """Whether a place where people are known follows token `i`: `von der Bäckerei`."""
    for j in range(i + 1, min(i + 4, len(scene.at))):
        if scene.tokens[j].gap or scene.tags(j) & GRAVE:
            return False
        if "venue" in scene.tags(j):
            return True
    return False


def _somewhere(scene: Scene, i: int) -> bool:
    """Whether token `i` says from one certain place or other: `vom See`, `van Tivoliplein`."""
    if scene.tags(i + 1) & GRAVE or not scene.same(i, min(i + 1, len(scene.at) - 1)):
        return False
    if "the" in scene.tags(i) or scene.tags(i + 1) & {"the", "my"}:
        return True
    name = capital(scene, i + 1) and unknown(scene, i + 1) and bool(scene.tags(i) & {"of", "in"})
    return name or "place" in kinds(scene, i + 1)


def _placed(scene: Scene, mark: Mark) -> bool:
    """`die Dame von der Bäckerei`, `ta pani z poczty`, `Bürgermeister von Kleinstedt`: one whom a
    place tells, where the language has words of origin."""
    article = _article(scene, mark.start)
    if scene.edit or english(scene) or article == "det":
        return False
    certain = article == "the" or "kin" in mark.tags
    for i in range(mark.end, min(mark.end + 3, len(scene.at))):
        tags = scene.tags(i)
        if scene.tokens[i].gap or tags & GRAVE or "wear" in tags:
            return False
        if "venue" in tags and i == mark.end:
            return True
        if "from" in tags:
            return _venue(scene, i) or (certain and _somewhere(scene, i))
    return False


def strangers(scene: Scene) -> list[Person]:
    """Whom a word that no list knows and a place tell: `der Zapfer vom Stammlokal`."""
    out = []
    for mark in scene.having("from"):
        i = mark.start - 1
        told = unknown(scene, i) and not scene.tokens[mark.start].gap
        if told and _article(scene, i) == "the" and _venue(scene, mark.start):
            out.append(Person(i, i + 1, EITHER, ANY_AGE, "", "noun", False, "told by a place"))
    return out


def _is_costume(scene: Scene, mark: Mark) -> bool:
    """Whether the noun only tells what clothes: `a maid outfit`, `a nurse costume`."""
    if mark.end >= len(scene.at) or scene.tokens[mark.end].gap:
        return False
    raw = scene.tokens[mark.end - 1].raw.casefold()
    if raw in ("women's", "men's", "ladies'", "ladies", "mens", "womens"):
        return bool(scene.tags(mark.end) & {"clothes", "garment", "underwear", "swimwear"})
    return not raw.endswith(("'s", "s'")) and bool(scene.tags(mark.end) & {"clothes"})


def _somebodys(scene: Scene, mark: Mark) -> bool:
    """Whether a person told of before owns the relation: `the vicar's wife`."""
    raw = scene.tokens[mark.start - 1].raw.casefold() if mark.start else ""
    known = scene.word(mark.start - 2) in ("the", "our") or "my" in scene.tags(mark.start - 2)
    return (
        raw.endswith(("'s", "s'"))
        and bool(scene.tags(mark.start - 1) & (KINDS | {"kin"}))
        and known
    )


def _definite(scene: Scene, mark: Mark) -> bool:
    """`la vecina`, `die werte Frau Ministerin`: one whom the requester knows, in a language with
    articles."""
    if scene.edit or english(scene):
        return False
    titled = "title" in scene.tags(mark.start - 1) and not scene.tokens[mark.start].gap
    return titled or "the" in scene.tags(mark.start - 1) or _article(scene, mark.start) == "the"


def _of_another(scene: Scene, mark: Mark) -> bool:
    """Whether `adult` only describes somebody named beside it: `русалка, взрослая`."""
    others = (m for m in scene.having("person", "fiction") if m is not mark)
    return any(scene.same(m.start, mark.start) and "minor" not in m.tags for m in others)


def noun(scene: Scene, mark: Mark) -> Person | None:
    """The person a noun tells of."""
    tags = mark.tags
    private = bool(tags & (KINDS | {"kin"}) - {"fiction"}) and _owned(scene, mark)
    private |= "kin" in tags and _definite(scene, mark)
    if not tags & (KINDS | {"mine"}) and not private:
        return None
    if "minor" not in tags and not private and _is_costume(scene, mark):
        return None
    if "adultcue" in tags and not english(scene) and _of_another(scene, mark):
        return None
    age = ANY_AGE
    if "minor" in tags:
        age = MINOR
    elif "adult" in tags:
        age = ADULT
    pointed = _shown(scene, mark)
    subject, why = MADE_UP, "generic person"
    if "kin" in tags and english(scene) and _somebodys(scene, mark):
        subject, why = EITHER, "somebody's relation"
    if private or "mine" in tags or _acquainted(scene, mark):
        subject, why = REAL, "private relation"
    elif _placed(scene, mark):
        subject, why = EITHER, "told by a place"
    elif pointed:
        subject, why = (REAL if scene.edit or scene.images else EITHER), "pointed at"
    kind = "noun"
    if tags & KINDS == {"fiction"} and not tags & {"f", "m"}:
        kind = "fiction"
    return Person(mark.start, mark.end, subject, age, _gender(tags), kind, pointed, why)


def pronoun(scene: Scene, mark: Mark) -> Person | None:
    """Whom a pronoun tells of: the uploader, the person in the upload, or whoever was named."""
    tags = mark.tags
    if "me" in tags:
        word = mark.term
        dative = word in ("me", "us") and scene.word(mark.start - 1) in DATIVE
        if dative and scene.tags(mark.end) & {"det", "photo", "drawn", "picture"}:
            return None
        if word in ("i", "we"):
            return None
        return Person(mark.start, mark.end, REAL, ANY_AGE, "", "me", True, "the requester")
    if not tags & {"she", "he", "they"}:
        return None
    subject = REAL if scene.edit else MADE_UP
    pointed = scene.edit
    return Person(mark.start, mark.end, subject, ANY_AGE, _gender(tags), "pron", pointed, "pronoun")


def possesses(scene: Scene, mark: Mark) -> bool:
    """`her toddler`: the pronoun only tells whose; the noun is who is shown."""
    if mark.end - mark.start > 1 or mark.term not in ("her", "his", "their"):
        return False
    return bool(scene.tags(mark.end) & KINDS) and not scene.tokens[mark.end].gap


def inside(scene: Scene, mark: Mark) -> Person | None:
    """A pronoun within a longer term: the `her` of `undress her`."""
    if mark.end - mark.start < 2 or mark.tags & {"thing", "creature", "ref"}:
        return None
    terms = lexicon().terms
    for word in mark.term.split():
        tags = frozenset(terms.get(word, "").split()) & {"she", "he", "they"}
        if tags:
            return pronoun(scene, replace(mark, tags=tags, term=word))
    return None
