"""API Gateway's HTTP API on this machine: HTTP to payload format 2.0 and the reply back.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
"""

import base64
import json
import time
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from lexloci_tools.serve.intrinsics import ACCOUNT
from lexloci_tools.serve.template import Route

BODY_LIMIT = 10 * 1024 * 1024
HEADER_LIMIT = 10_240
DOMAIN = "lexloci.localhost"

_TEXT = ("text/", "application/json", "application/javascript", "application/xml")
_TEXT_ENDS = ("+json", "+xml")


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request as it stands on the wire; header names as sent, doubles kept.

    iam: who signed it, by API Gateway's word.
    """

    method: str
    path: str
    query: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    peer: str
    iam: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """One HTTP answer."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str:
        """Answer the header's first value, or nothing."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")


def joined(headers: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Answer headers by lower-case name, doubles joined with a comma as API Gateway does it."""
    out: dict[str, str] = {}
    for name, value in headers:
        key = name.lower()
        out[key] = f"{out[key]},{value}" if key in out else value
    return out


def event_of(request: Request, route: Route, parameters: Mapping[str, str]) -> dict[str, Any]:
    """Answer the event of payload format 2.0 for a request."""
    headers = joined(request.headers)
    cookies = [one.strip() for one in headers.pop("cookie", "").split(";") if one.strip()]
    event: dict[str, Any] = {
        "version": "2.0",
        "routeKey": route.key,
        "rawPath": request.path,
        "rawQueryString": request.query,
        "headers": headers,
        "requestContext": _context(request, route, headers.get("user-agent", "")),
        "isBase64Encoded": False,
    }
    if cookies:
        event["cookies"] = cookies
    query = joined_query(request.query)
    if query:
        event["queryStringParameters"] = query
    if parameters:
        event["pathParameters"] = dict(parameters)
    if request.body:
        event["body"], event["isBase64Encoded"] = _body(request.body, headers)
    return event


def _context(request: Request, route: Route, agent: str) -> dict[str, Any]:
    now = time.time()
    signed = {"authorizer": {"iam": {"userArn": request.iam}}} if request.iam else {}
    return {
        **signed,
        "accountId": ACCOUNT,
        "apiId": "local",
        "domainName": DOMAIN,
        "domainPrefix": "lexloci",
        "http": {
            "method": request.method,
            "path": request.path,
            "protocol": "HTTP/1.1",
            "sourceIp": request.peer,
            "userAgent": agent,
        },
        "requestId": uuid.uuid4().hex[:15] + "=",
        "routeKey": route.key,
        "stage": "$default",
        "time": time.strftime("%d/%b/%Y:%H:%M:%S +0000", time.gmtime(now)),
        "timeEpoch": int(now * 1000),
    }


def joined_query(query: str) -> dict[str, str]:
    """Answer query parameters by name, doubles joined with a comma."""
    out: dict[str, str] = {}
    for key, value in parse_qsl(query, keep_blank_values=True):
        out[key] = f"{out[key]},{value}" if key in out else value
    return out


def _body(body: bytes, headers: Mapping[str, str]) -> tuple[str, bool]:
    kind = headers.get("content-type", "").split(";")[0].strip().lower()
    if "content-encoding" not in headers and (kind.startswith(_TEXT) or kind.endswith(_TEXT_ENDS)):
        try:
            return body.decode(), False
        except UnicodeDecodeError:
            pass
    return base64.b64encode(body).decode(), True


def reply_of(answer: Mapping[str, Any]) -> Reply:
    """Answer the HTTP answer for what a function gave back.

    An answer without `statusCode` is a 200 with that JSON, as API Gateway infers it; one that
    cannot be read is its 500.
    """
    if "statusCode" not in answer:
        body = json.dumps(answer).encode()
        return Reply(200, (("content-type", "application/json"),), body)
    try:
        text = answer.get("body") or ""
        body = base64.b64decode(text) if answer.get("isBase64Encoded") else str(text).encode()
        headers = [(str(k).lower(), _value(v)) for k, v in (answer.get("headers") or {}).items()]
        headers += [("set-cookie", str(one)) for one in answer.get("cookies") or []]
        return Reply(int(answer["statusCode"]), tuple(headers), body)
    except (ValueError, TypeError, AttributeError):
        return gateway_error(500)


def _value(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


_MESSAGES = {
    400: "Bad Request",
    404: "Not Found",
    411: "Length Required",
    413: "Request Entity Too Large",
    431: "Request Header Fields Too Large",
    500: "Internal Server Error",
    503: "Service Unavailable",
}


def gateway_error(status: int) -> Reply:
    """Answer API Gateway's own error, `{"message": ...}`."""
    body = json.dumps({"message": _MESSAGES[status]}).encode()
    return Reply(status, (("content-type", "application/json"),), body)
