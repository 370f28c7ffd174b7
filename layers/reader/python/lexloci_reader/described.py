"""Whom a description with an article means: `la peluquera`, `le gars de la compta`.

`a moça da padaria`, `quella che mi fa le unghie`: nobody makes a person up by where they work or by
what they do for the requester, so somebody real may be meant. For languages that set the article
before the noun; English has its own ways (`mention`).
"""

from __future__ import annotations

from lexloci_reader.naming import ANY_AGE, EITHER, Name, capital, english, kinds
from lexloci_reader.scene import Mark, Scene

_OF_THE = {
    "es": frozenset({"del"}),
    "pt": frozenset("do da dos das".split()),
    "fr": frozenset("du des".split()),
    "it": frozenset("del della dello dell dei delle degli".split()),
}
_TO_THE = {
    "es": frozenset({"al"}),
    "pt": frozenset("ao no na pelo pela".split()),
    "fr": frozenset("au aux".split()),
    "it": frozenset("al alla allo all dal dalla dall sul sulla".split()),
}
_NONE: frozenset[str] = frozenset()
_NOUNS = frozenset({"adult", "person", "kin"})
_WHERE = frozenset({"venue", "school", "private"})
_WHO = _NOUNS | {"local", "role", "title"}
_ENDS = frozenset("wear in nude partial underwear swimwear shirtless garment and apart".split())
_OPEN = frozenset({"photo", "drawn", "picture"})
_TO = frozenset("a à al con com avec par de por".split())


def described(scene: Scene, mark: Mark) -> str:
    """Why the noun tells of somebody known where the requester lives; empty where it does not."""
    if scene.edit or english(scene) or not mark.tags & _NOUNS or _unreal(scene, mark.start):
        return ""
    if "family" in mark.tags and scene.tokens[mark.start].gap == 2:
        return "one of the family"
    if not _definite(scene, mark.start):
        return ""
    if "local" in mark.tags:
        return "somebody known in the place"
    return "somebody described" if _told_apart(scene, mark.end) else ""


def pointed_out(scene: Scene, told: list[Name]) -> list[Name]:
    """Somebody told by a description without a noun: `la del súper`, `celle qui me coiffe`."""
    if scene.edit or english(scene):
        return []
    taken = {i for name in told for i in range(name.start, name.end)}
    out = []
    points = (i for mark in scene.having("the", "this") for i in range(mark.start, mark.end))
    for i in points:
        if i in taken or i + 1 == len(scene.tokens):
            continue
        opens = scene.tokens[i].gap == 2 or scene.word(i - 1) in _TO or "of" in scene.tags(i - 1)
        if opens and not _unreal(scene, i):
            end = _nounless(scene, i + 1)
            if end:
                out.append(Name(i, end, EITHER, ANY_AGE, "somebody pointed out"))
    return out


def authored(scene: Scene, name: Name) -> bool:
    """Whether the name only tells whose work it is: `la maja de Goya`, not `retrato de Goya`."""
    of = "of" in scene.tags(name.start - 1) and not scene.tags(name.start - 2) & _OPEN
    return of and name.why == "historical person" and not english(scene)


def _unreal(scene: Scene, i: int) -> bool:
    """Whether the sentence says that nobody real is meant: `inventada`, `de fantasía`."""
    return any(scene.same(m.start, i) for m in scene.having("unreal"))


def _definite(scene: Scene, start: int) -> bool:
    """Whether an article that makes the noun known stands before it, over at most two words."""
    spoken = scene.spoken
    melted = _OF_THE.get(spoken, _NONE) | _TO_THE.get(spoken, _NONE)
    for i in range(start - 1, max(-1, start - 4), -1):
        if scene.tokens[i + 1].gap:
            return False
        if "the" in scene.tags(i) or scene.word(i) in melted:
            return True
        if scene.tags(i) & (_ENDS | _WHO | {"det", "my", "this", "of"}):
            return False
    return False


def _told_apart(scene: Scene, start: int) -> bool:
    """Whether what follows tells one from all others: whose, of which place, what they do."""
    spoken = scene.spoken
    for i in range(start, min(start + 6, len(scene.at))):
        tags = scene.tags(i)
        if scene.tokens[i].gap or tags & _ENDS:
            return False
        if tags & {"which", "private", "my"}:
            return True
        if "of" in tags or scene.word(i) in _OF_THE.get(spoken, _NONE):
            return _known_place(scene, i + 1)
    return False


def _known_place(scene: Scene, start: int) -> bool:
    """Whether a place, a person or a name stands there, over one article."""
    for i in range(start, min(start + 2, len(scene.at))):
        if scene.tokens[i].gap:
            return False
        tags = scene.tags(i)
        if tags & (_WHERE | _WHO):
            return True
        named = capital(scene, i) and not {"place", "historical"} & set(kinds(scene, i).split())
        if named and "classic" not in tags:
            return True
        if not tags & {"the", "my"}:
            return False
    return False


def _nounless(scene: Scene, start: int) -> int:
    """Where the description ends that stands in for a noun; 0 where there is none."""
    spoken = scene.spoken
    for i in range(start, min(start + 3, len(scene.at))):
        tags = scene.tags(i)
        if scene.tokens[i].gap or (tags & (_ENDS | _NOUNS) and "nick" not in tags):
            return 0
        if tags & {"which", "private"}:
            return i + 1
        if "of" in tags or scene.word(i) in _OF_THE.get(spoken, _NONE):
            here = range(i + 1, min(i + 3, len(scene.at)))
            return i + 1 if any(scene.tags(j) & _WHERE for j in here) else 0
        named = capital(scene, i) or "given" in kinds(scene, i)
        if not tags & {"nick", "title", "honorific"} and (scene.at[i] or not named):
            return 0
    return 0


_BY_ME = frozenset("i we".split())
_INVENTS = frozenset(
    "want need imagine imagined picture pictured dream dreamed dreamt drew draw made make invented "
    "mean guess hope suppose created describe described wrote write think am would could can have "
    "had like".split()
)


def by_me(scene: Scene, i: int) -> bool:
    """`a woman I work with`: in a clause of the requester's life, none of what they make up."""
    told = scene.word(i) in _BY_ME and english(scene) and not scene.tokens[i].gap
    return told and scene.word(i + 1) not in _INVENTS
