"""Steps of an edit that many languages tell alike: by reference, opened, put on racy covers."""

from __future__ import annotations

from lexloci_reader.attire import COVERS, UNDRESSED
from lexloci_reader.changes import ALL, MAYBE, YES, Change, Step, on_thing
from lexloci_reader.lexicon import lexicon
from lexloci_reader.patterns import pattern
from lexloci_reader.referring import by_reference
from lexloci_reader.scene import Mark, Scene
from lexloci_reader.specks import SMALL, near

OPENED = frozenset({"covered", "underwear", "partial"})
RACY = frozenset({"swimwear", "underwear", "partial"})


_ALL_OF_IT = pattern("全|都|所有|一切|すべて|ぜんぶ|みんな|전부|모두|몽땅|죄다|싹|건\\Z|거\\Z|것")


def _all_worn(scene: Scene, i: int) -> bool:
    """`身上的全部拿掉`, `걸치고 있는 건 전부 치워`: all that is on somebody goes."""
    row = [j for j in range(max(0, i - 6), i) if scene.same(i, j)]
    worn = [j for j in row if "onbody" in scene.tags(j)]
    if not worn or any(scene.tags(j) & SMALL for j in range(worn[0], i)):
        return False
    return any(_ALL_OF_IT().search(scene.word(j)) for j in range(worn[0], i))


DEFINED = frozenset("nude partial underwear swimwear explicit undress without".split())


def defines(scene: Scene) -> bool:
    """Whether the prompt says that some word means undressed: `cappotto significa nuda`."""
    return any(
        DEFINED & scene.tags(i)
        for mark in scene.having("means")
        for i in range(mark.end, mark.end + 5)
    )


_TAKE, _OFF = frozenset({"เอา", "ดึง", "นํา", "แก้", "ตัด"}), ("ออก", "ทิ้ง")


def _off(scene: Scene, i: int) -> bool:
    worn = scene.word(i).endswith(_OFF) and not scene.tags(i).isdisjoint(COVERS)
    return worn or scene.word(i).startswith(_OFF)


def _carried_off(scene: Scene) -> bool:
    """`เอาเสื้อสีแดงของเขาออก`: Thai says `take … off` around what goes."""
    for i in range(len(scene.tokens)):
        if scene.word(i) not in _TAKE:
            continue
        row = range(i + 1, min(i + 9, len(scene.tokens)))
        stop = next((j for j in row if scene.tokens[j].gap or _off(scene, j)), 0)
        if stop and _off(scene, stop):
            things = [scene.at[j] for j in range(i + 1, stop + 1)]
            first = next((m for m in things if m and m.tags & (COVERS | SMALL)), None)
            joined = any(m and m.tags & COVERS for m in things) and scene.between(i, stop, "and")
            if first and (first.tags & (COVERS - {"dressy"}) or joined):
                return True
    return False


def _cloth_too(scene: Scene, mark: Mark) -> bool:
    """`сними шапку и блузку`, where the first three words are a harmless phrase of ours."""
    head = mark.term.partition(" ")[0]
    if " " not in mark.term or "remove" not in lexicon().terms.get(head).replace("@", " ").split():
        return False
    cloth = scene.tags(mark.end + 1) & (COVERS - {"dressy"})
    return bool(cloth) and "and" in scene.tags(mark.end)


def native_steps(scene: Scene) -> list[Step]:
    """Each such step."""
    out: list[Step] = []
    if by_reference(scene):
        out.append((ALL, MAYBE, "by reference"))
    if _carried_off(scene):
        out.append((UNDRESSED | {"swimwear"}, "yes", "garment removed"))
    for mark in scene.marks:
        if mark.tags & {"benign", "tidy"} and _cloth_too(scene, mark):
            out.append((UNDRESSED | {"swimwear"}, "yes", "garment removed"))
        if "benign" in mark.tags:
            continue
        if "open" in mark.tags and near(scene, mark.start, COVERS | {"fasten"}, 5):
            out.append((OPENED, "yes", "clothes opened"))
        if "remove" in mark.tags and _all_worn(scene, mark.start):
            out.append((UNDRESSED, "yes", "all that is worn removed"))
        if "racy" in mark.tags:
            out.append((RACY, "yes", "as in a racy picture"))
    return out


def stepwise(scene: Scene, change: Change) -> None:
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
