"""One record judged again: from what it holds and its rulebook, and from nothing else.

Imports the core and the record only.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from lexloci.errors import LexlociError, RulebookError
from lexloci.live import LiveRules, joined
from lexloci.live_form import read_live
from lexloci.rulebook import Rulebook
from lexloci.verdict import Outcome, Verdict, judge_call
from lexloci_edge.records import Record

Kept: TypeAlias = Rulebook | LiveRules
"""What records name by digest: the rulebook, and the live rules beside it."""

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


def kept_in(data: bytes) -> Kept:
    """The frozen rulebook, or the document of live rules, that these bytes hold.

    Raises: RulebookError.
    """
    if data.startswith(b'{"digest":'):
        return Rulebook.load(data)
    return read_live(data)


class Shelf:
    """Rulebooks and live rules by digest, under the house settings that records name."""

    def __init__(self, kept: Iterable[Kept]) -> None:
        self._rulebooks: dict[str, Rulebook] = {}
        self._live: dict[str, LiveRules] = {}
        for each in kept:
            if isinstance(each, LiveRules):
                self._live[each.digest] = each
            else:
                self._rulebooks[each.digest] = each
        self._under: dict[tuple[str, str, str | None], Rulebook] = {}

    def find(self, digest: str, house: str, live: str | None = None) -> Rulebook:
        """The rulebook of a digest under a house setting, with the live rules of another digest.

        Raises: UnjudgedError where one is not here, or does not know the setting.
        """
        found = self._under.get((digest, house, live))
        if found is None:
            book = self._rulebooks.get(digest)
            if book is None:
                raise UnjudgedError("no rulebook", f"`{digest}` is not at hand")
            found = self._under[digest, house, live] = self.under(book, house, live)
        return found

    def under(self, book: Rulebook, house: str, live: str | None) -> Rulebook:
        """This rulebook under a setting, with the live rules of a digest. Raises: UnjudgedError."""
        if live is None:
            return _under(book, house)
        key = (book.digest, house, live)
        if key not in self._under:
            rules = self._live.get(live)
            if rules is None:
                raise UnjudgedError("no live rules", f"`{live}` are not at hand")
            try:
                self._under[key] = joined(_under(book, house), rules)
            except RulebookError as error:
                raise UnjudgedError("live rules", f"{error.where}: {error.what}") from None
        return self._under[key]


def replayed(record: Record, shelf: Shelf, what_if: WhatIf | None = None) -> Replayed:
    """Judge a record again.

    Days, places and facts are read by the rulebook that judges. Raises: UnjudgedError.
    """
    kept_by = shelf.find(record.rulebook, record.house, record.live)
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
        return shelf.find(record.rulebook, house, record.live)
    if what_if.house is not None and record.live is None:
        return what_if.rulebook  # already under that setting
    return shelf.under(what_if.rulebook, house, record.live)


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
    """The day that was asked about, else the local days that it may have been."""
    written = record.at[:40]
    try:
        if datetime.fromisoformat(record.at).tzinfo is None:
            raise UnjudgedError("moment", f"`{written}` names no time zone")
        return record.days(book.places)
    except (ValueError, OverflowError):
        said = f"`{written}`" + (f" or `{record.on[:40]}`" if record.on else "")
        raise UnjudgedError("moment", f"{said} is no moment") from None
