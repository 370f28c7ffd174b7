"""Signed claims: what the platform has proven to us about a caller.

A compact JWS (RFC 7515) in one header, by a key of the configured set that it names (`keysets`),
at most five minutes old, and bound to one body where it says so. A claim that does not hold up is
no evidence: it is ignored and recorded, and the attested facts keep the value that they have while
nothing is proven.
"""

import base64
import binascii
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from lexloci.places import Places
from lexloci.rulebook import Rulebook
from lexloci_edge.binding import is_bound_to
from lexloci_edge.bodies import json_object
from lexloci_edge.errors import TurnedAway
from lexloci_edge.ids import is_id
from lexloci_edge.keysets import Find, pinned

HEADER = "lexloci-claims"
LENGTH_LIMIT = 4096
AGE_LIMIT = 300
"""Seconds since a claim was issued."""
SKEW = 30
"""Seconds by which the issuer's clock may be ahead of ours."""

SURFACES = frozenset({"api", "web", "app", "in_app", "public_reply"})
PROVABLE = ("tier", "viewer", "adult_mode")
"""Facts that a claim can prove. Not `consent`: that takes a consent record."""

UNASSURING: Final = frozenset({"none", "checkbox", "self_declared", "self_declaration"})
"""Methods of age assurance that assure nobody."""

PLACES_LIMIT = 60
CONSENTS_LIMIT = 4
_TYPES = (None, "JWT", "lexloci-claims+jwt")
_COMPACT = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+", re.ASCII)
_COUNTRY = re.compile(r"[A-Z]{2}", re.ASCII)
_METHOD = re.compile(r"[a-z][a-z0-9_]{0,31}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Claims:
    """What is proven. facts: fact -> its value. places: nodes claimed as the caller's place, None
    where no claim names one; place_says: how the record calls that. added: by word of the record,
    nodes that the account's and the billing country add. evidence: as recorded.
    """

    evidence: tuple[str, ...]
    facts: Mapping[str, str] = field(default_factory=dict)
    account: str | None = None
    surface: str = "api"
    places: frozenset[str] | None = None
    place_says: str = "place:claimed"
    added: Mapping[str, frozenset[str]] = field(default_factory=dict)
    consents: tuple[str, ...] = ()
    """Ids of consent records that the call may rest on; `purpose`: what for, as a record has it."""
    purpose: str | None = None
    backend: bool = False
    """Whether the platform's own server speaks (`role: backend`), which may change the register."""


NONE = Claims(())


@dataclass(frozen=True, slots=True)
class Trust:
    """What else is believed of claims that hold up.

    methods: of age assurance that count; none named: whatever the platform states, even nothing.
    test_places: whether a claim may set a place for a test (staging only).
    """

    methods: frozenset[str] = frozenset()
    test_places: bool = False


class Issuer:
    """Whose claims count: one issuer, our audience, and its keys (a set as text is pinned)."""

    def __init__(
        self, keys: str | Find, issuer: str, audience: str, trust: Trust | None = None
    ) -> None:
        self._find = pinned(keys) if isinstance(keys, str) else keys
        self._issuer = issuer
        self._audience = audience
        self.trust = trust or Trust()

    def proven(
        self, token: str, now: datetime, body: Callable[[], bytes] | None
    ) -> Mapping[str, Any] | str:
        """The claims of a token that holds up, or the reason in a word why it does not.

        body: answers the raw body that came with it, asked for only where the token is bound.
        """
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
        wrong = self._fresh(claims, int(now.timestamp()))
        if wrong is None and not is_bound_to(claims, body):
            wrong = "body"
        return wrong or claims

    def _signed(self, token: str) -> bytes | str:
        """The payload under a good signature, or the reason why there is none."""
        head = _head(token)
        if head is None:
            return "malformed"
        if set(head) - {"alg", "typ", "kid"} or head.get("typ") not in _TYPES:
            # crit, b64, cty, zip, jwk, jku, x5c, x5u: what is not understood is not obeyed.
            return "header"
        kid = head.get("kid")
        key = self._find(kid) if isinstance(kid, str) else None
        if key is None:
            return "key"
        if head.get("alg") != key.algorithm:
            return "algorithm"
        from jwt import PyJWS
        from jwt.exceptions import PyJWTError

        try:
            signing = PyJWS(algorithms=[key.algorithm])
            payload: bytes = signing.decode(token, key=key.key, algorithms=[key.algorithm])
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
    headers: Mapping[str, str],
    issuer: Issuer | None,
    rulebook: Rulebook,
    now: datetime,
    body: Callable[[], bytes] | None = None,
) -> Claims:
    """What the claims header proves; nothing where it is absent or does not hold up."""
    token = headers.get(HEADER)
    if token is None:
        return NONE
    if issuer is None:
        return Claims(("claims:no-issuer",))
    found = issuer.proven(token.strip(), now, body)
    if isinstance(found, str):
        return Claims((f"claims:{found}",))
    return read_claims(found, rulebook, issuer.trust, now)


def _head(token: str) -> Mapping[str, Any] | None:
    """The protected header, read strictly: a member twice is no header."""
    part = token.partition(".")[0]
    try:
        return json_object(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except (binascii.Error, ValueError, TurnedAway):
        return None


def read_claims(
    claims: Mapping[str, Any], rulebook: Rulebook, trust: Trust, now: datetime
) -> Claims:
    """What these claims prove, once somebody's signature stands for them."""
    evidence = ["claims"]
    facts: dict[str, str] = {}
    for fact in PROVABLE:
        value = claims.get(fact)
        if isinstance(value, str) and value in rulebook.facts[fact].values:
            facts[fact] = value
        elif value is not None:
            evidence.append(f"claims:{fact}")
    if facts.get("viewer") == "assured_adult":
        says = _assurance(claims.get("age_assurance"), trust, now)
        evidence.append(says or "claims:viewer")
        if says is None:
            del facts["viewer"]
    if "consent" in claims:
        # The requester's own word never opens what consent opens (S15).
        evidence.append("claims:consent")
    if "test_place" in claims and not trust.test_places:
        evidence.append("claims:test_place")
    surface = claims.get("surface", "api")
    account = claims.get("account", claims.get("sub"))
    places, place_says = _claimed_place(claims, rulebook.places, trust)
    return Claims(
        evidence=tuple(evidence),
        facts=facts,
        account=account if isinstance(account, str) and 0 < len(account) <= 256 else None,
        surface=surface if isinstance(surface, str) and surface in SURFACES else "other",
        places=places,
        place_says=place_says,
        added=_added_places(claims, rulebook.places),
        consents=_consents(claims.get("consents")),
        purpose=purpose if isinstance(purpose := claims.get("purpose"), str) else None,
        backend=claims.get("role") == "backend",
    )


def _consents(stated: object) -> tuple[str, ...]:
    """Ids of consent records; none where there are more than a call may rest on."""
    if not isinstance(stated, list) or len(stated) > CONSENTS_LIMIT:
        return ()
    return tuple(id for id in stated if isinstance(id, str) and is_id(id))


def _assurance(stated: object, trust: Trust, now: datetime) -> str | None:
    """How and when the platform assured itself of the viewer's age, as the record calls it.

    None where it does not count. `stated`: {"method": word, "at": seconds since 1970}.
    """
    if stated is None:
        return None if trust.methods else "viewer:method-unstated"
    if not isinstance(stated, dict):
        return None
    method, at = stated.get("method"), stated.get("at")
    if not isinstance(method, str) or not _METHOD.fullmatch(method) or method in UNASSURING:
        return None
    if trust.methods and method not in trust.methods:
        return None
    if not isinstance(at, int) or isinstance(at, bool) or not 0 < at <= now.timestamp() + SKEW:
        return None
    return f"viewer:{method}:{datetime.fromtimestamp(at, UTC).date()}"


def _claimed_place(
    claims: Mapping[str, Any], places: Places, trust: Trust
) -> tuple[frozenset[str] | None, str]:
    """The place that a backend states for its caller, or in staging a test: one node or several.

    Every place where it cannot be read.
    """
    for member, says in (("test_place", "place:test"), ("place", "place:claimed")):
        if member not in claims or (member == "test_place" and not trust.test_places):
            continue
        stated = claims[member] if isinstance(claims[member], list) else [claims[member]]
        if 0 < len(stated) <= PLACES_LIMIT and all(
            isinstance(node, str) and places.known(node) for node in stated
        ):
            return frozenset(stated), says
        return frozenset({places.world}), f"{says}-unknown"
    return None, ""


def _added_places(claims: Mapping[str, Any], places: Places) -> Mapping[str, frozenset[str]]:
    """What the account's own country and that of its means of payment add; never taken away."""
    added: dict[str, frozenset[str]] = {}
    for word in ("account", "billing"):
        country = claims.get(f"{word}_country")
        if country is None:
            continue
        node = None
        if isinstance(country, str) and _COUNTRY.fullmatch(country):
            node = places.resolve(country)
        says = f"place:{word}" if node else f"place:{word}-unknown"
        added[says] = frozenset({node or places.world})
    return added
