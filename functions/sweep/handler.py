"""sweep: marks allowed decisions whose outcome never came. See `lexloci_edge.inspecting.sweeping`.

Called every few minutes. What goes wrong is raised after all logs were tried: an alarm rings, and
the next sweep begins where this one ended.
"""

import os
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from lexloci_edge.errors import EdgeError
from lexloci_edge.inspecting.live import sweeper_of
from lexloci_edge.seals.layout import Log
from lexloci_edge.signals import PowertoolsSignals

RESERVE = 20_000
"""Milliseconds before the end at which no further batch is read."""

_signals = PowertoolsSignals("sweep")
_sweeper, _shards = sweeper_of(os.environ, _signals)


def handler(event: Mapping[str, Any], context: Any) -> dict[str, int]:
    """Sweep every log of this Region; answers how many decisions were marked."""
    failed: EdgeError | None = None
    marked = 0
    for shard in range(_shards):
        part = context.get_remaining_time_in_millis() - RESERVE
        until = context.get_remaining_time_in_millis() - part / (_shards - shard)

        def time_left(until: float = until) -> bool:
            return bool(context.get_remaining_time_in_millis() > until)

        try:
            marked += _sweeper.sweep(Log(_sweeper.region, shard), datetime.now(UTC), time_left)
        except EdgeError as error:
            _signals.count("SweepFailed", code=error.code)
            _signals.say("not swept", log=shard, about=str(error))
            failed = error
    if failed is not None:
        raise failed
    return {"marked": marked}
