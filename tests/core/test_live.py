"""Live rules can only restrict: the law of them, against brute force; and what is refused."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.tiny import DAYS, NODES, possibilities, subsets, tiny_books, version
from tests.live_documents import PACK, UNSOUND, document, rule, unsound

from lexloci.errors import LiveRulesError
from lexloci.explain import explain, status_of
from lexloci.facts import PLACE, attested_defaults
from lexloci.live import joined
from lexloci.live_form import read_live
from lexloci.plain import plain_judge
from lexloci.verdict import STRICTNESS, Outcome, judge, judge_call

days = st.sampled_from(DAYS).map(date.fromisoformat)
TODAY = date(2026, 11, 24)


@st.composite
def live_documents(draw):
    """Documents of up to three random rules and closings, and perhaps the house pack."""
    versions = []
    for number in range(draw(st.integers(0, 3))):
        when = {
            name: draw(subsets(values))
            for name, values in (("who", ["none", "real", "drawn"]), ("what", ["a", "b", "c"]))
            if draw(st.booleans())
        }
        raw = version(
            number,
            when,
            draw(subsets(NODES)),
            since=draw(st.sampled_from(["always", *DAYS])),
            source="s",
            pack=PACK,
            duties=draw(st.sampled_from([[], [], ["marking"]])),
        )
        versions.append({**raw, "id": f"{PACK}/{raw['rule']}@{raw['from']}"})
    closed = draw(st.lists(st.sampled_from(NODES), unique=True, max_size=2))
    house = draw(st.sampled_from([[], ["h"]]))
    return document(*versions, closed=dict.fromkeys(closed, "why"), house_on=house)


@given(tiny_books(), live_documents(), possibilities(), days, st.sampled_from(["", "-h"]))
def test_live_rules_never_loosen_a_verdict(book, told, possible, on, house):
    """Whatever the document says, the verdict is at least as strict, and no duty falls away."""
    packaged = book.under(house)
    both = joined(packaged, read_live(told))
    before, after = judge(packaged, possible, on), judge(both, possible, on)
    assert STRICTNESS[after.outcome] >= STRICTNESS[before.outcome]
    if after.outcome is before.outcome:
        assert after.because & before.because == before.because
        assert set(packaged.duties(before.duties)) <= set(both.duties(after.duties))


@given(tiny_books(), live_documents(), possibilities(), days)
def test_both_together_are_judged_as_the_plain_evaluator_does(book, told, possible, on):
    """The joined columns say what the joined rules say."""
    both = joined(book, read_live(told))
    verdict = judge(both, possible, on)
    named = frozenset(each.id for each in both.versions(verdict.because))
    assert (verdict.outcome, named) == plain_judge(both, possible, on)


@given(tiny_books(), live_documents(), days)
def test_packaged_rules_keep_their_bits(book, told, on):
    """So a record's bits name the same packaged rules with live rules and without."""
    both = joined(book, read_live(told))
    every = (1 << len(book.raw["bits"])) - 1
    assert book.versions(every) == both.versions(every)
    assert both.in_force(on) & every & book.open_bits == book.in_force(on)
    # Bits of live rules name nothing where those are not at hand.
    assert book.versions(both.refusals & ~every) == ()


@pytest.mark.parametrize("name", UNSOUND)
def test_an_unsound_document_is_refused_and_told_why(rulebook, name):
    """Unknown members, packs switched off, unknown facts, other digests, and all else."""
    with pytest.raises(LiveRulesError) as refused:
        joined(rulebook, read_live(unsound(name)))
    assert UNSOUND[name]["says"] in str(refused.value)


def test_a_packaged_pack_cannot_be_written_over(rulebook):
    """Not even by a document that is otherwise sound."""
    told = document(rule()).replace(PACK.encode(), b"gb")
    with pytest.raises(LiveRulesError, match="hash"):
        read_live(told)
    from lexloci.live import LiveRules

    live = LiveRules("sha256:x", (), {}, ({**rule(), "id": "gb/order@always", "pack": "gb"},))
    with pytest.raises(LiveRulesError, match="packaged pack"):
        joined(rulebook, live)


def asked(rulebook, place, **facts):
    """A call: nobody shown, but for what is said."""
    plain = {"operation": "generate", "subject": "none", "age": "adult", "exposure": "covered"}
    said = {**plain, "sexual": "no", "likeness": "drawn", "adds_exposure": "no", **facts}
    sets = {name: frozenset({value}) for name, value in said.items()}
    return {**attested_defaults(rulebook.facts), **sets, PLACE: frozenset({place})}


@pytest.mark.parametrize(
    ("closed", "place", "outcome"),
    [
        ("GB", "GB-ENG", "refuse"),
        ("GB", "FR", "allow"),
        ("GB", "world", "uncertain"),
        ("GB-SCT", "GB", "uncertain"),
        ("EU", "FR", "refuse"),
        ("world", "JP", "refuse"),
        ("world", "world", "refuse"),
    ],
)
def test_a_closed_place_is_closed_and_no_other(rulebook, closed, place, outcome):
    """Whatever may come from there is refused, by a rule of ours: 403, never 451."""
    both = joined(rulebook, read_live(document(closed={closed: "while we look into it"})))
    verdict = judge_call(both, [asked(both, place)], [TODAY])
    assert verdict.outcome is Outcome(outcome)
    assert status_of(both, verdict) == (200 if outcome == "allow" else 403)
    told = [each.version for each in explain(both, [asked(both, place)], [TODAY]).bearing]
    assert [each.id for each in told] == ([] if outcome == "allow" else [f"closed/{closed}@always"])
    assert all("while we look into it" in str(each.house) for each in told)


def test_an_emergency_rule_of_law_refuses_by_law(rulebook):
    """As a packaged one would, with the order that it stands on."""
    both = joined(rulebook, read_live(document(rule())))
    call = asked(both, "GB-WLS", subject="fictional", exposure="swimwear")
    verdict = judge_call(both, [call], [TODAY])
    assert [each.law for each in both.versions(verdict.because)] == ["Order of a court"]
    assert status_of(both, verdict) == 451
    assert judge_call(rulebook, [call], [TODAY]).outcome is Outcome.ALLOW


def test_the_digest_is_of_what_is_said_not_of_how_it_is_written():
    """Order and spaces are nobody's law; a reason is."""
    one, other = (b'{"format": 1, "closed": {"GB": "%s"}}' % why for why in (b"a", b"b"))
    assert read_live(one).digest != read_live(other).digest
    assert read_live(b'{"closed":{"GB":"a"},\n"format":1}').digest == read_live(one).digest


def test_house_packs_are_switched_on_over_the_setting(rulebook):
    """What the installation switched off, the document can switch on; nothing goes off."""
    packaged = rulebook.under("-adult-mode,-hold-reviews")
    both = joined(packaged, read_live(document(house_on=["adult-mode", "premium-only"])))
    on = {word[1:] for word in both.house.split(",") if word[0] == "+"}
    assert {"adult-mode", "premium-only"} <= on
    assert {word[1:] for word in packaged.house.split(",") if word[0] == "+"} <= on
    assert "hold-reviews" not in on
    assert (both.digest, packaged.live) == (rulebook.digest, None)


def test_more_than_a_record_can_carry_is_refused():
    """A hundred rules and closings; a platform in more trouble than that closes the world."""
    with pytest.raises(LiveRulesError, match="more than 100"):
        read_live(document(*(rule(f"order-{n}") for n in range(100)), closed={"GB": "why"}))
