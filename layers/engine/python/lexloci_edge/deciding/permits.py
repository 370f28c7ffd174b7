"""Permits: what an image server needs to see before it makes an image that we do not forward.

A compact JWS (RFC 7515, ES256) for one allowed call: which words and files, from where, by which
law, with which duties, for a minute. The server holds it against the bytes that it is about to use
(`lexloci_permit.py` in the tools' folder `client/`), takes it once, and tells the outcome.
"""

import hashlib
import secrets as chance
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from lexloci_edge.bodies import written_json
from lexloci_edge.calls import Call
from lexloci_edge.deciding.permit_keys import PermitKeys

SECONDS: Final = 60
"""How long a permit is good for: from the decision to the start of the image."""
TYPE: Final = "lexloci-permit+jwt"


@dataclass(frozen=True, slots=True)
class Subject:
    """What a permit is about. id: the decision's. places: where the call comes from, as nodes."""

    id: str
    call: Call
    places: tuple[str, ...]
    duties: tuple[str, ...]


class Permits:
    """Signs permits. issuer, audience: `iss`, and the image server as `aud`."""

    def __init__(self, keys: PermitKeys, issuer: str, audience: str) -> None:
        self._keys = keys
        self._issuer = issuer
        self._audience = audience

    def signed(self, subject: Subject, rulebook: str, now: datetime) -> str:
        """The permit. rulebook: its digest. Raises: SecretError."""
        from jwt import encode

        key = self._keys.signing(now)
        issued = int(now.timestamp())
        claims = {
            "iss": self._issuer,
            "aud": self._audience,
            "iat": issued,
            "exp": issued + SECONDS,
            "jti": chance.token_urlsafe(16),
            "decision": subject.id,
            "call": call_digest(subject.call),
            "images": list(subject.call.named),
            "place": list(subject.places),
            "duties": list(subject.duties),
            "rulebook": rulebook,
        }
        headers = {"typ": TYPE, "kid": key.kid}
        return encode(claims, key.private, algorithm="ES256", headers=headers)


def call_digest(call: Call) -> str:
    """The digest of a call in its canonical form: what was judged, and what may be made.

    SHA-256 of `{"images": […], "negative_prompt": "…", "operation": "…", "prompt": "…"}` with
    sorted keys, no spaces, UTF-8; `images` are the files' digests in hex, in order.
    """
    canonical = {
        "operation": call.operation,
        "prompt": call.prompt,
        "negative_prompt": call.negative,
        "images": list(call.named),
    }
    return f"sha256:{hashlib.sha256(written_json(canonical)).hexdigest()}"
