"""From the ledger's stream to a reviewer: which decisions wait for one, and how they get there.

    decisions' stream ──► hear ──► queue ──► lay_out ──► table of reviews

The queue stands between so that a table in trouble never holds up the stream, which forgets after
a day; the queue keeps a review for 14 and gives up only into a dead-letter queue with an alarm.
Its messages hold an id and a moment. Both steps may be done twice: the table takes a review once.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from lexloci.rulebook import Rulebook
from lexloci_edge.dynamo import DECISION
from lexloci_edge.ids import is_id
from lexloci_edge.inspecting.errors import InspectError
from lexloci_edge.inspecting.reviews import DynamoReviews
from lexloci_edge.inspecting.searching import record_in
from lexloci_edge.records import Record, moment
from lexloci_edge.signals import Signals

DUTY = "review"
AT_ONCE = 10
"""Messages that SQS takes in one call."""


def waits(record: Record, rulebook: Rulebook) -> bool:
    """Whether a reviewer has to look at this decision.

    Only what was allowed: of a refused call there is nothing to look at, and its caller can appeal.
    Under another rulebook its duties cannot be read here (a deployment is under way): then any
    duty counts as one to review, so that none is lost.
    """
    if record.outcome != "allow" or record.duties == "0":
        return False
    if record.rulebook != rulebook.digest:
        return True
    duties = int(record.duties, 16)
    # Bits beyond the rulebook's own are duties of live rules, which are not at hand here.
    return bool(duties >> len(rulebook.raw["bits"])) or DUTY in rulebook.duties(duties)


class Hearing:
    """Puts what has to be reviewed of the stream into the queue. client: of SQS, made once."""

    def __init__(
        self, client: Any, queue: str, region: str, rulebook: Rulebook, signals: Signals
    ) -> None:
        self._client = client
        self._queue = queue
        self._region = region
        self._rulebook = rulebook
        self._signals = signals

    def hear(self, changes: Sequence[Mapping[str, Any]]) -> Mapping[str, InspectError]:
        """Answers, by sequence number, those that the queue did not take: to be delivered again."""
        found = [
            (str(change["dynamodb"]["SequenceNumber"]), record)
            for change in changes
            if (record := self._decision(change)) is not None and waits(record, self._rulebook)
        ]
        failed: dict[str, InspectError] = {}
        for at in range(0, len(found), AT_ONCE):
            failed |= self._send(found[at : at + AT_ONCE])
        return failed

    def _decision(self, change: Mapping[str, Any]) -> Record | None:
        """The decision that was written; None of all else. Total: nothing can stop the stream."""
        about = change["dynamodb"]
        key, sort = (str(about["Keys"].get(name, {}).get("S", "")) for name in ("pk", "sk"))
        if change["eventName"] != "INSERT" or sort != DECISION:
            return None
        record = record_in(about.get("NewImage", {}))
        if record is None or key != f"DEC#{self._region}#{record.id}" or not is_id(record.id):
            # A stranger's item: the sealer has raised its alarm about it.
            return None
        return record

    def _send(self, some: Sequence[tuple[str, Record]]) -> dict[str, InspectError]:
        from botocore.exceptions import BotoCoreError, ClientError

        entries = [
            {"Id": str(at), "MessageBody": json.dumps({"id": record.id, "at": record.at})}
            for at, (_, record) in enumerate(some)
        ]
        try:
            answer = self._client.send_message_batch(QueueUrl=self._queue, Entries=entries)
        except (ClientError, BotoCoreError) as error:
            wrong = InspectError(f"the queue does not answer ({type(error).__name__})")
            return {sequence: wrong for sequence, _ in some}
        for _ in answer.get("Successful", []):
            self._signals.count("ReviewAsked")
        wrong = InspectError("the queue did not take a review")
        return {some[int(each["Id"])][0]: wrong for each in answer.get("Failed", [])}


def lay_out(body: str, reviews: DynamoReviews, clock: Callable[[], datetime]) -> None:
    """Have what a message of the queue names wait for a reviewer.

    Raises: InspectError; ValueError, KeyError, TypeError where it is no message of ours.
    """
    told = json.loads(body)
    id, at = str(told["id"]), str(told["at"])
    if not is_id(id):
        raise ValueError("no id of a decision")
    datetime.fromisoformat(at)
    reviews.lay_out(id, at, moment(clock()))
