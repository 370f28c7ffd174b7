"""The calendar: what begins and what ends, day by day, and law that has no day yet."""

from datetime import date, timedelta
from itertools import groupby
from typing import Any

from lexloci_tools.console import verdicts
from lexloci_tools.console.address import ROOT, Address, Trouble, link
from lexloci_tools.console.desk import Desk
from lexloci_tools.law.listing import Turn, expected
from lexloci_tools.law.listing import calendar as turns_after

SPAN = 400
LONGEST = 8_000


def calendar(desk: Desk, address: Address) -> dict[str, Any]:
    """The document of the calendar, from a day on. Raises: Trouble."""
    start = address.day("from", desk.today)
    text = address.one("span", str(SPAN))
    if not text.isdecimal() or not 0 < int(text) <= LONGEST:
        raise Trouble(400, "span", f"`{text[:20]}` is no number of days", f"1 to {LONGEST}")
    try:
        # The listing tells what comes after a day; the first day asked for counts too.
        found = turns_after(desk.rulebook, start - timedelta(days=1), int(text))
    except OverflowError:
        raise Trouble(400, "from", "is too far from today") from None
    days = [_day(desk, day, list(turns)) for day, turns in groupby(found, lambda turn: turn.on)]
    return {
        "from": start.isoformat(),
        "today": desk.today.isoformat(),
        "span": int(text),
        "days": days,
        "expected": [_expected(desk, each) for each in expected(desk.rulebook)],
        "earlier": address.but(
            f"{ROOT}/calendar", **{"from": (start - timedelta(days=SPAN)).isoformat()}
        ),
    }


def _day(desk: Desk, day: date, turns: list[Turn]) -> dict[str, Any]:
    away = (day - desk.today).days
    return {
        "on": day.isoformat(),
        "away": away,
        "world": link(f"{ROOT}/world", [("on", day.isoformat())]),
        "before": link(f"{ROOT}/world", [("on", (day - timedelta(days=1)).isoformat())]),
        "turns": [
            {**verdicts.version_told(desk.rulebook, turn.version), "word": word}
            for turn in sorted(turns, key=_order)
            if (word := _word(turn, turns)) is not None
        ],
    }


def _word(turn: Turn, turns: list[Turn]) -> str | None:
    """begins, changes (one version after another) or ends; nothing for the old half of a change."""
    rule = (turn.version.pack, turn.version.rule)
    both = {each.begins for each in turns if (each.version.pack, each.version.rule) == rule}
    if len(both) == 2:
        return "changes" if turn.begins else None
    return "begins" if turn.begins else "ends"


def _order(turn: Turn) -> tuple[bool, str]:
    return turn.version.house is not None, turn.version.id


def _expected(desk: Desk, told: dict[str, Any]) -> dict[str, Any]:
    pack = desk.rulebook.raw["packs"][told["pack"]]
    usual = {"source": None, "earliest": None, "reading": None}
    return {**usual, **told, "place": pack["title"], "node": pack["covers"][0]}
