"""Words that another reads beside the reader: they only ever add."""

from types import SimpleNamespace
from typing import Any

import pytest
from tests.seeing.stage import PLAIN
from tests.seeing.test_outputs import FAILS

from lexloci_edge.seeing.bulkhead import Bulkhead
from lexloci_edge.seeing.guarded_words import GuardedWords
from lexloci_edge.seeing.guardrails import Guardrails
from lexloci_edge.seeing.seen import DetectorError
from lexloci_tools.serve.stub_sight import ALARMING, guarded_words


def reading(answer: Any) -> Bulkhead:
    """A guardrail that answers so to any words."""
    client = SimpleNamespace(apply_guardrail=lambda **about: answer(about))
    return Bulkhead(GuardedWords(Guardrails(lambda: client, "g", "1")))


def test_words_that_say_nothing_to_it_stay_as_they_were_read(stage):
    """Asked once, with the words as they were read, and told in the record."""
    asked: list[Any] = []
    stage.wording = reading(
        lambda about: asked.append(about) or guarded_words(about["content"][0]["text"]["text"])
    )
    stage.paints(PLAIN)
    assert stage.generate("a lighthouse at dawn").status == 200
    assert [each["content"] for each in asked] == [[{"text": {"text": "a lighthouse at dawn"}}]]
    assert asked[0]["source"] == "INPUT"
    assert "words:guardrails@1" in stage.records[0].evidence


def test_words_that_alarm_it_may_show_more(stage):
    """Of whom the reader found only covered."""
    stage.wording = reading(lambda _: guarded_words(ALARMING))
    told = stage.generate("a woman on a bench")
    assert (told.status, stage.forwarded) == (403, 0)
    # What a record leaves out is every value.
    assert not {"exposure", "sexual"} & set(stage.records[0].facts)


@pytest.mark.parametrize("does", FAILS.values(), ids=FAILS)
def test_a_guardrail_that_does_not_answer_leaves_every_value(stage, does):
    """Slow, throttled or broken: of somebody, that is refused."""
    stage.hurry()
    stage.wording = reading(lambda _: does())
    stage.paints(PLAIN)
    told = stage.generate("a woman on a bench")
    assert (told.status, stage.forwarded) == (403, 0)
    assert not {"exposure", "sexual"} & set(stage.records[0].facts)
    assert any(each.startswith("words:guardrails:") for each in stage.records[0].evidence)


@pytest.mark.parametrize(
    "wrong",
    [
        {"guardrailCoverage": {}},
        {"guardrailCoverage": {"textCharacters": {"guarded": 0, "total": 0}}},
        {"guardrailCoverage": {"textCharacters": {"guarded": 3, "total": 4}}},
        {"assessments": []},
        {"assessments": [{"contentPolicy": {"filters": []}}]},
        {"assessments": "none"},
    ],
)
def test_words_that_were_not_guarded_whole_were_not_read(wrong):
    """An answer about a part of them says nothing of the rest."""
    words = GuardedWords(Guardrails(lambda: None, "g", "1"))
    with pytest.raises(DetectorError, match="broken"):
        words.evidence([{**guarded_words("a lighthouse"), **wrong}])
