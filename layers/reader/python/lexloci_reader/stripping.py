"""Whether an undressing verb undresses anybody: not a wall, a dog, or somebody of a hat alone."""

from __future__ import annotations

from lexloci_reader.attire import COVERS
from lexloci_reader.changes import warm_under
from lexloci_reader.covering import then_dressed
from lexloci_reader.names import english, names
from lexloci_reader.naming import capital, kinds
from lexloci_reader.onthings import WITHS
from lexloci_reader.scene import Mark, Scene
from lexloci_reader.specks import BUT, WEARERS, clause_of, holds, holds_cloth


def undresses(scene: Scene, mark: Mark) -> bool:
    """Whether the verb of the mark undresses somebody."""
    if "undress" not in mark.tags:
        return "remove" in mark.tags and _strips_somebody(scene, mark)
    return not (
        _creature_only(scene, mark)
        or _trifle(scene, mark)
        or _strips_thing(scene, mark)
        or then_dressed(scene, mark)
    )


_LEADS = frozenset("please to and you can just now then pls kindly".split())


def _strips_somebody(scene: Scene, mark: Mark) -> bool:
    """`strip Sarah`, `strip my boss`."""
    if mark.term != "strip" or not english(scene) or mark.end >= len(scene.tokens):
        return False
    if mark.start and not (scene.tokens[mark.start].gap or scene.word(mark.start - 1) in _LEADS):
        return False  # `three-strip Technicolor`
    i = mark.end + ("my" in scene.tags(mark.end))
    thing = {"speck", "object", "thing", "creature"}
    called = capital(scene, i) or "given" in kinds(scene, i).split()
    named = called and not scene.at[i] and not scene.tags(i + 1) & thing
    return bool(scene.tags(i) & {"kin", "mine", "me", "they", "title"}) or named


_HER = frozenset("her him me us".split())


def _strips_thing(scene: Scene, mark: Mark) -> bool:
    """`strip the background`, `strip them out`: something is taken out of the picture."""
    whose = not _HER.isdisjoint(mark.term.split()) or holds(mark, frozenset({"kin", "mine"}))
    if whose or not mark.term.startswith("strip"):
        return False
    if mark.term == "strip the" and english(scene):
        i = mark.end
        who = scene.tags(i) & (WEARERS | COVERS | {"kin", "local", "body"})
        return bool(scene.word(i)) and not who and not scene.tokens[i].raw[:1].isupper()
    after = [scene.tags(i) for i in range(mark.end, mark.end + 3)]
    thing = any(tags & {"speck", "object", "tidy", "creature"} for tags in after)
    return scene.word(mark.end) == "out" or (thing and not any(t & WEARERS for t in after))


def _trifle(scene: Scene, mark: Mark) -> bool:
    """Whether the undressing verb takes only a _trifle off: glasses, a hat."""
    row = range(mark.start, max(0, mark.start - 3), -1)
    start = next((i for i in row if scene.tokens[i].gap or scene.word(i) in BUT), 0)
    before = range(max(0, start, mark.start - 3), mark.start)
    near = {tag for i in before for tag in scene.tags(i)}
    if near & {"remove", "undress", "swap"} or names_clothes(mark):
        return False
    if not english(scene) and "outer" in near and not near & COVERS - {"dressy"}:
        return warm_under(scene, next(m for m in scene.having("outer") if m.end > before.start))
    if "and" in near or (not mark.term.isascii() and holds_cloth(mark)):
        return False  # `टोपी और शर्ट हटा दो`: the verb holds a cloth of its own
    here = clause_of(scene, mark.start, mark.end)
    if "speck" in near and not english(scene) and any(scene.tags(i) & COVERS for i in here):
        return False  # `옷에 얼룩 있으니 벗겨줘`: the clothes or the stain
    small = {"accessory", "speck"} if english(scene) else {"accessory", "speck", "object"}
    return bool(near & small) and not near & (COVERS | WEARERS | {"kin", "body"})


def names_clothes(mark: Mark) -> bool:
    """`kapde utaro`, `lepaskan pakaiannya`: the verb's own term says that the clothes go."""
    return " " in mark.term and holds(mark, frozenset({"clothes"}))


def _creature_only(scene: Scene, mark: Mark) -> bool:
    """`undress the mannequin`: a thing or an animal alone is what the verb acts on."""
    row = range(mark.start - 2, mark.end + 3)
    here = [i for i in row if scene.tags(i) & {"creature", "thing", "object"}]
    if not here or (not scene.edit and names(scene, grave=True)):
        return False  # `Léa Seydoux se déshabille au bord de la piscine`
    words = {"her", "him", "them", "me", "it", "this"}
    if (
        holds(mark, frozenset({"kin", "mine"}))
        or words & set(mark.term.split())
        or _beside(scene, mark, *sorted(WEARERS))
    ):
        return False
    parts = {"in", "and", "apart", "at", "on", "put", "make", "my", "kin", "mine", "tidy"} | WEARERS
    if any(scene.tags(i) & {"keep", "stays"} for i in range(here[-1] + 1, here[-1] + 3)):
        return False  # `옷 벗기고 마네킹은 그대로`
    apart = (*range(mark.end, here[-1] + 1), *range(here[0] + 1, mark.start + 1))
    return not any(
        scene.tags(i) & parts or scene.tokens[i].gap or scene.word(i) in WITHS for i in apart
    )


def _beside(scene: Scene, mark: Mark, *tags: str) -> bool:
    """Whether a mark with any of the tags stands in the mark's sentence."""
    return any(scene.same(m.start, mark.start) for m in scene.having(*tags))
