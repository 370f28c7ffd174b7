"""The strike ladder: what repeated refusals come to for an account that claims attest.

Counted are sure refusals by the floor or by law; not house rules, not what was only uncertain.
An account is warned, then slowed to one image a minute, then suspended, each at a number of
refusals within so many days, today's included. As they pass out of those, it climbs down.
"""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal, Protocol

from lexloci_edge.errors import SettingsError

PAUSE = timedelta(minutes=1)
"""What a slowed account waits between two images."""

Level = Literal["good", "warned", "slowed", "suspended"]


@dataclass(frozen=True, slots=True)
class Ladder:
    """From how many refusals within how many days on. Raises: SettingsError where no ladder."""

    warn: int = 5
    slow: int = 20
    suspend: int = 50
    days: int = 30

    def __post_init__(self) -> None:
        if not 0 < self.warn <= self.slow <= self.suspend:
            raise SettingsError("LEXLOCI_STRIKE_SUSPEND", "the ladder's steps do not rise")

    def level(self, refusals: int) -> Level:
        """Where so many refusals lead."""
        if refusals >= self.suspend:
            return "suspended"
        if refusals >= self.slow:
            return "slowed"
        return "warned" if refusals >= self.warn else "good"


class Strikes(Protocol):
    """Counts per account and Region. One contract suite holds for every backing.

    account: its keyed hash. Moments are aware, UTC.
    """

    def counts(self, account: str, at: datetime) -> Mapping[str, int]:
        """Region -> refusals within the ladder's days. Raises: LadderError."""

    def add(self, account: str, decision: str, at: datetime) -> int:
        """Count one decision, once; answers this Region's count. Raises: LadderError."""

    def turn(self, account: str, at: datetime) -> int:
        """Take the turn of this minute: 0, or seconds until the next one. Raises: LadderError."""

    def reinstate(self, account: str, at: datetime) -> None:
        """Forget what was counted until now: days before today in every Region, and today here.

        Raises: LadderError.
        """


@dataclass
class _Account:
    days: dict[int, int] = field(default_factory=dict)
    last: str = ""
    next: datetime | None = None
    since: int = 0


class MemoryStrikes:
    """Strikes of one Region in memory: for tests, and for trying things out."""

    def __init__(self, region: str, days: int) -> None:
        self._region = region
        self._days = days
        self._kept: dict[str, _Account] = {}
        self._lock = threading.Lock()

    def counts(self, account: str, at: datetime) -> Mapping[str, int]:
        """As `Strikes.counts`."""
        with self._lock:
            found = self._kept.get(account)
            return {} if found is None else {self._region: self._count(found, at)}

    def add(self, account: str, decision: str, at: datetime) -> int:
        """As `Strikes.add`."""
        with self._lock:
            found = self._kept.setdefault(account, _Account())
            if found.last != decision:
                found.last = decision
                found.days[day_of(at)] = found.days.get(day_of(at), 0) + 1
            return self._count(found, at)

    def turn(self, account: str, at: datetime) -> int:
        """As `Strikes.turn`."""
        with self._lock:
            found = self._kept.setdefault(account, _Account())
            if found.next is not None and found.next > at:
                return -int(-(found.next - at).total_seconds() // 1)
            found.next = at + PAUSE
            return 0

    def reinstate(self, account: str, at: datetime) -> None:
        """As `Strikes.reinstate`."""
        with self._lock:
            found = self._kept.setdefault(account, _Account())
            found.since = day_of(at)
            found.days.pop(day_of(at), None)

    def _count(self, found: _Account, at: datetime) -> int:
        return counted(found.days, found.since, day_of(at), self._days)


def day_of(at: datetime) -> int:
    """The day as a number: days since 1970, UTC."""
    return int(at.timestamp()) // 86_400


def counted(by_day: Mapping[int, int], since: int, today: int, days: int) -> int:
    """How many of these refusals still count today."""
    first = max(since, today - days + 1)
    return sum(count for day, count in by_day.items() if first <= day <= today)
