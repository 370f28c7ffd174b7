"""What looking at images adds: both checks against a detector that takes 30 ms to answer.

The gate in process with boto3's own client before the stub of Rekognition, next to the same gate
without a detector; ledger and image server answer at once from memory. Images are of 1024x1024 and
about as large as photographs. Two numbers bound what is told: nothing can take less than one answer
for each check, and asking one after another would take the last column.
"""

import base64
import io
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

import boto3
from botocore.config import Config
from PIL import Image

from lexloci_edge.forms import Part, written_form
from lexloci_edge.gate import Gate
from lexloci_edge.ids import new_id
from lexloci_edge.ledger import MemoryLedger
from lexloci_edge.outside import Outside
from lexloci_edge.seeing.bulkhead import THREADS, Bulkhead
from lexloci_edge.seeing.digests import MemoryDigests
from lexloci_edge.seeing.rekognition import Rekognition
from lexloci_edge.settings import Settings
from lexloci_edge.upstream import Forward, Received
from lexloci_reader import read
from lexloci_tools.bench.cold import settings
from lexloci_tools.bench.gate import Known, Silent, Time, event_of
from lexloci_tools.bench.timing import race, table
from lexloci_tools.law.building import packaged
from lexloci_tools.serve.stub_sight import StubSight

DELAY: Final = 0.030
"""Seconds that the stub takes to answer each question."""
TURNS: Final = 40
SHAPES: Final = ((0, 1), (1, 1), (4, 1), (4, 2))
"""Sources and outputs of a call."""


def photo(kind: str) -> bytes:
    """A picture of 1024x1024 that is as hard to compress as a photograph."""
    noise = [Image.effect_noise((1024, 1024), 24) for _ in range(3)]
    written = io.BytesIO()
    Image.merge("RGB", noise).save(written, kind, quality=85)
    return written.getvalue()


def gate_with(bulkhead: Bulkhead | None, outputs: int, made: bytes) -> Callable[[Any], Any]:
    """A gate whose image server answers at once with so many images."""
    image = base64.b64encode(made).decode()
    body = json.dumps({"created": 0, "data": [{"b64_json": image}] * outputs}).encode()
    reply = Received(200, {"content-type": "application/json"}, body)

    def opener(forward: Forward, seconds: float) -> Received:
        return reply

    memory = MemoryDigests()
    outside = Outside(
        MemoryLedger(),
        Known(),
        opener,
        read,
        Silent(),
        detector=bulkhead,
        digests=lambda: memory,
    )
    gate = Gate(Settings.read(settings()), packaged(), None, outside)
    return lambda event: gate.answer(event, Time(), new_id(datetime.now(UTC)))


def call_of(sources: int, outputs: int, photograph: bytes) -> Mapping[str, Any]:
    """A call with so many uploads that asks for so many images."""
    event = dict(event_of("a lighthouse at dawn"))
    said = {"prompt": "make the sky blue", "n": str(outputs), "output_format": "jpeg"}
    if not sources:
        event["body"] = json.dumps({**said, "n": outputs, "prompt": "a lighthouse at dawn"})
        return event
    parts = [Part(name, None, "", value.encode()) for name, value in said.items()]
    name = "image[]" if sources > 1 else "image"
    parts += [Part(name, f"{at}.jpeg", "image/jpeg", photograph) for at in range(sources)]
    body, kind = written_form(parts)
    path = "/v1/images/edits"
    event["rawPath"] = path
    event["requestContext"] = {**event["requestContext"], "http": {"method": "POST", "path": path}}
    event["headers"] = {**event["headers"], "content-type": kind}
    event |= {"body": base64.b64encode(body).decode(), "isBase64Encoded": True}
    return event


def asking(stub: StubSight) -> Any:
    """boto3's client of Rekognition before the stub."""
    return boto3.client(
        "rekognition",
        endpoint_url=stub.url,
        region_name="eu-west-2",
        aws_access_key_id="bench",
        aws_secret_access_key="bench",
        config=Config(retries={"total_max_attempts": 1}, max_pool_connections=THREADS),
    )


def added(sources: int, outputs: int, client: Any, photograph: bytes, turns: int) -> Sequence[str]:
    """The row of one shape of call: p50 without and with, p95, what is added."""
    event = call_of(sources, outputs, photograph)
    blind = gate_with(None, outputs, photograph)
    seeing = gate_with(Bulkhead(Rekognition(lambda: client)), outputs, photograph)
    for each in (blind, seeing):
        if each(event)["statusCode"] != 200:
            raise RuntimeError("a harmless call was refused")

    def calls(gate: Callable[[Any], Any]) -> Callable[[int], object]:
        return lambda _: gate(event)

    times = race({"blind": calls(blind), "seen": calls(seeing)}, turns, warm=3)
    first, second = (times[name].at(0.5) / 1000 for name in ("blind", "seen"))
    late = times["seen"].at(0.95) / 1000
    waited = 2 * (sources + outputs) * DELAY * 1000
    told = (first, second, late, second - first, waited)
    return (f"{sources}, {outputs}", *(f"{each:.0f}" for each in told))


def report(turns: int = TURNS) -> str:
    """What the checks add to calls of several shapes; the last column is waiting alone."""
    photograph = photo("JPEG")
    stub = StubSight()
    stub.state.delay, stub.state.mood = DELAY, "blank"
    client = asking(stub)
    head = ("sources, outputs", "without ms", "seen p50", "p95", "added p50", "asked one by one")
    try:
        rows = [added(*shape, client, photograph, turns) for shape in SHAPES]
    finally:
        client.close()
        stub.close()
    return table([head, *rows])
