"""The image server behind us: what is sent to it, and what of its answer may be handed on."""

import base64
import binascii
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from lexloci_edge.errors import TurnedAway, UpstreamError
from lexloci_edge.images import kind_of
from lexloci_edge.sizes import ANSWER_LIMIT

SECONDS = 25.0
"""The longest that an image may take inline; API Gateway hangs up after 30."""
TROUBLE_LIMIT = 100_000
"""Bytes of an answer of status 4xx."""

_AUTHORIZATION = re.compile(r"[A-Za-z]{1,20} [A-Za-z0-9._~+/=:-]{1,4096}", re.ASCII)
_NAME = re.compile(r"[A-Za-z0-9_.-]{1,128}", re.ASCII)
_PASSED_IN = ("openai-organization", "openai-project")
_LIMIT = re.compile(r"[A-Za-z0-9.,:;=+ -]{1,64}", re.ASCII)
_PASSED_OUT = re.compile(r"x-ratelimit-[a-z-]{1,40}|retry-after|retry-after-ms", re.ASCII)


@dataclass(frozen=True, slots=True)
class Forward:
    """A request to the image server."""

    url: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Received:
    """Its answer. headers: by lower-case name. body: at most one byte more than the limit."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Opener(Protocol):
    """Sends a request; tests pass their own."""

    def __call__(self, forward: Forward, seconds: float) -> Received:
        """The answer, read to one byte over `ANSWER_LIMIT`. No redirects, no retries.

        Raises: UpstreamError.
        """


def headers_for(headers: Mapping[str, str], content_type: str, key: bytes | None) -> dict[str, str]:
    """The headers that go on: ours, the caller's Authorization (or our key), and two of OpenAI's.

    Raises: TurnedAway where the Authorization could be read two ways.
    """
    out = {"Content-Type": content_type, "Accept": "application/json", "User-Agent": "lexloci"}
    given = headers.get("authorization")
    if given is not None and not _AUTHORIZATION.fullmatch(given):
        raise TurnedAway(400, "ambiguous", "Authorization", "is not one scheme and one token")
    if key is not None:
        out["Authorization"] = f"Bearer {key.decode()}"
    elif given is not None:
        out["Authorization"] = given
    for name in _PASSED_IN:
        if _NAME.fullmatch(headers.get(name, "")):
            out[name] = headers[name]
    return out


def rate_headers(received: Received) -> dict[str, str]:
    """Its headers about limits, which clients wait by; none that could hold anything else."""
    return {
        name: value
        for name, value in received.headers.items()
        if _PASSED_OUT.fullmatch(name) and _LIMIT.fullmatch(value)
    }


def checked(received: Received, n: int) -> tuple[bytes, int]:
    """The answer as it may be handed on, and how many images it holds (none for a 4xx).

    What goes on is written anew from what was looked at. Raises: UpstreamError.
    """
    status = received.status
    if 400 <= status < 500:
        if len(received.body) > TROUBLE_LIMIT:
            raise UpstreamError("upstream-too-large", "sent too long an error", status)
        return json.dumps(_object(received)).encode(), 0
    if status != 200:
        raise UpstreamError("upstream-status", f"answered {status}", status)
    if len(received.body) > ANSWER_LIMIT:
        raise UpstreamError("upstream-too-large", "sent more than can be handed on", status)
    answer = _object(received)
    data = answer.get("data")
    if not isinstance(data, list) or not 1 <= len(data) <= n:
        raise UpstreamError("upstream-no-image", "sent no list of as many images", status)
    if not all(_is_image(each) for each in data):
        raise UpstreamError("upstream-no-image", "sent something that is no image", status)
    body = json.dumps(answer, separators=(",", ":")).encode()
    if len(body) > ANSWER_LIMIT:
        raise UpstreamError("upstream-too-large", "sent more than can be handed on", status)
    return body, len(data)


def _object(received: Received) -> dict[str, Any]:
    kind = received.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in ("application/json", "application/problem+json"):
        raise UpstreamError("upstream-no-image", "did not answer in JSON", received.status)
    try:
        found = json.loads(received.body)
    except (ValueError, RecursionError):
        raise UpstreamError("upstream-no-image", "sent broken JSON", received.status) from None
    if not isinstance(found, dict):
        raise UpstreamError("upstream-no-image", "sent no JSON object", received.status)
    return found


def _is_image(entry: object) -> bool:
    """Whether this is an image that we hold; a `url` is content that nobody here has seen."""
    if not isinstance(entry, dict) or entry.get("url"):
        return False
    written = entry.get("b64_json")
    if not isinstance(written, str):
        return False
    try:
        data = base64.b64decode(written, validate=True)
    except (binascii.Error, ValueError):
        return False
    return kind_of(data) is not None


class HttpOpener:
    """The opener of the functions: urllib3, a connection of its own for every call.

    A kept connection may be dead after Lambda froze the environment, and a POST is not tried twice.
    """

    def __init__(self) -> None:
        self._pool: Any = None

    def __call__(self, forward: Forward, seconds: float) -> Received:
        """As `Opener`."""
        import urllib3
        from urllib3.exceptions import HTTPError

        if self._pool is None:
            self._pool = urllib3.PoolManager(num_pools=2, maxsize=1)
        limit = urllib3.Timeout(connect=min(3.0, seconds), read=seconds)
        try:
            response = self._pool.request(
                "POST",
                forward.url,
                body=forward.body,
                headers=dict(forward.headers),
                timeout=limit,
                retries=False,
                redirect=False,
                preload_content=False,
                decode_content=True,
            )
            try:
                body = response.read(ANSWER_LIMIT + 1, decode_content=True)
            finally:
                response.close()
        except HTTPError as error:
            raise UpstreamError("upstream-failed", type(error).__name__) from None
        headers = {name.lower(): value for name, value in response.headers.items()}
        return Received(response.status, headers, body)
