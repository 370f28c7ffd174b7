"""Places: the tree of countries and their parts, groups such as the EU, and local days.

A *leaf* is where a law can apply as a whole (`FR`, `GB-ENG`, `US-CA`); a *node* is a leaf, a
country with parts (`GB`), a group (`EU`) or the whole tree (`world`). A node as evidence means: one
of its leaves, we do not know which.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

WORLD = "world"


@dataclass(frozen=True, slots=True)
class Member:
    """A leaf's or country's time in a group: from `join` up to the day before `leave`."""

    node: str
    join: date
    leave: date | None

    def on(self, day: date) -> bool:
        """Whether it belongs on that day."""
        return self.join <= day and (self.leave is None or day < self.leave)


class Places:
    """The tree of places, as frozen into a rulebook. Read-only.

    `spec` is the member `places` of the rulebook: `nodes` (id -> title, utc range in minutes,
    parts), `groups` (id -> title, members) and `aliases` (what networks send -> id).
    """

    world = WORLD

    def __init__(self, spec: Mapping[str, Any]) -> None:
        self._nodes: Mapping[str, Mapping[str, Any]] = spec["nodes"]
        self._groups: Mapping[str, Mapping[str, Any]] = spec["groups"]
        self._aliases: Mapping[str, str] = spec["aliases"]
        self._leaves: dict[str, frozenset[str]] = {}
        self._offsets: dict[str, tuple[int, int]] = {}

    def known(self, node: object) -> bool:
        """Whether this is a node of the tree (groups and `world` included)."""
        return node == WORLD or node in self._nodes or node in self._groups

    def nodes(self) -> tuple[str, ...]:
        """Every node: the world, the groups, the countries and their parts."""
        return (WORLD, *self._groups, *self._nodes)

    def title(self, node: str) -> str:
        """The name that people read; the id itself for a foreign node."""
        if node == WORLD:
            return "every place"
        entry = self._nodes.get(node) or self._groups.get(node)
        return str(entry["title"]) if entry else node

    def parts(self, node: str) -> tuple[str, ...]:
        """The leaves directly inside a country; empty for a leaf."""
        return tuple(self._nodes.get(node, {}).get("parts", ()))

    def members(self, group: str) -> tuple[Member, ...]:
        """A group's members with the days on which they join and leave."""
        return tuple(
            Member(node, date.fromisoformat(join), date.fromisoformat(leave) if leave else None)
            for node, (join, leave) in self._groups[group]["members"].items()
        )

    def groups(self) -> tuple[str, ...]:
        """The ids of the groups."""
        return tuple(self._groups)

    def leaves(self, node: str) -> frozenset[str]:
        """The leaves of a node; of a group those of all members that have no day of leaving.

        A foreign node has every leaf: an unknown place is every place.
        """
        found = self._leaves.get(node)
        if found is None:
            found = self._leaves[node] = frozenset(self._gather(node))
        return found

    def _gather(self, node: str) -> Iterable[str]:
        if node in self._nodes:
            return self.parts(node) or (node,)
        if node in self._groups:
            lasting = (member.node for member in self.members(node) if member.leave is None)
            return (leaf for country in lasting for leaf in self.leaves(country))
        return (name for name, entry in self._nodes.items() if not entry.get("parts"))

    def leaves_on(self, node: str, day: date) -> frozenset[str]:
        """The leaves of a node on a day: a group has the members of that day."""
        if node not in self._groups:
            return self.leaves(node)
        members = (member.node for member in self.members(node) if member.on(day))
        return frozenset(leaf for country in members for leaf in self.leaves(country))

    def compact(self, nodes: Iterable[str]) -> frozenset[str]:
        """The fewest nodes (world, countries, leaves) with the same leaves."""
        left = frozenset(leaf for node in nodes for leaf in self.leaves(node))
        if left == self.leaves(WORLD):
            return frozenset({WORLD})
        whole = {node for node in self._nodes if self.parts(node) and self.leaves(node) <= left}
        covered = frozenset(leaf for node in whole for leaf in self.leaves(node))
        return frozenset(whole | (left - covered))

    def resolve(self, country: str, region: str | None = None) -> str | None:
        """The node for a country code and, where known, its subdivision code.

        Both shapes of region are read (`ENG` and `GB-ENG`). A region that the tree does not know
        leaves the whole country; a country that it does not know: None, which is every place.
        """
        node = self._aliases.get(country, country)
        if node not in self._nodes:
            return None
        if region:
            code = region if region.startswith(f"{country}-") else f"{country}-{region}"
            part = self._aliases.get(code, code)
            if part in self.parts(node):
                return part
        return node

    def offsets(self, node: str) -> tuple[int, int]:
        """The least and the greatest offset from UTC in force in a node, in minutes."""
        found = self._offsets.get(node)
        if found is None:
            found = self._offsets[node] = self._widest(node)
        return found

    def _widest(self, node: str) -> tuple[int, int]:
        entry = self._nodes.get(node)
        if entry and "utc" in entry:
            low, high = entry["utc"]
            return low, high
        ranges = [self.offsets(leaf) for leaf in self.leaves(node) if leaf != node]
        if not ranges:
            return -12 * 60, 14 * 60
        return min(low for low, _ in ranges), max(high for _, high in ranges)

    def days(self, nodes: Iterable[str], at: datetime) -> frozenset[date]:
        """The calendar days that it may be in these places at this moment: one to three.

        `at` must know its time zone. No node at all means every place.
        """
        now = at.astimezone(UTC)
        days: set[date] = set()
        for node in tuple(nodes) or (WORLD,):
            low, high = self.offsets(node)
            first = (now + timedelta(minutes=low)).date()
            last = (now + timedelta(minutes=high)).date()
            days.update(first + timedelta(days=n) for n in range((last - first).days + 1))
        return frozenset(days)
