"""What is bare or nude without anybody: a tree, a bus, a wall; the colour of a lipstick."""

from __future__ import annotations

from lexloci_reader.lexicon import lexicon
from lexloci_reader.names import names
from lexloci_reader.naming import capital, kinds, unknown
from lexloci_reader.scene import Mark, Scene
from lexloci_reader.terms import is_thing

_WHO = frozenset({"adult", "person", "minor", "kin"})
_ON = frozenset("en sobre sur dans su sul sulla sullo nel nella em na no num numa".split())
_AT = frozenset("บน ใน ที่ ริม ข้าง ใต้ กลาง กับ หลัง tren trong o tai ben canh duoi giua voi".split())
_CALLED = frozenset({"title", "honorific", "kin"})


def of_object(scene: Scene, mark: Mark) -> bool:
    """Whether it is a thing that is topless or naked: `topless bus`."""
    where = not scene.in_english() and _told_of(scene, mark)  # what follows only says where
    where |= scene.word(mark.end - 1) in lexicon().func  # `stark naked in …`
    for i in range(mark.end, min(mark.end + 3, len(scene.at))):
        if where or scene.tokens[i].gap or scene.word(i) in lexicon().func:
            break
        named = _behind_given(scene, i) or (capital(scene, i) and capital(scene, i + 1))
        if "object" in scene.tags(i) and not named and _described(scene, mark, i):
            return not _pictures_somebody(scene, mark, i)
    made = (
        scene.edit
        and "make" in scene.tags(mark.start - 3)
        and "object" in scene.tags(mark.start - 1)
    )
    if made and scene.in_english() and scene.tags(mark.start - 2) & {"the", "my", "this"}:
        return True  # `make the curtains see-through`
    return _native_object(scene, mark)


def behind_name(scene: Scene, mark: Mark) -> bool:
    """Whether a name ends right before the mark, nothing between."""
    parted = bool(scene.tokens[mark.start].gap)
    return not parted and any(n.end == mark.start for n in names(scene, grave=True))


def _described(scene: Scene, mark: Mark, i: int) -> bool:
    """`a bare oak`: not `floats nude among lilies`, `in her birthday suit playing banjo`; what our
    lists say to be bare of itself may stand further behind."""
    if behind_name(scene, mark):
        return False  # `Zendaya naked tractor ride`
    if scene.tags(i + 1) & _WHO and not scene.tokens[i + 1].gap:
        return False  # `nude accordion player`
    if not is_thing(scene.word(i)):
        return True
    if mark.end != mark.start + 1 or i != mark.end:
        return False
    before = mark.start - 1
    first = mark.start == 0 or bool(scene.tokens[mark.start].gap)
    return first or scene.word(before) in lexicon().func or "det" in scene.tags(before)


_PICTURES = frozenset(
    "wallpaper poster posters print prints calendar cover mural canvas sticker stickers mug card "
    "banner billboard magazine screensaver".split()
)
"""Things that show a picture: of whoever was named before."""


def _pictures_somebody(scene: Scene, mark: Mark, i: int) -> bool:
    """`Taylor Swift nude wallpaper`: not the colour of a wall."""
    before = range(max(0, mark.start - 4), mark.start)
    return scene.word(i) in _PICTURES and any(
        unknown(scene, i) or kinds(scene, i) or scene.tags(i) & _WHO for i in before
    )


_BESIDE = ("旁", "横", "持", "抱", "乗", "옆", "위", "탄", "든", "の横", "を持", "を抱", "に乗",
           "ustunde", "uzerinde", "yaninda", "onunde", "arkasinda", "icinde")  # fmt: skip
"""Between a thing and somebody bare who is beside it, or holds it."""


def _native_object(scene: Scene, mark: Mark) -> bool:
    """`árbol desnudo`, `裸の木`: the thing before, or just behind, where it is not English."""
    if scene.in_english() or _somebody_before(scene, mark):
        return False
    near: list[int] = []
    for first, step, part in ((mark.start - 1, -1, 1), (mark.end, 1, 0)):
        for i in (first, first + step):
            if not 0 <= i < len(scene.at) or scene.tokens[i + part].gap:
                break
            if scene.word(i) in lexicon().func or scene.tags(i) & {"in", "of", "and", "apart"}:
                break
            if scene.word(i).startswith(_BESIDE):
                break
            near.append(i)
    if any(scene.tags(i) & {"adult", "person", "minor", "she", "he", "wear"} for i in near):
        return False
    near = [i for i in near if i >= mark.start or not _lies_on(scene, i)]
    if _told_of(scene, mark) or (near and _named_before(scene, mark)):
        near = [i for i in near if i < mark.start]  # behind, it only says where
    called = any("given" in kinds(scene, i).split() for i in near)
    if not scene.langs["th"] and called:  # in Thai many a thing is a nickname too: `_place`
        return False
    found = [i for i in near if scene.tags(i) & {"object", "creature"} and not _place(scene, i)]
    whose = (range(n.start, n.end) for n in names(scene, grave=True) if found)
    borne = {i for row in whose if len(row) > 1 for i in row}  # `Toprak Yıldız`, `Floor Lang`
    return any(i not in borne for i in found)


def _somebody_before(scene: Scene, mark: Mark) -> bool:
    """Whether somebody who may be real is told of before in the sentence: `Macron avec son chat
    nu`, `mi jefe lee un libro desnudo`."""
    if scene.edit:
        return False
    if scene.told is None:  # asked of every state, so looked for once
        who = [i for i in _maybe_somebody(scene) if _somebody(scene, i)]
        scene.told = {scene.sent[i]: i for i in sorted(who, reverse=True)}
    return scene.told.get(scene.sent[mark.start], mark.start) < mark.start


def _maybe_somebody(scene: Scene) -> set[int]:
    """The tokens with a capital, or with a tag of somebody."""
    tagged = scene.having(*_OF_SOMEBODY, *_MINE)
    capitals = {i for i, token in enumerate(scene.tokens) if token.raw[:1].isupper()}
    return capitals.union(*[range(mark.start, mark.end) for mark in tagged])


def _somebody(scene: Scene, i: int) -> bool:
    tags = scene.tags(i)
    named = capital(scene, i) and tags.isdisjoint({"object", "creature", "thing"})
    if named and (capital(scene, i + 1) or not _CALLS.isdisjoint(kinds(scene, i).split())):
        return True
    if not tags.isdisjoint(_OF_SOMEBODY):
        return True
    return not tags.isdisjoint(_MINE) and "my" in scene.tags(i - 1)


_CALLS = frozenset({"given", "mononym"})
_OF_SOMEBODY = ("mine", "title", "role", "office", "private")
_MINE = ("kin", "adult", "person")


def _told_of(scene: Scene, mark: Mark) -> bool:
    """Whether somebody stands shortly before in the sentence: `내 동료가 알몸으로 바위…`."""
    before = range(max(0, mark.start - 5), mark.start)
    named = any(capital(scene, i) and capital(scene, i + 1) for i in before[:-1])
    return named or any(scene.tags(i) & _WHO and scene.same(i, mark.start) for i in before)


def _named_before(scene: Scene, mark: Mark) -> bool:
    """`ใหม่ ดาวิกา ไม่นุ่งผ้า ซ่อมจักรยาน`: whether somebody is named shortly before."""
    told = (n for n in names(scene, grave=True) if scene.same(n.start, mark.start))
    return any(0 <= mark.start - n.end <= 5 for n in told)


def _place(scene: Scene, i: int) -> bool:
    """`บนก้อนหิน`, `trên ghế`: the thing only says where; or it is what somebody is called."""
    before = scene.word(i - 1)
    told = before.replace("ํา", "ำ") in _AT or bool(scene.tags(i - 1) & _CALLED)
    return told or _behind_given(scene, i)


def _behind_given(scene: Scene, i: int) -> bool:
    """`Sandra Wolf`, `Joana Oliveira`: what stands behind a given name is no thing."""
    if not (capital(scene, i) and capital(scene, i - 1)) or scene.tokens[i].gap:
        return False
    given = not {"given", "plain"}.isdisjoint(kinds(scene, i - 1).split())
    return given or (scene.spoken != "de" and not scene.at[i - 1])


def _lies_on(scene: Scene, i: int) -> bool:
    """Whether the thing is where somebody is, told of before: `mi vecina en la roca desnuda`."""
    told = (j for j in (i - 1, i - 2) if scene.word(j) in _ON or "apart" in scene.tags(j))
    at = next((j for j in told if not scene.tokens[j].gap), 0)
    row = range(max(0, at - 6), at)
    return any(scene.tags(j) & _WHO and scene.same(i, j) for j in row)


def shade(scene: Scene, mark: Mark) -> bool:
    """Whether `nude` is the colour of a lipstick or a shoe."""
    if scene.word(mark.start - 1) in ("from", "von", "de", "da", "van") and scene.having("swap"):
        return True
    func = lexicon().func
    for i in range(mark.end, min(mark.end + 2, len(scene.at))):
        if scene.tokens[i].gap or scene.word(i) in func or scene.tags(i) & {"in", "wear", "photo"}:
            break
        if "shade" in scene.tags(i):
            return not _pictures_somebody(scene, mark, i)
    for i in range(mark.start - 1, max(-1, mark.start - 4), -1):
        if scene.tokens[i + 1].gap:
            break
        if "shade" in scene.tags(i):
            return True
        if scene.word(i) not in func and not scene.tags(i) & {"in", "det", "of"}:
            break
    return False
