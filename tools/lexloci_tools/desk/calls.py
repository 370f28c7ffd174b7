"""Judging calls in bulk, without a ledger: the JSON-lines contract of `lexloci decide`.

The format is fixed (design.md 10): outside evaluations depend on it. One line out for each line in,
in order; a line that cannot be judged is `uncertain` with an `error`, never lost.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from lexloci.facts import PLACE, Fact, attested_defaults, possible_values
from lexloci.facts import united as facts_united
from lexloci.rulebook import Rulebook
from lexloci.verdict import Verdict, judge_call
from lexloci_edge.people.covering import VERIFIED, opened
from lexloci_reader import read
from lexloci_reader.whom import whom

OPERATIONS = ("generate", "edit")


class LineError(ValueError):
    """A line that is no call: its text says what is wrong."""


@dataclass(frozen=True)
class Call:
    """A call read from a line: its depictions with all facts, and its day."""

    depictions: tuple[Mapping[str, frozenset[str]], ...]
    on: date


def decide_lines(rulebook: Rulebook, lines: Iterable[str], on: date) -> Iterator[dict[str, Any]]:
    """The answer to each line, in order. `on` is the day of lines that name none."""
    for line in lines:
        yield decide_line(rulebook, line, on)


def decide_line(rulebook: Rulebook, line: str, on: date) -> dict[str, Any]:
    """The answer to one line; one that cannot be judged has an `error` and is uncertain."""
    identity = None
    try:
        raw = json.loads(line)
        if not isinstance(raw, dict):
            raise LineError("not a JSON object")
        identity = raw.get("id")
        call = call_of(rulebook, raw, on)
    except (LineError, ValueError, RecursionError) as error:
        return {"id": identity, "outcome": "uncertain", "error": f"this line: {error}"}
    verdict = judge_call(rulebook, call.depictions, [call.on])
    return {"id": identity, **answer(rulebook, call, verdict)}


def answer(rulebook: Rulebook, call: Call, verdict: Verdict) -> dict[str, Any]:
    """Outcome, facts as the union over depictions, the versions that refuse, and the duties."""
    return {
        "outcome": str(verdict.outcome),
        "facts": united(rulebook, call.depictions),
        "because": [version.id for version in rulebook.versions(verdict.because)],
        "duties": list(rulebook.duties(verdict.duties)),
    }


def united(
    rulebook: Rulebook, depictions: Iterable[Mapping[str, frozenset[str]]]
) -> dict[str, list[str]]:
    """Fact -> values possible in any depiction, in the order of the fact's list; without place."""
    return facts_united(rulebook.facts, depictions)


def call_of(rulebook: Rulebook, raw: Mapping[str, Any], on: date) -> Call:
    """A line as a call. Raises: LineError where it is none."""
    shared: dict[str, frozenset[str]] = {
        **attested_defaults(rulebook.facts),
        **_claims(rulebook, raw.get("claims")),
        PLACE: _places(rulebook, raw.get("place")),
    }
    operation = raw.get("operation")
    if operation is not None and operation not in OPERATIONS:
        raise LineError(f"`operation` is `{operation}`, not generate or edit")
    asked = (operation,) if operation else OPERATIONS
    facts, prompt = raw.get("facts"), raw.get("prompt")
    if facts is not None:
        stated = {"operation": frozenset(asked), **_facts(rulebook, facts)}
        return Call(({**shared, **stated},), _day(raw.get("on"), on))
    if not isinstance(prompt, str):
        raise LineError("neither `prompt` (a text) nor `facts`")
    images = _count(raw.get("images"))
    depictions: tuple[Mapping[str, frozenset[str]], ...] = tuple(
        {**shared, **each.facts, "operation": frozenset({way})}
        for way in asked
        for each in read(
            prompt,
            operation=way,
            images=images,
            negative_prompt=str(raw.get("negative_prompt") or ""),
        ).depictions
    )
    if shared["consent"] == VERIFIED:
        depictions = opened(depictions, whom(prompt, images=images).young)
    return Call(depictions, _day(raw.get("on"), on))


def _claims(rulebook: Rulebook, claims: Any) -> dict[str, frozenset[str]]:
    if claims is None:
        return {}
    if not isinstance(claims, dict):
        raise LineError("`claims` is no object")
    return {
        name: possible_values(fact, claims[name])
        for name, fact in rulebook.facts.items()
        if fact.attested and claims.get(name) is not None
    }


def _facts(rulebook: Rulebook, facts: Any) -> dict[str, frozenset[str]]:
    if not isinstance(facts, dict):
        raise LineError("`facts` is no object")
    return {
        name: _values(fact, facts[name]) for name, fact in rulebook.facts.items() if name in facts
    }


def _values(fact: Fact, values: Any) -> frozenset[str]:
    """The values; a set with a stranger in it, be it null or a number, is any set."""
    listed = values if isinstance(values, list) else [values]
    texts = [each for each in listed if isinstance(each, str)]
    return possible_values(fact, texts if len(texts) == len(listed) else None)


def _places(rulebook: Rulebook, place: Any) -> frozenset[str]:
    named = place if isinstance(place, list) else [place]
    everywhere = frozenset({rulebook.places.world})
    if not named or not all(isinstance(each, str) for each in named):
        return everywhere
    found = frozenset(named)
    return found if all(rulebook.places.known(each) for each in found) else everywhere


def _count(images: Any) -> int:
    if images is None:
        return 0
    if isinstance(images, bool) or not isinstance(images, int) or images < 0:
        raise LineError(f"`images` is `{images}`, not a number of images")
    return images


def _day(day: Any, default: date) -> date:
    if day is None:
        return default
    try:
        return date.fromisoformat(day)
    except (TypeError, ValueError):
        raise LineError(f"`on` is `{day}`, not a day (YYYY-MM-DD)") from None
