"""Joining what pictures show with what words ask for: where it narrows, that it never loosens."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lexloci_edge.seeing.joining import NOBODY_POINTED, remembered, shown, widened
from lexloci_edge.seeing.seen import EVERY, LEVELS, Seen, unseen

FACTS = (*EVERY, "adds_exposure")
VALUES = {**EVERY, "adds_exposure": frozenset({"no", "yes"})}


def sets(fact):
    """Any set of values of a fact, none empty."""
    return st.sets(st.sampled_from(sorted(VALUES[fact])), min_size=1).map(frozenset)


depictions = st.fixed_dictionaries({fact: sets(fact) for fact in FACTS})
persons = st.fixed_dictionaries(
    {"exposure": sets("exposure"), "sexual": sets("sexual")},
    optional={"age": sets("age"), "subject": sets("subject"), "likeness": sets("likeness")},
)
looks = st.builds(
    Seen,
    st.lists(persons, min_size=1, max_size=2).map(tuple),
    st.just("x"),
    st.sampled_from(["no", "maybe", "sure"]),
    st.booleans(),
)


@given(depictions, st.lists(looks, max_size=2))
def test_a_source_takes_nothing_away_but_who_is_shown_where_nobody_points(asked, seen):
    """Each fact keeps what words left possible; the first depiction is the asked one, widened."""
    wide = widened([asked], seen, by_reference=False)[0]
    for fact, values in asked.items():
        if fact == "subject" and values == NOBODY_POINTED:
            assert wide[fact]
            continue
        assert wide[fact] >= values


@given(depictions)
def test_a_source_that_was_not_seen_leaves_every_value(asked):
    """Of all that a source adds to."""
    (wide, *_) = widened([asked], [unseen("x:slow")], by_reference=True)
    assert all(wide[fact] == EVERY[fact] for fact in ("exposure", "sexual", "age", "subject"))


@given(depictions, st.sampled_from(["edit", "generate"]))
def test_an_output_that_was_not_seen_may_show_anything(asked, operation):
    """Whatever was asked."""
    (found,) = shown([asked], unseen("x:slow"), operation, None)
    assert all(found[fact] >= EVERY[fact] for fact in ("exposure", "sexual", "subject"))
    assert found["age"] == EVERY["age"] or asked.get("consent")


@given(depictions, looks, st.sampled_from(["edit", "generate"]))
def test_somebody_asked_for_as_a_minor_stays_one_and_who_looks_young_is_one(asked, seen, operation):
    """No face that looks grown takes that away."""
    for person in seen.persons:
        (found,) = shown([asked], replace(seen, persons=(person,)), operation, None)
        if asked["age"] == {"minor"} or person.get("age") == {"minor"}:
            assert "minor" in found["age"]


@given(depictions, sets("exposure"))
def test_memory_only_adds(asked, exposure):
    """What an output showed may still be there."""
    (found,) = remembered([asked], {"exposure": exposure, "sexual": frozenset({"no"})})
    assert found["exposure"] == asked["exposure"] | exposure


@pytest.mark.parametrize(
    ("before", "after", "adds"),
    [
        ({"covered"}, {"swimwear"}, {"yes"}),
        ({"swimwear"}, {"swimwear"}, {"no"}),
        ({"nude"}, {"covered"}, {"no"}),
        ({"covered", "swimwear"}, {"swimwear"}, {"no", "yes"}),
        ({"swimwear", "underwear"}, {"swimwear", "underwear"}, {"no", "yes"}),
        (set(LEVELS), set(LEVELS), {"no", "yes"}),
    ],
)
def test_what_an_edit_adds_is_told_by_comparing(before, after, adds):
    """Of two sets, every pair is possible."""
    asked = {**VALUES, "adds_exposure": frozenset({"no"})}
    seen = Seen(({"exposure": frozenset(after), "sexual": frozenset({"no"})},), "x")
    (found,) = shown([asked], seen, "edit", frozenset(before))
    assert found["adds_exposure"] == adds


@pytest.mark.parametrize(
    ("resembles", "subject"),
    [("no", {"fictional"}), ("maybe", {"fictional", "real"}), ("sure", {"real"})],
)
def test_somebody_famous_in_an_output_is_real(resembles, subject):
    """Where celebrities are looked for at all."""
    asked = {**VALUES, "subject": frozenset({"fictional"})}
    seen = Seen(({"exposure": frozenset({"covered"})},), "x", resembles)
    (found,) = shown([asked], seen, "generate", None)
    assert found["subject"] == subject


def test_a_face_where_nobody_was_asked_for_is_somebody_invented():
    """Of an edit it may be whoever the upload shows."""
    asked = {**VALUES, "subject": frozenset({"none"})}
    face = {"exposure": frozenset({"covered"}), "subject": frozenset({"fictional", "real"})}
    for operation, subject in (("generate", {"fictional"}), ("edit", {"fictional", "real"})):
        (found,) = shown([asked], Seen((face,), "x"), operation, None)
        assert found["subject"] == subject
