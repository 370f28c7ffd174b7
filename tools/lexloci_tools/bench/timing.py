"""How long a call takes: percentiles over many, candidates taking turns."""

import gc
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Times:
    """Sorted durations of one candidate, in microseconds."""

    micros: tuple[float, ...]

    def at(self, share: float) -> float:
        """The duration that this share of the calls stays under, in microseconds."""
        return self.micros[min(len(self.micros) - 1, int(share * len(self.micros)))]


BLOCK = 500
"""Calls of one candidate in a row. In short blocks the first calls, which pay for the caches that
the other emptied, would be more than one in a hundred, and p99 would measure the other one."""


def race(
    candidates: Mapping[str, Callable[[int], object]], turns: int, warm: int = 200
) -> dict[str, Times]:
    """Time each candidate in short blocks that take turns, so that all meet the same noise.

    A candidate is called with the number of its call: `turns` timed calls each.
    """
    gc.collect()
    gc.freeze()  # as the functions do at their start: what is loaded for good is not looked through
    for call in candidates.values():
        for number in range(warm):
            call(number)
    taken: dict[str, list[float]] = {name: [] for name in candidates}
    for first in range(0, turns, BLOCK):
        for name, call in candidates.items():
            for number in range(first, min(first + BLOCK, turns)):
                start = time.perf_counter_ns()
                call(number)
                taken[name].append((time.perf_counter_ns() - start) / 1000)
    return {name: Times(tuple(sorted(micros))) for name, micros in taken.items()}


def table(rows: Sequence[Sequence[str]]) -> str:
    """Rows as an aligned table; the first row is its head."""
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    lines = [
        "  ".join(
            cell.ljust(width) if not at else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    ]
    return "\n".join([lines[0], "-" * len(lines[0]), *lines[1:]])
