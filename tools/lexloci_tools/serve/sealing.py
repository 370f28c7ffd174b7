"""The local server's own seals: its ledger under signed checkpoints, in a folder.

    <ledger>/log           the export: what `lexloci verify`, `replay` and `report` read
    <ledger>/public.key    what it verifies with
    <ledger>/private.key   what signed it, readable by its owner only

Where a leaf lies is remembered in this run's own table, so that a folder kept from an earlier run
is carried on: what it holds is found there again (`lexloci_edge.seals.sealing`).
"""

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from lexloci.errors import LexlociError
from lexloci_edge.seals.local import seal_locally
from lexloci_edge.seals.state import DynamoState
from lexloci_tools.serve.intrinsics import REGION

REST = 20
"""A pass over the table takes at most one part in so many of the time."""


class Sealing:
    """Seals what a table of decisions holds. ledger: a client, table: its name; state: of seals."""

    def __init__(self, folder: Path, ledger: Any, table: str, state: DynamoState) -> None:
        self._folder = folder
        self._ledger = ledger
        self._table = table
        self._state = state
        self._woken = threading.Event()
        folder.mkdir(parents=True, exist_ok=True)
        self.public_key.write_text(self._seal([]) + "\n", encoding="utf-8")

    @property
    def log(self) -> Path:
        """The folder of batches and checkpoints: an export."""
        return self._folder / "log"

    @property
    def public_key(self) -> Path:
        """The file of the verifier key."""
        return self._folder / "public.key"

    def seal(self) -> None:
        """Seal whatever is not sealed yet. Raises: SealError; botocore's errors."""
        pages = self._ledger.get_paginator("scan").paginate(
            TableName=self._table, ConsistentRead=True
        )
        # Ids sort by time, so the log tells of calls in the order in which they came.
        items = [item for page in pages for item in page["Items"]]
        self._seal(sorted(items, key=lambda item: (item["pk"]["S"], item["sk"]["S"])))

    def wake(self) -> None:
        """Say that there may be something to seal."""
        self._woken.set()

    def keep_on(self, ending: threading.Event, say: Callable[[str], None]) -> None:
        """Seal what a table from before already holds, then soon after each wake, and once more at
        the end. Troubles are said, and tried again at the next wake."""
        self.wake()
        while not ending.is_set():
            if self._woken.wait(0.2):
                self._woken.clear()
                began = time.monotonic()
                self._try(say)
                ending.wait(max(0.5, REST * (time.monotonic() - began)))
        self._try(say)

    def _try(self, say: Callable[[str], None]) -> None:
        try:
            self.seal()
        except (LexlociError, BotoCoreError, ClientError) as error:
            say(f"not sealed: {error}")

    def _seal(self, items: list[Any]) -> str:
        private = self._folder / "private.key"
        return seal_locally(items, self.log, private, REGION, self._state)
