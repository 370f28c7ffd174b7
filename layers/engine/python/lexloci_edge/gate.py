"""The gate: the way of a call, in the order that is the safety of it (design.md 2).

Proof, call, evidence, verdict, record, and only then forwarding. Whatever breaks on the way becomes
a refusal in one place, `failsafe`; the image server is reached from one place,
`Forwarding.forward`, behind a record that the ledger has taken.

Routes are a plain table, not Powertools' resolver: it matches paths by regex (a trailing newline
passes), cuts stage prefixes, keeps the current request on a class, and costs 80 ms of cold start.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any, Final
from urllib.parse import parse_qsl

from lexloci.explain import explain, status_of
from lexloci.rulebook import Rulebook
from lexloci.verdict import Outcome, judge_call
from lexloci_edge import answers, proof
from lexloci_edge.answers import Answer, Links
from lexloci_edge.arrivals import arrival_of, body_of
from lexloci_edge.calls import Call
from lexloci_edge.claims import Issuer, claims_of
from lexloci_edge.decisions import look_up
from lexloci_edge.errors import TurnedAway
from lexloci_edge.evidence import Content, Evidence, gather, read_content
from lexloci_edge.forwarding import Forwarding
from lexloci_edge.fronts import FRONTS
from lexloci_edge.outside import Deadline, Outside, Visit
from lexloci_edge.people.shown import Shown
from lexloci_edge.people.standing import Standings
from lexloci_edge.published import SECONDS, published
from lexloci_edge.recording import Recording
from lexloci_edge.seeing.showing import Outgoing
from lexloci_edge.seeing.sighting import Sighting
from lexloci_edge.settings import Settings
from lexloci_edge.shapes.known import OPENAI, Shapes
from lexloci_edge.whereabouts import Sources

VARIATIONS: Final = "/v1/images/variations"
DECISIONS: Final = "/v1/decisions/"
RULES: Final = "/v1/rules"
PROBE: Final = "/v1/probe"


class Gate:
    """The gate of one environment."""

    def __init__(
        self, settings: Settings, rulebook: Rulebook, issuer: Issuer | None, outside: Outside
    ) -> None:
        self._settings = settings
        self._rulebook = rulebook
        self._issuer = issuer
        self._outside = outside
        self._sources = Sources(FRONTS[settings.front], settings.callers == "backends")
        self._links = Links(settings.appeal, settings.blocked_by)
        self._recording = Recording(settings, rulebook, outside)
        self._shown = Shown(settings, outside)
        self._standings = Standings(settings, rulebook, self._links, outside)
        self._forwarding = Forwarding(settings, outside)
        self._sighting = Sighting(settings, rulebook, outside)
        self._outgoing = Outgoing(settings, rulebook, self._links, outside)
        self._shapes = Shapes(settings.generator, settings.shapes)
        varied = settings.generator == OPENAI and outside.detector
        self._routes: Mapping[tuple[str, str], Callable[[Visit], Answer]] = {
            ("POST", VARIATIONS): self._images if varied else _no_variations,
            ("POST", PROBE): self._probed,
        }

    def answer(self, event: Mapping[str, Any], context: Deadline, id: str) -> dict[str, Any]:
        """The answer to an event of payload format 2.0, under this fresh decision id.

        Raises: Unavailable, and whatever breaks; `failsafe` makes a refusal of it.
        """
        visit = Visit(id, self._outside.clock(), arrival_of(event), context)
        return self._respond(visit).reply()

    def _respond(self, visit: Visit) -> Answer:
        route = (visit.arrival.method, visit.arrival.path)
        if route == ("GET", "/health"):
            # Route 53 asks this past the distribution, and it tells nothing of any call.
            return _plain(200, {"status": "ok", "rulebook": self._rulebook.digest}, visit.id)
        if route == ("GET", RULES):
            return self._rules(visit)
        try:
            self._prove(visit)
            if visit.arrival.method == "GET" and visit.arrival.path.startswith(DECISIONS):
                return self._decision(visit)
            if visit.arrival.method == "POST" and self._shapes.takes(visit.arrival.path):
                return self._images(visit)
            return self._routes.get(route, _no_route)(visit)
        except TurnedAway as error:
            self._recording.turn_away(visit, error)
            return answers.turned_away(error, visit.id)

    def _rules(self, visit: Visit) -> Answer:
        """The published list. Public and about no call: no proof is asked, nothing is recorded."""
        try:
            asked = dict(parse_qsl(visit.arrival.query, keep_blank_values=True))
            told = published(self._rulebook, asked, visit.at.date())
        except TurnedAway as error:
            return answers.turned_away(error, visit.id)
        answer = _plain(200, told, visit.id)
        kept = {**answer.headers, "Cache-Control": f"public, max-age={SECONDS}"}
        return replace(answer, headers=kept)

    def _decision(self, visit: Visit) -> Answer:
        id = visit.arrival.path.removeprefix(DECISIONS)
        arrival = visit.arrival
        claims = claims_of(
            arrival.headers, self._issuer, self._rulebook, visit.at, lambda: body_of(arrival)
        )
        return look_up(visit, id, claims, self._settings, self._outside)

    def _prove(self, visit: Visit) -> None:
        proof.prove_clock(visit.at, visit.arrival.at)
        if visit.arrival.iam is None:
            name = self._settings.origin_secret
            proof.prove_path(visit.arrival.headers, self._outside.secrets, name)
        visit.proven = True

    def _images(self, visit: Visit) -> Answer:
        """The way of a call that asks for images."""
        lap = self._laps(visit)
        call, reading = self._read(visit, lap)
        evidence = gather(
            self._rulebook, call, visit.arrival, self._issuer, self._sources, visit.at, reading
        )
        standing = self._standings.of(visit, evidence.claims)
        lap("evidence")
        sources = self._sighting.sources(visit, call, evidence)
        lap("sources")
        call, evidence = sources.call, self._shown.settled(visit, call, sources.evidence)
        days = self._rulebook.places.days(evidence.places, visit.at)
        lap("registers")
        verdict = judge_call(self._rulebook, evidence.depictions, days)
        lap("verdict")
        allowed = verdict.outcome is Outcome.ALLOW
        if allowed:
            self._standings.admit(visit, standing)
        # All that can fail without the image server fails before an ALLOW stands in the ledger.
        forward = self._forwarding.prepared(visit, call) if allowed else None
        self._recording.record(visit, call, evidence, verdict)
        if allowed and forward is not None:
            duties = self._rulebook.duties(verdict.duties)
            judged = replace(sources, evidence=evidence)
            showing = partial(self._outgoing.shown, visit, judged, days)
            answer = self._forwarding.forward(visit, call, forward, duties, showing)
        else:
            standing = self._standings.struck(visit, standing, verdict)
            answer = self._refused(visit, evidence, days)
        return self._standings.told(standing, answer)

    def _read(self, visit: Visit, lap: Callable[[str], None]) -> tuple[Call, Content]:
        """The call, and what it asks to show; one without words asks for what its source shows."""
        if visit.arrival.path == VARIATIONS:
            from lexloci_edge.seeing.variations import ASKED, read_variation

            call = self._shapes.listed(read_variation(visit.arrival))
            lap("call")
            return call, ((ASKED,), ("no-words",))
        call = self._shapes.call(visit.arrival)
        lap("call")
        reading = read_content(self._outside.read, call, self._outside.limits.reader)
        lap("reader")
        return call, reading

    def _probed(self, visit: Visit) -> Answer:
        """A call of our own with a known verdict; there is nothing behind this route."""
        from lexloci_edge.probing.answering import probed

        key = self._settings.probe_key
        return probed(visit, key, self._rulebook, self._outside, self._recording)

    def _refused(self, visit: Visit, evidence: Evidence, days: frozenset[date]) -> Answer:
        explained = explain(self._rulebook, evidence.depictions, days)
        status = status_of(self._rulebook, explained.verdict)
        places = self._rulebook.places
        return answers.refused(explained, status, places, visit.id, self._links)

    def _laps(self, visit: Visit) -> Callable[[str], None]:
        """A stopwatch: each call writes the milliseconds since the last one under a name."""
        last = self._outside.ticks()

        def lap(name: str) -> None:
            nonlocal last
            now = self._outside.ticks()
            visit.laps[name] = round((now - last) * 1000, 1)
            last = now

        return lap


def _plain(status: int, body: Mapping[str, Any], id: str) -> Answer:
    return Answer(status, json.dumps(body), "application/json", answers.plain_headers(id))


def _no_variations(visit: Visit) -> Answer:
    raise TurnedAway(
        403,
        "no-words",
        "image",
        "a variation says nothing in words, and no detector looks at images here",
        "use POST /v1/images/edits with a prompt",
    )


def _no_route(visit: Visit) -> Answer:
    raise TurnedAway(404, "no-route", "path", "is not a route of this gate")
