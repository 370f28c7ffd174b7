"""Holds a Lexloci permit against the call that an image server is about to make. Copy this file:
it needs PyJWT with cryptography, and nothing else of ours.

    verifier = Verifier(
        fetched_keys("https://gate.example/.well-known/jwks.json"),
        issuer="lexloci", audience="lexloci-image-server", spent=DynamoSpent(client, "permits"),
    )
    permit = verifier.verify(token, Seen("edit", prompt, images=[photo]), place="GB-ENG")
    # …make the image, do permit.duties, POST /v1/decisions/{permit.decision}/outcome

A permit is good for one call, its very words and bytes, for a minute and once. `Asgi` and `Wsgi`
stand before an application and let no HTTP request through without one.
"""

import hashlib
import json
import re
import threading
import time
import urllib.request
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import jwt
from jwt.exceptions import PyJWTError

HEADER, PROBLEM, EVERYWHERE = "lexloci-permit", "application/problem+json", "world"
SECONDS, SKEW = 60, 5
"""No permit is good for longer; the signer's clock may be so much ahead of ours."""
LENGTH, BODY_LIMIT = 8192, 64 * 1024 * 1024
_COMPACT = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+", re.ASCII)
_HEAD = {"alg": "ES256", "typ": "lexloci-permit+jwt"}
_SHAPE: dict[str, type] = {"iat": int, "exp": int, "images": list, "place": list, "duties": list}
_SHAPE |= dict.fromkeys(("iss", "aud", "jti", "decision", "call", "rulebook"), str)
_JWS = jwt.PyJWS(algorithms=["ES256"])

Keys = Callable[[str], Any]
"""A key's id -> the public key as PyJWT takes it; None where there is none of that id."""
Spent = Callable[[str, int], bool]
"""jti and exp -> whether this permit was taken before. Taking it and saying so is one step."""
Clock = Callable[[], float]
Read = Callable[[bytes, Mapping[str, str]], "Seen"]
Where = Callable[[Mapping[str, str]], str | Collection[str] | None]


class PermitError(Exception):
    """No image; says why in a word."""


@dataclass(frozen=True, slots=True)
class Seen:
    """The call as the server is about to make it. images: the files' bytes, in order."""

    operation: str
    prompt: str
    negative_prompt: str = ""
    images: Sequence[bytes] = ()

    def digests(self) -> list[str]:
        """SHA-256 of each image, in hex."""
        return [hashlib.sha256(data).hexdigest() for data in self.images]


@dataclass(frozen=True, slots=True)
class Permit:
    """A permit that holds. duties: what has to be done with the image."""

    decision: str
    places: tuple[str, ...]
    duties: tuple[str, ...]
    rulebook: str


class Verifier:
    """Verifies permits of one issuer for one audience.

    spent: there is no default, for a permit is good once only if somebody remembers: `InMemory`
    within one process, `DynamoSpent` for all. clock: seconds since 1970."""

    def __init__(
        self, keys: Keys, *, issuer: str, audience: str, spent: Spent, clock: Clock = time.time
    ) -> None:
        self._keys, self._spent, self._clock = keys, spent, clock
        self._issuer, self._audience = issuer, audience

    def verify(self, token: str, seen: Seen, *, place: str | Collection[str] | None) -> Permit:
        """The permit, taken. place: where the call comes from, as its backend said when it asked
        for the permit; None where this server cannot know.

        Raises: PermitError where it does not hold for this very call; whatever `spent` raises.
        """
        claims = self._signed(token)
        self._fresh(claims)
        digests = seen.digests()
        if claims["images"] != digests:
            raise PermitError("other-image")
        if claims["call"] != call_digest(seen, digests):
            raise PermitError("other-call")
        judged = set(claims["place"])
        told = {place} if isinstance(place, str) else set(judged if place is None else place)
        # What no place of several refuses, each of them allows.
        if not (told and told <= judged) and EVERYWHERE not in judged:
            raise PermitError("other-place")
        # Last, so that nothing but a good permit is ever taken.
        if self._spent(claims["jti"], claims["exp"]):
            raise PermitError("spent")
        lists = tuple(claims["place"]), tuple(claims["duties"])
        return Permit(claims["decision"], *lists, claims["rulebook"])

    def _signed(self, token: str) -> Mapping[str, Any]:
        if not isinstance(token, str) or len(token) > LENGTH or not _COMPACT.fullmatch(token):
            raise PermitError("malformed")
        try:
            head = jwt.get_unverified_header(token)
            if {**_HEAD, "kid": head.get("kid")} != head or not isinstance(head["kid"], str):
                # Another algorithm, a key of its own, what is not understood: not obeyed.
                raise PermitError("header")
            key = self._keys(head["kid"])
            if key is None:
                raise PermitError("key")
            found = json.loads(_JWS.decode(token, key, ["ES256"]))
        except (PyJWTError, TypeError, ValueError, RecursionError):
            raise PermitError("signature") from None
        return found if isinstance(found, dict) else {}

    def _fresh(self, claims: Mapping[str, Any]) -> None:
        if any(type(claims.get(name)) is not kind for name, kind in _SHAPE.items()):
            raise PermitError("claims")
        now = self._clock()
        if (claims["iss"], claims["aud"]) != (self._issuer, self._audience):
            raise PermitError("not-for-us")
        if claims["exp"] <= now:
            raise PermitError("expired")
        if claims["iat"] > now + SKEW or not 0 < claims["exp"] - claims["iat"] <= SECONDS:
            raise PermitError("times")


def call_digest(seen: Seen, digests: Sequence[str]) -> str:
    """The digest of a call in its canonical form. digests: SHA-256 of its images, in hex."""
    canonical = {"operation": seen.operation, "prompt": seen.prompt, "images": list(digests)}
    canonical["negative_prompt"] = seen.negative_prompt
    text = json.dumps(canonical, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return f"sha256:{hashlib.sha256(text.encode(errors='surrogatepass')).hexdigest()}"


def pinned_keys(jwks: Mapping[str, Any]) -> Keys:
    """The P-256 keys of this set (RFC 7517), and no other ever."""
    usable = [one for one in jwks["keys"] if one.get("crv") == "P-256"]
    return {one["kid"]: jwt.PyJWK(dict(one), algorithm="ES256") for one in usable}.get


def fetched_keys(url: str, keep: float = 300, again: float = 10) -> Keys:
    """The keys at an address, kept for `keep` seconds, and asked for every `again` seconds at most,
    whoever names an unknown one or does not answer. Finding raises: OSError, ValueError."""
    keys = pinned_keys({"keys": []})
    fetched = tried = float("-inf")
    lock = threading.Lock()

    def find(kid: str) -> Any:
        nonlocal keys, fetched, tried
        with lock:
            now = time.monotonic()
            if (now - fetched > keep or keys(kid) is None) and now - tried > again:
                tried = now
                with urllib.request.urlopen(url, timeout=5) as answer:
                    keys, fetched = pinned_keys(json.loads(answer.read(65536))), now
            if now - fetched > keep:
                raise OSError("the keys are old, and new ones were not to be had")
            return keys(kid)

    return find


class InMemory:
    """Remembers what this process has taken.

    What it cannot do: know what another process, host or Region took, or what this one did before
    it was started again. Beyond `most` permits within a minute every one counts as spent."""

    def __init__(self, most: int = 100_000, clock: Clock = time.time) -> None:
        self._most, self._clock, self._lock = most, clock, threading.Lock()
        self._taken: dict[str, int] = {}

    def __call__(self, jti: str, exp: int) -> bool:
        """As `Spent`."""
        with self._lock:
            if len(self._taken) >= self._most:
                now = self._clock()
                self._taken = {one: end for one, end in self._taken.items() if end > now}
            if jti in self._taken or len(self._taken) >= self._most:
                return True
            self._taken[jti] = exp
            return False


class DynamoSpent:
    """Remembers in a DynamoDB table (key `pk`, a string; TTL attribute `expires`) for all servers
    of one Region. client: boto3's; whatever it raises is raised, and there is no image."""

    def __init__(self, client: Any, table: str) -> None:
        self._client, self._table = client, table

    def __call__(self, jti: str, exp: int) -> bool:
        """As `Spent`."""
        item = {"pk": {"S": f"PERMIT#{jti}"}, "expires": {"N": str(exp + 3600)}}
        new = "attribute_not_exists(pk)"
        try:
            self._client.put_item(TableName=self._table, Item=item, ConditionExpression=new)
        except self._client.exceptions.ConditionalCheckFailedException:
            return True
        return False


class _Guard:
    """What both ways share.

    read: body and headers (lower case) -> the call, as the application itself reads it; what it
    uses and this does not see is not held against the permit. Either may raise ValueError, KeyError
    or TypeError. where: headers -> the place of `Verifier.verify`."""

    def __init__(self, app: Any, verifier: Verifier, read: Read, where: Where) -> None:
        self._app, self._verifier, self._read, self._where = app, verifier, read, where

    def _held(self, body: bytes, headers: Mapping[str, str]) -> Permit:
        try:
            seen, place = self._read(body, headers), self._where(headers)
        except (ValueError, KeyError, TypeError):
            raise PermitError("unreadable") from None
        return self._verifier.verify(headers.get(HEADER, "").strip(), seen, place=place)


def _refusal(error: PermitError) -> bytes:
    return json.dumps({"title": "No permit", "status": 403, "detail": f"permit: {error}"}).encode()


class Asgi(_Guard):
    """ASGI: the permit is in `scope["lexloci.permit"]`. A websocket is refused."""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Hand a request with a good permit on, its body as it was read."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            raise PermitError("protocol")
        try:
            headers: dict[str, str] = {}
            for raw, value in scope["headers"]:
                name, text = raw.decode("latin-1").lower(), value.decode("latin-1")
                # One that is sent twice is joined, and is no permit then.
                headers[name] = f"{headers[name]},{text}" if name in headers else text
            body = await _body(receive)
            scope = {**scope, "lexloci.permit": self._held(body, headers)}
        except PermitError as error:
            kind = [(b"content-type", PROBLEM.encode())]
            await send({"type": "http.response.start", "status": 403, "headers": kind})
            await send({"type": "http.response.body", "body": _refusal(error)})
            return
        left = [{"type": "http.request", "body": body}]

        async def again() -> Any:
            return left.pop() if left else await receive()

        await self._app(scope, again, send)


async def _body(receive: Any) -> bytes:
    body, more = bytearray(), True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if message["type"] != "http.request" or len(body) > BODY_LIMIT:
            raise PermitError("body")
    return bytes(body)


class Wsgi(_Guard):
    """WSGI: the permit is in `environ["lexloci.permit"]`. A body of unsaid length is refused."""

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        """Hand a request with a good permit on, its body as it was read."""
        headers = {
            each.removeprefix("HTTP_").replace("_", "-").lower(): str(value)
            for each, value in environ.items()
            if each.startswith(("HTTP_", "CONTENT_")) and not each.startswith("HTTP_CONTENT_")
        }
        length = headers.get("content-length") or "0"
        try:
            if "transfer-encoding" in headers or not length.isdecimal() or int(length) > BODY_LIMIT:
                raise PermitError("body")
            body = environ["wsgi.input"].read(int(length))
            permit = self._held(body, headers)
        except PermitError as error:
            start_response("403 Forbidden", [("content-type", PROBLEM)])
            return [_refusal(error)]
        handed = {"lexloci.permit": permit, "wsgi.input": BytesIO(body)}
        return self._app({**environ, **handed}, start_response)
