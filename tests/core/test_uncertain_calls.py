"""The whole rulebook under uncertainty: 2,000 calls in four encodings, against brute force.

Drawn as one would draw requests whose evidence is incomplete: one to three facts left out, foreign,
null, or sets of values; the rest known. No call that some world refuses passes, and none is refused
that every world allows.
"""

import random
from datetime import date
from itertools import product

from lexloci.facts import PLACE, possible_values
from lexloci.plain import plain_judge
from lexloci.verdict import Outcome, judge

ON = date(2026, 11, 23)
CALLS = 2000


def drawn(book, draw):
    """A call of which one to three facts, the place among them at times, are not known."""
    facts = book.facts
    call = {name: frozenset({draw.choice(fact.values)}) for name, fact in facts.items()}
    call[PLACE] = frozenset({draw.choice(sorted(book.places.leaves("world")))})
    for name in draw.sample(sorted(facts), draw.randint(1, 3)):
        shape = draw.choice(["left out", "foreign", "null", "set"])
        if shape == "left out":
            del call[name]
        elif shape == "set":
            values = facts[name].values
            call[name] = frozenset(draw.sample(values, draw.randint(1, len(values))))
        else:
            call[name] = frozenset({"unknown" if shape == "foreign" else None})
    if draw.random() < 0.3:
        call[PLACE] = frozenset(draw.choice([["GB"], ["CA", "AU"], ["US-CA", "XX"], ["EU"]]))
    return call


def outcomes(book, call):
    """The outcome in each world that the call leaves open."""
    nodes = call[PLACE]
    leaves = sorted({leaf for node in nodes for leaf in book.places.leaves(node)})
    choices = [
        [(name, value) for value in sorted(possible_values(fact, call.get(name)))]
        for name, fact in book.facts.items()
    ]
    for leaf, *pairs in product(leaves, *choices):
        world = {name: frozenset({value}) for name, value in pairs}
        yield judge(book, {**world, PLACE: frozenset({leaf})}, ON).outcome


def test_uncertain_calls_are_judged_exactly(book):
    """0 unsafe allows and 0 over-refusals of 2,000."""
    draw = random.Random(20260115)
    unsafe = over = 0
    for _ in range(CALLS):
        call = drawn(book, draw)
        allowed = judge(book, call, ON).outcome is Outcome.ALLOW
        every = all(outcome is Outcome.ALLOW for outcome in outcomes(book, call))
        unsafe += allowed and not every
        over += every and not allowed
    assert (unsafe, over) == (0, 0)


def test_the_columns_agree_with_the_plain_evaluator_on_the_whole_law(book):
    """The same rules refuse, surely and possibly, by both implementations."""
    draw = random.Random(1760)
    for _ in range(40):
        call = drawn(book, draw)
        verdict = judge(book, call, ON)
        outcome, ids = plain_judge(book, call, ON)
        assert verdict.outcome is outcome
        assert {version.id for version in book.versions(verdict.because)} == ids
