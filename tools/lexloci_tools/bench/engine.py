"""The verdict's speed, next to Cedar and a plain Python loop over the same rules."""

import random
import statistics
import time
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from lexloci.facts import PLACE, Possibilities, attested_defaults
from lexloci.plain import allowed_values
from lexloci.rulebook import Rulebook, Version
from lexloci.verdict import Outcome, judge
from lexloci_tools.bench.timing import race, table

CALLS = 10_000
SEED = 20260115


def definite_calls(book: Rulebook, count: int) -> list[dict[str, str]]:
    """Random calls in which every fact is known, the place a leaf."""
    draw = random.Random(SEED)
    leaves = sorted(book.places.leaves(book.places.world))
    names = {name: fact.values for name, fact in book.facts.items()}
    return [
        {PLACE: draw.choice(leaves), **{name: draw.choice(v) for name, v in names.items()}}
        for _ in range(count)
    ]


def as_sets(call: Mapping[str, str], **more: Any) -> Possibilities:
    """A definite call as possibilities."""
    found = {fact: frozenset({value}) for fact, value in call.items()}
    return {**found, **more}


def loop_over(book: Rulebook, on: date) -> Callable[[Mapping[str, str]], bool]:
    """A plain loop over the rules in force and their conditions. Answers whether refused."""
    compiled = [
        (reach(book, version, on), list(allowed_values(book, version).items()))
        for version in refusing(book, on)
    ]

    def refuses(call: Mapping[str, str]) -> bool:
        for places, conditions in compiled:
            if call[PLACE] in places and all(call[fact] in have for fact, have in conditions):
                return True
        return False

    return refuses


def refusing(book: Rulebook, on: date) -> list[Version]:
    """The refusing versions in force."""
    return [each for each in book.versions(book.in_force(on)) if each.refuses]


def reach(book: Rulebook, version: Version, on: date) -> frozenset[str]:
    """The leaves that a version reaches on a day."""
    places = book.places
    return frozenset(leaf for node in version.extent for leaf in places.leaves_on(node, on))


def cedar_text(book: Rulebook, on: date) -> str:
    """The definite part of the rulebook as Cedar policies: permit all, one forbid a version."""
    text = ["permit(principal, action, resource);"]
    for version in refusing(book, on):
        tests = [f"[{_quoted(reach(book, version, on))}].contains(context.{PLACE})"]
        for fact, values in allowed_values(book, version).items():
            tests.append(f"[{_quoted(values)}].contains(context.{fact})")
        text.append(f"forbid(principal, action, resource) when {{ {' && '.join(tests)} }};")
    return "\n".join(text)


def _load(data: bytes) -> float:
    """Milliseconds of loading a rulebook once."""
    start = time.perf_counter()
    Rulebook.load(data)
    return (time.perf_counter() - start) * 1000


def _quoted(values: frozenset[str]) -> str:
    return ", ".join(f'"{value}"' for value in sorted(values))


def cedar_over(book: Rulebook, on: date) -> Callable[[Mapping[str, str]], bool]:
    """Cedar with its policies parsed once. Answers whether refused. Raises: ImportError."""
    import cedarpy

    policies = cedarpy.PolicySet.from_str(cedar_text(book, on))
    entities = cedarpy.Entities.from_json_str("[]")
    head = {"principal": 'U::"u"', "action": 'Action::"a"', "resource": 'I::"i"'}

    def refuses(call: Mapping[str, str]) -> bool:
        asked = {**head, "context": dict(call)}
        return not cedarpy.is_authorized(asked, policies, entities).allowed

    return refuses


def disagreements(book: Rulebook, on: date, second: Callable[[Mapping[str, str]], bool]) -> int:
    """How many of the random definite calls a second opinion judges otherwise."""
    calls = definite_calls(book, CALLS)
    return sum(
        (judge(book, as_sets(call), on).outcome is Outcome.REFUSE) is not second(call)
        for call in calls
    )


def report(book: Rulebook, data: bytes, on: date) -> str:
    """Tables: the verdict next to its peers, the load of the rulebook, the second opinions."""
    calls = definite_calls(book, 500)
    known = [as_sets(call) for call in calls]
    defaults = attested_defaults(book.facts)
    state = [{**each, **defaults, PLACE: frozenset({"US"})} for each in known]
    world = [{k: v for k, v in {**each, **defaults}.items() if k != PLACE} for each in known]
    loop, cedar = loop_over(book, on), cedar_over(book, on)
    times = race(
        {
            "judge, known place": lambda n: judge(book, known[n % 500], on),
            "judge, a country's parts": lambda n: judge(book, state[n % 500], on),
            "judge, unknown place": lambda n: judge(book, world[n % 500], on),
            "plain loop, known place": lambda n: loop(calls[n % 500]),
            "Cedar, known place": lambda n: cedar(calls[n % 500]),
        },
        turns=3000,
    )
    first = times["judge, known place"].at(0.5)
    rows = [("verdict", "p50 us", "p99 us", "times judge")]
    for name, each in times.items():
        p50, p99 = each.at(0.5), each.at(0.99)
        rows.append((name, f"{p50:.1f}", f"{p99:.1f}", f"{p50 / first:.1f}"))
    load = statistics.median(_load(data) for _ in range(9))
    return "\n".join(
        [
            table(rows),
            f"rulebook: {len(refusing(book, on))} refusing versions in force, "
            f"{len(data) / 1000:.0f} kB, loads in {load:.1f} ms",
            f"of {CALLS} random definite calls judged otherwise by Cedar: "
            f"{disagreements(book, on, cedar)}, by the loop: {disagreements(book, on, loop)}",
        ]
    )
