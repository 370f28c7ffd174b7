"""Everything outside the gate that it touches, passed in as one value; tests pass fakes."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol

from lexloci_edge.arrivals import Arrival
from lexloci_edge.evidence import Read
from lexloci_edge.ledger import Ledger
from lexloci_edge.signals import Signals
from lexloci_edge.upstream import SECONDS, Opener
from lexloci_edge.vault import Secrets

if TYPE_CHECKING:
    from lexloci_edge.people.consents import Consents
    from lexloci_edge.people.protected import Names
    from lexloci_edge.people.strikes import Strikes
    from lexloci_edge.seeing.bulkhead import Bulkhead
    from lexloci_edge.seeing.digests import Digests
    from lexloci_edge.seeing.fetching import Fetch
    from lexloci_edge.uploading.bucket import Bucket


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds that each may take. reserve: what must be left of Lambda's time when it is over."""

    reader: float = 2.0
    detector: float = 2.5
    ledger: float = 1.5
    upstream: float = SECONDS
    least_upstream: float = 2.0
    reserve: float = 2.0


@dataclass(frozen=True, slots=True)
class Outside:
    """The clock (aware, UTC), the ledger, secrets, the image server, the reader, the signals.

    consents, protected, strikes, digests: made at the first use; None where there is no such table.
    detector: looks at images, where one is configured. wording: reads words beside the reader.
    fetch: gets an image that an answer points to, where that is allowed. uploads: where files lie
    that are too large to come along.
    """

    ledger: Ledger
    secrets: Secrets
    opener: Opener
    read: Read
    signals: Signals
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ticks: Callable[[], float] = time.perf_counter
    limits: Limits = Limits()
    consents: "Callable[[], Consents] | None" = None
    protected: "Callable[[], Names] | None" = None
    strikes: "Callable[[], Strikes] | None" = None
    digests: "Callable[[], Digests] | None" = None
    detector: "Bulkhead | None" = None
    wording: "Bulkhead | None" = None
    fetch: "Fetch | None" = None
    uploads: "Bucket | None" = None


class Deadline(Protocol):
    """The part of Lambda's context that the gate reads."""

    def get_remaining_time_in_millis(self) -> int:
        """Milliseconds until Lambda ends the invocation."""


class Visit:
    """One request on its way through the gate: its decision id, its moment, its time so far."""

    def __init__(self, id: str, at: datetime, arrival: Arrival, deadline: Deadline) -> None:
        self.id = id
        self.at = at
        self.arrival = arrival
        self.proven = False
        self.account: str | None = None
        """Keyed hash of the account that claims attest, once they are read."""
        self.laps: dict[str, float] = {}
        self._deadline = deadline

    def seconds_left(self) -> float:
        """Until Lambda ends the invocation."""
        return self._deadline.get_remaining_time_in_millis() / 1000

    def again(self, id: str) -> "Visit":
        """The same request as another decision's, for one that asks for several."""
        other = Visit(id, self.at, self.arrival, self._deadline)
        other.proven = self.proven
        return other

    def retry(self) -> int:
        """Which try of the client this is, by its own count; 0 where it does not say."""
        said = self.arrival.headers.get("x-stainless-retry-count", "")
        return int(said) if said.isascii() and said.isdecimal() and len(said) < 3 else 0
