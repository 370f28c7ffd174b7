"""The researched register is a floor for us: 85 places, 7 cells, compared one by one.

`matrix.json` restates the register's verdicts; `differences.json` lists each cell in which the
rulebook answers otherwise, with its legal reason. A difference may only be stricter.
"""

import json
from datetime import date
from pathlib import Path

import pytest

from lexloci.facts import PLACE, attested_defaults
from lexloci.rulebook import Rulebook
from lexloci.verdict import Outcome, Verdict, judge

DATA = Path(__file__).parents[1] / "data" / "law"
MATRIX = json.loads((DATA / "matrix.json").read_text(encoding="utf-8"))
DIFFERENCES = json.loads((DATA / "differences.json").read_text(encoding="utf-8"))
ON = date(2026, 11, 23)

STANDS_FOR = {"XX": "FJ", "GB": "GB-ENG", "EU": "LT", "US": "US-KS", "AU": "AU-QLD"}
"""Where a row means `the rest of it`, a place that no other row covers."""

REAL = {"subject": "real", "age": "adult", "sexual": "no"}
INVENTED = {"subject": "fictional", "age": "adult", "sexual": "no"}
MINOR = {"subject": "fictional", "age": "minor", "exposure": "covered"}
CELLS: dict[str, list[dict[str, str]]] = {
    "real_adult_swimwear": [{**REAL, "exposure": "swimwear"}],
    "real_adult_underwear": [{**REAL, "exposure": "underwear"}],
    "real_adult_nudity": [{**REAL, "exposure": "partial"}, {**REAL, "exposure": "nude"}],
    "real_adult_sexual_act": [{**REAL, "exposure": "covered", "sexual": "explicit"}],
    "fictional_adult_nudity": [
        {**INVENTED, "exposure": "partial"},
        {**INVENTED, "exposure": "nude"},
    ],
    "fictional_adult_explicit": [{**INVENTED, "exposure": "nude", "sexual": "explicit"}],
    "minor_or_minor_appearing_sexualised": [
        {**MINOR, "sexual": "suggestive"},
        {**MINOR, "sexual": "no", "exposure": "underwear"},
    ],
}


def judged(book: Rulebook, place: str, given: dict[str, str], assured: bool) -> Verdict:
    """The verdict on a cell: a photograph from words, adult mode on, no consent on record."""
    asked = {"operation": "generate", "likeness": "photographic", "adds_exposure": "no", **given}
    asked["adult_mode"] = "on"
    asked["viewer"] = "assured_adult" if assured else "unassured"
    possible = {fact: frozenset({value}) for fact, value in asked.items()}
    return judge(book, {**attested_defaults(book.facts), **possible, PLACE: frozenset({place})}, ON)


def fault(book: Rulebook, code: str, cell: str, verdict: str) -> str | None:
    """How the rulebook differs from the register in a cell: `looser`, `stricter`, or not at all."""
    place = STANDS_FOR.get(code, code)
    for given in CELLS[cell]:
        assured = judged(book, place, given, assured=True)
        unassured = judged(book, place, given, assured=False)
        allowed = assured.outcome is Outcome.ALLOW
        if verdict == "deny" and allowed:
            return "looser"
        if verdict == "allow" and not allowed:
            return "stricter"
        if verdict == "allow_with_age_assurance":
            if unassured.outcome is Outcome.ALLOW:
                return "looser"
            if not allowed:
                return "stricter"
        if verdict == "review" and cell == "real_adult_swimwear":
            if not allowed:
                return "stricter"
            if "review" not in book.duties(assured.duties):
                return "looser"
        elif verdict == "review" and allowed:
            return "looser"
    return None


@pytest.mark.parametrize("code", sorted(set(MATRIX) - {"ZZ"}))
def test_each_cell_of_the_register_is_answered_as_researched(book, code):
    """Every cell is equal, or stricter with a legal reason on the list."""
    found = {
        f"{code} {cell}": told
        for cell, (verdict, _) in MATRIX[code].items()
        if (told := fault(book, code, cell, verdict))
    }
    listed = {key: "stricter" for key in DIFFERENCES if key.split()[0] == code}
    assert found == listed


@pytest.mark.parametrize("cell", [c for c, (v, _) in MATRIX["ZZ"].items() if v == "deny"])
def test_the_floor_lies_under_every_leaf(book, cell):
    """No place opens what the floor refuses, whatever is assured."""
    for leaf in book.places.leaves("world"):
        for given in CELLS[cell]:
            assert judged(book, leaf, given, assured=True).outcome is not Outcome.ALLOW


def test_the_list_of_differences_is_short():
    """At most 25 of the 595 cells differ, and each says why."""
    assert len(DIFFERENCES) <= 25
    assert all(len(reason) > 20 for reason in DIFFERENCES.values())
