"""What the model thinks a picture shows, beside what grammars found."""

from __future__ import annotations

from collections.abc import Sequence

from lexloci_reader.attire import COVERED, Event
from lexloci_reader.names import ADULT, MADE_UP, REAL
from lexloci_reader.naming import strange
from lexloci_reader.ngrams import LEVELS, Opinion
from lexloci_reader.parts import NO
from lexloci_reader.people import NOBODY, Person
from lexloci_reader.reading import EVERY, Depiction
from lexloci_reader.scene import Scene

_UNREAL = frozenset({"known character", "historical person"})


def widened(
    scene: Scene,
    facts: tuple[Depiction, ...],
    says: Opinion,
    people: Sequence[Person],
    found: Sequence[Event],
    worn: frozenset[str],
) -> tuple[Depiction, ...]:
    """The depictions of a prompt that generates, each with the values that the model adds.

    Whether anybody is shown, or somebody real, where no depiction says so already; how bare an
    adult is who does not exist, or who may; whether what is bare is suggestive. A person whom a
    word tells of is not doubted beside what is bare, nor is anybody real where no word is strange.
    """
    near = {p.kind for e in found for p in people if beside(scene, p, e)}
    told, certain = "noun" in near, bool(near & {"noun", "name"})
    things = any(p.kind == "thing" for p in people)
    known = _known(facts, people) or (told and not strange(scene))
    real = not known and says.adds("real")
    out = []
    for each in facts:
        new = dict(each.facts)
        if new["subject"] == NOBODY:
            new["subject"] |= MADE_UP if not things and says.likely("somebody") else NOBODY
        elif not told and new["subject"] != REAL and says.unlikely("somebody"):
            new["subject"] |= NOBODY
        new["subject"] |= REAL if real else frozenset()
        if each.facts["subject"] == NOBODY != new["subject"]:
            new["exposure"] |= worn
        if "real" not in new["subject"] and new["subject"] != NOBODY and new["age"] == ADULT:
            if new["exposure"] == COVERED:
                new["exposure"] |= EVERY["exposure"] if says.likely("bare") else COVERED
            elif not told and says.unlikely("bare"):
                new["exposure"] |= COVERED
        if new["exposure"] != COVERED and says.likely("suggestive"):
            new["sexual"] |= {"suggestive"}
        if "real" in new["subject"]:
            new["exposure"] = levelled(new["exposure"], says, certain=certain)
        out.append(Depiction(new))
    return tuple(out)


def _known(facts: tuple[Depiction, ...], people: Sequence[Person]) -> bool:
    """Whether it is told who is shown: somebody who may be real, or a known figure of a tale."""
    real = any("real" in each.facts["subject"] for each in facts)
    return real or any(p.why in _UNREAL for p in people)


def levelled(exposure: frozenset[str], says: Opinion, *, certain: bool) -> frozenset[str]:
    """The levels that are possible, and where any is bare those that the model adds; covered, too,
    where the text reads harmless to it, for only two who agree rule a value out: unless it is
    certain who is bare."""
    if exposure == COVERED:
        return exposure
    added = {level for level in LEVELS if level not in exposure and says.adds(level)}
    return exposure | added | (COVERED if not certain and says.harmless() else frozenset())


_AGES = frozenset({"adultcue", "aged", "unit", "number"})


def beside(scene: Scene, person: Person, event: Event) -> bool:
    """Whether what is told of is told right before or behind the person, or behind their age."""
    if 0 <= person.start - event.end <= 1:
        return True
    row = range(person.end, event.start) if event.start - person.end < 8 else range(9)
    told = [i for i in row if not (scene.word(i).isdigit() or scene.tags(i) & _AGES)]
    return event.start >= person.end and len(told) <= 2


def acquitted(depiction: Depiction, says: Opinion) -> Depiction:
    """What is left of a grave depiction in a text that reads surely harmless, where two agree.

    An adult who might be real is one who does not exist, if the model sees nobody real; what might
    be anybody's is bare of nobody, if it sees nothing bare. Whether somebody is of age is never
    for the model to say.
    """
    facts = dict(depiction.facts)
    if facts["age"] == ADULT and not says.likely("real"):
        facts["subject"] = MADE_UP
    elif says.unlikely("bare"):
        facts |= {"subject": facts["subject"] | NOBODY, "exposure": COVERED, "sexual": NO}
    return Depiction(facts)
