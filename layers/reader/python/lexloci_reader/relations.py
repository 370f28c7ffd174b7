"""Whose somebody is: relations and posts as languages other than English tell them.

`жена друга`, `muhtarın hanımı`, `सेठ की बीवी`, `سكرتيرة المدير`: nobody invents a person by whose
they are, so somebody real may be meant.
"""

from __future__ import annotations

import re

from lexloci_reader.naming import english, unknown
from lexloci_reader.scene import Mark, Scene

_OWNERS = frozenset({"kin", "mine", "role", "office"})
_LINKS = frozenset({"and", "apart", "in", "wear", "without", "not"})
_OF_RUSSIAN = re.compile(r"(?:[^л][аия]|ы|[оеё][вй]|[иы]х|[ое]го)\Z")
_OF_TURKISH = re.compile(r"[iu]n\Z")
_POSSESSED = re.compile(r"[iu](?:n[iaeud].*|yl[ae])?\Z")


def somebodys(scene: Scene, mark: Mark) -> bool:
    """Whether the noun is told by whose relation it is, or by the post it holds where."""
    if english(scene):
        return False
    return ("kin" in mark.tags and _of_another(scene, mark)) or (
        "office" in mark.tags and _of_a_place(scene, mark)
    )


def the_one(scene: Scene, mark: Mark) -> bool:
    """Whether the noun is one whom the requester knows: `la vecina`, `die Chefin`, `الجارة`."""
    if scene.edit or english(scene) or "kin" not in mark.tags:
        return False
    the = "the" in scene.tags(mark.start - 1) and not scene.tokens[mark.start].gap
    return the or _has_article(scene, mark.start)


def _has_article(scene: Scene, i: int) -> bool:
    """Whether token `i` is an Arabic noun with its article, or one with a small word before it."""
    word = scene.word(i)
    return len(word) > 4 and word[word[0] in "وبفكل" :].startswith(("ال", "لل"))


def _of_another(scene: Scene, mark: Mark) -> bool:
    """Whether the next noun, or the one before it, is somebody with whom the relation is."""
    return _owner(scene, mark, mark.end, 1) or _owner(scene, mark, mark.start - 1, -1)


def _owner(scene: Scene, mark: Mark, i: int, step: int) -> bool:
    """Whether an owner stands at token `i`, or behind the one small word there."""
    for at in (i, i + step):
        first = max(at, at - step) if step > 0 else at + 1
        if not 0 <= at < len(scene.at) or scene.tokens[min(first, len(scene.at) - 1)].gap:
            return False
        other = scene.at[at]
        if other and other.tags & _OWNERS:
            apart = other.term[:3] != mark.term[:3] and "benign" not in other.tags
            return apart and _fits(scene, mark, at, step)
        small = scene.tags(at) == {"of"} or (not other and len(scene.word(at)) < 4)
        if not small or scene.tags(at) & _LINKS:
            return False
    return False


def _fits(scene: Scene, mark: Mark, at: int, step: int) -> bool:
    """Whether the endings tell that one owns the other, where the language has such."""
    word = scene.word(at)
    if scene.langs.most_common(1)[0][0] != "tr":
        return step > 0 or not word.isascii() or "kin" in mark.tags
    owned = scene.tokens[mark.end - 1].word
    return step < 0 and bool(_OF_TURKISH.search(word) and _POSSESSED.search(owned))


def _of_a_place(scene: Scene, mark: Mark) -> bool:
    """`начальник автопарка`, `okul müdürü`, `محاسب الشركة`: one only holds the post there."""
    after, before = mark.end, mark.start - 1
    if after < len(scene.at) and not scene.tokens[after].gap:
        word, raw = scene.word(after), scene.tokens[after].raw
        if _has_article(scene, after):
            return True
        if "а" <= word[0] <= "я" and unknown(scene, after):
            return bool(_OF_RUSSIAN.search(word)) or (len(raw) > 1 and raw.isupper())
    if before < 0 or scene.tokens[mark.start].gap or scene.langs.most_common(1)[0][0] != "tr":
        return False
    owned = _POSSESSED.search(scene.tokens[mark.end - 1].word)
    return bool(owned) and unknown(scene, before)
