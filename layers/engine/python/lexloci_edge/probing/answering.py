"""A probe at the gate: judged and recorded like any call, and never forwarded.

A route of its own, behind which there is no image server: that is stronger than a flag on the real
one, which somebody could forget to look at. It takes facts instead of words, and the place at its
word, which no other call can: whoever holds the probes' key can write probes into the ledger, and
can get no image.
"""

import json
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from lexloci.explain import status_of
from lexloci.facts import PLACE, Possibilities, attested_defaults
from lexloci.rulebook import Rulebook
from lexloci.verdict import judge_call
from lexloci_edge.answers import Answer, headers_of
from lexloci_edge.arrivals import body_of
from lexloci_edge.bodies import json_object
from lexloci_edge.calls import Call
from lexloci_edge.claims import HEADER, NONE, Issuer
from lexloci_edge.deciding.permit_keys import PermitKeys
from lexloci_edge.errors import TurnedAway
from lexloci_edge.evidence import Evidence
from lexloci_edge.keysets import Key, pinned
from lexloci_edge.outside import Outside, Visit
from lexloci_edge.people.registering import read_as
from lexloci_edge.recording import Recording

ISSUER: Final = "lexloci-probe"
"""Issuer and audience of a probe's token: no other token of ours or the platform's has them."""
KIND: Final = "probe"
"""The word among the evidence of a record by which probes are known."""

Words = Annotated[tuple[str, ...], Field(min_length=1, max_length=60)]


class ProbeCall(BaseModel):
    """The body of `POST /v1/probe`. facts: of one depiction, `place` among them; one left out is
    unknown, an attested one unproven. on: the day to judge by; none: today."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    facts: dict[str, Words]
    on: Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")] | None = None


def probed(
    visit: Visit, key: str | None, rulebook: Rulebook, outside: Outside, recording: Recording
) -> Answer:
    """The verdict on a probe, once it is recorded. key: the secret of the probes' key.

    Raises: TurnedAway; whatever keeps a record from being kept.
    """
    if key is None:
        raise TurnedAway(404, "no-route", "path", "is not a route of this gate")
    _prove(visit, PermitKeys(outside.secrets, key))
    asked = read_as(ProbeCall, json_object(body_of(visit.arrival)))
    possible, on = _possible(asked, rulebook), _day(asked)
    places = rulebook.places.compact(possible[PLACE])
    days = frozenset({on}) if on else rulebook.places.days(possible[PLACE], visit.at)
    verdict = judge_call(rulebook, [possible], days)
    call = Call("", "", "", 0, 1, b"", "")
    evidence = Evidence(places, (possible,), (KIND, "facts:stated"), NONE)
    recording.record(visit, call, evidence, verdict, on)
    outside.signals.count("Probed", outcome=verdict.outcome.value)
    told = {
        "decision_id": visit.id,
        "outcome": verdict.outcome.value,
        "status": status_of(rulebook, verdict),
        "because": [version.id for version in rulebook.versions(verdict.because)],
        "rulebook": rulebook.digest,
        "live": rulebook.live,
        "house": rulebook.house,
    }
    return Answer(200, json.dumps(told), "application/json", headers_of(visit.id))


def _prove(visit: Visit, keys: PermitKeys) -> None:
    """Hold the token against the probes' key. Raises: TurnedAway 403, SecretError."""

    def find(kid: str) -> Key | None:
        return pinned(json.dumps(keys.published()))(kid)

    token = visit.arrival.headers.get(HEADER, "")
    found: Mapping[str, Any] | str = "none"
    if token:
        issuer = Issuer(find, ISSUER, ISSUER)
        found = issuer.proven(token.strip(), visit.at, lambda: body_of(visit.arrival))
    if isinstance(found, str) or found.get("probe") is not True or "body_sha256" not in found:
        raise TurnedAway(403, "not-a-probe", "Lexloci-Claims", "does not sign this body as a probe")


def _possible(asked: ProbeCall, rulebook: Rulebook) -> Possibilities:
    found = {**attested_defaults(rulebook.facts), PLACE: frozenset({rulebook.places.world})}
    for name, values in asked.facts.items():
        fact = rulebook.facts.get(name)
        known = (
            rulebook.places.known if name == PLACE else (fact.values if fact else ()).__contains__
        )
        if not all(map(known, values)):
            raise TurnedAway(400, "bad-field", f"facts.{name}", "is no fact, or has no such value")
        found[name] = frozenset(values)
    return found


def _day(asked: ProbeCall) -> date | None:
    try:
        return None if asked.on is None else date.fromisoformat(asked.on)
    except ValueError:
        raise TurnedAway(400, "bad-field", "on", "is no day (YYYY-MM-DD)") from None
