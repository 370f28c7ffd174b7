"""Whether a claim that is bound to one body came with that body.

A token that says so is good for one body only: whoever overhears it cannot use it for another
prompt. The digest is of the body's bytes as they came, before anything reads them.
"""

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Callable, Mapping
from typing import Any, Final

_MEMBER = re.compile(r"(sha-256|sha-512)=:([A-Za-z0-9+/]+={0,2}):", re.ASCII)
_HEX = re.compile(r"[0-9a-f]{64}", re.ASCII)
_HASHES: Final = {"sha-256": hashlib.sha256, "sha-512": hashlib.sha512}


def is_bound_to(claims: Mapping[str, Any], body: Callable[[], bytes] | None) -> bool:
    """Whether every digest that these claims state is that of the body; True where none is stated.

    `content_digest`: as in the header field of RFC 9530, `sha-256=:…:`. `body_sha256`: the same in
    lower-case hexadecimal. What cannot be read is no digest of any body. A call without a body (as
    for a lookup) has the empty one.
    """
    stated = [claims[name] for name in ("content_digest", "body_sha256") if name in claims]
    if not stated:
        return True
    if body is None:
        return False
    bytes_ = body()
    if "body_sha256" in claims:
        found = claims["body_sha256"]
        if not isinstance(found, str) or not _HEX.fullmatch(found):
            return False
        if not hmac.compare_digest(found, hashlib.sha256(bytes_).hexdigest()):
            return False
    return "content_digest" not in claims or _matches(claims["content_digest"], bytes_)


def content_digest(body: bytes) -> str:
    """The digest of a body as RFC 9530 writes it, for `content_digest`."""
    return f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode()}:"


def _matches(field: object, body: bytes) -> bool:
    """Whether each digest in this field is known, none stands twice, and all are the body's."""
    if not isinstance(field, str):
        return False
    parts = [_MEMBER.fullmatch(part.strip(" ")) for part in field.split(",")]
    names = [part[1] for part in parts if part is not None]
    if len(names) != len(parts) or len(set(names)) != len(names):
        return False
    for part in parts:
        assert part is not None
        try:
            digest = base64.b64decode(part[2], validate=True)
        except binascii.Error:
            return False
        if not hmac.compare_digest(digest, _HASHES[part[1]](body).digest()):
            return False
    return True
