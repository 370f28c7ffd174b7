"""review: brings decisions with the duty `review` from the ledger's stream before a reviewer.

Told by the stream, it fills the queue; told by the queue, it fills the table that reviewers see.
All that it does is in `lexloci_edge.inspecting.reviewing`. What fails is delivered again.
"""

import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from aws_lambda_powertools.utilities.batch import (
    BatchProcessor,
    EventType,
    process_partial_response,
)
from aws_lambda_powertools.utilities.data_classes.dynamo_db_stream_event import DynamoDBRecord
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord

from lexloci_edge.inspecting.live import hearing_of
from lexloci_edge.inspecting.reviewing import lay_out
from lexloci_edge.signals import PowertoolsSignals

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse

_hearing, _reviews = hearing_of(os.environ, PowertoolsSignals("review"))


def handler(event: dict[str, Any], context: Any) -> "PartialItemFailureResponse":
    """One batch of either source; answers those that have to come again."""
    if event["Records"][0]["eventSource"] == "aws:sqs":
        return process_partial_response(
            event=event,
            record_handler=_laid_out,
            processor=BatchProcessor(EventType.SQS),
            context=context,
        )
    failed = _hearing.hear(event["Records"])

    def heard(record: DynamoDBRecord) -> None:
        error = failed.get(str(record["dynamodb"]["SequenceNumber"]))
        if error is not None:
            raise error

    return process_partial_response(
        event=event,
        record_handler=heard,
        processor=BatchProcessor(EventType.DynamoDBStreams),
        context=context,
    )


def _laid_out(record: SQSRecord) -> None:
    lay_out(record.body, _reviews, lambda: datetime.now(UTC))
