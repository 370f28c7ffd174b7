"""How a log lies in its bucket, and in an export: two kinds of objects under one prefix.

    <region>/<shard>/batches/<first leaf>.jsonl       the leaves, one a line
    <region>/<shard>/checkpoints/<size>.txt           the signed head after that batch

Numbers are of twenty digits, so that names sort as numbers do. A batch is named by its first leaf:
a log can hold only one batch at each place, and the bucket takes only the first of a name.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lexloci_edge.seals.errors import SealError

SHARDS = (1, 2, 4, 8, 16)
_NAME = re.compile(
    r"(?P<region>[a-z0-9-]+)/(?P<shard>0|[1-9][0-9]?)/"
    r"(?:batches/(?P<first>[0-9]{20})\.jsonl|checkpoints/(?P<size>[0-9]{20})\.txt)",
    re.ASCII,
)


@dataclass(frozen=True, slots=True, order=True)
class Log:
    """One log: of a Region's ledger, one shard."""

    region: str
    shard: int

    def batch(self, first: int) -> str:
        """The name of the batch that begins at this leaf."""
        return f"{self.region}/{self.shard}/batches/{first:020d}.jsonl"

    def checkpoint(self, size: int) -> str:
        """The name of the checkpoint of this size."""
        return f"{self.region}/{self.shard}/checkpoints/{size:020d}.txt"

    def origin(self, prefix: str) -> str:
        """The log's name in its checkpoints, and its key's."""
        return f"{prefix}/{self.region}/{self.shard}"


@dataclass(frozen=True, slots=True)
class Named:
    """What an object's name says: the log, and the first leaf of a batch or a checkpoint's size."""

    log: Log
    first: int | None
    size: int | None


def named(name: str) -> Named | None:
    """What this object's name says; None where it is no name of a log's object."""
    found = _NAME.fullmatch(name)
    if found is None:
        return None
    first, size = found["first"], found["size"]
    return Named(
        Log(found["region"], int(found["shard"])),
        None if first is None else int(first),
        None if size is None else int(size),
    )


def lines(leaves: Sequence[bytes]) -> bytes:
    """A batch's bytes. INVARIANT: no leaf holds a newline."""
    return b"".join(leaf + b"\n" for leaf in leaves)


def leaves_of(data: bytes, where: str) -> list[bytes]:
    """The leaves in a batch's bytes. Raises: SealError where they are cut or none."""
    if not data.endswith(b"\n"):
        raise SealError(where, "does not end in a newline")
    return data[:-1].split(b"\n")
