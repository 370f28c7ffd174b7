"""Sealing again what the ledger's stream gave up: what the queue `SealsLost` names.

A message of the queue says when its records came, not what they were, and the stream forgets them
after a day. The table keeps them, so every entry of that time is handed to the function `seal`
again, as the stream would have; what is sealed already it passes over. What a stranger did to an
entry meanwhile is an alarm of its own in the stream, and is not to be seen from the table.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from lexloci.errors import LexlociError
from lexloci_edge.dynamo import partition
from lexloci_tools.asking import QuestionError

BATCH = 1000
"""Entries that the function is handed at once: some 2 MB, of 6 that Lambda takes."""
SLACK = timedelta(minutes=5)
"""How much earlier than its arrival in the stream an entry may say that it was."""

Invoke = Callable[[Mapping[str, Any]], Mapping[str, Any]]
"""Asks the function `seal`: an event of a stream in, what has to come again out."""


class ResealError(LexlociError):
    """Some entries are not under a seal yet. Sealing again is safe."""

    exit_code = 3


@dataclass(frozen=True, slots=True)
class Lost:
    """Records that the stream gave up: when the first and the last came, and how many."""

    first: datetime
    last: datetime
    number: int


def lost_in(text: str) -> list[Lost]:
    """What the queue's messages name: the answer of `aws sqs receive-message`, or bodies, one a
    line. Raises: QuestionError."""
    try:
        lost = [_lost(json.loads(body)) for body in _bodies(text)]
    except (ValueError, KeyError, TypeError) as error:
        raise QuestionError("messages", f"are none of the queue ({error})") from None
    if not lost:
        raise QuestionError("messages", "there are none")
    return lost


def _bodies(text: str) -> list[str]:
    try:
        found = json.loads(text)
    except ValueError:
        return [line for line in text.splitlines() if line.strip()]
    return [one["Body"] for one in found["Messages"]] if "Messages" in found else [text]


def _lost(message: Mapping[str, Any]) -> Lost:
    about = message["DDBStreamBatchInfo"]
    first, last = (about[f"approximateArrivalOf{which}Record"] for which in ("First", "Last"))
    return Lost(_moment(first), _moment(last), int(about["batchSize"]))


def events_of(
    items: Sequence[Mapping[str, Any]], lost: Sequence[Lost], region: str
) -> Iterator[dict[str, Any]]:
    """The events that the stream would have delivered for those of these items, which the ledger
    wrote in this Region at the time of what was lost."""
    chosen = [each for each in items if _was_lost(each, lost, region)]
    chosen.sort(key=lambda item: (item["pk"]["S"], item["sk"]["S"]))
    for begin in range(0, len(chosen), BATCH):
        records = [_inserted(at, item) for at, item in enumerate(chosen[begin : begin + BATCH])]
        yield {"Records": records}


def reseal(events: Iterator[dict[str, Any]], invoke: Invoke) -> int:
    """Have these sealed; how many entries they held. Raises: ResealError."""
    number = 0
    for event in events:
        answer = invoke(event)
        failed = answer.get("batchItemFailures")
        if failed != []:
            why = answer.get("errorMessage") or f"{len(failed or event['Records'])} of a batch"
            raise ResealError("seal", f"not all could be sealed: {why}", "try again")
        number += len(event["Records"])
    return number


def _was_lost(item: Mapping[str, Any], lost: Sequence[Lost], region: str) -> bool:
    if not str(item.get("pk", {}).get("S", "")).startswith(partition(region, "")):
        return False
    try:
        at = _moment(json.loads(item["record"]["S"])["at"])
    except (ValueError, KeyError, TypeError):
        return True  # nothing that the ledger writes: the sealer says so
    return any(one.first - SLACK <= at <= one.last + SLACK for one in lost)


def _inserted(at: int, item: Mapping[str, Any]) -> dict[str, Any]:
    keys = {name: item[name] for name in ("pk", "sk")}
    about = {"Keys": keys, "NewImage": item, "SequenceNumber": str(at)}
    event = f"resealed-{item['pk']['S']}-{item['sk']['S']}"
    return {"eventID": event, "eventName": "INSERT", "dynamodb": about}


def _moment(written: str) -> datetime:
    at = datetime.fromisoformat(written)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def scanned(client: Any, table: str, region: str) -> list[dict[str, Any]]:
    """Every entry of a Region's in the table: reads all of it, a read unit for each 4 kB."""
    pages = client.get_paginator("scan").paginate(
        TableName=table,
        ConsistentRead=True,
        FilterExpression="begins_with(pk, :own)",
        ExpressionAttributeValues={":own": {"S": partition(region, "")}},
    )
    return [item for page in pages for item in page["Items"]]


def invoking(client: Any, function: str) -> Invoke:
    """Asks the function in the cloud. client: of Lambda."""

    def invoke(event: Mapping[str, Any]) -> Mapping[str, Any]:
        answer = client.invoke(FunctionName=function, Payload=json.dumps(event).encode())
        told: Mapping[str, Any] = json.loads(answer["Payload"].read() or b"{}") or {}
        return told

    return invoke


def function_of(client: Any, stack: str) -> str:
    """The name of a stack's function `seal`. client: of CloudFormation. Raises: QuestionError."""
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        answer = client.describe_stack_resource(StackName=stack, LogicalResourceId="Seal")
    except (ClientError, BotoCoreError) as error:
        raise QuestionError("--stack", f"`{stack}` has no function `Seal` ({error})") from None
    return f"{answer['StackResourceDetail']['PhysicalResourceId']}:live"
