"""Signed claims: what the platform has proven to us about a caller.

A compact JWS (RFC 7515) in one header, ES256, by a key of the configured set that it names. A claim
that does not hold up is no evidence: it is ignored and recorded, and the attested facts keep the
value that they have while nothing is proven. PyJWT is loaded at the first claim, not at the start.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from lexloci.places import Places
from lexloci.rulebook import Rulebook
from lexloci_edge.bodies import json_object
from lexloci_edge.errors import SettingsError, TurnedAway

if TYPE_CHECKING:
    from jwt import PyJWK

HEADER = "lexloci-claims"
LENGTH_LIMIT = 4096
AGE_LIMIT = 300
"""Seconds since a claim was issued."""
SKEW = 30
"""Seconds by which the issuer's clock may be ahead of ours."""

SURFACES = frozenset({"api", "web", "app", "in_app", "public_reply"})
PROVABLE = ("tier", "viewer", "adult_mode")
"""Facts that a claim can prove. Not `consent`: that takes a consent record."""

_COMPACT = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+", re.ASCII)
_COUNTRY = re.compile(r"[A-Z]{2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Claims:
    """What is proven. facts: fact -> its value. places: nodes claimed as the caller's place, None
    where no claim names one. added: nodes that the account's country adds. evidence: as recorded.
    """

    evidence: tuple[str, ...]
    facts: Mapping[str, str] = field(default_factory=dict)
    account: str | None = None
    surface: str = "api"
    places: frozenset[str] | None = None
    added: frozenset[str] = frozenset()


NONE = Claims(())


class Issuer:
    """Whose claims count: one issuer, our audience, and its keys."""

    def __init__(self, jwks: str, issuer: str, audience: str) -> None:
        try:
            keys = json.loads(jwks)["keys"]
            found = {str(key["kid"]): key for key in keys}
        except (ValueError, KeyError, TypeError):
            raise SettingsError("LEXLOCI_CLAIMS_JWKS", "is not a set of keys with ids") from None
        if not found or len(found) != len(keys):
            raise SettingsError("LEXLOCI_CLAIMS_JWKS", "has no key, or two of one id")
        if any(key.get("kty") != "EC" or key.get("crv") != "P-256" or "d" in key for key in keys):
            raise SettingsError("LEXLOCI_CLAIMS_JWKS", "holds a key that is not a public P-256 one")
        self._written: Mapping[str, Mapping[str, Any]] = found
        self._issuer = issuer
        self._audience = audience

    @cached_property
    def _keys(self) -> Mapping[str, "PyJWK"]:
        from jwt import PyJWK

        return {kid: PyJWK(dict(key), algorithm="ES256") for kid, key in self._written.items()}

    def proven(self, token: str, now: datetime) -> Mapping[str, Any] | str:
        """The claims of a token that holds up, or the reason in a word why it does not."""
        if len(token) > LENGTH_LIMIT:
            return "oversize"
        if not _COMPACT.fullmatch(token):
            return "malformed"
        payload = self._signed(token)
        if isinstance(payload, str):
            return payload
        try:
            claims = json_object(payload)
        except TurnedAway:
            return "malformed"
        return self._fresh(claims, int(now.timestamp())) or claims

    def _signed(self, token: str) -> bytes | str:
        """The payload under a good signature, or the reason why there is none."""
        from jwt import PyJWS
        from jwt.exceptions import PyJWTError

        keys = self._keys
        signing = PyJWS(algorithms=["ES256"])
        try:
            head = signing.get_unverified_header(token)
            if set(head) - {"alg", "typ", "kid"}:
                return "header"
            key = keys.get(str(head.get("kid")))
            if key is None:
                return "key"
            payload: bytes = signing.decode(token, key=key, algorithms=["ES256"])
            return payload
        except (PyJWTError, ValueError, TypeError):
            return "signature"

    def _fresh(self, claims: Mapping[str, Any], now: int) -> str | None:
        """Why these claims, though signed, are not for us and for now; None where they are."""
        if claims.get("iss") != self._issuer:
            return "issuer"
        audience = claims.get("aud")
        if audience != self._audience and audience != [self._audience]:
            return "audience"
        issued, ends, begins = claims.get("iat"), claims.get("exp"), claims.get("nbf", 0)
        for moment in (issued, ends, begins):
            if not isinstance(moment, int) or isinstance(moment, bool):
                return "times"
        assert isinstance(issued, int)
        assert isinstance(ends, int)
        if ends <= now:
            return "expired"
        if now - issued > AGE_LIMIT:
            return "stale"
        if issued > now + SKEW or begins > now + SKEW:
            return "early"
        return None


def claims_of(
    headers: Mapping[str, str], issuer: Issuer | None, rulebook: Rulebook, now: datetime
) -> Claims:
    """What the claims header proves; nothing where it is absent or does not hold up."""
    token = headers.get(HEADER)
    if token is None:
        return NONE
    if issuer is None:
        return Claims(("claims:no-issuer",))
    found = issuer.proven(token.strip(), now)
    if isinstance(found, str):
        return Claims((f"claims:{found}",))
    return _read(found, rulebook)


def _read(claims: Mapping[str, Any], rulebook: Rulebook) -> Claims:
    evidence = ["claims"]
    facts: dict[str, str] = {}
    for fact in PROVABLE:
        value = claims.get(fact)
        if isinstance(value, str) and value in rulebook.facts[fact].values:
            facts[fact] = value
        elif value is not None:
            evidence.append(f"claims:{fact}")
    if "consent" in claims:
        # The requester's own word never opens what consent opens (S15).
        evidence.append("claims:consent")
    surface = claims.get("surface", "api")
    account = claims.get("account", claims.get("sub"))
    return Claims(
        evidence=tuple(evidence),
        facts=facts,
        account=account if isinstance(account, str) and 0 < len(account) <= 256 else None,
        surface=surface if isinstance(surface, str) and surface in SURFACES else "other",
        places=_claimed_place(claims, rulebook.places),
        added=_account_places(claims, rulebook.places),
    )


def _claimed_place(claims: Mapping[str, Any], places: Places) -> frozenset[str] | None:
    """The place that a backend states for its caller; every place where it cannot be read."""
    if "place" not in claims:
        return None
    place = claims["place"]
    return frozenset({place if isinstance(place, str) and places.known(place) else places.world})


def _account_places(claims: Mapping[str, Any], places: Places) -> frozenset[str]:
    country = claims.get("account_country")
    if country is None:
        return frozenset()
    node = None
    if isinstance(country, str) and _COUNTRY.fullmatch(country):
        node = places.resolve(country)
    return frozenset({node or places.world})
