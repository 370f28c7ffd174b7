"""Proof that a call came through our distribution: the secret that it adds to every call.

Without it no header that CloudFront would set means anything, so the call is turned away.
"""

import hmac
from collections.abc import Mapping, Sequence

from lexloci_edge.errors import TurnedAway
from lexloci_edge.vault import Secret

HEADER = "x-lexloci-origin"


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
