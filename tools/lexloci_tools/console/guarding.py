"""Who is let in: a browser on this machine, on a page of the console, and nobody else's page.

The console listens on loopback only, yet every web page that its reader has open can send requests
there too. A name that was rebound to 127.0.0.1 shows in `Host`; another page's script or form shows
in `Origin` and `Sec-Fetch-Site`. The console changes nothing and sets no cookie, so what is left to
guard is that nobody else reads it or shows it in a frame.
"""

from collections.abc import Mapping
from typing import Final

from lexloci_tools.console.address import Trouble
from lexloci_tools.serve.payload import Request

LOCAL: Final = frozenset({"127.0.0.1", "localhost", "[::1]"})
METHODS: Final = ("GET", "HEAD")
_EMBEDDED = frozenset({"iframe", "frame", "embed", "object"})

HEADERS: Final[Mapping[str, str]] = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}
"""Of every answer: nothing inline, nothing from elsewhere, in nobody's frame, in no cache. A prompt
stands in an address, so no address goes on to another server (`Referrer-Policy`)."""


def let_in(request: Request) -> None:
    """Hold that a request comes from a page of ours, or from a person. Raises: Trouble."""
    headers: dict[str, list[str]] = {}
    for name, value in request.headers:
        headers.setdefault(name.lower(), []).append(value.strip())
    hosts = headers.get("host", [])
    if len(hosts) != 1 or not _is_local(hosts[0]):
        what = "is not a name of this machine"
        raise Trouble(403, "Host", what, "open it as http://127.0.0.1 or http://localhost")
    for origin in headers.get("origin", ()):
        if origin != f"http://{hosts[0]}":
            raise Trouble(403, "Origin", "is another page than this console")
    _from_here(headers)
    if request.method not in METHODS:
        raise Trouble(405, "method", f"`{request.method}` is not answered here", "GET")


def _is_local(host: str) -> bool:
    name, colon, port = host.rpartition(":")
    if not colon or host.endswith("]"):
        name, port = host, "0"
    return name.lower() in LOCAL and port.isascii() and port.isdecimal()


def _from_here(headers: Mapping[str, list[str]]) -> None:
    """What browsers say of themselves (Fetch Metadata); clients that say nothing are let in."""
    elsewhere = any(one in ("cross-site", "same-site") for one in headers.get("sec-fetch-site", ()))
    opened = headers.get("sec-fetch-mode", []) == ["navigate"]
    if (elsewhere and not opened) or _EMBEDDED & set(headers.get("sec-fetch-dest", ())):
        raise Trouble(403, "Sec-Fetch-Site", "another site asks for this page")
