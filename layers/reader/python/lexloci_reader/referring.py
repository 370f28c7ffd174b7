"""What an edit takes from another picture, or an earlier turn: a thing by its name, or anything."""

from __future__ import annotations

from lexloci_reader.asked import SOMEBODY
from lexloci_reader.attire import COVERS
from lexloci_reader.changes import ALL, MAYBE, Change, Step, covers
from lexloci_reader.destination import destination, noun
from lexloci_reader.scene import Mark, Scene
from lexloci_reader.specks import ONTO, SMALL, WORN, clause_of, near


def by_reference(scene: Scene) -> bool:
    """Two pictures, and somebody is to wear, or be, what the other one shows."""
    if not _other(scene):
        return False
    worn = scene.having("clothes", "body", "face", *sorted(WORN))
    worn = [m for m in worn if not _swapped_for(scene, m)]
    if any(not near(scene, mark.start, _KEPT, 2) and not _laid_on(scene, mark) for mark in worn):
        return True
    if scene.having("adult", "person", "minor") and scene.having("alike"):
        return True
    return bool(scene.having("onbody", "dressing")) and not scene.having(*_OTHER_THINGS)


_KEPT = frozenset({"keep"})
_OTHER_THINGS = ("creature", "thing", "object", "accessory")


def _swapped_for(scene: Scene, mark: Mark) -> bool:
    """`swap the swimsuit for the wool dress in photo 2`: it goes, and what comes covers."""
    ahead = [
        m for m in scene.having("swap") if m.end <= mark.start and scene.same(m.start, mark.start)
    ]
    comes = destination(scene, ahead[-1]) if ahead else None
    return comes is not None and comes.start > mark.start and covers(comes)


def _laid_on(scene: Scene, mark: Mark) -> bool:
    """`the hat of photo two on his head`: where what covers is to go."""
    if "garment" in mark.tags or not mark.tags & {"body", "face"}:
        return False
    row = range(max(0, mark.start - 3), mark.start)
    led = any(scene.tags(i) & {"on", "into", "over"} or scene.word(i) in ONTO for i in row)
    laid = scene.having("accessory", "outer", "object")
    return led and any(m.end <= mark.start for m in laid)


def _other(scene: Scene) -> list[Mark]:
    """Where a second picture is spoken of, but for what covers and was named."""
    other = scene.having("second") if scene.images > 1 else []
    return [] if all(_outer_of(scene, m) or _looks_of(scene, m) for m in other) else other


_SHOWS = COVERS.union(WORN, "outer body bodyedit undress nude partial reveal face alike".split())


def _looks_of(scene: Scene, other: Mark) -> bool:
    """`use the light of photo 2`, `图二的发型`: no cloth is taken from there."""
    told = scene.having(*sorted(_SHOWS))
    here = clause_of(scene, other.start, other.end)
    row = range(max(here.start, other.start - 4), min(here.stop, other.end + 4))
    looks = any(scene.tags(i) & {"looks", "style"} for i in row)
    return looks and all(near(scene, mark.start, _KEPT, 2) for mark in told)


_BARING = ("only", "nothing", "without", "under", "undress", "less", "reveal", "sheer")


def _outer_of(scene: Scene, other: Mark) -> bool:
    """`куртку со второй фотки`: what is taken from the other picture was named, and covers."""
    if scene.having(*_BARING):
        return False
    cloth = scene.having("clothes", "garment", "dressy", "outer", *sorted(WORN), "light", "scant")
    cloth = [*cloth, *scene.having(*sorted(SMALL), "body", "face")]
    cloth = [m for m in cloth if not _swapped_for(scene, m)]
    told = [(_away(m, other), m) for m in cloth if scene.same(m.start, other.start)]
    far = max(3, min((away for away, m in told if not _laid_on(scene, m)), default=0))
    here = clause_of(scene, other.start, other.end)
    beside = [m for away, m in told if away <= 3 or (away <= far and m.start in here)]
    beside = [m for m in beside if not _laid_on(scene, m)]
    bare = WORN | {"light", "body", "face"}
    over = all(m.tags & (SMALL | {"dressy"}) and not m.tags & bare for m in beside)
    return bool(beside) and over


def _away(one: Mark, other: Mark) -> int:
    """How many tokens stand between two marks."""
    return max(one.start - other.end, other.start - one.end)


def referred(scene: Scene) -> list[tuple[int, Step]]:
    """Somebody told of beside a second picture, made like whoever it shows; not placed there."""
    other = _other(scene)
    told = other and scene.having("adult", "person", "minor", "wear") and not by_reference(scene)
    told = told and scene.having("wear", "style", "remove", "undress", "make", "swap")
    return [(mark.start, (ALL, MAYBE, "by reference")) for mark in other if told]


def refer(scene: Scene, mark: Mark, change: Change) -> None:
    """What another picture, or an earlier turn, shows may be anything, clothes or none."""
    step = (ALL, MAYBE, "by reference")
    if _looks_of(scene, mark) or _whereabouts(scene, mark):
        return
    if scene.in_english() and _warm_of(scene, mark):
        return
    shown = any(word in mark.term for word in ("pict", "image", "photo", "upload", "img", "frame"))
    worn = WORN | {"clothes", "light", "wear", "dressing", "body", "bodyedit"}
    cloth = [m for m in scene.having(*sorted(worn)) if not near(scene, m.start, _KEPT, 2)]
    cloth = [m for m in cloth if not _swapped_for(scene, m)]
    beside = any(scene.same(m.start, mark.start) for m in cloth)
    if shown and not beside:
        change.doubts.append((mark.start, step))
    else:
        change.add(*step)


def _whereabouts(scene: Scene, mark: Mark) -> bool:
    """`the conductor of image 1`: which picture shows whom, not what to take from it."""
    if "second" in mark.tags or not scene.in_english() or scene.having("alike", "face"):
        return False
    i = _behind_links(scene, mark)
    return (
        not scene.tags(i).isdisjoint(SOMEBODY)
        and i < mark.start - 1
        and not scene.tokens[i + 1].gap
    )


def _behind_links(scene: Scene, mark: Mark) -> int:
    """The token before a picture's mark, over the small words that lead there; -1 if none is."""
    i = mark.start - 1
    while i >= 0 and scene.word(i) in _LINKS and not scene.tokens[i + 1].gap:
        i -= 1
    return i


_LINKS = frozenset("from of in the on shown seen that is worn".split())


def _warm_of(scene: Scene, mark: Mark) -> bool:
    """`the down jacket of photo two`: what is taken from there was named, and covers."""
    if scene.having("only", "nothing", "without", "undress", "less", "face", "body"):
        return False
    i = _behind_links(scene, mark)
    told = scene.tags(i) & {"outer", "accessory", "dressy"}
    bare = {"light", "into"} if "outer" in told else {"scant", "light", "into"}
    cloth = scene.at[i] if i >= 0 else None
    if cloth and noun(scene, cloth):
        bare -= {"into"}  # `the wool dress of photo two`
    told = frozenset() if scene.tags(i) & bare else told
    return bool(told) and not scene.tokens[i + 1].gap
