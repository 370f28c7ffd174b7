"""The keys that sign permits: made from a secret's values, so that any rotation of it rotates them.

The secret holds chance, no key: CloudFormation and Secrets Manager can make it, and nobody ever
handles a private key. A new key is published at once and signs only once everybody can know it.
"""

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from lexloci_edge.errors import SecretError
from lexloci_edge.vault import MAX_AGE, Secret, Secrets

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

KEPT: Final = 300
"""Seconds that others may keep the published keys."""
SETTLED: Final = MAX_AGE + timedelta(seconds=KEPT + 60)
"""How old a value must be to sign where there is one before it: by then every environment has
fetched it, and whoever kept the published keys has let go of them."""
SHORTEST: Final = 32
_ORDER: Final = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""Of the curve P-256 (SEC 2, section 2.4.2)."""


@dataclass(frozen=True, slots=True)
class PermitKey:
    """A signing key. kid: the thumbprint of its public half (RFC 7638). jwk: that half."""

    kid: str
    jwk: dict[str, Any]
    private: "EllipticCurvePrivateKey"


class PermitKeys:
    """The keys of one secret, each made once."""

    def __init__(self, secrets: Secrets, name: str) -> None:
        self._secrets = secrets
        self._name = name
        self._made: dict[bytes, PermitKey] = {}

    def signing(self, now: datetime) -> PermitKey:
        """The key that signs now. Raises: SecretError."""
        current, *before = self._secrets.accepted(self._name)
        young = current.since is not None and now - current.since < SETTLED
        return self._key(before[0] if before and young else current)

    def published(self) -> dict[str, Any]:
        """The key set (RFC 7517): the current key and the one before. Raises: SecretError."""
        keys = [self._key(each).jwk for each in self._secrets.accepted(self._name)]
        return {"keys": keys}

    def _key(self, secret: Secret) -> PermitKey:
        if secret.value not in self._made:
            if len(secret.value) < SHORTEST:
                raise SecretError(f"`{self._name}`", f"is shorter than {SHORTEST} bytes")
            self._made[secret.value] = _made(secret.value)
        return self._made[secret.value]


def _made(chance: bytes) -> PermitKey:
    """A key from a secret value: as FIPS 186-5 A.2.1, from more bits than the order has."""
    from cryptography.hazmat.primitives.asymmetric import ec

    wide = hmac.digest(b"lexloci permit key, ES256", chance, hashlib.sha384)
    private = ec.derive_private_key(int.from_bytes(wide) % (_ORDER - 1) + 1, ec.SECP256R1())
    public = private.public_key().public_numbers()
    core = {"crv": "P-256", "kty": "EC", "x": _number(public.x), "y": _number(public.y)}
    canonical = json.dumps(core, sort_keys=True, separators=(",", ":")).encode()
    kid = _text(hashlib.sha256(canonical).digest())
    return PermitKey(kid, {**core, "kid": kid, "alg": "ES256", "use": "sig"}, private)


def _number(value: int) -> str:
    return _text(value.to_bytes(32))


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
