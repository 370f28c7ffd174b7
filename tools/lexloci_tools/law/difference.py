"""What a change of law does to the world: the cells (place, situation, day) that change verdict."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from lexloci.explain import status_of
from lexloci.facts import Possibilities
from lexloci.rulebook import Rulebook
from lexloci.verdict import Verdict, judge
from lexloci_tools.law.building import build
from lexloci_tools.law.reading import read_rules
from lexloci_tools.law.situations import SITUATIONS


@dataclass(frozen=True)
class Change:
    """One situation whose verdict differs in these places on this day."""

    on: date
    situation: str
    before: str
    after: str
    places: tuple[str, ...]


def rulebook_at(path: Path) -> Rulebook:
    """The rulebook of a path: a frozen file, or a folder of rules. Raises: RulebookError, …"""
    if path.is_dir():
        return Rulebook.load(build(read_rules(path)))
    return Rulebook.load(path.read_bytes())


def differences(old: Rulebook, new: Rulebook, days: Sequence[date]) -> Iterator[Change]:
    """Every change of verdict from one rulebook to another, places gathered into nodes."""
    tellers = (_Teller(old), _Teller(new))
    leaves = sorted(new.places.leaves(new.places.world) | old.places.leaves(old.places.world))
    for on in days:
        for situation in SITUATIONS:
            changed: dict[tuple[str, str], list[str]] = {}
            for leaf in leaves:
                before, after = (tell(situation.at(tell.book, leaf), on) for tell in tellers)
                if before != after:
                    changed.setdefault((before, after), []).append(leaf)
            for (before, after), found in sorted(changed.items()):
                nodes = tuple(sorted(new.places.compact(found)))
                yield Change(on, situation.title, before, after, nodes)


def turning_days(old: Rulebook, new: Rulebook, today: date) -> list[date]:
    """Today, and every later day on which either rulebook changes."""
    starts = {date.fromordinal(day) for book in (old, new) for day in book.day_starts}
    return [today, *sorted(day for day in starts if day > today)]


class _Teller:
    """Verdicts as words; what they rest on is looked up once."""

    def __init__(self, book: Rulebook) -> None:
        self.book = book
        self._told: dict[Verdict, str] = {}

    def __call__(self, possible: Possibilities, on: date) -> str:
        verdict = judge(self.book, possible, on)
        if verdict not in self._told:
            status = status_of(self.book, verdict)
            word = str(verdict.outcome)
            self._told[verdict] = word if status == 200 else f"{word} {status}"
        return self._told[verdict]


def as_markdown(changes: Sequence[Change]) -> str:
    """The changes as a table for a pull request."""
    if not changes:
        return "No place and no situation changes verdict.\n"
    head = "| day | situation | places | before | after |\n| --- | --- | --- | --- | --- |\n"
    rows = (
        f"| {each.on} | {each.situation} | {_some(each.places)} | {each.before} | {each.after} |"
        for each in changes
    )
    return head + "\n".join(rows) + "\n"


def _some(places: Sequence[str]) -> str:
    shown = ", ".join(places[:12])
    return shown + (f" and {len(places) - 12} more" if len(places) > 12 else "")
