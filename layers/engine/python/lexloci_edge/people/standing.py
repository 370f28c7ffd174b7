"""How an account stands on the strike ladder, and what comes of it (requirement 15).

Only accounts that signed claims attest have a standing. Suspended or slowed ones are turned away
before anything is read. Why 403 and not 429 or a delay: clients and their retry loops try a 429
again, and a delay would hold, and bill, a function for nothing; 403 with `Retry-After` ends it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from lexloci.rulebook import Rulebook
from lexloci.verdict import Outcome, Verdict
from lexloci_edge.answers import Answer, Links
from lexloci_edge.claims import Claims
from lexloci_edge.errors import LadderError, TooSlow, TurnedAway
from lexloci_edge.hashes import account_text, keyed_hash
from lexloci_edge.outside import Outside, Visit
from lexloci_edge.people.strikes import Ladder, Level
from lexloci_edge.settings import Settings
from lexloci_edge.timely import finished

FLOOR = "floor"
"""The pack whose refusals count whether they cite a law or not."""
HEADER = "Lexloci-Standing"


@dataclass(frozen=True, slots=True)
class Standing:
    """An account's standing. counts: refusals by Region; None where they could not be read."""

    account: str
    counts: Mapping[str, int] | None


class Standings:
    """The standing of accounts in one environment."""

    def __init__(
        self, settings: Settings, rulebook: Rulebook, links: Links, outside: Outside
    ) -> None:
        self._settings = settings
        self._rulebook = rulebook
        self._links = links
        self._outside = outside
        self._ladder = Ladder(
            settings.strike_warn,
            settings.strike_slow,
            settings.strike_suspend,
            settings.strike_days,
        )

    def of(self, visit: Visit, claims: Claims) -> Standing | None:
        """The standing of the account that claims attest; None without one, or without a ladder.

        Raises: TurnedAway for one that is suspended, or slowed and not in turn; SecretError.
        """
        if claims.account is None or self._outside.strikes is None:
            return None
        text = account_text(claims.account, {}) or ""
        keys = self._outside.secrets.accepted(self._settings.hash_key)
        visit.account, *former = [keyed_hash(key, "account", text) for key in keys]
        try:
            counts: dict[str, int] = {}
            for account in (visit.account, *former):
                for region, count in self._counts(account, visit).items():
                    counts[region] = counts.get(region, 0) + count
            standing = Standing(visit.account, counts)
            self._turn_away(visit, standing)
        except (LadderError, TooSlow) as fault:
            self._outside.signals.count("LadderFails", code=fault.code)
            return Standing(visit.account, None)
        return standing

    def known(self, standing: Standing | None) -> None:
        """Stop a call that is about to be allowed while nobody can tell whether its account is
        suspended. Raises: LadderError."""
        if standing is not None and standing.counts is None:
            raise LadderError("cannot be read, so nothing is forwarded")

    def struck(self, visit: Visit, standing: Standing | None, verdict: Verdict) -> Standing | None:
        """The standing after a recorded verdict; a sure refusal by floor or law is counted.

        A count that is lost is an alarm: the refusal stands all the same.
        """
        if standing is None or not self._counts_as_strike(verdict):
            return standing
        assert self._outside.strikes is not None
        strikes, limit = self._outside.strikes(), self._outside.limits.ledger
        try:
            work = finished(
                "ladder", lambda: strikes.add(standing.account, visit.id, visit.at), limit
            )
            own = work.result()
        except (LadderError, TooSlow) as fault:
            self._outside.signals.count("StrikeLost", code=fault.code)
            return standing
        if standing.counts is None:
            return standing
        return replace(standing, counts={**standing.counts, self._settings.region: own})

    def told(self, standing: Standing | None, answer: Answer) -> Answer:
        """The answer with how the account stands, from its first warning on."""
        if standing is None or not standing.counts:
            return answer
        refusals = sum(standing.counts.values())
        level = self._ladder.level(refusals)
        if level == "good":
            return answer
        return replace(answer, headers={**answer.headers, HEADER: self._line(level, refusals)})

    def _line(self, level: Level, refusals: int) -> str:
        ladder = self._ladder
        return f"{level}; refusals={refusals}; suspend={ladder.suspend}; days={ladder.days}"

    def _counts(self, account: str, visit: Visit) -> Mapping[str, int]:
        assert self._outside.strikes is not None
        strikes, limit = self._outside.strikes(), self._outside.limits.ledger
        return finished("ladder", lambda: strikes.counts(account, visit.at), limit).result()

    def _turn_away(self, visit: Visit, standing: Standing) -> None:
        refusals = sum((standing.counts or {}).values())
        level = self._ladder.level(refusals)
        days = self._ladder.days
        said = f"{refusals} refusals by law or by the floor within {days} days"
        if level == "suspended":
            appeal = self._links.appeal
            to = f"appeal at {appeal}" if appeal else "appeal to the service that you use"
            raise TurnedAway(403, "suspended", "account", f"is suspended after {said}", to)
        if level != "slowed":
            return
        assert self._outside.strikes is not None
        strikes, limit = self._outside.strikes(), self._outside.limits.ledger
        wait = finished("ladder", lambda: strikes.turn(standing.account, visit.at), limit).result()
        if wait:
            what = f"may make one call a minute after {said}"
            raise TurnedAway(403, "slowed", "account", what, f"wait {wait} s", wait)

    def _counts_as_strike(self, verdict: Verdict) -> bool:
        if verdict.outcome is not Outcome.REFUSE:
            return False
        because = self._rulebook.versions(verdict.because)
        return any(version.legal or version.pack == FLOOR for version in because)
