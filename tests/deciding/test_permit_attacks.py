"""Attacks on a permit, as cases: all refused by the one file that an image server takes."""

import ast
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from tests.deciding import permitting
from tests.deciding.conftest import cases

from lexloci_tools.client import lexloci_permit
from lexloci_tools.client.lexloci_permit import InMemory, PermitError

ATTACKS = cases("permits/attacks.json")


def refused(verifier, case):
    """Why a case is refused, in a word; None where it is not."""
    try:
        place = case.get("place", "GB-ENG")
        verifier.verify(permitting.permit(case), permitting.seen(case), place=place)
    except PermitError as error:
        return str(error)
    return None


def test_there_are_enough_attacks():
    """Each under a name of its own."""
    assert len({each["id"] for each in ATTACKS}) == len(ATTACKS) >= 30


@pytest.mark.parametrize("case", [pytest.param(each, id=each["id"]) for each in ATTACKS])
def test_an_attack_is_refused_and_takes_nothing(case):
    """For the reason that it is one; a permit that does not hold is not used up by it."""
    spent = InMemory()
    verifier = permitting.verifier(spent, case.get("at", 1))
    if case.get("race"):
        with ThreadPoolExecutor(8) as pool:
            told = list(pool.map(lambda _: refused(verifier, {}), range(64)))
        assert sorted(map(str, told)) == ["None"] + ["spent"] * 63
        return
    for _ in range(case.get("use_before", 0)):
        assert refused(verifier, {}) is None
    assert refused(verifier, case) == case["refused"]
    if not case.get("use_before"):
        assert refused(permitting.verifier(spent), {}) is None


@pytest.mark.parametrize(
    "case",
    [
        {},
        {"at": 0},
        {"at": 59.9},
        {"at": -5},
        {"place": ["GB-ENG"]},
        {"claims": {"place": ["world"]}, "place": "FJ"},
        {"claims": {"place": ["US-NY", "US-CA"]}, "place": ["US-CA", "US-NY"]},
        {"claims": {"place": ["FR", "GB-ENG"]}, "place": "GB-ENG"},
        {"place": None},
        {"head": {"kid": "second"}, "by": "second"},
        {"claims": {"later": "a member that comes with a later version"}},
    ],
)
def test_a_good_permit_holds_once(case):
    """At any moment of its minute, by either published key, for the places that were judged."""
    verifier = permitting.verifier(InMemory(), case.get("at", 1))
    place = case.get("place", "GB-ENG")
    permit = verifier.verify(permitting.permit(case), permitting.seen(case), place=place)
    assert (permit.duties, permit.rulebook) == (("marking", "check-output"), "sha256:00")
    assert permit.decision.startswith("019ab000")
    assert refused(verifier, case) == "spent"


def test_no_place_at_all_is_not_an_unknown_one():
    """Only None says that a server cannot know."""
    for place in ("", []):
        assert refused(permitting.verifier(InMemory()), {"place": place}) == "other-place"


def test_it_needs_pyjwt_and_nothing_of_ours():
    """Who copies the file copies no more."""
    tree = ast.parse(Path(lexloci_permit.__file__).read_text(encoding="utf-8"))
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {each.name.split(".")[0] for each in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(str(node.module).split(".")[0])
    assert names - set(sys.stdlib_module_names) == {"jwt"}


def test_memory_that_is_full_counts_everything_as_spent():
    """A server that cannot remember makes no image; what is over is forgotten first."""
    now = [0.0]
    spent = InMemory(2, lambda: now[0])
    assert [spent("a", 60), spent("b", 90), spent("c", 90)] == [False, False, True]
    now[0] = 61
    assert [spent("c", 120), spent("b", 90), spent("d", 120)] == [False, True, True]
