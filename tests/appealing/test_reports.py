"""Reports: by anybody, timed from the moment they come, pending until they are verified."""

import pytest
from tests.appealing.conftest import ALICE, BACKEND

from lexloci_edge.recording import Allowance

IMAGE = "ab" * 32
TAKEDOWN = {"asks": ["takedown"], "images": [IMAGE], "place": "GB-ENG"}


def report(counter, claims=None, **changes):
    """Report an image, as somebody without an account."""
    return counter.ask("POST", "/v1/reports", {**TAKEDOWN, **changes}, claims)


CLOCKS = {
    "India": ({"place": "IN"}, None, 2, "in/intimate-complaint"),
    "an Indian order": ({"place": "IN", "by": "authority"}, BACKEND, 3, "in/order"),
    "eSafety": ({"place": "AU", "by": "authority"}, BACKEND, 24, "au/removal-notice"),
    "the UK": ({"place": "GB"}, None, 48, "gb/takedown"),
    "the US": ({"place": "US-CA"}, None, 48, "us/takedown"),
    "nowhere": ({"place": None}, None, 2, "in/intimate-complaint"),
    "another place": ({"place": "FJ"}, None, 48, None),
}


@pytest.mark.parametrize(("said", "who", "hours", "clock"), CLOCKS.values(), ids=CLOCKS)
def test_a_report_starts_the_clock_of_its_place(counter, said, who, hours, clock):
    """From the moment it came, verified or not; where nobody knows, the shortest of all."""
    body = {name: value for name, value in {**TAKEDOWN, **said}.items() if value is not None}
    status, told = counter.ask("POST", "/v1/reports", body, who, cloudfront_viewer_country=None)
    assert (status, told["state"], told["hours"]) == (201, "received", hours)
    assert told.get("clock") == clock


def test_without_a_stated_place_it_is_where_the_report_comes_from(counter):
    """As the front sees it; the place of the decision that it names counts besides."""
    body = {"asks": ["takedown"], "images": [IMAGE]}
    ask = ("POST", "/v1/reports")
    assert counter.ask(*ask, body, cloudfront_viewer_country="GB")[1]["clock"] == "gb/takedown"
    body["decision"] = counter.decided(places=("AU",))
    told = counter.ask(*ask, body, cloudfront_viewer_country="GB")[1]
    assert told["clock"] == "au/removal-notice"


def test_a_report_is_shown_to_whoever_holds_its_number_and_nothing_of_it_besides(counter):
    """State and clock; all of it for the backend."""
    number = report(counter)[1]["id"]
    told = counter.ask("GET", f"/v1/reports/{number}")[1]
    assert (told["state"], told["due"]) == ("received", "2026-11-26T12:00:00.000Z")
    assert IMAGE not in str(told)
    assert counter.ask("GET", f"/v1/reports/{number}", claims=BACKEND)[1]["images"] == [IMAGE]


def test_a_name_is_protected_once_the_report_is_verified(counter):
    """Kept as keyed hashes only, and under the report's number, by which it can be released."""
    asked = {"asks": ["takedown", "protect-name"], "names": ["Quellana Brostow", "@quella"]}
    number = report(counter, **asked)[1]["id"]
    assert counter.protected.names() == frozenset()
    for _ in range(2):
        status, told = counter.ask("POST", f"/v1/reports/{number}/verify", {}, BACKEND)
        assert (status, told["state"]) == (200, "verified")
    assert len(counter.protected.names()) == 3
    assert counter.protected.get(number).because == "reported"
    status, told = counter.ask("POST", f"/v1/reports/{number}/answer", {"answer": "done"}, BACKEND)
    assert (status, told["state"]) == (200, "done")
    assert counter.ask("POST", f"/v1/reports/{number}/verify", {}, BACKEND)[0] == 409
    written = f"{counter.kept()}{counter.watch.lines}{told}".lower()
    assert "quell" not in written


def test_who_cannot_be_verified_protects_nobody(counter):
    """The report is answered so, and leaves the list."""
    number = report(counter, asks=["protect-name"], images=[], names=["Quellana Brostow"])[1]["id"]
    said = {"answer": "not-verified"}
    assert counter.ask("POST", f"/v1/reports/{number}/answer", said, BACKEND)[0] == 200
    assert counter.ask("POST", f"/v1/reports/{number}/verify", {}, BACKEND)[0] == 409
    assert counter.protected.names() == frozenset()
    assert counter.ask("GET", "/v1/reports", claims=BACKEND)[1]["open"] == []


def test_more_reports_than_fit_into_a_minute_are_told_to_come_again(counter):
    """No address is kept to count by, so they are counted together; the backend's own are not."""
    counter.allowance = Allowance(2)
    assert [report(counter, who)[0] for who in (None, ALICE, None)] == [201, 201, 429]
    assert report(counter, BACKEND)[0] == 201
    assert ("FilingTurnedAway", ("too-many-reports",)) in counter.watch.counts
    counter.now = counter.now.replace(minute=1)
    assert report(counter)[0] == 201


def test_a_report_about_a_minor_rings_elsewhere(counter):
    """Counted by itself; the alarm on it has a topic of its own."""
    report(counter)
    assert ("MinorReported", ()) not in counter.watch.counts
    report(counter, minor=True)
    assert ("MinorReported", ()) in counter.watch.counts


def test_an_account_that_reports_is_kept_as_a_hash(counter):
    """And the backend's own is none of a reporter's."""
    report(counter, ALICE)
    report(counter, BACKEND, reference="4711-ab")
    listed = counter.ask("GET", "/v1/reports", claims=BACKEND)[1]["open"]
    assert [each.get("account", "").count(":") for each in listed].count(1) == 1
    assert {each.get("reference") for each in listed} == {None, "4711-ab"}
    assert "alice" not in counter.kept()


WRONG = {
    "nothing to take down": {"images": []},
    "a name without asking": {"names": ["Quellana Brostow"]},
    "asking without a name": {"asks": ["protect-name"]},
    "asking for nothing": {"asks": []},
    "an address in clear": {"urls": ["https://example.com/a.png"]},
    "no digest": {"images": ["AB" * 32]},
    "a place nobody knows": {"place": "XX-YY"},
    "free text": {"text": "x"},
    "a name too long": {"asks": ["protect-name"], "names": ["Quel Ana Brost Owe Ul Ma"]},
    "a name too long, by letters": {"asks": ["protect-name"], "names": ["a b c d e f g"]},
    "more than fits": {"images": [IMAGE] * 17},
}


@pytest.mark.parametrize("change", WRONG.values(), ids=WRONG)
def test_a_report_that_says_nothing_or_too_much_is_not_taken(counter, change):
    """And nothing is kept."""
    assert report(counter, **change)[0] == 400
    assert "filed" not in counter.kept()


def test_an_authoritys_order_comes_from_the_backend_only(counter):
    """Anybody could say so."""
    assert report(counter, by="authority")[0] == 403
    assert report(counter, ALICE, by="authority")[0] == 403


def test_past_the_front_nobody_is_heard(counter):
    """As everywhere."""
    for method, path in (("POST", "/v1/reports"), ("POST", "/v1/appeals"), ("GET", "/v1/reports")):
        told = counter.ask(method, path, TAKEDOWN, BACKEND, x_lexloci_origin="x")
        assert (told[0], told[1]["type"]) == (403, "/problems/unproven-origin")
