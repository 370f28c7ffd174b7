"""What an export holds, line by line: entries as the ledger writes them.

A line is the canonical JSON of a Record or an Aftermath, or an item of DynamoDB's own export to S3
(`{"Item":{"record":{"S":"..."}}}`). Read as a stream: memory does not grow with the export.
"""

import gzip
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from pydantic import ValidationError

from lexloci_edge.ledger import Entry
from lexloci_edge.records import Aftermath, Record

LINE_LIMIT = 65_536
"""Bytes. A record is under 1,000; an item of DynamoDB's export some 2,000."""
CHUNK = 1 << 20
"""Bytes of lines that are handed on at once."""


class UnreadableError(ValueError):
    """A line that is no entry: its text says why, its reason is a word to count it by."""

    def __init__(self, what: str, reason: str = "unreadable") -> None:
        self.reason = reason
        super().__init__(what)


@dataclass(frozen=True, slots=True)
class Chunk:
    """Lines that follow each other in one file. first: number of the first, from 1.

    spent: bytes of the file, as stored, that were read for it. fault: why reading ended there.
    """

    file: str
    first: int
    lines: tuple[bytes, ...]
    spent: int
    fault: str | None = None


def entry_of(line: bytes) -> Entry:
    """The entry that a line is. Raises: UnreadableError."""
    if len(line) >= LINE_LIMIT:
        raise UnreadableError(f"is longer than {LINE_LIMIT:,} bytes")
    if line.startswith(b'{"Item"'):
        line = _record_of_item(line)
    if b'"tamper":' in line:
        raise UnreadableError("a sealed alarm: an item was tampered with", "tampering")
    model = Aftermath if b'"result":' in line else Record
    try:
        return model.model_validate_json(line)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise UnreadableError(f"{where}: {first['msg']}" if where else first["msg"]) from None


def _record_of_item(line: bytes) -> bytes:
    try:
        return str(json.loads(line)["Item"]["record"]["S"]).encode()
    except (ValueError, KeyError, TypeError, RecursionError):
        raise UnreadableError("is an item of DynamoDB without a `record`") from None


def chunks_of(name: str, stored: BinaryIO) -> Iterator[Chunk]:
    """The lines of one file, about a megabyte at a time; unzipped where its name ends in `.gz`."""
    zipped = name.endswith(".gz")
    plain: BinaryIO = gzip.GzipFile(fileobj=stored) if zipped else stored  # type: ignore[assignment]
    first, spent, fault = 1, 0, None
    lines: list[bytes] = []
    size = 0
    while True:
        try:
            line = _line(plain)
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            line, fault = b"", f"cannot be unpacked further ({error})"
        if line:
            lines.append(line)
            size += len(line)
        if not line or size >= CHUNK:
            at = stored.tell()
            yield Chunk(name, first, tuple(lines), at - spent, fault)
            first, spent, size, lines = first + len(lines), at, 0, []
        if not line:
            return


def _line(source: BinaryIO) -> bytes:
    """The next line, cut where it is longer than any entry; empty at the end."""
    line = source.readline(LINE_LIMIT)
    rest = line
    while len(rest) == LINE_LIMIT and not rest.endswith(b"\n"):
        rest = source.readline(LINE_LIMIT)
    return line
