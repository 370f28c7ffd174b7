"""The world page: what it says of every place is what the law says there."""

from datetime import date

import pytest
from tests.console.conftest import Get

from lexloci.rulebook import Rulebook
from lexloci.verdict import judge
from lexloci_tools.console import questions, verdicts
from lexloci_tools.console.address import Address
from lexloci_tools.console.desk import Desk
from lexloci_tools.console.notches import around
from lexloci_tools.console.rendering import FILES, file
from lexloci_tools.console.tiles import grids
from lexloci_tools.console.world import Judged

STORY = "&".join(f"{name}={value}" for name, value in questions.STORY.items())
QUESTIONS = ("", STORY, "subject=real", "exposure=nude&subject=fictional&adult_mode=on", "age=any")


@pytest.mark.parametrize("on", ["2025-01-01", "2026-02-05", "2026-02-06", "2026-12-02"])
@pytest.mark.parametrize("question", QUESTIONS)
def test_judging_by_groups_is_judging_each_place(book: Rulebook, question: str, on: str) -> None:
    """Every leaf, and every tile, has the verdict that the engine gives it alone."""
    address = Address.parse("/console/world", f"{question}&on={on}".replace("age=any", ""))
    asked = questions.asked(book, address, date.fromisoformat(on))
    judged = Judged(asked)
    nodes = {*book.places.leaves("world"), *judged.of_tiles()}
    for node in nodes:
        alone = judge(book, asked.at(node), asked.on)
        found = judged.at(node)
        assert (found.kind, found.because) == (verdicts.kind_of(book, alone), alone.because), node


def test_each_place_stands_once_on_the_map(book: Rulebook) -> None:
    """All countries are tiles of the world, all parts of the four countries tiles of theirs."""
    places = book.places
    world, *parts = grids()
    groups = {*places.groups(), places.world}
    countries = {node for node in places.nodes() if "-" not in node} - groups
    shown = [tile.node for tile in world.tiles]
    assert len(shown) == len(set(shown))
    assert set(shown) == countries - set(places.parts("US"))
    for grid in parts:
        nodes = [tile.node for tile in grid.tiles]
        assert len(nodes) == len(set(nodes))
        assert set(nodes) == set(places.parts(grid.name))
        assert len({(tile.column, tile.row) for tile in grid.tiles}) == len(nodes)


def test_first_sight_is_the_story(told) -> None:
    """Without a question: a real adult in underwear, refused in England by the law of its day."""
    found = told("/console")
    assert found["example"]
    assert (found["place"]["node"], found["answer"]["status"]) == ("GB-ENG", 451)
    assert found["answer"]["bearing"][0]["id"] == "gb/creating-intimate-image@2026-02-06"
    assert found["answer"]["bearing"][0]["law"].startswith("Sexual Offences Act 2003 s.66E")
    again = told(found["address"])
    assert {**again, "example": True} == found


@pytest.mark.parametrize(
    ("before", "on", "place", "more"),
    [
        ("2026-02-05", "2026-02-06", "GB-ENG", ""),
        ("2026-12-01", "2026-12-02", "FR", "&exposure=nude&house=law"),
        ("2026-12-31", "2027-01-01", "US-UT", "&exposure=nude&house=law"),
    ],
)
def test_a_law_begins_on_its_day(told, before: str, on: str, place: str, more: str) -> None:
    """The day before it is not refused by that law; on the day it is."""
    story = STORY.replace("exposure=underwear", "") if "exposure" in more else STORY
    kinds, rules = [], []
    for day in (before, on):
        found = told(f"/console/world?{story}{more}&place={place}&on={day}")
        kinds.append(found["answer"]["kind"])
        rules.append({each["id"] for each in found["answer"]["bearing"]})
    assert any(rule.endswith(f"@{on}") for rule in rules[1] - rules[0])
    assert kinds[1] == "law"
    assert told("/console")["verdicts"].keys() == found["verdicts"].keys()


def test_groups_and_counts_hold_every_leaf_once(told, book: Rulebook) -> None:
    """The table has each of the places once, and the legend counts what the table holds."""
    found = told(f"/console/world?{STORY}&on=2026-11-24")
    leaves = [
        leaf
        for group in found["groups"]
        for each in group["places"]
        for leaf in book.places.leaves(each["node"])
    ]
    assert sorted(leaves) == sorted(book.places.leaves("world"))
    counted = dict.fromkeys(found["counts"], 0)
    for group in found["groups"]:
        counted[group["kind"]] += group["leaves"]
    assert counted == found["counts"]


def test_between_two_notches_the_law_stands_still(desk: Desk, book: Rulebook) -> None:
    """The slider's days are all the days on which the bits in force change."""
    days = [notch.day for notch in desk.notches]
    assert date(2026, 2, 6) in days
    assert date(2026, 12, 2) in days
    assert all(notch.changes for notch in desk.notches)
    # Groups' members change the bits in force too, and no rule begins on such a day.
    started = {date.fromordinal(day) for day in book.day_starts if day > days[0].toordinal()}
    assert started <= set(days)
    told = around(desk.notches, date(2026, 2, 7), date(2026, 11, 24))
    assert told["since"] == "2026-02-06"
    assert told["before"] < "2026-02-06" < told["after"]
    first = around(desk.notches, date(1990, 1, 1), date(2026, 11, 24))
    assert (first["at"], first["since"]) == (0, None)
    assert around(desk.notches, date(2099, 1, 1), date(2026, 11, 24))["after"] is None


def test_the_page_is_light(get: Get) -> None:
    """The page with its stylesheet and scripts is under 200 kB; packed it is a fraction."""
    page = get("/console")
    scripts = sum(len(file(name)) for name in FILES if name not in ("proof.js",))
    assert len(page.body) + scripts < 200_000
    law = get(f"/console/world?{STORY}&on=2026-12-02&house=law")
    assert len(law.body) + scripts < 200_000
    thin = get("/console", Accept_Encoding="gzip, br")
    assert thin.header("Content-Encoding") == "gzip"
    assert len(thin.body) * 5 < len(page.body)


@pytest.mark.parametrize(
    ("query", "where"),
    [
        ("on=tomorrow", "on"),
        ("subject=somebody", "subject"),
        ("place=Atlantis", "place"),
        ("house=%2Bno-such-pack", "house setting"),
        ("x=" + "y" * 9000, "address"),
    ],
)
def test_a_wrong_question_is_told_so(get: Get, query: str, where: str) -> None:
    """A page of its own says what is wrong; as JSON it is the same, with the status."""
    page, data = get(f"/console/world?{query}"), get(f"/console/world.json?{query}")
    assert page.status == data.status
    assert page.status in (400, 414)
    assert b"Back to the world" in page.body
    assert data.header("Content-Type") == "application/json"


def test_a_place_may_be_typed_by_its_name(told) -> None:
    """`england`, `gb-eng` and `GB-ENG` are one place."""
    nodes = {
        told(f"/console/world?place={each}")["place"]["node"] for each in ("england", "gb-eng")
    }
    assert nodes == {"GB-ENG"}


def test_a_place_shows_its_packs_with_law_source_basis_and_cases(told) -> None:
    """England: the pack of its country first; the rule of s.66E with its source and its cases."""
    found = told(f"/console/places/GB-ENG?{STORY}&on=2026-11-24")
    first = found["packs"][0]
    assert (first["pack"], first["checked"]) == ("gb", first["checked"])
    rules = {rule["id"]: rule for rule in first["rules"]}
    rule = rules["gb/creating-intimate-image@2026-02-06"]
    assert (rule["bears"], rule["basis"], rule["reaches"]) == (True, "primary", ["creating"])
    assert rule["source"].startswith("https://www.legislation.gov.uk/")
    assert rule["cases"]
    assert [pack["house"] for pack in found["packs"]] == sorted(p["house"] for p in found["packs"])
    assert found["within"][0]["node"] == "GB"


def test_a_case_can_be_asked_where_it_stands(told) -> None:
    """Each case's link asks the question that the case gives, with the verdict that it expects."""
    found = told("/console/places/GB-ENG?on=2026-11-24")
    cases = [case for pack in found["packs"] for rule in pack["rules"] for case in rule["cases"]]
    for case in cases[:12]:
        assert told(case["ask"])["answer"]["outcome"] == case["expect"], case["name"]
