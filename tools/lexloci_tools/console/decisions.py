"""The ledger's pages: the newest decisions, and one decision with why, again, and its proof."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from lexloci.errors import LexlociError
from lexloci.facts import Possibilities
from lexloci.rulebook import Rulebook, Version
from lexloci.verdict import Outcome, Verdict, judge_call
from lexloci_edge.ids import is_id
from lexloci_edge.inspecting.questions import Hash
from lexloci_edge.records import Record
from lexloci_tools.console import questions, sealed, verdicts
from lexloci_tools.console.address import ROOT, Address, Trouble
from lexloci_tools.console.desk import Desk
from lexloci_tools.console.ledger import Found, Kept, Ledger, LedgerTrouble, Wanted
from lexloci_tools.desk import evidence_words

SHOWN: Final = 100
SEVERAL: Final = "several"
KINDS: Final = (*verdicts.KINDS, "turned_away")

__all__ = ["Hash", "decision", "ledger", "looked", "wanted"]


def ledger(desk: Desk, address: Address) -> dict[str, Any]:
    """The document of the list. Raises: Trouble."""
    held, kind, rule = ledger_of(desk), address.one("kind"), address.one("rule")
    if kind and kind not in KINDS:
        raise Trouble(400, "kind", f"`{kind[:40]}` is no kind of verdict", ", ".join(KINDS))
    asked = wanted(desk, address)
    found = looked(desk, asked)
    rows = [row(desk.rulebook, each) for each in found.records]
    rows = [each for each in rows if kind in ("", each["kind"])]
    rows = [each for each in rows if not rule or _names(each, rule)]
    return {
        "source": desk.source,
        "narrow": held.narrow,
        "asked": bool(asked.place or asked.account) or not held.narrow,
        "place": asked.place,
        "day": "" if asked.day is None else asked.day.isoformat(),
        "since": asked.since,
        "from": found.since,
        "account": asked.account,
        "kind": kind,
        "kinds": {**verdicts.KINDS, "turned_away": "turned away unjudged"},
        "rule": rule,
        "decisions": rows[:SHOWN],
        "count": len(rows),
        "looked_at": len(found.records),
        "whole": found.whole,
        "unreadable": found.unreadable,
        "at": desk.clock().isoformat(timespec="seconds"),
    }


def ledger_of(desk: Desk) -> Ledger:
    """The ledger. Raises: Trouble where there is none."""
    if desk.ledger is None:
        raise Trouble(404, "ledger", "none is at hand here", "start with `lexloci serve`")
    return desk.ledger


def wanted(desk: Desk, address: Address) -> Wanted:
    """Which decisions an address asks for. Raises: Trouble."""
    place = address.one("place")
    day = address.day("day", desk.today) if address.one("day") else None
    since = address.one("since")
    if since and not (len(since) == 5 and since[2] == ":" and since.replace(":", "").isdecimal()):
        raise Trouble(400, "since", f"`{since[:20]}` is no time of day", "write HH:MM, in UTC")
    if place != SEVERAL:
        place = questions.place_in(desk.rulebook, place)
    return Wanted(place, day, since, address.one("account"))


def looked(desk: Desk, asked: Wanted) -> Found:
    """What the ledger answers. Raises: Trouble."""
    try:
        return ledger_of(desk).newest(asked, desk.clock())
    except LedgerTrouble as error:
        raise Trouble(503, error.where, error.what, error.hint) from None


def row(book: Rulebook, record: Record) -> dict[str, Any]:
    """A decision as a line of the list. Rules by name only under the rulebook that is at hand."""
    known = record.rulebook == book.digest
    versions = book.versions(bits_in(record.because)) if known else ()
    return {
        "id": record.id,
        "at": record.at,
        "region": record.region,
        "places": list(record.places),
        "titles": [book.places.title(node) for node in record.places],
        "kind": record_kind(book, record),
        "rules": [each.id for each in sorted(versions, key=_law_first)],
        "known": known,
        "account": record.account,
        "surface": record.surface,
        "turned_away": record.turned_away,
        "ms": round(sum(record.ms.values()), 1) if record.ms else None,
    }


def _law_first(version: Version) -> tuple[bool, str]:
    return not version.legal, version.id


def record_kind(book: Rulebook, record: Record) -> str:
    """The kind of a record's verdict; of a foreign rulebook a refusal counts as by house rule."""
    if record.turned_away is not None:
        return "turned_away"
    bits = bits_in(record.because) if record.rulebook == book.digest else 0
    return verdicts.kind_of(book, Verdict(Outcome(record.outcome), bits, 0))


def bits_in(written: str) -> int:
    """The bits that a record names; none where it was altered so that they cannot be read."""
    try:
        return max(0, int(written, 16))
    except ValueError:
        return 0


def _names(told: Mapping[str, Any], rule: str) -> bool:
    return any(
        rule in (each, each.partition("@")[0], each.partition("/")[0]) for each in told["rules"]
    )


def decision(desk: Desk, address: Address) -> dict[str, Any]:
    """The document of one decision. Raises: Trouble."""
    id, region = address.path.rpartition("/")[2], address.one("region")
    if not is_id(id):
        raise Trouble(404, "decision", "is no decision's id", "take it from `Lexloci-Decision`")
    try:
        kept = ledger_of(desk).one(id, region)
    except LedgerTrouble as error:
        raise Trouble(503, error.where, error.what, error.hint) from None
    if kept is None:
        raise Trouble(404, "decision", "is not in this ledger", f"see {ROOT}/ledger")
    record = kept.record
    why, again = _again(desk, record)
    return {
        **row(desk.rulebook, record),
        "source": desk.source,
        "record": json.loads(kept.text),
        "text": kept.text,
        "evidence": [
            {"word": word, "means": evidence_words.told(word)} for word in record.evidence
        ],
        "facts": _facts(desk.rulebook, record),
        "why": why,
        "again": again,
        "after": _after(desk.rulebook, kept),
        "rulebook": {"own": record.rulebook, "here": desk.rulebook.digest},
        "live": record.live,
        "sealed": sealed.told(desk, kept),
    }


def _after(book: Rulebook, kept: Kept) -> dict[str, Any] | None:
    """What came of it, and by name which rules refuse what an output may show."""
    if kept.after is None:
        return None
    known = kept.record.rulebook == book.digest and kept.record.live is None
    because = book.versions(bits_in(kept.after.because)) if known else ()
    rules = [each.id for each in sorted(because, key=_law_first)]
    return {**json.loads(kept.after_text), "rules": rules}


def _facts(book: Rulebook, record: Record) -> list[dict[str, list[str]]]:
    """The facts of each depiction as they were judged; what was unsaid is every value."""
    if record.turned_away is not None:
        return []
    return [
        {
            name: [value for value in fact.values if value in each.get(name, fact.values)]
            for name, fact in book.facts.items()
        }
        for each in record.possibilities(book.facts)
    ]


def _again(desk: Desk, record: Record) -> tuple[dict[str, Any] | None, list[dict[str, Any]]]:
    """Why it was judged so, and the verdicts of the rulebook at hand: on its days, and today."""
    if record.turned_away is not None:
        return None, []
    try:
        book = desk.rulebook.under(record.house)
        days = record.days(book.places)
        depictions = record.possibilities(book.facts)
    except (LexlociError, ValueError, OverflowError):
        return None, []
    # Live rules are not at hand here: what they added would be missing from the explanation.
    own = record.rulebook == book.digest and record.live is None
    why = verdicts.told(book, depictions, days) if own else None
    runs = ((days, "on its own day"), (frozenset({desk.today}), "if it came today"))
    return why, [_run(book, depictions, on, when, record) for on, when in runs]


def _run(
    book: Rulebook,
    depictions: tuple[Possibilities, ...],
    days: Iterable[date],
    when: str,
    record: Record,
) -> dict[str, Any]:
    listed = sorted(days)
    verdict = judge_call(book, depictions, listed)
    kind = verdicts.kind_of(book, verdict)
    same = verdict.outcome.value == record.outcome
    if record.rulebook == book.digest and record.live is None:
        same = same and verdict.because == bits_in(record.because)
    return {
        "when": when,
        "days": [day.isoformat() for day in listed],
        "kind": kind,
        "word": verdicts.KINDS[kind],
        "rules": [each.id for each in sorted(book.versions(verdict.because), key=_law_first)],
        "same": same,
    }
