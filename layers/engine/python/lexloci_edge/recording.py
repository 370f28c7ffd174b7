"""Recording: no record, no image; and a bound on records of what could not even be judged."""

from collections.abc import Collection
from datetime import date, datetime

from lexloci.rulebook import Rulebook
from lexloci.verdict import Outcome, Verdict
from lexloci_edge.calls import Call
from lexloci_edge.errors import LedgerError, SecretError, TooSlow, TurnedAway
from lexloci_edge.evidence import Evidence
from lexloci_edge.hashes import account_text, keyed_hash
from lexloci_edge.outside import Outside, Visit
from lexloci_edge.records import Record, facts_of, moment
from lexloci_edge.settings import Settings
from lexloci_edge.signals import Figures
from lexloci_edge.timely import finished

A_MINUTE = 60
"""Records of turned-away calls per minute and environment; the rest is only counted."""


RULES_COUNTED = 8
"""Rules that one refusal is counted under at most. Their number bounds the metrics: one a rule."""


def country_of(places: Collection[str], world: str) -> str:
    """The one word that a decision is counted under: the country (or group) that all these places
    are in, `several`, or `unknown` where it is every place."""
    if world in places:
        return "unknown"
    found = {node.partition("-")[0] for node in places}
    return found.pop() if len(found) == 1 else "several"


class Allowance:
    """So many a minute, by the clock that each caller brings."""

    def __init__(self, limit: int = A_MINUTE) -> None:
        self._limit = limit
        self._minute = ""
        self._used = 0

    def take(self, at: datetime) -> bool:
        """Whether one more fits into this minute; if so, it is taken."""
        minute = f"{at:%Y%m%d%H%M}"
        if minute != self._minute:
            self._minute, self._used = minute, 0
        self._used += 1
        return self._used <= self._limit


def switched(rulebook: Rulebook) -> str:
    """The house setting as records write it: what differs from the rulebook's own defaults.

    `rulebook.under` of it is this rulebook again, for the digest names the defaults.
    """
    usual = set(rulebook.under("").house.split(","))
    return ",".join(word for word in rulebook.house.split(",") if word not in usual)


def about_minors(rulebook: Rulebook, because: int) -> bool:
    """Whether a rule of the floor about minors is among these bits."""
    floor = (each for each in rulebook.versions(because) if each.pack == "floor")
    return any("minor" in each.when.get("age", ()) for each in floor)


class Recording:
    """Writes the records of one environment."""

    def __init__(self, settings: Settings, rulebook: Rulebook, outside: Outside) -> None:
        self._settings = settings
        self._rulebook = rulebook
        self._outside = outside
        self._allowance = Allowance()
        self._house = switched(rulebook)
        self._aged: tuple[date, dict[str, float]] | None = None

    def record(
        self,
        visit: Visit,
        call: Call,
        evidence: Evidence,
        verdict: Verdict,
        on: date | None = None,
    ) -> None:
        """Keep a decision, durably, before anything comes of it. `on`: the day asked about.

        Raises: LedgerError, TooSlow, SecretError: then nothing may come of it.
        """
        record = self._judged(visit, call, evidence, verdict, on)
        began = self._outside.ticks()
        self._append(record)
        visit.laps["ledger"] = round((self._outside.ticks() - began) * 1000, 1)
        signals = self._outside.signals
        self._tell(visit, record, verdict)
        if verdict.outcome is Outcome.REFUSE and about_minors(self._rulebook, verdict.because):
            signals.count("MinorsRefused")
            signals.say("refused by the floor about minors", correlation_id=visit.id)

    def _tell(self, visit: Visit, record: Record, verdict: Verdict) -> None:
        """One line of a decision, and what is counted of it."""
        world, signals = self._rulebook.places.world, self._outside.signals
        counted = {"Decisions": 1.0}
        signals.tell(
            "decision",
            Figures("Count", counted, ((), ("outcome",), ("outcome", "place"))),
            Figures("Count", {"UnknownPlace": float(world in record.places), **self._age(visit)}),
            Figures("Milliseconds", {f"{name.title()}Ms": ms for name, ms in visit.laps.items()}),
            correlation_id=visit.id,
            outcome=record.outcome,
            place=country_of(record.places, world),
            places=record.places,
            because=record.because,
        )
        if verdict.outcome is Outcome.REFUSE:
            rules = {f"{v.pack}/{v.rule}": None for v in self._rulebook.versions(verdict.because)}
            for rule in list(rules)[:RULES_COUNTED]:
                signals.count("Refusals", rule=rule)

    def _age(self, visit: Visit) -> dict[str, float]:
        """How old the law is that judges here; worked out once a day."""
        day = visit.at.date()
        if self._aged is None or self._aged[0] != day:
            checked = [date.fromisoformat(each["checked"]) for each in self._packs()]
            oldest = max(((day - each).days for each in checked), default=0)
            overdue = len(self._rulebook.overdue(day))
            self._aged = (day, {"LawAgeDays": float(oldest), "PacksOverdue": float(overdue)})
        return self._aged[1]

    def _packs(self) -> list[dict[str, str]]:
        return [pack for pack in self._rulebook.raw["packs"].values() if "checked" in pack]

    def _judged(
        self, visit: Visit, call: Call, evidence: Evidence, verdict: Verdict, on: date | None
    ) -> Record:
        key = self._outside.secrets.accepted(self._settings.hash_key)[0]
        shared, rest = facts_of(evidence.depictions, self._rulebook.facts)
        account = account_text(evidence.claims.account, visit.arrival.headers)
        return Record(
            id=visit.id,
            at=moment(visit.at),
            region=self._settings.region,
            places=tuple(sorted(evidence.places)),
            facts=shared,
            depictions=rest,
            outcome=verdict.outcome.value,
            because=f"{verdict.because:x}",
            duties=f"{verdict.duties:x}",
            rulebook=self._rulebook.digest,
            live=self._rulebook.live,
            house=self._house,
            function=self._settings.version,
            evidence=evidence.kinds,
            account=None if account is None else keyed_hash(key, "account", account),
            prompt=keyed_hash(key, "prompt", call.prompt) if call.prompt else None,
            surface=evidence.claims.surface,
            retry=visit.retry(),
            ms={step: spent for step, spent in visit.laps.items() if spent},
            on=None if on is None else on.isoformat(),
        )

    def turn_away(self, visit: Visit, error: TurnedAway) -> None:
        """Keep, or beyond the allowance only count, a call that was not judged.

        Nothing comes of such a call, so a ledger that fails here raises an alarm, no error.
        """
        signals = self._outside.signals
        signals.count("TurnedAway", code=error.code)
        signals.say("turned away", correlation_id=visit.id, code=error.code, status=error.status)
        if not self._allowance.take(visit.at):
            signals.count("TurnedAwayUnrecorded")
            return
        try:
            self._append(self._bare(visit, error))
        except (LedgerError, TooSlow, SecretError) as lost:
            signals.count("RecordLost", code=lost.code)

    def _bare(self, visit: Visit, error: TurnedAway) -> Record:
        account = account_text(None, visit.arrival.headers) if visit.proven else None
        hashed = visit.account
        if hashed is None and account is not None:
            key = self._outside.secrets.accepted(self._settings.hash_key)[0]
            hashed = keyed_hash(key, "account", account)
        return Record(
            id=visit.id,
            at=moment(visit.at),
            region=self._settings.region,
            places=(self._rulebook.places.world,),
            outcome="refuse",
            turned_away=error.code,
            rulebook=self._rulebook.digest,
            live=self._rulebook.live,
            house=self._house,
            function=self._settings.version,
            account=hashed,
            retry=visit.retry(),
        )

    def _append(self, record: Record) -> None:
        outside = self._outside
        finished("ledger", lambda: outside.ledger.append(record), outside.limits.ledger).result()
