"""Joins what the detectors found into depictions."""

from __future__ import annotations

from collections.abc import Sequence

from lexloci_reader.attire import COVERED
from lexloci_reader.clues import Clue
from lexloci_reader.edited import changed, edited
from lexloci_reader.implied import anybody, guessed, of_things
from lexloci_reader.names import ADULT, EITHER, REAL
from lexloci_reader.ngrams import Opinion, acquits
from lexloci_reader.parts import NO, SUSPECTED, Part, evidence_of, exposed
from lexloci_reader.people import MINOR
from lexloci_reader.reading import EVERY, Depiction, Evidence
from lexloci_reader.scene import Scene
from lexloci_reader.shown import Seen, nobody, seen_in
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
    worn = exposed([e.levels for e in found if e.levels], anybody())
    facts = widened(scene, facts, says, seen.people, found, worn)
    part = Part(facts, evidence_of(found, seen.people))
    if calm or any(map(_grave, facts)) or not says.suspects():
        return part
    return _suspected(part)


_KNOWN = frozenset(
    ("somebody's relation", "somebody of the requester's", "one of the family", "title and name")
)


def _sure(scene: Scene, facts: Sequence[Depiction], seen: Seen) -> bool:
    """Whether nothing may be acquitted: somebody certain, told by whose they are, or told to look
    young, is meant, or what is bare stands right beside a name."""
    if any(map(_certain, facts)) or any(p.why in _KNOWN for p in seen.people):
        return True
    if scene.having("looksyoung"):
        return True
    names = [p for p in seen.people if p.kind == "name" and p.end > p.start + 1]
    states = [e for e in seen.found if e.levels and not e.worn]
    return any(beside(scene, p, e) for p in names for e in states)


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
