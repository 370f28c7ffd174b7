"""The demo generator: an image server that draws a lighthouse whatever is asked, in OpenAI's shape
and in those of others (`generator_shapes`).

It never draws or keeps the prompt. Tests may ask it to keep what it received, and it can be told to
misbehave: by `X-Demo-Image`, or through the front, which takes that header off.
"""

import base64
import functools
import io
import json
import re
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from multipart import MultipartError, parse_form_data
from PIL import Image, ImageDraw

from lexloci_tools.serve.generator_shapes import how_many, written_at
from lexloci_tools.serve.http_server import Answerer, Listening
from lexloci_tools.serve.marks import Mark, marked

_ROUTES = ("/v1/images/generations", "/v1/images/edits", "/v1/images/variations")
_SIZE = re.compile(r"^(\d{2,4})x(\d{2,4})$")
_USUAL = (512, 512)
_FORMATS = ("png", "jpeg", "webp")
_ROOM = 1024

MISBEHAVES = ("flagged", "minor", "not-an-image", "huge")
"""What it can be told to send: a nude, a minor in swimwear (both marks on a lighthouse, which only
the stub detector reads), what is no image, and a picture of too many pixels."""


@dataclass(frozen=True, slots=True)
class Received:
    """One request as the generator got it: headers by lower-case name, body as bytes."""

    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(slots=True)
class Tally:
    """How many requests came for images, and the requests themselves where they are kept."""

    keep: bool
    count: int = 0
    received: list[Received] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)
    mark: Mark | None = None
    misbehaves: str = ""

    def take(self, request: Received) -> None:
        """Count one request."""
        with self.lock:
            self.count += 1
            if self.keep:
                self.received.append(request)


class DemoGenerator:
    """The demo generator's server, from when it is made until `close`."""

    def __init__(self, keep: bool = False) -> None:
        self._tally = Tally(keep)
        self._listening = Listening(_handler(self._tally))
        self.url = self._listening.url

    @property
    def count(self) -> int:
        """Requests for images so far."""
        return self._tally.count

    @property
    def received(self) -> tuple[Received, ...]:
        """The requests so far, where they are kept."""
        return tuple(self._tally.received)

    def misbehave(self, how: str) -> None:
        """Send this from now on, one of `MISBEHAVES`; nothing: behave again."""
        self._tally.misbehaves = how

    def paint(self, mark: Mark | None) -> None:
        """Mark every image so from now on."""
        self._tally.mark = mark

    def close(self) -> None:
        """Stop listening."""
        self._listening.close()


def _handler(tally: Tally) -> type[Answerer]:
    class Generator(Answerer):
        def do_GET(self) -> None:
            if self.path == "/count":
                return self._json(200, {"count": tally.count})
            return self._json(404, _error("no such path"))

        def do_POST(self) -> None:
            body = self.body()
            written = written_at(self.path)
            if self.path not in _ROUTES and written is None:
                return self._json(404, _error("no such path"))
            headers = {name.lower(): value for name, value in self.headers.items()}
            tally.take(Received(self.path, headers, body))
            asked = _asked(headers.get("content-type", ""), body)
            if asked is None:
                return self._json(400, _error("unreadable request"))
            how = headers.get("x-demo-image", tally.misbehaves)
            made = _images(asked, how, tally.mark)
            if written is not None:
                made = written([each.get("b64_json", "") for each in made["data"]])
            return self._json(200, made)

        def _json(self, status: int, what: object) -> None:
            headers = [("Content-Type", "application/json"), ("x-request-id", "req_demo")]
            self.answer(status, json.dumps(what).encode(), headers)

    return Generator


def _asked(content_type: str, body: bytes) -> Mapping[str, Any] | None:
    """Answer the request's fields, `None` when they cannot be read."""
    if content_type.startswith("multipart/form-data"):
        environ = {
            "REQUEST_METHOD": "POST",
            "CONTENT_TYPE": content_type,
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": io.BytesIO(body),
        }
        try:
            forms, files = parse_form_data(environ, strict=True)
        except MultipartError:
            return None
        for part in files.iterallitems():
            part[1].close()
        return dict(forms.items())
    try:
        read = json.loads(body)
    except ValueError:
        return None
    return read if isinstance(read, dict) else None


def _images(asked: Mapping[str, Any], how: str, mark: Mark | None) -> dict[str, Any]:
    size = _SIZE.match(str(asked.get("size", "")))
    width, height = (int(size[1]), int(size[2])) if size else _USUAL
    kind = str(asked.get("output_format", "png"))
    kind = kind if kind in _FORMATS else "png"
    number = how_many(asked)
    drawn = _drawn(min(width, _ROOM), min(height, _ROOM), kind, how, mark)
    image = base64.b64encode(drawn).decode()
    return {
        "created": int(time.time()),
        "data": [{"b64_json": image} for _ in range(max(1, min(number, 10)))],
        "output_format": kind,
        "usage": {"input_tokens": 0, "output_tokens": 0, "total_tokens": 0},
    }


def _drawn(width: int, height: int, kind: str, how: str, mark: Mark | None) -> bytes:
    if how == "not-an-image":
        return b"<svg/>"
    if how == "huge":
        written = io.BytesIO()
        Image.new("1", (8000, 8000)).save(written, format="PNG")
        return written.getvalue()
    if how == "flagged":
        mark = Mark("nude", "adult")
    elif how == "minor":
        mark = Mark("swimwear", "minor")
    plain = scene(width, height, kind)
    return plain if mark is None else marked(plain, mark)


@functools.lru_cache(maxsize=8)
def scene(width: int, height: int, kind: str = "png") -> bytes:
    """Answer a lighthouse at dawn of this size in pixels, in one of the formats png, jpeg, webp."""
    image = Image.new("RGB", (width, height))
    draw = ImageDraw.Draw(image)
    horizon = int(height * 0.7)
    for y in range(horizon):
        share = y / horizon
        colour = (int(70 + 180 * share), int(90 + 90 * share), int(150 - 10 * share))
        draw.line([(0, y), (width, y)], fill=colour)
    draw.rectangle([0, horizon, width, height], fill=(40, 70, 100))
    left, right, top = int(width * 0.46), int(width * 0.54), int(height * 0.3)
    beam = [(right, top), (width, int(height * 0.12)), (width, int(height * 0.34))]
    draw.polygon(beam, fill=(255, 236, 170))
    draw.polygon(
        [(left, top), (right, top), (int(width * 0.58), horizon), (int(width * 0.42), horizon)],
        fill=(240, 240, 240),
    )
    for at in (0.4, 0.56):
        draw.rectangle(
            [int(width * 0.44), int(height * at), int(width * 0.56), int(height * (at + 0.06))],
            fill=(190, 50, 40),
        )
    draw.rectangle([left, int(height * 0.24), right, top], fill=(255, 244, 200))
    draw.polygon(
        [(left, int(height * 0.24)), (right, int(height * 0.24)), (width // 2, int(height * 0.18))],
        fill=(190, 50, 40),
    )
    written = io.BytesIO()
    image.save(written, format=kind.upper())
    return written.getvalue()


def _error(message: str) -> dict[str, Any]:
    return {"error": {"message": message, "type": "invalid_request_error", "code": None}}
