"""Somebody told by the place where the requester meets them, in languages with words of origin.

`die Dame von der Bäckerei`, `de kapper van het plein`, `ta pani z poczty`: nobody invents these.
"""

from __future__ import annotations

from lexloci_reader.naming import GRAVE, capital, english, kinds, unknown
from lexloci_reader.scene import Mark, Scene


def article(scene: Scene, i: int) -> str:
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


def placed(scene: Scene, mark: Mark) -> bool:
    """Whether a place tells who is meant: `die Dame vom Amt`, `Bürgermeister von Kleinstedt`."""
    stands = article(scene, mark.start)
    if scene.edit or english(scene) or stands == "det":
        return False
    certain = stands == "the" or "kin" in mark.tags
    for i in range(mark.end, min(mark.end + 3, len(scene.at))):
        tags = scene.tags(i)
        if scene.tokens[i].gap or tags & GRAVE or "wear" in tags:
            return False
        if "venue" in tags and i == mark.end:
            return True
        if "from" in tags:
            return _venue(scene, i) or (certain and _somewhere(scene, i))
    return False


def unlisted(scene: Scene) -> list[int]:
    """Tokens that no list knows, told by an article and a place: `der Zapfer vom Stammlokal`."""
    if scene.edit or english(scene):
        return []
    out = []
    for mark in scene.having("from"):
        i = mark.start - 1
        told = unknown(scene, i) and not scene.tokens[mark.start].gap
        if told and article(scene, i) == "the" and _venue(scene, mark.start):
            out.append(i)
    return out


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
    name = capital(scene, i + 1) and unknown(scene, i + 1)
    return (name and bool(scene.tags(i) & {"of", "in"})) or "place" in kinds(scene, i + 1)
