"""Whose somebody is: relations and posts as languages other than English tell them.

`жена друга`, `muhtarın hanımı`, `سكرتيرة المدير`, `начальник автопарка`: nobody invents a person by
whose they are, or by the post they hold where, so somebody real may be meant.
"""

from __future__ import annotations

from lexloci_reader.naming import GRAVE, determined, english, unknown
from lexloci_reader.patterns import pattern
from lexloci_reader.places import article
from lexloci_reader.scene import Mark, Scene

_OWNERS = frozenset({"kin", "mine", "role", "office"})
_ANYBODY = _OWNERS | {"adult", "person", "title"}
_BEFORE = frozenset({"tr", "hi", "ja", "zh", "ko"})
"""Languages that put the owner first; the others put the owner last."""
_OF_RUSSIAN = pattern(r"(?:[^л][аия]|ы|[оеё][вй]|[иы]х|[ое]го)\Z")
_OF_TURKISH = pattern(r"[iu]n\Z")
_POSSESSED = pattern(r"[iu](?:n[iaeud].*|yl[ae])?\Z")
_DESCRIBED = GRAVE | {"colour", "wear", "det", "and", "in", "title"}


def somebodys(scene: Scene, mark: Mark) -> bool:
    """Whether the noun is told by whose relation it is, or by the post it holds where."""
    if english(scene):
        return False
    if _of_mine(scene, mark) or _addressed(scene, mark):
        return True
    if "office" in mark.tags and _of_a_place(scene, mark):
        return True
    return "kin" in mark.tags and _of_another(scene, mark)


def the_one(scene: Scene, mark: Mark) -> bool:
    """Whether the noun is one whom the requester knows: `la vecina`, `die werte Frau Ministerin`,
    `المديرة`."""
    if scene.edit or english(scene):
        return False
    if "kin" in mark.tags and not scene.tokens[mark.start].gap:
        before = scene.tags(mark.start - 1)
        if before & {"the", "title"} or article(scene, mark.start) == "the":
            return not scene.having("madeup")
    return "office" in mark.tags and _has_article(scene.word(mark.start))


def _has_article(word: str) -> bool:
    """Whether an Arabic word has its article, perhaps behind a small word: `المدير`, `للمدير`."""
    return len(word) > 4 and word[word[0] in "وبفك" :].startswith(("ال", "لل"))


def _of_mine(scene: Scene, mark: Mark) -> bool:
    """`вдова нашего бухгалтера`, `سكرتيرة مكتبنا`: of somebody or something of the requester's."""
    i = mark.end
    if scene.spoken in _BEFORE or i >= len(scene.at) or scene.tokens[i].gap:
        return False
    if scene.tags(i) == {"of"}:
        i += 1
    ours = scene.spoken == "ar" and len(scene.word(i)) > 4 and scene.word(i).endswith("نا")
    return ours or ("my" in scene.tags(i) and bool(scene.tags(i + 1) & _ANYBODY))


def _addressed(scene: Scene, mark: Mark) -> bool:
    """`muhtar emmi`, `doktor hanım`, `मास्टर जी`: called as one calls somebody there."""
    after = mark.end
    if scene.spoken not in ("tr", "hi") or after >= len(scene.at) or scene.tokens[after].gap:
        return False
    return "honorific" in scene.tags(after) and "honorific" not in mark.tags


def _of_another(scene: Scene, mark: Mark) -> bool:
    """Whether the noun beside it, or behind one small word, is somebody with whom it is."""
    back = scene.spoken in _BEFORE
    at, step = (mark.start - 1, -1) if back else (mark.end, 1)
    for i in (at, at + step):
        joint = i + 1 if back else i
        if not 0 <= i < len(scene.at) or scene.tokens[joint].gap:
            return False
        other = scene.at[i]
        if scene.spoken == "tr" and i == at and unknown(scene, i):
            return bool(_OF_TURKISH().search(scene.word(i))) and _owned(scene, mark)
        if other and other.tags & _ANYBODY and "benign" not in other.tags:
            return other.term[:3] != mark.term[:3] and _owns(scene, other, mark)
        if other.tags != {"of"} if other else len(scene.word(i)) > 3:
            return False
    return False


def _owns(scene: Scene, owner: Mark, mark: Mark) -> bool:
    """Whether the first is somebody whose relation the second is, by endings where there are."""
    spoken, word = scene.spoken, scene.word(owner.end - 1)
    if spoken == "tr":
        return bool(_OF_TURKISH().search(word)) and _owned(scene, mark)
    if spoken == "ar":
        known = "mine" in owner.tags or "role" in owner.tags
        named = any(_has_article(scene.word(i)) for i in range(owner.start, owner.end))
        return known or (named and scene.word(owner.start)[0] != "و")
    return bool(owner.tags & _OWNERS)


def _closed(scene: Scene, i: int) -> bool:
    """Whether token `i` ends an Arabic chain of nouns: the third of `أمين منطقة الربيع`."""
    return unknown(scene, i) and not scene.tokens[i].gap and _has_article(scene.word(i))


def _of_a_place(scene: Scene, mark: Mark) -> bool:
    """`начальник автопарка`, `okul müdürü`, `محاسب الشركة`: one alone holds the post there."""
    after = mark.end
    if after < len(scene.at) and not scene.tokens[after].gap:
        word, raw = scene.word(after), scene.tokens[after].raw
        if _has_article(word) or (unknown(scene, after) and _closed(scene, after + 1)):
            return True
        if "а" <= word[0] <= "я" and unknown(scene, after):
            return bool(_OF_RUSSIAN().search(word)) or (len(raw) > 1 and raw.isupper())
    before = mark.start - 1
    if before < 0 or scene.tokens[mark.start].gap or scene.spoken != "tr":
        return False
    told = scene.tags(before) & _DESCRIBED or determined(scene, mark.start)
    return not told and _owned(scene, mark)


def _owned(scene: Scene, mark: Mark) -> bool:
    """Whether a Turkish noun ends as one that is somebody's: `hanımı`, `müdürünü`."""
    return bool(_POSSESSED().search(scene.word(mark.end - 1)))
