"""Freezing: from the rules as written to the rulebook as judged.

Takes plain values (already read and found sound by the rule file reader) and answers the canonical
bytes of a rulebook. Equal rules give equal bytes.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from lexloci.facts import PLACE
from lexloci.places import Places
from lexloci.rulebook import ALWAYS, FORMAT

Span = tuple[int, str, str | None, frozenset[str]]
"""One bit: index of its version, first day, day after its last, leaves it reaches."""

START = "0001-01-01"


def freeze(
    facts: Sequence[Mapping[str, Any]],
    places: Mapping[str, Any],
    packs: Mapping[str, Mapping[str, Any]],
    versions: Sequence[Mapping[str, Any]],
    expected: Sequence[Mapping[str, Any]] = (),
) -> bytes:
    """The canonical bytes of a rulebook: `{"digest":…,"rulebook":…}` and a newline."""
    tree = Places(places)
    spans = [span for index, raw in enumerate(versions) for span in spans_of(index, raw, tree)]
    content = {
        "format": FORMAT,
        "facts": list(facts),
        "places": places,
        "packs": packs,
        "versions": list(versions),
        "expected": list(expected),
        "bits": [[index, since, until] for index, since, until, _ in spans],
        "columns": _columns(facts, versions, spans, tree),
        "refusals": _hex(at for at, span in enumerate(spans) if versions[span[0]]["refuses"]),
        "obligations": _hex(at for at, span in enumerate(spans) if versions[span[0]]["duties"]),
        "days": _days(spans),
    }
    body = canonical(content)
    digest = hashlib.sha256(body).hexdigest()
    return b'{"digest":"sha256:' + digest.encode() + b'","rulebook":' + body + b"}\n"


def canonical(content: object) -> bytes:
    """Canonical JSON: sorted keys, no spaces, UTF-8, no NaN."""
    text = json.dumps(
        content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    )
    return text.encode()


def spans_of(index: int, raw: Mapping[str, Any], tree: Places) -> list[Span]:
    """The stretches of time in which a version reaches the same leaves.

    One for most versions; a version that extends to a group is cut where members join or leave.
    """
    first = START if raw["from"] == ALWAYS else raw["from"]
    last = raw.get("until")
    turns = {first}
    for node in raw["extent"]:
        if node in tree.groups():
            for member in tree.members(node):
                turns.add(member.join.isoformat())
                turns.add(member.leave.isoformat() if member.leave else first)
    starts = sorted(day for day in turns if first <= day and (last is None or day < last))
    spans: list[Span] = []
    for at, start in enumerate(starts):
        end = starts[at + 1] if at + 1 < len(starts) else last
        day = date.fromisoformat(start)
        reached = frozenset(leaf for node in raw["extent"] for leaf in tree.leaves_on(node, day))
        if spans and spans[-1][3] == reached:
            spans[-1] = (index, spans[-1][1], end, reached)
        else:
            spans.append((index, start, end, reached))
    return [span for span in spans if span[3]]


def _columns(
    facts: Sequence[Mapping[str, Any]],
    versions: Sequence[Mapping[str, Any]],
    spans: Sequence[Span],
    tree: Places,
) -> dict[str, Any]:
    columns: dict[str, Any] = {PLACE: _place_column(spans, tree)}
    for fact in facts:
        name = fact["name"]
        masks = {
            value: sum(
                1 << at
                for at, span in enumerate(spans)
                if _satisfies(versions[span[0]], name, value)
            )
            for value in fact["values"]
        }
        if all(mask == (1 << len(spans)) - 1 for mask in masks.values()):
            continue
        columns[name] = {
            "cells": {value: f"{mask:x}" for value, mask in masks.items()},
            "any": _any(masks.values()),
        }
    return columns


def _satisfies(raw: Mapping[str, Any], fact: str, value: str) -> bool:
    asked = raw["when"].get(fact)
    excepted = any(each["fact"] == fact and value in each["values"] for each in raw["unless"])
    return (asked is None or value in asked) and not excepted


def _place_column(spans: Sequence[Span], tree: Places) -> dict[str, Any]:
    leaves = dict.fromkeys(tree.leaves(tree.world), 0)
    for at, span in enumerate(spans):
        for leaf in span[3]:
            leaves[leaf] |= 1 << at
    cells: dict[str, Any] = {}
    for node in tree.nodes():
        inside = [leaves[leaf] for leaf in tree.leaves(node)]
        if inside:
            cells[node] = f"{inside[0]:x}" if tree.leaves(node) == {node} else _any(inside)
    return {"cells": cells, "any": _any(leaves.values())}


def _any(masks: Iterable[int]) -> list[str]:
    may, sure = 0, -1
    for mask in masks:
        may |= mask
        sure &= mask
    return [f"{may:x}", f"{max(sure, 0):x}"]


def _hex(positions: Iterable[int]) -> str:
    return f"{sum(1 << at for at in positions):x}"


def _days(spans: Sequence[Span]) -> list[list[str]]:
    turns = {START} | {span[1] for span in spans} | {span[2] for span in spans if span[2]}
    return [
        [
            day,
            _hex(
                at
                for at, (_, since, until, _) in enumerate(spans)
                if since <= day and (until is None or day < until)
            ),
        ]
        for day in sorted(turns)
    ]
