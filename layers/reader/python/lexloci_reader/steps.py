"""Steps of an edit that many languages tell alike: by reference, opened, put on racy covers."""

from __future__ import annotations

from lexloci_reader.attire import COVERS, UNDRESSED
from lexloci_reader.changes import ALL, MAYBE, YES, Change, Step, warm_under
from lexloci_reader.coats import TOO
from lexloci_reader.lacking import in_hands
from lexloci_reader.lexicon import lexicon
from lexloci_reader.mention import PRONOUNS
from lexloci_reader.names import english
from lexloci_reader.onthings import on_thing
from lexloci_reader.patterns import pattern
from lexloci_reader.referring import by_reference
from lexloci_reader.scene import Mark, Scene
from lexloci_reader.specks import (
    PEOPLE,
    SMALL,
    VERB_LAST,
    WEARERS,
    begins_step,
    clause_of,
    holds,
    holds_cloth,
    near,
    said_in,
)

OPENED = frozenset({"covered", "underwear", "partial"})
RACY = frozenset({"swimwear", "underwear", "partial"})


_ALL_OF_IT = pattern("全|都|所有|一切|すべて|ぜんぶ|みんな|전부|모두|몽땅|죄다|싹|건\\Z|거\\Z|것")


def _all_worn(scene: Scene, i: int) -> bool:
    """`身上的全部拿掉`, `걸치고 있는 건 전부 치워`: all that is on somebody goes."""
    row = [j for j in range(max(0, i - 6), i) if scene.same(i, j)]
    worn = [j for j in row if "onbody" in scene.tags(j)]
    if not worn or any(scene.tags(j) & (SMALL | PEOPLE) for j in range(worn[0], i)):
        return False
    return any(_ALL_OF_IT().search(scene.word(j)) for j in range(worn[0], i))


_WHAT = frozenset(
    "what whatever que quel quello quanto che was wat co что ما apa अपा anong".split()
)
_EVERYTHING = frozenset(
    "wszystko все всё tout todo tudo tutto alles semua semuanya lahat كل जميع सब tất".split()
)
_BESIDES = frozenset("speck object thing creature picture photo apart accessory outer face".split())


def _what_is_worn(scene: Scene, verb: Mark) -> bool:
    """`enlève ce que porte Sophie`, `take off what X wears`: all of it goes."""
    for i in range(verb.end, min(verb.end + 6, len(scene.at))):
        if scene.tags(i) & (COVERS | SMALL) - {"clothes"} or scene.tokens[i].gap:
            return False
        if scene.word(i) in _WHAT:
            row = range(i + 1, min(i + 7, len(scene.at)))
            stop = next((j for j in row if scene.tokens[j].gap), row.stop)
            return any(scene.tags(j) & {"onbody", "wear"} for j in range(row.start, stop))
    return False


def _undresses_self(scene: Scene, verb: Mark) -> bool:
    """`嫁が脱いでいるところ`, `把老师脱了`: said of somebody without a word for clothes."""
    if not verb.term.startswith(("脱", "脫", "ぬい", "ぬぎ", "ぬぐ")):
        return False
    here = clause_of(scene, verb.start, verb.end)
    row = range(max(here.start, verb.start - 3), verb.start)
    told = [i for i in row if scene.tags(i) & (WEARERS | {"kin", "mine"})]
    return bool(told) and not any(scene.tags(i) & (COVERS | SMALL) for i in here)


def _out_of(scene: Scene) -> bool:
    """`get Sarah out of her dress`."""
    for i in scene.saying(_OUT):
        if i == 0 or i + 2 >= len(scene.tokens) or scene.word(i + 1) != "of":
            continue
        told = [j for j in range(max(0, i - 5), i) if scene.word(j) in _GETS]
        row = range(i + 2, min(i + 6, len(scene.at)))
        stop = next((j for j in row if scene.tokens[j].gap), row.stop)
        if told and any(scene.tags(j) & (COVERS | {"outer"}) for j in range(i + 2, stop)):
            return not any(scene.tags(j) & {"creature", "speck"} for j in range(told[0], i))
    return False


_OUT = frozenset({"out"})
_GETS = frozenset("get gets got take help slip have want coax ease bring".split())


def _everything_of(scene: Scene, verb: Mark) -> bool:
    """`zdejmij mężczyźnie wszystko`: outside English, all that somebody wears."""
    here = clause_of(scene, verb.start, verb.end)
    if english(scene) or not any(scene.word(i) in _EVERYTHING for i in here):
        return False
    tags = said_in(scene, here)
    return bool(tags & (WEARERS | {"kin", "mine"})) and not tags & (_BESIDES | COVERS)


_COVERING = frozenset(
    "cubre cubren cobre cobrem copre coprono couvre couvrent recouvre przykrywa zakrywa okrywa "
    "bedekt bedeckt zudeckt закрывает накрывает прикрывает".split()
)
_ON_SOMEBODY = frozenset("she he they me onbody ontobody hidden".split())
_WORN_ANYWAY = frozenset("accessory dressy outer colour speck underwear swimwear light".split())


def uncovered(scene: Scene) -> bool:
    """`lift the sheet up and off her`, `remove the towel in her hands`: what may be all that covers
    somebody goes."""
    verbs = scene.having("remove") if scene.having("scant") else []
    told = english(scene) and bool(verbs)
    cloth = [m for m in scene.having("scant") if m.tags & {"garment", "light"}] if told else []
    held = any(in_hands(scene, m) for m in cloth if not m.tags & {"outer", "accessory"})
    return held or any(_uncovers(scene, verb) for verb in verbs)


def _uncovers(scene: Scene, verb: Mark) -> bool:
    """`quita la sábana que la cubre`, `togli la coperta stesa su di lei`: what lies on somebody."""
    here = clause_of(scene, verb.start, verb.end)
    sheets = [m for m in scene.having("scant") if m.start in here]
    sheet = next((m for m in sheets if not m.tags & _WORN_ANYWAY), None)
    if sheet is None or warm_under(scene, sheet) or any(_put_over(scene, i) for i in here):
        return False
    last = scene.spoken in VERB_LAST
    more = scene.word(here.stop) in _WHICH
    stop = clause_of(scene, here.stop, here.stop + 1).stop if more else here.stop
    row = range(here.start if last else sheet.end, stop)
    told = any(scene.tags(i) & _ON_SOMEBODY or scene.word(i) in _COVERING for i in row)
    whose = not english(scene) and bool(scene.tags(sheet.start - 1) & PRONOUNS)
    return told or whose or holds(verb, PRONOUNS)


_WHICH = frozenset(
    "ktory ktora ktore ktorym который которая которое которую что die das dat".split()
)


def _put_over(scene: Scene, i: int) -> bool:
    mark = scene.at[i]
    puts = mark is not None and bool(mark.tags & {"put", "dressing", "wear"})
    return puts and _COVERING.isdisjoint(mark.term.split() if mark else ())


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
    for i in scene.saying(_TAKE):
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


def _of_cloth(scene: Scene, mark: Mark) -> bool:
    """`rip the shirt open`, `open her jacket`: cloth is opened, told of in the term or near it; not
    `my wetsuit is hanging open, zip it up`, told of the source and closed."""
    if english(scene) and mark.term.endswith("open") and _hangs(scene, mark):
        return False
    return holds_cloth(mark) or near(scene, mark.start, COVERS | {"fasten"}, 5)


def _hangs(scene: Scene, mark: Mark) -> bool:
    hangs = mark.term.startswith(("hang", "fall", "gap", "fell", "came", "come"))
    told = scene.word(mark.start - 1) in ("is", "was", "its", "it's", "has", "had", "got")
    closes = any(scene.word(i + 1) in _CLOSED for i in scene.saying(_CLOSES))
    bares = scene.having("remove", "undress", "less") or scene.saying(_LOOSE)
    return (hangs or told) and closes and not bares


_CLOSES = frozenset("zip button fasten lace".split())
_LOOSE = frozenset("off down out away no not nothing then".split())
_CLOSED = frozenset("it up them my her his their the".split())


def native_steps(scene: Scene) -> list[Step]:
    """Each such step."""
    out: list[Step] = []
    if by_reference(scene):
        out.append((ALL, MAYBE, "by reference"))
    if english(scene) and _out_of(scene):
        out.append((UNDRESSED, YES, "undress"))
    if _carried_off(scene):
        out.append((UNDRESSED | {"swimwear"}, YES, "garment removed"))
    for mark in scene.having("benign", "tidy", "remove", "undress", "open", "racy"):
        if mark.tags & {"benign", "tidy"} and _cloth_too(scene, mark):
            out.append((UNDRESSED | {"swimwear"}, YES, "garment removed"))
        if "benign" in mark.tags:
            continue
        if mark.tags & {"remove", "undress"}:
            if _what_is_worn(scene, mark) or _everything_of(scene, mark):
                out.append((UNDRESSED, YES, "all that is worn removed"))
            if _undresses_self(scene, mark):
                out.append((UNDRESSED, YES, "undress"))
        if "open" in mark.tags and _of_cloth(scene, mark):
            out.append((OPENED, YES, "clothes opened"))
        if "remove" in mark.tags and _all_worn(scene, mark.start):
            out.append((UNDRESSED, YES, "all that is worn removed"))
        if "racy" in mark.tags:
            out.append((RACY, YES, "as in a racy picture"))
    return out


_TOLD = frozenset("there have has i'm is are wearing wear got".split())


def _beneath(scene: Scene, worn: list[Mark]) -> bool:
    """`Take off my coat. There is a T-shirt under it.`: told of, not taken off."""
    coat = next((m for m in worn if "outer" in m.tags), None)
    if coat is None or not warm_under(scene, coat):
        return False
    rows = {scene.sent[m.start] for m in scene.having("under")}
    starts = {scene.word(scene.sent.index(row)) for row in rows}
    if starts & {"then", "next", "after", "finally", "now"}:
        return False
    said = [i for i in range(len(scene.tokens)) if scene.sent[i] in rows]
    return any(scene.word(i) in _TOLD or "wear" in scene.tags(i) for i in said)


def _one_by_one(scene: Scene, cloth: list[Mark]) -> bool:
    """`हटाओ, फिर कमीज़, फिर सलवार`: a step that names cloth and does nothing of its own to it."""
    for mark in cloth:
        here = clause_of(scene, mark.start, mark.end)
        if _too(scene, here):
            return True
        if mark.tags & (COVERS - {"dressy"}) and begins_step(scene, here.start):
            said = said_in(scene, (i for i in here if scene.word(i) != "に"))
            if not said & _DOES and not on_thing(scene, mark):
                return True
    return False


def _too(scene: Scene, here: range) -> bool:
    """`Schürze weg, Bluse und Rock auch`: a clause of nothing but cloth, and that it goes too."""
    if english(scene) or not any(scene.word(i) in TOO for i in here):
        return False
    func, cloth = lexicon().func, COVERS | {"and", "the", "det", "my", "she"}
    words = ((scene.word(i), scene.tags(i)) for i in here)
    return all(word in func or word in TOO or tags & cloth for word, tags in words)


_DOES = frozenset(
    "stays make shown add ask dressing thing creature object picture light wear into swap tidy "
    "colour keep speck put".split()
)


def stepwise(scene: Scene, change: Change) -> None:
    """`First erase the coat. Then the skirt.`: cloth named in a sentence of its own goes too."""
    verbs = [m for m in scene.having("remove") if "swap" not in m.tags]
    cloth = scene.having("garment", "clothes", "outer", "light", "accessory")
    if verbs and _one_by_one(scene, cloth):
        change.add(UNDRESSED, YES, "clothes removed step by step")
        return
    if not verbs or scene.having("wear", "into", "swap", "tidy", "colour", "keep", "speck", "put"):
        return
    rows = {
        scene.sent[m.start] for m in cloth if m.start > verbs[0].start and not on_thing(scene, m)
    }
    worn = [m for m in cloth if m.tags & {"garment", "clothes", "outer", "light"}]
    if len(rows) > 1 and worn and not _beneath(scene, worn):
        change.add(UNDRESSED, YES, "clothes removed step by step")
