"""The verdict: what the law of every possible place asks of a call.

Rules only ever restrict, so their order cannot matter. Two laws hold, and tests try both against
brute force: a sure answer about many worlds is the answer in each of them, and learning more never
overturns a sure answer. The semantics are those of Crampton, Morisset, Zannone (SACMAT 2015) for
the case in which every rule is a conjunction of value sets over independent facts, where the exact
answer is linear.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from lexloci.facts import Possibilities
from lexloci.rulebook import Rulebook


class Outcome(StrEnum):
    """What becomes of a call. The gate forwards on ALLOW only."""

    ALLOW = "allow"
    REFUSE = "refuse"
    UNCERTAIN = "uncertain"


STRICTNESS = {Outcome.ALLOW: 0, Outcome.UNCERTAIN: 1, Outcome.REFUSE: 2}


@dataclass(frozen=True, slots=True)
class Verdict:
    """An outcome and, as bits of the rulebook, what it rests on.

    because: versions that refuse (surely for REFUSE, possibly for UNCERTAIN, none for ALLOW).
    duties: versions whose duties go with the image (ALLOW only: what is not made owes nothing).
    """

    outcome: Outcome
    because: int
    duties: int


def judge(rulebook: Rulebook, possible: Possibilities, on: date) -> Verdict:
    """Say what the law of every possible place asks of this call on this day.

    ALLOW only when no rule can refuse in any possible world; REFUSE when one rule refuses in every
    one; else UNCERTAIN. A duty is taken on wherever it may apply. Pure and total: reads no clock,
    file or network; equal arguments give equal verdicts; what is missing or foreign is any value.
    """
    may = sure = rulebook.in_force(on)
    for fact, cells, every in rulebook.columns:
        values = possible.get(fact)
        if not values:
            can, must = every
        elif len(values) == 1:
            (value,) = values
            can, must = cells.get(value, every)
        else:
            can, must = 0, -1
            for value in values:
                cell = cells.get(value)
                if cell is None:
                    can, must = every
                    break
                can |= cell[0]
                must &= cell[1]
        may &= can
        sure &= must
    refusing = may & rulebook.refusals
    if not refusing:
        return Verdict(Outcome.ALLOW, 0, may & rulebook.obligations)
    certain = sure & rulebook.refusals
    if certain:
        return Verdict(Outcome.REFUSE, certain, 0)
    return Verdict(Outcome.UNCERTAIN, refusing, 0)


def judge_call(
    rulebook: Rulebook, depictions: Sequence[Possibilities], days: Collection[date]
) -> Verdict:
    """Judge each depiction on each possible day and join: the strictest depiction holds on a day;
    over the days ALLOW only if all allow, REFUSE only if all refuse (design.md 6, Days).

    No depiction or no day at all is UNCERTAIN by every rule: there is nothing to be sure of.
    """
    if not depictions or not days:
        return Verdict(Outcome.UNCERTAIN, rulebook.refusals & rulebook.open_bits, 0)
    return agreed(
        [strictest([judge(rulebook, each, day) for each in depictions]) for day in sorted(days)]
    )


def strictest(verdicts: Sequence[Verdict]) -> Verdict:
    """One verdict on all depictions of a call: the strictest, by all that rests on that outcome."""
    outcome = max((each.outcome for each in verdicts), key=STRICTNESS.__getitem__)
    return _joined(outcome, [each for each in verdicts if each.outcome is outcome])


def agreed(verdicts: Sequence[Verdict]) -> Verdict:
    """One verdict on all days it may be: sure only where every day is sure of the same."""
    outcomes = {each.outcome for each in verdicts}
    if len(outcomes) == 1:
        return _joined(outcomes.pop(), verdicts)
    return _joined(Outcome.UNCERTAIN, [each for each in verdicts if each.because])


def _joined(outcome: Outcome, verdicts: Sequence[Verdict]) -> Verdict:
    because = duties = 0
    for each in verdicts:
        because |= each.because
        duties |= each.duties
    return Verdict(outcome, because, duties)
