"""Steps of an edit that many languages tell alike: by reference, opened, put on racy covers."""

from __future__ import annotations

import re

from lexloci_reader.attire import COVERS, UNDRESSED
from lexloci_reader.changes import ALL, MAYBE, WORN, YES, Change, Step, on_thing
from lexloci_reader.lexicon import lexicon
from lexloci_reader.scene import Mark, Scene
from lexloci_reader.specks import VERB_LAST

OPENED = frozenset({"covered", "underwear", "partial"})
RACY = frozenset({"swimwear", "underwear", "partial"})
WARM = frozenset({"outer", "dressy", "garment"})


def _by_reference(scene: Scene) -> bool:
    """Two pictures, and somebody is to wear, or be, what the other one shows."""
    if not _other(scene):
        return False
    worn = scene.having("clothes", "garment", "dressy", "body", "face")
    if any(not near(scene, mark.start, _KEPT, 2) for mark in worn):
        return True
    if scene.having("adult", "person", "minor") and scene.having("make", "swap", "alike"):
        return True
    return bool(scene.having("onbody", "dressing")) and not scene.having(
        "creature", "thing", "object"
    )


_KEPT = frozenset({"keep"})


def _other(scene: Scene) -> list[Mark]:
    """Where a second picture is spoken of, but for what covers and was named."""
    other = scene.having("second") if scene.images > 1 else []
    return [] if all(_outer_of(scene, mark) for mark in other) else other


def _outer_of(scene: Scene, other: Mark) -> bool:
    """`куртку со второй фотки`: what is taken from the other picture was named, and covers."""
    if scene.having("only", "nothing", "without", "under", "undress", "less", "body"):
        return False
    cloth = scene.having("clothes", "garment", "dressy", "outer", *sorted(WORN), "light", "scant")
    cloth = cloth or scene.having(*sorted(_SMALL))
    beside = [m for m in cloth if max(m.start - other.end, other.start - m.end) <= 3]
    beside = [m for m in beside if scene.same(m.start, other.start)]
    bare = WORN | {"light", "scant"}
    over = all(m.tags & (_SMALL | {"dressy"}) and not m.tags & bare for m in beside)
    return bool(beside) and over and not scene.having("face")


def near(scene: Scene, i: int, tags: frozenset[str], span: int) -> bool:
    """Whether a mark with any of the tags stands so near in the sentence."""
    return any(
        scene.tags(j) & tags and scene.same(i, j)
        for j in range(max(0, i - span), min(len(scene.at), i + span + 1))
    )


_ALL_OF_IT = re.compile(
    "全|都|所有|一切|すべて|ぜんぶ|みんな|전부|모두|몽땅|죄다|싹|건\\Z|거\\Z|것"
)
_SMALL = frozenset({"accessory", "speck", "outer", "creature", "object", "thing"})


def _all_worn(scene: Scene, i: int) -> bool:
    """`身上的全部拿掉`, `걸치고 있는 건 전부 치워`: all that is on somebody goes."""
    row = [j for j in range(max(0, i - 6), i) if scene.same(i, j)]
    worn = [j for j in row if "onbody" in scene.tags(j)]
    if not worn or any(scene.tags(j) & _SMALL for j in range(worn[0], i)):
        return False
    return any(_ALL_OF_IT.search(scene.word(j)) for j in range(worn[0], i))


DEFINED = frozenset("nude partial underwear swimwear explicit undress without".split())


def defines(scene: Scene) -> bool:
    """Whether the prompt says that some word means undressed: `cappotto significa nuda`."""
    return any(
        DEFINED & scene.tags(i)
        for mark in scene.having("means")
        for i in range(mark.end, mark.end + 5)
    )


_TAKE, _OFF = frozenset({"เอา", "ดึง", "นํา"}), ("ออก", "ทิ้ง")


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
            first = next((m for m in things if m and m.tags & (COVERS | _SMALL)), None)
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
    if _by_reference(scene):
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


def referred(scene: Scene) -> list[tuple[int, Step]]:
    """Somebody told of beside a second picture, made like whoever it shows; not placed there."""
    told = scene.having("adult", "person", "minor", "wear") and not _by_reference(scene)
    told = told and scene.having("wear", "style", "remove", "undress")
    return [(mark.start, (ALL, MAYBE, "by reference")) for mark in _other(scene) if told]


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


_DRESSES = frozenset(
    "put dress give button add throw slip wrap pop zip get stick fit slap chuck pit build drape "
    "lend bung whack plonk clothe kit".split()
)
_ASKS = frozenset(
    "make show turn have want need render become should would let leave draw paint take see look "
    "pose change swap edit remove generate create imagine pretend with as then until".split()
)
_SOMEBODY = frozenset({"she", "he", "they", "me", "adult", "person", "kin", "mine"})
_BARES = ("remove", "undress", "less", "reveal", "uncensor", "bodyedit", "shorten", "ref", "odd")
_THIN = frozenset({"sheer", "wet", "skimpy", "shorten", "light", "scant"}) | WORN
_OPEN = frozenset("open unbuttoned undone only nothing no not just short shorter tiny mini".split())


def _thin(tags: frozenset[str]) -> bool:
    """Whether cloth of these tags covers little; a coat does, though it may hide somebody bare."""
    return not tags.isdisjoint(_THIN - {"scant"} if tags & {"outer", "speck"} else _THIN)


def dressed_then(scene: Scene) -> int:
    """The token from which an English edit puts clothes on somebody: `…, put him in slacks`; -1
    where it does not, asks for something else before, or does anything else to clothes."""
    if scene.having(*_BARES):
        return -1
    for i in range(len(scene.tokens)):
        if scene.word(i) in _ASKS or "make" in scene.tags(i):
            return -1
        if scene.word(i) in _DRESSES:
            row = range(i + 1, min(i + 11, len(scene.at)))
            row = range(row.start, next((j for j in row if scene.tokens[j].gap == 2), row.stop))
            cloth = [j for j in row if scene.tags(j) & {"garment", "dressy", "outer"}]
            thin = any(_thin(scene.tags(j)) or scene.word(j) in _OPEN for j in row)
            if cloth and not thin and any(scene.tags(j) & _SOMEBODY for j in row):
                return i
    return -1


_COVERING = frozenset(
    "cover covers covered covering extend extended extends lengthen lengthened longer prolong "
    "close closed fasten fastened button buttoned clasp sew sewn mend mended repair repaired patch "
    "fill filled complete completed finish finished continue reconstruct drape draped overlay wrap "
    "wrapped thicker opaque lining lined solid modest".split()
)
_NO_VERB = frozenset({"up", "shot", "of", "photo", "girl", "model", "star", "version", "art"})
"""After `close`, `cover` and `finished`: no verb that covers."""
_BARING = (*_BARES, *sorted(WORN), "nude", "partial", "bare", "sheer", "wet", "skimpy", "swap",
           "only", "without", "scant", "nothing", "open", "explicit", "suggestive")  # fmt: skip
_LOOSENED = frozenset(
    "off out open opens down lower lowered away gone no none nothing only undone low plunging thin "
    "thinner see through short shorter tiny mini tight tighter slit cleavage deeper skin till "
    "until again further instead".split()
)


def covers_up(scene: Scene) -> bool:
    """Whether an English edit speaks of covering, and of nothing that bares: `her choli leaves a
    gap, extend it to meet the skirt`."""
    if scene.having(*_BARING) or any(t.word in _LOOSENED for t in scene.tokens):
        return False
    return _wished(scene) or any(
        token.word in _COVERING
        and scene.word(i + 1) not in _NO_VERB
        and "det" not in scene.tags(i - 1)
        for i, token in enumerate(scene.tokens)
    )


def _wished(scene: Scene) -> bool:
    """`Three-piece suit, pocket square`: an English edit that begins with cloth, and not with any
    that the picture shows, and speaks of nobody, is what to wear."""
    first = next((m for m in scene.having("garment", "dressy", "outer") if m.start < 4), None)
    if first is None or scene.having(*_SOMEBODY, *_WORN_BY, "clothes", "body", "light", "not"):
        return False
    return all(scene.tags(i) <= _PLAIN_OF for i in range(first.start))


_WORN_BY = ("the", "my", "this", "minor", "name")
_PLAIN_OF = frozenset({"det", "colour"})


def outgrown(scene: Scene, mark: Mark) -> bool:
    """`crop top -> turtleneck`: the skimpy thing becomes one that covers."""
    if "skimpy" not in mark.tags or scene.having("remove", "less", "undress", "sheer"):
        return False
    ahead = range(mark.end, min(mark.end + 6, len(scene.at)))
    more = next((i for i in ahead if scene.tags(i) & {"dressy", "outer"}), 0)
    last = scene.spoken in VERB_LAST and more and scene.between(more, more + 4, "swap")
    return bool(last) or any(
        scene.tags(i) & {"into", "swap", "tidy"} for i in range(mark.end, more)
    )


def covered_up(scene: Scene, mark: Mark) -> bool:
    """`add a shawl over her bare shoulders`: what is bare is covered."""
    over = any(
        scene.word(i) in ("over", "cover", "hide") for i in range(mark.start - 4, mark.start)
    )
    return over and not scene.having("remove", "less", "swap")


def refer(scene: Scene, mark: Mark, change: Change) -> None:
    """What another picture, or an earlier turn, shows may be anything, clothes or none."""
    step = (ALL, MAYBE, "by reference")
    if scene.in_english() and _warm_of(scene, mark):
        return
    shown = any(word in mark.term for word in ("pict", "image", "photo", "upload", "img", "frame"))
    worn = COVERS | {"outer", "wear", "dressing", "body", "bodyedit"}
    cloth = [m for m in scene.having(*sorted(worn)) if not near(scene, m.start, _KEPT, 2)]
    beside = any(scene.same(m.start, mark.start) for m in cloth)
    if scene.in_english() and shown and not beside:
        change.doubts.append((mark.start, step))
    else:
        change.add(*step)


_LINKS = frozenset("from of in the on shown seen that is worn".split())


def _warm_of(scene: Scene, mark: Mark) -> bool:
    """`the down jacket of photo two`: what is taken from there was named, and covers."""
    if scene.having("only", "nothing", "without", "undress", "less", "face", "body"):
        return False
    i = mark.start - 1
    while i >= 0 and scene.word(i) in _LINKS and not scene.tokens[i + 1].gap:
        i -= 1
    told = scene.tags(i) & {"outer", "accessory", "dressy"}
    bare = {"light", "into"} if "outer" in told else {"scant", "light", "into"}
    told = frozenset() if scene.tags(i) & bare else told
    return bool(told) and not scene.tokens[i + 1].gap
