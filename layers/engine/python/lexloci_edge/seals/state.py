"""What a sealer remembers of a log: its head, and where each entry's leaf is.

All of it can be made again from the log's objects, which alone are the truth (`sealing`). In the
cloud it is a table of its own, one per Region, so that the sealer's role never touches a decision:

    pk  LOG#<region>#<shard>   sk  HEAD            size, range         the range of `size` leaves
                               sk  BATCH#<first>   size, range, key    the range before the batch
    pk  SEAL#<region>#<id>     sk  DECISION | OUTCOME | TAMPER#<event>
                                                   shard, leaf, first, expires
"""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from lexloci_edge.ids import is_id
from lexloci_edge.seals.errors import SealError
from lexloci_edge.seals.layout import Log
from lexloci_edge.seals.leaves import Leaf
from lexloci_edge.seals.merkle import Range

Key = tuple[str, str]
"""A leaf's id and kind."""


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch that is in the log and signed. before: the log's range until then. key: the verifier
    key that its checkpoint verifies with."""

    log: Log
    before: Range
    leaves: Sequence[Leaf]
    key: str

    @property
    def size(self) -> int:
        """The log's size with it."""
        return self.before.size + len(self.leaves)


class State(Protocol):
    """A log's memory. INVARIANT: `sealed` knows a leaf before the head moves over it."""

    def head(self, log: Log) -> Range:
        """The log's range, read consistently. Raises: SealError."""

    def sealed(self, log: Log, leaves: Sequence[Leaf]) -> frozenset[Key]:
        """Which of these are in a batch that is signed, read consistently. Raises: SealError."""

    def advance(self, batch: Batch, after: Range) -> None:
        """Remember the batch's leaves, and then the head, unless it moved. Raises: SealError."""


class MemoryState:
    """A memory that ends with its interpreter, for the desk and tests: the objects restore it."""

    def __init__(self) -> None:
        self._heads: dict[Log, Range] = {}
        self.places: dict[Key, tuple[Log, int]] = {}
        self.batches: dict[tuple[Log, int], Batch] = {}

    def head(self, log: Log) -> Range:
        """As `State.head`."""
        return self._heads.get(log, Range())

    def sealed(self, log: Log, leaves: Sequence[Leaf]) -> frozenset[Key]:
        """As `State.sealed`."""
        return frozenset((each.id, each.kind) for each in leaves) & self.places.keys()

    def advance(self, batch: Batch, after: Range) -> None:
        """As `State.advance`."""
        first = batch.before.size
        for at, leaf in enumerate(batch.leaves, first):
            self.places[leaf.id, leaf.kind] = (batch.log, at)
        self.batches[batch.log, first] = batch
        if self.head(batch.log) == batch.before:
            self._heads[batch.log] = after


class DynamoState:
    """The table of a Region's logs. days: how long where a leaf is stays known."""

    def __init__(self, client: Any, table: str, days: int = 1098) -> None:
        self._client = client
        self._table = table
        self._days = days

    def head(self, log: Log) -> Range:
        """As `State.head`."""
        key = {"pk": {"S": _log_key(log)}, "sk": {"S": "HEAD"}}
        answer = self._ask("get_item", TableName=self._table, Key=key, ConsistentRead=True)
        item = answer.get("Item")
        return Range() if item is None else range_of(item)

    def sealed(self, log: Log, leaves: Sequence[Leaf]) -> frozenset[Key]:
        """As `State.sealed`."""
        keys = {(each.id, each.kind): None for each in leaves}
        found: set[Key] = set()
        for some in _parts(list(keys), 100):
            asked: Any = [
                {"pk": {"S": seal_key(log.region, id)}, "sk": {"S": kind}} for id, kind in some
            ]
            while asked:
                wanted = {self._table: {"Keys": asked, "ConsistentRead": True}}
                answer = self._ask("batch_get_item", RequestItems=wanted)
                for item in answer["Responses"].get(self._table, ()):
                    id = item["pk"]["S"].removeprefix(seal_key(log.region, ""))
                    found.add((id, item["sk"]["S"]))
                asked = _left(
                    answer.get("UnprocessedKeys", {}).get(self._table, {}).get("Keys", [])
                )
        return frozenset(found)

    def advance(self, batch: Batch, after: Range) -> None:
        """As `State.advance`. Every item but the head always gets the same value, whoever writes
        it; the head moves on condition that it stands where the batch begins."""
        for some in _parts(list(self._items(batch)), 25):
            puts: Any = [{"PutRequest": {"Item": item}} for item in some]
            while puts:
                answer = self._ask("batch_write_item", RequestItems={self._table: puts})
                puts = _left(answer.get("UnprocessedItems", {}).get(self._table, []))
        stands: dict[str, Any] = {"ConditionExpression": "attribute_not_exists(pk)"}
        if batch.before.size:
            stands = {
                "ConditionExpression": "#size = :before",
                "ExpressionAttributeNames": {"#size": "size"},
                "ExpressionAttributeValues": {":before": {"N": str(batch.before.size)}},
            }
        head = {"pk": {"S": _log_key(batch.log)}, "sk": {"S": "HEAD"}, **_range_item(after)}
        refused = "ConditionalCheckFailedException"
        self._ask("put_item", refused, TableName=self._table, Item=head, **stands)

    def _items(self, batch: Batch) -> Iterator[dict[str, Any]]:
        first = batch.before.size
        yield {
            "pk": {"S": _log_key(batch.log)},
            "sk": {"S": f"BATCH#{first:020d}"},
            **_range_item(batch.before),
            "size": {"N": str(batch.size)},
            "key": {"S": batch.key},
        }
        for at, leaf in enumerate(batch.leaves, first):
            yield {
                "pk": {"S": seal_key(batch.log.region, leaf.id)},
                "sk": {"S": leaf.kind},
                "shard": {"N": str(batch.log.shard)},
                "leaf": {"N": str(at)},
                "first": {"N": str(first)},
                **self._expiry(leaf.id),
            }

    def _expiry(self, id: str) -> dict[str, Any]:
        """When the place may be forgotten: two days after the decision, whose id holds its
        milliseconds; the stream delivers nothing that is older than one."""
        milliseconds = id.replace("-", "")[:12]
        if not is_id(id):
            return {}
        return {"expires": {"N": str(int(milliseconds, 16) // 1000 + (self._days + 2) * 86_400)}}

    def _ask(self, call: str, refused: str = "", **about: Any) -> Any:
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            return getattr(self._client, call)(**about)
        except ClientError as error:
            code = error.response.get("Error", {}).get("Code", "")
            if code == refused:
                return {}
            raise SealError("seals' table", f"did not answer {call} ({code})") from None
        except BotoCoreError as error:
            raise SealError("seals' table", f"no {call} ({type(error).__name__})") from None


def range_of(item: Mapping[str, Any]) -> Range:
    """The range in an item. Of a batch's item: the one before it, whose size is in its key."""
    sort = str(item["sk"]["S"])
    size = int(sort.removeprefix("BATCH#") if sort != "HEAD" else item["size"]["N"])
    return Range(size, tuple(bytes(each["B"]) for each in item["range"]["L"]))


def seal_key(region: str, id: str) -> str:
    """The partition key of where a decision's leaves are."""
    return f"SEAL#{region}#{id}"


def batch_key(log: Log, first: int) -> dict[str, Any]:
    """The key of the item about a batch."""
    return {"pk": {"S": _log_key(log)}, "sk": {"S": f"BATCH#{first:020d}"}}


def _left(undone: list[Any]) -> list[Any]:
    """What DynamoDB left undone, after a moment for it to breathe."""
    if undone:
        time.sleep(0.05)
    return undone


def _log_key(log: Log) -> str:
    return f"LOG#{log.region}#{log.shard}"


def _range_item(range: Range) -> dict[str, Any]:
    hashes = [{"B": each} for each in range.hashes]
    return {"size": {"N": str(range.size)}, "range": {"L": hashes}}


def _parts(items: Sequence[Any], count: int) -> Iterable[Sequence[Any]]:
    return (items[at : at + count] for at in range(0, len(items), count))
