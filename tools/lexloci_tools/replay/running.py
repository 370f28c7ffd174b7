"""Running a replay over an export: in chunks, on as many workers as are worth it, in order."""

import gzip
import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from lexloci.errors import LexlociError, RulebookError
from lexloci_edge.replay.judging import Kept, WhatIf, kept_in
from lexloci_edge.replay.lines import Chunk
from lexloci_edge.replay.tally import Replayer, Tally
from lexloci_tools.replay.export import chunks

WORTH_IT = 16 << 20
"""Bytes of an export from which more workers than one pay for their start."""
AHEAD = 3
"""Chunks per process that wait for their turn: memory does not grow with the export."""

_replayer: list[Replayer] = []
"""That of this worker process, made once as it starts."""


class BrokenRunError(LexlociError):
    """A worker process ended before its work was done: there is no answer."""

    exit_code = 3


def workers_for(files: Sequence[Path]) -> int:
    """How many workers an export of this size is worth."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return (usable or 1) if sum(path.stat().st_size for path in files) >= WORTH_IT else 1


def tallies(
    files: list[Path],
    rulebooks: Sequence[Kept],
    what_if: WhatIf | None,
    workers: int,
    advance: Callable[[int], None] = lambda spent: None,
) -> Iterator[Tally]:
    """The tally of each chunk, in order. `advance` is told the bytes of the files that are done.

    Raises: QuestionError where a file cannot be read, BrokenRunError.
    """
    if workers <= 1:
        replayer = Replayer(rulebooks, what_if)
        for chunk in chunks(files):
            yield replayer.tally(chunk)
            advance(chunk.spent)
        return
    # Spawned, not forked: the progress bar runs in a thread, which a fork would tear.
    with ProcessPoolExecutor(
        workers,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_start,
        initargs=(tuple(rulebooks), what_if),
    ) as pool:
        waiting: deque[tuple[int, Future[Tally]]] = deque()
        try:
            for chunk in chunks(files):
                waiting.append((chunk.spent, pool.submit(_tally, chunk)))
                if len(waiting) > AHEAD * workers:
                    yield _done(waiting, advance)
            while waiting:
                yield _done(waiting, advance)
        except BrokenProcessPool:
            raise BrokenRunError("replay", "a worker process ended early") from None


def rulebooks_in(folder: Path) -> Iterator[Kept | RulebookError]:
    """The rulebooks and live rules of a folder (`*.json`, `*.json.gz`), or why a file is none."""
    for path in sorted([*folder.rglob("*.json"), *folder.rglob("*.json.gz")]):
        try:
            data = path.read_bytes()
            yield kept_in(gzip.decompress(data) if path.name.endswith(".gz") else data)
        except RulebookError as error:
            yield RulebookError(str(path), error.what, error.hint)
        except (OSError, EOFError) as error:
            yield RulebookError(str(path), f"cannot be read ({error})")


def _start(rulebooks: Sequence[Kept], what_if: WhatIf | None) -> None:
    _replayer.append(Replayer(rulebooks, what_if))


def _tally(chunk: Chunk) -> Tally:
    return _replayer[-1].tally(chunk)


def _done(waiting: deque[tuple[int, Future[Tally]]], advance: Callable[[int], None]) -> Tally:
    spent, future = waiting.popleft()
    found = future.result()
    advance(spent)
    return found
