"""Who may ask for decisions: the platform's backend, known by IAM or by its signed claims.

What a backend says of its caller (place, account, what it has assured itself of) comes in the body,
so it counts only where the backend's signature covers the body: SigV4 always does, a token does
where it is bound to the body (`binding`). Of an unbound token only what the token itself says
counts, and the body is no more than a question.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from lexloci_edge.arrivals import Arrival, body_of
from lexloci_edge.claims import HEADER, Issuer
from lexloci_edge.errors import TurnedAway

BINDINGS: Final = ("content_digest", "body_sha256")
OWN: Final = ("sub", "role", "iss", "aud", "iat", "exp", "nbf", *BINDINGS)
"""What a backend's token says of itself and its caller's account is none of."""


@dataclass(frozen=True, slots=True)
class Backend:
    """A backend. word: as records call it. attests: whether its signature covers the body.

    stated: what its token says of the caller.
    """

    word: str
    attests: bool
    stated: Mapping[str, Any]


def backend_of(arrival: Arrival, issuer: Issuer | None, now: datetime) -> Backend:
    """Who asks. Raises: TurnedAway 403 where it is no backend."""
    if arrival.iam is not None:
        return Backend("backend:iam", True, {})
    token = arrival.headers.get(HEADER)
    found: Mapping[str, Any] | str = "no-issuer"
    if issuer is not None and token is not None:
        found = issuer.proven(token.strip(), now, lambda: body_of(arrival))
    if isinstance(found, str) or found.get("role") != "backend":
        raise TurnedAway(
            403,
            "not-a-backend",
            "Lexloci-Claims",
            "no signed claims with `role: backend`",
            "decisions are for the platform's backend; its callers use /v1/images",
        )
    attests = any(name in found for name in BINDINGS)
    stated = {name: value for name, value in found.items() if name not in OWN}
    return Backend("backend:bound" if attests else "backend:unbound", attests, stated)
