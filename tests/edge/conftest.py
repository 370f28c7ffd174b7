"""The stage of the edge's tests: a gate whose whole outside is made of fakes, and a small law."""

import base64
import json
import struct
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.edge.engines import dynamodb_local  # noqa: F401 - a fixture

from lexloci.freeze import freeze
from lexloci.rulebook import Rulebook
from lexloci_edge.claims import Issuer
from lexloci_edge.errors import SecretError
from lexloci_edge.failsafe import failsafe
from lexloci_edge.gate import Gate
from lexloci_edge.ledger import MemoryLedger
from lexloci_edge.outside import Limits, Outside
from lexloci_edge.records import Record
from lexloci_edge.settings import Settings
from lexloci_edge.signals import Figures
from lexloci_edge.upstream import Forward, Received
from lexloci_edge.vault import Secret

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
ORIGIN = "a-secret-of-the-distribution"
HEADERS = {
    "x-lexloci-origin": ORIGIN,
    "authorization": "Bearer sk-test",
    "cloudfront-viewer-country": "FJ",
    "cloudfront-viewer-asn": "64496",
}
PATIENT = Limits(reader=9, ledger=9, upstream=9, least_upstream=0.1, reserve=0.1)
QUICK = Limits(reader=0.2, ledger=0.2, upstream=0.3, least_upstream=0.1, reserve=0.1)
ENVIRONMENT = {
    "LEXLOCI_TABLE": "decisions",
    "LEXLOCI_ORIGIN_SECRET": "origin",
    "LEXLOCI_HASH_KEY": "hash",
    "LEXLOCI_UPSTREAM": "http://images.invalid",
    "AWS_REGION": "eu-west-2",
}
LIGHTHOUSE = "a lighthouse at dawn"
GIVEN = json.loads((ROOT / "tests/data/edge/stage.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def book() -> Rulebook:
    """A small law over the real tree of places and the real facts."""
    real = json.loads((ROOT / "layers/rulebook/rulebook.json").read_bytes())["rulebook"]
    packs = {
        each["pack"]: {"due": "2030-01-01", "default": each["pack"] in GIVEN["house_packs"] or None}
        for each in GIVEN["versions"]
    }
    return Rulebook.load(freeze(real["facts"], real["places"], packs, GIVEN["versions"]))


@dataclass(frozen=True)
class Shown:
    """A depiction as the reader answers it."""

    facts: Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Understood:
    """A reading as the reader answers it."""

    depictions: tuple[Shown, ...]
    evidence: tuple[Any, ...] = ()
    covered: bool = True
    language: str = "en"


def read_fake(prompt: str, *, operation: str, images: int) -> Understood:
    """Read the prompts of this stage; anything else shows nobody."""
    said = {**GIVEN["plain"], **GIVEN["said"].get(prompt, {})}
    return Understood((Shown({fact: frozenset(values) for fact, values in said.items()}),))


@dataclass
class Vault:
    """Secrets in memory; `broken` holds the names that cannot be fetched."""

    values: dict[str, tuple[str, ...]] = field(
        default_factory=lambda: {"origin": (ORIGIN,), "hash": ("a-key",), "upstream": ("sk-own",)}
    )
    broken: set[str] = field(default_factory=set)
    ids: dict[str, tuple[str, ...]] = field(default_factory=dict)
    anew: dict[str, tuple[str, ...]] = field(default_factory=dict)
    breaks_anew: set[str] = field(default_factory=set)

    def refreshed(self, name: str) -> tuple[Secret, ...] | None:
        """As `Secrets.refreshed`: what `anew` holds is found now, and was not known before."""
        if name in self.breaks_anew:
            raise SecretError(f"`{name}`", "cannot be fetched (ThrottlingException)")
        if name not in self.anew:
            return None
        self.values[name] = self.anew[name]
        return self.accepted(name)

    def accepted(self, name: str) -> tuple[Secret, ...]:
        """As `Secrets.accepted`."""
        if name in self.broken:
            raise SecretError(f"`{name}`", "cannot be fetched (ThrottlingException)")
        ids = self.ids.get(name, ("v0", "v1"))
        return tuple(
            Secret(id, value.encode()) for id, value in zip(ids, self.values[name], strict=False)
        )


def png() -> bytes:
    """A real PNG of one pixel."""
    chunks = [(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))]
    chunks += [(b"IDAT", zlib.compress(b"\0\0")), (b"IEND", b"")]
    body = b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + body


def images(*data: bytes) -> Received:
    """An answer of the image server with these images."""
    entries = [{"b64_json": base64.b64encode(each).decode()} for each in data or (png(),)]
    body = json.dumps({"created": 1, "data": entries}).encode()
    return Received(
        200, {"content-type": "application/json", "x-ratelimit-limit-images": "5"}, body
    )


@dataclass
class ImageServer:
    """Counts what reaches it; answers with `answer`, or does what `answer` does."""

    answer: Received | Callable[[], Received] = field(default_factory=images)
    requests: list[Forward] = field(default_factory=list)

    def __call__(self, forward: Forward, seconds: float) -> Received:
        """As `Opener`."""
        self.requests.append(forward)
        return self.answer if isinstance(self.answer, Received) else self.answer()


@dataclass
class Watch:
    """Keeps what operators would see."""

    counts: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    def count(self, name: str, **about: str) -> None:
        """As `Signals.count`."""
        self.counts.append((name, tuple(about.values())))

    def say(self, message: str, **about: object) -> None:
        """As `Signals.say`."""
        self.lines.append(f"{message} {about}")

    def tell(self, message: str, *figures: Figures, **about: object) -> None:
        """As `Signals.tell`: each figure that is not zero is a count, by its widest set."""
        self.say(message, **about)
        for each in figures:
            told = {name: str(about[name]) for name in max(each.by, key=len)}
            for name in (name for name, value in each.values.items() if value):
                self.count(name, **told)


@dataclass
class Told:
    """What a caller was told."""

    status: int
    headers: Mapping[str, str]
    body: Any

    @property
    def code(self) -> str:
        """The code of the OpenAI error member."""
        return self.body["error"]["code"].removeprefix("lexloci_")


@dataclass
class Stage:
    """A gate with its fakes. Change a fake, then `call`."""

    book: Rulebook
    environment: dict[str, str] = field(default_factory=lambda: dict(ENVIRONMENT))
    vault: Vault = field(default_factory=Vault)
    server: ImageServer = field(default_factory=ImageServer)
    watch: Watch = field(default_factory=Watch)
    ledger: Any = field(default_factory=MemoryLedger)
    read: Any = read_fake
    issuer: Issuer | None = None
    consents: Any = None
    protected: Any = None
    strikes: Any = None
    now: datetime = NOW
    left: int = 29_000
    limits: Limits = PATIENT

    def outside(self) -> Outside:
        """What stands on the stage now."""
        return Outside(
            ledger=self.ledger,
            secrets=self.vault,
            opener=self.server,
            read=self.read,
            signals=self.watch,
            clock=lambda: self.now,
            limits=self.limits,
            consents=self.consents and (lambda: self.consents),
            protected=self.protected and (lambda: self.protected),
            strikes=self.strikes and (lambda: self.strikes),
        )

    def gate(self) -> Gate:
        """The gate over what stands on the stage now."""
        return Gate(Settings.read(self.environment), self.book, self.issuer, self.outside())

    def hurry(self) -> None:
        """Wait no longer than a moment for what hangs."""
        self.limits = QUICK

    def get_remaining_time_in_millis(self) -> int:
        """As Lambda's context."""
        return self.left

    def send(self, event: Mapping[str, Any], gate: Gate | None = None) -> Told:
        """Put an event through the gate as Lambda would."""
        opened = gate or self.gate()
        answer = failsafe(lambda: opened.answer)(event, self)
        return Told(answer["statusCode"], answer["headers"], json.loads(answer["body"]))

    def call(self, prompt: str = LIGHTHOUSE, /, **headers: str | None) -> Told:
        """Ask for an image; `headers` with `_` for `-` are added, None takes one away."""
        return self.send(self.event(body={"prompt": prompt}, headers=headers))

    def event(
        self,
        path: str = "/v1/images/generations",
        method: str = "POST",
        body: Any = None,
        headers: Mapping[str, str | None] | None = None,
        kind: str = "application/json",
    ) -> dict[str, Any]:
        """An event of payload format 2.0. `body`: bytes, text, or what is written as JSON."""
        sent: dict[str, str | None] = {**HEADERS, "content-type": kind}
        sent |= {name.replace("_", "-"): value for name, value in (headers or {}).items()}
        binary = isinstance(body, bytes)
        text = body if isinstance(body, str) else json.dumps(body) if not binary else ""
        return {
            "version": "2.0",
            "rawPath": path,
            "rawQueryString": "",
            "headers": {name: value for name, value in sent.items() if value is not None},
            "requestContext": {
                "http": {"method": method, "path": path},
                "stage": "$default",
                "timeEpoch": int(self.now.timestamp() * 1000),
            },
            "body": base64.b64encode(body).decode() if isinstance(body, bytes) else text,
            "isBase64Encoded": binary,
        }

    @property
    def records(self) -> list[Record]:
        """The decisions in the ledger."""
        return [each for each in self.ledger.entries.values() if isinstance(each, Record)]

    @property
    def forwarded(self) -> int:
        """How many requests reached the image server."""
        return len(self.server.requests)


@pytest.fixture
def stage(book: Rulebook) -> Stage:
    """A stage on which everything works."""
    return Stage(book)


@pytest.fixture(name="png")
def png_bytes() -> bytes:
    """A real PNG of one pixel."""
    return png()
