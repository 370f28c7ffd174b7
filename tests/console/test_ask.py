"""The ask page: what the gate would do, why, and what would change it."""

from dataclasses import replace

import pytest
from tests.console.conftest import NOW, got

from lexloci_reader import Reading, read
from lexloci_tools.console.desk import Desk
from lexloci_tools.console.questions import STORY_PROMPT

UNDERWEAR = "prompt=photo+of+George+Clooney+in+his+underwear"


def test_first_sight_is_the_storys_prompt(told) -> None:
    """A named real person in underwear from England: 451, by the law of its day."""
    found = told("/console/ask")
    assert (found["prompt"], found["answer"]["status"]) == (STORY_PROMPT, 451)
    assert found["answer"]["bearing"][0]["id"] == "gb/creating-intimate-image@2026-02-06"


def test_each_fact_says_what_is_ruled_out_and_by_what(told) -> None:
    """Every fact with all of its values, those possible marked, and a reason in words."""
    found = told(f"/console/ask?{UNDERWEAR}&place=GB-ENG")
    (facts,) = found["depictions"]
    rows = {row["fact"]: row for row in facts}
    possible = {
        name: [each["value"] for each in row["values"] if each["possible"]]
        for name, row in rows.items()
    }
    assert possible["exposure"] == ["underwear"]
    assert possible["consent"] == ["none"]
    assert rows["exposure"]["by"].startswith("attire: ")
    assert rows["operation"]["by"] == "the route tells"
    assert rows["consent"]["by"] == "nothing is proven, so the first value holds"
    assert all(row["by"] for row in facts)


def test_an_unknown_place_is_every_place_and_a_settler_settles_it(told) -> None:
    """Without a place it is uncertain; a settler's link asks again with the fact set, and keeps its
    promise."""
    found = told(f"/console/ask?{UNDERWEAR.replace('George+Clooney', 'Emily+Darlington')}")
    assert found["where"] == [{"node": "world", "title": "every place"}]
    assert found["answer"]["outcome"] == "uncertain"
    offers = [(each, offer) for each in found["settlers"] for offer in each["offers"][:2]]
    assert offers
    for settler, offer in offers:
        again = told(offer["href"])
        assert again["answer"]["outcome"] == settler["outcome"], offer


def test_a_fact_set_by_hand_can_be_taken_back(told) -> None:
    """It stands over the reading, says so, and its link leads back to the reading."""
    found = told(f"/console/ask?{UNDERWEAR}&place=GB-ENG&subject=fictional")
    (row,) = [row for row in found["depictions"][0] if row["fact"] == "subject"]
    assert row["by"] == "set by hand"
    (mine,) = found["set"]
    again = told(mine["undo"])
    assert again["set"] == []
    assert again["answer"]["status"] == 451


def test_pasted_headers_say_where_and_each_says_what_it_did(told) -> None:
    """As `lexloci place` reads them: a country alone is the whole country."""
    headers = "CloudFront-Viewer-Country:+GB%0ACloudFront-Viewer-ASN:+64496"
    found = told(f"/console/ask?{UNDERWEAR}&headers={headers}&place=FR")
    assert [each["node"] for each in found["where"]] == ["GB"]
    assert all(each["means"] for each in found["place_evidence"])
    words = [each["word"] for each in found["place_evidence"]]
    assert words == ["country", "region:absent", "network"]


def test_claims_count_as_proven(told) -> None:
    """Consent opens the cell that the law lets it open, as `lexloci decide` has it."""
    found = told(f"/console/ask?{UNDERWEAR}&place=GB-ENG&consent=verified")
    assert found["answer"]["outcome"] == "allow"
    (consent,) = [each for each in found["depictions"][0] if each["fact"] == "consent"]
    assert consent["by"] == "taken as proven"


def test_without_a_day_the_local_days_are_judged(told) -> None:
    """At noon in London it is two days in the world, and one in England."""
    assert told(f"/console/ask?{UNDERWEAR}&place=GB-ENG")["days"] == [NOW.date().isoformat()]
    assert len(told(f"/console/ask?{UNDERWEAR}")["days"]) >= 2
    day = told(f"/console/ask?{UNDERWEAR}&place=GB-ENG&on=2026-02-05")
    assert day["answer"]["status"] == 403


def test_a_reader_that_breaks_leaves_everything_possible(desk: Desk) -> None:
    """As in the gate: crashed or not, the page answers, and says so."""

    def crash(prompt: str, *, operation: str, images: int) -> Reading:
        raise RuntimeError("no data")

    page = got(replace(desk, read=crash), f"/console/ask?{UNDERWEAR}&place=GB-ENG")
    assert page.status == 200
    assert b"The reader crashed, so every value is possible" in page.body


def test_nothing_is_stored(desk: Desk) -> None:
    """A prompt reaches the reader and nothing else: no ledger is asked, no file is written."""
    heard: list[str] = []

    def listen(prompt: str, *, operation: str, images: int) -> Reading:
        heard.append(prompt)
        return read(prompt, operation=operation, images=images)

    alone = replace(desk, read=listen, ledger=None, proofs=None, export=None, rules=None)
    assert got(alone, f"/console/ask?{UNDERWEAR}").status == 200
    assert len(heard) == 1


@pytest.mark.parametrize(
    "query", ["operation=vary", "images=many", "images=99", "front=akamai", "headers=nonsense"]
)
def test_a_wrong_question_is_told_so(get, query: str) -> None:
    """400 with what is wrong, not a guess."""
    assert get(f"/console/ask?prompt=x&{query}").status == 400
