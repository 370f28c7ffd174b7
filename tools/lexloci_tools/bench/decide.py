"""Throughput of decisions on one core, and what asking costs next to LiteLLM's proxy.

Two tables. The decision API in process: from event to answer, with a permit for what is allowed;
ledger and secrets in memory. And the whole way to one stub generator over HTTP, a call after the
other: straight, through the gate in process, and through LiteLLM with one custom guardrail.
"""

import base64
import http.client
import json
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import urlsplit

from lexloci_edge.claims import Trust
from lexloci_edge.deciding.decider import Decider
from lexloci_edge.gate import Gate
from lexloci_edge.ids import new_id
from lexloci_edge.ledger import MemoryLedger
from lexloci_edge.outside import Outside
from lexloci_edge.settings import Settings
from lexloci_edge.upstream import Forward, Received
from lexloci_edge.vault import Secret
from lexloci_reader import read
from lexloci_tools.bench.cold import settings
from lexloci_tools.bench.gate import PROMPTS, Known, Silent, Time, event_of
from lexloci_tools.bench.litellm_proxy import MODEL, LiteLlm
from lexloci_tools.bench.timing import Times, race, table
from lexloci_tools.law.building import packaged
from lexloci_tools.serve.generator import DemoGenerator

TURNS: Final = 4000
HTTP_TURNS: Final = 400
REFUSED: Final = "photo of George Clooney in his underwear"


class Secrets(Known):
    """Secrets that need no fetching, long enough to make a key of."""

    def accepted(self, name: str) -> tuple[Secret, ...]:
        """As `Secrets.accepted`."""
        return (Secret("bench", b"bench" * 8),)


def _decider() -> Callable[[Mapping[str, Any]], dict[str, Any]]:
    """The decision API in process, with permits."""
    told = Settings.read({**settings(), "LEXLOCI_PERMIT_KEY": "permit"})

    def opener(forward: Forward, seconds: float) -> Received:
        raise AssertionError("decisions forward nothing")

    outside = Outside(MemoryLedger(), Secrets(), opener, read, Silent())
    decider = Decider(told, packaged(), None, Trust(), outside)
    return lambda event: decider.answer(event, Time(), new_id(datetime.now(UTC)))


def _asked(prompt: str) -> Mapping[str, Any]:
    """An event of `POST /v1/decisions`, signed for IAM."""
    event: dict[str, Any] = dict(event_of(prompt))
    body = {"operation": "generate", "prompt": prompt, "place": "GB-ENG", "account": "a-1"}
    http = {"method": "POST", "path": "/v1/decisions", "sourceIp": "192.0.2.1"}
    signer = {"iam": {"userArn": "arn:aws:iam::000000000000:role/platform"}}
    context = {**event["requestContext"], "http": http, "authorizer": signer}
    path = {"rawPath": "/v1/decisions", "routeKey": "POST /v1/decisions"}
    return {**event, **path, "requestContext": context, "body": json.dumps(body)}


def _decisions() -> str:
    decide = _decider()
    allowed, refused = [_asked(prompt) for prompt in PROMPTS], _asked(REFUSED)
    for event in (*allowed, refused):
        told = json.loads(decide(event)["body"])
        if told["outcome"] != ("refuse" if event is refused else "allow"):
            raise RuntimeError(f"the bench's call was judged {told['outcome']}")
    times = race(
        {
            "allowed, with a permit": lambda n: decide(allowed[n % len(allowed)]),
            "refused, with its reasons": lambda n: decide(refused),
        },
        TURNS,
    )
    rows = [("decide, in process, one core", "decisions/s", "p50 ms", "p99 ms")]
    rows += [(name, *_row(each)) for name, each in times.items()]
    return table(rows)


def _row(times: Times) -> tuple[str, str, str]:
    each = sum(times.micros) / len(times.micros)
    return f"{1e6 / each:.0f}", f"{times.at(0.5) / 1000:.2f}", f"{times.at(0.99) / 1000:.2f}"


class _Kept:
    """A connection that is kept, for whoever sends many requests to one server."""

    def __init__(self, url: str, key: str) -> None:
        self._key = key
        self._connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=30)

    def post(self, body: bytes) -> tuple[int, bytes]:
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self._key}"}
        self._connection.request("POST", "/v1/images/generations", body, headers)
        answer = self._connection.getresponse()
        return answer.status, answer.read()

    def close(self) -> None:
        self._connection.close()


def _body(prompt: str) -> bytes:
    return json.dumps({"prompt": prompt, "model": MODEL, "n": 1, "size": "64x64"}).encode()


def _gate(kept: _Kept) -> Callable[[int], object]:
    """The gate in process, which forwards over a kept connection as the others do."""

    def opener(forward: Forward, seconds: float) -> Received:
        status, body = kept.post(forward.body)
        return Received(status, {"content-type": "application/json"}, body)

    outside = Outside(MemoryLedger(), Known(), opener, read, Silent())
    gate = Gate(Settings.read(settings()), packaged(), None, outside)
    events = [{**event_of(prompt), "body": _body(prompt).decode()} for prompt in PROMPTS]

    def call(number: int) -> object:
        event = events[number % len(events)]
        return gate.answer(event, Time(), new_id(datetime.now(UTC)))["statusCode"]

    return call


def _over_http() -> str:
    with ExitStack() as ends:
        generator = DemoGenerator()
        ends.callback(generator.close)
        bodies = [_body(prompt) for prompt in PROMPTS]

        def kept(url: str, key: str = "sk-bench") -> _Kept:
            made = _Kept(url, key)
            ends.callback(made.close)
            return made

        straight = kept(generator.url)
        candidates = {
            "stub generator, straight": lambda n: straight.post(bodies[n % len(bodies)]),
            "gate in process, then the stub": _gate(kept(generator.url)),
        }
        lacks = ""
        try:
            proxy = LiteLlm(generator.url)
        except OSError as why:
            lacks = f"\nLiteLLM left out: {why}"
        else:
            ends.callback(proxy.close)
            through = kept(proxy.url, proxy.key)
            _check(through)
            candidates["LiteLLM, one guardrail, then the stub"] = lambda n: through.post(
                bodies[n % len(bodies)]
            )
        began = time.perf_counter()
        times = race(candidates, HTTP_TURNS, warm=20)
        took = time.perf_counter() - began
    first = times["stub generator, straight"].at(0.99)
    rows = [("one call after the other", "requests/s", "p50 ms", "p99 ms", "p99 added ms")]
    for name, each in times.items():
        rows.append((name, *_row(each), f"{(each.at(0.99) - first) / 1000:.2f}"))
    return f"{table(rows)}{lacks}\n({HTTP_TURNS} calls each, {took:.0f} s)"


def _check(through: _Kept) -> None:
    """Raises: RuntimeError where LiteLLM makes no image, or its guardrail is not asked."""
    status, body = through.post(_body(PROMPTS[0]))
    made = json.loads(body).get("data", [{}])[0].get("b64_json", "") if status == 200 else ""
    if not base64.b64decode(made).startswith(b"\x89PNG"):
        raise RuntimeError(f"LiteLLM answered {status}: {body[:200]!r}")
    status, body = through.post(_body("undress her"))
    if status != 400:
        raise RuntimeError(f"LiteLLM's guardrail was not asked: {status}")


def report() -> str:
    """Both tables."""
    return f"{_decisions()}\n\n{_over_http()}"
