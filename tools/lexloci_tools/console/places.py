"""A place's page: the packs that reach it, rule by rule, and the cases that try them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from lexloci.plain import applies
from lexloci.rulebook import ALWAYS, Rulebook, Version
from lexloci_tools.console import questions, verdicts
from lexloci_tools.console.address import ROOT, Address, Trouble, link
from lexloci_tools.console.desk import Desk
from lexloci_tools.console.questions import Asked
from lexloci_tools.law.models import Case, Cases
from lexloci_tools.law.strict_yaml import RuleFileError, read_text


def place(desk: Desk, address: Address) -> dict[str, Any]:
    """The document of a place's page; the place is the last part of the path. Raises: Trouble."""
    node = address.path.rpartition("/")[2]
    if not desk.rulebook.places.known(node):
        raise Trouble(404, "place", f"`{node[:40]}` is no place", "such as GB-ENG, US-CA or FR")
    asked = replace(questions.asked(desk.rulebook, address, desk.today, node), place=node)
    book, on = asked.rulebook, asked.on
    answer = verdicts.told(book, [asked.at(node)], [on])
    force = frozenset(each.id for each in book.versions(book.in_force(on)))
    packs = [_pack(desk, asked, name, found, force) for name, found in _reaching(book, node, on)]
    places = book.places
    return {
        "place": {"node": node, "title": places.title(node)},
        "within": [_named(book, each) for each in _holders(book, node)],
        "parts": [_named(book, each) for each in places.parts(node)],
        "on": on.isoformat(),
        "today": desk.today.isoformat(),
        "stated": {name: sorted(values) for name, values in asked.stated.items()},
        "answer": answer,
        "packs": packs,
        "setting": address.one("house"),
        "world": address.but(f"{ROOT}/world", place=node, on=on.isoformat()),
    }


def _named(book: Rulebook, node: str) -> dict[str, str]:
    return {"node": node, "title": book.places.title(node)}


def _holders(book: Rulebook, node: str) -> list[str]:
    """The countries and groups that this place lies in."""
    places = book.places
    wanted = places.leaves(node)
    found = [
        each
        for each in places.nodes()
        if each not in (node, places.world, "rest")
        and (places.parts(each) or each in places.groups())
        and wanted <= places.leaves(each)
    ]
    return sorted(found, key=lambda each: len(places.leaves(each)))


def _reaching(book: Rulebook, node: str, on: date) -> list[tuple[str, list[Version]]]:
    """The versions that reach this place, by pack: those in force, and those that are to come."""
    wanted, found = book.places.leaves(node), dict[str, list[Version]]()
    for version in book.all_versions():
        if version.until and version.until <= on.isoformat():
            continue
        reach = {leaf for each in version.extent for leaf in book.places.leaves_on(each, on)}
        if wanted & reach:
            found.setdefault(version.pack, []).append(version)
    return sorted(found.items(), key=lambda each: _order(book, each))


def _order(book: Rulebook, found: tuple[str, list[Version]]) -> tuple[int, int, str]:
    """A place's own pack first, then those of its groups, the floor, and house packs last."""
    name, versions = found
    own = book.raw["packs"][name]["default"] is not None
    reach = len(
        {leaf for each in versions for node in each.extent for leaf in book.places.leaves(node)}
    )
    return (2 if own else 1 if name == "floor" else 0, reach, name)


def _pack(
    desk: Desk, asked: Asked, name: str, versions: list[Version], force: frozenset[str]
) -> dict[str, Any]:
    book, on = asked.rulebook, asked.on
    raw = book.raw["packs"][name]
    bears = {each.id: _bears(asked, each) if each.id in force else None for each in versions}
    cases = _cases(desk.rules, name)
    return {
        "pack": name,
        "title": raw["title"],
        "house": raw["default"] is not None,
        "on": raw["default"] is None or any(each.id in force for each in versions),
        "since": raw["since"],
        "checked": raw["checked"],
        "due": raw["due"],
        "overdue": raw["due"] < on.isoformat(),
        "reviewed": raw["reviewed"],
        "consent": raw["consent"],
        "notes": raw["notes"],
        "clocks": raw["clocks"],
        "rules": [
            {
                **verdicts.version_told(book, version),
                "state": "in force" if version.id in force else _not_yet(version, on),
                "bears": bears[version.id],
                "cases": _trying(cases, version),
            }
            for version in sorted(versions, key=lambda one: (bears[one.id] is None, one.id))
        ],
        "cases": len(cases),
    }


def _bears(asked: Asked, version: Version) -> bool | None:
    """Whether a version surely applies to what is asked (True) or may (False); None: neither."""
    found = applies(asked.rulebook, version, asked.at(asked.place), asked.on)
    return {True: True, None: False, False: None}[found]


def _not_yet(version: Version, on: date) -> str:
    begun = version.since == ALWAYS or version.since <= on.isoformat()
    return "switched off" if begun else "to come"


def _cases(folder: Path | None, pack: str) -> tuple[Case, ...]:
    """The cases beside a pack; none where the rules are not at hand, or being edited."""
    if folder is None:
        return ()
    for file in (folder / f"{pack}.cases.yaml", folder / "house" / f"{pack}.cases.yaml"):
        if file.is_file():
            return _read(file, file.stat().st_mtime_ns)
    return ()


@lru_cache(maxsize=256)
def _read(file: Path, changed: int) -> tuple[Case, ...]:
    """The cases of a file; read again when it has changed."""
    try:
        return tuple(Cases.model_validate(read_text(file, Path(file.name)).tree).cases)
    except (RuleFileError, ValidationError):
        return ()


def _trying(cases: tuple[Case, ...], version: Version) -> list[dict[str, Any]]:
    """The cases that name a version's rule, as questions that can be asked here."""
    return [_case(each) for each in cases if f"{version.pack}/{version.rule}" in set(_rules(each))]


def _rules(case: Case) -> Iterator[str]:
    for name in case.because:
        yield name.partition("@")[0]


def _case(case: Case) -> dict[str, Any]:
    where = case.given.get("place", [""])
    pairs = [(fact, value) for fact, values in case.given.items() for value in values]
    pairs = [(fact, value) for fact, value in pairs if fact != "place"]
    pairs.append(("on", case.on.isoformat()))
    if case.house:
        pairs.append(("house", case.house))
    if len(where) == 1 and where[0]:
        pairs.append(("place", where[0]))
    return {
        "name": " ".join(case.name.split()),
        "on": case.on.isoformat(),
        "given": {fact: list(values) for fact, values in case.given.items()},
        "expect": case.expect,
        "ask": link(f"{ROOT}/world", pairs),
    }
