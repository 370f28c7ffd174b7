"""A 40 MB edit: presigned upload, decision, permit, and an image server that verifies."""

import base64
import hashlib
import json
import struct
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from lexloci_edge.forms import Part, written_form
from lexloci_tools.client.demo_server import DemoImageServer

LENGTH = 40 * 1024 * 1024
PROMPT = "remove the lamp post"


def large_png() -> bytes:
    """A true PNG of 40 MB: stored, not compressed."""
    side = 3200

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    head = struct.pack(">IIBBBBB", side, side, 8, 6, 0, 0, 0)
    pixels = zlib.compress((b"\0" + b"\x40\x80\xc0\xff" * side) * side, 0)
    parts = (chunk(b"IHDR", head), chunk(b"IDAT", pixels), chunk(b"IEND", b""))
    data = b"\x89PNG\r\n\x1a\n" + b"".join(parts)
    assert 40e6 < len(data) < LENGTH
    return data


def form(**parts) -> tuple[bytes, str]:
    """A form of fields and one file."""
    made = [
        Part(name, "photo.png", "image/png", value)
        if isinstance(value, bytes)
        else Part(name, None, "", value.encode())
        for name, value in parts.items()
    ]
    return written_form(made)


def put(server, begun, photo) -> int:
    """Put a file where an answer of `POST /v1/uploads` says; the status of S3's stand-in."""
    # The stand-in's parser takes names with a dash, which our own does not.
    fields = begun["fields"]
    boundary = "lexloci-upload"
    out = []
    for name, value in fields.items():
        out.append(f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}')
    head = "\r\n".join(out) + f'\r\n--{boundary}\r\nContent-Disposition: form-data; name="file"; '
    head += 'filename="photo.png"\r\nContent-Type: image/png\r\n\r\n'
    body = head.encode() + photo + f"\r\n--{boundary}--\r\n".encode()
    kind = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
    return server.ask(begun["url"], body, kind)[0]


@pytest.fixture(scope="module")
def photo() -> bytes:
    """The picture."""
    return large_png()


@pytest.fixture
def image_server(server) -> Iterator[DemoImageServer]:
    """A platform's own image server."""
    made = DemoImageServer(server.url)
    yield made
    made.close()


def decided(server, photo) -> dict:
    """What was decided about the picture, uploaded."""
    status, begun = server.ask("/v1/uploads", {"bytes": len(photo), "kind": "image/png"})
    assert status == 201, begun
    assert put(server, begun, photo) in (200, 201, 204)
    asked = {"operation": "edit", "prompt": PROMPT, "place": "GB-ENG"}
    asked["images"] = [{"upload": begun["id"]}]
    status, told = server.ask("/v1/decisions", asked)
    assert (status, told["outcome"]) == (200, "allow"), told
    return told


def test_a_large_edit_is_made_with_its_permit_and_not_with_one_bit_changed(
    server, image_server, photo
):
    """The permit is for the digest of the bytes that lay there: these, and no others."""
    told = decided(server, photo)
    headers = {"Lexloci-Permit": told["permit"], "X-Place": "GB-ENG"}
    changed = bytearray(photo)
    changed[len(photo) // 2] ^= 1
    body, kind = form(prompt=PROMPT, image=bytes(changed))
    status, answer = server.ask(image_server.url, body, {**headers, "Content-Type": kind})
    assert (status, answer["detail"]) == (403, "permit: other-image")
    body, kind = form(prompt=PROMPT, image=photo)
    status, answer = server.ask(image_server.url, body, {**headers, "Content-Type": kind})
    assert (status, len(answer["data"])) == (200, 1)
    status, answer = server.ask(image_server.url, body, {**headers, "Content-Type": kind})
    assert (status, answer["detail"]) == (403, "permit: spent")
    # The outcome was told: telling another one is refused.
    path = f"/v1/decisions/{told['decision_id']}/outcome"
    assert server.ask(path, {"result": "withheld"})[0] == 409
    record = {"digests": [hashlib.sha256(photo).hexdigest()]}
    asked = {"operation": "edit", "prompt": PROMPT, "place": "GB-ENG", **record}
    assert server.ask("/v1/decisions", asked)[1]["facts"] == told["facts"]


def test_the_form_takes_this_length_and_kind_alone_for_an_hour(server):
    """What is signed for S3; its stand-in here does not hold anybody to the length."""
    small = b"\x89PNG\r\n\x1a\n" + bytes(92)
    status, begun = server.ask("/v1/uploads", {"bytes": 100, "kind": "image/png"})
    assert status == 201
    policy = json.loads(base64.b64decode(begun["fields"]["policy"]))
    pinned = [{"Content-Type": "image/png"}, ["content-length-range", 100, 100]]
    assert policy["conditions"][:2] == pinned
    assert {"key": f"uploads/{begun['id']}"} in policy["conditions"]
    ends = datetime.fromisoformat(policy["expiration"])
    assert timedelta(minutes=59) < ends - datetime.now(UTC) <= timedelta(hours=1)
    asked = {"operation": "edit", "prompt": PROMPT, "images": [{"upload": begun["id"]}]}
    assert server.ask("/v1/decisions", asked)[1]["error"]["code"] == "lexloci_no_upload"
    assert put(server, begun, small) < 300
    assert server.ask("/v1/decisions", asked)[0] == 200
