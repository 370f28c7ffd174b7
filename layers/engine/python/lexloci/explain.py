"""Why: the rules that bear on a call, their law, which fact decided, and what would settle it."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from lexloci.facts import PLACE, Possibilities, possible_values
from lexloci.plain import allowed_values, applies
from lexloci.rulebook import Rulebook, Version
from lexloci.verdict import Outcome, Verdict, judge_call

ATTESTABLE = frozenset({PLACE, "consent", "viewer", "adult_mode", "tier"})
"""Facts that a caller can prove. Only settlers of these go out: explain, never teach evasion."""


@dataclass(frozen=True, slots=True)
class Bearing:
    """A rule version that refuses or may refuse this call.

    sure: it refuses in every possible world. deciding: facts for which both values that it asks
    for and others are possible, so that each of them alone could take the rule away.
    """

    version: Version
    sure: bool
    deciding: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Settler:
    """One fact that, once known or proven to be one of `values`, leads to a sure `outcome`."""

    fact: str
    values: tuple[str, ...]
    outcome: Outcome

    @property
    def attestable(self) -> bool:
        """Whether the caller can prove it, so that it may be told to them."""
        return self.fact in ATTESTABLE


@dataclass(frozen=True, slots=True)
class Explanation:
    """A verdict with the rules that bear on it and what would settle or lift it."""

    verdict: Verdict
    bearing: tuple[Bearing, ...]
    settlers: tuple[Settler, ...]


def status_of(rulebook: Rulebook, verdict: Verdict) -> int:
    """The HTTP status of a verdict: 200, 451 (RFC 7725: sure, by a law in force), or 403."""
    if verdict.outcome is Outcome.ALLOW:
        return 200
    sure = verdict.outcome is Outcome.REFUSE
    if sure and any(version.legal for version in rulebook.versions(verdict.because)):
        return 451
    return 403


def explain(
    rulebook: Rulebook, depictions: Sequence[Possibilities], days: Collection[date]
) -> Explanation:
    """Say why a call is judged as it is. `depictions` and `days` as for `judge_call`."""
    verdict = judge_call(rulebook, depictions, days)
    if verdict.outcome is Outcome.ALLOW:
        return Explanation(verdict, (), ())
    bearing = tuple(
        _bearing(rulebook, version, verdict.outcome, depictions, days)
        for version in rulebook.versions(verdict.because)
    )
    return Explanation(verdict, bearing, tuple(_settlers(rulebook, depictions, days, verdict)))


def _bearing(
    rulebook: Rulebook,
    version: Version,
    outcome: Outcome,
    depictions: Sequence[Possibilities],
    days: Collection[date],
) -> Bearing:
    deciding: set[str] = set()
    for possible in depictions:
        if applies(rulebook, version, possible, max(days)) is None:
            deciding.update(_undecided(rulebook, version, possible, max(days)))
    return Bearing(version, outcome is Outcome.REFUSE, tuple(sorted(deciding)))


def _undecided(
    rulebook: Rulebook, version: Version, possible: Possibilities, on: date
) -> Iterator[str]:
    for fact, allowed in allowed_values(rulebook, version).items():
        if possible_values(rulebook.facts[fact], possible.get(fact)) - allowed:
            yield fact
    places = rulebook.places
    reach = {leaf for node in version.extent for leaf in places.leaves_on(node, on)}
    if leaves_of(rulebook, possible) - reach:
        yield PLACE


def leaves_of(rulebook: Rulebook, possible: Possibilities) -> frozenset[str]:
    """The leaves that a call may come from: every one where no place is known."""
    places = rulebook.places
    nodes = possible.get(PLACE) or frozenset({places.world})
    return frozenset(leaf for node in nodes for leaf in places.leaves(node))


def _settlers(
    rulebook: Rulebook,
    depictions: Sequence[Possibilities],
    days: Collection[date],
    verdict: Verdict,
) -> Iterator[Settler]:
    for fact, values in _candidates(rulebook, depictions).items():
        led: dict[Outcome, list[str]] = {}
        for value in values:
            tried = [{**each, fact: frozenset({value})} for each in depictions]
            outcome = judge_call(rulebook, tried, days).outcome
            if outcome is not verdict.outcome and outcome is not Outcome.UNCERTAIN:
                led.setdefault(outcome, []).append(value)
        for outcome, found in sorted(led.items()):
            named = rulebook.places.compact(found) if fact == PLACE else found
            yield Settler(fact, tuple(sorted(named)), outcome)


def _candidates(
    rulebook: Rulebook, depictions: Sequence[Possibilities]
) -> Mapping[str, Sequence[str]]:
    """Fact -> values to try: all of an attested one (it can be proven), those still possible of an
    observed one (what is known cannot be otherwise)."""
    found: dict[str, Sequence[str]] = {}
    for name, fact in rulebook.facts.items():
        if name == PLACE:
            continue
        if fact.attested:
            found[name] = fact.values
            continue
        sets = [possible_values(fact, each.get(name)) for each in depictions]
        open_ = frozenset().union(*sets)
        if all(len(each) == 1 for each in sets):
            continue
        found[name] = [value for value in fact.values if value in open_]
    leaves = frozenset().union(*(leaves_of(rulebook, each) for each in depictions))
    if len(leaves) > 1:
        found[PLACE] = sorted(leaves)
    return found
