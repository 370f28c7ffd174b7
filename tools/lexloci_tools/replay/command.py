"""`lexloci replay`: which rulebooks there are, the run with its progress bar, and how it ends."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter
from typing import IO, Any

from lexloci.errors import RulebookError
from lexloci.rulebook import Rulebook
from lexloci_edge.replay.judging import Kept, WhatIf
from lexloci_edge.replay.tally import Tally, told
from lexloci_tools.asking import QuestionError, err
from lexloci_tools.law.difference import rulebook_at
from lexloci_tools.replay.export import files_of
from lexloci_tools.replay.running import rulebooks_in, tallies, workers_for

NAMED = 20
"""Records of a kind that are named on the screen; all of them go to `--findings`."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of an export. house: None keeps the setting of each record."""

    export: Path
    other: Path | None = None
    rulebooks: Path | None = None
    house: str | None = None
    findings: Path | None = None
    workers: int | None = None
    quiet: bool = False

    @property
    def what_if(self) -> bool:
        """Whether it asks what would change, not whether the records are true."""
        return self.other is not None or self.house is not None


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a replay. warnings: rulebook files that are none. seconds: of the whole run."""

    question: Question
    tally: Tally
    by: Rulebook | None
    warnings: tuple[str, ...]
    seconds: float
    workers: int

    @property
    def exit_code(self) -> int:
        """0 all equal, 1 differences, 3 records that could not be judged; a sure no goes first."""
        if self.tally.different:
            return 1
        return 3 if self.tally.unjudged else 0


def replay(question: Question) -> Answer:
    """Judge an export again. Raises: QuestionError, RulebookError, BrokenRunError, …"""
    began = perf_counter()
    files = files_of(question.export)
    rulebooks, warnings = _rulebooks(question.rulebooks)
    other = _other(question)
    what_if = WhatIf(other, question.house) if question.what_if else None
    workers = question.workers or workers_for(files)
    total = Tally()
    with _sink(question.findings) as sink, _progress(files, question.quiet) as advance:
        for found in tallies(files, rulebooks, what_if, workers, advance):
            for finding in found.findings if sink else ():
                assert sink is not None
                sink.write(json.dumps(asdict(finding), ensure_ascii=False) + "\n")
            total.add(found, NAMED)
    if not total.decisions and not total.unjudged:
        raise QuestionError(str(question.export), "holds no decision")
    return Answer(question, total, other, warnings, perf_counter() - began, workers)


def _rulebooks(folder: Path | None) -> tuple[list[Kept], tuple[str, ...]]:
    """The packaged rulebook, and what a folder holds, by digest; and what is none there."""
    from lexloci_tools.law.building import packaged

    found: dict[str, Kept] = {}
    warnings: list[str] = []
    try:
        book = packaged()
        found[book.digest] = book
    except (OSError, RulebookError) as error:
        warnings.append(f"packaged rulebook: cannot be used ({error})")
    if folder is not None:
        if not folder.is_dir():
            raise QuestionError("--rulebooks", f"`{folder}` is no folder")
        for each in rulebooks_in(folder):
            if isinstance(each, RulebookError):
                warnings.append(str(each))
            else:
                found.setdefault(each.digest, each)
    return list(found.values()), tuple(warnings)


def _other(question: Question) -> Rulebook | None:
    if question.other is None:
        return None
    try:
        book = rulebook_at(question.other)
    except OSError as error:
        raise QuestionError("--with", f"`{question.other}`: {error.strerror}") from error
    return book if question.house is None else book.under(question.house)


@contextmanager
def _sink(path: Path | None) -> Iterator[IO[str] | None]:
    if path is None:
        yield None
        return
    try:
        with path.open("w", encoding="utf-8") as sink:
            yield sink
    except OSError as error:
        raise QuestionError("--findings", f"`{path}`: {error.strerror}") from error


@contextmanager
def _progress(files: Sequence[Path], quiet: bool) -> Iterator[Callable[[int], None]]:
    """A bar on stderr over the bytes of the export; nothing where nobody looks."""
    if quiet or not err.is_terminal:
        yield lambda spent: None
        return
    from rich.progress import (
        BarColumn,
        DownloadColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (TextColumn("judging again"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=err, transient=True) as bar:
        task = bar.add_task("", total=sum(path.stat().st_size for path in files))
        yield lambda spent: bar.advance(task, spent)


def as_json(answer: Answer) -> dict[str, Any]:
    """An answer for `--json`."""
    tally = answer.tally
    document = told(tally)
    if not answer.question.what_if:
        document["changes"] = None
    return {
        **document,
        "with": answer.by.digest if answer.by else None,
        "house": answer.question.house,
        "warnings": list(answer.warnings),
        "seconds": round(answer.seconds, 2),
        "per_second": round(tally.decisions / answer.seconds),
        "workers": answer.workers,
    }
