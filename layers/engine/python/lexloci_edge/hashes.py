"""Keyed hashes: so that records of one account or prompt can be told to be of one, and no more.

HMAC-SHA-256 cut to 96 bits, under a key that only the functions can read; `<key id>:<hash>`.
"""

import base64
import hashlib
import hmac
from collections.abc import Mapping

from lexloci_edge.vault import Secret


def keyed_hash(key: Secret, kind: str, text: str) -> str:
    """The hash of `text` as one of its `kind` (`account`, `prompt`), so that kinds never mix."""
    digest = hmac.digest(key.value, f"{kind}\0{text}".encode(errors="replace"), hashlib.sha256)
    return f"{key.id}:{base64.urlsafe_b64encode(digest[:12]).decode()}"


def account_text(claimed: str | None, headers: Mapping[str, str]) -> str | None:
    """What names the account: the signed claim, else the bearer key; None without either."""
    if claimed is not None:
        return f"claim\0{claimed}"
    key = headers.get("authorization", "").strip()
    return f"key\0{key}" if key else None
