"""The core to the letter: what errors say, what a version carries, where edges lie.

Most of these were written against mutants that survived (`make mutants`).
"""

import hashlib
import json
from datetime import date

import pytest
from tests.core.tiny import FACTS, PLACES, tiny, version

from lexloci.errors import DigestError, HouseError, LexlociError, RulebookError
from lexloci.explain import explain
from lexloci.facts import PLACE
from lexloci.freeze import canonical, freeze, spans_of
from lexloci.places import Places
from lexloci.plain import plain_judge
from lexloci.rulebook import FORMAT, Rulebook, Unless, bits_of
from lexloci.verdict import Outcome, judge, judge_call

ON = date(2026, 1, 1)


def frozen(body: bytes) -> bytes:
    """A file that states the digest of this body."""
    digest = hashlib.sha256(body).hexdigest().encode()
    return b'{"digest":"sha256:' + digest + b'","rulebook":' + body + b"}\n"


def test_an_error_says_where_what_and_a_hint():
    """The text is for people; its parts are for programs."""
    error = LexlociError("here", "is wrong", "mend it")
    assert str(error) == "here: is wrong\nhint: mend it"
    assert (error.where, error.what, error.hint) == ("here", "is wrong", "mend it")
    assert str(LexlociError("here", "is wrong")) == "here: is wrong"
    codes = [each.exit_code for each in (LexlociError, RulebookError, DigestError, HouseError)]
    assert codes == [2, 3, 3, 2]


@pytest.mark.parametrize(
    ("data", "kind", "text"),
    [
        (
            b"{}",
            RulebookError,
            "rulebook: not a frozen rulebook\nhint: make it by `lexloci build`",
        ),
        (
            b'{"digest":"sha256:00","rulebook":{}}',
            DigestError,
            "rulebook: does not hash to the digest it states\nhint: altered or cut: build anew",
        ),
        (frozen(b'{"format":99}'), RulebookError, f"rulebook: format `99` is not {FORMAT}"),
        (frozen(b'{"format":1}'), RulebookError, "rulebook: cannot be read (KeyError)"),
        (frozen(b"[]"), RulebookError, "rulebook: cannot be read (TypeError)"),
        (frozen(b"{"), RulebookError, "rulebook: cannot be read (JSONDecodeError)"),
        (
            '{"digest":"sha256:é","rulebook":{}}'.encode(),
            DigestError,
            "rulebook: does not hash to the digest it states\nhint: altered or cut: build anew",
        ),
    ],
)
def test_what_is_no_rulebook_is_told_to_the_letter(data, kind, text):
    """Each way to be no rulebook has its words."""
    with pytest.raises(RulebookError) as caught:
        Rulebook.load(data)
    assert type(caught.value) is kind
    assert str(caught.value) == text


def test_a_title_may_hold_the_marks_of_the_file():
    """The digest covers the bytes after the first mark, whatever a text holds."""
    book = tiny([version(1, {}, ["world"], text='sly ,"rulebook": text')])
    assert book.all_versions()[0].text == 'sly ,"rulebook": text'
    data = freeze(FACTS, PLACES, {}, [])
    assert Rulebook.load(data).digest == json.loads(data)["digest"]


def test_a_house_setting_that_is_wrong_is_told_to_the_letter():
    """The words name what was written and what there is."""
    book = tiny([version(1, {}, ["world"], pack="h")])
    for setting, word in (("+p", "+p"), ("Xh", "Xh"), (" +h , -x", "-x")):
        with pytest.raises(HouseError) as caught:
            book.under(setting)
        assert str(caught.value) == (
            f"house setting: `{word}` is not `+` or `-` and one of the house packs\n"
            "hint: there are: h"
        )
    assert book.under(" +h , ").house == "+h"


def test_the_canonical_setting_names_every_house_pack():
    """Two settings with one meaning are one text in the record."""
    pack = {"title": "p", "due": "2030-01-01"}
    packs = {"b": {**pack, "default": True}, "a": {**pack, "default": False}}
    book = Rulebook.load(freeze(FACTS, PLACES, packs, []))
    assert book.house == "-a,+b"
    assert book.under("+a").house == "+a,+b"
    assert book.under("-b,+a").under("").house == "-a,+b"


def test_a_version_carries_all_that_was_written():
    """Nothing of a rule is lost on the way through the frozen file."""
    raw = version(
        1,
        {"what": ["a", "b"]},
        ["AA-X", "BB"],
        since="2026-02-06",
        until="2027-01-01",
        source="https://example.org",
        house="we do not",
        basis="primary",
        reaches=["creating", "sharing"],
        text="the reading",
        title="the title",
        unless=[{"fact": "proof", "values": ["yes"], "because": "proven"}],
    )
    found = tiny([raw]).all_versions()[0]
    assert (found.id, found.pack, found.rule) == ("p/r1@2026-02-06", "p", "r1")
    assert (found.title, found.text, found.basis) == ("the title", "the reading", "primary")
    assert (found.since, found.until) == ("2026-02-06", "2027-01-01")
    assert (found.law, found.source, found.house) == ("L", "https://example.org", "we do not")
    assert found.reaches == ("creating", "sharing")
    assert found.extent == ("AA-X", "BB")
    assert found.refuses
    assert found.duties == ()
    assert found.when == {"what": ("a", "b")}
    assert found.unless == (Unless("proof", ("yes",), "proven"),)
    bare = tiny([version(2, {}, ["world"])]).all_versions()[0]
    assert (bare.until, bare.source, bare.house) == (None, None, None)


def test_facts_come_back_as_written():
    """Name, values, title and who can say it."""
    book = tiny([])
    assert list(book.facts) == ["who", "what", "proof"]
    proof = book.facts["proof"]
    assert (proof.name, proof.values, proof.attested, proof.title) == (
        "proof",
        ("no", "yes"),
        True,
        "proof",
    )
    assert not book.facts["who"].attested


def test_canonical_json_is_one_text():
    """Sorted, tight, in UTF-8 as it is, and never NaN."""
    assert canonical({"b": 1, "a": ["é", None]}) == '{"a":["é",null],"b":1}'.encode()
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical(float("nan"))


def test_bits_are_told_lowest_first():
    """The positions of set bits."""
    assert list(bits_of(0b101001)) == [0, 3, 5]
    assert list(bits_of(0)) == []


def test_a_version_is_cut_where_members_join_and_leave():
    """Spans are half open, never empty, and joined where nothing changes."""
    tree = Places(PLACES)
    whole = version(1, {}, ["GG"])
    assert [
        (since, until, sorted(leaves)) for _, since, until, leaves in spans_of(0, whole, tree)
    ] == [
        ("2000-01-01", "2010-01-01", ["BB"]),
        ("2010-01-01", "2020-01-01", ["BB", "CC"]),
        ("2020-01-01", None, ["BB"]),
    ]
    ended = version(1, {}, ["GG"], since="2005-01-01", until="2010-01-01")
    assert [span[1:3] for span in spans_of(0, ended, tree)] == [("2005-01-01", "2010-01-01")]
    with_all = version(1, {}, ["GG", "world"])
    assert [span[1:3] for span in spans_of(0, with_all, tree)] == [("0001-01-01", None)]


def test_a_column_that_every_version_satisfies_is_left_out():
    """A fact that no rule tests costs nothing to judge, and changes nothing."""
    book = tiny([version(1, {"what": ["a"]}, ["world"])])
    assert [column.fact for column in book.columns] == ["place", "what"]
    one = book.columns[0]
    assert one.every == (1, 1)


def test_the_plain_evaluator_knows_house_settings_and_last_days():
    """A pack that is off does not bear; a version's last day is the day before the next one."""
    pack = {"title": "p", "due": "2030-01-01"}
    packs = {"g": {**pack, "default": True}, "h": {**pack, "default": True}}
    raw = version(1, {}, ["world"], pack="h", until="2026-01-01")
    book = Rulebook.load(freeze(FACTS, PLACES, packs, [raw]))
    eve = date(2025, 12, 31)
    for each, on, outcome in (
        (book, eve, Outcome.REFUSE),
        (book, ON, Outcome.ALLOW),
        (book.under("-h"), eve, Outcome.ALLOW),
        (book.under("-g"), eve, Outcome.REFUSE),
    ):
        assert plain_judge(each, {}, on)[0] is outcome
        assert judge(each, {}, on).outcome is outcome


def test_nothing_to_judge_names_every_rule_that_is_open():
    """Of a call without depictions nothing is known, so every open rule may apply."""
    duty = version(3, {}, ["world"], duties=["marking"])
    book = tiny([version(1, {}, ["world"], pack="h"), version(2, {}, ["world"]), duty])
    verdict = judge_call(book.under("-h"), [], [ON])
    assert [each.rule for each in book.versions(verdict.because)] == ["r2"]
    assert verdict.duties == 0


def test_duties_of_every_depiction_are_owed_and_refusals_owe_none():
    """Duties add up over depictions."""
    book = tiny(
        [
            version(1, {"what": ["a"]}, ["world"], duties=["marking"]),
            version(2, {"what": ["b"]}, ["world"], duties=["review"]),
            version(3, {"what": ["c"]}, ["world"]),
        ]
    )
    each = [{"what": frozenset(value)} for value in "ab"]
    assert book.duties(judge_call(book, each, [ON]).duties) == ("marking", "review")
    assert judge(book, {"what": frozenset("c")}, ON).duties == 0


def test_an_explanation_is_of_the_latest_possible_day():
    """Group members are those of the day that is judged; a known leaf decides nothing."""
    book = tiny([version(1, {"what": ["a"]}, ["GG"])])
    told = explain(book, [{"what": frozenset("ab"), PLACE: frozenset({"BB", "CC"})}], [ON])
    assert [each.deciding for each in told.bearing] == [("place", "what")]
    early = explain(
        book, [{"what": frozenset("ab"), PLACE: frozenset({"BB", "CC"})}], [date(2015, 1, 1)]
    )
    assert [each.deciding for each in early.bearing] == [("what",)]
    unless = [{"fact": "proof", "values": ["yes"], "because": "proven"}]
    book = tiny([version(1, {"what": ["a"]}, ["BB"], unless=unless)])
    told = explain(book, [{"what": frozenset("a"), PLACE: frozenset({"BB"})}], [ON])
    assert [each.deciding for each in told.bearing] == [("proof",)]


def test_a_pack_is_overdue_the_day_after_it_is_due():
    """On its due day it is still in time."""
    book = tiny([])
    assert book.overdue(date(2030, 1, 1)) == ()
    assert book.overdue(date(2030, 1, 2)) == ("h", "p")


def test_every_fact_is_tried_as_a_settler_whatever_stands_before_it():
    """A known fact, or an attested one, does not end the search; two leaves are a choice."""
    unless = [{"fact": "proof", "values": ["yes"], "because": "proven"}]
    facts = [FACTS[2], FACTS[0], FACTS[1]]
    pack = {"title": "p", "due": "2030-01-01", "default": None}
    raw = version(1, {"what": ["a"], "who": ["real"]}, ["AA-X"], unless=unless)
    book = Rulebook.load(freeze(facts, PLACES, {"p": pack}, [raw]))
    asked = {"who": frozenset({"real"}), "what": frozenset("ab"), "proof": frozenset({"no"})}
    told = explain(book, [{**asked, PLACE: frozenset({"AA"})}], [ON])
    assert {(each.fact, each.values) for each in told.settlers} == {
        ("proof", ("yes",)),
        ("what", ("b",)),
        (PLACE, ("AA-Y",)),
    }


def test_many_versions_keep_their_bits_apart():
    """Masks of more than one hexadecimal digit are read as they were written."""
    duties = [
        version(number, {"what": ["a"]}, ["world"], duties=["marking"]) for number in range(12)
    ]
    book = tiny([*duties, version(12, {"what": ["b"]}, ["world"])])
    verdict = judge(book, {"what": frozenset("a")}, ON)
    assert verdict.duties == 0b111111111111
    assert book.obligations == 0b111111111111
    assert book.refusals == 0b1000000000000


def test_a_wrong_setting_lists_every_house_pack():
    """What there is stands apart by commas."""
    pack = {"title": "p", "due": "2030-01-01", "default": True}
    book = Rulebook.load(freeze(FACTS, PLACES, {"b": pack, "a": pack}, []))
    with pytest.raises(HouseError, match=r"there are: a, b$"):
        book.under("+c")
