"""Letting in the platform's backend to what is kept: by its claims through the front, or by IAM.

A call that was signed for IAM comes past the front, by an API that exists only where the template
opens it (`IamRoutes`), and API Gateway has checked its signature. So there is no path to prove, and
none of its headers says anything: neither where it comes from, nor who makes it.
"""

from typing import Final

from lexloci.rulebook import Rulebook
from lexloci_edge import proof
from lexloci_edge.arrivals import body_of
from lexloci_edge.claims import Claims, Issuer, claims_of
from lexloci_edge.errors import TurnedAway
from lexloci_edge.hashes import account_text
from lexloci_edge.outside import Visit
from lexloci_edge.settings import Settings
from lexloci_edge.vault import Secrets

SIGNED_FOR_IAM: Final = Claims(("backend:iam",), backend=True)
"""What such a call proves: that a backend speaks."""


def who_comes(
    visit: Visit, settings: Settings, issuer: Issuer | None, rulebook: Rulebook, secrets: Secrets
) -> Claims:
    """What is proven of whoever calls. Raises: TurnedAway 403 past the front, SecretError,
    Unavailable where our clock is off."""
    arrival = visit.arrival
    proof.prove_clock(visit.at, arrival.at)
    if arrival.iam is not None:
        return SIGNED_FOR_IAM
    proof.prove_path(arrival.headers, secrets, settings.origin_secret)
    return claims_of(arrival.headers, issuer, rulebook, visit.at, lambda: body_of(arrival))


def named(visit: Visit, claims: Claims) -> str | None:
    """What names the one who speaks, for its keyed hash; None where nothing does."""
    iam = visit.arrival.iam
    return account_text(claims.account, {}) if iam is None else f"iam\0{iam}"


def only_backends(claims: Claims) -> None:
    """Raises: TurnedAway 403 for anybody else."""
    if not claims.backend:
        raise TurnedAway(
            403, "not-a-backend", "Lexloci-Claims", "no signed claims with `role: backend`"
        )
