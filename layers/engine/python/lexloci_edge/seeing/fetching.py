"""Images that an answer only points to: fetched from where that is allowed, and put into it.

Who receives a URL sees an image that nobody here has looked at. So such an answer counts only where
the operator names the origins that the image server keeps its images at; the caller gets the bytes.
"""

import base64
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Protocol
from urllib.parse import urlsplit

from lexloci_edge.errors import SettingsError, UpstreamError
from lexloci_edge.sizes import ANSWER_LIMIT
from lexloci_edge.upstream import Received

LIMIT = ANSWER_LIMIT * 3 // 4
"""Bytes of one image: more does not fit into an answer."""


class Fetch(Protocol):
    """Gets an image. Tests pass their own."""

    def __call__(self, url: str, seconds: float) -> bytes:
        """The bytes behind this URL. Raises: UpstreamError, for an origin that is not named too."""


def origins_of(written: str) -> frozenset[str]:
    """The origins in this setting. Raises: SettingsError."""
    origins = frozenset(filter(None, map(str.strip, written.split(","))))
    for origin in origins:
        if origin_of(origin) != origin:
            raise SettingsError("LEXLOCI_IMAGE_ORIGINS", "holds what is no origin (https://host)")
    return origins


def origin_of(url: str) -> str | None:
    """Scheme, host and port of a URL that can be read in one way; None for any other."""
    if not url.isascii() or not url.isprintable() or "\\" in url or " " in url:
        return None
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in ("https", "http") or not parts.hostname or "@" in parts.netloc:
        return None
    return f"{parts.scheme}://{parts.hostname}" + (f":{port}" if port is not None else "")


class HttpFetch:
    """The fetch of the functions: from these origins, no redirects, one connection each."""

    def __init__(self, origins: frozenset[str]) -> None:
        self._origins = origins
        self._pool: Any = None

    def __call__(self, url: str, seconds: float) -> bytes:
        """As `Fetch`."""
        if origin_of(url) not in self._origins:
            raise UpstreamError("upstream-no-image", "points to an origin that is not named")
        import urllib3
        from urllib3.exceptions import HTTPError

        if self._pool is None:
            self._pool = urllib3.PoolManager(num_pools=2, maxsize=1)
        limit = urllib3.Timeout(connect=min(3.0, seconds), read=seconds)
        try:
            response = self._pool.request(
                "GET",
                url,
                timeout=limit,
                retries=False,
                redirect=False,
                preload_content=False,
                decode_content=False,
            )
            try:
                body: bytes = response.read(LIMIT + 1)
            finally:
                response.close()
        except HTTPError as error:
            raise UpstreamError("upstream-failed", type(error).__name__) from None
        if response.status != 200 or not body:
            raise UpstreamError("upstream-no-image", "points to an image that is not there")
        if len(body) > LIMIT:
            raise UpstreamError("upstream-too-large", "points to more than can be handed on")
        return body


def inlined(received: Received, fetch: Fetch, seconds: float) -> Received:
    """The answer with the images that it points to. Raises: UpstreamError."""
    if received.status != 200:
        return received
    try:
        answer = json.loads(received.body)
    except (ValueError, RecursionError):
        return received
    data = answer.get("data") if isinstance(answer, dict) else None
    if not isinstance(data, list):
        return received
    # At most as many as one answer may hold; more is refused where the answer is looked at.
    filled = [_filled(entry, fetch, seconds) for entry in data[:10]]
    body = json.dumps({**answer, "data": [*filled, *data[10:]]}).encode()
    return replace(received, body=body)


def _filled(entry: Any, fetch: Fetch, seconds: float) -> Any:
    if not isinstance(entry, Mapping) or entry.get("b64_json") is not None:
        return entry
    url = entry.get("url")
    if not isinstance(url, str):
        return entry
    bare = {name: value for name, value in entry.items() if name != "url"}
    return {**bare, "b64_json": base64.b64encode(fetch(url, seconds)).decode()}
