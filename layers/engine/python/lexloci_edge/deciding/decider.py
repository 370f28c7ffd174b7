"""The decision API: our own call shape and AuthZEN's, asked by the platform's backend.

    POST /v1/decisions                  GET /.well-known/jwks.json
    POST /v1/decisions/{id}/outcome     GET /.well-known/authzen-configuration
    POST /access/v1/evaluation          POST /access/v1/evaluations
    POST /v1/uploads                    GET /openapi.json, /docs

The verdict is that of the gate, its enforcement the platform's: a refusal is an answer (200) to a
backend that asked, unlike the gate's, which stands between caller and image.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from lexloci.rulebook import Rulebook
from lexloci.verdict import Outcome
from lexloci_edge import answers, proof
from lexloci_edge.answers import Answer, headers_of, plain_headers
from lexloci_edge.arrivals import Arrival, arrival_of, body_of
from lexloci_edge.bodies import json_object
from lexloci_edge.claims import Issuer, Trust
from lexloci_edge.deciding import authzen
from lexloci_edge.deciding.backends import Backend, backend_of
from lexloci_edge.deciding.judging import Decided, Judging
from lexloci_edge.deciding.outcomes import told_outcome
from lexloci_edge.deciding.permit_keys import KEPT, PermitKeys
from lexloci_edge.deciding.permits import SECONDS, Permits
from lexloci_edge.deciding.questions import DEEPEST, Question, question_of
from lexloci_edge.errors import TurnedAway
from lexloci_edge.ids import new_id
from lexloci_edge.outside import Deadline, Outside, Visit
from lexloci_edge.settings import Settings
from lexloci_edge.shapes.known import Shapes
from lexloci_edge.uploading.uploads import UPLOADS, begun, resolved

DECISIONS: Final = "/v1/decisions"
KEYS: Final = "/.well-known/jwks.json"
OPENAPI: Final = "/openapi.json"
DOCS: Final = "/docs"
_OUTCOME = re.compile(rf"{DECISIONS}/([0-9a-f-]{{36}})/outcome", re.ASCII)
_JSON = re.compile(r'application/json(?:[ \t]*;[ \t]*charset="?utf-8"?)?', re.IGNORECASE)


class Decider:
    """The decision API of one environment."""

    def __init__(
        self,
        settings: Settings,
        rulebook: Rulebook,
        issuer: Issuer | None,
        trust: Trust,
        outside: Outside,
    ) -> None:
        self._settings = settings
        self._rulebook = rulebook
        self._shapes = Shapes(folder=settings.shapes)
        self._issuer = issuer
        self._outside = outside
        self._keys = None
        permits = None
        if settings.permit_key is not None:
            self._keys = PermitKeys(outside.secrets, settings.permit_key)
            permits = Permits(self._keys, settings.permit_issuer, settings.permit_audience)
        self._judging = Judging(settings, rulebook, trust, outside, permits)
        self._routes: Mapping[tuple[str, str], Callable[[Visit, Backend], Answer]] = {
            ("POST", DECISIONS): self._decision,
            ("POST", UPLOADS): self._upload,
            ("POST", authzen.EVALUATION): self._evaluation,
            ("POST", authzen.EVALUATIONS): self._evaluations,
        }

    def answer(self, event: Mapping[str, Any], context: Deadline, id: str) -> dict[str, Any]:
        """The answer to an event of payload format 2.0, under this fresh decision id.

        Raises: Unavailable, and whatever breaks; `failsafe` makes a 503 of it.
        """
        arrival = arrival_of(event)
        visit = Visit(id, self._outside.clock(), arrival, context)
        # Public, and about no call: no proof is asked, nothing is recorded.
        if (arrival.method, arrival.path) == ("GET", authzen.CONFIGURATION):
            return _public(authzen.configuration(self._home(arrival)), id).reply()
        if (arrival.method, arrival.path) == ("GET", KEYS):
            keys = {"keys": []} if self._keys is None else self._keys.published()
            return _public(keys, id).reply()
        if arrival.method == "GET" and arrival.path in (OPENAPI, DOCS):
            return _described(arrival.path, id).reply()
        return self._asked(visit).reply()

    def _home(self, arrival: Arrival) -> str:
        return (self._settings.public_url or f"https://{arrival.domain}").rstrip("/")

    def _asked(self, visit: Visit) -> Answer:
        try:
            self._prove(visit)
            backend = backend_of(visit.arrival, self._issuer, visit.at)
            # What signs a request names no account of a caller (`hashes.account_text`).
            headers = {k: v for k, v in visit.arrival.headers.items() if k != "authorization"}
            visit.arrival = replace(visit.arrival, headers=headers)
            found = _OUTCOME.fullmatch(visit.arrival.path)
            if visit.arrival.method == "POST" and found:
                sent = _body(visit.arrival)
                return told_outcome(visit, found[1], sent, self._settings, self._outside)
            route = self._routes.get((visit.arrival.method, visit.arrival.path))
            if route is None:
                raise TurnedAway(404, "no-route", "path", "is not a route of the decision API")
            return route(visit, backend)
        except TurnedAway as error:
            self._judging.recording.turn_away(visit, error)
            return answers.turned_away(error, visit.id)

    def _prove(self, visit: Visit) -> None:
        """As the gate: through our front, or signed for IAM where the template opens that."""
        proof.prove_clock(visit.at, visit.arrival.at)
        if visit.arrival.iam is None:
            name = self._settings.origin_secret
            proof.prove_path(visit.arrival.headers, self._outside.secrets, name)
        visit.proven = True

    def _decision(self, visit: Visit, backend: Backend) -> Answer:
        question = self._question(visit, _body(visit.arrival))
        decided = self._judging.judged(visit, question, backend)
        body = json.dumps(_told(decided))
        return Answer(200, body, "application/json", headers_of(visit.id))

    def _question(self, visit: Visit, sent: Mapping[str, Any]) -> Question:
        """The question in a body of our own shape, its uploads named by digest."""
        told, files = resolved(visit, sent, self._outside)
        return replace(question_of(told, self._rulebook.facts, self._shapes), files=files)

    def _upload(self, visit: Visit, backend: Backend) -> Answer:
        return begun(visit, _body(visit.arrival), self._outside)

    def _evaluation(self, visit: Visit, backend: Backend) -> Answer:
        return self._single(visit, backend, _authzen_body(visit.arrival))

    def _evaluations(self, visit: Visit, backend: Backend) -> Answer:
        sent = _authzen_body(visit.arrival)
        if authzen.single(sent):
            return self._single(visit, backend, sent)
        asked, ends = authzen.batch(sent)
        told: list[dict[str, Any]] = []
        for each in asked:
            # Each is a decision of its own, with a record of its own.
            own = visit.again(new_id(visit.at)) if told else visit
            try:
                told.append(self._evaluated(own, backend, each))
            except TurnedAway as error:
                self._judging.recording.turn_away(own, error)
                told.append(authzen.denied(error, own.id))
            if told[-1]["decision"] is ends:
                break
        return _json({"evaluations": told}, visit.id)

    def _single(self, visit: Visit, backend: Backend, sent: Mapping[str, Any]) -> Answer:
        try:
            told = self._evaluated(visit, backend, sent)
        except TurnedAway as error:
            if error.status != 403:
                raise
            # Understood, and not to be: the standard's answer to that is a denial.
            self._judging.recording.turn_away(visit, error)
            told = authzen.denied(error, visit.id)
        return _json(told, visit.id)

    def _evaluated(self, visit: Visit, backend: Backend, sent: Any) -> dict[str, Any]:
        if not isinstance(sent, dict):
            raise TurnedAway(400, "bad-field", "evaluations", "holds what is no object")
        question = self._question(visit, authzen.asked_of(sent))
        if question.operations == frozenset({"generate", "edit"} - {sent["action"]["name"]}):
            raise TurnedAway(400, "ambiguous", "action.name", "is not what the call does")
        return authzen.decision(self._judging.judged(visit, question, backend))


def _told(decided: Decided) -> dict[str, Any]:
    """A line of `lexloci decide`, with what came of it here."""
    told: dict[str, Any] = {
        "id": decided.question.id,
        "decision_id": decided.id,
        "outcome": str(decided.outcome),
        "facts": decided.facts,
        "because": list(decided.because),
        "duties": list(decided.duties),
    }
    if decided.question.on is not None:
        told["on"] = decided.question.on.isoformat()
    if decided.permit is not None:
        told |= {"permit": decided.permit, "permit_seconds": SECONDS}
    if decided.outcome is not Outcome.ALLOW:
        told["refusal"] = decided.refusal
    return told


def _body(arrival: Arrival) -> dict[str, Any]:
    if arrival.query:
        raise TurnedAway(400, "bad-field", "query", "is not read", "send all fields in the body")
    if not _JSON.fullmatch(arrival.headers.get("content-type", "").strip()):
        raise TurnedAway(415, "unreadable", "Content-Type", "is not `application/json`")
    return json_object(body_of(arrival), DEEPEST)


def _authzen_body(arrival: Arrival) -> dict[str, Any]:
    """The body of a request; AuthZEN's one answer to what cannot be read is 400."""
    try:
        return _body(arrival)
    except TurnedAway as error:
        if error.status != 415:
            raise
        raise TurnedAway(400, error.code, error.where, error.what, error.hint) from None


def _json(body: Mapping[str, Any], id: str) -> Answer:
    return Answer(200, json.dumps(body), "application/json", headers_of(id))


def _described(path: str, id: str) -> Answer:
    from lexloci_edge.describing.openapi import document, page

    kept = {**plain_headers(id), "Cache-Control": f"public, max-age={KEPT}"}
    if path == OPENAPI:
        return Answer(200, document(), "application/json", kept)
    kept["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
    return Answer(200, page(), "text/html; charset=utf-8", kept)


def _public(body: Mapping[str, Any], id: str) -> Answer:
    kept = {**plain_headers(id), "Cache-Control": f"public, max-age={KEPT}"}
    return Answer(200, json.dumps(body), "application/json", kept)
