"""Proof that a call came through our distribution: the secret that it adds to every call.

Without it no header that CloudFront would set means anything, so the call is turned away.
"""

import hmac
from collections.abc import Mapping, Sequence

from lexloci_edge.errors import TurnedAway
from lexloci_edge.vault import Secret, Secrets

HEADER = "x-lexloci-origin"


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
