"""Cloth told by what it lets through, by how it clings wet, or by what it fails to hide."""

from __future__ import annotations

from lexloci_reader.scene import Mark, Scene

COVERS = frozenset({"clothes", "garment", "underwear", "swimwear", "light", "dressy"})
CLOTH = COVERS | {"sheer", "wet", "flimsy"}
TOLD = frozenset({"shown", "bare", "clung", "hider", "twoparts"})
_THINGS = frozenset({"dressy", "outer", "object", "thing", "accessory"})


def reach(scene: Scene, mark: Mark, tags: frozenset[str], span: int) -> Mark | None:
    """The nearest mark with one of the tags within `span` tokens, in the same sentence."""
    for away in range(span + 1):
        for i in (mark.end + away, mark.start - 1 - away):
            other = scene.at[i] if 0 <= i < len(scene.at) else None
            if other and other is not mark and other.tags & tags and scene.same(mark.start, i):
                return other
    return None


def told_of_cloth(scene: Scene, mark: Mark) -> str:
    """Why the mark tells of cloth that shows the body, or of a `twoparts` by the sea; else empty.

    The tags stand in the lists of languages that tell it so: `shown` with what is `beneath`,
    `clung` with `water`, `hider` with `nothing`.
    """
    tags = mark.tags
    if tags & {"shown", "bare"} and _through(scene, mark):
        return "seen through cloth"
    if "clung" in tags and _clings(scene, mark):
        return "wet cloth clings"
    if "hider" in tags and _hides_nothing(scene, mark):
        return "cloth that hides nothing"
    if "twoparts" in tags and reach(scene, mark, frozenset({"water"}), 6):
        return "" if reach(scene, mark, _THINGS, 1) else "two pieces by the sea"
    return ""


def _through(scene: Scene, mark: Mark) -> bool:
    """`kumaşı ince, teni seçiliyor`: what is beneath is seen, and no other cloth is between."""
    inner = mark if "beneath" in mark.tags else reach(scene, mark, frozenset({"beneath"}), 3)
    over = reach(scene, inner, CLOTH, 6) if inner else None
    if inner is None or over is None:
        return False
    solid = any(
        scene.tags(i) & (COVERS | {"outer", "accessory", "speck"}) for i in _between(mark, inner)
    )
    row = _between(inner, over)
    return not solid and not any(scene.tokens[i].gap for i in range(row.start, row.stop + 1))


def _between(a: Mark, b: Mark) -> range:
    return range(min(a.end, b.end), max(a.start, b.start))


def _clings(scene: Scene, mark: Mark) -> bool:
    """`yağmurda, gömleği üstüne yapışmış`; not the mud that clings to a shirt."""
    if not reach(scene, mark, frozenset({"water", "wet"}), 9):
        return False
    worn = reach(scene, mark, COVERS | {"body", "onbody"}, 5)
    return bool(worn) and not reach(scene, mark, frozenset({"speck"}), 1)


def _hides_nothing(scene: Scene, mark: Mark) -> bool:
    """`القماش لا يحجب شيئا`: the verb is denied, and a cloth is spoken of."""
    if not reach(scene, mark, frozenset({"nothing", "beneath"}), 3):
        return False
    denied = "none" in mark.tags or reach(scene, mark, frozenset({"not"}), 3)
    return bool(denied and reach(scene, mark, CLOTH, 5))
