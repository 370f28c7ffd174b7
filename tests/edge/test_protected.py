"""Protected persons: the contract of every backing, and what a name in a prompt comes to."""

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from tests.edge.engines import REAL, empty

from lexloci_edge.errors import RegisterError
from lexloci_edge.hashes import keyed_hash
from lexloci_edge.people.protected import (
    MAX_AGE,
    KeptNames,
    MemoryProtected,
    Person,
    found_in,
    protecting,
)
from lexloci_edge.people.protected_dynamo import DynamoProtected
from lexloci_edge.vault import Secret
from lexloci_reader import read
from lexloci_reader.whom import name_of

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
REGION = "eu-west-2"
TABLE = "lexloci-protected"
KEY = Secret("v0", b"a-key")
ONE = Person("019ab000-0000-7000-8000-00000000000a", REGION, "platform", ("v0:a", "v0:b"), NOON)
TWO = replace(ONE, id="019ab000-0000-7000-8000-00000000000b", names=("v0:b",), entered_by="v0:x")


def hashed(*names):
    """The set with these names in force."""
    return frozenset(keyed_hash(KEY, "name", name_of(name)) for name in names)


@pytest.fixture(params=["memory", "moto", REAL])
def register(request):
    """A register on each backing, empty."""
    if request.param == "memory":
        yield MemoryProtected()
    else:
        with empty(request.param, TABLE, request) as dynamodb:
            yield DynamoProtected(lambda: dynamodb, TABLE, REGION)


def test_a_person_who_is_entered_is_there_and_their_names_are_in_force(register):
    """At once."""
    assert register.names() == frozenset()
    register.enter(ONE)
    register.enter(TWO)
    assert (register.get(ONE.id), register.get(TWO.id)) == (ONE, TWO)
    assert register.names() == {"v0:a", "v0:b"}
    assert register.get("019ab000-0000-7000-8000-00000000000c") is None


def test_releasing_somebody_leaves_the_names_that_others_have(register):
    """And releasing them again takes nothing away from anybody."""
    register.enter(ONE)
    register.enter(TWO)
    for _ in range(3):
        assert register.release(ONE, NOON).released_at == NOON
    assert register.names() == {"v0:b"}
    register.release(TWO, NOON)
    assert register.names() == frozenset()


@pytest.mark.parametrize("register", ["moto", REAL], indirect=True)
def test_each_region_writes_its_own_and_reads_all(register):
    """So that none overwrites another's set when tables are replicated."""
    there = DynamoProtected(lambda: register.client, TABLE, "us-east-1")
    register.enter(ONE)
    there.enter(replace(TWO, region="us-east-1", names=("v0:c",)))
    assert register.names() == there.names() == {"v0:a", "v0:b", "v0:c"}


@pytest.mark.parametrize("register", ["moto", REAL], indirect=True)
def test_a_register_that_does_not_take_somebody_says_so(register):
    """Nobody is told that they are protected who is not."""
    register.enter(ONE)
    with pytest.raises(RegisterError, match="did not take"):
        register.enter(replace(ONE, names=("v0:z",)))
    elsewhere = DynamoProtected(lambda: register.client, "elsewhere", REGION)
    for ask in (
        elsewhere.names,
        lambda: elsewhere.enter(TWO),
        lambda: elsewhere.release(TWO, NOON),
    ):
        with pytest.raises(RegisterError):
            ask()


@pytest.mark.parametrize("register", [REAL], indirect=True)
def test_one_set_holds_a_thousand_persons(register):
    """Read with one query of few bytes."""
    for at in range(125):
        names = tuple(f"v0:{at:03d}-{n:012d}" for n in range(8))
        register.enter(replace(ONE, id=f"{at}", names=names))
    assert len(register.names()) == 1000


class Source:
    """Names that change, and that may fail."""

    def __init__(self):
        self.asked, self.fails = 0, False

    def names(self):
        """As `Names.names`."""
        self.asked += 1
        if self.fails:
            raise RegisterError("does not answer")
        return frozenset({f"v0:{self.asked}"})


def test_the_set_is_kept_for_a_minute_and_no_longer():
    """A name that is entered counts everywhere in this Region within that time."""
    source, now = Source(), [NOON]
    kept = KeptNames(source, lambda: now[0])
    assert kept.names() == kept.names() == {"v0:1"}
    now[0] += MAX_AGE
    assert kept.names() == {"v0:2"}
    now[0] -= timedelta(seconds=1)
    assert kept.names() == {"v0:3"}, "a clock set back fetches too"


def test_a_set_that_cannot_be_fetched_again_is_an_error():
    """The older one at hand does not do: a name may have been entered since."""
    source, now = Source(), [NOON]
    kept = KeptNames(source, lambda: now[0])
    kept.names()
    source.fails = True
    assert kept.names()
    now[0] += MAX_AGE
    for _ in range(2):
        with pytest.raises(RegisterError):
            kept.names()


@pytest.mark.parametrize(
    ("prompt", "found"),
    [
        ("photo of Quellana Brostow at the sea", "sure"),
        ("photo of QUELLANA  BROSTOW'S boat", "sure"),
        ("photo of quellana b r o s t o w", "sure"),
        ("photo of Quеllana Brоstow", "sure"),
        ("photo of Quellána Bröstow", "sure"),
        ("Quellana, Brostow", "sure"),
        ("photo of Quellana M. Brostow", "sure"),
        ("photo of Quellana", "no"),
        ("photo of Brostow Quellana", "no"),
        ("a brellow on a boat", "maybe"),
        ("a lighthouse at dawn", "no"),
        ("", "no"),
    ],
)
def test_a_protected_name_is_found_as_it_is_spelled_by_the_reader(prompt, found):
    """Case, accents, spacing and look-alike letters do not hide it; other names are not found."""
    assert found_in(prompt, hashed("Quellana Brostow", "Brellow"), (KEY,)) == found


def test_a_name_in_a_script_without_spaces_is_found_within_a_run():
    """No word ends there, wherever gaps are set; Thai names have one that runs into the text."""
    assert found_in("海边的周若溪照片", hashed("周若溪"), (KEY,)) == "sure"
    assert found_in("海边的周 若溪照片", hashed("周若溪"), (KEY,)) == "sure"
    assert found_in("ภาพของมาลิน ศรีวรางค์ริมทะเล", hashed("มาลิน ศรีวรางค์"), (KEY,)) == "sure"


def test_names_under_a_key_that_is_gone_are_an_error():
    """Nobody can tell whether they stand in the prompt."""
    with pytest.raises(RegisterError, match="key"):
        found_in("a lighthouse", frozenset({"v9:abc"}), (KEY,))
    assert found_in("a lighthouse", frozenset({"v9:abc"}), (Secret("v9", b"x"), KEY)) == "no"


SHOWN = {
    "subject": frozenset({"fictional"}),
    "exposure": frozenset({"underwear"}),
    "sexual": frozenset({"no"}),
}
SCENE = {**SHOWN, "subject": frozenset({"none"}), "exposure": frozenset({"covered"})}


@pytest.mark.parametrize(
    ("shown", "found", "subjects"),
    [
        ([SHOWN], "no", [{"fictional"}]),
        ([SHOWN], "sure", [{"real"}]),
        ([SHOWN], "maybe", [{"fictional", "real"}]),
        ([SHOWN], "unknown", [{"fictional", "real"}]),
        ([SHOWN, SCENE], "sure", [{"fictional", "real"}, {"none", "real"}]),
        ([SHOWN, SCENE], "unknown", [{"fictional", "real"}, {"none"}]),
        ([SCENE], "maybe", [{"none", "real"}]),
    ],
)
def test_who_is_protected_is_real(shown, found, subjects):
    """Surely where one person is shown; possibly where it may be any of them, or where nobody
    can look the names up, and then a plain scene stays one."""
    assert [each["subject"] for each in protecting(tuple(shown), found)] == subjects


QUELLANA = "Quellana Brostow, a fictional elf, in lingerie, photo"
INVENTED = "photo of a woman in lingerie"
ENGLAND = {"cloudfront_viewer_country": "GB", "cloudfront_viewer_country_region": "ENG"}


def ask(stage, prompt):
    """The status of a call from England, and the subjects of its record."""
    told = stage.call(prompt, **ENGLAND)
    facts = stage.book.facts["subject"].values
    shown = stage.records[-1].possibilities(stage.book.facts)
    return told.status, {value for each in shown for value in each.get("subject", facts)}


def test_a_protected_name_is_somebody_real_at_the_gate(stage, rulebook):
    """Who may be invented as the text has it is real as soon as the name is entered, and the
    refusal is the law's."""
    stage.book, stage.read, stage.protected = rulebook, read, MemoryProtected()
    before, subjects = ask(stage, QUELLANA)
    assert before != 451
    assert subjects != {"real"}
    names = tuple(hashed("Quellana Brostow"))
    stage.protected.enter(replace(ONE, names=names))
    assert ask(stage, QUELLANA) == (451, {"real"})
    assert "protected:sure" in stage.records[-1].evidence
    assert ask(stage, INVENTED) == (200, {"fictional"})
    assert "brostow" not in stage.records[-1].written().lower()


@pytest.mark.parametrize("fails", [RegisterError("x"), None])
def test_without_the_set_anybody_shown_may_be_protected(stage, rulebook, fails):
    """Bare skin of an invented person is uncertain then; a plain scene stays allowed."""

    class Broken:
        def names(self):
            if fails:
                raise fails
            threading.Event().wait(2)

    stage.book, stage.read, stage.protected = rulebook, read, Broken()
    if not fails:
        stage.hurry()
    assert ask(stage, INVENTED) == (403, {"fictional", "real"})
    assert ask(stage, "a lighthouse at dawn") == (200, {"none"})
    assert ("RegisterFails", ("protected",)) in stage.watch.counts
