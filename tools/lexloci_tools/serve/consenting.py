"""Consent records for trying things out: what a platform's backend would send to the register."""

import hashlib
from collections.abc import Sequence

ACCOUNT = "studio-1"
"""The account that may use a record, unless told otherwise."""

_WHEN = "2026-01-01T12:00:00Z"


def consent_of(
    images: Sequence[bytes],
    accounts: Sequence[str] = (ACCOUNT,),
    shown: int = 1,
    names: Sequence[str] = (),
    **fields: object,
) -> dict[str, object]:
    """The body of `POST /v1/consents`: everybody shown, an assured adult, has consented."""
    subject = {
        "express": True,
        "given_at": _WHEN,
        "identity": "identity document, seen in person",
        "identity_at": _WHEN,
        "adulthood": "identity document, seen in person",
        "adulthood_at": _WHEN,
        "proof": "receipt of a signed form",
    }
    named = [{"name": name} for name in names]
    subjects = [{**subject, **(named[at] if at < len(named) else {})} for at in range(shown)]
    return {
        "operations": ["edit"] if images else ["generate"],
        "exposure": ["underwear"],
        "images": [hashlib.sha256(image).hexdigest() for image in images],
        "shown": shown,
        "subjects": subjects,
        "accounts": list(accounts),
        **fields,
    }
