"""Why: the rules that bear, the facts that decide, the settlers, and the status."""

from datetime import date

import pytest
from tests.core.tiny import tiny, version

from lexloci.explain import explain, status_of
from lexloci.facts import PLACE
from lexloci.verdict import Outcome, Verdict

ON = date(2026, 1, 1)


def told(book, **facts):
    """The explanation of one depiction."""
    asked = {fact: frozenset(values.split()) for fact, values in facts.items()}
    return explain(book, [asked], [ON])


def test_an_allowed_call_needs_no_explanation():
    """Nothing bears on it, and nothing needs settling."""
    found = told(tiny([version(1, {"what": ["a"]}, ["world"])]), what="b")
    assert found.verdict.outcome is Outcome.ALLOW
    assert found.bearing == ()
    assert found.settlers == ()


def test_what_decides_is_the_fact_that_is_open():
    """An uncertain rule names the facts that could take it away, and no settled one."""
    book = tiny([version(1, {"what": ["a"], "who": ["real"]}, ["AA"])])
    found = told(book, what="a b", who="real", place="AA")
    assert [(each.version.rule, each.sure, each.deciding) for each in found.bearing] == [
        ("r1", False, ("what",))
    ]
    found = told(book, what="a", who="real")
    assert [each.deciding for each in found.bearing] == [("place",)]


def test_a_sure_rule_has_nothing_undecided():
    """A sure refusal rests on facts that are all known."""
    book = tiny([version(1, {"what": ["a"]}, ["world"])])
    found = told(book, what="a")
    assert [(each.sure, each.deciding) for each in found.bearing] == [(True, ())]


def test_settlers_name_each_value_that_would_make_it_sure():
    """One fact at a time, to allow or to refuse; a fact that is known is no settler."""
    book = tiny([version(1, {"what": ["a"], "who": ["real"]}, ["AA"])])
    found = told(book, what="a b", who="real", place="AA-X")
    settlers = {(each.fact, each.values, each.outcome) for each in found.settlers}
    assert settlers == {
        ("what", ("a",), Outcome.REFUSE),
        ("what", ("b",), Outcome.ALLOW),
    }


def test_an_unknown_place_settles_by_the_fewest_nodes():
    """Places that would allow are named as countries where all their parts would."""
    book = tiny([version(1, {"what": ["a"]}, ["AA"])])
    found = told(book, what="a")
    assert {(each.fact, each.values, each.outcome) for each in found.settlers} == {
        (PLACE, ("BB", "CC"), Outcome.ALLOW),
        (PLACE, ("AA",), Outcome.REFUSE),
    }


def test_proof_is_a_settler_of_a_sure_refusal_too():
    """What could be proven lifts a refusal; observed facts that are known cannot."""
    unless = [{"fact": "proof", "values": ["yes"], "because": "proven"}]
    book = tiny([version(1, {"what": ["a"]}, ["world"], unless=unless)])
    found = told(book, what="a", proof="no", place="BB")
    assert found.verdict.outcome is Outcome.REFUSE
    assert [(each.fact, each.values, each.outcome) for each in found.settlers] == [
        ("proof", ("yes",), Outcome.ALLOW)
    ]


def test_only_what_can_be_attested_is_told_to_callers():
    """How a prompt was read is no settler for the one who wrote it."""
    book = tiny([version(1, {"what": ["a"]}, ["AA"])])
    attestable = {each.fact: each.attestable for each in told(book, what="a b").settlers}
    assert attestable[PLACE]
    assert not attestable["what"]


def test_depictions_and_days_are_explained_together():
    """The rules of every depiction bear; a settler must settle the call, not one depiction."""
    book = tiny([version(1, {"what": ["a"]}, ["world"]), version(2, {"who": ["real"]}, ["world"])])
    sets = [
        {"what": frozenset("ab"), "who": frozenset({"none"})},
        {"what": frozenset("c"), "who": frozenset({"none", "real"})},
    ]
    found = explain(book, sets, [ON])
    assert {each.version.rule for each in found.bearing} == {"r1", "r2"}
    assert ("what", Outcome.ALLOW) not in {(s.fact, s.outcome) for s in found.settlers}


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({}, 451),
        ({"reaches": ["requesting"]}, 451),
        ({"reaches": ["obscenity"]}, 451),
        ({"reaches": ["age-assurance"]}, 451),
        ({"reaches": ["image-right"]}, 451),
        ({"reaches": ["sharing"]}, 403),
        ({"reaches": []}, 403),
        ({"house": "we do not"}, 403),
    ],
)
def test_the_status_of_a_refusal_says_whether_law_refuses(more, status):
    """451 by law in force that reaches the making; 403 by a house rule or for sharing alone."""
    book = tiny([version(1, {"what": ["a"]}, ["world"], **more)])
    assert status_of(book, told(book, what="a").verdict) == status


def test_law_and_house_together_are_the_law():
    """A house rule beside a law does not soften the status."""
    book = tiny([version(1, {}, ["world"]), version(2, {}, ["world"], house="we do not")])
    assert status_of(book, told(book).verdict) == 451


def test_uncertain_is_403_and_allowed_200():
    """What is not sure is never a legal refusal."""
    book = tiny([version(1, {"what": ["a"]}, ["world"])])
    assert status_of(book, told(book, what="a b").verdict) == 403
    assert status_of(book, Verdict(Outcome.ALLOW, 0, 0)) == 200
