"""A detector behind a bulkhead and a circuit, so that it can neither hang nor be hammered.

It has threads of its own, and so many questions at once: what hangs holds a place, and when all are
held nothing is asked. After some failures in a row nobody asks for a while; then one look tries.
Whatever fails is a reason, never an error: the picture is then one that may show anything.
"""

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Any

from lexloci_edge.seeing.seen import Detector, DetectorError, Seen, unseen

PLACES = 96
"""Questions at once: sixteen pictures in three views, two questions each."""
THREADS = 16


class Circuit:
    """Opens after `limit` failures in a row, for `pause` seconds; then lets one look through."""

    def __init__(self, ticks: Callable[[], float], limit: int = 5, pause: float = 10.0) -> None:
        self._ticks = ticks
        self._limit = limit
        self._pause = pause
        self._failures = 0
        self._opened = 0.0

    def lets_through(self) -> bool:
        """Whether to ask now."""
        if self._failures < self._limit:
            return True
        if self._ticks() - self._opened < self._pause:
            return False
        self._opened = self._ticks()
        return True

    def told(self, answered: bool) -> None:
        """Take what came of a look."""
        self._failures = 0 if answered else self._failures + 1
        if self._failures == self._limit:
            self._opened = self._ticks()


@dataclass(frozen=True, slots=True)
class Look:
    """One look under way: its questions, or the word why nothing was asked."""

    questions: tuple["Future[Any]", ...] = ()
    why: str = ""


class Bulkhead:
    """Asks one detector; one of these for an environment."""

    def __init__(self, detector: Detector, ticks: Callable[[], float] = time.perf_counter) -> None:
        self.detector = detector
        self._places = threading.BoundedSemaphore(PLACES)
        self._circuit = Circuit(ticks)
        self._pool: ThreadPoolExecutor | None = None

    def begin(self, view: bytes) -> Look:
        """Begin to look at one view of a picture."""
        if not self._circuit.lets_through():
            return Look(why="circuit")
        try:
            asks = self.detector.questions(view)
        except DetectorError as error:
            return Look(why=error.code)
        begun: list[Future[Any]] = []
        for ask in asks:
            if not self._places.acquire(blocking=False):
                return Look(why="busy")
            begun.append(self._submitted(ask))
        return Look(tuple(begun))

    def ended(self, looks: Sequence[Look], seconds: float) -> tuple[Seen, ...]:
        """What each look told, all waited for together, no longer than this."""
        wait([each for look in looks for each in look.questions], timeout=max(0.0, seconds))
        return tuple(self._told(look) for look in looks)

    def _told(self, look: Look) -> Seen:
        try:
            if look.why:
                raise DetectorError(look.why)
            if not all(each.done() for each in look.questions):
                raise DetectorError("slow")
            seen = self.detector.evidence([_answer(each) for each in look.questions])
        except DetectorError as error:
            if error.code not in ("circuit", "busy"):
                self._circuit.told(answered=False)
            return unseen(f"{self.detector.name}:{error.code}")
        self._circuit.told(answered=True)
        return seen

    def _submitted(self, ask: Callable[[], Any]) -> "Future[Any]":
        # Made at the first use: SnapStart clones what is made at the start.
        if self._pool is None:
            self._pool = ThreadPoolExecutor(max_workers=THREADS, thread_name_prefix="seeing")
        future = self._pool.submit(ask)
        future.add_done_callback(lambda _: self._places.release())
        return future


def _answer(question: "Future[Any]") -> Any:
    """What was answered; whatever else than `DetectorError` was raised is one too."""
    fault = question.exception()
    if fault is None:
        return question.result()
    raise DetectorError(fault.code if isinstance(fault, DetectorError) else "crashed")
