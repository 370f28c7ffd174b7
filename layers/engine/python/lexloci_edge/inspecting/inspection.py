"""Looking back, for the platform's backend and its analysts: the ledger, and the review queue.

    POST /v1/ledger/search           GET /v1/reviews            GET /v1/reviews/{id}
    POST /v1/reviews/{id}/confirm    POST /v1/reviews/{id}/overturn
    GET /v1/reviews/{id}/case

Only a backend is let in (`backends`): by signed claims with `role: backend`, or by IAM; the claims
must name who answers a review. It shows records and nothing besides: there is no prompt, address or
image to show. A function of its own, whose role reads the ledger and can write nothing into it.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Literal
from urllib.parse import parse_qsl

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from lexloci.facts import PLACE
from lexloci.rulebook import Rulebook
from lexloci_edge.answers import Answer, not_taken, plain_headers, told
from lexloci_edge.arrivals import arrival_of, body_of
from lexloci_edge.backends import named, only_backends, who_comes
from lexloci_edge.bodies import json_object
from lexloci_edge.claims import Issuer
from lexloci_edge.errors import TurnedAway
from lexloci_edge.hashes import keyed_hash
from lexloci_edge.ids import is_id
from lexloci_edge.inspecting.cases import case_of
from lexloci_edge.inspecting.cursors import cursor_of, position_in
from lexloci_edge.inspecting.merging import Position
from lexloci_edge.inspecting.questions import MOST, Question
from lexloci_edge.inspecting.reviews import DynamoReviews, Told
from lexloci_edge.inspecting.searching import Searching, shown
from lexloci_edge.ledger import Ledger
from lexloci_edge.outside import Deadline, Visit
from lexloci_edge.people.registering import read_as
from lexloci_edge.records import Aftermath, Record, moment
from lexloci_edge.settings import Settings
from lexloci_edge.signals import Signals
from lexloci_edge.vault import Secret, Secrets

SEARCH = "/v1/ledger/search"
REVIEWS = "/v1/reviews"


class Paging(BaseModel):
    """The query of `GET /v1/reviews`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    limit: Annotated[int, Field(ge=1, le=MOST)] = 50
    after: Annotated[str, StringConstraints(min_length=1, max_length=600)] | None = None


class Answered(BaseModel):
    """The body of an answer. facts: of an overturned decision, what is so in truth."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    facts: Mapping[str, Annotated[tuple[str, ...], Field(min_length=1)]] = {}


@dataclass(frozen=True, slots=True)
class Reach:
    """Everything outside that looking back touches."""

    ledger: Ledger
    searching: Searching
    reviews: DynamoReviews
    secrets: Secrets
    signals: Signals
    clock: Callable[[], datetime]


class Inspection:
    """Looking back, in one environment."""

    def __init__(
        self, settings: Settings, rulebook: Rulebook, issuer: Issuer | None, reach: Reach
    ) -> None:
        self._settings = settings
        self._rulebook = rulebook
        self._issuer = issuer
        self._reach = reach

    def answer(self, event: Mapping[str, Any], context: Deadline, id: str) -> dict[str, Any]:
        """The answer to an event of payload format 2.0. `id`: of this request.

        Raises: Unavailable, and whatever breaks; `failsafe` makes a 503 of it.
        """
        visit = Visit(id, self._reach.clock(), arrival_of(event), context)
        try:
            answer = self._respond(visit)
        except TurnedAway as error:
            self._reach.signals.count("InspectTurnedAway", code=error.code)
            answer = not_taken(error, "Not answered", id)
        return answer.reply()

    def _respond(self, visit: Visit) -> Answer:
        self._let_in(visit)
        where, id, does = _parted(visit.arrival.path)
        made: Mapping[tuple[str, str, bool, str], Callable[[Visit, str], Answer]] = {
            ("POST", SEARCH, False, ""): self._search,
            ("GET", REVIEWS, False, ""): self._waiting,
            ("GET", REVIEWS, True, ""): self._show,
            ("POST", REVIEWS, True, "confirm"): self._confirm,
            ("POST", REVIEWS, True, "overturn"): self._overturn,
            ("GET", REVIEWS, True, "case"): self._case,
        }
        found = made.get((visit.arrival.method, where, bool(id), does))
        if found is None:
            raise TurnedAway(404, "no-route", "path", "is not a route for looking back")
        return found(visit, id)

    def _let_in(self, visit: Visit) -> None:
        """Only the platform's backend. Raises: TurnedAway 403, SecretError, Unavailable."""
        secrets = self._reach.secrets
        claims = who_comes(visit, self._settings, self._issuer, self._rulebook, secrets)
        only_backends(claims)
        by = named(visit, claims)
        visit.account = None if by is None else keyed_hash(self._keys()[0], "account", by)

    def _search(self, visit: Visit, _: str) -> Answer:
        question = read_as(Question, json_object(body_of(visit.arrival)))
        question.check(self._rulebook)
        keys = self._keys()
        hashes: tuple[str, ...] = () if question.account_hash is None else (question.account_hash,)
        if question.account is not None:
            text = f"claim\0{question.account}"
            hashes = tuple(keyed_hash(key, "account", text) for key in keys)
        page = self._reach.searching.page(question, hashes, keys)
        about = question.place or "one account"
        self._say(visit, "ledger searched", about)
        return told(200, page, visit.id)

    def _waiting(self, visit: Visit, _: str) -> Answer:
        asked = read_as(Paging, dict(parse_qsl(visit.arrival.query, keep_blank_values=True)))
        keys, question = self._keys(), {"reviews": self._settings.region}
        after = None if asked.after is None else position_in(keys, question, asked.after)
        found: list[dict[str, Any]] = []
        behind: Position | None = None
        for position, id, at in self._reach.reviews.waiting(after):
            if len(found) == asked.limit and behind is not None:
                cursor = cursor_of(keys[0], question, behind)
                return told(200, {"reviews": found, "next": cursor}, visit.id)
            found.append({"id": id, "decided_at": at})
            behind = position
        return told(200, {"reviews": found, "next": None}, visit.id)

    def _show(self, visit: Visit, id: str) -> Answer:
        since, review, record, after = self._review(id)
        body = {
            "state": "waiting" if review is None else review.answer,
            "since": since,
            **shown(record, self._rulebook),
            "aftermath": None if after is None else json.loads(after.written()),
            "answer": None if review is None else review.model_dump(mode="json"),
        }
        return told(200, body, visit.id)

    def _confirm(self, visit: Visit, id: str) -> Answer:
        return self._answered(visit, id, "confirmed")

    def _overturn(self, visit: Visit, id: str) -> Answer:
        return self._answered(visit, id, "overturned")

    def _answered(self, visit: Visit, id: str, says: Literal["confirmed", "overturned"]) -> Answer:
        body = body_of(visit.arrival)
        answered = read_as(Answered, json_object(body) if body.strip() else {})
        if answered.facts and says == "confirmed":
            raise TurnedAway(400, "bad-field", "facts", "a confirmed decision has its facts right")
        self._known(answered.facts)
        if visit.account is None:
            what = "does not say who answers"
            raise TurnedAway(403, "no-reviewer", "Lexloci-Claims", what, "state `sub` or `account`")
        _, before, record, _ = self._review(id)
        at = moment(visit.at)
        review = Told(id=id, answer=says, at=at, by=visit.account, facts=answered.facts)
        if not self._reach.reviews.answer(review, record.at):
            said = "otherwise" if before is None else before.answer
            raise TurnedAway(409, "answered", "id", f"was answered before ({said})")
        self._reach.signals.count("Reviewed", answer=says)
        self._say(visit, f"review {says}", id)
        return told(200, {**review.model_dump(mode="json"), "at": (before or review).at}, visit.id)

    def _case(self, visit: Visit, id: str) -> Answer:
        _, review, record, _ = self._review(id)
        if review is None or review.answer != "overturned":
            raise TurnedAway(409, "not-overturned", "id", "is no decision that was overturned")
        text = case_of(record, self._rulebook, "refuse", review.facts)
        return Answer(200, text, "application/yaml", plain_headers(visit.id))

    def _review(self, id: str) -> tuple[str, Told | None, Record, Aftermath | None]:
        """Since when, the answer, and the ledger's own words. Raises: TurnedAway 404."""
        review = self._reach.reviews.get(id)
        found = None if review is None else self._reach.ledger.get(id)
        if review is None or found is None:
            raise TurnedAway(404, "no-review", "id", "waits or waited for no reviewer here")
        return *review, *found

    def _known(self, facts: Mapping[str, tuple[str, ...]]) -> None:
        for name, values in facts.items():
            fact = self._rulebook.facts.get(name)
            if name == PLACE or fact is None or not set(values) <= set(fact.values):
                what = "is no fact with these values"
                raise TurnedAway(400, "bad-field", "facts", what, "`lexloci facts` lists them")

    def _say(self, visit: Visit, what: str, about: str) -> None:
        """Who looked at what: ids, places and keyed hashes only."""
        self._reach.signals.say(what, correlation_id=visit.id, about=about, by=visit.account)

    def _keys(self) -> tuple[Secret, ...]:
        return self._reach.secrets.accepted(self._settings.hash_key)


def _parted(path: str) -> tuple[str, str, str]:
    """A path as its collection, id and verb, each empty where there is none."""
    if path in (SEARCH, REVIEWS):
        return path, "", ""
    id, _, does = path.removeprefix(f"{REVIEWS}/").partition("/")
    if path.startswith(f"{REVIEWS}/") and is_id(id):
        return REVIEWS, id, does
    return "", "", ""
