"""All evidence of a call as possibilities: one set per depiction, for the verdict.

Observed facts come from the reader, attested ones from signed claims (else their first value), the
place from the front's headers and claims, the operation from the route.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from lexloci.facts import PLACE, Possibilities, attested_defaults
from lexloci.rulebook import Rulebook
from lexloci_edge.arrivals import Arrival, body_of
from lexloci_edge.calls import Call
from lexloci_edge.claims import Claims, Issuer, claims_of
from lexloci_edge.errors import TooSlow
from lexloci_edge.timely import finished
from lexloci_edge.whereabouts import Sources, whereabouts
from lexloci_reader import UNREAD, VERSION, Reading

Read: TypeAlias = Callable[..., Reading]
"""`lexloci_reader.read`, or another of its shape."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of a call. places: as few nodes as say it. kinds: what the record tells."""

    places: frozenset[str]
    depictions: tuple[Possibilities, ...]
    kinds: tuple[str, ...]
    claims: Claims


def gather(
    rulebook: Rulebook,
    call: Call,
    arrival: Arrival,
    issuer: Issuer | None,
    sources: Sources,
    now: datetime,
    reading: tuple[tuple[Possibilities, ...], tuple[str, ...]],
) -> Evidence:
    """Join everything. `reading`: what `read_content` answered."""
    claims = claims_of(arrival.headers, issuer, rulebook, now, lambda: body_of(arrival))
    places, place_kinds = whereabouts(
        rulebook.places, arrival.headers, claims, sources, arrival.iam
    )
    known = {
        **attested_defaults(rulebook.facts),
        **{fact: frozenset({value}) for fact, value in claims.facts.items()},
        "operation": frozenset({call.operation}),
        PLACE: places,
    }
    observed, reading_kinds = reading
    depictions: list[Possibilities] = []
    for facts in observed:
        each = {**facts, **known}
        if each not in depictions:
            depictions.append(each)
    kinds = (*place_kinds, *claims.evidence, *reading_kinds)
    return Evidence(places, tuple(depictions), kinds, claims)


def read_content(
    read: Read, call: Call, seconds: float
) -> tuple[tuple[Possibilities, ...], tuple[str, ...]]:
    """What the prompt asks to show: facts per depiction, and kinds of evidence.

    A reader that crashes or takes longer than `seconds` leaves every value of every fact possible.
    """
    name = f"reader@{VERSION}"
    try:
        done = finished(
            "reader",
            lambda: read(call.prompt, operation=call.operation, images=call.images),
            seconds,
        )
    except TooSlow:
        return _facts(UNREAD), (f"{name}:slow",)
    if done.exception() is not None:
        return _facts(UNREAD), (f"{name}:crashed",)
    reading = done.result()
    kinds = [name] if reading.covered else [name, f"language:{reading.language[:8]}"]
    detectors = sorted({found.detector for found in reading.evidence})[:8]
    return _facts(reading), (*kinds, *detectors)


def _facts(reading: Reading) -> tuple[Possibilities, ...]:
    return tuple(depiction.facts for depiction in reading.depictions)
