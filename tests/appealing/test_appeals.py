"""Appeals: by the account that made the call, once, answered by the platform's backend."""

import pytest
from tests.appealing.conftest import ALICE, BACKEND
from tests.edge.engines import REAL

ENGINES = ["moto", REAL]
FIRST = "019ab000-0000-7000-8000-00000000000a"


def appeal(counter, decision, claims=ALICE, reason="misread", **more):
    """Appeal against it."""
    body = {"decision": decision, "reason": reason}
    return counter.ask("POST", "/v1/appeals", body, claims, **more)


@pytest.mark.parametrize("counter", ENGINES, indirect=True)
def test_an_appeal_is_received_listed_answered_and_told(counter):
    """Under the number of its decision; whoever filed it sees the state and the reason."""
    decision = counter.decided()
    status, told = appeal(counter, decision)
    assert (status, told["id"], told["state"]) == (201, decision, "received")
    assert (told["hours"], told["due"]) == (168, "2026-12-01T12:00:00.000Z")
    status, listed = counter.ask("GET", "/v1/appeals", claims=BACKEND)
    assert (status, [each["id"] for each in listed["open"]]) == (200, [decision])
    assert (listed["open"][0]["reason"], listed["open"][0]["places"]) == ("misread", ["GB-ENG"])
    said = {"answer": "upheld", "because": "misread"}
    for _ in range(2):
        status, told = counter.ask("POST", f"/v1/appeals/{decision}/answer", said, BACKEND)
        assert (status, told["state"]) == (200, "upheld")
    assert counter.ask("GET", "/v1/appeals", claims=BACKEND)[1]["open"] == []
    status, told = counter.ask("GET", f"/v1/appeals/{decision}", claims=ALICE)
    assert (status, told["state"], told["because"]) == (200, "upheld", "misread")
    assert "by_backend" not in told
    other = {"answer": "rejected", "because": "rule-holds"}
    assert counter.ask("POST", f"/v1/appeals/{decision}/answer", other, BACKEND)[0] == 409


@pytest.mark.parametrize("counter", ENGINES, indirect=True)
def test_sending_it_again_is_no_second_appeal(counter):
    """The answer may have been lost; another reason is another appeal, and there is only one."""
    decision = counter.decided()
    assert appeal(counter, decision)[0] == 201
    status, told = appeal(counter, decision)
    assert (status, told["id"]) == (200, decision)
    assert appeal(counter, decision, reason="art")[0] == 409
    assert counter.kept().count('"filed"') == 1


def test_the_clock_is_that_of_the_decisions_place(counter):
    """India's law gives complaints a week; we give ourselves one where no law does."""
    told = appeal(counter, counter.decided(places=("IN",)))[1]
    assert (told["hours"], told["clock"]) == (168, "in/other-complaint")
    assert "clock" not in appeal(counter, counter.decided(places=("FJ",)))[1]


STRANGERS = {
    "another account": {"claims": {"sub": "bob"}},
    "nobody": {"claims": None},
    "a key of that name": {"claims": None, "authorization": "alice"},
    "the backend": {"claims": BACKEND},
    "expired claims": {"claims": {**ALICE, "exp": "now-1"}},
}


@pytest.mark.parametrize("who", STRANGERS.values(), ids=STRANGERS)
def test_only_the_account_that_made_the_call_may_appeal(counter, who):
    """Nobody else is even told that there is such a decision."""
    decision = counter.decided()
    unknown = appeal(counter, FIRST, **who)
    assert unknown == appeal(counter, decision, **who)
    assert unknown[0] == 404
    assert "filed" not in counter.kept()


def test_a_stock_client_appeals_by_the_key_that_made_the_call(counter):
    """As the ledger knows it: by the hash of the bearer key."""
    decision = counter.decided(account="key\0Bearer sk-test")
    key = {"claims": None, "authorization": "Bearer sk-test"}
    assert appeal(counter, decision, **key)[0] == 201
    assert counter.ask("GET", f"/v1/appeals/{decision}", **key)[0] == 200
    assert counter.ask("GET", f"/v1/appeals/{decision}", authorization="Bearer sk-x")[0] == 404


def test_a_call_that_was_turned_away_can_be_appealed_and_an_allowed_one_cannot(counter):
    """A suspended account is one that was refused."""
    suspended = counter.decided(turned_away="suspended", places=("world",))
    assert appeal(counter, suspended, reason="suspended")[0] == 201
    assert appeal(counter, counter.decided("allow"))[1]["type"] == "/problems/not-refused"


WRONG = {
    "free text": {"decision": FIRST, "reason": "misread", "text": "x"},
    "a reason of one's own": {"decision": FIRST, "reason": "it was only a joke"},
    "a name as reference": {"decision": FIRST, "reason": "art", "reference": "Jane Roe"},
    "no decision": {"reason": "art"},
}


@pytest.mark.parametrize("body", WRONG.values(), ids=WRONG)
def test_nothing_is_taken_in_but_words_of_closed_lists(counter, body):
    """Free text would be a prompt or somebody's data."""
    assert counter.ask("POST", "/v1/appeals", body, ALICE)[0] == 400


@pytest.mark.parametrize(
    "said",
    [
        {"answer": "upheld", "because": "rule-holds"},
        {"answer": "rejected", "because": "misread"},
        {"answer": "upheld"},
        {"answer": "perhaps", "because": "misread"},
    ],
)
def test_an_answer_has_a_reason_that_fits(counter, said):
    """And nothing is answered by one that does not."""
    decision = counter.decided()
    appeal(counter, decision)
    assert counter.ask("POST", f"/v1/appeals/{decision}/answer", said, BACKEND)[0] == 400
    assert counter.ask("GET", f"/v1/appeals/{decision}", claims=ALICE)[1]["state"] == "received"


@pytest.mark.parametrize("counter", ENGINES, indirect=True)
def test_the_list_comes_in_pages_the_clock_that_ends_first_in_front(counter):
    """Over all its keys, each once."""
    for place in ("GB-ENG", "US-TX", "FJ", "IN", "DE"):
        appeal(counter, counter.decided(places=(place,)))
        counter.now = counter.now.replace(minute=counter.now.minute + 1)
    page = counter.ask("GET", "/v1/appeals?limit=2", claims=BACKEND)[1]
    found = list(page["open"])
    while "after" in page:
        after = page["after"].replace("#", "%23")
        page = counter.ask("GET", f"/v1/appeals?limit=2&after={after}", claims=BACKEND)[1]
        found += page["open"]
    assert [each["places"][0] for each in found] == ["GB-ENG", "US-TX", "FJ", "IN", "DE"]


@pytest.mark.parametrize("claims", [None, ALICE, {"sub": "x", "role": "admin"}])
def test_only_the_platforms_backend_lists_and_answers(counter, claims):
    """Whoever filed it cannot answer it."""
    decision = counter.decided()
    appeal(counter, decision)
    said = {"answer": "upheld", "because": "misread"}
    for method, path in (("GET", "/v1/appeals"), ("GET", "/v1/reports")):
        assert counter.ask(method, path, claims=claims)[0] == 403
    for path in (f"/v1/appeals/{decision}/answer", f"/v1/reports/{decision}/verify"):
        assert counter.ask("POST", path, said, claims)[0] == 403


def test_a_backend_that_iam_knows_lists_and_answers(counter):
    """Past the front and without claims; the answer says who gave it, as a keyed hash."""
    decision = counter.decided()
    appeal(counter, decision)
    past = {"iam": "arn:aws:iam::1:role/answers", "x_lexloci_origin": None}
    assert len(counter.ask("GET", "/v1/appeals", **past)[1]["open"]) == 1
    said = {"answer": "upheld", "because": "misread"}
    status, told = counter.ask("POST", f"/v1/appeals/{decision}/answer", said, **past)
    assert (status, told["state"], told["by_backend"].count(":")) == (200, "upheld", 1)
    assert "role/answers" not in f"{told}{counter.kept()}{counter.watch.lines}"


def test_an_appeal_is_answered_where_it_was_filed_and_shown_anywhere(counter):
    """Two Regions that answer the same item would overwrite each other."""
    decision = counter.decided()
    appeal(counter, decision)
    counter.region = "us-east-1"
    said = {"answer": "upheld", "because": "misread"}
    status, told = counter.ask("POST", f"/v1/appeals/{decision}/answer", said, BACKEND)
    assert (status, told["type"]) == (409, "/problems/elsewhere")
    assert counter.ask("GET", "/v1/appeals", claims=BACKEND)[1]["open"] == []
    assert counter.ask("GET", f"/v1/appeals/{decision}", claims=ALICE)[0] == 200


@pytest.mark.parametrize("path", ["/v1/appeals/x", "/v1/appealsx", f"/v1/appeals/{FIRST}/x"])
def test_an_unknown_route_is_404(counter, path):
    """As malformed numbers are."""
    assert counter.ask("POST", path, {}, BACKEND)[0] == 404
