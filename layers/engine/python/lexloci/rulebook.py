"""The rulebook: the whole law that the gate judges by, frozen, with a digest.

A file is one line of canonical JSON: `{"digest":"sha256:<hex>","rulebook":{...}}`, the digest being
that of the UTF-8 bytes of the value of `rulebook`. Inside, each rule version owns one or more bits
(more than one where a group's members change while it is in force). Columns say, for each fact and
value, which bits are satisfied; days and the house setting say which bits are in force.
"""

import hashlib
import json
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from lexloci.errors import DigestError, HouseError, RulebookError
from lexloci.facts import Fact
from lexloci.places import Places

FORMAT = 1
ALWAYS = "always"
LEGAL = frozenset(
    {"creating", "requesting", "providing", "obscenity", "age-assurance", "image-right"}
)
"""What a law must reach for its refusal to be a legal one (451); `sharing` alone is not."""

Cell = tuple[int, int]
"""(bits that may hold, bits that surely hold) if this value is the case."""


@dataclass(frozen=True, slots=True)
class Unless:
    """A version does not apply where this one fact has one of these values."""

    fact: str
    values: tuple[str, ...]
    because: str


@dataclass(frozen=True, slots=True)
class Version:
    """One rule as it reads from one day on: what it asks, and the law or house rule it renders."""

    id: str
    pack: str
    rule: str
    title: str
    extent: tuple[str, ...]
    since: str
    until: str | None
    law: str | None
    source: str | None
    house: str | None
    basis: str
    reaches: tuple[str, ...]
    text: str
    refuses: bool
    duties: tuple[str, ...]
    when: Mapping[str, tuple[str, ...]]
    unless: tuple[Unless, ...]

    @property
    def legal(self) -> bool:
        """Whether a refusal by it is one by law in force (451), not by a house rule (403)."""
        return self.house is None and bool(LEGAL & set(self.reaches))


class Column(NamedTuple):
    """One fact over all versions: a cell for each value, and one for `any value`."""

    fact: str
    cells: Mapping[str, Cell]
    every: Cell


def version_of(raw: Mapping[str, Any]) -> Version:
    """A version as the rulebook writes it, as a value."""
    return Version(
        id=raw["id"],
        pack=raw["pack"],
        rule=raw["rule"],
        title=raw["title"],
        extent=tuple(raw["extent"]),
        since=raw["from"],
        until=raw.get("until"),
        law=raw.get("law"),
        source=raw.get("source"),
        house=raw.get("house"),
        basis=raw["basis"],
        reaches=tuple(raw["reaches"]),
        text=raw["text"],
        refuses=raw["refuses"],
        duties=tuple(raw["duties"]),
        when={fact: tuple(values) for fact, values in raw["when"].items()},
        unless=tuple(
            Unless(each["fact"], tuple(each["values"]), each["because"]) for each in raw["unless"]
        ),
    )


def bits_of(bits: int) -> Iterator[int]:
    """The positions of the bits that are set, lowest first."""
    while bits:
        low = bits & -bits
        yield low.bit_length() - 1
        bits ^= low


@dataclass(frozen=True)
class Rulebook:
    """The law as judged. Made by `Rulebook.load`; read-only; `under` gives it another house."""

    digest: str
    raw: Mapping[str, Any]
    facts: Mapping[str, Fact]
    places: Places
    columns: tuple[Column, ...]
    refusals: int
    obligations: int
    house: str
    open_bits: int
    day_starts: tuple[int, ...]
    day_bits: tuple[int, ...]
    live: str | None = None
    """Digest of the live rules that stand beside the packaged ones (`lexloci.live`)."""

    @staticmethod
    def load(data: bytes) -> "Rulebook":
        """The rulebook that these bytes hold.

        Raises: DigestError if they do not hash to the digest they state, RulebookError if they are
        no rulebook of this format.
        """
        head, mark, body = data.rstrip(b"\n").partition(b',"rulebook":')
        digest = "sha256:" + hashlib.sha256(body[:-1]).hexdigest()
        if not mark or not head.startswith(b'{"digest":"'):
            raise RulebookError("rulebook", "not a frozen rulebook", "make it by `lexloci build`")
        if head.decode("ascii", "replace")[11:-1] != digest:
            raise DigestError(
                "rulebook", "does not hash to the digest it states", "altered or cut: build anew"
            )
        try:
            raw = json.loads(body[:-1])
            if raw["format"] != FORMAT:
                raise RulebookError("rulebook", f"format `{raw['format']}` is not {FORMAT}")
            return _from_raw(digest, raw)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise RulebookError("rulebook", f"cannot be read ({type(error).__name__})") from error

    def under(self, setting: str) -> "Rulebook":
        """This rulebook under a house setting such as `+premium-only,-beyond-the-letter`.

        What the setting does not name keeps its default. Raises: HouseError.
        """
        switched = {name: bool(pack["default"]) for name, pack in self.house_packs.items()}
        for word in filter(None, (part.strip() for part in setting.split(","))):
            name = word[1:]
            if word[0] not in "+-" or name not in switched:
                raise HouseError(
                    "house setting",
                    f"`{word}` is not `+` or `-` and one of the house packs",
                    "there are: " + ", ".join(sorted(switched)),
                )
            switched[name] = word[0] == "+"
        closed = 0
        for name, is_on in switched.items():
            closed |= 0 if is_on else self.house_packs[name]["bits_"]
        named = ",".join(("+" if on else "-") + name for name, on in sorted(switched.items()))
        return replace(self, house=named, open_bits=self._every_bit & ~closed)

    @cached_property
    def house_packs(self) -> Mapping[str, Mapping[str, Any]]:
        """The house packs by name, each with its default and its bits."""
        packs = {
            name: dict(pack, bits_=0)
            for name, pack in self.raw["packs"].items()
            if pack.get("default") is not None
        }
        for position, (index, *_) in enumerate(self.raw["bits"]):
            pack = packs.get(self.raw["versions"][index]["pack"])
            if pack is not None:
                pack["bits_"] |= 1 << position
        return packs

    @property
    def _every_bit(self) -> int:
        return int((1 << len(self.raw["bits"])) - 1)

    def in_force(self, on: date) -> int:
        """The bits of the versions in force on a day, under this house setting."""
        return self.on_day(on.toordinal()) & self.open_bits

    def on_day(self, ordinal: int) -> int:
        """The bits of the versions in force on a day (as `date.toordinal`), of every house."""
        return self.day_bits[bisect_right(self.day_starts, ordinal) - 1]

    def versions(self, bits: int) -> tuple[Version, ...]:
        """The rule versions that own these bits, sorted by id. Bits beyond its own name nothing:
        those of live rules, where this rulebook is without them."""
        indexes = {self.raw["bits"][at][0] for at in bits_of(bits & self._every_bit)}
        found = (version_of(self.raw["versions"][index]) for index in indexes)
        return tuple(sorted(found, key=lambda version: version.id))

    def duties(self, bits: int) -> tuple[str, ...]:
        """The duties that these bits lay on the platform, sorted, each once."""
        return tuple(sorted({duty for each in self.versions(bits) for duty in each.duties}))

    def all_versions(self) -> tuple[Version, ...]:
        """Every version of every rule, in the order of their bits."""
        return tuple(version_of(raw) for raw in self.raw["versions"])

    def overdue(self, on: date) -> tuple[str, ...]:
        """The packs that nobody has checked for longer than their own interval. A warning only."""
        packs = self.raw["packs"].items()
        return tuple(sorted(name for name, pack in packs if pack["due"] < on.isoformat()))


def _from_raw(digest: str, raw: Mapping[str, Any]) -> Rulebook:
    facts = {
        entry["name"]: Fact(
            entry["name"], tuple(entry["values"]), entry["attested"], entry["title"]
        )
        for entry in raw["facts"]
    }
    columns = tuple(
        Column(
            fact,
            {value: _cell(cell) for value, cell in entry["cells"].items()},
            _cell(entry["any"]),
        )
        for fact, entry in raw["columns"].items()
    )
    book = Rulebook(
        digest=digest,
        raw=raw,
        facts=facts,
        places=Places(raw["places"]),
        columns=columns,
        refusals=int(raw["refusals"], 16),
        obligations=int(raw["obligations"], 16),
        house="",
        open_bits=0,
        day_starts=tuple(date.fromisoformat(day).toordinal() for day, _ in raw["days"]),
        day_bits=tuple(int(bits, 16) for _, bits in raw["days"]),
    )
    return book.under("")


def _cell(cell: str | list[str]) -> Cell:
    """A cell as written: one number where may and surely are the same, else both."""
    if isinstance(cell, str):
        both = int(cell, 16)
        return both, both
    return int(cell[0], 16), int(cell[1], 16)
