"""Multi-step undressing: each step is harmless alone, and the chain is stopped."""

import pytest
from tests.seeing.stage import pictures_in, shows

STEPS = ["covered", "covered", "covered", "swimwear", "underwear"]
"""What the generator makes of five requests, none of which asks for it."""


def test_five_edits_that_undress_are_stopped_at_the_step_that_does(stage):
    """Nobody asked for it in words: the fourth output shows it, is withheld, and the record tells
    what it showed, what its source had shown, and that the step added it."""
    picture, shown = shows("covered"), []
    for made in STEPS:
        stage.paints(shows(made))
        told = stage.edit("make the sky blue", picture)
        if told.status != 200:
            break
        (picture,) = pictures_in(told)
        shown.append(picture)
    assert (told.status, told.body["withheld"]) == (403, "output")
    assert shown == [shows("covered")] * 3
    after = stage.after
    assert (after.result, after.seen["exposure"]) == ("withheld", ("swimwear", "underwear"))
    assert after.seen["adds_exposure"] == ("yes",)
    because = {each.pack for each in stage.book.versions(int(after.because, 16))}
    assert "no-revealing-edits" in because
    assert stage.records[-1].id == after.id == told.body["decision_id"]


@pytest.mark.parametrize("house", ["", "-no-revealing-edits"])
def test_who_leaves_the_chain_and_comes_back_starts_where_it_was(stage, house):
    """An output that shows more is remembered by its digest, whoever brings it back and when."""
    stage.environment["LEXLOCI_HOUSE"] = ",".join(
        filter(None, ["-hold-reviews,-adult-mode,-beyond-the-letter", house])
    )
    made = shows("swimwear")
    stage.paints(made)
    stage.generate("a woman in a bikini")
    stage.looks = False
    told = stage.edit("a known person on a bench", made)
    assert told.status == 403
    record = stage.records[-1]
    # What the detector saw is what it calls swimwear or underwear.
    assert record.facts["exposure"] == ("covered", "swimwear", "underwear")
    assert f"made-by:{stage.records[0].id}" in record.evidence


def test_a_chain_without_a_detector_is_stopped_by_memory_alone(stage):
    """Five steps: made in lingerie by words, then edited by words that say nothing of clothes, and
    the last one puts somebody known into it."""
    stage.looks = False
    stage.environment["LEXLOCI_HOUSE"] = "-hold-reviews,-adult-mode,-beyond-the-letter"
    made = shows("underwear")
    stage.paints(made)
    assert stage.generate("a woman in lingerie").status == 200
    outcomes = [stage.edit("make her smile", made).status for _ in range(4)]
    assert outcomes == [403] * 4
    assert all("underwear" in each.facts["exposure"] for each in stage.records[1:])
