"""What comes instead of cloth: the thing to which `into`, `with` or a verb of dressing leads."""

from __future__ import annotations

from bisect import bisect_left

from lexloci_reader.attire import COVERS
from lexloci_reader.names import english
from lexloci_reader.scene import Mark, Scene
from lexloci_reader.specks import VERB_LAST, parted

OBJECTS = COVERS | {"outer", "accessory", "speck", "creature", "thing", "object"}
DESTINED = OBJECTS | {"skimpy", "colour", "nude", "scant"}


_LEADS = frozenset("and please to then you now can just pls".split())
_OF_CLOTH = frozenset({"det", "the", "this", "my", "she"})


def noun(scene: Scene, link: Mark) -> bool:
    """Whether a word is cloth and not the verb that leads to some: `the dress`."""
    before = scene.tags(link.start - 1) | scene.tags(link.start - 2)
    if "garment" not in link.tags:
        return False
    lead = link.start == 0 or scene.tokens[link.start].gap or scene.word(link.start - 1) in _LEADS
    return not (english(scene) and lead) or not before.isdisjoint(_OF_CLOTH)


_DOES = frozenset("remove keep stays put dressing".split())


def _another(scene: Scene, verb: Mark, link: Mark, *, joined: bool) -> bool:
    """`make her suit a bikini and add a hat`: behind an `and` the link belongs to another verb."""
    row = range(verb.end, link.start)
    first = next((i for i in row if "and" in scene.tags(i)), -1)
    if first < 0:
        return False
    if joined and (link.tags & {"wear", "put"} or "into" not in link.tags):
        return True
    return "tidy" in link.tags or any(scene.tags(i) & _DOES for i in range(first, link.start))


def _then_worn(scene: Scene, verb: Mark) -> Mark | None:
    """`셔츠를 벗기고 정장을 입혀줘`: with verbs last, the cloth before a verb that dresses."""
    if scene.spoken not in VERB_LAST:
        return None
    for link in scene.having("dressing", "wear", "put"):
        if link.start >= verb.end and scene.same(link.start, verb.start):
            row = range(max(verb.end, link.start - 4), link.start)
            cloth = [m for i in row if (m := scene.at[i]) and m.tags & OBJECTS]
            if cloth:
                return cloth[-1]
    return None


def destination(scene: Scene, verb: Mark) -> Mark | None:
    """What comes instead: the object after `into`, `with` or a verb of wearing; not where that
    follows an `and` and does something else."""
    if verb.term.startswith("substitut") and english(scene):
        return _instead(scene, verb)
    like = ("alike",) if english(scene) else ()
    for link in _links(scene, verb, "into", "wear", "in", *like):
        if _another(scene, verb, link, joined=True):
            return None
        told = "wear" in link.tags and not english(scene) and parted(scene, verb, link)
        over = "into" in link.tags and "wear" not in link.tags
        if not told and (mark := _first(scene, link, over=over)):
            return mark
    return None


def _instead(scene: Scene, verb: Mark) -> Mark | None:
    """`substitute swimsuits for the dress`, `substitute the dress with swimsuits`."""
    worn = [m for m in scene.having(*sorted(OBJECTS)) if scene.same(m.start, verb.start)]
    behind = [m for m in worn if m.start >= verb.end]
    told = any(scene.word(i) in ("with", "by") for i in range(verb.end, len(scene.tokens)))
    return behind[-1 if told else 0] if behind else None


def put_on(scene: Scene, verb: Mark) -> Mark | None:
    """The cloth that a verb of dressing leads to, behind one that takes cloth off."""
    for link in _links(scene, verb, "wear", "put", "dressing"):
        if _another(scene, verb, link, joined=False):
            return None
        late = not english(scene) and parted(scene, verb, link)
        if late and (not scene.tokens[link.start].gap or link.term.startswith("naka")):
            continue  # `gawing bikini, naka-blouse siya ngayon`: told of the source
        if mark := _first(scene, link, over=True):
            return mark
    return _then_worn(scene, verb)


def _links(scene: Scene, verb: Mark, *tags: str) -> list[Mark]:
    """What may lead on behind the verb, in its sentence."""
    links = scene.having(*tags)
    behind = links[bisect_left(links, verb.end, key=lambda m: m.start) :]
    return [m for m in behind if scene.same(m.start, verb.start) and not noun(scene, m)]


def _first(scene: Scene, link: Mark, *, over: bool) -> Mark | None:
    """The first thing behind a link, unless `over` no comma and no `and` before it."""
    for i in range(link.end, min(link.end + 6, len(scene.at))):
        mark = scene.at[i]
        parts = scene.tokens[i].gap or "and" in scene.tags(i)
        if not scene.same(i, link.start) or (parts and not over):
            return None  # `mach, dass sie einen BH anhat, den Hut lassen`
        if mark is None or mark.start != i or DESTINED.isdisjoint(mark.tags):
            continue
        if not ("colour" in mark.tags and scene.tags(mark.end) & OBJECTS):  # `a red dress`
            return mark
    return None
