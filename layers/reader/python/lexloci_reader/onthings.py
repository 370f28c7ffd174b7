"""Cloth that nobody wears: on a thing or an animal, or laid on one."""

from __future__ import annotations

from lexloci_reader.attire import Event
from lexloci_reader.lexicon import lexicon
from lexloci_reader.names import english
from lexloci_reader.people import Person
from lexloci_reader.scene import Mark, Scene
from lexloci_reader.specks import clause_of

TOLD_OF = frozenset("adult person minor kin mine she he they me fame office name title".split())
"""What tells of somebody."""


def laid(scene: Scene, cloth: Mark) -> bool:
    """`put the shirt on the chair`: a thing follows in the clause, and nobody before it."""
    for i in range(cloth.end, clause_of(scene, cloth.start, cloth.end).stop):
        if scene.tags(i) & TOLD_OF:
            return False
        if scene.tags(i) & {"thing", "object"}:
            return True
    return False


_LINKS = frozenset("on from of off".split())
WITHS = frozenset(
    "with dengan bersama sama kasama con avec mit com met ze с ile مع near beside next by".split()
)
_PARTS = frozenset({"and", "apart", "put", "make", "swap", "keep", "stays", "ask", "dressing"})


_NOT_THEM = frozenset("creature thing artwork adult person kin mine".split())


def for_another(scene: Scene, cloth: Mark) -> bool:
    """`put a coat on the dog`, `the jacket for dad`: in its clause somebody else gets the cloth, no
    pronoun."""
    here = clause_of(scene, cloth.start, cloth.end, joined=False)
    return any(scene.tags(i) & _NOT_THEM for i in here)


def on_thing(scene: Scene, mark: Mark) -> bool:
    """Whether the cloth is on a thing or an animal: `the sweater from the dog`."""
    if owned(scene, mark):
        return False
    for i in range(mark.end, min(mark.end + 5, len(scene.at))):
        who = scene.tags(i) & {"she", "he", "they", "adult", "person", "minor", "me"}
        parts = scene.word(i) in WITHS or not scene.tags(i).isdisjoint(_PARTS)
        if who or scene.tokens[i].gap or parts:
            return False
        if scene.tags(i) & {"creature", "thing", "object"}:
            row = range(mark.end, i)
            linked = any(
                scene.word(j) in _LINKS or scene.tags(j) & {"from", "on", "of"} for j in row
            )
            return linked or len(row) < 2
    return bool(scene.tags(mark.start - 1) & {"creature", "thing"})


def owned(scene: Scene, mark: Mark) -> bool:
    """`her dress`, `my boss's shirt`: somebody's, whatever stands beside."""
    owners = {"she", "he", "they", "my", "me", "kin", "mine"}
    before = scene.tags(mark.start - 1) | (scene.tags(mark.start - 2) & {"kin", "mine"})
    return english(scene) and not before.isdisjoint(owners)


def on_things(scene: Scene, event: Event, people: list[Person]) -> bool:
    """Whether only things or animals wear what the event says."""
    if not any(p.kind == "thing" for p in people):
        return False
    if scene.edit and any(_made_into(scene, p) for p in people):
        return False
    here = [p for p in people if scene.same(p.start, event.start)]
    if scene.edit:
        here = [p for p in here if p.kind != "thing" or not _beyond(scene, event, p)]
    if not english(scene):
        here = [p for p in here if max(p.start - event.end, event.start - p.end) <= 3] and here
    return bool(here) and all(p.kind == "thing" for p in here)


_NEXT = frozenset("next beside near with like and not by alongside but then".split())


def _beyond(scene: Scene, event: Event, thing: Person) -> bool:
    """Whether the thing only stands by: beyond a comma, an `and`, `next to`."""
    row = range(min(event.end, thing.end), max(event.start, thing.start) + 1)
    if "apart" in scene.tags(thing.end):
        return True  # `heykelin yanında`
    if scene.word(thing.start - 2) == "on" and scene.word(thing.start - 1) in ("a", "an"):
        return True  # `on a horse`
    behind = not english(scene) and thing.start >= event.end
    strange = behind and any(_beside(scene, i) for i in row)
    return strange or any(
        scene.tokens[i].gap or scene.word(i) in _NEXT or scene.tags(i) & {"and", "apart", "put"}
        for i in row
    )


def _beside(scene: Scene, i: int) -> bool:
    """`con el perro`, `accanto alla statua`: what leads to the thing says only what is there."""
    word = scene.word(i)
    return word in WITHS or not (scene.tags(i) or word in lexicon().func or word.isdigit())


def _made_into(scene: Scene, thing: Person) -> bool:
    """`turn her into a statue`: the thing is somebody."""
    before = range(max(0, thing.start - 3), thing.start)
    into = any("into" in scene.tags(i) or scene.word(i) == "as" for i in before)
    return thing.kind == "thing" and into and bool(scene.having("swap"))
