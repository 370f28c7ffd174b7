"""One mention of somebody: whom a noun or a pronoun tells of."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from lexloci_reader.described import by_me, described
from lexloci_reader.lexicon import lexicon
from lexloci_reader.naming import ADULT, ANY_AGE, EITHER, GRAVE, MADE_UP, REAL, capital, english
from lexloci_reader.places import placed
from lexloci_reader.relations import somebodys, the_one
from lexloci_reader.scene import Mark, Scene

NOBODY = frozenset({"none"})
MINOR = frozenset({"minor"})
KINDS = frozenset({"adult", "person", "minor", "fiction"})
_NOUNS = KINDS | {"mine"}
_OWNED = (KINDS - {"fiction"}) | {"kin"}
PRONOUNS = frozenset({"she", "he", "they"})
WHO = _NOUNS | {"kin", "office"}
"""Tags without one of which a word is no noun for somebody."""
TELLING = WHO | PRONOUNS | {"me", "thing", "creature"}
"""Tags without one of which a single word tells of nobody and of nothing that wears clothes."""
_LOCAL = (
    "(?:(?<!部)屋|店|教室|スタジオ|ジム|スーパー|コンビニ|カフェ|食堂|銭湯|サロン|クリニック|病院|医院|学校|"
    "高校|大学|保育園|幼稚園|園|塾|寮|寺|神社|教会|会社|事務所|支店|銀行|役所|役場|図書館|局|科|課|部|研|組|"
    "楼|家|院|所|室|队|班|社区|小区|街道|校|馆|厂|厅|处|社|铺|档|行)(?:の|的)?\\Z|"
    "(?:집|가게|교실|학원|회사|병원|의원|은행|매장|식당|카페|센터|도서관|부서|과|반|점|당|국|서|소|청|실|원|관)"
    "(?:의|에서|네)?\\Z|[가-힣]{2}네\\Z"
)
DATIVE = frozenset(
    "show give draw make let tell send paint create generate get help want need hand build".split()
)


class Person(NamedTuple):
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
    if _pointed_behind(scene, mark):
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


def _pointed_behind(scene: Scene, mark: Mark) -> bool:
    """`wanita ini`, `resepsionis hotel itu`, where nobody was told of before."""
    at = mark.end + (mark.end < len(scene.tokens) and not scene.tags(mark.end))
    if "behind" not in scene.tags(at) or any(t.gap for t in scene.tokens[mark.end : at + 1]):
        return False
    return all(m.start >= mark.start for m in scene.having(*KINDS))


def _acquainted(scene: Scene, mark: Mark) -> bool:
    """Whether what follows says the requester knows them: `from my gym`, `next door`."""
    if not english(scene) and _placed_before(scene, mark):
        return True
    for i in range(mark.end, min(mark.end + 5, len(scene.at))):
        tags = scene.tags(i)
        if scene.tokens[i].gap == 2 or (
            tags & {"wear", "in", "swimwear", "underwear"} and not tags & {"at", "from"}
        ):
            return False
        if "private" in tags or by_me(scene, i):
            return True
        if "my" in scene.tags(i) and not scene.edit and not english(scene):
            return True
    return False


def _placed_before(scene: Scene, mark: Mark) -> bool:
    """`üst kattaki gelin`, `隣の奥さん`: what tells them apart stands before the noun."""
    for i in range(mark.start - 1, max(-1, mark.start - 4), -1):
        if scene.tokens[i + 1].gap:
            return False
        if "private" in scene.tags(i):
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


@cache
def _places() -> re.Pattern[str]:
    """How places end where people know each other; made with the first of these languages."""
    return re.compile(_LOCAL)


def _of_a_place(scene: Scene, mark: Mark) -> bool:
    """`パン屋の奥さん`, `那家店的店长`, `빵집 사장님`: whoever it is at a place somebody knows."""
    if "kin" not in mark.tags or not mark.start or scene.tokens[mark.start].gap:
        return False
    word = scene.word(mark.start - 1)
    return not word.isascii() and not scene.tags(mark.start - 1) and bool(_places().search(word))


def _of_one_place(scene: Scene, at: int) -> bool:
    """`the vicar`, `the Toronto mayor`, `Melbourne's lord mayor`: one alone is meant."""
    for i in range(at - 1, max(-1, at - 4), -1):
        if scene.tokens[i + 1].gap:
            return False
        if scene.word(i) == "the":
            return True
        if not capital(scene, i) or scene.tags(i) & GRAVE:
            return False
        if scene.tokens[i].raw.endswith(("'s", "s'")):
            return True
    return False


def _local(scene: Scene, mark: Mark) -> str:
    """Why an English noun alone may tell of somebody known: `the vicar`, `grandma`."""
    if not english(scene):
        return ""
    bare = scene.tokens[mark.start].gap == 2 and "title" in mark.tags  # `Mayor in his boxers`
    if "local" in mark.tags and (bare or _of_one_place(scene, mark.start)):
        return "somebody known in the place"
    family = "family" in mark.tags and not scene.tags(mark.start - 1) & {"det", "she", "he"}
    first = scene.tokens[mark.start].gap == 2 or scene.word(mark.start - 1) in ("of", "show")
    return "one of the family" if family and first else ""


def _of_an_age(scene: Scene, mark: Mark) -> bool:
    """`妹(25歳)がビキニ`, `sister (25)`: a relation, no article, and her age set off behind."""
    i = mark.end
    told = "kin" in mark.tags and "adult" not in mark.tags and not scene.having("madeup")
    if not told or i >= len(scene.tokens) or scene.tokens[i].gap != 1:
        return False
    article = scene.tags(mark.start - 1) & {"det", "this"} and not scene.tokens[mark.start].gap
    return scene.word(i)[:2].isdigit() and not article


def _of_another(scene: Scene, mark: Mark) -> bool:
    """Whether `adult` only describes somebody named beside it: `русалка, взрослая`."""
    others = (m for m in scene.having("person", "fiction") if m is not mark)
    return any(scene.same(m.start, mark.start) and "minor" not in m.tags for m in others)


_REAL = frozenset("real actual visible human living echte realen real reale réel reales".split())


def _absent(scene: Scene, mark: Mark) -> bool:
    """Whether the text says that no such person is there: `no model`, `no real player`."""
    i = mark.start - 1
    if i > 0 and "without" not in scene.tags(i):
        i -= scene.word(i) in _REAL or "det" in scene.tags(i)
    return "without" in scene.tags(i) and not any(
        t.gap for t in scene.tokens[i + 1 : mark.start + 1]
    )


def noun(scene: Scene, mark: Mark) -> Person | None:
    """The person a noun tells of."""
    tags = mark.tags
    if tags.isdisjoint(WHO):
        return None
    private = not tags.isdisjoint(_OWNED) and _owned(scene, mark)
    private |= the_one(scene, mark)
    if tags.isdisjoint(_NOUNS) and not private:
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
    whose = "kin" in tags and english(scene) and _somebodys(scene, mark)
    if whose or somebodys(scene, mark) or _of_an_age(scene, mark):
        subject, why = EITHER, "somebody's relation"
    if _of_a_place(scene, mark):
        subject, why = EITHER, "somebody of a place"
    if private or "mine" in tags or _acquainted(scene, mark):
        subject, why = REAL, "private relation"
    elif placed(scene, mark):
        subject, why = EITHER, "told by a place"
    elif told := _local(scene, mark) or described(scene, mark):
        subject, why = EITHER, told
    elif pointed:
        subject, why = (REAL if scene.edit or scene.images else EITHER), "pointed at"
    if why == "generic person" and "minor" not in tags and _absent(scene, mark):
        return None
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
    if tags.isdisjoint(PRONOUNS):
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
        tags = PRONOUNS.intersection(terms.get(word).split())
        if tags:
            return pronoun(scene, replace(mark, tags=tags, term=word))
    return None
