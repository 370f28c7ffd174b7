"""What pictures show, joined with what words ask for.

**Before.** What a source shows is added to what the words were read as: its exposure, whether it is
sexual, how old somebody looks. It never takes away, but in two places of the design: who may be
shown in an upload that nobody points into, and what was asked for by reference to a picture that
was seen. Somebody who surely looks young is a depiction of their own, so that no proof of an
adult's consent covers them.

**After.** What an output shows is judged as it is seen. Where the detector is silent the reading of
the words stands; somebody asked for as a minor stays one; nobody who looks young is made an adult.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from lexloci.facts import Possibilities
from lexloci_edge.seeing.seen import EVERY, LEVELS, Facts, Seen

MINOR: Final = frozenset({"minor"})
ADULT: Final = frozenset({"adult"})
REAL: Final = frozenset({"real"})
VERIFIED: Final = frozenset({"verified"})
NO, YES = frozenset({"no"}), frozenset({"yes"})
DRAWN: Final = frozenset({"drawn"})
NOBODY: Final = frozenset({"none"})
NOBODY_POINTED: Final = frozenset({"none", "fictional", "real"})
SOMEBODY: Final = {
    "edit": frozenset({"fictional", "real"}),
    "generate": frozenset({"fictional"}),
}
"""Who it is that a picture shows though the words named nobody."""


def widened(
    depictions: Sequence[Possibilities], seen: Sequence[Seen], by_reference: bool
) -> tuple[Possibilities, ...]:
    """The depictions of an edit, with what its sources show. by_reference: whether the words ask
    for what another picture shows, and for nothing else of the kind."""
    if not seen:
        return tuple(depictions)
    told = all(each.told for each in seen)
    out: list[Possibilities] = []
    for depiction in depictions:
        wide = dict(depiction)
        for fact in ("exposure", "sexual", "age"):
            wide[fact] = depiction[fact].union(*(each.values(fact) for each in seen))
        if by_reference and told and depiction["exposure"] == frozenset(LEVELS):
            shown = frozenset[str]().union(*(each.values("exposure") for each in seen))
            wide["exposure"] = shown or depiction["exposure"]
        wide["subject"] = _who(depiction["subject"], seen, told)
        out.append(wide)
        if any(person.get("age") == MINOR for each in seen for person in each.persons):
            out.append({**wide, "age": MINOR})
    return _once(out)


def _who(said: frozenset[str], seen: Sequence[Seen], told: bool) -> frozenset[str]:
    """Who may be shown. Only an upload that nobody points into can be told more of by looking."""
    found = [each.values("subject") for each in seen]
    if not told:
        return said.union(*found)
    if any(each.resembles != "no" for each in seen):
        sure = all(each.resembles == "sure" for each in seen)
        return REAL if sure and said == NOBODY_POINTED else said | REAL
    if said == NOBODY_POINTED and all(found):
        return frozenset[str]().union(*found)
    return said


def remembered(depictions: Sequence[Possibilities], facts: Facts) -> tuple[Possibilities, ...]:
    """The depictions of an edit whose source is known to have shown this."""
    return _once(
        {**each, **{fact: each[fact] | values for fact, values in facts.items()}}
        for each in depictions
    )


def shown(
    depictions: Sequence[Possibilities],
    seen: Seen,
    operation: str,
    before: frozenset[str] | None,
) -> tuple[Possibilities, ...]:
    """One output as it is judged: each person seen, under each depiction that was asked for.

    before: the exposure of the sources of an edit, None where nobody looked.
    """
    return _once(
        {**depiction, **_person(depiction, person, seen, operation, before)}
        for depiction in depictions
        for person in seen.persons
    )


def _person(
    asked: Possibilities, person: Facts, seen: Seen, operation: str, before: frozenset[str] | None
) -> Facts:
    found: dict[str, frozenset[str]] = {
        fact: person[fact] for fact in ("exposure", "sexual") if fact in person
    }
    bare = _is_bare(person)
    found["age"] = _age(asked, person.get("age"))
    if bare and "age" not in person and asked["subject"] == NOBODY:
        # Words that speak of nobody say nothing of how old somebody looks.
        found["age"] = ADULT | MINOR
    somebody = person.get("subject", NOBODY) if not bare else REAL
    found["subject"] = _subject(asked["subject"], somebody, seen, operation)
    if asked["likeness"] == DRAWN and "likeness" in person:
        found["likeness"] = DRAWN | person["likeness"]
    if operation == "edit":
        found["adds_exposure"] = _adds(asked, person.get("exposure"), before)
    return found


def _is_bare(person: Facts) -> bool:
    """Whether more than ordinary dress surely shows, so that somebody does, face or not."""
    return "covered" not in person.get("exposure", ("covered",)) or "no" not in person.get(
        "sexual", ("no",)
    )


def _age(asked: Possibilities, looks: frozenset[str] | None) -> frozenset[str]:
    said = asked["age"]
    if looks is None or looks == MINOR:
        return looks or said
    if asked.get("consent") == VERIFIED and said == ADULT:
        # An adult who has proven it may look young; only somebody who surely does is another.
        return said
    return looks | MINOR if said == MINOR else looks


def _subject(
    said: frozenset[str], found: frozenset[str], seen: Seen, operation: str
) -> frozenset[str]:
    """Who is shown. found: without `none` where somebody surely is."""
    if not seen.told:
        return EVERY["subject"]
    if seen.resembles != "no":
        return REAL if seen.resembles == "sure" else said | REAL
    if "none" in found:
        return said
    return said - {"none"} or SOMEBODY[operation]


def _adds(
    asked: Possibilities, after: frozenset[str] | None, before: frozenset[str] | None
) -> frozenset[str]:
    """Whether more of a body shows than in the source, by comparing the two."""
    said = asked["adds_exposure"]
    if after is None or before is None:
        return said
    last, first = sorted(map(LEVELS.index, after)), sorted(map(LEVELS.index, before))
    found = frozenset[str]()
    if last[-1] > first[0]:
        found |= YES
    if last[0] <= first[-1]:
        found |= NO
    return found | YES if said == YES else found


def _once(depictions: Iterable[Possibilities]) -> tuple[Possibilities, ...]:
    out: list[Possibilities] = []
    for each in depictions:
        if each not in out:
            out.append(each)
    return tuple(out)
