"""Undressing told as a scene, in a prompt that generates: by what is done to clothes, by where
they lie."""

from __future__ import annotations

from lexloci_reader.attire import COVERS, Event, highest
from lexloci_reader.edits import change_of
from lexloci_reader.handed import thing_under
from lexloci_reader.names import english, names
from lexloci_reader.scene import Scene
from lexloci_reader.specks import clause_of, ends_at
from lexloci_reader.stripping import names_clothes

_LIES = frozenset("is are lies lie lay hangs hang sits rests was were".split())
_ONTO = frozenset("on over beside in under folded crumpled draped".split())
_WEARERS = ("adult", "person", "minor", "she", "he", "they", "me", "kin", "mine")


def undressing(scene: Scene) -> list[Event]:
    """What the scene makes of somebody's clothes."""
    return [*_acts(scene), *_laid_off(scene), *_parted_verb(scene)]


def _parted_verb(scene: Scene) -> list[Event]:
    """`Heidi Klum zieht sich langsam aus`: a German verb whose end stands at the clause's end."""
    clause = range(0)
    for i, token in enumerate(scene.tokens if scene.spoken == "de" else ()):
        if token.word not in _PULLS:
            continue
        clause = clause if i in clause else clause_of(scene, i, i + 1)
        if scene.word(clause.stop - 1) != "aus":
            continue
        near = {scene.word(j) for j in range(i - 1, i + 4)}
        dressed = any(scene.tags(j) & {"outer", "accessory", "garment"} for j in clause)
        told = near & {"sich", "mich", "dich"} or _named_in(scene, clause)
        if told and not dressed:
            levels = frozenset({"underwear", "partial", "nude"})
            return [Event(i, clause.stop, levels, "", False, "undressing")]
    return []


_PULLS = frozenset("zieht zog ziehen zogen ziehe zieh".split())


def _named_in(scene: Scene, clause: range) -> bool:
    """`zieh Linda Berg aus`."""
    return any(name.start in clause for name in names(scene, grave=True))


_CLOTHES = "服 衣 裤 褲 裙 シャツ ズボン スカート 下着 옷 셔츠 바지 치마 เสื้อ กางเกง".split()


def _acts(scene: Scene) -> list[Event]:
    """Undressing told as a scene: the grammar of edits, read in a prompt that generates."""
    if not scene.having("remove", "undress", "reveal", "uncensor", "ref"):
        return []
    known = english(scene) or scene.having(*_WEARERS) or names(scene, grave=True)
    undress = scene.having("undress")
    cloth = scene.having(*sorted(COVERS)) or any(map(names_clothes, undress))
    asked = [m for m in undress if ends_at(scene, m.end)]  # `Xの服を脱がせて`
    cloth = cloth or any(part in mark.term for mark in asked for part in _CLOTHES)
    if not known and (not cloth or scene.having("thing", "creature", "object", "benign")):
        return []
    change, _ = change_of(scene, [])
    out = []
    for mark in scene.having("remove", "undress", "reveal", "uncensor", "ref"):
        levels = [s for s in change.levels if s != {"covered"}]
        if levels and (change.sure or "ref" in mark.tags):
            out.append(Event(mark.start, mark.end, highest(levels), "", False, "undressing"))
            break
    return out


def _laid_off(scene: Scene) -> list[Event]:
    """`His shirt is on the bench. His trousers too.`: told by where the clothes lie."""
    if not english(scene):
        return []
    laid = []
    for mark in scene.having("garment", "clothes", "underwear", "swimwear", "light"):
        whose = scene.tags(mark.start - 1) | scene.tags(mark.start - 2)
        row = [scene.word(i) for i in range(mark.end, mark.end + 4)]
        lies = row[0] in _LIES and not _ONTO.isdisjoint(row[1:])
        lies |= row[0] in ("on", "over") and thing_under(scene, range(mark.end, mark.end + 4))
        if lies and whose & {"she", "he", "they", "my"}:
            laid.append(mark)
    if not laid:
        return []
    levels = frozenset({"underwear", "partial", "nude"} | ({"covered"} if len(laid) < 2 else set()))
    return [Event(laid[0].start, laid[-1].end, levels, "", False, "clothes lie elsewhere")]
