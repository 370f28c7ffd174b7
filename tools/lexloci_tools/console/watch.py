"""The watch page: what the gate has been doing, counted from the ledger's own records.

Nothing here is sampled or kept beside the ledger: what is shown can be counted again from it.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any, Final

from lexloci_edge.records import Record, moment
from lexloci_edge.seals.errors import SealError
from lexloci_tools.console import verdicts
from lexloci_tools.console.address import Address, Trouble
from lexloci_tools.console.decisions import bits_in, ledger_of, looked, record_kind, wanted
from lexloci_tools.console.desk import Desk
from lexloci_tools.console.ledger import Wanted

SPANS: Final = (15, 60, 240, 1440)
COLUMNS: Final = 60
PERCENTILES: Final = (50, 90, 95, 99)
MOST: Final = 12
LAST: Final = "9999"
"""What a moment of a record is before; an altered one may say anything."""
NEWEST: Final = 50
"""Decisions that are looked at for one that is sealed, at most."""
TROUBLES: Final = (":crashed", ":slow", ":unknown", ":throttled", ":failed", ":error")


def watch(desk: Desk, address: Address) -> dict[str, Any]:
    """The document of the watch page. Raises: Trouble."""
    minutes = address.one("minutes", "60")
    if not minutes.isdecimal() or int(minutes) not in SPANS:
        hint = ", ".join(map(str, SPANS))
        raise Trouble(400, "minutes", f"`{minutes[:20]}` is no span shown here", hint)
    now, held = desk.clock(), ledger_of(desk)
    begin = now - timedelta(minutes=int(minutes))
    asked = wanted(desk, address)
    if held.narrow:
        asked = Wanted(asked.place, now.date(), _time(begin, now), asked.account)
    found = looked(desk, asked)
    records = [each for each in found.records if moment(begin) <= each.at <= LAST]
    judged = [each for each in records if each.turned_away is None]
    kinds = {each.id: record_kind(desk.rulebook, each) for each in judged}
    return {
        "source": desk.source,
        "narrow": held.narrow,
        "asked": bool(asked.place) or not held.narrow,
        "place": asked.place,
        "minutes": int(minutes),
        "spans": list(SPANS),
        "at": now.isoformat(timespec="seconds"),
        "whole": found.whole,
        "decisions": len(records),
        "figures": _figures(judged, records),
        "per_column": _columns(judged, kinds, begin, int(minutes)),
        "outcomes": dict(Counter(kinds.values())),
        "places": _crossed(judged, kinds, lambda each: (", ".join(each.places),)),
        "rules": _crossed(judged, kinds, _rules_of(desk), ("house", "law")),
        "latency": _latency(judged),
        "turned_away": _counted(each.turned_away for each in records if each.turned_away),
        "troubles": _counted(_troubles(judged)),
        "accounts": _accounts(judged, kinds),
        "regions": _regions(desk, records),
        "seals": _seals(desk, found.records),
        "overdue": list(desk.rulebook.overdue(desk.today)),
    }


def moment_of(record: Record) -> datetime:
    """When it was decided; the first moment there is where that cannot be read any more."""
    try:
        at = datetime.fromisoformat(record.at)
    except ValueError:
        return datetime.fromtimestamp(0, UTC)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _time(begin: datetime, now: datetime) -> str:
    """The time of day that a span begins at; a span that began yesterday is cut at midnight."""
    return f"{begin:%H:%M}" if begin.date() == now.date() else "00:00"


def _figures(judged: Sequence[Record], records: Sequence[Record]) -> dict[str, float | int | None]:
    unknown = sum(1 for each in judged if each.places == ("world",))
    return {
        "judged": len(judged),
        "turned_away": len(records) - len(judged),
        "unknown_place": unknown,
        "unknown_ratio": round(100 * unknown / len(judged), 1) if judged else None,
        "retries": sum(1 for each in judged if each.retry),
        "tests": sum(1 for each in judged if "place:test" in each.evidence),
    }


def _columns(
    judged: Iterable[Record], kinds: dict[str, str], begin: datetime, minutes: int
) -> list[dict[str, Any]]:
    """Decisions by kind for each of sixty equal parts of the span."""
    width = timedelta(minutes=minutes) / COLUMNS
    counts = [dict.fromkeys(verdicts.KINDS, 0) for _ in range(COLUMNS)]
    for each in judged:
        at = int((moment_of(each) - begin) / width)
        counts[min(max(at, 0), COLUMNS - 1)][kinds[each.id]] += 1
    return [
        {"at": (begin + width * index).isoformat(timespec="minutes"), **count}
        for index, count in enumerate(counts)
    ]


def _crossed(
    judged: Iterable[Record],
    kinds: dict[str, str],
    named: Callable[[Record], Iterable[str]],
    counted: Collection[str] = ("uncertain", "house", "law"),
) -> list[dict[str, Any]]:
    """Refusals by something and by kind, the most frequent first."""
    found: dict[str, Counter[str]] = {}
    for each in judged:
        if kinds[each.id] not in counted:
            continue
        for name in named(each):
            found.setdefault(name, Counter())[kinds[each.id]] += 1
    listed = sorted(found.items(), key=lambda one: (-one[1].total(), one[0]))
    return [{"name": name, **dict(count)} for name, count in listed[:MOST]]


def _rules_of(desk: Desk) -> Callable[[Record], Iterable[str]]:
    book, names = desk.rulebook, dict[str, tuple[str, ...]]()

    def rules(record: Record) -> Iterable[str]:
        if record.rulebook != book.digest:
            return ("rulebook not at hand",)
        if record.because not in names:
            found = book.versions(bits_in(record.because))
            legal = [each.id for each in found if each.legal]
            names[record.because] = tuple(legal or [each.id for each in found])
        return names[record.because]

    return rules


def _latency(judged: Iterable[Record]) -> list[dict[str, Any]]:
    """Milliseconds added before the record, step by step and in all, at percentiles."""
    steps: dict[str, list[float]] = {}
    for each in judged:
        for step, spent in each.ms.items():
            steps.setdefault(step, []).append(spent)
        if each.ms:
            steps.setdefault("added, all steps", []).append(sum(each.ms.values()))
    return [
        {"step": step, **{f"p{each}": _percentile(sorted(spent), each) for each in PERCENTILES}}
        for step, spent in sorted(steps.items())
    ]


def _percentile(values: Sequence[float], percent: int) -> float:
    return round(values[min(len(values) - 1, len(values) * percent // 100)], 2)


def _counted(names: Iterable[str]) -> list[dict[str, Any]]:
    return [{"name": name, "count": count} for name, count in Counter(names).most_common(MOST)]


def _troubles(judged: Iterable[Record]) -> Iterable[str]:
    for each in judged:
        yield from (word for word in each.evidence if word.endswith(TROUBLES))


def _accounts(judged: Iterable[Record], kinds: dict[str, str]) -> list[dict[str, Any]]:
    """Accounts (keyed hashes) by sure refusals by law, which are what strikes are made of."""
    law = Counter(each.account for each in judged if each.account and kinds[each.id] == "law")
    return [{"account": account, "count": count} for account, count in law.most_common(MOST)]


def _regions(desk: Desk, records: Iterable[Record]) -> list[dict[str, Any]]:
    """Each Region with its newest decision and the rulebook that judged it."""
    found: dict[str, Record] = {}
    for each in records:
        found.setdefault(each.region, each)
    checked = max(str(pack["checked"]) for pack in desk.rulebook.raw["packs"].values())
    return [
        {
            "region": region,
            "newest": newest.at,
            "rulebook": newest.rulebook,
            "same": newest.rulebook == desk.rulebook.digest,
            "function": newest.function,
            "checked": checked if newest.rulebook == desk.rulebook.digest else None,
        }
        for region, newest in sorted(found.items())
    ]


def _seals(desk: Desk, records: Iterable[Record]) -> dict[str, Any]:
    """How many of the newest decisions wait for their seal, and since when the first of them does.

    Decisions are sealed in the order of time, so the newest that is sealed ends the search: its
    proof is the only one that reads a batch.
    """
    unknown = {"known": False, "open": 0, "more": False, "lag": None}
    if desk.proofs is None:
        return unknown
    waiting: list[Record] = []
    for each in islice((one for one in records if one.region in desk.proofs), NEWEST):
        try:
            if desk.proofs[each.region].proofs(each.id):
                break
        except SealError:
            return unknown
        waiting.append(each)
    lag = None
    if waiting:
        lag = round((desk.clock() - moment_of(waiting[-1])).total_seconds(), 1)
    return {"known": True, "open": len(waiting), "more": len(waiting) == NEWEST, "lag": lag}
