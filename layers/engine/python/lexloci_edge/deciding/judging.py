"""Judging a question, in the order that is the safety of it: evidence, verdict, record, answer.

Nothing is told, and no permit signed, before the ledger has taken the decision.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from lexloci.explain import explain, status_of
from lexloci.facts import united
from lexloci.rulebook import Rulebook
from lexloci.verdict import Outcome, judge_call
from lexloci_edge import answers
from lexloci_edge.answers import Links
from lexloci_edge.claims import Claims, Trust, read_claims
from lexloci_edge.deciding.backends import Backend
from lexloci_edge.deciding.permits import Permits, Subject
from lexloci_edge.deciding.questions import Question
from lexloci_edge.errors import Unavailable
from lexloci_edge.evidence import Evidence, joined, read_content
from lexloci_edge.outside import Outside, Visit
from lexloci_edge.people.shown import Shown
from lexloci_edge.people.standing import Standings
from lexloci_edge.recording import Recording
from lexloci_edge.seeing.sighting import Sighting
from lexloci_edge.settings import Settings
from lexloci_edge.whereabouts import Sources, whereabouts

CHECK: Final = "check-output"
"""The duty of every permit: whoever makes the image looks at it, for we never see it."""
_BACKENDS: Final = Sources(backends=True)


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision, recorded. because: rule versions that refuse. undecided: facts that they hang
    on. refusal: what a gate would answer the caller (its `status` included); None for ALLOW.
    """

    id: str
    question: Question
    outcome: Outcome
    facts: Mapping[str, list[str]]
    because: tuple[str, ...]
    undecided: tuple[str, ...]
    duties: tuple[str, ...]
    refusal: Mapping[str, Any] | None
    permit: str | None


class Judging:
    """Judges the questions of one environment. permits: None where none are handed out."""

    def __init__(
        self,
        settings: Settings,
        rulebook: Rulebook,
        trust: Trust,
        outside: Outside,
        permits: Permits | None,
    ) -> None:
        self._rulebook = rulebook
        self._trust = trust
        self._outside = outside
        self._permits = permits
        self._links = Links(settings.appeal, settings.blocked_by)
        self.recording = Recording(settings, rulebook, outside)
        self._sighting = Sighting(settings, rulebook, outside)
        self._shown = Shown(settings, outside)
        self._standings = Standings(settings, rulebook, self._links, outside)

    def judged(self, visit: Visit, question: Question, backend: Backend) -> Decided:
        """The decision, recorded under the visit's id.

        Raises: TurnedAway where the account gets none now; Unavailable, and whatever breaks.
        """
        limits = self._outside.limits
        if visit.seconds_left() < limits.ledger + limits.reserve:
            raise Unavailable("deadline", "deadline", "is too near to decide")
        claims = self._claims(visit, question, backend)
        standing = self._standings.of(visit, claims)
        evidence = self._evidence(visit, question, claims)
        days = self._days(visit, question, evidence)
        verdict = judge_call(self._rulebook, evidence.depictions, days)
        live = question.on is None
        if verdict.outcome is Outcome.ALLOW and live:
            self._standings.admit(visit, standing)
        duties = self._rulebook.duties(verdict.duties)
        # All that can fail in making a permit fails before an ALLOW stands in the ledger.
        permit = None
        if verdict.outcome is Outcome.ALLOW and live and question.call.prompt:
            duties, permit = self._permit(visit, question, evidence, duties)
        self.recording.record(visit, question.call, evidence, verdict, question.on)
        if live:
            self._standings.struck(visit, standing, verdict)
        told = self._told(visit, question, evidence, days)
        return replace(told, duties=duties, permit=permit)

    def _permit(
        self, visit: Visit, question: Question, evidence: Evidence, duties: tuple[str, ...]
    ) -> tuple[tuple[str, ...], str | None]:
        """The duties with the permit, and the permit. None for facts alone: no image could be held
        against it, which is what a permit is for. Raises: SecretError."""
        if self._permits is None:
            return duties, None
        all_duties = tuple(dict.fromkeys((*duties, CHECK)))
        # As the backend said them too, for the image server is told of them so: `GB` is its parts.
        places = evidence.places | (evidence.claims.places or frozenset())
        subject = Subject(visit.id, question.call, tuple(sorted(places)), all_duties)
        return all_duties, self._permits.signed(subject, self._rulebook.digest, visit.at)

    def _claims(self, visit: Visit, question: Question, backend: Backend) -> Claims:
        """What is proven of the caller: by the token, and by the body where the token covers it."""
        said: dict[str, Any] = dict(backend.stated)
        if backend.attests:
            said |= question.claims
        read = read_claims(said, self._rulebook, self._trust, visit.at)
        ignored = question.claims and not backend.attests
        words = [backend.word, *(["body:unattested"] if ignored else []), *read.evidence[1:]]
        return replace(read, evidence=tuple(words), backend=False)

    def _evidence(self, visit: Visit, question: Question, claims: Claims) -> Evidence:
        """Places from the backend alone: where its server stands says nothing of its caller."""
        where = whereabouts(self._rulebook.places, {}, claims, _BACKENDS, visit.arrival.iam)
        if question.stated is not None:
            # Whom a record of consent covers is read off the words, and there are none.
            words = ("facts:stated", *(("consent:no-words",) if claims.consents else ()))
            reading = (question.stated,), words
            return joined(self._rulebook, claims, where, question.operations, reading)
        content = read_content(self._outside.read, question.call, self._outside.limits.reader)
        found = joined(self._rulebook, claims, where, question.operations, content)
        seen = self._sighting.sources(visit, question.seeable, found)
        return self._shown.settled(visit, question.call, seen.evidence)

    def _days(self, visit: Visit, question: Question, evidence: Evidence) -> frozenset[date]:
        if question.on is not None:
            return frozenset({question.on})
        return self._rulebook.places.days(evidence.places, visit.at)

    def _told(
        self, visit: Visit, question: Question, evidence: Evidence, days: frozenset[date]
    ) -> Decided:
        book = self._rulebook
        explained = explain(book, evidence.depictions, days)
        refusal = None
        if explained.verdict.outcome is not Outcome.ALLOW:
            status = status_of(book, explained.verdict)
            answer = answers.refused(explained, status, book.places, visit.id, self._links)
            refusal = json.loads(answer.body)
        undecided = sorted({fact for each in explained.bearing for fact in each.deciding})
        return Decided(
            id=visit.id,
            question=question,
            outcome=explained.verdict.outcome,
            facts=united(book.facts, evidence.depictions),
            because=tuple(each.version.id for each in explained.bearing),
            undecided=tuple(undecided),
            duties=(),
            refusal=refusal,
            permit=None,
        )
