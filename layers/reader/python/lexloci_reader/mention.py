"""One mention of somebody: whom a noun or a pronoun tells of."""

from __future__ import annotations

from dataclasses import dataclass, replace

from lexloci_reader.described import described
from lexloci_reader.lexicon import lexicon
from lexloci_reader.naming import ADULT, ANY_AGE, EITHER, MADE_UP, REAL, english
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
        if scene.tokens[i].gap == 2 or scene.tags(i) & {"wear", "in", "swimwear", "underwear"}:
            return False
        if "private" in scene.tags(i):
            return True
        if "my" in scene.tags(i) and not scene.edit and not english(scene):
            return True
    return False


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
    """`la vecina`, `die Chefin`: one whom the requester knows, in a language with articles."""
    the = "the" in scene.tags(mark.start - 1) and not scene.tokens[mark.start].gap
    return the and not scene.edit and not english(scene)


def _local(scene: Scene, mark: Mark) -> str:
    """Why an English noun alone may tell of somebody known: `the vicar`, `grandma`."""
    if not english(scene):
        return ""
    if "local" in mark.tags and scene.word(mark.start - 1) == "the":
        return "somebody known in the place"
    family = "family" in mark.tags and not scene.tags(mark.start - 1) & {"det", "she", "he"}
    first = scene.tokens[mark.start].gap == 2 or scene.word(mark.start - 1) in ("of", "show")
    return "one of the family" if family and first else ""


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
    elif told := _local(scene, mark) or described(scene, mark):
        subject, why = EITHER, told
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
