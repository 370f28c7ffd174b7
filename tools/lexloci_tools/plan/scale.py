"""What so many decisions a second take in each Region, and which limit they meet first.

Assumed, where nothing measured it: each figure below says what it stands for. Regions share the
calls evenly; every Region's table takes every Region's writes.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from lexloci_edge.seals.sealing import BATCH_LIMIT
from lexloci_tools.plan.ledger import Sizes
from lexloci_tools.plan.quotas import QUOTAS, STEP

OWN_SECONDS = 0.03
"""Of a call in Lambda beside the wait: two writes, some reads, some milliseconds of work."""
SEAL_FIXED, SEAL_EACH = 0.15, 0.0004
"""Seconds of a seal (key, two objects, head), and of each entry in it (written by 25s)."""
LOGS = (1, 2, 4, 8, 16)
"""What the parameter SealShards takes."""
PARTITION = 1_000
"""Write units a second of a partition."""
LIVE_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Asked:
    """What is planned for. rps: decisions a second of all Regions. wait: seconds of a generator for
    an image, which Lambda waits for unless `permit`. image: bytes of an image in its answer."""

    rps: float
    regions: int = 1
    wait: float = 10.0
    image: int = 2_000_000
    permit: bool = False

    @property
    def each(self) -> float:
        """Decisions a second in a Region."""
        return self.rps / self.regions


@dataclass(frozen=True, slots=True)
class Load:
    """One figure of a Region. limit: of `QUOTAS`, `None` where there is none to meet."""

    what: str
    formula: str
    value: float
    quota: str | None = None
    limit: float | None = None

    @property
    def share(self) -> float:
        """How much of its limit it takes; 0 where there is none."""
        return self.value / self.limit if self.limit else 0.0


def seconds(sizes: Sizes, asked: Asked) -> float:
    """Seconds of Lambda that a decision takes: an allowed one waits for its image."""
    waits = 0.0 if asked.permit else (sizes.leaves - 1) * asked.wait
    return OWN_SECONDS + waits


def sealed_a_second(logs: int) -> float:
    """Entries a second that so many logs take, each batch of the stream spread over them."""
    batch = BATCH_LIMIT / logs
    return logs * batch / (SEAL_FIXED + SEAL_EACH * batch)


def logs_for(entries: float) -> int:
    """The fewest logs that take so many entries a second; the most there are, if none do."""
    return next((logs for logs in LOGS if sealed_a_second(logs) >= entries), LOGS[-1])


def loads(sizes: Sizes, asked: Asked) -> Iterator[Load]:
    """What a Region carries."""
    own, place = sizes.each("table") + sizes.each("outcome"), sizes.each("by_place")
    environments = asked.each * seconds(sizes, asked)
    entries = asked.each * sizes.leaves
    logs = logs_for(entries)
    yield _against("front", "calls at the front", "rps", asked.rps)
    yield _against("api", "calls of the API", "rps / Regions", asked.each)
    waits = f"{OWN_SECONDS:g} s + {sizes.leaves - 1:.2f} allowed x {asked.wait:g} s"
    formula = f"rps / Regions x ({waits}); permit: x {OWN_SECONDS:g} s"
    yield _against("environments", "environments of the gate", formula, environments)
    formula = f"environments / {STEP:,} x 10 s"
    yield Load("seconds to start them", formula, environments / STEP * 10)
    formula = f"rps x {own:.2f}: each replica takes all"
    yield _against("table", "write units of the table", formula, asked.rps * own)
    formula = f"write units / {PARTITION:,}"
    yield Load("its partitions, at least", formula, max(1.0, asked.rps * own / PARTITION))
    formula = f"rps x {place:.2f}, were all calls from one place"
    yield _against("index", "write units of one place", formula, asked.rps * place)
    formula = f"rps / Regions x {sizes.leaves:.2f}"
    yield _against("seals", "entries to seal", formula, entries, sealed_a_second(LOGS[-1]))
    yield Load("SealShards for that", "the fewest that do", logs)
    most = sealed_a_second(LOGS[-1])
    yield Load("stacks beside each other", f"entries / {most:,.0f}", math.ceil(entries / most))
    formula = f"entries / {BATCH_LIMIT:,} x SealShards"
    yield _against("signatures", "seals", formula, entries / BATCH_LIMIT * logs)
    polls = environments / LIVE_SECONDS
    yield _against("polls", "polls", f"environments / {LIVE_SECONDS} s", polls)


def _against(quota: str, what: str, formula: str, value: float, limit: float | None = None) -> Load:
    return Load(what, formula, value, quota, limit or QUOTAS[quota].limit)


def broken(sizes: Sizes, asked: Asked) -> list[Load]:
    """The limits that are met, the one that is met first in front."""
    found = [load for load in loads(sizes, asked) if load.share > 1]
    return sorted(found, key=lambda load: load.share, reverse=True)


def first_met(sizes: Sizes, asked: Asked) -> tuple[Load, float]:
    """The limit that growing calls meet first, and at how many decisions a second in all."""
    first = max(loads(sizes, asked), key=lambda load: load.share)
    return first, asked.rps / first.share
