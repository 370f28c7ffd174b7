"""How an account stands on the strike ladder, and what comes of it (requirement 15).

Only accounts that signed claims attest have a standing. A suspended one is turned away before
anything is judged. A slowed one is judged as ever, so that no standing changes a legal refusal and
each counts; what would be allowed waits for its turn. Why 403 and not 429 or a delay: clients and
their retry loops try a 429 again, and a delay would hold, and bill, a function for nothing.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from lexloci.rulebook import Rulebook
from lexloci.verdict import Outcome, Verdict
from lexloci_edge.answers import Answer, Links
from lexloci_edge.claims import Claims
from lexloci_edge.errors import LadderError, TooSlow, TurnedAway
from lexloci_edge.hashes import account_text, keyed_hash
from lexloci_edge.outside import Outside, Visit
from lexloci_edge.settings import Settings
from lexloci_edge.timely import T, finished

if TYPE_CHECKING:
    from lexloci_edge.people.strikes import Ladder, Level

FLOOR = "floor"
"""The pack whose refusals count whether they cite a law or not."""
HEADER = "Lexloci-Standing"


@dataclass(frozen=True, slots=True)
class Standing:
    """An account's standing. counts: refusals by Region; None where they could not be read."""

    account: str
    counts: Mapping[str, int] | None

    @property
    def refusals(self) -> int:
        """In all Regions; none known counts as none."""
        return sum((self.counts or {}).values())


class Standings:
    """The standing of accounts in one environment."""

    def __init__(
        self, settings: Settings, rulebook: Rulebook, links: Links, outside: Outside
    ) -> None:
        self._settings = settings
        self._rulebook = rulebook
        self._links = links
        self._outside = outside

    @cached_property
    def _ladder(self) -> "Ladder":
        from lexloci_edge.people.strikes import Ladder

        told = self._settings
        return Ladder(told.strike_warn, told.strike_slow, told.strike_suspend, told.strike_days)

    def of(self, visit: Visit, claims: Claims) -> Standing | None:
        """The standing of the account that claims attest; None without one, or without a ladder.

        Raises: TurnedAway for one that is suspended; SecretError.
        """
        if claims.account is None or self._outside.strikes is None:
            return None
        strikes = self._outside.strikes()
        text = account_text(claims.account, {}) or ""
        keys = self._outside.secrets.accepted(self._settings.hash_key)
        accounts = [keyed_hash(key, "account", text) for key in keys]
        visit.account = accounts[0]
        counts: Counter[str] = Counter()
        try:
            for account in accounts:
                counts.update(self._in_time(lambda name=account: strikes.counts(name, visit.at)))  # type: ignore[misc]
        except (LadderError, TooSlow):
            self._outside.signals.count("RegisterFails", what="standing")
            return Standing(visit.account, None)
        standing = Standing(visit.account, counts)
        if self._level(standing) == "suspended":
            appeal = self._links.appeal
            to = f"appeal at {appeal}" if appeal else "appeal to the service that you use"
            what = f"is suspended after {self._said(standing)}"
            raise TurnedAway(403, "suspended", "account", what, to)
        return standing

    def admit(self, visit: Visit, standing: Standing | None) -> None:
        """Stop a call that is about to be allowed, where its account is slowed and not in turn, or
        nobody can tell whether it is suspended. Raises: TurnedAway, LadderError, TooSlow."""
        if standing is None:
            return
        if standing.counts is None:
            raise LadderError("cannot be read, so nothing is forwarded")
        if self._level(standing) != "slowed" or self._outside.strikes is None:
            return
        strikes = self._outside.strikes()
        wait = self._in_time(lambda: strikes.turn(standing.account, visit.at))
        if wait:
            what = f"is given one image a minute after {self._said(standing)}"
            raise TurnedAway(403, "slowed", "account", what, f"wait {wait} s", wait)

    def struck(self, visit: Visit, standing: Standing | None, verdict: Verdict) -> Standing | None:
        """The standing after a recorded verdict; a sure refusal by floor or law is counted.

        A count that is lost is an alarm: the refusal stands all the same.
        """
        if standing is None or self._outside.strikes is None or not self._is_strike(verdict):
            return standing
        strikes = self._outside.strikes()
        try:
            own = self._in_time(lambda: strikes.add(standing.account, visit.id, visit.at))
        except (LadderError, TooSlow):
            self._outside.signals.count("RegisterFails", what="strike")
            return standing
        if standing.counts is None:
            return standing
        return replace(standing, counts={**standing.counts, self._settings.region: own})

    def told(self, standing: Standing | None, answer: Answer) -> Answer:
        """The answer with how the account stands, from its first warning on."""
        if standing is None or (level := self._level(standing)) == "good":
            return answer
        ladder = self._ladder
        line = (
            f"{level}; refusals={standing.refusals}; suspend={ladder.suspend}; days={ladder.days}"
        )
        return replace(answer, headers={**answer.headers, HEADER: line})

    def _level(self, standing: Standing) -> "Level":
        return self._ladder.level(standing.refusals)

    def _said(self, standing: Standing) -> str:
        days = self._ladder.days
        return f"{standing.refusals} refusals by law or by the floor within {days} days"

    def _in_time(self, work: Callable[[], T]) -> T:
        return finished("ladder", work, self._outside.limits.ledger).result()

    def _is_strike(self, verdict: Verdict) -> bool:
        if verdict.outcome is not Outcome.REFUSE:
            return False
        because = self._rulebook.versions(verdict.because)
        return any(version.legal or version.pack == FLOOR for version in because)
