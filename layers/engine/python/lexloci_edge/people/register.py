"""The register's own API, for the platform's backend: consents, protected persons, accounts.

    POST /v1/consents            GET /v1/consents/{id}      POST /v1/consents/{id}/revoke
    POST /v1/protected           GET /v1/protected/{id}     POST /v1/protected/{id}/release
    POST /v1/accounts/reinstate

Only a backend is let in (`backends`): by signed claims with `role: backend`, or by IAM. Nothing
here judges a call, and no call can reach it: a function of its own, whose role no gate has.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from lexloci.rulebook import Rulebook
from lexloci_edge.answers import Answer, not_taken, told
from lexloci_edge.arrivals import arrival_of, body_of
from lexloci_edge.backends import named, only_backends, who_comes
from lexloci_edge.bodies import json_object
from lexloci_edge.claims import Issuer
from lexloci_edge.errors import TurnedAway
from lexloci_edge.hashes import keyed_hash
from lexloci_edge.ids import is_id
from lexloci_edge.outside import Deadline, Visit
from lexloci_edge.people.consents import Consent, Consents
from lexloci_edge.people.protected import MAX_AGE, Protected
from lexloci_edge.people.registering import (
    NewConsent,
    NewPerson,
    Reinstated,
    consent_of,
    person_of,
    read_as,
)
from lexloci_edge.people.strikes import Strikes
from lexloci_edge.settings import Settings
from lexloci_edge.signals import Signals
from lexloci_edge.vault import Secret, Secrets

CONSENTS = "/v1/consents"
PROTECTED = "/v1/protected"
REINSTATE = "/v1/accounts/reinstate"


@dataclass(frozen=True, slots=True)
class Shelves:
    """Everything outside the register that it touches."""

    consents: Consents
    protected: Protected
    strikes: Strikes
    secrets: Secrets
    signals: Signals
    clock: Callable[[], datetime]


class Register:
    """The register of one environment."""

    def __init__(
        self, settings: Settings, rulebook: Rulebook, issuer: Issuer | None, shelves: Shelves
    ) -> None:
        self._settings = settings
        self._rulebook = rulebook
        self._issuer = issuer
        self._shelves = shelves

    def answer(self, event: Mapping[str, Any], context: Deadline, id: str) -> dict[str, Any]:
        """The answer to an event of payload format 2.0. `id`: of what it makes, if anything.

        Raises: Unavailable, and whatever breaks; `failsafe` makes a 503 of it.
        """
        visit = Visit(id, self._shelves.clock(), arrival_of(event), context)
        try:
            answer = self._respond(visit)
        except TurnedAway as error:
            self._shelves.signals.count("RegisterTurnedAway", code=error.code)
            answer = not_taken(error, "Not accepted by the register", id)
        return answer.reply()

    def _respond(self, visit: Visit) -> Answer:
        self._let_in(visit)
        where, id, does = _parted(visit.arrival.path)
        made: Mapping[tuple[str, str, bool, str], Callable[[Visit, str], Answer]] = {
            ("POST", CONSENTS, False, ""): self._consent,
            ("GET", CONSENTS, True, ""): self._show_consent,
            ("POST", CONSENTS, True, "revoke"): self._revoke,
            ("POST", PROTECTED, False, ""): self._protect,
            ("GET", PROTECTED, True, ""): self._show_person,
            ("POST", PROTECTED, True, "release"): self._release,
            ("POST", REINSTATE, False, ""): self._reinstate,
        }
        found = made.get((visit.arrival.method, where, bool(id), does))
        if found is None:
            raise TurnedAway(404, "no-route", "path", "is not a route of the register")
        return found(visit, id)

    def _let_in(self, visit: Visit) -> None:
        """Only the platform's backend. Raises: TurnedAway 403, SecretError, Unavailable."""
        secrets = self._shelves.secrets
        claims = who_comes(visit, self._settings, self._issuer, self._rulebook, secrets)
        only_backends(claims)
        by = named(visit, claims)
        visit.account = None if by is None else self._hashed("account", by)

    def _consent(self, visit: Visit, _: str) -> Answer:
        new = read_as(NewConsent, json_object(body_of(visit.arrival)))
        region = self._settings.region
        consent = consent_of(new, visit.id, region, visit.account, visit.at, self._hashed)
        self._shelves.consents.keep(consent, tuple(each.proof for each in new.subjects))
        self._say(visit, "consent recorded", consent.id)
        return told(201, _shown(consent), visit.id)

    def _show_consent(self, visit: Visit, id: str) -> Answer:
        found = self._shelves.consents.get(id)
        if found is None:
            raise _not_there("consent")
        proofs = self._shelves.consents.proofs(id)
        return told(200, {**_shown(found), "proofs": list(proofs)}, visit.id)

    def _revoke(self, visit: Visit, id: str) -> Answer:
        found = self._shelves.consents.revoke(id, visit.at)
        if found is None:
            raise _not_there("consent")
        self._say(visit, "consent revoked", id)
        region = self._settings.region
        said = (
            f"at the next call in {region}; in other Regions within the table's replication"
            " delay, usually about a second"
        )
        return told(200, {**_shown(found), "effective": said}, visit.id)

    def _protect(self, visit: Visit, _: str) -> Answer:
        new = read_as(NewPerson, json_object(body_of(visit.arrival)))
        region = self._settings.region
        person = person_of(new, visit.id, region, visit.account, visit.at, self._hashed)
        self._shelves.protected.enter(person)
        self._say(visit, "person protected", person.id)
        said = f"within {MAX_AGE.seconds} s in {region}; elsewhere after replication too"
        return told(201, {**_plain(asdict(person)), "effective": said}, visit.id)

    def _show_person(self, visit: Visit, id: str) -> Answer:
        found = self._shelves.protected.get(id)
        if found is None:
            raise _not_there("person")
        return told(200, _plain(asdict(found)), visit.id)

    def _release(self, visit: Visit, id: str) -> Answer:
        found = self._shelves.protected.get(id)
        if found is None:
            raise _not_there("person")
        if found.region != self._settings.region:
            raise TurnedAway(409, "elsewhere", "id", f"was entered in {found.region}", "ask there")
        released = self._shelves.protected.release(found, visit.at)
        self._say(visit, "person released", id)
        return told(200, _plain(asdict(released)), visit.id)

    def _reinstate(self, visit: Visit, _: str) -> Answer:
        asked = read_as(Reinstated, json_object(body_of(visit.arrival)))
        for key in self._keys():
            account = keyed_hash(key, "account", f"claim\0{asked.account}")
            self._shelves.strikes.reinstate(account, visit.at)
        self._say(visit, "account reinstated", self._hashed("account", f"claim\0{asked.account}"))
        return told(200, {"reinstated": True}, visit.id)

    def _say(self, visit: Visit, what: str, about: str) -> None:
        """Who did what to which record: ids and keyed hashes only."""
        signals = self._shelves.signals
        signals.count("Register", what=what)
        signals.say(what, correlation_id=visit.id, about=about, by=visit.account)

    def _keys(self) -> tuple[Secret, ...]:
        return self._shelves.secrets.accepted(self._settings.hash_key)

    def _hashed(self, kind: str, text: str) -> str:
        return keyed_hash(self._keys()[0], kind, text)


def _parted(path: str) -> tuple[str, str, str]:
    """A path as its collection, id and verb, each empty where there is none."""
    for where in (CONSENTS, PROTECTED, REINSTATE):
        if path == where:
            return where, "", ""
        id, _, does = path.removeprefix(f"{where}/").partition("/")
        if path.startswith(f"{where}/") and is_id(id):
            return where, id, does
    return "", "", ""


def _shown(consent: Consent) -> dict[str, Any]:
    told: dict[str, Any] = consent.model_dump(mode="json", exclude_none=True)
    return told


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in values.items()
        if value is not None
    }


def _not_there(what: str) -> TurnedAway:
    return TurnedAway(404, f"no-{what}", "id", f"is no {what} in this register")
