"""The console as one function: from a request to a reply. It reads; there is nothing to change."""

import gzip
import json
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

from lexloci_tools.console import (
    decisions,
    drawing,
    guarding,
    places,
    prompts,
    regulator,
    rendering,
    turns,
    watch,
    world,
)
from lexloci_tools.console.address import ROOT, Address, Trouble
from lexloci_tools.console.desk import Desk
from lexloci_tools.report.charts import charts
from lexloci_tools.serve.payload import Reply, Request

Page: TypeAlias = Callable[[Desk, Address], dict[str, Any]]
STATIC: Final = f"{ROOT}/static/"
TROUBLE: Final = "trouble"
SMALL: Final = 2_000
"""Bytes that are not worth packing."""

WHOLE: Final[Mapping[str, tuple[str, Page]]] = {
    ROOT: ("world", world.world),
    f"{ROOT}/world": ("world", world.world),
    f"{ROOT}/ask": ("ask", prompts.ask),
    f"{ROOT}/ledger": ("ledger", decisions.ledger),
    f"{ROOT}/watch": ("watch", watch.watch),
    f"{ROOT}/calendar": ("calendar", turns.calendar),
    f"{ROOT}/report": ("report", regulator.report),
}
BELOW: Final[Mapping[str, tuple[str, Page]]] = {
    f"{ROOT}/places": ("place", places.place),
    f"{ROOT}/decisions": ("decision", decisions.decision),
}
"""Pages about one thing, whose name is the last part of the path."""


def ours(path: str) -> bool:
    """Whether a path is the console's."""
    return path in (ROOT, f"{ROOT}.json") or path.startswith(f"{ROOT}/")


def console(desk: Desk) -> Callable[[Request], Reply | None]:
    """The console over this desk: answers requests for its pages, and None for all others."""
    # What the first reader would wait for is made before anybody waits.
    rendering.templates().get_template("world.html.j2")

    def answering(request: Request) -> Reply | None:
        return packed(answer(desk, request), request) if ours(request.path) else None

    return answering


def answer(desk: Desk, request: Request) -> Reply:
    """The reply to a request of the console. Total: what goes wrong is a page too."""
    data = request.path.endswith(".json")
    try:
        guarding.let_in(request)
        if request.path.startswith(STATIC):
            return _file(request.path.removeprefix(STATIC))
        address = Address.parse(request.path, request.query)
        name, page = _page(address)
        told = page(desk, address)
        return _told(told) if address.data else _shown(name, desk, address, told)
    except Trouble as error:
        return _trouble(desk, error, data)
    except Exception as error:  # noqa: BLE001 - a page that breaks says so; the others go on
        what = f"broke ({type(error).__name__})"
        return _trouble(desk, Trouble(500, "this page", what), data)


def packed(reply: Reply, request: Request) -> Reply:
    """The reply as this client takes it: with gzip where it says so, which makes a page a tenth."""
    taken = ",".join(value for name, value in request.headers if name.lower() == "accept-encoding")
    if "gzip" not in taken or len(reply.body) < SMALL:
        return reply
    body = gzip.compress(reply.body, compresslevel=3, mtime=0)
    headers = (*reply.headers, ("Content-Encoding", "gzip"), ("Vary", "Accept-Encoding"))
    return Reply(reply.status, headers, body)


def _page(address: Address) -> tuple[str, Page]:
    found = WHOLE.get(address.path) or BELOW.get(address.path.rpartition("/")[0])
    if found is None:
        raise Trouble(404, "address", "is no page of the console", f"start at {ROOT}")
    return found


def _shown(name: str, desk: Desk, address: Address, told: Mapping[str, Any]) -> Reply:
    drawn: Mapping[str, Any] = {}
    if name == "watch":
        drawn = drawing.drawn(told)
    elif name == "report" and told["report"]:
        drawn = charts(told["report"])
    if "address" in told:
        # Of an example: the address that asks what the bare one shows.
        path, _, query = str(told["address"]).partition("?")
        address = Address.parse(path, query)
    more = {"told": told, "charts": drawn, "address": address, "desk": desk, "page": name}
    return _reply(200, "text/html; charset=utf-8", rendering.rendered(name, **more))


def _told(told: Mapping[str, Any]) -> Reply:
    text = json.dumps(told, ensure_ascii=False, indent=1)
    return _reply(200, "application/json", text.encode("utf-8", "backslashreplace"))


def _file(name: str) -> Reply:
    kind = rendering.FILES.get(name)
    if kind is None:
        raise Trouble(404, "file", "is none of the console's")
    return _reply(200, kind, rendering.file(name))


def _trouble(desk: Desk, error: Trouble, data: bool) -> Reply:
    """A page that says what is wrong and where to go on; or the same as JSON."""
    told = {
        "status": error.status,
        "where": error.where,
        "what": error.what,
        "hint": error.hint,
    }
    more = (("Allow", "GET, HEAD"),) if error.status == 405 else ()
    if data:
        body, kind = json.dumps(told, ensure_ascii=True).encode(), "application/json"
    else:
        address = Address(ROOT)
        page = {"told": told, "address": address, "desk": desk, "page": TROUBLE, "charts": {}}
        body, kind = rendering.rendered(TROUBLE, **page), "text/html; charset=utf-8"
    reply = _reply(error.status, kind, body)
    return Reply(reply.status, (*reply.headers, *more), reply.body)


def _reply(status: int, kind: str, body: bytes) -> Reply:
    return Reply(status, (("Content-Type", kind), *guarding.HEADERS.items()), body)
