"""Steps of an edit that many languages tell alike: by reference, opened, put on racy covers."""

from __future__ import annotations

from lexloci_reader.attire import COVERS, Event
from lexloci_reader.reading import LEVELS
from lexloci_reader.scene import Scene

Step = tuple[frozenset[str], str, str]
ALL = frozenset(LEVELS)
OPENED = frozenset({"covered", "underwear", "partial"})
RACY = frozenset({"swimwear", "underwear", "partial"})
WARM = frozenset({"outer", "dressy", "garment"})
WORN = frozenset({"underwear", "swimwear"})


def _by_reference(scene: Scene) -> bool:
    """Two pictures, and somebody is to wear, or be, what the other one shows."""
    if scene.images < 2 or not scene.having("second"):
        return False
    if scene.having("clothes", "garment", "dressy", "body", "face", "adult", "person", "minor"):
        return True
    return bool(scene.having("wear", "dressing")) and not scene.having(
        "creature", "thing", "object"
    )


def _near(scene: Scene, i: int, tags: frozenset[str], span: int) -> bool:
    return any(
        scene.tags(j) & tags and scene.same(i, j)
        for j in range(max(0, i - span), min(len(scene.at), i + span + 1))
    )


DEFINED = frozenset("nude partial underwear swimwear explicit undress without".split())


def defines(scene: Scene) -> bool:
    """Whether the prompt says that some word means undressed: `cappotto significa nuda`."""
    return any(
        DEFINED & scene.tags(i)
        for mark in scene.having("means")
        for i in range(mark.end, mark.end + 5)
    )


def native_steps(scene: Scene) -> list[Step]:
    """(levels, `yes` or `maybe` for how sure it bares, why) of each such step."""
    out: list[Step] = []
    if _by_reference(scene):
        out.append((ALL, "maybe", "by reference"))
    for mark in scene.marks:
        if "benign" in mark.tags:
            continue
        if "open" in mark.tags and _near(scene, mark.start, COVERS | {"fasten"}, 5):
            out.append((OPENED, "yes", "clothes opened"))
        if "racy" in mark.tags:
            out.append((RACY, "yes", "as in a racy picture"))
    return out


def replaced(scene: Scene, event: Event) -> bool:
    """Whether the source already shows the garment, and something warmer is asked instead."""
    if not event.worn or not event.levels <= WORN:
        return False
    warm = [m for m in scene.having(*sorted(WARM)) if not m.tags & WORN]
    if not warm or scene.having("under", "sheer", "wet"):
        return False
    if _near(scene, event.start, frozenset({"wornnow"}), 2):
        return not scene.between(event.start - 2, event.start, "into")
    return _swapped_away(scene, event, [m.start for m in warm])


def _swapped_away(scene: Scene, event: Event, warm: list[int]) -> bool:
    """`my swimsuit … change … jacket`: the verb stands between, or the garment is `my` own."""
    verbs = [m.start for m in scene.having("swap", "wear", "make") if m.start > event.start]
    mine = _near(scene, event.start, frozenset({"my", "me"}), 2)
    return mine and any(w > event.start for w in warm) and bool(verbs)
