"""Refused whatever is asked (design.md 11): the status, nothing forwarded, a record or alarm."""

import json
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from lexloci_edge.errors import LedgerConflict, LedgerError, UpstreamError
from lexloci_edge.ledger import MemoryLedger
from lexloci_edge.upstream import Received

JSON = {"content-type": "application/json"}


class Refusing:
    """A ledger that does what it is told instead of keeping."""

    def __init__(self, does: Callable[[Any], None]) -> None:
        self.does = does
        self.entries: dict[Any, Any] = {}

    def append(self, entry: Any) -> None:
        """As `Ledger.append`."""
        self.does(entry)

    def get(self, id: str) -> None:
        """As `Ledger.get`."""


def raising(error: BaseException) -> Callable[..., Any]:
    """A function that raises this."""

    def work(*_: Any, **__: Any) -> Any:
        raise error

    return work


def hanging(*_: Any, **__: Any) -> Any:
    """Do not answer for longer than anybody here waits."""
    threading.Event().wait(2)


def clock_off(stage, minutes):
    """An event whose gateway clock is this far from ours."""
    event = stage.event(body={"prompt": "a lighthouse at dawn"})
    event["requestContext"]["timeEpoch"] += int(timedelta(minutes=minutes).total_seconds() * 1000)
    return event


TURNED_AWAY = [
    ("no-proof", {"headers": {"x-lexloci-origin": None}}, 403, "unproven_origin"),
    ("empty-proof", {"headers": {"x-lexloci-origin": ""}}, 403, "unproven_origin"),
    ("wrong-proof", {"headers": {"x-lexloci-origin": "x"}}, 403, "unproven_origin"),
    ("doubled-proof", {"headers": {"x-lexloci-origin": "x,a-secret"}}, 403, "unproven_origin"),
    (
        "unproven-route",
        {"path": "/x", "headers": {"x-lexloci-origin": "x"}},
        403,
        "unproven_origin",
    ),
    ("unknown-route", {"path": "/v1/videos"}, 404, "no_route"),
    ("slash", {"path": "/v1/images/generations/"}, 404, "no_route"),
    ("doubled-slash", {"path": "//v1/images/generations"}, 404, "no_route"),
    ("newline", {"path": "/v1/images/generations\n"}, 404, "no_route"),
    ("case", {"path": "/v1/Images/generations"}, 404, "no_route"),
    ("stage", {"path": "/prod/v1/images/generations"}, 404, "no_route"),
    ("method", {"method": "PUT"}, 404, "no_route"),
    ("get", {"method": "GET"}, 404, "no_route"),
    ("variations", {"path": "/v1/images/variations"}, 403, "no_words"),
    ("responses", {"path": "/v1/responses"}, 400, "reference"),
    ("Bedrock", {"path": "/model/amazon.nova-canvas-v1:0/invoke"}, 404, "no_route"),
    ("Automatic1111", {"path": "/sdapi/v1/txt2img"}, 404, "no_route"),
    ("Gemini", {"path": "/v1beta/models/gemini-2.5-flash-image:generateContent"}, 404, "no_route"),
    ("text", {"kind": "text/plain"}, 415, "unreadable"),
    ("no-kind", {"headers": {"content-type": None}}, 415, "unreadable"),
    ("two-kinds", {"kind": "application/json,text/plain"}, 415, "unreadable"),
    ("charset", {"kind": "application/json; charset=utf-16"}, 415, "unreadable"),
    ("gzip", {"headers": {"content-encoding": "gzip"}}, 415, "unreadable"),
    ("large", {"body": b" " * 4_400_001}, 413, "too_large"),
    ("large-text", {"body": " " * 4_400_001}, 413, "too_large"),
    ("large-json", {"body": " " * 1_000_001}, 413, "too_large"),
    ("two-keys", {"headers": {"authorization": "Bearer a,Bearer b"}}, 400, "ambiguous"),
]


@pytest.mark.parametrize(("what", "status", "code"), [each[1:] for each in TURNED_AWAY])
def test_what_cannot_be_judged_is_turned_away_and_recorded(stage, what, status, code):
    """Each with the status of design.md 8; the record says why it was not judged."""
    told = stage.send(stage.event(**{"body": {"prompt": "a lighthouse at dawn"}, **what}))
    assert (told.status, told.code, stage.forwarded) == (status, code, 0)
    assert told.headers["x-should-retry"] == "false"
    assert [each.turned_away for each in stage.records] == [code.replace("_", "-")]
    assert ("TurnedAway", (code.replace("_", "-"),)) in stage.watch.counts


def test_a_rotated_secret_is_still_good_for_a_while(stage):
    """Current and previous value are both proof, while CloudFront catches up."""
    stage.vault.values["origin"] = ("the-new-one", stage.vault.values["origin"][0])
    assert stage.call().status == 200
    stage.vault.values["origin"] = ("the-new-one", "the-one-before")
    assert stage.call().status == 403


def test_turned_away_calls_are_recorded_sixty_times_a_minute_then_counted(stage):
    """A flood of unproven calls does not flood the ledger."""
    gate = stage.gate()
    event = stage.event("/v1/videos")
    for _ in range(63):
        stage.send(event, gate)
    assert len(stage.records) == 60
    assert stage.watch.counts.count(("TurnedAwayUnrecorded", ())) == 3
    stage.now += timedelta(minutes=1)
    stage.send(stage.event("/v1/videos"), gate)
    assert len(stage.records) == 61


def test_a_turned_away_call_stays_so_when_the_ledger_fails(stage):
    """Nothing comes of it anyway; the lost record is an alarm."""
    stage.ledger = Refusing(raising(LedgerError("throttled")))
    assert stage.call(x_lexloci_origin=None).status == 403
    assert ("RecordLost", ("ledger",)) in stage.watch.counts


BROKEN = {
    "ledger throttled": lambda stage: setattr(
        stage, "ledger", Refusing(raising(LedgerError("ThrottlingException")))
    ),
    "ledger conflict": lambda stage: setattr(
        stage, "ledger", Refusing(raising(LedgerConflict("id")))
    ),
    "ledger hangs": lambda stage: (stage.hurry(), setattr(stage, "ledger", Refusing(hanging))),
    "ledger crashes": lambda stage: setattr(stage, "ledger", Refusing(raising(RuntimeError()))),
    "origin secret": lambda stage: stage.vault.broken.add("origin"),
    "origin secret looked at anew": lambda stage: (
        stage.vault.values.update(origin=("the-new-one",)),
        stage.vault.breaks_anew.add("origin"),
    ),
    "hash key": lambda stage: stage.vault.broken.add("hash"),
    "upstream key": lambda stage: (
        stage.environment.update(LEXLOCI_UPSTREAM_KEY="upstream"),
        stage.vault.broken.add("upstream"),
    ),
    "deadline near": lambda stage: setattr(stage, "left", 400),
    "signals crash": lambda stage: setattr(stage.watch, "count", raising(ValueError("x"))),
}


@pytest.mark.parametrize("breaks", BROKEN.values(), ids=BROKEN)
def test_what_breaks_is_503_and_never_forwarded(stage, capsys, breaks):
    """Ledger, secrets, time, and what nobody foresaw: 503, an alarm, an untouched image server."""
    breaks(stage)
    told = stage.call()
    assert (told.status, told.code, stage.forwarded) == (503, "unavailable", 0)
    assert told.headers["x-should-retry"] == "false"
    alarm = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (alarm["Broken"], alarm["correlation_id"]) == (1, told.body["decision_id"])
    # The alarms of the template ask for these two dimensions; Route 53's asks for the stack alone.
    said = alarm["_aws"]["CloudWatchMetrics"][0]["Dimensions"]
    assert said == [["code", "service"], ["service"]]
    assert {"code", "service"} <= set(alarm)


@pytest.mark.parametrize("prompt", ["a lighthouse at dawn", "a known person in underwear"])
def test_a_refusal_too_needs_its_record(stage, prompt):
    """With the ledger down the answer is 503 whatever the verdict was."""
    stage.ledger = Refusing(raising(LedgerError("ThrottlingException")))
    assert stage.call(prompt, cloudfront_viewer_country="GB").status == 503


def test_a_ledger_that_is_slow_is_as_good_as_none(stage):
    """The record may even be written in the end: nobody waited, nothing was forwarded."""
    stage.hurry()
    memory, go_on = MemoryLedger(), threading.Event()
    stage.ledger = Refusing(lambda entry: (go_on.wait(2), memory.append(entry)))
    assert (stage.call().status, stage.forwarded) == (503, 0)
    go_on.set()


def test_time_that_runs_out_while_recording_stops_the_call(stage):
    """The decision says ALLOW, the record of what became of it says that nothing was forwarded."""
    stage.ledger, kept = MemoryLedger(), stage
    append = stage.ledger.append

    def slow(entry):
        append(entry)
        kept.left = 100

    stage.ledger.append = slow
    told = stage.call()
    assert (told.status, stage.forwarded) == (503, 0)
    assert stage.ledger.get(stage.records[0].id)[1].result == "deadline"


@pytest.mark.parametrize("minutes", [-6, 6, -100_000])
def test_a_clock_that_is_off_is_503(stage, minutes):
    """Days in force and the age of claims hang on it."""
    assert (stage.send(clock_off(stage, minutes)).status, stage.forwarded) == (503, 0)


@pytest.mark.parametrize("minutes", [-4, 4])
def test_a_clock_that_is_a_little_off_is_borne(stage, minutes):
    """Up to five minutes."""
    assert stage.send(clock_off(stage, minutes)).status == 200


@pytest.mark.parametrize(
    "event",
    [
        {},
        {"requestContext": {}},
        {"requestContext": {"http": {"method": "POST"}}},
        {"version": "1.0"},
    ],
)
def test_an_event_of_another_shape_is_503(stage, event):
    """The function never raises: API Gateway's own 500 would be retried."""
    assert (stage.send(event).status, stage.forwarded) == (503, 0)


UPSTREAM = {
    "timeout": raising(UpstreamError("upstream-failed", "ReadTimeoutError")),
    "hangs": hanging,
    "crashes": raising(RuntimeError("x")),
    "500": Received(500, JSON, b"{}"),
    "502 html": Received(502, {"content-type": "text/html"}, b"<html>"),
    "redirect": Received(302, {"location": "https://x.invalid"}, b""),
    "201": Received(201, JSON, b'{"data":[]}'),
    "no json": Received(200, {"content-type": "text/html"}, b"<html>"),
    "broken json": Received(200, JSON, b'{"data":['),
    "a list": Received(200, JSON, b"[]"),
    "no data": Received(200, JSON, b'{"created":1}'),
    "empty data": Received(200, JSON, b'{"data":[]}'),
    "a url": Received(200, JSON, b'{"data":[{"url":"https://x.invalid/1.png"}]}'),
    "a url beside": Received(
        200, JSON, b'{"data":[{"b64_json":"iVBORw0KGgo=","url":"https://x"}]}'
    ),
    "no base64": Received(200, JSON, b'{"data":[{"b64_json":"@@@"}]}'),
    "no image": Received(200, JSON, b'{"data":[{"b64_json":"PHN2Zz4="}]}'),
    "more than asked": Received(
        200, JSON, b'{"data":[{"b64_json":"iVBORw0KGgo="},{"b64_json":"iVBORw0KGgo="}]}'
    ),
    "too large": Received(200, JSON, b" " * 5_900_001),
    "4xx html": Received(404, {"content-type": "text/html"}, b"<html>"),
    "4xx too long": Received(400, JSON, b" " * 100_001),
}


@pytest.mark.parametrize("answer", UPSTREAM.values(), ids=UPSTREAM)
def test_an_answer_that_is_no_image_is_not_handed_on(stage, answer):
    """503, and the record of what became of the call says why."""
    stage.server.answer = answer
    if answer is hanging:
        stage.hurry()
    told = stage.call()
    assert (told.status, stage.forwarded) == (503, 1)
    _, after = stage.ledger.get(stage.records[0].id)
    assert after.result.startswith("upstream-")


def test_an_image_is_handed_on_though_the_second_record_is_lost(stage):
    """The decision itself was kept before; losing what became of it is an alarm."""
    stage.ledger = MemoryLedger()
    append, stage.count = stage.ledger.append, 0

    def once(entry):
        stage.count += 1
        if stage.count > 1:
            raise LedgerError("ThrottlingException")
        append(entry)

    stage.ledger.append = once
    assert stage.call().status == 200
    assert ("RecordLost", ("LedgerError",)) in stage.watch.counts
