"""All evidence of a call as possibilities: one set per depiction, for the verdict.

Observed facts come from the reader, attested ones from signed claims (else their first value), the
place from the front's headers and claims, the operation from the route.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeAlias

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

Content: TypeAlias = tuple[tuple[Possibilities, ...], tuple[str, ...]]
"""What a call asks to show: facts per depiction, and kinds of evidence."""

BY_REFERENCE: Final = "by-reference"
"""The word of the record for an edit that asks for what another picture shows."""


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
    reading: Content,
) -> Evidence:
    """Join everything. `reading`: what `read_content` answered."""
    claims = claims_of(arrival.headers, issuer, rulebook, now, lambda: body_of(arrival))
    where = whereabouts(rulebook.places, arrival.headers, claims, sources, arrival.iam)
    return joined(rulebook, claims, where, frozenset({call.operation}), reading)


def joined(
    rulebook: Rulebook,
    claims: Claims,
    where: tuple[frozenset[str], tuple[str, ...]],
    operations: frozenset[str],
    reading: Content,
) -> Evidence:
    """All of a call's evidence as one. `where`: nodes, and the words of what they rest on."""
    places, place_kinds = where
    known = {
        **attested_defaults(rulebook.facts),
        **{fact: frozenset({value}) for fact, value in claims.facts.items()},
        "operation": operations,
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


def read_content(read: Read, call: Call, seconds: float) -> Content:
    """What the prompt asks to show.

    A reader that crashes or takes longer than `seconds` leaves every value of every fact possible.
    """
    name = f"reader@{VERSION}"
    more = {"negative_prompt": call.negative} if call.negative else {}
    try:
        done = finished(
            "reader",
            lambda: read(call.prompt, operation=call.operation, images=call.images, **more),
            seconds,
        )
    except TooSlow:
        return _facts(UNREAD), (f"{name}:slow",)
    if done.exception() is not None:
        return _facts(UNREAD), (f"{name}:crashed",)
    reading = done.result()
    kinds = [name] if reading.covered else [name, f"language:{reading.language[:8]}"]
    if {found.what for found in reading.evidence if found.detector == "edit"} == {"by reference"}:
        # Nothing else was said of clothes: a detector that sees what is meant can tell more.
        kinds.append(BY_REFERENCE)
    detectors = sorted({found.detector for found in reading.evidence})[:8]
    return _facts(reading), (*kinds, *detectors)


def _facts(reading: Reading) -> tuple[Possibilities, ...]:
    return tuple(depiction.facts for depiction in reading.depictions)
