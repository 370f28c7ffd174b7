"""The stage under the real law with a register: people who consented, and calls that rest on it."""

import hashlib
import json
import uuid
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from tests.edge import signing
from tests.edge.conftest import Stage, Told, png

from lexloci_edge.claims import Issuer
from lexloci_edge.ids import new_id
from lexloci_edge.people.consents import MemoryConsents
from lexloci_edge.people.registering import NewConsent, consent_of
from lexloci_edge.vault import Secret
from lexloci_reader import read
from lexloci_tools.serve import consenting

ACCOUNT = consenting.ACCOUNT
KEY = Secret("v0", b"a-key")
PHOTO = png()
OTHER = PHOTO + b"another"
LINGERIE = "put her in black lingerie, as a photo"
ENGLAND = {"cloudfront_viewer_country": "GB", "cloudfront_viewer_country_region": "ENG"}


def hashed(kind: str, text: str) -> str:
    """As the register hashes on this stage."""
    from lexloci_edge.hashes import keyed_hash

    return keyed_hash(KEY, kind, text)


class Consenting:
    """A stage on which people can consent."""

    def __init__(self, stage: Stage, book: Any) -> None:
        stage.book, stage.read, stage.consents = book, read, MemoryConsents()
        stage.issuer = Issuer(signing.JWKS, signing.ISSUER, signing.AUDIENCE)
        self.stage = stage

    def record(self, *images: bytes, after: timedelta = timedelta(0), **fields: Any) -> str:
        """Everybody shown in these images consents; answers the record's id."""
        told = consenting.consent_of(images or (PHOTO,), **fields)
        new = NewConsent.model_validate_json(json.dumps(told))
        at = self.stage.now + after
        consent = consent_of(new, new_id(at), "eu-west-2", None, at, hashed)
        self.stage.consents.keep(consent, ("a receipt",))
        return consent.id

    def edit(
        self,
        prompt: str = LINGERIE,
        consents: Any = (),
        images: Sequence[bytes] = (PHOTO,),
        claims: dict[str, Any] | None = None,
        mask: bytes | None = None,
        **headers: str | None,
    ) -> Told:
        """Ask for an edit in the name of the account, from England unless told otherwise."""
        parts = [("image[]" if len(images) > 1 else "image", data) for data in images]
        parts += [] if mask is None else [("mask", mask)]
        bound = uuid.uuid4().hex.encode()
        body = b"".join(
            b'--%s\r\nContent-Disposition: form-data; name="%s"; filename="x.png"\r\n'
            b"Content-Type: image/png\r\n\r\n%s\r\n" % (bound, name.encode(), data)
            for name, data in parts
        )
        body += b'--%s\r\nContent-Disposition: form-data; name="prompt"\r\n\r\n' % bound
        body += prompt.encode() + b"\r\n--%s--\r\n" % bound
        kind = f"multipart/form-data; boundary={bound.decode()}"
        signed = self.headers(consents, claims, headers)
        event = self.stage.event("/v1/images/edits", body=body, headers=signed, kind=kind)
        return self.stage.send(event)

    def generate(
        self, prompt: str, consents: Any = (), claims: dict[str, Any] | None = None
    ) -> Told:
        """Ask for an image in the name of the account, from England."""
        headers = self.headers(consents, claims, {})
        return self.stage.send(self.stage.event(body={"prompt": prompt}, headers=headers))

    def headers(
        self, consents: Any, claims: dict[str, Any] | None, headers: dict[str, str | None]
    ) -> dict[str, str | None]:
        """Where the caller stands, and what the platform claims of it."""
        named = [consents] if isinstance(consents, str) else consents
        now = int(self.stage.now.timestamp())
        told = signing.claims_at(now, {"sub": ACCOUNT, "consents": list(named), **(claims or {})})
        return {**ENGLAND, "lexloci_claims": signing.sign(told), **headers}

    @property
    def said(self) -> list[str]:
        """What the last record says of consent."""
        return [each for each in self.stage.records[-1].evidence if each.startswith("consent")]

    def facts(self) -> dict[str, set[str]]:
        """The facts of the last record as they were judged, over its depictions."""
        facts = self.stage.book.facts
        judged = self.stage.records[-1].possibilities(facts)
        return {
            name: {value for each in judged for value in each.get(name, fact.values)}
            for name, fact in facts.items()
        }


def digest(data: bytes) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(data).hexdigest()
