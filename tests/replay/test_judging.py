"""One record judged again: all that it says must follow from what it holds."""

import pytest

from lexloci.rulebook import Rulebook
from lexloci_edge.ids import is_id
from lexloci_edge.records import Record
from lexloci_edge.replay.judging import Shelf, UnjudgedError, WhatIf, replayed
from lexloci_tools.law.building import RULES, build
from lexloci_tools.law.reading import read_rules
from lexloci_tools.serve.consenting import ACCOUNT
from lexloci_tools.serve.generator import scene
from lexloci_tools.synthetic import Setting, decisions


def records(entries):
    """The decisions among entries."""
    return [each for each in entries if isinstance(each, Record)]


@pytest.mark.parametrize("house", ["", "+premium-only,-beyond-the-letter", "+source-must-be-seen"])
def test_every_record_comes_out_as_it_was(rulebook, house):
    """By its own rulebook and house setting a record has the verdict that it had, to the bit."""
    shelf = Shelf([rulebook])
    for record in records(decisions(rulebook, 400, seed=3, setting=Setting(house=house))):
        read = Record.model_validate_json(record.written())
        again = replayed(read, shelf)
        assert again.kept == again.now


def test_synthetic_records_are_what_the_gate_writes(rulebook, few):
    """They have ids of the gate's form, all three outcomes, shared and separate depictions."""
    found = records(few)
    assert len(found) == 300
    assert len({each.id for each in found}) == 300
    assert all(is_id(each.id) for each in found)
    assert {each.outcome for each in found} == {"allow", "refuse", "uncertain"}
    assert any(each.depictions for each in found)
    assert any(each.turned_away for each in found)
    assert [each.at for each in found] == sorted(each.at for each in found)
    assert list(decisions(rulebook, 300, seed=7)) == few
    assert list(decisions(rulebook, 300, seed=8)) != few


@pytest.mark.parametrize(
    "change",
    [
        {"outcome": "allow"},
        {"because": "1"},
        {"duties": "1"},
        {"facts": {}},
        {"places": ("JP",)},
        {"house": "-minors-stay-dressed,-no-revealing-edits,-beyond-the-letter"},
        {"because": "f" * 4000},
    ],
)
def test_a_changed_member_comes_out_otherwise(rulebook, few, change):
    """What is not as it was judged is found: outcome, rules, duties, facts, place, setting."""
    shelf = Shelf([rulebook])
    refused = [each for each in records(few) if each.outcome == "uncertain"]
    changed = [each.model_copy(update=change) for each in refused]
    again = [replayed(each, shelf) for each in changed]
    assert any(each.kept != each.now for each in again)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"rulebook": "sha256:other"}, "no rulebook"),
        ({"house": "+no-such-pack"}, "house setting"),
        ({"at": "yesterday"}, "moment"),
        ({"at": "2026-11-05"}, "moment"),
        ({"at": "9999-12-31T23:59:59.000Z"}, "moment"),
        ({"on": "some day"}, "moment"),
        ({"because": "-1"}, "bits"),
        ({"because": "0x1"}, "bits"),
        ({"duties": "1_0"}, "bits"),
        ({"turned_away": "no-route"}, "turned away"),
    ],
)
def test_what_cannot_be_judged_says_why(rulebook, few, change, reason):
    """A record that gives no question gives no answer either, and a word for the reason."""
    record = next(each for each in records(few) if each.outcome == "refuse" and each.facts)
    with pytest.raises(UnjudgedError) as raised:
        replayed(record.model_copy(update=change), Shelf([rulebook]))
    assert raised.value.where == reason


def test_a_question_about_another_day_is_judged_by_that_day(rulebook):
    """The offence of creating such an image in England: in force since 2026-02-06."""
    facts = {"subject": ["real"], "exposure": ["underwear"], "likeness": ["photographic"]}
    told = {"operation": ["generate"], "sexual": ["no"], "age": ["adult"], **facts}
    asked = Record(
        id="0", at="2026-11-05T10:00:00.000Z", region="eu-west-2", places=("GB-ENG",),
        facts=told, outcome="refuse", rulebook=rulebook.digest, function="1",
    )  # fmt: skip
    now, before = (
        replayed(asked.model_copy(update={"on": on}), Shelf([rulebook])).now.because
        for on in ("2026-02-06", "2026-02-05")
    )
    assert now != before
    ids = {version.id for version in rulebook.versions(now & ~before)}
    assert any(id.endswith("@2026-02-06") for id in ids)


def test_a_turned_away_record_can_only_be_of_one_form(rulebook, few):
    """It refuses by no rule; with any other outcome it differs."""
    record = next(each for each in records(few) if each.turned_away)
    again = replayed(record, Shelf([rulebook]))
    assert again.kept == again.now
    changed = replayed(record.model_copy(update={"outcome": "allow"}), Shelf([rulebook]))
    assert changed.kept != changed.now


def test_another_rulebook_judges_under_the_records_own_house_setting(rulebook, few):
    """Without a house setting of the question, each record keeps its own."""
    other = Rulebook.load(build(read_rules(RULES)))
    record = next(each for each in records(few) if each.outcome == "refuse" and each.facts)
    named = record.model_copy(update={"house": "-beyond-the-letter"})
    kept = replayed(named, Shelf([rulebook]), WhatIf(other, None))
    assert "-beyond-the-letter" in kept.now_by.house
    asked = replayed(named, Shelf([rulebook]), WhatIf(other.under(""), ""))
    assert "+beyond-the-letter" in asked.now_by.house
    with pytest.raises(UnjudgedError):
        replayed(
            named.model_copy(update={"house": "+gone"}), Shelf([rulebook]), WhatIf(other, None)
        )


def test_what_the_gate_itself_wrote_comes_out_as_it_was(rulebook, lexloci):
    """Records of the real gate: each outcome, one depiction and two, claims, consent, no place."""
    photo = scene(48, 48)
    consent = lexloci.consent(photo)
    words = ("a lighthouse at dusk", "a woman in a bikini", "my coworker Anna in underwear")
    two = "a nurse in scrubs next to my neighbour Tom in swimming trunks"
    proven = {"sub": "someone", "tier": "premium", "viewer": "assured_adult", "adult_mode": "on"}
    for place in ("GB-ENG", "US-CA", "JP", "ID", None):
        for prompt in (*words, two, "zzqx vlorp ghnt"):
            lexloci.generate(prompt, place=place)
            lexloci.generate(prompt, place=place, claims=proven)
        lexloci.edit("put her in a bikini", place=place)
        agreed = {**proven, "sub": ACCOUNT, "consents": [consent]}
        lexloci.edit("in underwear", image=photo, place=place, claims=agreed)
    lexloci.send("POST", "/v1/responses", b"{}")
    found = [Record.model_validate(one) for one in lexloci.records() if "outcome" in one]
    for record in found:
        again = replayed(record, Shelf([rulebook]))
        assert again.kept == again.now
    assert {each.outcome for each in found} == {"allow", "refuse", "uncertain"}
    assert any(each.depictions for each in found)
    assert any(each.turned_away for each in found)
    assert any("consent" in fact for each in found for fact in (each.facts, *each.depictions))
    assert len(found) > 60
