"""Entries of an index that is spread over many keys, as one sequence in the order of time.

Each key's entries come sorted from DynamoDB, so they are merged as they are needed: a page of 50
out of millions reads some pages of each key and no more. An index follows its table by a moment
(usually well under a second); whoever must not miss the last second asks for a time that is over.
"""

import heapq
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeAlias

from lexloci_edge.inspecting.errors import InspectError
from lexloci_edge.table import asked

Position: TypeAlias = tuple[str, str]
"""Where an entry stands: its sort key in the index, then its key in the table."""

AT_ONCE = 16
"""Keys that are asked at the same time."""
A_READ = 25
"""Entries of one key that are read at a time: some 25 KB, three read units."""


@dataclass(frozen=True, slots=True)
class Span:
    """What to read. index: its name; names: of its partition and sort key. keys: of its
    partitions. since, until: the first and the last sort key."""

    index: str
    names: tuple[str, str]
    keys: tuple[str, ...]
    since: str
    until: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the index: where it stands, and the item as DynamoDB answers it."""

    position: Position
    item: dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Page:
    entries: tuple[Entry, ...]
    goes_on: Any


class Indexed:
    """The indexes of one table. connect: makes its client, at the first use."""

    def __init__(self, connect: Callable[[], Any], table: str) -> None:
        self._connect = connect
        self._table = table
        self._client: Any = None

    def over(self, span: Span, after: Position | None = None) -> Iterator[Entry]:
        """The span's entries in order, from behind `after`. Raises: InspectError, as it is read."""
        if self._client is None:
            self._client = self._connect()
        since = span.since if after is None else max(span.since, after[0])
        if since > span.until:
            return

        def first(key: str) -> _Page:
            return self._page(span, key, since, None)

        with ThreadPoolExecutor(AT_ONCE) as pool:
            pages = list(pool.map(first, span.keys))
        of_keys = [
            self._entries(span, key, since, page)
            for key, page in zip(span.keys, pages, strict=True)
            if page.entries or page.goes_on
        ]
        for entry in heapq.merge(*of_keys, key=_position):
            if after is None or entry.position > after:
                yield entry

    def _entries(self, span: Span, key: str, since: str, page: _Page) -> Iterator[Entry]:
        """One key's entries. Those of one moment come in any order, so they are sorted here."""
        moment: list[Entry] = []
        while True:
            for entry in page.entries:
                if moment and entry.position[0] != moment[0].position[0]:
                    yield from sorted(moment, key=_position)
                    moment = []
                moment.append(entry)
            if not page.goes_on:
                break
            page = self._page(span, key, since, page.goes_on)
        yield from sorted(moment, key=_position)

    def _page(self, span: Span, key: str, since: str, behind: Any) -> _Page:
        partition, sort = span.names
        found = asked(
            self._client,
            "query",
            {
                "TableName": self._table,
                "IndexName": span.index,
                "KeyConditionExpression": "#key = :key AND #at BETWEEN :since AND :until",
                "ExpressionAttributeNames": {"#key": partition, "#at": sort},
                "ExpressionAttributeValues": {
                    ":key": {"S": key},
                    ":since": {"S": since},
                    ":until": {"S": span.until},
                },
                "Limit": A_READ,
                **({"ExclusiveStartKey": behind} if behind else {}),
            },
            InspectError,
        )
        items = (found or {}).get("Items", [])
        entries = tuple(Entry((each[sort]["S"], each["pk"]["S"]), each) for each in items)
        return _Page(entries, (found or {}).get("LastEvaluatedKey"))


def _position(entry: Entry) -> Position:
    return entry.position
