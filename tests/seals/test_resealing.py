"""Sealing again what the stream gave up: from the table, once, whatever was sealed meanwhile."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.seals.conftest import REGION, Bench, entries, record
from typer.testing import CliRunner

from lexloci_edge.dynamo import item_of
from lexloci_tools.asking import QuestionError
from lexloci_tools.cli import app
from lexloci_tools.resealing import ResealError, events_of, lost_in, reseal
from lexloci_tools.verify.checking import verify
from lexloci_tools.verify.export import open_export

MESSAGE: dict[str, Any] = {
    "requestContext": {"condition": "RecordAgeExceeded", "approximateInvokeCount": 9},
    "DDBStreamBatchInfo": {
        "shardId": "shardId-1",
        "startSequenceNumber": "1",
        "endSequenceNumber": "9",
        "approximateArrivalOfFirstRecord": "2026-11-23T12:00:01Z",
        "approximateArrivalOfLastRecord": "2026-11-23T12:02:00Z",
        "batchSize": 9,
        "streamArn": "arn:aws:dynamodb:eu-west-2:123456789012:table/lexloci-decisions/stream/x",
    },
}
"""What Lambda sends to the destination of a stream's failures."""


def items(*found: Any) -> list[dict[str, Any]]:
    """Entries as the table holds them."""
    return [dict(item_of(entry, 1098)) for entry in found]


def sealing(bench: Bench) -> Any:
    """The function `seal`, as Lambda would be asked."""

    def invoke(event: Any) -> dict[str, Any]:
        failed = bench.seal(json.loads(json.dumps(event))["Records"])
        return {"batchItemFailures": [{"itemIdentifier": at} for at in failed]}

    return invoke


def test_what_was_lost_is_sealed_and_nothing_twice(bench):
    """Some of that time were sealed before; all are once, and the log verifies."""
    table = items(*entries(12))
    lost = lost_in(json.dumps(MESSAGE))
    assert reseal(events_of(table[:5], lost, REGION), sealing(bench)) == 5
    assert reseal(events_of(table, lost, REGION), sealing(bench)) == 12
    assert reseal(events_of(table, lost, REGION), sealing(bench)) == 12
    (told,) = verify(open_export(bench.folder), [bench.key()])
    assert (told.size, len({(one["id"], "result" in one) for one in bench.leaves()})) == (12, 12)
    assert "Tampered" not in bench.watch.counts


def test_other_times_and_regions_are_left_alone(bench):
    """Only what the messages name, and only this Region's own writes."""
    lost = lost_in(json.dumps(MESSAGE))
    early = record(1, at="2026-11-23T11:50:00.000Z")
    late = record(2, at="2026-11-23T12:08:00.000Z")
    foreign = record(3, region="us-east-1")
    found = list(events_of(items(early, late, foreign, record(4)), lost, REGION))
    assert [len(event["Records"]) for event in found] == [1]
    assert found[0]["Records"][0]["dynamodb"]["NewImage"] == items(record(4))[0]


def test_large_losses_are_handed_over_in_batches(bench):
    """No more than Lambda takes at once."""
    table = items(*[record(number) for number in range(2_100)])
    found = list(events_of(table, lost_in(json.dumps(MESSAGE)), REGION))
    assert [len(event["Records"]) for event in found] == [1000, 1000, 100]
    assert len(json.dumps(found[0])) < 6_000_000


@pytest.mark.parametrize(
    "answer",
    [
        {"batchItemFailures": [{"itemIdentifier": "3"}]},
        {"errorMessage": "Task timed out", "errorType": "x"},
        {},
    ],
)
def test_what_is_not_sealed_is_said(answer):
    """The messages must not be deleted then."""
    events = events_of(items(record(1)), lost_in(json.dumps(MESSAGE)), REGION)
    with pytest.raises(ResealError, match="not all could be sealed"):
        reseal(events, lambda event: answer)


def test_messages_are_read_as_the_queue_gives_them():
    """The answer of `receive-message`, a body alone, or bodies one a line."""
    body = json.dumps(MESSAGE)
    whole = json.dumps({"Messages": [{"MessageId": "1", "Body": body}, {"Body": body}]})
    assert [len(lost_in(text)) for text in (body, whole, f"{body}\n{body}\n")] == [1, 2, 2]


@pytest.mark.parametrize("text", ["", "{}", "nonsense", '{"Messages": []}', '{"Messages": [{}]}'])
def test_what_is_no_message_is_a_question(text, tmp_path: Path):
    """Nothing is sealed by guessing when it was."""
    with pytest.raises(QuestionError, match="messages"):
        lost_in(text)
    (tmp_path / "lost.json").write_text(text)
    told = CliRunner().invoke(app, ["reseal", str(tmp_path / "lost.json"), "--stack", "lexloci"])
    assert isinstance(told.exception, QuestionError)
