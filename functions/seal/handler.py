"""seal: puts what the ledger's stream tells of under signed Merkle checkpoints.

All that it does is in `lexloci_edge.seals`. Whatever was not sealed is delivered again.
"""

import os
from typing import TYPE_CHECKING, Any

from aws_lambda_powertools.utilities.batch import (
    BatchProcessor,
    EventType,
    process_partial_response,
)
from aws_lambda_powertools.utilities.data_classes.dynamo_db_stream_event import DynamoDBRecord

from lexloci_edge.seals.live import sealer_of
from lexloci_edge.seals.stream import seal_changes
from lexloci_edge.signals import PowertoolsSignals

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse

_sealer = sealer_of(os.environ)
_signals = PowertoolsSignals("seal")


def handler(event: dict[str, Any], context: Any) -> "PartialItemFailureResponse":
    """Seal a batch of the stream's records; answer those that have to come again."""
    failed = seal_changes(event["Records"], _sealer, _signals)

    def sealed(record: DynamoDBRecord) -> None:
        error = failed.get(str(record["dynamodb"]["SequenceNumber"]))
        if error is not None:
            raise error

    # Sealed all at once above, for one checkpoint a batch; this only tells the stream how far.
    return process_partial_response(
        event=event,
        record_handler=sealed,
        processor=BatchProcessor(EventType.DynamoDBStreams),
        context=context,
    )
