"""Looking through the ledger by account and by place."""

import random
from datetime import date, datetime

import pytest
from tests.edge.conftest import ORIGIN
from tests.edge.engines import REAL, REGION
from tests.inspecting.conftest import BACKEND, DECISIONS, NOW, forged, id_of

from lexloci_edge.dynamo import SHARDS, item_of
from lexloci_edge.hashes import keyed_hash
from lexloci_edge.ids import new_id
from lexloci_edge.inspecting.questions import Question
from lexloci_edge.records import Record, moment

DAY = "2026-11-23"
SEARCH = "/v1/ledger/search"


@pytest.mark.parametrize("desk", ["moto", REAL], indirect=True)
def test_every_shard_is_merged_in_the_order_of_time(desk):
    """Page after page, each decision once, whatever order and shards they were written in."""
    numbers = random.Random(4).sample(range(600), 90)
    for number in numbers:
        desk.record(number, at=moment(NOW) if number % 3 else "2026-11-23T11:00:00.000Z")
    wanted = sorted((bool(number % 3), id_of(number)) for number in numbers)
    for limit in (25, 100):
        found = desk.pages(place="GB-ENG", day=DAY, limit=limit)
        assert found == [id for _, id in wanted]


@pytest.fixture
def mixed(desk):
    """Decisions of two accounts, three places and two rulebooks; answers the desk."""
    rule = desk.bits("gb/creating-intimate-image@2026-02-06")
    desk.record(1, account="v0:bbbbbbbbbbbbbbbb")
    desk.record(2, outcome="refuse", because=rule)
    desk.record(3, places=("GB-ENG", "US-CA"))
    desk.record(4, outcome="refuse", because=rule, rulebook="sha256:another")
    desk.record(5, at="2026-11-22T23:00:00.000Z")
    desk.record(6, outcome="refuse", turned_away="unreadable", places=("world",))
    return desk


ASKED = {
    "a place's day": ({"place": "GB-ENG", "day": DAY}, [1, 2, 4]),
    "another day": ({"place": "GB-ENG", "day": "2026-11-22"}, [5]),
    "several places": ({"place": "several", "day": DAY}, [3]),
    "no such place there": ({"place": "FJ", "day": DAY}, []),
    "an account": ({"account_hash": "v0:aaaaaaaaaaaaaaaa"}, [5, 2, 3, 4, 6]),
    "an outcome": ({"account_hash": "v0:aaaaaaaaaaaaaaaa", "outcome": "allow"}, [5, 3]),
    "from": ({"account_hash": "v0:aaaaaaaaaaaaaaaa", "from": "2026-11-23T12:00:03Z"}, [3, 4, 6]),
    "until leaves its moment out": (
        {"account_hash": "v0:aaaaaaaaaaaaaaaa", "until": "2026-11-23T12:00:03.000Z"},
        [5, 2],
    ),
    "in another offset": (
        {"place": "GB-ENG", "day": DAY, "until": "2026-11-23T13:00:02+01:00"},
        [1],
    ),
    "a rule": ({"place": "GB-ENG", "day": DAY, "rule": "gb/creating-intimate-image"}, [2]),
    "a rule's version": (
        {"place": "GB-ENG", "day": DAY, "rule": "gb/creating-intimate-image@2026-02-06"},
        [2],
    ),
}


def test_a_question_finds_what_it_asks_for(mixed):
    """By account or by place and day, within a time, by outcome and rule."""
    for name, (question, wanted) in ASKED.items():
        assert mixed.pages(**question) == [id_of(number) for number in wanted], name


def test_what_another_rulebook_decided_is_counted_and_not_guessed(mixed):
    """Its bits mean other rules."""
    told = mixed.search(place="GB-ENG", day=DAY, rule="gb/creating-intimate-image")
    assert (told["examined"], told["undecided"], told["unreadable"]) == (3, 1, 0)
    (decision,) = told["decisions"]
    assert decision["rules"] == ["gb/creating-intimate-image@2026-02-06"]
    other = mixed.search(place="GB-ENG", day=DAY)["decisions"][2]
    assert "rules" not in other


def test_an_account_is_found_under_each_key_in_use(desk):
    """A rotated key does not part an account's records, and no answer or line tells its name."""
    desk.vault.values["hash"] = ("a-new-key", "a-key")
    for number, key in enumerate(desk.vault.accepted("hash")):
        desk.record(number, account=keyed_hash(key, "account", "claim\0a-secret-account"))
    told = desk.search(account="a-secret-account")
    assert [each["id"] for each in told["decisions"]] == [id_of(0), id_of(1)]
    assert "a-secret-account" not in f"{told}{desk.watch.lines}"


def test_a_record_that_cannot_be_read_stops_nothing(desk):
    """After tampering it is counted; the sealer has its alarm."""
    item = item_of(desk.record(1), 9)
    desk.dynamodb.put_item(TableName=DECISIONS, Item={**item, "record": {"S": "{}"}})
    desk.record(2)
    told = desk.search(place="GB-ENG", day=DAY)
    assert ([each["id"] for each in told["decisions"]], told["unreadable"]) == ([id_of(2)], 1)


def test_a_page_ends_before_it_looks_at_too_much(desk):
    """A filter that leaves everything out answers empty pages with a way on, and ends."""
    desk.most = 3
    for number in range(7):
        desk.record(number)
    told = desk.search(place="GB-ENG", day=DAY, outcome="refuse")
    assert (told["decisions"], told["examined"], bool(told["next"])) == ([], 3, True)
    assert desk.pages(place="GB-ENG", day=DAY, outcome="refuse") == []


def test_a_cursor_fits_its_question_only(desk):
    """Not another question, no forged position, and the key before still counts."""
    for number in range(3):
        desk.record(number)
    asked = {"place": "GB-ENG", "day": DAY, "limit": 1}
    cursor = desk.search(**asked)["next"]
    wrong = [
        {**asked, "outcome": "allow", "after": cursor},
        {**asked, "place": "US", "after": cursor},
        {**asked, "after": forged(cursor, ["2026", "DEC#x"])},
        {**asked, "after": "nonsense"},
        {**asked, "after": "é.é"},
        {**asked, "after": cursor[:-1]},
    ]
    for question in wrong:
        status, told = desk.ask("POST", SEARCH, question)
        assert (status, told["type"]) == (400, "/problems/bad-cursor"), question
    desk.vault.values["hash"] = ("a-new-key", "a-key")
    desk.vault.ids["hash"] = ("v9", "v0")
    assert desk.search(**asked, after=cursor)["decisions"][0]["id"] == id_of(1)


WRONG = [
    {},
    {"place": "GB-ENG"},
    {"day": DAY, "account": "a"},
    {"place": "GB-ENG", "day": DAY, "account": "a"},
    {"account": "a", "account_hash": "v0:aaaaaaaaaaaaaaaa"},
    {"account_hash": "x"},
    {"place": "Atlantis", "day": DAY},
    {"place": "GB-ENG", "day": "yesterday"},
    {"account": "a", "from": "2026-11-23T12:00:00"},
    {"account": "a", "from": "2026-11-24T12:00:00Z", "until": "2026-11-23T12:00:00Z"},
    {"account": "a", "outcome": "maybe"},
    {"account": "a", "rule": "gb/no-such-rule"},
    {"account": "a", "limit": 0},
    {"account": "a", "limit": 101},
    {"account": "a", "limit": "9"},
    {"account": "a", "note": "x"},
]


@pytest.mark.parametrize("question", WRONG, ids=str)
def test_a_question_that_asks_nothing_clear_is_told_so(desk, question):
    """400, naming the member."""
    status, told = desk.ask("POST", SEARCH, question)
    assert (status, told["type"]) == (400, "/problems/bad-field")
    assert told["error"]["param"]


STRANGERS = {
    "no claims": ({"claims": None}, "not-a-backend"),
    "a user": ({"claims": {"sub": "a-1"}}, "not-a-backend"),
    "expired": ({"claims": {**BACKEND, "exp": "now-1"}}, "not-a-backend"),
    "past the front": ({"secret": "x"}, "unproven-origin"),
}


@pytest.mark.parametrize(("how", "code"), STRANGERS.values(), ids=STRANGERS)
def test_only_the_platforms_backend_is_let_in(desk, how, code):
    """Whatever the route, unknown ones too."""
    for method, path in (("POST", SEARCH), ("GET", "/v1/reviews"), ("GET", "/x")):
        status, told = desk.ask(method, path, {"account": "a"}, **how)
        assert (status, told["type"]) == (403, f"/problems/{code}")


def test_a_backend_that_iam_knows_is_let_in_past_the_front(desk):
    """It needs no claims; who looked is told by the log as a keyed hash."""
    desk.record(1)
    past = {"claims": None, "secret": "x", "iam": "arn:aws:sts::1:assumed-role/analysts/ana"}
    status, told = desk.ask("POST", SEARCH, {"place": "GB-ENG", "day": DAY}, **past)
    assert (status, [each["id"] for each in told["decisions"]]) == (200, [id_of(1)])
    assert desk.ask("GET", "/v1/reviews", **past)[0] == 200
    assert "analysts" not in str(desk.watch.lines)
    assert "by" in str(desk.watch.lines)


def test_an_unknown_route_is_404(desk):
    """As a wrong method is."""
    for method, path in (("GET", SEARCH), ("POST", "/v1/reviews"), ("DELETE", "/v1/reviews/x")):
        assert desk.ask(method, path)[0] == 404
    assert desk.ask("GET", f"/v1/reviews/{id_of(1)}/cases", secret=ORIGIN)[0] == 404


def test_no_key_of_an_index_gets_more_than_its_partition_takes():
    """50,000 decisions of one place and one account in a second, two write units each, spread so
    that no key gets 1,000."""
    loads: dict[str, int] = {}
    for _ in range(50_000):
        record = Record(
            id=new_id(NOW),
            at=moment(NOW),
            region=REGION,
            places=("US-CA",),
            outcome="allow",
            rulebook="sha256:0",
            function="1",
            account="v0:a",
        )
        item = item_of(record, 9)
        for name in ("gsi1pk", "gsi2pk"):
            loads[item[name]["S"]] = loads.get(item[name]["S"], 0) + 2
    assert len(loads) == 2 * SHARDS
    assert max(loads.values()) < 1000
    asked = Question(place="US-CA", day=date(2026, 11, 23))
    told = Question(account_hash="v0:aaaaaaaaaaaa", since=datetime.fromisoformat(moment(NOW)))
    assert set(asked.span(()).keys) | set(told.span(("v0:a",)).keys) == set(loads)
