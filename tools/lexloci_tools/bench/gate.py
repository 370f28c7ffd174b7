"""What the gate adds to an allowed call, next to a bare Powertools handler in the same run.

The whole way in process, from event to answer: proof, parse, reading, evidence, verdict, record,
answer. The ledger and the image server are excluded: they answer at once from memory.
"""

import base64
import json
import struct
import zlib
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver

from lexloci_edge.gate import Gate
from lexloci_edge.ids import new_id
from lexloci_edge.ledger import MemoryLedger
from lexloci_edge.outside import Outside
from lexloci_edge.proof import HEADER
from lexloci_edge.settings import Settings
from lexloci_edge.signals import Figures
from lexloci_edge.upstream import Forward, Received
from lexloci_edge.vault import Secret
from lexloci_reader import read
from lexloci_tools.bench.cold import settings
from lexloci_tools.bench.timing import race, table
from lexloci_tools.law.building import packaged

PROMPTS = (
    "a lighthouse at dawn, oil painting",
    "a nurse in scrubs walks down a hospital corridor, soft light, 35mm",
    "two children build a sandcastle while their parents read under a parasol",
    "product photo of a leather backpack on a wooden table, studio light",
    "ein Marktplatz in einer kleinen Stadt im Regen, Menschen mit Schirmen",
    "portrait of an old fisherman with a pipe, black and white",
    "a woman in a red evening dress plays the cello on an empty stage",
    "isometric map of a fantasy island with castles and dragons",
)


class Silent:
    """Signals that nobody hears."""

    def count(self, name: str, **about: str) -> None:
        """As `Signals.count`."""

    def say(self, message: str, **about: object) -> None:
        """As `Signals.say`."""

    def tell(self, message: str, *figures: Figures, **about: object) -> None:
        """As `Signals.tell`."""


class Known:
    """Secrets that need no fetching."""

    def accepted(self, name: str) -> tuple[Secret, ...]:
        """As `Secrets.accepted`."""
        return (Secret("bench", b"bench"),)

    def refreshed(self, name: str) -> tuple[Secret, ...] | None:
        """As `Secrets.refreshed`: there is never a newer one."""
        return None


class Time:
    """Lambda's context with all the time of the world."""

    aws_request_id = "bench"

    def get_remaining_time_in_millis(self) -> int:
        """Milliseconds left."""
        return 29_000


def png() -> bytes:
    """The smallest PNG: one pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    pixels = zlib.compress(b"\0\0")
    parts = (chunk(b"IHDR", head), chunk(b"IDAT", pixels), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def enforced() -> Callable[[Mapping[str, Any]], dict[str, Any]]:
    """The gate in process, with a ledger in memory and an image server that answers at once."""
    image = base64.b64encode(png()).decode()
    made = json.dumps({"created": 0, "data": [{"b64_json": image}]}).encode()
    reply = Received(200, {"content-type": "application/json"}, made)

    def opener(forward: Forward, seconds: float) -> Received:
        return reply

    outside = Outside(MemoryLedger(), Known(), opener, read, Silent())
    gate = Gate(Settings.read(settings()), packaged(), None, outside)
    return lambda event: gate.answer(event, Time(), new_id(datetime.now(UTC)))


def bare() -> Callable[[Mapping[str, Any]], dict[str, Any]]:
    """A bare Powertools handler: a route that parses the body and answers JSON."""
    app = APIGatewayHttpResolver()

    @app.post("/v1/images/generations")  # type: ignore[untyped-decorator, unused-ignore]
    def generate() -> dict[str, Any]:
        return {"length": len(app.current_event.json_body["prompt"])}

    return lambda event: app.resolve(dict(event), Time())  # type: ignore[arg-type]


def event_of(prompt: str) -> Mapping[str, Any]:
    """An event of payload 2.0 as API Gateway makes it of the OpenAI client's call."""
    http = {"method": "POST", "path": "/v1/images/generations", "sourceIp": "192.0.2.1"}
    now = int(datetime.now(UTC).timestamp() * 1000)
    headers = {
        "content-type": "application/json",
        "authorization": "Bearer bench",
        "cloudfront-viewer-country": "GB",
        "cloudfront-viewer-country-region": "ENG",
        "cloudfront-viewer-asn": "64496",
        HEADER: "bench",
    }
    return {
        "version": "2.0",
        "routeKey": "POST /v1/images/generations",
        "rawPath": "/v1/images/generations",
        "rawQueryString": "",
        "headers": headers,
        "requestContext": {"http": http, "timeEpoch": now, "stage": "$default"},
        "body": json.dumps({"prompt": prompt, "model": "gpt-image-2.5-mini", "n": 1}),
        "isBase64Encoded": False,
    }


def report(turns: int = 4000) -> str:
    """p50 and p99 of both, and what the gate adds."""
    ours, theirs = enforced(), bare()
    events = [event_of(prompt) for prompt in PROMPTS]
    for event in events:
        answer = ours(event)
        if answer["statusCode"] != 200:
            raise RuntimeError(f"a harmless prompt was answered {answer['statusCode']}")
    times = race(
        {
            "bare Powertools handler": lambda n: theirs(events[n % len(events)]),
            "gate": lambda n: ours(events[n % len(events)]),
        },
        turns,
    )
    first = times["bare Powertools handler"]
    rows = [("an allowed call, in process", "p50 ms", "p99 ms", "p99 added ms")]
    for name, each in times.items():
        added = (each.at(0.99) - first.at(0.99)) / 1000
        p50, p99 = each.at(0.5) / 1000, each.at(0.99) / 1000
        rows.append((name, f"{p50:.2f}", f"{p99:.2f}", f"{added:.2f}"))
    return table(rows)
