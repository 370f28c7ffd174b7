"""What a verb acts on: the things around it that are no other verb's."""

from __future__ import annotations

from lexloci_reader.attire import COVERS
from lexloci_reader.destination import OBJECTS
from lexloci_reader.names import english
from lexloci_reader.scene import Mark, Scene
from lexloci_reader.specks import VERB_LAST, WORN, parted


def objects_of(scene: Scene, verb: Mark) -> list[Mark]:
    """What a verb acts on: marks after it in its sentence, else those before it."""
    span = 6 if scene.edit else 3
    after = _things(scene, verb, range(verb.end, verb.end + span + 1))
    after = [m for m in after if not _barrier(scene, verb.end, m.start)]
    if scene.spoken in VERB_LAST:
        after = [m for m in after if not parted(scene, verb, m)]
    before = _things(scene, verb, range(verb.start - span - 1, verb.start))
    before = [m for m in before if not _barrier(scene, m.end, verb.start)]
    before = [m for m in before if not _done_already(scene, m, verb)]
    if before and not parted(scene, verb, before[-1]):
        after = [m for m in after if not parted(scene, verb, m)]
        if not english(scene):
            late = scene.spoken in VERB_LAST and scene.spoken != "zh"
            apart = [m for m in after if late or _and_between(scene, verb, m)]
            also = [m for m in apart if _trailing(scene, m)]
            after = [m for m in after if m not in apart]
            before = [*also[::-1], *before] if also else before
    if english(scene) and not after and scene.tags(verb.end) & {"the", "det", "this"}:
        return []  # `get rid of the wheelbarrow`: a thing that no list knows
    if verb.term in _LAST or not after:
        return list(reversed(before)) or after
    return after


_OWN = frozenset({"swap", "make", "put", "wear", "dressing", "ask"})


def _done_already(scene: Scene, cloth: Mark, verb: Mark) -> bool:
    """`replace the dress by a bikini and take the lamp away`: cloth of another verb, parted."""
    between = range(cloth.end, verb.start)
    joints = [i for i in between if "and" in scene.tags(i) or scene.tokens[i].gap]
    if not joints:
        return False
    others = _things(scene, verb, range(joints[-1], verb.start))
    if cloth.tags & WORN and others and not others[-1].tags & COVERS:
        return True
    row = range(max(0, cloth.start - 5), joints[0])
    return any(scene.tags(i) & _OWN and i not in range(cloth.start, cloth.end) for i in row)


def _and_between(scene: Scene, verb: Mark, thing: Mark) -> bool:
    return any("and" in scene.tags(i) for i in range(verb.end, thing.start))


def _trailing(scene: Scene, thing: Mark) -> bool:
    """`X hatao phir Y phir Z`, `… weg en ook het hemd`: no verb of its own stands behind it."""
    row = range(thing.end, len(scene.at))
    stop = next((i for i in row if scene.tokens[i].gap), row.stop)
    return not any(scene.tags(i) & _OF_ITS_OWN for i in range(row.start, stop))


_OF_ITS_OWN = frozenset(
    "tidy colour keep stays put dressing wear swap make remove undress ask".split()
)
_LAST = frozenset("off disappear vanish gone invisible".split())
"""Verbs behind what they act on: `take it off`, `make it disappear`."""


def _things(scene: Scene, verb: Mark, where: range) -> list[Mark]:
    """The marks in the range that a verb may act on, each once."""
    found: dict[int, Mark] = {}
    for i in where:
        mark = scene.at[i] if 0 <= i < len(scene.at) else None
        if mark and mark is not verb and mark.tags & OBJECTS and scene.same(i, verb.start):
            found[mark.start] = mark
    return list(found.values())


def _barrier(scene: Scene, start: int, end: int) -> bool:
    """Whether another clause begins between: `and put`, `with`, `but`."""
    apart = {"swap", "wear", "keep"} | ({"into", "in"} if english(scene) else {"dressing"})
    return any(scene.tags(i) & apart for i in range(start, end))
