"""The demo key that stands in for a platform's: it signs claims, and functions trust it."""

import base64
import json
import re
import time
from collections.abc import Mapping

import jwt
from cryptography.hazmat.primitives.asymmetric import ec

ISSUER = "https://platform.example"
AUDIENCE = "lexloci"
_KEY_ID = "demo-1"
_PAIR = re.compile(r"^\s*([a-z_]+)\s*=\s*([^;]*?)\s*$")
_LIFETIME = 300


class ClaimsError(ValueError):
    """The text of `X-Demo-Claims` is not `name=value; name=value`."""


class ClaimsSigner:
    """Signs claims as a platform does (compact JWS, ES256); its key lives as long as it does."""

    def __init__(self, issuer: str = ISSUER, audience: str = AUDIENCE) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._issuer = issuer
        self._audience = audience

    @property
    def jwks(self) -> str:
        """The public key as a JSON Web Key Set (RFC 7517)."""
        public = self._key.public_key().public_numbers()
        key = {
            "kty": "EC",
            "crv": "P-256",
            "alg": "ES256",
            "use": "sig",
            "kid": _KEY_ID,
            "x": _coordinate(public.x),
            "y": _coordinate(public.y),
        }
        return json.dumps({"keys": [key]})

    @property
    def variables(self) -> dict[str, str]:
        """The functions' environment that makes them trust this signer."""
        return {
            "LEXLOCI_CLAIMS_JWKS": self.jwks,
            "LEXLOCI_CLAIMS_ISSUER": self._issuer,
            "LEXLOCI_CLAIMS_AUDIENCE": self._audience,
        }

    def sign(self, claims: Mapping[str, object]) -> str:
        """Answer the claims as a token good for five minutes; those given replace the usual."""
        now = int(time.time())
        usual = {
            "iss": self._issuer,
            "aud": self._audience,
            "iat": now,
            "exp": now + _LIFETIME,
        }
        payload = {**usual, **claims}
        return jwt.encode(payload, self._key, algorithm="ES256", headers={"kid": _KEY_ID})


def demo_claims(text: str) -> dict[str, object]:
    """Answer `tier=premium; account=a-1` as claims; `account` is the token's subject, `consents`
    the ids of records with commas between.

    Raises: ClaimsError on anything else.
    """
    claims: dict[str, object] = {}
    for part in filter(str.strip, text.split(";")):
        found = _PAIR.match(part)
        if found is None:
            raise ClaimsError("X-Demo-Claims: not `name=value; name=value`")
        name, value = found[1], found[2]
        if name == "consents":
            claims[name] = [one.strip() for one in value.split(",")]
        else:
            claims["sub" if name == "account" else name] = value
    return claims


def _coordinate(number: int) -> str:
    return base64.urlsafe_b64encode(number.to_bytes(32, "big")).rstrip(b"=").decode()
