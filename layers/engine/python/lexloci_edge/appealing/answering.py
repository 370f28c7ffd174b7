"""Answering: what the platform's backend does with appeals and reports.

    GET /v1/appeals     POST /v1/appeals/{id}/answer
    GET /v1/reports     POST /v1/reports/{id}/verify     POST /v1/reports/{id}/answer

Only a backend is let in (`backends`): by signed claims, or by IAM. The first answer stands. An
upheld appeal opens nothing by itself: a consent record, a reinstated account or a corrected rule
does. To verify a report is to know who sends it, which is the platform's part; with that the names
in it are protected, under the report's number.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Annotated, Any
from urllib.parse import parse_qsl

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from lexloci_edge.answers import Answer, told
from lexloci_edge.appealing.entrance import APPEALS, REPORTS, Entrance, Route, not_there
from lexloci_edge.appealing.filed import (
    AnswerAppeal,
    Answered,
    AnswerReport,
    File,
    Kind,
    Report,
)
from lexloci_edge.appealing.files_dynamo import DynamoFiles
from lexloci_edge.arrivals import body_of
from lexloci_edge.backends import only_backends
from lexloci_edge.bodies import json_object
from lexloci_edge.claims import Claims
from lexloci_edge.errors import TurnedAway
from lexloci_edge.outside import Deadline, Visit
from lexloci_edge.people.protected import Person, Protected
from lexloci_edge.people.registering import read_as
from lexloci_edge.records import moment


class Paging(BaseModel):
    """The query of a list: so many, behind the position that the page before ended with."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    limit: Annotated[int, Field(ge=1, le=100)] = 50
    after: Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z:.#-]{1,80}$")] = "0"


@dataclass(frozen=True, slots=True)
class Kept:
    """What is answered here, and the list that verified names go onto."""

    files: DynamoFiles
    protected: Protected


class Answering:
    """The backend's part, in one environment."""

    def __init__(self, entrance: Entrance, kept: Kept) -> None:
        self._entrance = entrance
        self._kept = kept

    def answer(self, event: Mapping[str, Any], context: Deadline, id: str) -> dict[str, Any]:
        """The answer to an event of payload format 2.0. `id`: of this request."""
        routes: Mapping[Route, Any] = {
            ("GET", APPEALS, False, ""): self._appeals,
            ("POST", APPEALS, True, "answer"): self._answer_appeal,
            ("GET", REPORTS, False, ""): self._reports,
            ("POST", REPORTS, True, "verify"): self._verify,
            ("POST", REPORTS, True, "answer"): self._answer_report,
        }
        return self._entrance.answer(event, context, id, routes)

    def _appeals(self, visit: Visit, claims: Claims, _: str) -> Answer:
        return self._listed(visit, claims, "appeal")

    def _reports(self, visit: Visit, claims: Claims, _: str) -> Answer:
        return self._listed(visit, claims, "report")

    def _listed(self, visit: Visit, claims: Claims, kind: Kind) -> Answer:
        """Those of this Region that are open, the clock that ends first in front."""
        only_backends(claims)
        paging = read_as(Paging, dict(parse_qsl(visit.arrival.query, keep_blank_values=True)))
        page = list(islice(self._kept.files.open(kind, paging.after), paging.limit))
        body: dict[str, Any] = {"open": [file.whole() for _, file in page]}
        if len(page) == paging.limit:
            body["after"] = page[-1][0]
        return told(200, body, visit.id)

    def _answer_appeal(self, visit: Visit, claims: Claims, id: str) -> Answer:
        only_backends(claims)
        said = read_as(AnswerAppeal, json_object(body_of(visit.arrival)))
        return self._answered(visit, self._own("appeal", id), said.answer, said.because)

    def _answer_report(self, visit: Visit, claims: Claims, id: str) -> Answer:
        only_backends(claims)
        said = read_as(AnswerReport, json_object(body_of(visit.arrival)))
        return self._answered(visit, self._own("report", id), said.answer, None)

    def _answered(self, visit: Visit, file: File, answer: str, because: str | None) -> Answer:
        filed = file.filed
        if file.answered is None:
            by = visit.account
            new = Answered(answer=answer, because=because, at=moment(visit.at), by=by)
            self._kept.files.answer(filed.kind, filed.id, new)
            file = self._own(filed.kind, filed.id)
            if file.answered == new:
                self._say(visit, f"{filed.kind} answered", filed.id)
        stands = file.answered
        if stands is None or (stands.answer, stands.because) != (answer, because):
            raise TurnedAway(409, "already-answered", "id", "was answered otherwise")
        return told(200, file.whole(), visit.id)

    def _verify(self, visit: Visit, claims: Claims, id: str) -> Answer:
        """The names first: a report never stands as verified while its names are not protected."""
        only_backends(claims)
        file = self._own("report", id)
        if file.answered is not None:
            raise TurnedAway(409, "already-answered", "id", "was answered")
        if file.verified_at is None:
            if isinstance(file.filed, Report) and file.filed.names:
                self._kept.protected.enter(_person(file.filed))
            self._kept.files.verify(id, moment(visit.at))
            file = self._own("report", id)
            self._say(visit, "report verified", id)
        return told(200, file.whole(), visit.id)

    def _own(self, kind: Kind, id: str) -> File:
        """One of this Region's. Raises: TurnedAway 404, 409 where it was filed elsewhere."""
        found = self._kept.files.get(kind, id)
        if found is None:
            raise not_there(kind)
        if found.filed.region != self._entrance.settings.region:
            raise TurnedAway(409, "elsewhere", "id", f"was filed in {found.filed.region}")
        return found

    def _say(self, visit: Visit, what: str, about: str) -> None:
        signals = self._entrance.signals
        signals.count("Answered", what=what)
        signals.say(what, correlation_id=visit.id, about=about, by=visit.account)


def _person(report: Report) -> Person:
    """Made of the report alone, so that a second try enters the same."""
    at = datetime.fromisoformat(report.at)
    return Person(report.id, report.region, "reported", report.names, at, report.account)
