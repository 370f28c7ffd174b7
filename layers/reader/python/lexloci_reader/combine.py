"""Joins what the detectors found into depictions."""

from __future__ import annotations

from collections.abc import Sequence

from lexloci_reader.attire import COVERED, Event
from lexloci_reader.clues import Clue
from lexloci_reader.edited import changed, edited
from lexloci_reader.implied import anybody, guessed, leet, of_things
from lexloci_reader.lexicon import lexicon
from lexloci_reader.names import ADULT, EITHER, REAL
from lexloci_reader.ngrams import Opinion, acquits
from lexloci_reader.parts import NO, SUSPECTED, Part, evidence_of, exposed
from lexloci_reader.people import MINOR, Person
from lexloci_reader.reading import EVERY, Depiction, Evidence
from lexloci_reader.scene import Scene
from lexloci_reader.shown import Seen, nobody, seen_in
from lexloci_reader.terms import called
from lexloci_reader.widen import acquitted, beside, widened


def learnt(scene: Scene) -> list[Clue]:
    """What grammars alone find, as the model is taught and asked about it."""
    return changed(scene)[-1] if scene.edit else seen_in(scene).clues()


def _generated(scene: Scene) -> Part:
    seen = seen_in(scene)
    facts, found = seen.facts, seen.found
    says, calm = Opinion(scene, seen.clues()), False
    if seen.shown and all(guessed(scene, p) for p in seen.shown) and of_things(scene, found):
        found, calm = [], True
        facts = (nobody(scene, found),)
    elif any(map(_grave, facts)) and not _sure(scene, facts, seen) and acquits(scene):
        calm = True
        facts = tuple(acquitted(each, says) if _grave(each) else each for each in facts)
    bare = exposed([e.levels for e in found if e.levels], anybody())
    facts = widened(scene, facts, says, seen.people, found, bare)
    part = Part(facts, evidence_of(found, seen.people))
    if calm or any(map(_grave, facts)) or not says.suspects():
        return part
    return _suspected(part)


_KNOWN = frozenset(
    ("somebody's relation", "somebody of the requester's", "one of the family", "title and name")
)


def _sure(scene: Scene, facts: Sequence[Depiction], seen: Seen) -> bool:
    """Whether nothing may be acquitted: somebody certain, told by whose they are, or told to look
    young, is meant, or what is bare stands right beside a name or is not written plainly."""
    if any(map(_certain, facts)) or any(p.why in _KNOWN for p in seen.people):
        return True
    if scene.having("looksyoung") or leet(scene, seen.found):
        return True
    names = [p for p in seen.people if p.kind == "name"]
    return any(_beside_name(scene, p, e) for p in names for e in seen.found if e.levels)


def _beside_name(scene: Scene, person: Person, event: Event) -> bool:
    """Whether a name of two words stands beside what is bare (`Jack Fox posing in a thong`), or a
    given name that is no word, with one word between: `susan mills posing nude`."""
    if event.worn:  # `Bruno Carvalho, de cueca`
        near = 0 <= event.start - person.end <= 2 and person.end > person.start + 1
        led = scene.word(event.start - 1) in ("in", "en", "em", "de", "im", "w", "с", "в")
        return near and led and called(scene.word(person.start))
    if person.end > person.start + 1:
        row = range(person.end, event.start)
        told = [i for i in row if scene.word(i) not in lexicon().func]
        apart = any(not scene.tags(i).isdisjoint(_APART) or scene.tokens[i].gap for i in row)
        close = len(row) < 5 and len(told) < 2 and not apart and event.start > person.end
        return close or beside(scene, person, event)
    return 0 <= event.start - person.end <= 2 and called(scene.word(person.start))


_APART = frozenset(
    "apart dressy garment outer accessory picture drawn thing creature object and carrier".split()
)


def _certain(depiction: Depiction) -> bool:
    """Whether somebody who is real for certain, or young, is shown like that."""
    facts = depiction.facts
    return _grave(depiction) and (facts["subject"] == REAL or facts["age"] == MINOR)


def _grave(depiction: Depiction) -> bool:
    """Whether somebody who may be real, or young, may be shown in less than ordinary clothes."""
    facts = depiction.facts
    told = facts["exposure"] != COVERED or facts["sexual"] != NO
    return told and ("real" in facts["subject"] or facts["age"] != ADULT)


def _suspected(part: Part) -> Part:
    """What the model suspects where the grammars found nothing grave: any level, of anybody."""
    wide = {"exposure": EVERY["exposure"]}
    told = tuple(
        Depiction({**each.facts, **wide, "subject": each.facts["subject"] | EITHER})
        for each in part.depictions
    )
    return Part(told, (*part.evidence, Evidence("model", SUSPECTED)))


def part_of(scene: Scene) -> Part:
    """What one scene says, as depictions with their evidence."""
    return edited(scene) if scene.edit else _generated(scene)
