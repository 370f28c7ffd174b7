"""Makes permits for tests: as the decision API does, and as an attacker would."""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from jwt.algorithms import ECAlgorithm
from tests.edge.conftest import NOW

from lexloci_tools.client.lexloci_permit import Seen, Verifier, call_digest, pinned_keys

PROMPT = "remove the lamp post"
KEYS = {name: ec.generate_private_key(ec.SECP256R1()) for name in ("first", "second", "stranger")}
PHOTO = b"\x89PNG a photo"
FILES = {"photo": PHOTO, "another": b"\x89PNG another", "bit": bytes([PHOTO[0] ^ 1]) + PHOTO[1:]}
START = int(NOW.timestamp())


def jwk(name: str) -> dict[str, Any]:
    """A key's public half, under its name."""
    return json.loads(ECAlgorithm.to_jwk(KEYS[name].public_key())) | {"kid": name}


JWKS = {"keys": [jwk("first"), jwk("second")]}


def b64(data: bytes) -> str:
    """Base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def says(named: tuple[str, ...] = ("photo",), /, **changes: Any) -> dict[str, Any]:
    """What a permit says, changed as asked: `-` takes a member away."""
    files = [FILES[each] for each in named]
    digests = [hashlib.sha256(each).hexdigest() for each in files]
    usual = {
        "iss": "lexloci",
        "aud": "lexloci-image-server",
        "iat": START,
        "exp": START + 60,
        "jti": "one",
        "decision": "019ab000-0000-7000-8000-00000000000a",
        "call": call_digest(Seen("edit", PROMPT, images=files), digests),
        "images": digests,
        "place": ["GB-ENG"],
        "duties": ["marking", "check-output"],
        "rulebook": "sha256:00",
    }
    changed = {**usual, **changes}
    return {name: _moment(value) for name, value in changed.items() if value != "-"}


def permit(case: Mapping[str, Any] | None = None) -> str:
    """The permit of one row of `attacks.json`; without a row a good one."""
    case = case or {}
    claims = says(tuple(case.get("permit_images", ("photo",))), **case.get("claims", {}))
    head = {"alg": "ES256", "typ": "lexloci-permit+jwt", "kid": "first", **case.get("head", {})}
    head = {name: value for name, value in head.items() if value != "-"}
    payload = case.get("payload") or json.dumps(claims)
    signed = f"{b64(json.dumps(head).encode())}.{b64(payload.encode())}"
    signature = b64(_signature(case.get("by", "first"), signed.encode()))
    if "swap" in case:
        payload = json.dumps({**claims, **case["swap"]})
        signed = f"{signed.split('.')[0]}.{b64(payload.encode())}"
    token = f"{signed}.{signature}"
    parts = {"{t}": token, "{cut}": token[:-8], "{long}": "x" * 10_000}
    parts |= {"{head}.{payload}": signed}
    sent = str(case.get("token", "{t}"))
    for name, value in parts.items():
        sent = sent.replace(name, value)
    return sent


def seen(case: Mapping[str, Any] | None = None) -> Seen:
    """The call that the image server is about to make, by one row."""
    changed = {"operation": "edit", "prompt": PROMPT, "images": ["photo"]}
    changed |= (case or {}).get("seen", {})
    return Seen(**{**changed, "images": [FILES[each] for each in changed["images"]]})


def verifier(spent: Any, at: float = 1) -> Verifier:
    """A verifier whose clock stands so many seconds after the permit was made."""
    return Verifier(
        pinned_keys(JWKS),
        issuer="lexloci",
        audience="lexloci-image-server",
        spent=spent,
        clock=lambda: START + at,
    )


def _moment(value: Any) -> Any:
    return START + value["$now"] if isinstance(value, dict) and "$now" in value else value


def _signature(by: str, signed: bytes) -> bytes:
    if by in ("none", "zeros"):
        return b"" if by == "none" else bytes(64)
    if by == "hmac":
        return hmac.digest(json.dumps(jwk("first")).encode(), signed, "sha256")
    if by == "der":
        return KEYS["first"].sign(signed, ec.ECDSA(hashes.SHA256()))
    return ECAlgorithm(ECAlgorithm.SHA256).sign(signed, KEYS[by])
