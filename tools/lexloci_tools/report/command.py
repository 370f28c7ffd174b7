"""`lexloci report`: what is asked, with which rulebooks, in which form, and where it goes."""

from datetime import date
from pathlib import Path
from typing import Any

from lexloci.errors import LiveRulesError
from lexloci.live import LiveRules, joined
from lexloci.rulebook import Rulebook
from lexloci_tools.asking import QuestionError
from lexloci_tools.report.document import Scope, document
from lexloci_tools.report.rendering import FORMS


def report(
    export: Path, place: str, first: str, last: str, rulebooks: Path | None
) -> dict[str, Any]:
    """The report as a document. Raises: QuestionError, RulebookError."""
    from lexloci_tools.law.building import packaged
    from lexloci_tools.replay.running import rulebooks_in

    book = packaged()
    known: dict[str, Rulebook] = {book.digest: book}
    if rulebooks is not None:
        if not rulebooks.is_dir():
            raise QuestionError("--rulebooks", f"`{rulebooks}` is no folder")
        # What is none is missed in the report, which says so.
        found = list(rulebooks_in(rulebooks))
        known |= {each.digest: each for each in found if isinstance(each, Rulebook)}
        lives = [each for each in found if isinstance(each, LiveRules)]
        known |= {
            f"{each.digest} + {live.digest}": both
            for each in tuple(known.values())
            for live in lives
            if (both := _together(each, live)) is not None
        }
    if not book.places.known(place):
        raise QuestionError("--place", f"`{place}` is no place", "such as GB, US-CA, EU, world")
    begin, end = _day("--from", first), _day("--to", last)
    if end < begin:
        raise QuestionError("--to", f"`{last}` is before `{first}`")
    return document(Scope(export, place, begin, end), known)


def _together(rulebook: Rulebook, live: LiveRules) -> Rulebook | None:
    """The rulebook with live rules; None where they make no sense together, so never were."""
    try:
        return joined(rulebook, live)
    except LiveRulesError:
        return None


def form_of(form: str | None, out: Path | None) -> str:
    """The form that is asked for: `--format`, else the ending of the file, else Markdown."""
    asked = form or (out.suffix.lstrip(".") if out else "md") or "md"
    asked = {"htm": "html", "markdown": "md"}.get(asked, asked)
    if asked not in FORMS:
        raise QuestionError("--format", f"`{asked}` is no form", ", ".join(FORMS))
    return asked


def write(text: str, out: Path) -> None:
    """Write a report to its file. Raises: QuestionError."""
    try:
        out.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise QuestionError("--out", f"`{out}`: {error.strerror}") from error


def _day(where: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise QuestionError(where, f"`{text}` is no day", "write YYYY-MM-DD") from None
