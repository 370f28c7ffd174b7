"""The ledger's pages, the watch, the calendar and the report."""

import json
from dataclasses import replace

import pytest
from tests.console.conftest import NOW, Books, Sealed, got

from lexloci_edge.records import Aftermath, Record
from lexloci_tools.console.desk import Desk
from lexloci_tools.console.ledger import Kept


def test_the_newest_stand_first_with_verdict_rule_and_account(told, records) -> None:
    """Five decisions of five kinds, a link to each."""
    found = told("/console/ledger")["decisions"]
    assert [each["id"] for each in found] == [each.id for each in reversed(records)]
    kinds = [each["kind"] for each in found]
    assert kinds == ["turned_away", "uncertain", "allow", "house", "law"]
    assert found[-1]["rules"][0] == "gb/creating-intimate-image@2026-02-06"


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("kind=law", 1),
        ("kind=turned_away", 1),
        ("rule=gb/creating-intimate-image", 2),
        ("rule=gb", 2),
        ("account=v0:accountaccount2", 1),
        ("kind=law&account=v0:accountaccount2", 0),
    ],
)
def test_filters_narrow_it(told, get, query: str, count: int) -> None:
    """By verdict, account, and rule (that it may rest on, where it is uncertain); where none fits,
    the page says so and leads back."""
    assert told(f"/console/ledger?{query}")["count"] == count
    page = get(f"/console/ledger?{query}").body
    assert (b"No decision fits" in page.replace(b"\n", b"")) == (count == 0)


def test_an_empty_ledger_says_what_to_do(desk: Desk) -> None:
    """Not a blank page: how a first decision comes to stand there."""
    page = got(replace(desk, ledger=Books()), "/console/ledger")
    assert b"Send a call to the gate" in page.body
    assert b"Nothing in this time" in got(replace(desk, ledger=Books()), "/console/watch").body


def test_a_deployed_ledger_asks_for_a_place_first(desk: Desk) -> None:
    """Its indexes cannot list everything, and the page says what can be asked."""
    narrow = replace(desk, ledger=Books(narrow=True))
    assert b"Name a place or an account" in got(narrow, "/console/ledger").body
    assert b"Name a place" in got(narrow, "/console/watch").body


def test_a_ledger_that_does_not_answer_is_an_error_page(desk: Desk, records) -> None:
    """503 with its reason, as a page and as JSON; the law's pages go on."""
    broken = replace(desk, ledger=Books(broken=True))
    for address in ("ledger", "watch", f"decisions/{records[0].id}"):
        reply = got(broken, f"/console/{address}.json")
        assert (reply.status, json.loads(reply.body)["where"]) == (503, "ledger")
    assert got(broken, "/console").status == 200
    assert got(replace(desk, ledger=None), "/console/ledger").status == 404


def test_a_decision_is_explained_and_judged_again(told, records) -> None:
    """Its rules with their law, and today's rulebook comes to the same on its day and today."""
    found = told(f"/console/decisions/{records[0].id}")
    assert found["why"]["bearing"][0]["law"].startswith("Sexual Offences Act 2003 s.66E")
    assert [run["same"] for run in found["again"]] == [True, True]
    assert found["facts"][0]["exposure"] == ["underwear"]
    assert found["evidence"][0] == {"word": "country", "means": "names the country"}


def test_an_output_that_was_withheld_says_what_it_shows_and_what_refuses_that(
    told, get, ledger: Books, records
) -> None:
    """With the rule by name and its law first, who looked, and what each word of evidence says."""
    allowed, refused = records[2], records[0]
    after = Aftermath(
        id=allowed.id,
        at=allowed.at,
        region=allowed.region,
        result="withheld",
        withheld=1,
        because=refused.because,
        seen={"exposure": ("swimwear", "underwear")},
        labels=("rekognition@7.0",),
    )
    seen = allowed.model_copy(
        update={"evidence": ("source:rekognition@7.0", f"made-by:{refused.id}", "reader@1:slow")}
    )
    ledger.kept[allowed.id] = Kept(seen, seen.written(), after, after.written())
    found = told(f"/console/decisions/{allowed.id}")
    assert found["after"]["rules"][0].startswith("gb/")
    assert all(each["means"] for each in found["evidence"])
    page = get(f"/console/decisions/{allowed.id}").body.decode()
    assert "1 image was made and withheld" in page
    assert "swimwear or underwear" in page
    assert 'looked at and <a href="#after">withheld</a>' in page
    assert "Seen by rekognition@7.0" in page


def test_a_decision_from_before_a_law_is_judged_by_its_own_day(
    desk: Desk, ledger: Books, book
) -> None:
    """Of 5 February 2026: by house rule then, by law if it came today."""
    from tests.console.conftest import UNDERWEAR, record_of

    record = record_of(book, NOW.replace(month=2, day=5), "GB-ENG", UNDERWEAR)
    ledger.kept[record.id] = Kept(record, record.written(), None, "")
    found = json.loads(got(desk, f"/console/decisions/{record.id}.json").body)
    assert found["kind"] == "house"
    assert [(run["kind"], run["same"]) for run in found["again"]] == [
        ("house", True),
        ("law", False),
    ]


def test_a_decision_of_another_rulebook_names_no_rule(desk: Desk, ledger: Books, records) -> None:
    """Its bits mean nothing here, so none is guessed; it is still judged again."""
    old = records[0].model_copy(update={"rulebook": "sha256:" + "0" * 64})
    ledger.kept[old.id] = Kept(old, old.written(), None, "")
    found = json.loads(got(desk, f"/console/decisions/{old.id}.json").body)
    assert (found["known"], found["why"], found["rules"]) == (False, None, [])
    assert found["again"][0]["kind"] == "law"
    assert b"cannot be named" in got(desk, f"/console/decisions/{old.id}").body


def test_a_decision_under_live_rules_is_not_explained_by_half(
    desk: Desk, ledger: Books, records
) -> None:
    """Live rules may have refused it, and they are not here: its own rules are named, no more."""
    live = records[0].model_copy(update={"live": "sha256:" + "1" * 64})
    ledger.kept[live.id] = Kept(live, live.written(), None, "")
    found = json.loads(got(desk, f"/console/decisions/{live.id}.json").body)
    assert (found["why"], found["known"]) == (None, True)
    assert b"stood beside the rulebook" in got(desk, f"/console/decisions/{live.id}").body


def test_a_seal_is_proven_with_the_desks_own_key(told, records) -> None:
    """The record's and its outcome's leaf, both checked; the key is the desk's."""
    found = told(f"/console/decisions/{records[2].id}")["sealed"]
    assert (found["state"], found["own_key"]) == ("sealed", True)
    assert {(each["of"], each["holds"]) for each in found["proofs"]} == {
        ("decision", True),
        ("outcome", True),
    }
    assert json.loads(found["proofs"][0]["text"])["id"] == records[2].id


def test_a_record_altered_after_its_seal_shows(desk: Desk, ledger: Books, records) -> None:
    """The table's record is no longer the leaf: said in as many words, whatever else holds."""
    kept = ledger.kept[records[0].id]
    changed = records[0].model_copy(update={"outcome": "allow"})
    ledger.kept[records[0].id] = Kept(changed, changed.written(), None, kept.after_text)
    found = json.loads(got(desk, f"/console/decisions/{records[0].id}.json").body)["sealed"]
    (proof,) = found["proofs"]
    assert (proof["holds"], proof["text"]) == (False, "")
    assert b"not the one that was sealed" in got(desk, f"/console/decisions/{records[0].id}").body


def test_a_strangers_key_does_not_hold(desk: Desk, seals: Sealed, records) -> None:
    """A proof under a key that this desk does not trust is bad, though it is well made."""
    from lexloci_edge.seals.note import VerifierKey

    other = VerifierKey(seals.key.name, b"\7" * 32)
    strange = replace(desk, keys=lambda: [other])
    found = json.loads(got(strange, f"/console/decisions/{records[0].id}.json").body)["sealed"]
    assert not found["proofs"][0]["holds"]


def test_what_is_not_sealed_yet_says_so(told, desk: Desk, records) -> None:
    """Open for the newest; unknown where there are no seals at hand."""
    assert told(f"/console/decisions/{records[4].id}")["sealed"]["state"] == "open"
    bare = got(replace(desk, proofs=None), f"/console/decisions/{records[0].id}.json")
    assert json.loads(bare.body)["sealed"]["state"] == "unknown"


@pytest.mark.parametrize("id", ["x", "00000000-0000-7000-8000-000000000000", "a%2Fb"])
def test_no_such_decision_is_a_404(get, id: str) -> None:
    """Neither a malformed id nor one that is not there is anything else."""
    assert get(f"/console/decisions/{id}").status == 404


def test_the_watch_counts_what_the_ledger_holds(told) -> None:
    """By verdict, place and rule; unknown places; readers in trouble; seals that are open."""
    found = told("/console/watch?minutes=60")
    assert found["decisions"] == 5
    assert found["outcomes"] == {"uncertain": 1, "allow": 1, "house": 1, "law": 1}
    assert found["figures"]["unknown_ratio"] == 25.0
    assert found["turned_away"] == [{"name": "no-route", "count": 1}]
    assert found["troubles"] == [{"name": "reader@1:slow", "count": 1}]
    assert found["accounts"] == [{"account": "v0:accountaccount1", "count": 1}]
    assert found["seals"] == {"known": True, "open": 1, "more": False, "lag": 600.0}
    assert sum(sum(v for k, v in each.items() if k != "at") for each in found["per_column"]) == 4
    assert told("/console/watch?minutes=15")["decisions"] == 1


def test_the_watchs_charts_have_words(get) -> None:
    """Each drawing has a title and a description for who does not see it."""
    page = get("/console/watch?minutes=60").body.decode()
    assert page.count('role="img"') == page.count("<desc id=") >= 4


def test_the_calendar_tells_what_begins(told) -> None:
    """The prohibition of 2 December 2026 first, and Utah's law on New Year's Day."""
    found = told("/console/calendar")
    days = {each["on"]: each for each in found["days"]}
    assert found["days"][0]["on"] == "2026-12-02"
    assert any("2026/1744" in str(turn["law"]) for turn in days["2026-12-02"]["turns"])
    assert any(turn["pack"] == "us-ut" for turn in days["2027-01-01"]["turns"])
    words = {turn["word"] for each in found["days"] for turn in each["turns"]}
    assert words <= {"begins", "changes", "ends"}
    assert found["expected"]
    assert told("/console/calendar?from=2026-02-06&span=1")["days"][0]["on"] == "2026-02-06"


def test_the_report_is_the_commands_report(told, desk: Desk) -> None:
    """Of a place and a month, from the sealed export, with small counts withheld."""
    found = told("/console/report?place=GB-ENG&month=2026-11")
    assert (found["from"], found["to"]) == ("2026-11-01", "2026-11-30")
    assert found["report"]["coverage"]["lines"] == 5
    assert found["report"]["decisions"] is None
    page = got(replace(desk, export=None), "/console/report?place=GB-ENG")
    assert b"lexloci report EXPORT --place GB-ENG" in page.body
    assert got(desk, "/console/report?month=2026-13").status == 400


def test_every_page_is_also_json(get, records: tuple[Record, ...]) -> None:
    """At the same address with `.json`; the page links there."""
    for path in (
        "world?subject=real",
        "places/FR?subject=real",
        "ask?prompt=x",
        "ledger?kind=law",
        f"decisions/{records[0].id}?region=eu-west-2",
        "watch?minutes=15",
        "calendar?span=30",
        "report?place=GB",
    ):
        bare, _, query = path.partition("?")
        data = get(f"/console/{bare}.json?{query}")
        assert json.loads(data.body)
        page = get(f"/console/{path}")
        assert f"/console/{bare}.json?" in page.body.decode()
