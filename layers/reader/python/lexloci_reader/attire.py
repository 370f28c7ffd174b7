"""What the text says of clothes, bareness and sex: events, each with the levels it may mean."""

from __future__ import annotations

from typing import NamedTuple

from lexloci_reader.lacking import lacking
from lexloci_reader.objects import behind_name, of_object, shade
from lexloci_reader.oblique import together
from lexloci_reader.reading import LEVELS
from lexloci_reader.scene import Mark, Scene
from lexloci_reader.veils import COVERS as COVERS
from lexloci_reader.veils import TOLD, reach, told_of_cloth

ORDER = {level: n for n, level in enumerate(LEVELS)}
BARE = frozenset({"partial", "nude"})
UNDRESSED = frozenset({"underwear", "partial", "nude"})
CLOTH = COVERS | {"outer", "accessory", "not", "without", "object", "thing", "creature"}
SHADES = ("nude", "nud", "нюд", "न्यूड", "نيود", "누드", "ヌード", "นู้ด", "裸色")
NOTHING: frozenset[str] = frozenset()
COVERED = frozenset({"covered"})
_TELLING = BARE.union(
    TOLD,
    "bare underwear swimwear clothes garment light sheer wet only nothing".split(),
    "shirtless explicit suggestive".split(),
)
"""Tags without which a mark is no event."""


class Event(NamedTuple):
    """Levels of exposure, or a sexual value, that tokens `start` to `end` ask for.

    `worn`: it is a thing that somebody must wear (a bikini), not a state (naked).
    """

    start: int
    end: int
    levels: frozenset[str]
    sexual: str
    worn: bool
    why: str


def _denied(scene: Scene, start: int) -> bool:
    """Whether a `not` stands before token `start` in the same clause, with nothing between."""
    for i in range(start - 1, max(-1, start - 4), -1):
        if scene.tokens[i + 1].gap and not scene.between(i, i + 1, "not"):
            return False
        tags = scene.tags(i)
        if "not" in tags:
            return "only" not in scene.tags(i + 1)
        if tags & {"wear", "nude", "partial", "underwear", "swimwear", "and", "covered"}:
            continue
        if tags - {"in", "det", "me", "they", "she", "he"}:
            return False
    return False


def _strip_of_cloth(mark: Mark) -> bool:
    """`no thong`, `sin tanga`: so little that somebody in it is half bare, and without it more."""
    return "underwear" in mark.tags or mark.term.endswith(("thong", "thongs", "string", "tanga"))


def _level(scene: Scene, mark: Mark) -> Event | None:
    """The event of a mark that names a level outright."""
    tags = mark.tags
    state = tags & BARE
    if state == {"partial"} and _strip_of_cloth(mark) and lacking(scene, mark):
        return Event(mark.start, mark.end, BARE, "", False, "without")
    if state:
        if "not" in tags or _denied(scene, mark.start) or of_object(scene, mark):
            return None
        if mark.term.startswith(SHADES) and shade(scene, mark):
            return None
        if "artwork" in mark.tags and scene.between(mark.start - 2, mark.start, "apart"):
            return None  # `next to Michelangelo's David`
        levels = state | tags & {"underwear", "swimwear"}  # a gold bikini is either
        return Event(mark.start, mark.end, levels, "", False, "state")
    worn = tags & {"underwear", "swimwear"}
    if not worn:
        return None
    if lacking(scene, mark):
        bare = UNDRESSED | {"swimwear"} if "swimwear" in worn else BARE
        return Event(mark.start, mark.end, frozenset(bare), "", False, "without")
    if scene.between(mark.end, mark.end + 2, "sheer") or scene.between(
        mark.start - 2, mark.start, "sheer"
    ):
        return Event(mark.start, mark.end, frozenset({"partial"}), "", True, "see-through")
    if _denied(scene, mark.start):
        return None
    return Event(mark.start, mark.end, frozenset(worn), "", True, "garment")


_OVER_CLOTHES = frozenset({"accessory", "outer"})


def _without(scene: Scene, mark: Mark) -> Event | None:
    """Nothing worn: `without clothes`, `no top`."""
    if not mark.tags & {"clothes", "garment", "light"} or mark.tags & _OVER_CLOTHES:
        return None  # a headscarf or a coat left off bares nobody
    if not lacking(scene, mark):
        return None
    levels = frozenset({"nude"}) if "clothes" in mark.tags else UNDRESSED
    return Event(mark.start, mark.end, levels, "", False, "without clothes")


def _fabric(scene: Scene, mark: Mark) -> Event | None:
    """Cloth that hides nothing: sheer or wet, on a garment or on somebody."""
    if not mark.tags & {"sheer", "wet"} or _denied(scene, mark.start):
        return None
    if "sheer" in mark.tags and reach(scene, mark, COVERS, 3):
        return Event(mark.start, mark.end, frozenset({"partial"}), "", True, "see-through")
    if "wet" in mark.tags and reach(scene, mark, frozenset({"garment", "light"}), 2):
        return Event(mark.start, mark.end, frozenset({"partial"}), "", True, "wet cloth")
    return None


def _uncovered(scene: Scene, mark: Mark) -> Event | None:
    """A part of the body said to be bare, or hidden only by a thing."""
    if "bare" in mark.tags:
        body = reach(scene, mark, frozenset({"body"}), 2)
        if body and not _denied(scene, mark.start):
            return Event(mark.start, mark.end, frozenset({"partial"}), "", False, "bare")
        if scene.in_english() and _bare_somewhere(scene, mark):
            return Event(mark.start, mark.end, BARE, "", False, "bare")
    return _hidden_by(scene, mark) if "only" in mark.tags else None


_SOMEWHERE = frozenset("on in at by under behind beside before among beneath against".split())


def _bare_somewhere(scene: Scene, mark: Mark) -> bool:
    """`Emma Stone bare on a piano`: said right behind a name, and nothing but where."""
    ends = mark.end >= len(scene.tokens) or scene.tokens[mark.end].gap
    return bool(ends or scene.word(mark.end) in _SOMEWHERE) and behind_name(scene, mark)


def _hidden_by(scene: Scene, mark: Mark) -> Event | None:
    """`only a towel`: somebody hidden by one thing and nothing else."""
    english = scene.in_english()
    for other in scene.having("scant", "veil"):
        span = max(other.start - mark.end, mark.start - other.end)
        after = other.start >= mark.end
        if span > (4 if after else 2) or not scene.same(mark.start, other.start):
            continue
        if "veil" in other.tags and not _veils(scene, mark, other):
            continue
        ends = mark.end >= len(scene.tokens) or scene.tokens[mark.end].gap > 0
        trailing = mark.start == other.end and ends
        if english and not (trailing or (after and _dressed(scene, mark, other.end))):
            continue
        if scene.edit and "tidy" in scene.tags(mark.start - 1):
            continue  # `ajoute juste des feuilles`
        if not reach(scene, mark, frozenset({"garment", "dressy"}) - other.tags, span):
            return Event(mark.start, other.end, BARE, "", True, "hidden only by a thing")
    return None if english else _covered_by(scene, mark)


def _covered_by(scene: Scene, mark: Mark) -> Event | None:
    """`nur von einem Ball bedeckt`, `okryta jedynie płaszczem mgły`: by a thing no list knows."""
    for i in (*range(mark.start - 2, mark.start), *range(mark.end, mark.end + 6)):
        if not 0 <= i < len(scene.at) or not scene.same(i, mark.start):
            continue
        if "hidden" in scene.tags(i):
            first, last = min(i, mark.start), max(i + 1, mark.end)
            near = {tag for j in range(first, last + 4) for tag in scene.tags(j)}
            if not near & CLOTH:
                return Event(first, last, BARE, "", True, "hidden only by a thing")
        if i >= mark.end and scene.tokens[i].gap:
            break
    return None


def _veils(scene: Scene, mark: Mark, other: Mark) -> bool:
    """`hanya rambut yang menutupi dadanya`: worn, or hiding somebody, and not a face."""
    span = range(min(mark.start, other.start) - 1, max(mark.end, other.end) + 3)
    near = frozenset().union(*(scene.tags(i) for i in span))
    return not near.isdisjoint({"hidden", "wear"}) and "face" not in near


def _dressed(scene: Scene, mark: Mark, end: int) -> bool:
    """Whether dressing is spoken of around the mark."""
    if mark.end - mark.start > 1:
        return True
    return any(
        scene.tags(i) & {"wear", "in", "hidden"}
        for i in range(max(0, mark.start - 5), min(len(scene.at), end + 2))
    )


def _nothing_on(scene: Scene, mark: Mark) -> Event | None:
    """`nada puesto`, `niks aan`, `身上什么都没有`: nothing, on a body, told in the native way."""
    if "nothing" not in mark.tags or "benign" in mark.tags:
        return None
    span = range(max(0, mark.start - 4), min(len(scene.at), mark.end + 4))
    near = [scene.tags(i) for i in span if scene.same(i, mark.start)]
    if not any("onbody" in tags for tags in near):
        return None
    denied = "none" in mark.tags or any(tags & {"not", "without", "lack"} for tags in near)
    if not denied:
        return None
    return Event(mark.start, mark.end, frozenset({"nude"}), "", False, "nothing on")


def _hardly(scene: Scene, mark: Mark) -> Event | None:
    """`solo con tacones`, `un cravatino e nient'altro`: a trifle, and no cloth besides."""
    if "only" not in mark.tags or scene.in_english():
        return None
    if "det" in scene.tags(mark.start - 1) or not mark.term.isascii():
        return None  # `uno solo`: a single one
    here = [m for m in scene.marks if scene.same(m.start, mark.start)]
    ends = mark.end >= len(scene.tokens) or scene.tokens[mark.end].gap > 0
    for other in here:
        after = 0 <= other.start - mark.end <= 3
        trails = 0 <= mark.start - other.end <= 2 and ends
        dressed = any(m.tags & {"wear", "dressing"} for m in here)
        coat = "outer" in other.tags and trails and dressed
        if not (coat or other.tags & {"accessory", "scant"}) or not (after or trails):
            continue
        cloth = COVERS | {"outer", "thing", "object", "creature", "speck"}
        if any(m.tags & cloth and m is not other and not m.tags & {"scant"} for m in here):
            return None
        if coat or not scene.edit or any("wear" in m.tags for m in here) or _of_somebody(here):
            return Event(mark.start, mark.end, BARE, "", True, "a trifle and nothing else")
    return None


def _of_somebody(marks: list[Mark]) -> bool:
    """`lei solo con un cappello`: somebody is told of, and no act on anything."""
    tags = frozenset().union(*(mark.tags for mark in marks))
    acts = {"put", "tidy", "dressing", "swap", "make", "keep", "remove", "speck", "colour"}
    return bool(tags & {"she", "he", "they", "adult", "person", "kin", "mine"}) and not tags & acts


def _native_cloth(scene: Scene, mark: Mark) -> Event | None:
    """Cloth told by what it lets through, and two pieces by the sea, in the native way."""
    if not mark.tags & TOLD or ("hider" not in mark.tags and _denied(scene, mark.start)):
        return None
    why = told_of_cloth(scene, mark)
    level = "swimwear" if "twoparts" in mark.tags else "partial"
    return Event(mark.start, mark.end, frozenset({level}), "", True, why) if why else None


def events(scene: Scene) -> list[Event]:
    """Every event of the scene, in order."""
    out: list[Event] = []
    for mark in scene.marks:
        if mark.tags.isdisjoint(_TELLING):
            continue
        for reader in (_level, _without, _fabric, _uncovered, _nothing_on, _hardly, _native_cloth):
            event = reader(scene, mark)
            if event:
                out.append(event)
                break
        if "shirtless" in mark.tags and not _denied(scene, mark.start):
            out.append(Event(mark.start, mark.end, frozenset({"shirtless"}), "", False, "chest"))
        for value in ("explicit", "suggestive"):
            if value in mark.tags and not _denied(scene, mark.start):
                out.append(Event(mark.start, mark.end, NOTHING, value, False, value))
                break
    for mark, row in together(scene):
        out.append(Event(mark.start, mark.end, row.levels, "", row.worn, row.why))
    return out


def highest(sets: list[frozenset[str]]) -> frozenset[str]:
    """The levels left when several things are worn or said: the barest of each pairing."""
    result = COVERED
    for levels in sets:
        result = frozenset(max(a, b, key=ORDER.__getitem__) for a in result for b in levels)
    return result


def bared(sets: list[frozenset[str]]) -> frozenset[str]:
    """The levels left, and every level that was named outright: it may be all that is meant."""
    if not sets:
        return COVERED
    named = [levels for levels in sets if "covered" not in levels]
    return highest(sets).union(*named)
