"""Recording: no record, no image; and a bound on records of what could not even be judged."""

from datetime import datetime

from lexloci.rulebook import Rulebook
from lexloci.verdict import Verdict
from lexloci_edge.calls import Call
from lexloci_edge.errors import LedgerError, SecretError, TooSlow, TurnedAway
from lexloci_edge.evidence import Evidence
from lexloci_edge.hashes import account_text, keyed_hash
from lexloci_edge.outside import Outside, Visit
from lexloci_edge.records import Record, facts_of, moment
from lexloci_edge.settings import Settings
from lexloci_edge.timely import finished

A_MINUTE = 60
"""Records of turned-away calls per minute and environment; the rest is only counted."""


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


class Recording:
    """Writes the records of one environment."""

    def __init__(self, settings: Settings, rulebook: Rulebook, outside: Outside) -> None:
        self._settings = settings
        self._rulebook = rulebook
        self._outside = outside
        self._allowance = Allowance()
        self._house = switched(rulebook)

    def record(self, visit: Visit, call: Call, evidence: Evidence, verdict: Verdict) -> None:
        """Keep a decision, durably, before anything comes of it.

        Raises: LedgerError, TooSlow, SecretError: then nothing may come of it.
        """
        record = self._judged(visit, call, evidence, verdict)
        self._append(record)
        signals = self._outside.signals
        signals.count("Decisions", outcome=record.outcome)
        if self._rulebook.places.world in evidence.places:
            signals.count("UnknownPlace")
        signals.say(
            "decision",
            correlation_id=visit.id,
            outcome=record.outcome,
            places=record.places,
            because=record.because,
            ms=visit.laps,
        )

    def _judged(self, visit: Visit, call: Call, evidence: Evidence, verdict: Verdict) -> Record:
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
            house=self._house,
            function=self._settings.version,
            evidence=evidence.kinds,
            account=None if account is None else keyed_hash(key, "account", account),
            prompt=keyed_hash(key, "prompt", call.prompt),
            surface=evidence.claims.surface,
            retry=visit.retry(),
            ms={step: spent for step, spent in visit.laps.items() if spent},
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
            house=self._house,
            function=self._settings.version,
            account=hashed,
            retry=visit.retry(),
        )

    def _append(self, record: Record) -> None:
        outside = self._outside
        finished("ledger", lambda: outside.ledger.append(record), outside.limits.ledger).result()
