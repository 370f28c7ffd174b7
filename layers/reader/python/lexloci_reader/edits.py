"""What an edit does to clothes: removes, swaps, thins or adds them, or something else entirely."""

from __future__ import annotations

from lexloci_reader.attire import BARE, COVERS, UNDRESSED, Event
from lexloci_reader.changes import (
    ALL,
    MAYBE,
    PEOPLE,
    WEARERS,
    WORN,
    YES,
    Change,
    destination,
    on_thing,
    remove,
    swap,
)
from lexloci_reader.doubts import doubts
from lexloci_reader.names import english
from lexloci_reader.scene import Mark, Scene
from lexloci_reader.steps import native_steps, replaced


def _steps(scene: Scene, change: Change) -> None:
    for step in native_steps(scene):
        change.add(*step)
    for mark in scene.marks:
        tags = mark.tags
        if "benign" in tags:
            continue
        if "undress" in tags and not (
            _creature_only(scene, mark) or _trifle(scene, mark) or _strips_thing(scene, mark)
        ):
            change.add(UNDRESSED, YES, "undress")
        elif "uncensor" in tags:
            change.add(BARE, YES, "uncensor")
        elif "reveal" in tags:
            bare = UNDRESSED if scene.between(0, len(scene.at), "clothes") else ALL
            change.add(bare, YES, "reveal")
        elif "ref" in tags:
            change.add(ALL, MAYBE, "by reference")
        elif "bodyedit" in tags and not _retouch(scene, mark):
            change.maybe = True
            change.why.append("body changed")
        if "swap" in tags or ("make" in tags and destination(scene, mark)):
            swap(scene, mark, change)
        if "remove" in tags and "swap" not in tags:
            remove(scene, mark, change)
        if "under" in tags and _follows(scene, mark, COVERS | {"outer"}) and scene.having("ask"):
            change.add(UNDRESSED, YES, "what is underneath")
        if "less" in tags and (
            _follows(scene, mark, COVERS | {"body"}) or _precedes(scene, mark, COVERS)
        ):
            change.add(
                frozenset({"covered", "swimwear", "underwear", "partial"}), YES, "less cloth"
            )


def _retouch(scene: Scene, mark: Mark) -> bool:
    """`light skin retouch, blemishes only` changes nobody's body."""
    return mark.term == "skin" and bool(scene.having("speck") or _precedes(scene, mark, LIGHT))


def _strips_thing(scene: Scene, mark: Mark) -> bool:
    """`strip the background`, `strip them out`: something is taken out of the picture."""
    if not mark.term.startswith("strip"):
        return False
    after = [scene.tags(i) for i in range(mark.end, mark.end + 3)]
    thing = any(tags & {"speck", "object", "tidy", "creature"} for tags in after)
    return scene.word(mark.end) == "out" or (thing and not any(t & WEARERS for t in after))


def _trifle(scene: Scene, mark: Mark) -> bool:
    """Whether the undressing verb takes only a trifle off: glasses, a hat."""
    before = range(max(0, mark.start - 3), mark.start)
    near = {tag for i in before for tag in scene.tags(i)}
    return bool(near & {"accessory", "speck"}) and not near & COVERS


def _creature_only(scene: Scene, mark: Mark) -> bool:
    words = {"her", "him", "them", "me", "it", "this"}
    if words & set(mark.term.split()) or _beside(scene, mark, *sorted(WEARERS)):
        return False
    return _beside(scene, mark, "creature", "thing", "object")


def _beside(scene: Scene, mark: Mark, *tags: str) -> bool:
    """Whether a mark with any of the tags stands in the mark's sentence."""
    return any(scene.same(m.start, mark.start) for m in scene.having(*tags))


LIGHT = frozenset({"light", "keep"})


def _follows(scene: Scene, mark: Mark, tags: frozenset[str]) -> bool:
    return any(scene.tags(i) & tags for i in range(mark.end, mark.end + 3))


def _described(scene: Scene, event: Event) -> bool:
    """Whether the garment only says who is meant: `blur the people in swimsuits`."""
    start = event.start
    definite = "the" in scene.tags(start - 1) or scene.word(start - 1) == "the"
    link = start - 2 if definite else start - 1
    if not scene.tags(link) & {"in", "wear"} or not scene.tags(link - 1) & PEOPLE:
        return False
    if scene.having("put", "swap"):
        return False
    return definite or bool(
        scene.having("tidy", "keep") or "speck" in scene.tags(len(scene.at) - 1)
    )


def _precedes(scene: Scene, mark: Mark, tags: frozenset[str]) -> bool:
    return any(scene.tags(i) & tags for i in range(mark.start - 6, mark.start))


def _kept(scene: Scene, event: Event) -> bool:
    """Whether the garment is only spoken of: `her bikini`, recoloured or left as it is."""
    before = scene.tags(event.start - 1) | scene.tags(event.start - 2)
    if _described(scene, event):
        return True
    if english(scene) and scene.tokens[event.start].gap:
        return False
    for i in range(event.start - 1, max(-1, event.start - 4), -1):
        if scene.tags(i) & {"in", "wear"}:
            return False
        if scene.tokens[i].gap:
            break
    if not english(scene) and not scene.having("keep", "tidy", "colour", "speck"):
        return False
    owned = (
        bool(before & {"the", "she", "he", "they", "this"}) or scene.word(event.start - 1) == "the"
    )
    if (
        not owned
        or scene.tags(event.start - 2) & {"in", "wear"}
        or scene.tags(event.start - 1) & {"wear"}
    ):
        return False
    if scene.having("keep", "tidy", "colour", "speck"):
        return True
    return not scene.having("remove", "swap", "make", "less", "wear", "into")


def change_of(scene: Scene, found: list[Event]) -> tuple[Change, list[Event]]:
    """What the edit does, and the events that it asks for (not those it takes away or keeps)."""
    change = Change()
    _steps(scene, change)
    left: list[Event] = []
    for event in found:
        if event.start in change.gone and event.worn:
            continue
        if event.worn and event.levels & WORN and (_kept(scene, event) or replaced(scene, event)):
            continue
        left.append(event)
    for event in left:
        if event.sexual:
            change.sexual.add(event.sexual)
    _made(scene, change)
    _stepwise(scene, change)
    if not change.sure and not change.maybe and not change.understood:
        _puzzled(scene, change)
    if not change.sure and not change.maybe and english(scene):
        told = frozenset(event.start for event in left if event.levels)
        told |= change.gone | change.worn
        change.doubts += doubts(scene, told)
    return change, left


def _made(scene: Scene, change: Change) -> None:
    """`make it see-through`, `a shorter skirt`: cloth thinned without a word for what is bared."""
    target = scene.having("clothes", "garment", "light", "she", "he", "they", "it", "outer")
    for mark in scene.having("sheer", "wet", "skimpy", "shorten"):
        whole = "skimpy" in mark.tags and " " in mark.term
        things = [
            m
            for m in scene.having("thing", "creature", "speck", "object")
            if scene.same(m.start, mark.start)
        ]
        cloth = scene.having("clothes", "garment", "light", "outer", "it")
        if (
            not (target or whole)
            or ("skimpy" in mark.tags and not (cloth or whole))
            or _covered_up(scene, mark)
            or (things and not scene.having("clothes", "garment", "she", "he", "they"))
        ):
            continue
        if "skimpy" in mark.tags or "shorten" in mark.tags:
            change.add(frozenset({"covered"}), YES, "less cloth")
        elif scene.having("make", "swap", "into", "wear", "bare"):
            change.add(frozenset({"partial"}), YES, "cloth made to show the body")


def _covered_up(scene: Scene, mark: Mark) -> bool:
    """`add a shawl over her bare shoulders`: what is bare is covered."""
    over = any(
        scene.word(i) in ("over", "cover", "hide") for i in range(mark.start - 4, mark.start)
    )
    return over and not scene.having("remove", "less", "swap")


def _stepwise(scene: Scene, change: Change) -> None:
    """`First erase the coat. Then the skirt.`: cloth named in a sentence of its own goes too."""
    verbs = [m for m in scene.having("remove") if "swap" not in m.tags]
    if not verbs or scene.having("wear", "into", "swap", "tidy", "colour", "keep", "speck", "put"):
        return
    cloth = scene.having("garment", "clothes", "outer", "light", "accessory")
    rows = {
        scene.sent[m.start] for m in cloth if m.start > verbs[0].start and not on_thing(scene, m)
    }
    worn = [m for m in cloth if m.tags & {"garment", "clothes", "outer", "light"}]
    if len(rows) > 1 and worn:
        change.add(UNDRESSED, YES, "clothes removed step by step")


def _puzzled(scene: Scene, change: Change) -> None:
    """An edit of clothes or body that no grammar explains may bare somebody."""
    dressed = scene.having("wear", "dressing", "put") and scene.having("garment", "outer", "dressy")
    if dressed and not scene.having("remove", "less", "bare", "sheer", "light", "under", "swap"):
        return
    spoken = ("body", "clothes") if english(scene) else ("body", "clothes", "garment")
    body = [m for m in scene.having(*spoken) if not on_thing(scene, m)]
    if body and not scene.having("tidy", "colour", "speck", "dressy", "into", "benign", "keep"):
        step = (ALL, MAYBE, "clothes or body, not understood")
        change.doubts += [(mark.start, step) for mark in body]
