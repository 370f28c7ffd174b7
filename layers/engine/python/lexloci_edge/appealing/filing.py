"""Filing: what anybody may send, and ask about what they sent.

    POST /v1/appeals    GET /v1/appeals/{id}      the account that made the call, nobody else
    POST /v1/reports    GET /v1/reports/{id}      anybody: a person shown needs no account

An appeal has its decision's id as its number, so there is one at most, and sending it again after a
lost answer is no second one. A report's number is new and hard to guess; it is all that its sender
has to ask by. Nothing sent here changes a verdict, the ledger or the list of protected names: a
report is pending until the platform's backend has verified it (`answering`), but its clock runs
from now. How often one address may send is WAF's to say, which keeps none; what is counted here is
how many come at all.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lexloci_edge.answers import Answer, told
from lexloci_edge.appealing.clocks import Clock, shortest
from lexloci_edge.appealing.entrance import APPEALS, REPORTS, Entrance, Route, not_there
from lexloci_edge.appealing.filed import (
    Appeal,
    File,
    Kind,
    NewAppeal,
    NewReport,
    Report,
    Timed,
)
from lexloci_edge.appealing.files_dynamo import DynamoFiles
from lexloci_edge.appealing.settings import FilingSettings
from lexloci_edge.arrivals import body_of
from lexloci_edge.bodies import json_object
from lexloci_edge.claims import Claims
from lexloci_edge.errors import TurnedAway
from lexloci_edge.fronts import FRONTS
from lexloci_edge.hashes import account_text
from lexloci_edge.ids import is_id
from lexloci_edge.ledger import Ledger
from lexloci_edge.outside import Deadline, Limits, Visit
from lexloci_edge.people.registering import NewPerson, person_of, read_as
from lexloci_edge.recording import Allowance
from lexloci_edge.records import Record, moment
from lexloci_edge.timely import finished
from lexloci_edge.whereabouts import Sources, whereabouts


@dataclass(frozen=True, slots=True)
class Tables:
    """The ledger, read only, and the table of appeals and reports."""

    ledger: Ledger
    files: DynamoFiles
    limits: Limits


class Filing:
    """The public part, in one environment. allowance: of reports in a minute, the backend's own
    not counted."""

    def __init__(
        self,
        ours: FilingSettings,
        entrance: Entrance,
        tables: Tables,
        allowance: Allowance | None = None,
    ) -> None:
        self._ours = ours
        self._entrance = entrance
        self._tables = tables
        self._allowance = allowance or Allowance()
        settings = entrance.settings
        self._sources = Sources(FRONTS[settings.front], settings.callers == "backends")

    def answer(self, event: Mapping[str, Any], context: Deadline, id: str) -> dict[str, Any]:
        """The answer to an event of payload format 2.0. `id`: of what it makes, if anything."""
        routes: Mapping[Route, Any] = {
            ("POST", APPEALS, False, ""): self._appeal,
            ("GET", APPEALS, True, ""): self._show_appeal,
            ("POST", REPORTS, False, ""): self._report,
            ("GET", REPORTS, True, ""): self._show_report,
        }
        return self._entrance.answer(event, context, id, routes)

    def _appeal(self, visit: Visit, claims: Claims, _: str) -> Answer:
        new = read_as(NewAppeal, json_object(body_of(visit.arrival)))
        record = self._record(new.decision)
        if record is None or record.account not in self._accounts(visit, claims):
            raise TurnedAway(
                404,
                "no-decision",
                "decision",
                "is no decision on a call of yours in this Region",
                "send what made the call: the same claims, or the same key",
            )
        if record.outcome == "allow":
            raise TurnedAway(400, "not-refused", "decision", "was not a refusal")
        clock = self._clock(record.places, "complaint", visit, self._ours.appeal_hours)
        appeal = Appeal(
            id=record.id,
            region=self._entrance.settings.region,
            at=moment(visit.at),
            account=record.account or "",
            reason=new.reason,
            places=record.places,
            timed=_timed(clock, visit),
            reference=new.reference,
        )
        if self._tables.files.keep(appeal):
            self._say(visit, File(appeal))
            return told(201, File(appeal).told(), visit.id)
        return self._again(visit, appeal)

    def _again(self, visit: Visit, appeal: Appeal) -> Answer:
        """One is there already. The same is answered as it stands: its answer may have been lost.

        Raises: TurnedAway 409 where it gave another reason.
        """
        found = self._found("appeal", appeal.id)
        same = appeal.model_dump(include={"reason", "reference"})
        if found.filed.model_dump(include=set(same)) != same:
            raise TurnedAway(409, "already-appealed", "decision", "has an appeal already")
        return told(200, found.told(), visit.id)

    def _show_appeal(self, visit: Visit, claims: Claims, id: str) -> Answer:
        found = self._found("appeal", id)
        if claims.backend:
            return told(200, found.whole(), visit.id)
        if found.filed.account not in self._accounts(visit, claims):
            raise not_there("appeal")
        return told(200, found.told(), visit.id)

    def _report(self, visit: Visit, claims: Claims, _: str) -> Answer:
        new = read_as(NewReport, json_object(body_of(visit.arrival)))
        if new.by == "authority" and not claims.backend:
            raise TurnedAway(403, "not-a-backend", "by", "an order comes from the backend only")
        report = self._taken(visit, claims, new)
        if not claims.backend and not self._allowance.take(visit.at):
            raise TurnedAway(
                429, "too-many-reports", "body", "more reports than fit into this minute", wait=60
            )
        if not self._tables.files.keep(report):
            raise TurnedAway(409, "number-taken", "id", "is taken", "send it again")
        if report.minor:
            self._entrance.signals.count("MinorReported")
        self._say(visit, File(report))
        return told(201, File(report).told(), visit.id)

    def _taken(self, visit: Visit, claims: Claims, new: NewReport) -> Report:
        """The report that is kept of what was sent. Raises: TurnedAway, LedgerError."""
        entrance = self._entrance
        region = entrance.settings.region
        names: tuple[str, ...] = ()
        if new.names:
            person = NewPerson(names=new.names)
            names = person_of(person, visit.id, region, None, visit.at, entrance.hashed).names
        account = None
        if claims.account is not None and not claims.backend:
            account = entrance.hashed("account", f"claim\0{claims.account}")
        places = self._places(visit, claims, new)
        start = "order" if new.by == "authority" else "report"
        sent = new.model_dump(exclude={"names", "place"})
        return Report(
            **sent,
            id=visit.id,
            region=region,
            at=moment(visit.at),
            names=names,
            places=places,
            timed=_timed(self._clock(places, start, visit, self._ours.report_hours), visit),
            account=account,
        )

    def _places(self, visit: Visit, claims: Claims, new: NewReport) -> tuple[str, ...]:
        """Every place whose clock may run: the one that is stated, else where the report comes
        from, which is everywhere where nobody knows; and that of the decision it names."""
        places = self._entrance.rulebook.places
        if new.place is not None:
            if not places.known(new.place):
                raise TurnedAway(400, "bad-field", "place", "is no place that we know")
            nodes = frozenset({new.place})
        else:
            headers = visit.arrival.headers
            nodes, _ = whereabouts(places, headers, claims, self._sources, visit.arrival.iam)
        record = None if new.decision is None else self._record(new.decision)
        return tuple(sorted({*nodes, *(record.places if record else ())}))

    def _show_report(self, visit: Visit, claims: Claims, id: str) -> Answer:
        found = self._found("report", id)
        return told(200, found.whole() if claims.backend else found.told(), visit.id)

    def _found(self, kind: Kind, id: str) -> File:
        found = self._tables.files.get(kind, id)
        if found is None:
            raise not_there(kind)
        return found

    def _record(self, id: str) -> Record | None:
        if not is_id(id):
            return None
        tables = self._tables
        found = finished("ledger", lambda: tables.ledger.get(id), tables.limits.ledger).result()
        return None if found is None else found[0]

    def _accounts(self, visit: Visit, claims: Claims) -> frozenset[str]:
        account = account_text(claims.account, visit.arrival.headers)
        return frozenset() if account is None else self._entrance.hashes("account", account)

    def _clock(self, places: tuple[str, ...], start: Any, visit: Visit, ours: float) -> Clock:
        return shortest(self._entrance.rulebook, places, start, visit.at, ours)

    def _say(self, visit: Visit, file: File) -> None:
        filed = file.filed
        self._entrance.signals.count("Filed", kind=filed.kind)
        self._entrance.signals.say(
            f"{filed.kind} received",
            correlation_id=visit.id,
            about=filed.id,
            due=filed.timed.due,
            clock=filed.timed.clock,
        )


def _timed(clock: Clock, visit: Visit) -> Timed:
    return Timed(due=clock.due(visit.at), hours=clock.hours, clock=clock.id, law=clock.law)
