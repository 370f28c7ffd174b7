"""The world page: one question judged in every place on one day, and the days that change it.

Places whose law is the same set of rule versions that day are judged once: the column of `place`
tells which those are, so the whole world costs a hundred verdicts, not four hundred.
"""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from lexloci.facts import PLACE, Possibilities
from lexloci.rulebook import Rulebook, Version
from lexloci.verdict import Verdict, judge
from lexloci_tools.console import questions, verdicts
from lexloci_tools.console.address import ROOT, Address, link
from lexloci_tools.console.desk import Desk
from lexloci_tools.console.notches import around
from lexloci_tools.console.questions import Asked
from lexloci_tools.console.tiles import grids


def world(desk: Desk, address: Address) -> dict[str, Any]:
    """The document of the world page. Raises: Trouble."""
    example = not address.pairs
    if example:
        pairs = (*questions.STORY.items(), ("place", questions.STORY_PLACE))
        address = Address(f"{ROOT}/world", (*pairs, ("on", desk.today.isoformat())))
    asked = questions.asked(desk.rulebook, address, desk.today, questions.STORY_PLACE)
    judged = Judged(asked)
    answer = verdicts.told(asked.rulebook, [asked.at(asked.place)], [asked.on])
    places = asked.rulebook.places
    return {
        "example": example,
        "on": asked.on.isoformat(),
        "today": desk.today.isoformat(),
        "house": asked.rulebook.house,
        "setting": address.one("house"),
        "place": {"node": asked.place, "title": places.title(asked.place)},
        "facts": questions.fields(asked.rulebook, asked.stated),
        "answer": answer,
        "counts": judged.counts(),
        "verdicts": judged.of_tiles(),
        "groups": judged.groups(),
        "days": around(desk.notches, asked.on, desk.today),
        "address": link(f"{ROOT}/world", address.pairs),
    }


@dataclass(frozen=True, slots=True)
class _Same:
    """Places with one verdict: what it is, and the rule versions and duties it rests on."""

    kind: str
    because: int
    duties: int


class Judged:
    """One question, judged in every place."""

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self._possible = asked.possible
        self._cells = next(each for each in asked.rulebook.columns if each.fact == PLACE).cells
        self._force = asked.rulebook.in_force(asked.on)
        self._verdicts: dict[tuple[int, int], _Same] = {}
        self._kinds: dict[int, str] = {}

    def at(self, node: str) -> _Same:
        """The verdict in a place."""
        may, sure = self._cells[node]
        key = (may & self._force, sure & self._force)
        found = self._verdicts.get(key)
        if found is None:
            found = self._verdicts[key] = self._judged(node)
        return found

    def _judged(self, node: str) -> _Same:
        possible: Possibilities = {**self._possible, PLACE: frozenset({node})}
        verdict = judge(self._asked.rulebook, possible, self._asked.on)
        return _Same(self._kind(verdict), verdict.because, verdict.duties)

    def _kind(self, verdict: Verdict) -> str:
        kind = self._kinds.get(verdict.because)
        if kind is None:
            kind = self._kinds[verdict.because] = verdicts.kind_of(self._asked.rulebook, verdict)
        return kind

    def of_tiles(self) -> dict[str, str]:
        """The kind of each tile's verdict; a country with parts is judged as any of them."""
        return {tile.node: self.at(tile.node).kind for grid in grids() for tile in grid.tiles}

    def counts(self) -> dict[str, int]:
        """How many leaves have each kind of verdict."""
        found = dict.fromkeys(verdicts.KINDS, 0)
        for leaf in self._leaves():
            found[self.at(leaf).kind] += 1
        return found

    def groups(self) -> list[dict[str, Any]]:
        """Places by equal verdict and rules: law first, then the larger groups."""
        gathered: dict[_Same, list[str]] = defaultdict(list)
        for leaf in self._leaves():
            gathered[self.at(leaf)].append(leaf)
        order = ("law", "uncertain", "house", "allow")
        listed = sorted(gathered.items(), key=lambda each: (order.index(each[0].kind), each[1]))
        return [self._group(same, leaves) for same, leaves in listed]

    def _group(self, same: _Same, leaves: list[str]) -> dict[str, Any]:
        book = self._asked.rulebook
        nodes = sorted(book.places.compact(leaves), key=book.places.title)
        found = _versions(book, same.because)
        first = [each for each in found if each.legal] or list(found)
        return {
            "kind": same.kind,
            "leaves": len(leaves),
            "places": [{"node": node, "title": book.places.title(node)} for node in nodes],
            "laws": list(dict.fromkeys(each.law or each.title for each in first))[:4],
            "rules": [each.id for each in found],
            "duties": list(book.duties(same.duties)),
        }

    def _leaves(self) -> list[str]:
        places = self._asked.rulebook.places
        return sorted(places.leaves(places.world))


def _versions(book: Rulebook, bits: int) -> tuple[Version, ...]:
    return book.versions(bits) if bits else ()
