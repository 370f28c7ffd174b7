"""The review queue: decisions that a human looks at afterwards, and what the human said.

A table of its own, so that nothing about a review ever touches the ledger:

    pk  REVIEW#<region>#<id>   sk  WAITING   at, since, expires
                                             gsi1pk, gsi1sk (index `by_waiting`), until answered
                               sk  ANSWER    answer (canonical JSON), expires

Both are put once, on condition that they are new. To answer is one transaction: the answer is put,
and the two keys that made the review stand in the index are taken off, which is the only change
that is ever made here (the role can change no other attribute). A decision that is told of twice
finds its WAITING item and stays as it is, answered or not.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from lexloci_edge.bodies import written_json
from lexloci_edge.inspecting.errors import InspectError
from lexloci_edge.inspecting.merging import Indexed, Position, Span
from lexloci_edge.table import Table

WAITING, ANSWER = "WAITING", "ANSWER"
SHARDS = 16
"""Keys of those that wait, per Region: 16,000 new reviews a second."""


class Told(BaseModel):
    """What a reviewer said. by: keyed hash of the reviewer's account. facts: what is so, where the
    record had it wrong."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    v: Literal[1] = 1
    id: str
    answer: Literal["confirmed", "overturned"]
    at: str
    by: str
    facts: Mapping[str, tuple[str, ...]] = {}

    def written(self) -> str:
        """Canonical JSON."""
        return written_json(self.model_dump(mode="json")).decode()

    def same(self, other: "Told") -> bool:
        """Whether it says the same, whenever."""
        return other.model_copy(update={"at": self.at}) == self


class DynamoReviews(Table):
    """The table of reviews of one Region. days: how long a review stays after its decision."""

    failed = InspectError

    def __init__(self, connect: Callable[[], Any], table: str, region: str, days: int) -> None:
        super().__init__(connect, table)
        self._region = region
        self._days = days

    def lay_out(self, id: str, at: str, since: str) -> None:
        """Have a decision of this moment wait for a reviewer; once, however often it is told.

        Raises: InspectError.
        """
        item = {
            **self._key(id, WAITING),
            "at": {"S": at},
            "since": {"S": since},
            "expires": self._expires(at),
            "gsi1pk": {"S": _waiting_key(self._region, int(id[-1], 16) % SHARDS)},
            "gsi1sk": {"S": f"{at}#{id}"},
        }
        self._ask("put_item", _TAKEN, Item=item, ConditionExpression="attribute_not_exists(pk)")

    def waiting(self, after: Position | None = None) -> Iterator[tuple[Position, str, str]]:
        """Those that wait, by the moment of their decision: position, id, moment.

        Raises: InspectError, as it is read.
        """
        keys = tuple(_waiting_key(self._region, shard) for shard in range(SHARDS))
        span = Span("by_waiting", ("gsi1pk", "gsi1sk"), keys, "0", "9999")
        for entry in Indexed(lambda: self.client, self._table).over(span, after):
            at, _, id = entry.position[0].partition("#")
            yield entry.position, id, at

    def get(self, id: str) -> tuple[str, Told | None] | None:
        """Since when it waits or waited, and the answer. Raises: InspectError."""
        waits = self._read(id, WAITING)
        if waits is None:
            return None
        answer = self._read(id, ANSWER)
        try:
            told = None if answer is None else Told.model_validate_json(answer["answer"]["S"])
        except (ValidationError, KeyError):
            raise InspectError(f"the answer on `{id}` cannot be read") from None
        return waits["since"]["S"], told

    def answer(self, told: Told, decided_at: str) -> bool:
        """Keep the answer, durably; whether it was kept, or was already.

        False where there is another answer, or nothing waits. Raises: InspectError.
        """
        if self._put(told, decided_at):
            return True
        found = self.get(told.id)
        return found is not None and found[1] is not None and found[1].same(told)

    def _put(self, told: Told, decided_at: str) -> bool:
        from botocore.exceptions import BotoCoreError, ClientError

        answer = {
            **self._key(told.id, ANSWER),
            "answer": {"S": told.written()},
            "expires": self._expires(decided_at),
        }
        put = {"Item": answer, "ConditionExpression": "attribute_not_exists(pk)"}
        leave = {
            "Key": self._key(told.id, WAITING),
            "UpdateExpression": "REMOVE gsi1pk, gsi1sk",
            "ConditionExpression": "attribute_exists(pk)",
        }
        name = {"TableName": self._table}
        both = [{"Put": {**name, **put}}, {"Update": {**name, **leave}}]
        try:
            self.client.transact_write_items(TransactItems=both)
        except ClientError as error:
            reasons = error.response.get("CancellationReasons", [])
            codes = [str(each.get("Code")) for each in reasons]
            if "ConditionalCheckFailed" in codes:
                return False
            code = error.response.get("Error", {}).get("Code", "")
            raise InspectError(f"did not keep an answer ({code})") from None
        except BotoCoreError as error:
            raise InspectError(f"did not keep an answer ({type(error).__name__})") from None
        return True

    def _read(self, id: str, sort: str) -> dict[str, Any] | None:
        return self._item(self._key(id, sort))

    def _key(self, id: str, sort: str) -> dict[str, Any]:
        return {"pk": {"S": f"REVIEW#{self._region}#{id}"}, "sk": {"S": sort}}

    def _expires(self, at: str) -> dict[str, str]:
        ends = datetime.fromisoformat(at) + timedelta(days=self._days)
        return {"N": str(int(ends.timestamp()))}


_TAKEN = "ConditionalCheckFailedException"


def _waiting_key(region: str, shard: int) -> str:
    return f"WAITING#{region}#{shard}"
