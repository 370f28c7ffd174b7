"""The two laws of the verdict, against brute force; and the fast judge against the plain one."""

from datetime import date
from itertools import product

from hypothesis import given
from hypothesis import strategies as st
from tests.core.tiny import DAYS, FACTS, possibilities, tiny, tiny_books, version

from lexloci.facts import PLACE, Fact, Possibilities, possible_values
from lexloci.plain import plain_judge
from lexloci.rulebook import Rulebook
from lexloci.verdict import Outcome, agreed, judge, judge_call, strictest

days = st.sampled_from(DAYS).map(date.fromisoformat)


def worlds(book: Rulebook, possible: Possibilities) -> list[Possibilities]:
    """Every single world that the possibilities leave open."""
    nodes = possible.get(PLACE) or frozenset({"world"})
    leaves = sorted({leaf for node in nodes for leaf in book.places.leaves(node)})
    facts = [Fact(f["name"], tuple(f["values"]), False, "") for f in FACTS]
    choices = [sorted(possible_values(fact, possible.get(fact.name))) for fact in facts]
    return [
        {
            PLACE: frozenset({leaf}),
            **{f.name: frozenset({v}) for f, v in zip(facts, vs, strict=True)},
        }
        for leaf, *vs in product(leaves, *choices)
    ]


@given(tiny_books(), possibilities(), days)
def test_a_sure_answer_is_the_answer_in_every_world(book, possible, on):
    """What is sure about many worlds is true in each of them; what all allow is allowed."""
    outcome = judge(book, possible, on).outcome
    each = {judge(book, world, on).outcome for world in worlds(book, possible)}
    assert Outcome.UNCERTAIN not in each
    if outcome is Outcome.UNCERTAIN:
        assert Outcome.REFUSE in each
    else:
        assert each == {outcome}
    if each == {Outcome.ALLOW}:
        assert outcome is Outcome.ALLOW


@given(tiny_books(), possibilities(), days, st.data())
def test_learning_more_never_overturns_a_sure_verdict(book, possible, on, data):
    """Taking values away from what is possible keeps a sure outcome."""
    before = judge(book, possible, on).outcome
    learnt = {
        fact: frozenset(data.draw(st.sets(st.sampled_from(sorted(values)), min_size=1)))
        for fact, values in possible.items()
        if values and fact != PLACE and "nonsense" not in values
    }
    after = judge(book, {**possible, **learnt}, on).outcome
    if before is not Outcome.UNCERTAIN:
        assert after is before


@given(tiny_books(), possibilities(), days)
def test_the_columns_judge_as_the_plain_evaluator_does(book, possible, on):
    """Two implementations, one semantics: outcome and rules are equal."""
    verdict = judge(book, possible, on)
    outcome, ids = plain_judge(book, possible, on)
    assert verdict.outcome is outcome
    assert {each.id for each in book.versions(verdict.because)} == ids


@given(tiny_books(), possibilities(), days)
def test_the_order_of_rules_does_not_matter(book, possible, on):
    """Rules only restrict: the same rules in another order give the same verdict."""
    other = tiny(list(reversed(book.raw["versions"])))
    verdict, again = judge(book, possible, on), judge(other, possible, on)
    assert verdict.outcome is again.outcome
    ids = {each.id for each in book.versions(verdict.because)}
    assert ids == {each.id for each in other.versions(again.because)}


def test_two_rules_that_cover_every_world_together_are_uncertain():
    """Certainty is per rule: refused in every world, yet by no one rule: never a 451."""
    book = tiny(
        [version(1, {"what": ["a"]}, ["world"]), version(2, {"what": ["b", "c"]}, ["world"])]
    )
    assert judge(book, {}, date(2026, 1, 1)).outcome is Outcome.UNCERTAIN


def test_duties_are_taken_on_wherever_they_may_apply():
    """A duty of one possible world goes with the image; a refusal owes nothing."""
    book = tiny(
        [
            version(1, {"what": ["a"]}, ["BB"], duties=["marking"]),
            version(2, {"what": ["b"]}, ["CC"]),
        ]
    )
    allowed = judge(
        book, {"what": frozenset("ac"), PLACE: frozenset({"AA", "BB"})}, date(2026, 1, 1)
    )
    assert allowed.outcome is Outcome.ALLOW
    assert book.duties(allowed.duties) == ("marking",)
    assert judge(book, {"what": frozenset("ab")}, date(2026, 1, 1)).duties == 0


def test_the_strictest_depiction_holds():
    """One refused person in the picture refuses the picture, by that person's rules only."""
    book = tiny([version(1, {"what": ["a"]}, ["world"]), version(2, {"what": ["b"]}, ["world"])])
    on = date(2026, 1, 1)
    sure = {"what": frozenset("a")}
    maybe = {"what": frozenset("bc")}
    harmless = {"what": frozenset("c")}
    assert judge_call(book, [harmless, maybe, sure], [on]).outcome is Outcome.REFUSE
    verdict = judge_call(book, [harmless, maybe], [on])
    assert verdict.outcome is Outcome.UNCERTAIN
    assert [each.id for each in book.versions(verdict.because)] == ["p/r2@always"]
    assert judge_call(book, [harmless, harmless], [on]).outcome is Outcome.ALLOW


def test_a_call_on_two_possible_days_is_sure_only_where_both_are():
    """Around the day on which a law begins the verdict is uncertain where the days differ."""
    book = tiny([version(1, {"what": ["a"]}, ["world"], since="2026-02-06")])
    asked = [{"what": frozenset("a")}]
    before, after = date(2026, 2, 5), date(2026, 2, 6)
    assert judge_call(book, asked, [before]).outcome is Outcome.ALLOW
    assert judge_call(book, asked, [after]).outcome is Outcome.REFUSE
    assert judge_call(book, asked, [before, after]).outcome is Outcome.UNCERTAIN


def test_nothing_to_judge_is_uncertain():
    """No depiction, or no day, is no ground for an image."""
    book = tiny([version(1, {"what": ["a"]}, ["world"])])
    assert judge_call(book, [], [date(2026, 1, 1)]).outcome is Outcome.UNCERTAIN
    assert judge_call(book, [{}], []).outcome is Outcome.UNCERTAIN


def test_a_group_reaches_the_members_of_the_day():
    """A member that has left is reached until the day before it left, and not after."""
    book = tiny([version(1, {}, ["GG"])])
    in_cc = {PLACE: frozenset({"CC"})}
    told = {day: judge(book, in_cc, date.fromisoformat(day)).outcome for day in DAYS}
    assert told == {
        "2009-12-31": Outcome.ALLOW,
        "2010-01-01": Outcome.REFUSE,
        "2019-12-31": Outcome.REFUSE,
        "2020-01-01": Outcome.ALLOW,
        "2026-02-06": Outcome.ALLOW,
    }


def test_joining_verdicts_keeps_what_they_rest_on():
    """The strictest and the agreed verdict carry the rules of that outcome."""
    book = tiny([version(1, {"what": ["a"]}, ["world"]), version(2, {"what": ["b"]}, ["world"])])
    on = date(2026, 1, 1)
    one, two = (judge(book, {"what": frozenset(v)}, on) for v in "ab")
    assert strictest([one, two]).because == one.because | two.because
    assert agreed([one, two]).outcome is Outcome.REFUSE
