"""The law as it is now: the packaged rulebook, and the live rules where they are configured.

Looked at between calls, never in the background (Lambda stops the clock between them), and never
before the first call: what SnapStart clones holds no token, no document and no moment of fetching.

    fetch fails                the last good document holds, and is tried for again in seconds
    document is not sound      as a fetch that fails, with a count of its own: somebody must mend it
    last good one is too old   LiveError: every call is refused until one is had

The packaged rulebook never grows old, and without live rules nothing here is asked.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol

from lexloci.errors import LiveRulesError
from lexloci.live import joined
from lexloci.live_form import read_live
from lexloci.rulebook import Rulebook
from lexloci_edge.errors import LiveError
from lexloci_edge.outside import Deadline
from lexloci_edge.signals import Signals

AGAIN = timedelta(seconds=5)
"""How soon after a failure it is tried again: a fault of AppConfig must not slow every call."""


class Source(Protocol):
    """Where the document of live rules comes from."""

    def latest(self) -> tuple[bytes | None, int]:
        """The document, or None where it is the one answered before; and within how many seconds
        it must not be asked for again. Raises: LiveError."""


class Answerer(Protocol):
    """Answers events of payload format 2.0: a gate, a decision API."""

    def answer(self, event: Mapping[str, Any], context: Deadline, id: str) -> dict[str, Any]:
        """The answer under this fresh decision id. Raises: Unavailable, and whatever breaks."""


class LiveLaw:
    """The rulebook with the live rules of the moment.

    every: how often a new document is asked for; limit: how old the last good answer may be.
    """

    def __init__(
        self,
        packaged: Rulebook,
        source: Source,
        every: timedelta,
        limit: timedelta,
        clock: Callable[[], datetime],
        signals: Signals,
    ) -> None:
        self._packaged = packaged
        self._source = source
        self._every = every
        self._limit = limit
        self._clock = clock
        self._signals = signals
        self._rulebook: Rulebook | None = None
        self._sound = False
        self._good_at: datetime | None = None
        self._asked_at: datetime | None = None
        self._wait = timedelta(0)

    def now(self) -> Rulebook:
        """The rulebook to judge by now. Raises: LiveError where nobody can tell."""
        at = self._clock()
        # A clock that was set back is no reason to wait longer.
        if self._asked_at is None or not timedelta(0) <= at - self._asked_at < self._wait:
            self._ask(at)
        if self._rulebook is None or self._good_at is None:
            raise LiveError("cannot be had")
        if not timedelta(0) <= at - self._good_at <= self._limit:
            raise LiveError(f"are older than {self._limit.total_seconds():g} s")
        return self._rulebook

    def _ask(self, at: datetime) -> None:
        self._asked_at, self._wait = at, min(AGAIN, self._every)
        try:
            found, seconds = self._source.latest()
        except LiveError as error:
            self._signals.count("LiveRulesFail")
            self._signals.say("live rules not fetched", about=error.what)
            return
        self._wait = max(self._every, timedelta(seconds=seconds))
        if found is not None:
            self._take(found)
        if self._sound:
            self._good_at = at

    def _take(self, document: bytes) -> None:
        """Take a new document in, where it is sound; else the one before stays in force."""
        try:
            book = joined(self._packaged, read_live(document))
        except LiveRulesError as error:
            self._sound = False
            self._signals.count("LiveRulesRefused")
            self._signals.say("live rules refused", about=f"{error.where}: {error.what}")
            return
        self._sound = True
        if self._rulebook is None or book.live != self._rulebook.live:
            self._rulebook = book
            self._signals.say("live rules in force", digest=book.live, house=book.house)


class Following:
    """Answers by the law as it is at each event; `make` answers what judges by one rulebook."""

    def __init__(self, law: LiveLaw, make: Callable[[Rulebook], Answerer]) -> None:
        self._law = law
        self._make = make
        self._by: Rulebook | None = None
        self._made: Answerer | None = None

    def answer(self, event: Mapping[str, Any], context: Deadline, id: str) -> dict[str, Any]:
        """As `Answerer.answer`. Raises: LiveError too."""
        rulebook = self._law.now()
        if self._made is None or rulebook is not self._by:
            self._by, self._made = rulebook, self._make(rulebook)
        return self._made.answer(event, context, id)
