"""Joins what the detectors found into depictions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from lexloci_reader.attire import ORDER, Event, bared, events
from lexloci_reader.changes import MAYBE, YES, Change
from lexloci_reader.clues import Clue, clues, summed
from lexloci_reader.covering import covers_up, tidied
from lexloci_reader.edits import change_of
from lexloci_reader.elsewhere import beside_carriers, elsewhere, tried_on
from lexloci_reader.implied import anybody, guessed, hides, implied, of_things
from lexloci_reader.likeness import likeness
from lexloci_reader.meant import says_whose, somebodys
from lexloci_reader.names import ADULT, ANY_AGE, EITHER, MADE_UP, REAL, english
from lexloci_reader.ngrams import Opinion, acquits, clears
from lexloci_reader.onthings import on_things
from lexloci_reader.people import MINOR, NOBODY, Person, persons
from lexloci_reader.reading import EVERY, Depiction, Evidence
from lexloci_reader.scene import Scene
from lexloci_reader.undressing import undressing
from lexloci_reader.wearers import CROWD, held
from lexloci_reader.widen import acquitted, beside, levelled, widened

UPLOAD = EVERY["subject"]
SUSPECTED = "reads like what must be refused"
NO = frozenset({"no"})


class Part(NamedTuple):
    """What one reading of one stretch of text says."""

    depictions: tuple[Depiction, ...]
    evidence: tuple[Evidence, ...]


def _exposed(levels: list[frozenset[str]], person: Person) -> frozenset[str]:
    """The person's exposure: the barest of all; a bare chest counts by whose it is."""
    bare = "swimwear" if person.gender == "m" else "partial"
    chest = frozenset({bare}) if person.gender else frozenset({"swimwear", "partial"})
    return bared([chest if s == {"shirtless"} else s for s in levels])


def _sexual(found: set[str]) -> frozenset[str]:
    if "explicit" in found:
        return frozenset({"explicit"})
    return frozenset({"suggestive"}) if "suggestive" in found else NO


def _facts(person: Person, exposure: frozenset[str], sexual: frozenset[str],
           like: frozenset[str], adds: frozenset[str]) -> Depiction:  # fmt: skip
    return Depiction(
        {
            "subject": person.subject,
            "age": person.age,
            "exposure": exposure,
            "sexual": sexual,
            "likeness": like,
            "adds_exposure": adds,
        }
    )


class Seen(NamedTuple):
    """What grammars alone make of a prompt that generates: `shown` are those in the picture."""

    found: list[Event]
    people: list[Person]
    shown: list[Person]
    facts: tuple[Depiction, ...]

    def clues(self) -> list[Clue]:
        """All of it, for the model."""
        told = clues(self.people, self.found)
        return told + summed(each.facts for each in self.facts)


def _seen(scene: Scene) -> Seen:
    found = events(scene)
    found += [*undressing(scene), *tried_on(scene)]
    people = persons(scene, grave=bool(found))
    found = [e for e in found if not elsewhere(scene, e, people)]
    if _of_art(scene, found, people):
        found = [e for e in found if not e.levels]
    veiled = hides(scene, found)
    if veiled:
        people = [replace(p, subject=EITHER) if p.subject == MADE_UP else p for p in people]
    shown = [p for p in people if not (p.kind == "pron" and _spoken_for(p, people))]
    somebody = implied(scene, found) if not shown or beside_carriers(scene, found, shown) else None
    shown = [somebody] if somebody else [p for p in shown if p.kind != "thing"]
    if veiled and (somebody or not shown):
        shown = [anybody()]
    return Seen(found, people, shown, _depicted(scene, found, people, shown))


def _depicted(
    scene: Scene, found: list[Event], people: list[Person], shown: list[Person]
) -> tuple[Depiction, ...]:
    worn, like = held(scene, found, people), likeness(scene)
    if len(found) * len(people) > CROWD:
        worn = list({(e.levels, e.sexual): (e, None) for e, _ in worn}.values())
        shown = list({(p.subject, p.age, p.gender, p.kind): p for p in shown}.values())
    if shown:
        return tuple(_depict(p, worn, like) for p in shown)
    sexual = _sexual({e.sexual for e in found} & {"explicit"})
    return (_facts(_NO_ONE, frozenset({"covered"}), sexual, like, NO),)


_NO_ONE = Person(0, 0, NOBODY, ADULT, "", "nobody", False, "nobody")


def _generated(scene: Scene) -> Part:
    seen = _seen(scene)
    facts, found = seen.facts, seen.found
    says, calm = Opinion(scene, seen.clues()), False
    if seen.shown and all(guessed(scene, p) for p in seen.shown) and of_things(scene, found):
        found, calm = [], True
        facts = _depicted(scene, found, seen.people, [])
    elif any(map(_grave, facts)) and not _sure(facts, seen) and acquits(scene):
        calm = True
        facts = tuple(acquitted(each, says) if _grave(each) else each for each in facts)
    worn = _exposed([e.levels for e in found if e.levels], anybody())
    facts = widened(scene, facts, says, seen.people, found, worn)
    part = Part(facts, _evidence(found, seen.people))
    if calm or any(map(_grave, facts)) or not says.suspects():
        return part
    return _suspected(part)


_KNOWN = frozenset(
    ("somebody's relation", "somebody of the requester's", "one of the family", "title and name")
)


def _sure(facts: Sequence[Depiction], seen: Seen) -> bool:
    """Whether nothing may be acquitted: somebody certain, or told by whose they are, is meant, or
    what is bare stands right beside a name."""
    if any(map(_certain, facts)) or any(p.why in _KNOWN for p in seen.people):
        return True
    names = [p for p in seen.people if p.kind == "name" and p.end > p.start + 1]
    states = [e for e in seen.found if e.levels and not e.worn]
    return any(beside(p, e) for p in names for e in states)


def _certain(depiction: Depiction) -> bool:
    """Whether somebody who is real for certain, or young, is shown like that."""
    facts = depiction.facts
    return _grave(depiction) and (facts["subject"] == REAL or facts["age"] == MINOR)


def _grave(depiction: Depiction) -> bool:
    """Whether somebody who may be real, or young, may be shown in less than ordinary clothes."""
    facts = depiction.facts
    told = facts["exposure"] != {"covered"} or facts["sexual"] != NO
    return told and ("real" in facts["subject"] or facts["age"] != ADULT)


def _suspected(part: Part) -> Part:
    """What the model suspects where the grammars found nothing grave: any level, of anybody."""
    wide = {"exposure": EVERY["exposure"]}
    told = tuple(
        Depiction({**each.facts, **wide, "subject": each.facts["subject"] | EITHER})
        for each in part.depictions
    )
    return Part(told, (*part.evidence, Evidence("model", SUSPECTED)))


def _of_art(scene: Scene, found: list[Event], people: list[Person]) -> bool:
    """Whether bareness is that of a known work of art or of teaching, and shows nobody real."""
    if not (scene.having("artwork") or (scene.having("clinic") and not scene.having("photo"))):
        return False
    plain = all("real" not in p.subject and p.age != MINOR for p in people)
    return plain and not any(e.sexual or e.worn for e in found)


def _spoken_for(pronoun: Person, people: list[Person]) -> bool:
    return any(p.start < pronoun.start and p.kind not in ("pron", "thing") for p in people) or any(
        p.kind == "pron" and p.start < pronoun.start for p in people
    )


def _depict(
    person: Person, held: list[tuple[Event, list[Person] | None]], like: frozenset[str]
) -> Depiction:
    everything = person.kind == "implied"
    mine = [e for e, whose in held if everything or whose is None or person in whose]
    levels = list(dict.fromkeys(e.levels for e in mine if e.levels))
    sexual = {e.sexual for e in mine if e.sexual}
    return _facts(person, _exposed(levels, person), _sexual(sexual), like, NO)


def _changed(scene: Scene) -> tuple[Change, list[Event], list[Person], list[Clue]]:
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


def learnt(scene: Scene) -> list[Clue]:
    """What grammars alone find, as the model is taught and asked about it."""
    return _changed(scene)[-1] if scene.edit else _seen(scene).clues()


def _edited(scene: Scene) -> Part:
    change, left, people, told = _changed(scene)
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
    chest = frozenset({"swimwear", "partial"})
    levels = dict.fromkeys(chest if s == {"shirtless"} else s for s in change.levels)
    upload = Person(0, 0, subject, ANY_AGE, "", "upload", bool(pointed), "upload")
    bare = levelled(bared(list(levels)), says)
    depiction = _facts(upload, bare, _sexual(change.sexual), likeness(scene), change.adds())
    return Part((depiction,), _evidence(left, people, change))


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


def _evidence(
    found: list[Event], people: list[Person], change: Change | None = None
) -> tuple[Evidence, ...]:
    out = [Evidence("people", p.why) for p in people]
    for event in found:
        what = ", ".join(sorted(event.levels, key=lambda v: ORDER.get(v, 1))) or event.sexual
        out.append(Evidence("attire", f"{event.why}: {what}"))
    if change:
        out += [Evidence("edit", why) for why in change.why]
    return tuple(dict.fromkeys(out))


def part_of(scene: Scene) -> Part:
    """What one scene says, as depictions with their evidence."""
    return _edited(scene) if scene.edit else _generated(scene)
