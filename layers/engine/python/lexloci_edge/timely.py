"""Time limits: work that must be done within so many seconds, or counts as not done.

Libraries bound single reads, not names that do not resolve or answers that drip; this bounds the
whole. Late work goes on in its thread, and nobody waits for it or looks at what it says.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as StillRunning
from typing import TypeVar

from lexloci_edge.errors import TooSlow

T = TypeVar("T")

_workers: list[ThreadPoolExecutor] = []
"""At most one pool, made at the first use (not at import, which SnapStart clones)."""


def finished(where: str, work: Callable[[], T], seconds: float) -> "Future[T]":
    """The finished work: ask `.result()` or, where a crash is an answer, `.exception()`.

    Raises: TooSlow naming `where`.
    """
    if not _workers:
        _workers.append(ThreadPoolExecutor(max_workers=4, thread_name_prefix="timely"))
    pool = _workers[-1]
    future = pool.submit(work)
    try:
        future.exception(timeout=seconds)
    except StillRunning:
        if not future.done():
            # Whatever hangs keeps its thread; a fresh pool keeps it from starving the next call.
            if pool in _workers:
                _workers.remove(pool)
            pool.shutdown(wait=False, cancel_futures=True)
            raise TooSlow(where, seconds) from None
    return future
