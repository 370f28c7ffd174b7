"""Signs `Lexloci-Claims` as a platform's backend does; a model to copy, and for trying things out.

A claim is good for five minutes and, bound to a body, for that body only. Keep the private key
where only the backend can use it; the gate needs the public key set (`jwks`) and nothing else.
"""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import jwt
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from lexloci_edge.binding import content_digest
from lexloci_edge.keysets import ALGORITHMS

LIFETIME = 300
"""Seconds; the gate takes no claim that is older, whatever its end says."""

PrivateKey: TypeAlias = EllipticCurvePrivateKey | Ed25519PrivateKey


@dataclass(frozen=True)
class Signer:
    """Signs as one issuer, for one audience, by one key. `clock` answers seconds since 1970."""

    key: PrivateKey
    kid: str
    issuer: str
    audience: str = "lexloci"
    clock: Callable[[], float] = time.time

    @staticmethod
    def of_pem(pem: bytes, kid: str, issuer: str, audience: str = "lexloci") -> "Signer":
        """A signer by a private key without a password. Raises: ValueError for another kind."""
        key = load_pem_private_key(pem, password=None)
        if isinstance(key, EllipticCurvePrivateKey) and key.curve.name == "secp256r1":
            return Signer(key, kid, issuer, audience)
        if isinstance(key, Ed25519PrivateKey):
            return Signer(key, kid, issuer, audience)
        raise ValueError("not a P-256 or Ed25519 key")

    @property
    def jwks(self) -> str:
        """The public key set (RFC 7517), for the parameter `ClaimsJwks`."""
        by = _by(self.key)
        public = json.loads(by.to_jwk(self.key.public_key()))
        usual = {"kid": self.kid, "alg": ALGORITHMS[public["kty"], public["crv"]], "use": "sig"}
        return json.dumps({"keys": [{**public, **usual}]})

    def sign(self, claims: Mapping[str, Any], body: bytes | None = None) -> str:
        """The value of the header `Lexloci-Claims`; with a body, good for that body only."""
        now = int(self.clock())
        usual = {"iss": self.issuer, "aud": self.audience, "iat": now, "exp": now + LIFETIME}
        bound = {} if body is None else {"content_digest": content_digest(body)}
        algorithm = "EdDSA" if isinstance(self.key, Ed25519PrivateKey) else "ES256"
        payload = {**usual, **claims, **bound}
        return jwt.encode(payload, self.key, algorithm=algorithm, headers={"kid": self.kid})


def _by(key: PrivateKey) -> Any:
    from jwt.algorithms import ECAlgorithm, OKPAlgorithm

    return OKPAlgorithm if isinstance(key, Ed25519PrivateKey) else ECAlgorithm
