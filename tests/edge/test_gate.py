"""The way of a call through the gate, with everything outside it working."""

import json

import pytest


def test_an_allowed_call_is_recorded_and_then_forwarded(stage):
    """A lighthouse comes back as an image, and its decision is in the ledger."""
    told = stage.call("a lighthouse at dawn")
    assert (told.status, stage.forwarded) == (200, 1)
    assert [each.outcome for each in stage.records] == ["allow"]
    assert told.headers["Lexloci-Decision"] == stage.records[0].id
    assert told.headers["x-ratelimit-limit-images"] == "5"


def test_what_goes_on_is_written_anew_with_the_callers_authorization(stage):
    """The image server gets canonical JSON of what was read, and the bearer key."""
    stage.call("a lighthouse at dawn")
    sent = stage.server.requests[0]
    assert sent.url == "http://images.invalid/v1/images/generations"
    assert sent.body == b'{"prompt":"a lighthouse at dawn"}'
    assert sent.headers["Authorization"] == "Bearer sk-test"
    assert not {"x-lexloci-origin", "cloudfront-viewer-country"} & {n.lower() for n in sent.headers}


def test_the_platforms_own_key_replaces_the_callers(stage):
    """Where an upstream key is configured, the caller's key stays with us."""
    stage.environment["LEXLOCI_UPSTREAM_KEY"] = "upstream"
    stage.call()
    assert stage.server.requests[0].headers["Authorization"] == "Bearer sk-own"


@pytest.mark.parametrize(
    ("prompt", "country", "status", "code"),
    [
        ("a known person in underwear", "GB", 451, "refused_by_law"),
        ("a known person in swimwear", "GB", 403, "refused_by_house_rule"),
        ("an invented person, nude", "FJ", 403, "refused_by_house_rule"),
        ("an invented person, nude", "ID", 451, "refused_by_law"),
        ("a name on no list, in underwear", "GB", 403, "uncertain"),
    ],
)
def test_a_refusal_says_by_what_and_is_never_forwarded(stage, prompt, country, status, code):
    """Law is 451, a house rule 403, uncertainty 403; each is recorded, none reaches the server."""
    told = stage.call(prompt, cloudfront_viewer_country=country)
    assert (told.status, told.code, stage.forwarded) == (status, code, 0)
    assert told.headers["content-type"] == "application/problem+json"
    assert told.headers["x-should-retry"] == "false"
    assert told.headers["Cache-Control"] == "no-store"
    assert told.headers["x-request-id"] == told.body["decision_id"] == stage.records[0].id
    assert told.body["status"] == status


def test_a_refusal_by_law_names_law_place_rule_day_and_appeal(stage):
    """What RFC 7725 asks for is in the body, in the message that clients show, and in `Link`."""
    stage.environment |= {
        "LEXLOCI_APPEAL": "https://appeal.invalid/",
        "LEXLOCI_BLOCKED_BY": "https://us.invalid/",
    }
    told = stage.call("a known person in underwear", cloudfront_viewer_country="GB")
    message = told.body["error"]["message"]
    for part in ("Act of gb/intimate", "United Kingdom", "2026-02-06", "https://appeal.invalid/"):
        assert part in message
    assert told.body["rules"][0]["rule"] == "gb/intimate@2026-02-06"
    assert told.headers["Link"] == '<https://us.invalid/>; rel="blocked-by"'


def test_an_uncertain_refusal_teaches_no_evasion(stage):
    """It names the rules that may apply, not how the prompt was read, nor which place allows it."""
    told = stage.call("a known person in underwear", cloudfront_viewer_country=None)
    text = json.dumps(told.body)
    assert told.code == "uncertain"
    assert "Act of gb/intimate" in text
    assert [each["fact"] for each in told.body["settled_by"]] == ["place"]
    for word in ("subject", "exposure", "FJ", "Fiji", "a known person"):
        assert word not in text


def test_duties_go_out_in_a_header_and_into_the_records(stage):
    """From France the image has to be marked: the header says so, both records keep it."""
    told = stage.call(cloudfront_viewer_country="FR")
    assert told.headers["Lexloci-Duties"] == "marking"
    decision, after = stage.ledger.get(stage.records[0].id)
    assert decision.duties != "0"
    assert after.duties_sent == ("marking",)


def test_the_day_is_the_day_of_the_place(stage):
    """At noon UTC on the 23rd it is the 24th in New Zealand, and the law of the 24th holds."""
    told = stage.call("a known person in swimwear", cloudfront_viewer_country="NZ")
    assert (told.status, told.code) == (451, "refused_by_law")


def test_no_prompt_key_or_address_is_written_anywhere(stage):
    """Records, lines and answers of a refused call hold nothing of what was asked or by whom."""
    told = stage.call(
        "a known person in underwear",
        cloudfront_viewer_country="GB",
        cloudfront_viewer_address="192.0.2.7:443",
    )
    written = "".join(each.written() for each in stage.records)
    written += "".join(stage.watch.lines) + str(stage.watch.counts) + json.dumps(told.body)
    for word in ("known person", "sk-test", "192.0.2.7"):
        assert word not in written


def test_a_record_can_be_judged_again_from_what_it_holds(stage, book):
    """The possibilities in a record lead to its verdict."""
    from datetime import datetime

    from lexloci.verdict import judge_call

    stage.call("a name on no list, in underwear", cloudfront_viewer_country="GB")
    record = stage.records[0]
    days = book.places.days(record.places, datetime.fromisoformat(record.at))
    verdict = judge_call(book, record.possibilities(book.facts), days)
    assert (verdict.outcome, f"{verdict.because:x}") == (record.outcome, record.because)


def test_health_needs_no_proof_and_tells_no_more_than_the_law_in_use(stage, book):
    """Route 53 asks past the distribution."""
    told = stage.send(stage.event("/health", "GET", headers={"x-lexloci-origin": None}))
    assert (told.status, told.body) == (200, {"status": "ok", "rulebook": book.digest})


def test_a_decision_is_shown_whole_only_to_its_own_account(stage):
    """Another key learns the outcome; the same key learns the record and what became of it."""
    id = stage.call().headers["Lexloci-Decision"]
    own = stage.send(stage.event(f"/v1/decisions/{id}", "GET"))
    other = stage.send(
        stage.event(f"/v1/decisions/{id}", "GET", headers={"authorization": "Bearer sk-other"})
    )
    assert own.body["record"]["outcome"] == "allow"
    assert own.body["aftermath"]["result"] == "image"
    assert set(other.body) == {"id", "at", "outcome"}


def test_a_decision_is_still_its_accounts_after_the_key_of_the_hashes_changed(stage):
    """Records made under the previous key are found by it."""
    id = stage.call().headers["Lexloci-Decision"]
    stage.vault.values["hash"] = ("a-new-key", "a-key")
    event = stage.event(f"/v1/decisions/{id}", "GET")
    assert "record" not in stage.send(event).body
    stage.vault.ids["hash"] = ("v9", "v0")
    assert stage.send(event).body["record"]["id"] == id


@pytest.mark.parametrize("id", ["0", "../x", "019a0000-0000-7000-8000-000000000000"])
def test_a_decision_that_is_not_there_is_404(stage, id):
    """Malformed ids and unknown ones are told alike."""
    told = stage.send(stage.event(f"/v1/decisions/{id}", "GET"))
    assert (told.status, told.code) == (404, "no_decision")


def test_the_upstreams_4xx_is_handed_on(stage):
    """A client that asked for a model that is not there hears so from the image server."""
    from lexloci_edge.upstream import Received

    body = b'{"error":{"message":"no such model","code":"model_not_found"}}'
    stage.server.answer = Received(404, {"content-type": "application/json"}, body)
    told = stage.call()
    assert (told.status, told.body["error"]["code"]) == (404, "model_not_found")
    assert stage.ledger.get(stage.records[0].id)[1].result == "upstream-refused"


def test_the_retry_count_of_the_client_is_recorded(stage):
    """A second try is a second decision; the record says that it is one."""
    stage.call(x_stainless_retry_count="2")
    assert stage.records[0].retry == 2
