"""One record judged again: from what it holds and its rulebook, and from nothing else.

Imports the core and the record only, so that a function in the cloud can run the same code.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from lexloci.errors import LexlociError, RulebookError
from lexloci.rulebook import Rulebook
from lexloci.verdict import Outcome, Verdict, judge_call
from lexloci_edge.records import Record

_HEX = re.compile(r"[0-9a-f]+", re.ASCII)


class UnjudgedError(LexlociError):
    """A record cannot be judged again. `where` is a word for the kind of reason."""

    exit_code = 3


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What to judge by instead: another rulebook, another house setting, or both.

    house: None keeps the setting that each record names.
    """

    rulebook: Rulebook | None
    house: str | None


@dataclass(frozen=True, slots=True)
class Replayed:
    """A record's verdict as it stands and as it comes out now, each with its rulebook."""

    kept: Verdict
    now: Verdict
    kept_by: Rulebook
    now_by: Rulebook


class Shelf:
    """Rulebooks by digest, each under the house settings that records name."""

    def __init__(self, rulebooks: Iterable[Rulebook]) -> None:
        self._rulebooks = {book.digest: book for book in rulebooks}
        self._under: dict[tuple[str, str], Rulebook] = {}

    def find(self, digest: str, house: str) -> Rulebook:
        """The rulebook of a digest under a house setting.

        Raises: UnjudgedError where it is not here, or does not know the setting.
        """
        found = self._under.get((digest, house))
        if found is None:
            book = self._rulebooks.get(digest)
            if book is None:
                raise UnjudgedError("no rulebook", f"`{digest}` is not at hand")
            found = self._under[digest, house] = _under(book, house)
        return found


def replayed(record: Record, shelf: Shelf, what_if: WhatIf | None = None) -> Replayed:
    """Judge a record again.

    Days, places and facts are read by the rulebook that judges. Raises: UnjudgedError.
    """
    kept_by = shelf.find(record.rulebook, record.house)
    kept = Verdict(Outcome(record.outcome), _bits(record.because), _bits(record.duties))
    now_by = kept_by if what_if is None else _instead(record, what_if, shelf)
    if record.turned_away is not None:
        # Nothing was read, so nothing can be judged: such a record can only be of its one form.
        return Replayed(kept, _bare(record), kept_by, now_by)
    depictions = record.possibilities(now_by.facts)
    days = _days(record, now_by)
    return Replayed(kept, judge_call(now_by, depictions, days), kept_by, now_by)


def _instead(record: Record, what_if: WhatIf, shelf: Shelf) -> Rulebook:
    house = record.house if what_if.house is None else what_if.house
    if what_if.rulebook is None:
        return shelf.find(record.rulebook, house)
    if what_if.house is not None:
        return what_if.rulebook  # already under that setting
    return _under(what_if.rulebook, house)


def _under(book: Rulebook, house: str) -> Rulebook:
    try:
        return book.under(house)
    except RulebookError as error:
        raise UnjudgedError("house setting", error.what) from None


def _bare(record: Record) -> Verdict:
    if record.facts or record.depictions:
        raise UnjudgedError("turned away", f"as `{record.turned_away}`, yet holds facts")
    return Verdict(Outcome.REFUSE, 0, 0)


def _bits(written: str) -> int:
    if not _HEX.fullmatch(written):
        raise UnjudgedError("bits", f"`{written[:40]}` is no number in hex")
    return int(written, 16)


def _days(record: Record, book: Rulebook) -> frozenset[date]:
    """The local days that it may have been, as the gate found them."""
    written = record.at[:40]
    try:
        at = datetime.fromisoformat(record.at)
        if at.tzinfo is None:
            raise UnjudgedError("moment", f"`{written}` names no time zone")
        return book.places.days(record.places, at)
    except (ValueError, OverflowError):
        raise UnjudgedError("moment", f"`{written}` is no moment") from None
