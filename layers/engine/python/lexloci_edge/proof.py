"""Proof that a call came through our distribution: the secret that it adds to every call.

Without it no header that CloudFront would set means anything, so the call is turned away.
"""

import hmac
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from lexloci_edge.errors import TurnedAway, Unavailable
from lexloci_edge.vault import Secret, Secrets

HEADER = "x-lexloci-origin"
SKEW = timedelta(minutes=5)
"""How far our clock may be from API Gateway's: days in force and claims hang on it."""


def prove_clock(ours: datetime, theirs: datetime) -> None:
    """Hold our clock against API Gateway's at this call. Raises: Unavailable."""
    if abs(ours - theirs) > SKEW:
        raise Unavailable("clock", "clock", "is too far from that of API Gateway")


def prove_path(headers: Mapping[str, str], secrets: Secrets, name: str) -> None:
    """Prove it by the secret of this name, fetched once more before a call is turned away.

    So a value that was rotated a moment ago is never refused; how often strangers can make us fetch
    is bounded (`vault.REFETCH`). Raises: TurnedAway 403, SecretError.
    """
    try:
        prove(headers, secrets.accepted(name))
    except TurnedAway:
        anew = secrets.refreshed(name) if headers.get(HEADER) else None
        if anew is None:
            raise
        prove(headers, anew)


def prove(headers: Mapping[str, str], accepted: Sequence[Secret]) -> None:
    """Hold the header against every accepted value, in constant time and without stopping early.

    Raises: TurnedAway 403 where it is missing or equals none.
    """
    given = headers.get(HEADER, "").encode(errors="replace")
    equal = [hmac.compare_digest(given, secret.value) for secret in accepted]
    if not given or not any(equal):
        raise TurnedAway(
            403,
            "unproven-origin",
            HEADER,
            "this call did not come through our distribution",
            "call the public address",
        )
