"""What gives way to what: `replace A with B`, `B instead of A`, by whatever verb and order."""

from __future__ import annotations

from lexloci_reader.acted_on import objects_of
from lexloci_reader.asked import SOMEBODY
from lexloci_reader.attire import BARE, COVERED, COVERS
from lexloci_reader.changes import ALL, MAYBE, YES, Change
from lexloci_reader.destination import destination
from lexloci_reader.lexicon import lexicon
from lexloci_reader.names import english
from lexloci_reader.onthings import on_thing
from lexloci_reader.scene import Mark, Scene
from lexloci_reader.specks import VERB_LAST, WORN, clause_of, parted


def _left_of(scene: Scene, verb: Mark) -> list[Mark]:
    """What `instead of` speaks of: what follows, or what comes before where the word comes last."""
    if "post" in verb.tags:
        return [m for m in reversed(scene.marks) if 0 <= verb.start - m.end <= 3]
    return scene.marked(range(verb.end, min(verb.end + 5, len(scene.at))))


_LITTLE = WORN | {"light", "scant"}


def _covering(scene: Scene, verb: Mark) -> list[Mark]:
    """The cloth around a verb that covers whoever wears it, nothing said against it."""
    if scene.having("sheer", "wet", "skimpy", "shorten", "less", "without"):
        return []
    cloth = [m for m in scene.having("garment", "dressy", "outer") if not m.tags & _LITTLE]
    cloth = [m for m in cloth if scene.same(m.start, verb.start)]
    return cloth if english(scene) else [m for m in cloth if not _stays(scene, verb, m)]


def _stays(scene: Scene, verb: Mark, cloth: Mark) -> bool:
    """`…に着替えさせて、コートはそのまま`: beyond a comma, or behind a verb that leaves it."""
    row = range(min(verb.end, cloth.end), max(verb.start, cloth.start) + 1)
    parted = any(scene.tokens[i].gap for i in row)
    if parted and scene.spoken in VERB_LAST and verb.end <= cloth.start:
        return True
    if any("instead" in scene.tags(i) for i in range(cloth.start - 3, cloth.start)):
        return True  # `mude o vestido pra cueca em vez do casaco`
    first, last = (cloth.start - 2, cloth.end + 3) if parted else (cloth.start - 1, cloth.start)
    return any(scene.tags(i) & {"keep", "stays"} for i in range(first, last))


_WEARERS = ("she", "he", "they", "me")
_THINGS = frozenset({"object", "thing", "creature"})


def _clothed(scene: Scene, verb: Mark, old: Mark) -> bool:
    """Whether what comes instead of the cloth is cloth too, or the cloth is a thing's."""
    cloth = COVERS | {"outer", "accessory", "colour", "thing", "object", "creature", "speck"}
    if scene.having(*_WEARERS):
        cloth -= _THINGS
    others = [m for m in scene.having(*sorted(cloth)) if m is not old and m is not verb]
    return any(scene.same(m.start, verb.start) for m in others) or not english(scene)


def _is_other(scene: Scene, i: int) -> bool:
    """Whether a verb, or a word that no list knows, parts `instead` from what may go."""
    strange = not scene.tags(i) and scene.word(i) not in lexicon().func
    return bool(scene.tags(i) & _BRINGS) or (strange and not english(scene))


_BRINGS = frozenset({"make", "wear", "dressing", "put", "swap", "ask"})


_LED = frozenset({"से", "se", "으로", "로", "へ"})


_INTO = frozenset("em en in im no na w en dans".split())


def _left_bare(scene: Scene, verb: Mark, worn: Mark) -> bool:
    """Whether, outside English, nothing that covers is named behind what is worn: unlike in
    `수영복을 정장으로 바꿔줘`; `수영복 하의` is one thing."""
    led = "into" in scene.tags(worn.end) and scene.spoken in ("ja", "ko")
    if led or scene.word(worn.end) in _LED or verb.term.startswith("ipalit"):
        return True  # `ब्रा से उसकी शर्ट बदलो`: what comes stands first
    if " " in worn.term and worn.term.split()[0] in _INTO:
        return True  # `transforma o moletom em sutiã`
    here = clause_of(scene, worn.start, worn.end, joined=False)
    behind = [m for m in _covering(scene, verb) if m.start >= worn.end and m.start in here]
    apart = [m for m in behind if m.start > worn.end or m.tags & {"outer", "dressy"}]
    return not english(scene) and not apart


def _becomes(scene: Scene, verb: Mark) -> bool:
    """`换成…`, Malay `diganti …`: what stands behind is what comes."""
    passive = verb.term.startswith("di") and bool(scene.langs["id"] or scene.langs["ms"])
    return passive or verb.term.endswith(_BECOMES) or verb.term in _TURNS


_TURNS = frozenset("vira vire viram virou virasse torna wird werden devient diventa".split())
_BECOMES = ("成", "为", "為", "作")


def _instead(scene: Scene, verb: Mark, change: Change) -> None:
    """`B instead of A`: what goes, and what comes."""
    left = (m for m in _left_of(scene, verb) if m.tags & (COVERS | {"outer", "accessory"}))
    old = next(left, None)
    old = old if old and old.tags & COVERS else None  # `instead of the scarf a black bra`
    if old and any(_is_other(scene, i) for i in range(verb.end, old.start)):
        old = None  # `вместо формы сделай бикини`: what goes is on no list
    if old:
        change.gone.add(old.start)
        change.understood = True
        change.worn.update(m.start for m in _covering(scene, verb) if m is not old)
        if "post" not in verb.tags and not _clothed(scene, verb, old):
            change.add(ALL, MAYBE, "cloth gives way to something else")


_SAID_OF = frozenset({"colour"})
"""Of what stands right behind cloth and only says more of it: `gantikan tankini berjalur`."""


def _unled(scene: Scene, verb: Mark, old: Mark) -> Mark | None:
    """What comes where no word leads to it: the underclothes, or the last cloth of the sentence."""
    cloth = COVERS | {"outer", "colour"}
    around = [m for m in scene.having(*sorted(cloth)) if scene.same(m.start, verb.start)]
    around = [m for m in around if not (m.start == old.end and m.tags <= _SAID_OF)]
    if not english(scene):
        around = [m for m in around if not parted(scene, verb, m)]
    worn = old.tags & WORN and verb.end <= old.start and scene.spoken not in VERB_LAST
    if worn and any(m.end <= verb.start and m.tags & COVERS for m in around):
        return old  # `gamisnya ganti set bra`: what stands behind the verb comes
    bare = (m for m in around if m.tags & WORN and m is not old)
    return next(bare, around[-1]) if len(around) > 1 else None


def _led_before(scene: Scene, verb: Mark) -> Mark | None:
    """`die Jacke durch einen Bikini ersetzen`: what comes, where the verb stands last."""
    if scene.spoken not in ("de", "nl"):
        return None
    row = range(max(0, verb.start - 6), verb.start)
    link = next((i for i in row if "into" in scene.tags(i)), -1)
    if link < 0 or any(scene.tokens[i].gap for i in range(link + 1, verb.start + 1)):
        return None
    cloth = [m for i in range(link + 1, verb.start) if (m := scene.at[i]) and m.tags & COVERS]
    old = any(scene.tags(i) & COVERS for i in range(row.start, link))
    return cloth[0] if cloth and old else None


def _cloth_of(scene: Scene, objects: list[Mark]) -> list[Mark]:
    """The cloth that a verb acts on: not that of another clause, where the verb has a thing of its
    own (`change the background and leave her in a bikini`)."""
    cloth = [m for m in objects if m.tags & (COVERS | {"outer"})]
    if not objects or objects[0] in cloth or english(scene):
        return cloth
    return [m for m in cloth if not (m.tags & WORN and _apart(scene, objects[0], m))]


_VERBS = frozenset("and stays keep wear make put dressing ask remove".split())


def _apart(scene: Scene, thing: Mark, cloth: Mark) -> bool:
    row = range(thing.end, cloth.start + 1)
    return any(scene.tokens[i].gap or scene.tags(i) & _VERBS for i in row)


def _wanted(scene: Scene, verb: Mark, worn: Mark, first: Mark, new: Mark | None) -> bool:
    """`ganti outfit: bikini merah`, `… zu einem Bikini in blau`: the little cloth is what comes."""
    if new is None:
        return worn is not first and parted(scene, verb, worn)
    creature = new.tags & {"creature", "thing"} and not new.tags & COVERS
    return bool(creature) or ("colour" in new.tags and "det" in scene.tags(worn.start - 1))


def _gone(scene: Scene, verb: Mark, objects: list[Mark], new: Mark | None, change: Change) -> None:
    """What is no longer worn: whatever stands before what comes, unless it is what comes."""
    for mark in objects:
        before = mark.start < verb.start and _left_bare(scene, verb, mark)
        if mark.tags & WORN and (before or _wanted(scene, verb, mark, objects[0], new)):
            continue
        if new is None or mark.start < new.start:
            change.gone.add(mark.start)


def _turned(scene: Scene, verb: Mark, change: Change) -> bool:
    """`换成西装`, `kaosnya diganti jersey`: the cloth right behind the verb is what comes."""
    row = range(verb.end, min(verb.end + 3, len(scene.at)))
    new = next((m for i in row if (m := scene.at[i]) and m.tags & COVERS), None)
    if new is None or parted(scene, verb, new) or new not in _covering(scene, verb):
        return False
    old = scene.at[verb.start - 1] if verb.start else None
    if old and old.tags & {"garment", "dressy", "outer"} and not scene.tokens[verb.start].gap:
        change.gone.add(old.start)
    change.understood = True
    change.worn.add(new.start)
    return True


_COUNTS = COVERS | {"outer", "accessory", "colour", "speck", "picture", "drawn"}


def _for_a_thing(scene: Scene, goes: list[Mark], new: Mark) -> bool:
    """`swap her dress for a waterfall`: in English, cloth gives way to none."""
    cloth = "garment" in goes[0].tags and not on_thing(scene, goes[0])
    cloth = cloth and not scene.having("colour")  # `my wife's saree from maroon to peacock green`
    return english(scene) and cloth and bool(new.tags & _THINGS) and new.tags.isdisjoint(_COUNTS)


def _gives_way(
    scene: Scene, verb: Mark, goes: list[Mark], new: Mark | None, change: Change
) -> None:
    """What a thing in the place of cloth may bare: in doubt, where nobody is told of."""
    if new is None or not _for_a_thing(scene, goes, new):
        return
    step = (ALL, MAYBE, "cloth gives way to something else")
    if scene.having(*SOMEBODY, "minor"):
        change.add(*step)
    else:
        change.doubts.append((verb.start, step))


def swap(scene: Scene, verb: Mark, change: Change) -> None:
    """Take the effect of `replace A with B`, `B instead of A` in."""
    acted_on = objects_of(scene, verb)
    objects = _cloth_of(scene, acted_on)
    if _becomes(scene, verb):
        objects = [m for m in objects if m.start < verb.start]
        if not objects and "instead" not in verb.tags and _turned(scene, verb, change):
            return
    if objects and verb.term.startswith("gaw") and objects[0].start == verb.end:
        objects = objects[1:]  # Tagalog `gawing bikini ang damit niya`: what comes stands first
    if not objects:
        return
    if "instead" in verb.tags:
        _instead(scene, verb, change)
        return
    new = _led_before(scene, verb) or destination(scene, verb)
    worn = next((m for m in objects if m.tags & WORN), None)
    if worn and scene.spoken == "ar" and verb.start == worn.end:
        return  # `سوتيان بدل معطفها`: instead of
    if new is None and worn and not english(scene) and not _left_bare(scene, verb, worn):
        change.gone.update(m.start for m in objects if m.tags & WORN)
        change.understood = True
        return
    if new is None:
        new = _unled(scene, verb, objects[0])
    if new is None and not english(scene) and objects[0].tags & WORN:
        return
    if new is not None and new.tags & {"scant"} and not new.tags & {"dressy", "outer", "accessory"}:
        change.add(BARE, YES, "clothes swapped for a thing that hides little")
    _gives_way(scene, verb, acted_on, new, change)
    _gone(scene, verb, objects, new, change)
    if new is None or new.tags & {"colour", "dressy", "outer", "garment"} or new.tags & WORN:
        change.understood = new is not None
    cover = _covering(scene, verb)
    if new is not None and new in cover:
        change.worn.update(m.start for m in cover if m.start >= new.start)
    if new is not None and new.tags & {"light"} and not new.tags & WORN:
        change.add(COVERED, MAYBE, "lighter garment")
