"""From the folder of rules to the frozen rulebook, and whether the frozen one is still true."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from lexloci.freeze import freeze
from lexloci.rulebook import ALWAYS, Rulebook
from lexloci_tools.law import models
from lexloci_tools.law.reading import REST, Filed, Rules
from lexloci_tools.law.sense import leaves

ROOT = Path(__file__).resolve().parents[3]
RULES = ROOT / "rules"
RULEBOOK = ROOT / "layers" / "rulebook" / "rulebook.json"


def build(rules: Rules) -> bytes:
    """The frozen rulebook of these rules: equal rules, equal bytes."""
    packs = sorted(rules.packs, key=lambda filed: filed.pack.pack)
    return freeze(
        facts=[_fact(name, entry) for name, entry in rules.facts.facts.items()],
        places=_places(rules),
        packs={filed.pack.pack: pack_of(filed) for filed in packs},
        versions=[raw for filed in packs for raw in versions_of(filed)],
        expected=[
            {"pack": filed.pack.pack, **each.model_dump(mode="json", exclude_none=True)}
            for filed in packs
            for each in filed.pack.expected
        ],
    )


def packaged() -> Rulebook:
    """The rulebook that this tree ships. Raises: RulebookError, OSError."""
    return Rulebook.load(RULEBOOK.read_bytes())


def _fact(name: str, entry: models.FactEntry) -> dict[str, Any]:
    return {
        "name": name,
        "title": entry.title,
        "attested": entry.kind == "attested",
        "values": list(entry.values),
        "meanings": list(entry.values.values()),
    }


def _places(rules: Rules) -> dict[str, Any]:
    nodes: dict[str, Any] = {}
    for name, node in rules.places.nodes.items():
        nodes[name] = {"title": node.title}
        if node.utc:
            nodes[name]["utc"] = node.utc
        if node.parts:
            nodes[name]["parts"] = list(node.parts)
        for part, leaf in node.parts.items():
            nodes[part] = {"title": leaf.title, "utc": leaf.utc}
    groups: dict[str, Any] = {
        name: {"title": group.title, "members": _members(group)}
        for name, group in rules.places.groups.items()
    }
    groups[REST] = {
        "title": "places without a pack of their own",
        "members": {leaf: ["0001-01-01", None] for leaf in sorted(_rest(rules))},
    }
    return {"nodes": nodes, "groups": groups, "aliases": rules.places.aliases}


def _members(group: models.Group) -> dict[str, list[str | None]]:
    return {
        name: [each.join.isoformat(), each.leave.isoformat() if each.leave else None]
        for name, each in group.members.items()
    }


def _rest(rules: Rules) -> frozenset[str]:
    """The leaves that no pack of law covers but the floor: where the fallback holds."""
    covered = {
        leaf
        for filed in rules.packs
        if not filed.house
        for node in filed.pack.covers
        if node not in ("world", REST)
        for leaf in _lasting(rules, node)
    }
    return leaves(rules, "world") - covered


def _lasting(rules: Rules, node: str) -> frozenset[str]:
    group = rules.places.groups.get(node)
    if group is None:
        return leaves(rules, node)
    lasting = (name for name, each in group.members.items() if each.leave is None)
    return frozenset(leaf for name in lasting for leaf in leaves(rules, name))


def pack_of(filed: Filed) -> dict[str, Any]:
    """What the rulebook says of a pack."""
    pack = filed.pack
    due = pack.checked + timedelta(days=int(pack.check_every.split()[0]))
    return {
        "title": pack.title,
        "covers": pack.covers,
        "since": pack.since.isoformat(),
        "checked": pack.checked.isoformat(),
        "due": due.isoformat(),
        "reviewed": pack.reviewed,
        "default": None if pack.default is None else pack.default == "on",
        "notes": pack.notes,
        "consent": pack.consent,
        **({} if pack.consent_years is None else {"consent_years": pack.consent_years}),
        "clocks": [
            each.model_dump(mode="json", exclude_none=True, by_alias=True) for each in pack.clocks
        ],
    }


def versions_of(filed: Filed) -> Iterator[dict[str, Any]]:
    """The versions of a pack's rules as the rulebook writes them."""
    for rule in filed.pack.rules:
        starts = [_day(version) for version in rule.versions]
        for at, version in enumerate(rule.versions):
            if version.then == "ended":
                continue
            until = starts[at + 1] if at + 1 < len(starts) else None
            yield _version(filed, rule, version, until)


def _version(
    filed: Filed, rule: models.Rule, version: models.Version, until: str | None
) -> dict[str, Any]:
    raw: dict[str, Any] = {
        "id": f"{filed.pack.pack}/{rule.id}@{_day(version)}",
        "pack": filed.pack.pack,
        "rule": rule.id,
        "title": rule.title,
        "extent": rule.extent,
        "from": _day(version),
        "basis": version.basis or "house",
        "reaches": version.reaches,
        "text": " ".join((version.text or version.reading or "").split()),
        "refuses": version.then == "refuse",
        "duties": version.then.duties if isinstance(version.then, models.Duties) else [],
        "when": version.when,
        "unless": [
            {"fact": each.fact, "values": each.values, "because": " ".join(each.because.split())}
            for each in version.unless
        ],
    }
    for name, value in (("law", version.law), ("source", version.source), ("until", until)):
        if value is not None:
            raw[name] = " ".join(value.split())
    if version.house is not None:
        raw["house"] = " ".join(version.house.split())
    return raw


def _day(version: models.Version) -> str:
    return version.from_.isoformat() if isinstance(version.from_, date) else ALWAYS
