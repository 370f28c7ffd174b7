"""The plain evaluator: three-valued logic, rule by rule, leaf by leaf. Slow and obvious.

It is the second opinion that tests hold `verdict.judge` against. It reads the versions, their
extents and days, never the frozen columns.
"""

from collections.abc import Mapping
from datetime import date

from lexloci.facts import PLACE, Possibilities, possible_values
from lexloci.rulebook import ALWAYS, Rulebook, Version
from lexloci.verdict import Outcome


def plain_judge(
    rulebook: Rulebook, possible: Possibilities, on: date
) -> tuple[Outcome, frozenset[str]]:
    """The outcome, and the ids of the versions that refuse (REFUSE: surely, UNCERTAIN: maybe)."""
    sure, maybe = set(), set()
    for version in rulebook.all_versions():
        if not version.refuses or not _in_force(rulebook, version, on):
            continue
        holds = applies(rulebook, version, possible, on)
        if holds is True:
            sure.add(version.id)
        elif holds is None:
            maybe.add(version.id)
    if sure:
        return Outcome.REFUSE, frozenset(sure)
    return (Outcome.UNCERTAIN if maybe else Outcome.ALLOW), frozenset(maybe)


def applies(rulebook: Rulebook, version: Version, possible: Possibilities, on: date) -> bool | None:
    """Whether a version applies in every possible world (True), in none (False), or in some."""
    conditions = [_place(rulebook, version, possible, on)]
    asked = allowed_values(rulebook, version)
    for name, allowed in asked.items():
        have = possible_values(rulebook.facts[name], possible.get(name))
        conditions.append(True if have <= allowed else None if have & allowed else False)
    if any(each is False for each in conditions):
        return False
    return True if all(conditions) else None


def allowed_values(rulebook: Rulebook, version: Version) -> Mapping[str, frozenset[str]]:
    """Fact -> values under which the version applies: `when` less what `unless` takes out."""
    allowed = {fact: frozenset(values) for fact, values in version.when.items()}
    for each in version.unless:
        left = allowed.get(each.fact, frozenset(rulebook.facts[each.fact].values))
        allowed[each.fact] = left - frozenset(each.values)
    return allowed


def _in_force(rulebook: Rulebook, version: Version, on: date) -> bool:
    started = version.since == ALWAYS or version.since <= on.isoformat()
    house = rulebook.house_packs.get(version.pack)
    is_open = house is None or f"+{version.pack}" in rulebook.house.split(",")
    return started and is_open and (version.until is None or on.isoformat() < version.until)


def _place(rulebook: Rulebook, version: Version, possible: Possibilities, on: date) -> bool | None:
    places = rulebook.places
    nodes = possible.get(PLACE) or frozenset({places.world})
    have = {leaf for node in nodes for leaf in places.leaves(node)}
    reach = {leaf for node in version.extent for leaf in places.leaves_on(node, on)}
    return True if have <= reach else None if have & reach else False
