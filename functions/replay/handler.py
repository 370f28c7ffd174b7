"""replay: judges an export of the ledger again, file by file, when its state machine asks.

All that it does is in `lexloci_edge.replay.cloud`. Not in the way of any call: what goes wrong is
raised, and the state machine's run fails with it.
"""

import os
from collections.abc import Mapping
from typing import Any

from lexloci_edge.replay.cloud import Bucket, Replays
from lexloci_edge.replay.settings import ReplaySettings

_settings = ReplaySettings.read(os.environ)
_replays: list[Replays] = []


def handler(event: Mapping[str, Any], context: Any) -> dict[str, Any]:
    """One step of a replay, of at most 15 minutes."""
    if not _replays:
        import boto3

        _replays.append(Replays(Bucket(boto3.client("s3"), _settings.replays), _packaged))
    return _replays[0].step(event)


def _packaged() -> bytes:
    return _settings.rulebook.read_bytes()
