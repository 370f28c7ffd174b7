"""What an edit shows: what grammars make of it, weighed by the model."""

from __future__ import annotations

from lexloci_reader.attire import Event, bared, events
from lexloci_reader.changes import MAYBE, YES, Change
from lexloci_reader.clues import Clue, clues
from lexloci_reader.covering import covers_up, tidied
from lexloci_reader.edits import change_of
from lexloci_reader.handed import taken_elsewhere
from lexloci_reader.likeness import likeness
from lexloci_reader.meant import says_whose, somebodys
from lexloci_reader.names import ANY_AGE, REAL, english
from lexloci_reader.ngrams import Opinion, acquits, clears
from lexloci_reader.onthings import on_things
from lexloci_reader.parts import CHEST, SUSPECTED, Part, evidence_of, facts_of, sexual_of
from lexloci_reader.people import Person, persons
from lexloci_reader.reading import EVERY
from lexloci_reader.scene import Scene
from lexloci_reader.steps import uncovered
from lexloci_reader.widen import levelled

UPLOAD = EVERY["subject"]
_ELSEWHERE = (EVERY["exposure"], MAYBE, "clothes put elsewhere")


def changed(scene: Scene) -> tuple[Change, list[Event], list[Person], list[Clue]]:
    """What grammars alone make of an edit: what it does, what else it shows, and of whom; and all
    of it for the model."""
    found = events(scene)
    change, left = change_of(scene, found)
    grave = bool(left or change.doubts) or change.sure or change.maybe
    people = persons(scene, grave=grave)
    for event in left:
        if event.levels and not on_things(scene, event, people):
            change.levels.append(event.levels)
            change.sure = True
    told = clues(people, left) + [(-1, f"!{why}") for why in dict.fromkeys(change.why)]
    return change, left, people, told


def edited(scene: Scene) -> Part:
    """What an edit shows of whoever is in the source, and why."""
    change, left, people, told = changed(scene)
    if uncovered(scene):
        change.add(EVERY["exposure"], MAYBE, "what covers somebody removed")
    taken = taken_elsewhere(scene)
    if taken and english(scene):
        change.add(*_ELSEWHERE)
    else:
        change.doubts += [(at, _ELSEWHERE) for at in taken]
    says = Opinion(scene, told)
    _weigh(scene, change, says)
    pointed = [p for p in people if p.subject == REAL]
    meant = pointed or not change.levels or somebodys(scene, change, left, people)
    if not meant and acquits(scene):  # it reads like the edit of a thing
        change, left = Change(), []
    subject = REAL if pointed or (english(scene) and says_whose(scene)) else UPLOAD
    for person in people:
        if person.kind == "name" and person.subject != REAL:
            subject = subject | person.subject
    levels = dict.fromkeys(CHEST if s == {"shirtless"} else s for s in change.levels)
    upload = Person(0, 0, subject, ANY_AGE, "", "upload", bool(pointed), "upload")
    bare = levelled(bared(list(levels)), says, certain="underclothes removed" in change.why)
    depiction = facts_of(upload, bare, sexual_of(change.sexual), likeness(scene), change.adds())
    return Part((depiction,), evidence_of(left, people, change))


def _weigh(scene: Scene, change: Change, says: Opinion) -> None:
    """What no grammar explains counts, but where the model holds its sentence to be harmless."""
    cleared = clears(scene, [at for at, _ in change.doubts]) if change.doubts else set[int]()
    calm = bool(change.doubts) and english(scene) and covers_up(scene) and not says.suspects()
    for at, step in change.doubts:
        if step[1] == YES or (at not in cleared and not calm):
            change.add(*step)
    calm |= not change.doubts and tidied(scene)
    said = change.levels or change.sexual or change.maybe or change.understood
    if not said and not calm and says.suspects():
        change.add(EVERY["exposure"], MAYBE, SUSPECTED)
