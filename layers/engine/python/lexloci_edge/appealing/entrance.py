"""The way in to both functions for appeals and reports, and how they answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from lexloci.rulebook import Rulebook
from lexloci_edge.answers import Answer, not_taken
from lexloci_edge.arrivals import arrival_of
from lexloci_edge.backends import named, who_comes
from lexloci_edge.claims import Claims, Issuer
from lexloci_edge.errors import TurnedAway
from lexloci_edge.hashes import keyed_hash
from lexloci_edge.ids import is_id
from lexloci_edge.outside import Deadline, Visit
from lexloci_edge.settings import Settings
from lexloci_edge.signals import Signals
from lexloci_edge.vault import Secrets

APPEALS: Final = "/v1/appeals"
REPORTS: Final = "/v1/reports"

Route = tuple[str, str, bool, str]
"""Method, collection, whether an id stands behind it, and the verb behind that."""


@dataclass(frozen=True, slots=True)
class Entrance:
    """What both need to know who comes: settings, law (for places), issuer, secrets, clock."""

    settings: Settings
    rulebook: Rulebook
    issuer: Issuer | None
    secrets: Secrets
    signals: Signals
    clock: Callable[[], datetime]

    def answer(
        self,
        event: Mapping[str, Any],
        context: Deadline,
        id: str,
        routes: Mapping[Route, Callable[[Visit, Claims, str], Answer]],
    ) -> dict[str, Any]:
        """The answer of one of these routes to an event of payload format 2.0.

        Raises: Unavailable, and whatever breaks; `failsafe` makes a 503 of it.
        """
        visit = Visit(id, self.clock(), arrival_of(event), context)
        try:
            claims = self._who(visit)
            where, number, does = _parted(visit.arrival.path)
            found = routes.get((visit.arrival.method, where, bool(number), does))
            if found is None:
                raise TurnedAway(404, "no-route", "path", "is not a route here")
            answer = found(visit, claims, number)
        except TurnedAway as error:
            self.signals.count("FilingTurnedAway", code=error.code)
            answer = not_taken(error, "Not accepted", id)
        return answer.reply()

    def _who(self, visit: Visit) -> Claims:
        """What is proven; a backend is the visit's account. Raises: as `backends.who_comes`."""
        claims = who_comes(visit, self.settings, self.issuer, self.rulebook, self.secrets)
        if claims.backend:
            by = named(visit, claims)
            visit.account = None if by is None else self.hashed("account", by)
        return claims

    def hashed(self, kind: str, text: str) -> str:
        """The keyed hash under the current key. Raises: SecretError."""
        return keyed_hash(self.secrets.accepted(self.settings.hash_key)[0], kind, text)

    def hashes(self, kind: str, text: str) -> frozenset[str]:
        """The keyed hashes under every key that is accepted. Raises: SecretError."""
        keys = self.secrets.accepted(self.settings.hash_key)
        return frozenset(keyed_hash(key, kind, text) for key in keys)


def not_there(kind: str) -> TurnedAway:
    """There is none of this number, or none for this caller: nobody is told which."""
    return TurnedAway(404, f"no-{kind}", "id", f"is no {kind} of yours here")


def _parted(path: str) -> tuple[str, str, str]:
    """A path as its collection, id and verb, each empty where there is none."""
    for where in (APPEALS, REPORTS):
        if path == where:
            return where, "", ""
        id, _, does = path.removeprefix(f"{where}/").partition("/")
        if path.startswith(f"{where}/") and is_id(id):
            return where, id, does
    return "", "", ""
