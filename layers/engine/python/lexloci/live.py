"""Live rules: what is added to the packaged rulebook while it runs. Only ever added.

One JSON document holds rules frozen by `lexloci build --emergency`, places that are closed and
house packs that are switched on. All three become rule versions beside the packaged ones, or bits
that are opened, so a verdict under live rules is at least as strict as one without, whatever the
document says: no word of it can take a version away. What asks for that is refused all the same,
for whoever wrote it believes something else.

    {"format": 1, "closed": {"GB": "why"}, "house_on": ["premium-only"],
     "rules": {"digest": "sha256:…", "packs": {…}, "versions": […]}}
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from lexloci.errors import LiveRulesError
from lexloci.freeze import freeze
from lexloci.rulebook import Cell, Column, Rulebook


@dataclass(frozen=True, slots=True)
class LiveRules:
    """A document of live rules, of sound form. digest: of all that it says.

    versions: as a rulebook writes them, closings included.
    """

    digest: str
    house_on: tuple[str, ...]
    packs: Mapping[str, Mapping[str, Any]]
    versions: tuple[Mapping[str, Any], ...]


def joined(packaged: Rulebook, live: LiveRules) -> Rulebook:
    """The packaged rulebook with these rules beside its own, under its own house setting with the
    packs switched on. Its bits keep their places; the live ones follow them.

    Raises: LiveRulesError where a rule makes no sense in this rulebook.
    """
    for name in live.house_on:
        if name not in packaged.house_packs:
            raise LiveRulesError("house_on", f"`{name}` is no house pack of this rulebook")
    for raw in live.versions:
        _sensible(packaged, raw)
    book = _both(packaged, live) if live.versions else packaged
    on = [f"+{name}" for name in live.house_on]
    return replace(book, live=live.digest).under(",".join([packaged.house, *on]))


def _sensible(packaged: Rulebook, raw: Mapping[str, Any]) -> None:
    """Hold a version against the rulebook that it comes beside. Raises: LiveRulesError."""
    where = raw["id"]
    if raw["pack"] in packaged.raw["packs"]:
        hint = "a live rule stands beside the packaged ones, never in the place of one"
        raise LiveRulesError(where, f"`{raw['pack']}` is a packaged pack", hint)
    for node in raw["extent"]:
        if not packaged.places.known(node):
            raise LiveRulesError(where, f"`{node}` is no place of this rulebook")
    asked = {fact: (values, ()) for fact, values in raw["when"].items()}
    for each in raw["unless"]:
        held, lifted = asked.get(each["fact"], (None, ()))
        asked[each["fact"]] = (held, (*lifted, *each["values"]))
    for name, (held, lifted) in asked.items():
        fact = packaged.facts.get(name)
        if fact is None:
            raise LiveRulesError(where, f"`{name}` is no fact of this rulebook")
        left = set(fact.values if held is None else held) - set(lifted)
        if strangers := sorted({*(held or ()), *lifted} - set(fact.values)):
            raise LiveRulesError(where, f"`{strangers[0]}` is no value of `{name}`")
        if not left:
            raise LiveRulesError(where, f"can never apply: nothing is left of `{name}`")
        if fact.attested and fact.values[0] not in left:
            raise LiveRulesError(where, f"proving less about `{name}` would lift it")


def _both(packaged: Rulebook, live: LiveRules) -> Rulebook:
    known = packaged.raw
    packs = {
        name: {**pack, "covers": [], "default": None, "notes": None, "consent": None, "clocks": []}
        for name, pack in live.packs.items()
    }
    frozen = freeze(known["facts"], known["places"], packs, live.versions)
    added = Rulebook.load(frozen)
    here, there = len(known["bits"]), len(added.raw["bits"])
    spanned = {index for index, *_ in added.raw["bits"]}
    for index, raw in enumerate(live.versions):
        if index not in spanned:
            raise LiveRulesError(raw["id"], "is never in force anywhere")
    first = len(known["versions"])
    starts = tuple(sorted({*packaged.day_starts, *added.day_starts}))
    return replace(
        packaged,
        raw={
            **known,
            "packs": {**known["packs"], **packs},
            "versions": [*known["versions"], *added.raw["versions"]],
            "bits": [*known["bits"], *([first + at, *days] for at, *days in added.raw["bits"])],
        },
        columns=_columns(packaged, added, (1 << here) - 1, (1 << there) - 1),
        refusals=packaged.refusals | added.refusals << here,
        obligations=packaged.obligations | added.obligations << here,
        day_starts=starts,
        day_bits=tuple(packaged.on_day(day) | added.on_day(day) << here for day in starts),
    )


def _columns(packaged: Rulebook, added: Rulebook, here: int, there: int) -> tuple[Column, ...]:
    """Each fact's column over both. A rulebook that does not test a fact is satisfied by any."""
    ours = {column.fact: column for column in packaged.columns}
    theirs = {column.fact: column for column in added.columns}
    shift = here.bit_length()
    found = []
    for fact in {**ours, **theirs}:
        a = ours.get(fact) or Column(fact, {}, (here, here))
        b = theirs.get(fact) or Column(fact, {}, (there, there))
        cells = {
            value: _beside(a.cells.get(value, a.every), b.cells.get(value, b.every), shift)
            for value in {**a.cells, **b.cells}
        }
        found.append(Column(fact, cells, _beside(a.every, b.every, shift)))
    return tuple(found)


def _beside(ours: Cell, theirs: Cell, shift: int) -> Cell:
    return ours[0] | theirs[0] << shift, ours[1] | theirs[1] << shift
