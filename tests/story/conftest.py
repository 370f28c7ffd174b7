"""The story's stage: the gate as `lexloci serve` runs it, and callers with the stock client."""

import base64
import io
import json
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import openai
import pytest
from PIL import Image

from lexloci_tools.serve.consenting import consent_of
from lexloci_tools.serve.front import Front, Seen
from lexloci_tools.serve.generator import scene
from lexloci_tools.serve.local_cloud import LocalCloud

MODEL = "gpt-image-2.5"
PHOTO = scene(64, 64)


@dataclass(frozen=True, slots=True)
class Told:
    """What a caller was told: status, the client's exception, body; and what came of the call.

    requests: how often the client sent. forwarded: how many requests reached the generator.
    """

    status: int
    error: openai.APIStatusError | None
    body: Mapping[str, Any]
    headers: Mapping[str, str]
    requests: int
    forwarded: int

    @property
    def text(self) -> str:
        """The body as one text, to look for words in."""
        return json.dumps(self.body, ensure_ascii=False)

    @property
    def kind(self) -> str:
        """The last part of the problem's type: `uncertain`, `unproven-origin` …"""
        return str(self.body.get("type", "")).rsplit("/", 1)[-1]

    @property
    def message(self) -> str:
        """What the client's exception says to a person."""
        return str(self.error)

    @property
    def picture(self) -> Image.Image:
        """The first image of an allowed call."""
        return Image.open(io.BytesIO(base64.b64decode(self.body["data"][0]["b64_json"])))

    def allowed(self) -> bool:
        """Whether an image came, after exactly one request each way."""
        return (self.status, self.requests, self.forwarded) == (200, 1, 1)

    def refused(self, status: int) -> bool:
        """Whether it was refused so, without a second try, and the generator never heard of it."""
        return (self.status, self.requests, self.forwarded) == (status, 1, 0)


@dataclass(slots=True)
class Caller:
    """Somebody with the stock client and only `base_url` changed."""

    client: openai.OpenAI
    cloud: LocalCloud
    seen: list[Seen] = field(default_factory=list)

    def generate(self, prompt: str, place: str = "GB-ENG", claims: str = "", **more: Any) -> Told:
        """Ask for an image from a place."""
        headers = _demo(place, claims, more.pop("headers", {}))
        return self.told(
            lambda raw: raw.images.with_raw_response.generate(
                prompt=prompt, model=MODEL, extra_headers=headers, **more
            )
        )

    def edit(self, prompt: str, place: str = "GB-ENG", claims: str = "", **more: Any) -> Told:
        """Ask for an uploaded photo to be edited."""
        headers = _demo(place, claims, more.pop("headers", {}))
        images = more.pop("images", [PHOTO])
        files = [(f"photo-{at}.png", data, "image/png") for at, data in enumerate(images)]
        photo = files[0] if len(files) == 1 else files
        return self.told(
            lambda raw: raw.images.with_raw_response.edit(
                image=photo, prompt=prompt, model=MODEL, extra_headers=headers, **more
            )
        )

    def backend(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Any:
        """What the register answers to the platform's backend."""
        headers = {"Content-Type": "application/json", "X-Demo-Claims": "role=backend; account=b"}
        data = None if body is None else json.dumps(body).encode()
        url = f"{str(self.client.base_url).rstrip('/')}{path}"
        asked = urllib.request.Request(url, data, headers, method=method)
        with urllib.request.urlopen(asked, timeout=30) as answer:
            return json.loads(answer.read())

    def consent(self, *images: bytes, **fields: Any) -> str:
        """Record that everybody in these images consented; answers the record's id."""
        return str(self.backend("POST", "/consents", consent_of(images, **fields))["id"])

    def told(self, ask: Callable[[openai.OpenAI], Any]) -> Told:
        """Answer what came of any call of the client."""
        sent, forwarded = len(self.seen), self.cloud.generator.count
        error: openai.APIStatusError | None = None
        try:
            response = ask(self.client).http_response
        except openai.APIStatusError as raised:
            error, response = raised, raised.response
        return Told(
            response.status_code,
            error,
            response.json(),
            dict(response.headers),
            len(self.seen) - sent,
            self.cloud.generator.count - forwarded,
        )


def _demo(place: str, claims: str, headers: Mapping[str, str]) -> dict[str, str]:
    told = {"X-Demo-Place": place, **headers}
    return {**told, "X-Demo-Claims": claims} if claims else told


@pytest.fixture(scope="session")
def cloud() -> Iterator[LocalCloud]:
    """The gate with everything behind it, once per session."""
    with LocalCloud() as running:
        yield running


@pytest.fixture(scope="session")
def caller_at(cloud: LocalCloud) -> Iterator[Callable[..., Caller]]:
    """Makes callers of fronts; takes `LocalCloud.front`'s arguments."""
    clients: list[openai.OpenAI] = []

    def make(**front: Any) -> Caller:
        seen: list[Seen] = []
        made: Front = cloud.front(seen=seen.append, **front)
        clients.append(openai.OpenAI(base_url=f"{made.url}/v1", api_key="sk-of-the-caller"))
        return Caller(clients[-1], cloud, seen)

    yield make
    for client in clients:
        client.close()


@pytest.fixture(scope="session")
def caller(caller_at: Callable[..., Caller]) -> Caller:
    """A caller of the usual front."""
    return caller_at()
