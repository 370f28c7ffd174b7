"""Whom an edit means: whether what it bares is somebody's, and whose by its own words."""

from __future__ import annotations

from lexloci_reader.attire import BARE, Event
from lexloci_reader.changes import Change
from lexloci_reader.onthings import WITHS
from lexloci_reader.people import MINOR, Person
from lexloci_reader.scene import Mark, Scene
from lexloci_reader.specks import clause_of

WHOM = frozenset("her him them me us".split())
_STRIPS = frozenset(
    {
        "undress",
        "reveal",
        "clothes removed",
        "garment removed",
        "outer garment removed",
        "underclothes removed",
        "cloth made to show the body",
    }
)
_THINGS = ("thing", "creature", "object")


def somebodys(scene: Scene, change: Change, found: list[Event], people: list[Person]) -> bool:
    """Whether what the edit bares may be somebody's, for all that is told of them or of things."""
    if change.sexual or scene.having("underwear", "swimwear", "shirtless"):
        return True
    if any(p.age == MINOR for p in people) or not _STRIPS.isdisjoint(change.why):
        return True
    if any(_bare_alone(scene, event) for event in found):
        return True
    return all("accessory" in mark.tags for mark in scene.having(*_THINGS))


def says_whose(scene: Scene) -> bool:
    """Whether a term of the text says of whom: `her undressed`."""
    return not scene.words.isdisjoint(WHOM) and any(map(_of_whom, scene.marks))


def _of_whom(mark: Mark) -> bool:
    return not WHOM.isdisjoint(mark.term.split())


def _bare_alone(scene: Scene, event: Event) -> bool:
    """Whether a bare state is told with no thing in the same breath that may be meant."""
    if not event.levels & BARE:
        return False
    for i in clause_of(scene, event.start, event.end, joined=False):
        if scene.tags(i) & {"thing", "creature", "object", "speck"}:
            apart = range(min(i, event.end), max(i, event.start))
            if not any(scene.tags(j) & {"apart", "keep"} or scene.word(j) in WITHS for j in apart):
                return False
    return True
