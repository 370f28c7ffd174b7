"""Signs claims for tests: as a platform does, and as an attacker would."""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from jwt.algorithms import ECAlgorithm, OKPAlgorithm, RSAAlgorithm

from lexloci_edge.binding import content_digest

ISSUER, AUDIENCE = "https://platform.invalid", "lexloci"
K1 = ec.generate_private_key(ec.SECP256R1())
K2 = ec.generate_private_key(ec.SECP256R1())
E1 = ed25519.Ed25519PrivateKey.generate()
P384 = ec.generate_private_key(ec.SECP384R1())
RSA = rsa.generate_private_key(65537, 2048)
KEYS = {
    "k1": K1,
    "k2": K2,
    "e1": E1,
    "p384": P384,
    "rsa": RSA,
    "stranger": ec.generate_private_key(ec.SECP256R1()),
    "stranger-ed": ed25519.Ed25519PrivateKey.generate(),
}


def public(key: Any, kid: str) -> dict[str, Any]:
    """A key's public half as a JWK."""
    by = OKPAlgorithm if isinstance(key, ed25519.Ed25519PrivateKey) else ECAlgorithm
    return json.loads(by.to_jwk(key.public_key())) | {"kid": kid}


JWKS = json.dumps({"keys": [public(K1, "k1"), public(K2, "k2"), public(E1, "e1")]})


def b64(data: bytes) -> str:
    """Base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def claims_at(now: int, changes: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Claims that hold up at this moment, changed as asked: `-` takes one away."""
    usual = {"iss": ISSUER, "aud": AUDIENCE, "iat": now, "exp": now + 300, "adult_mode": "on"}
    changed = {**usual, **(changes or {})}
    return {name: _moment(value, now) for name, value in changed.items() if value != "-"}


def sign(payload: Mapping[str, Any], kid: str = "k1") -> str:
    """A token as a platform signs it."""
    algorithm = "EdDSA" if kid == "e1" else "ES256"
    return jwt.encode(dict(payload), KEYS[kid], algorithm=algorithm, headers={"kid": kid})


def attack(case: Mapping[str, Any], now: int, body: bytes) -> str:
    """The header of one row of `claim_attacks.json`; `body` is what it is bound to, where it is.

    What it claims would narrow the place and open what is closed, if only it were believed.
    """
    head = case.get("head_text") or json.dumps(case.get("head", {"alg": "ES256", "kid": "k1"}))
    signed = f"{b64(head.encode())}.{b64(_payload(case, now, body))}"
    signature = _signature(case.get("by", "k1"), signed.encode())
    if "swap" in case:
        swapped = json.dumps(claims_at(now, case["swap"])).encode()
        signed = f"{signed.split('.')[0]}.{b64(swapped)}"
    if "swap_head" in case:
        signed = f"{b64(json.dumps(case['swap_head']).encode())}.{signed.split('.')[1]}"
    token = f"{signed}.{b64(signature)}"
    return case.get("send", "{t}").replace("{t2}", signed).replace("{t}", token)


def _payload(case: Mapping[str, Any], now: int, body: bytes) -> bytes:
    if "payload_text" in case:
        text = case["payload_text"].replace("$now", str(now)).replace("$end", str(now + 300))
        return text.encode()
    opening = {"place": "FJ", "tier": "premium", "viewer": "assured_adult"}
    claims = claims_at(now, {**opening, **case.get("claims", {}), **_bound(case, body)})
    if case.get("payload") == "nested":
        return sign(claims).encode()
    return json.dumps(claims).encode(case.get("payload_encoding", "utf-8"))


def _bound(case: Mapping[str, Any], body: bytes) -> dict[str, str]:
    digests = {
        "content_digest": content_digest(body),
        "body_sha256": hashlib.sha256(body).hexdigest(),
    }
    how = case.get("bind", "")
    if how == "both-differ":
        return {**digests, "content_digest": content_digest(body + b" ")}
    return {name: digest for name, digest in digests.items() if name == how}


def _moment(value: Any, now: int) -> Any:
    return now + value["$now"] if isinstance(value, dict) and "$now" in value else value


def _signature(by: str, signed: bytes) -> bytes:
    if by == "e1" or by == "stranger-ed":
        return KEYS[by].sign(signed)
    if by == "rsa":
        return RSAAlgorithm(RSAAlgorithm.SHA256).sign(signed, RSA)
    if by.startswith("hmac-"):
        pem = serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        secrets = {"jwks": JWKS.encode(), "pem": K1.public_key().public_bytes(*pem)}
        secrets["x"] = public(K1, "k1")["x"].encode()
        name = by.removeprefix("hmac-")
        return hmac.digest(secrets[name], signed, "sha512" if name == "x" else "sha256")
    plain = {"none": b"", "text": b"x", "zeros": bytes(64)}
    if by in plain:
        return plain[by]
    if by == "der":
        from cryptography.hazmat.primitives import hashes

        return K1.sign(signed, ec.ECDSA(hashes.SHA256()))
    key = KEYS.get(by, K1)
    signature = ECAlgorithm(ECAlgorithm.SHA256).sign(signed, key)
    return {"cut": signature[:32], "turned": signature[::-1]}.get(by, signature)
