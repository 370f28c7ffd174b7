"""The stand-in for CloudFront before the functions: what it adds, strips and limits, on 127.0.0.1.

It strips whatever `CloudFront-*` and `X-Lexloci-Origin` headers a client sends and adds its own, as
the real distribution does. `X-Demo-Place`, `X-Demo-Claims` and `X-Demo-Image` are this front's own
inputs; functions never see them.
"""

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from email.message import Message
from typing import Any, Protocol, TypeAlias

from lexloci_tools.serve.http_server import Answerer, Listening
from lexloci_tools.serve.keys import ClaimsError, ClaimsSigner, demo_claims
from lexloci_tools.serve.payload import (
    BODY_LIMIT,
    DOMAIN,
    HEADER_LIMIT,
    Reply,
    Request,
    event_of,
    gateway_error,
    reply_of,
)
from lexloci_tools.serve.runtime_api import EventTooLarge, FunctionError, FunctionTimeout
from lexloci_tools.serve.template import Route, match

NETWORK = "64496"
"""The viewers' network: an autonomous system number kept for documentation (RFC 5398)."""

NO_PLACE = "none"

_PLACE = re.compile(r"^([A-Z]{2})(?:-([A-Z0-9]{1,3}))?$")
_HOP = {"connection", "keep-alive", "transfer-encoding", "te", "upgrade", "proxy-connection"}
_ORIGIN_PROOF = "x-lexloci-origin"


class Invocable(Protocol):
    """A function that takes an event and gives an answer."""

    def invoke(self, event: Mapping[str, Any]) -> dict[str, Any]:
        """Answer the event."""


@dataclass(frozen=True, slots=True)
class Edge:
    """How a front treats requests.

    `place` is where a caller without `X-Demo-Place` stands. `secret` empty leaves the origin's
    proof out. `forwarded` are the headers (lower case) it hands on, `None` is all. `raw` lets the
    client's own `CloudFront-*` headers through and adds none: for tests of what no front may do.
    `iam` is who callers are on the routes open to IAM, unless they bring claims; empty is nobody.
    `misbehave` tells the demo generator what `X-Demo-Image` asks of it, with every request anew.
    """

    place: str
    secret: str
    signer: ClaimsSigner
    forwarded: frozenset[str] | None = None
    raw: bool = False
    iam: str = ""
    misbehave: Callable[[str], None] = lambda _: None


@dataclass(frozen=True, slots=True)
class Seen:
    """One request and its answer, for whoever prints; `seconds` is the time a caller waited."""

    method: str
    path: str
    place: str
    seconds: float
    reply: Reply
    trouble: str = ""


Own: TypeAlias = Callable[[Request], Reply | None]
"""What this machine answers by itself, past the functions and unseen by `seen`: the console."""


class BadDemoHeader(ValueError):
    """`X-Demo-Place` or `X-Demo-Claims` cannot be read."""


class Front(Listening):
    """One front: listens from when it is made until `close`."""

    def __init__(
        self,
        edge: Edge,
        routes: tuple[Route, ...],
        functions: Mapping[str, Invocable],
        seen: Callable[[Seen], None] = lambda _: None,
        port: int = 0,
        own: Own = lambda _: None,
    ) -> None:
        super().__init__(_handler(edge, routes, functions, seen, own), port)


def _handler(
    edge: Edge,
    routes: tuple[Route, ...],
    functions: Mapping[str, Invocable],
    seen: Callable[[Seen], None],
    own: Own,
) -> type[Answerer]:
    class Distribution(Answerer):
        timeout = 75

        def _every_method(self) -> None:
            began = time.perf_counter()
            headers = tuple(self.headers.items())
            place = self.headers.get("X-Demo-Place", edge.place).strip()
            path, _, query = self.path.partition("?")
            reply, trouble = over_limits(self.requestline, self.headers), ""
            if reply is None:
                peer = str(self.client_address[0])
                request = Request(self.command, path, query, headers, self.body(), peer)
                aside = own(request)
                if aside is not None:
                    self.answer(aside.status, aside.body, list(aside.headers))
                    return
                reply, trouble = through(request, edge, routes, functions)
            else:
                self.close_connection = True
            sent = [pair for pair in reply.headers if pair[0] not in (*_HOP, "content-length")]
            # Told before it is sent, so that a client that has its answer finds the line printed.
            seconds = time.perf_counter() - began
            seen(Seen(self.command, path, place, seconds, reply, trouble))
            self.answer(reply.status, reply.body, sent)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = do_HEAD = _every_method

    return Distribution


def over_limits(first_line: str, headers: Message) -> Reply | None:
    """Answer the refusal of a request over API Gateway's limits or of unclear length."""
    lengths = headers.get_all("Content-Length", ["0"])
    if "Transfer-Encoding" in headers:
        return gateway_error(411)
    if len(lengths) > 1 or not lengths[0].isdecimal():
        return gateway_error(400)
    if int(lengths[0]) > BODY_LIMIT:
        return gateway_error(413)
    if len(first_line) + sum(len(k) + len(v) + 4 for k, v in headers.items()) > HEADER_LIMIT:
        return gateway_error(431)
    return None


def through(
    request: Request,
    edge: Edge,
    routes: tuple[Route, ...],
    functions: Mapping[str, Invocable],
) -> tuple[Reply, str]:
    """Answer as CloudFront, API Gateway and the function do, and what went wrong, if anything."""
    try:
        headers = tuple(viewer_headers(request.headers, edge, request.peer))
    except BadDemoHeader as why:
        plain = (("content-type", "text/plain; charset=utf-8"),)
        return Reply(400, plain, f"{why}\n".encode()), str(why)
    found = match(routes, request.method, request.path)
    edge.misbehave(_demo_image(request.headers))
    if found is None:
        return gateway_error(404), ""
    route, parameters = found
    claimed = any(name.lower() == "lexloci-claims" for name, _ in headers)
    iam = edge.iam if route.iam and not claimed else ""
    told = replace(request, headers=headers, iam=iam)
    try:
        return reply_of(functions[route.function].invoke(event_of(told, route, parameters))), ""
    except EventTooLarge as why:
        return gateway_error(413), str(why)
    except FunctionTimeout as why:
        return gateway_error(503), str(why)
    except FunctionError as why:
        return gateway_error(500), str(why)


def _demo_image(sent: tuple[tuple[str, str], ...]) -> str:
    return next((value.strip() for name, value in sent if name.lower() == "x-demo-image"), "")


def viewer_headers(
    sent: tuple[tuple[str, str], ...], edge: Edge, peer: str
) -> list[tuple[str, str]]:
    """Answer the headers the origin gets for those a viewer sent.

    Raises: BadDemoHeader.
    """
    demo = {name.lower(): value for name, value in sent if name.lower().startswith("x-demo-")}
    claimed = demo.get("x-demo-claims", "")
    kept = [(name, value) for name, value in sent if not _dropped(name.lower(), edge, claimed)]
    if not edge.raw:
        kept += _geography(demo.get("x-demo-place", edge.place).strip(), peer)
    if claimed:
        try:
            kept.append(("Lexloci-Claims", edge.signer.sign(demo_claims(claimed))))
        except ClaimsError as why:
            raise BadDemoHeader(str(why)) from None
    if edge.forwarded is not None:
        kept = [pair for pair in kept if _forwards(pair[0].lower(), edge)]
        kept.append(("User-Agent", "Amazon CloudFront"))
    if edge.secret:
        kept.append(("X-Lexloci-Origin", edge.secret))
    # The viewer's address comes after whatever the viewer wrote there.
    return [*kept, ("Host", DOMAIN), ("X-Forwarded-For", peer)]


def _forwards(name: str, edge: Edge) -> bool:
    if name in ("content-length", "x-forwarded-for") or name in (edge.forwarded or ()):
        return True
    return edge.raw and name.startswith("cloudfront-")


def _dropped(name: str, edge: Edge, claimed: str) -> bool:
    if name in _HOP or name.startswith("x-demo-") or name == "host":
        return True
    if name == _ORIGIN_PROOF or (name.startswith("cloudfront-") and not edge.raw):
        return True
    return name == "lexloci-claims" and bool(claimed)


def _geography(place: str, peer: str) -> list[tuple[str, str]]:
    """Answer CloudFront's headers for a viewer at a place; `none` has no country header at all."""
    usual = [("CloudFront-Viewer-ASN", NETWORK), ("CloudFront-Viewer-Address", f"{peer}:443")]
    if place == NO_PLACE:
        return usual
    found = _PLACE.match(place)
    if found is None:
        raise BadDemoHeader("X-Demo-Place: not like `GB`, `GB-ENG`, `US-CA` or `none`")
    usual.append(("CloudFront-Viewer-Country", found[1]))
    if found[2]:
        usual.append(("CloudFront-Viewer-Country-Region", found[2]))
    return usual
