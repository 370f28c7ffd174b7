"""What API Gateway hands us: payload format 2.0, read into one value.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
"""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from lexloci_edge.errors import TurnedAway

BODY_LIMIT = 4_400_000
"""Bytes of a body. Lambda takes 6 MB of event, base64 and headers included; 4.40 MB passes."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """One request as it reached the function.

    headers: by lower-case name; a header sent twice is joined with a comma, so no reader may take
    a value with a comma for a single one. at: when API Gateway took it, by its clock. iam: whose
    signature (SigV4) API Gateway has checked, on the routes that the template opens to IAM: an ARN.
    domain: the name that API Gateway was called by.
    """

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    at: datetime
    text: str
    is_base64: bool
    iam: str | None = None
    domain: str = ""


def arrival_of(event: Mapping[str, Any]) -> Arrival:
    """The request in an event of payload format 2.0.

    Raises: KeyError, TypeError, ValueError where it is none; the gate answers those with 503.
    """
    context = event["requestContext"]
    headers: dict[str, str] = {}
    for name, value in (event.get("headers") or {}).items():
        lower = str(name).lower()
        headers[lower] = f"{headers[lower]},{value}" if lower in headers else str(value)
    return Arrival(
        method=str(context["http"]["method"]),
        path=str(event["rawPath"]),
        query=str(event.get("rawQueryString") or ""),
        headers=headers,
        at=datetime.fromtimestamp(int(context["timeEpoch"]) / 1000, UTC),
        text=event.get("body") or "",
        is_base64=event.get("isBase64Encoded") is True,
        iam=_signer(context),
        domain=str(context.get("domainName") or ""),
    )


def _signer(context: Mapping[str, Any]) -> str | None:
    """Who signed, by API Gateway's word; a caller cannot write into this part of the event."""
    found = ((context.get("authorizer") or {}).get("iam") or {}).get("userArn")
    return str(found) if found else None


def body_of(arrival: Arrival) -> bytes:
    """The body as bytes.

    Raises: TurnedAway 413 before anything is decoded, 415 where it is compressed, 400 where it
    cannot be decoded.
    """
    encoding = arrival.headers.get("content-encoding", "identity").strip().lower()
    if encoding != "identity":
        raise TurnedAway(
            415, "unreadable", "Content-Encoding", "is not `identity`", "send the body as it is"
        )
    length = len(arrival.text) * 3 // 4 if arrival.is_base64 else len(arrival.text)
    if length > BODY_LIMIT + 2:
        raise too_large()
    try:
        if arrival.is_base64:
            body = base64.b64decode(arrival.text, validate=True)
        else:
            body = arrival.text.encode()
    except (binascii.Error, ValueError):
        raise TurnedAway(400, "unreadable", "body", "cannot be decoded") from None
    if len(body) > BODY_LIMIT:
        raise too_large()
    return body


def too_large() -> TurnedAway:
    """The refusal of a body that does not fit through."""
    return TurnedAway(
        413,
        "too-large",
        "body",
        f"is larger than {BODY_LIMIT:,} bytes",
        "send smaller images, or use the permit mode (POST /v1/decisions), which takes digests",
    )
