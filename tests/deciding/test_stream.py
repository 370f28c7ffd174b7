"""Images in parts are never handed out unchecked: the gate refuses, and names the permit mode."""

import pytest
from tests.deciding.conftest import Asked
from tests.edge.conftest import png

from lexloci_edge.forms import Part, written_form

STREAMS = [{"stream": True}, {"stream": "true"}, {"partial_images": 1}, {"stream": 1}]


def refused(asked: Asked, told) -> None:
    """400, the permit mode named, nothing forwarded, recorded, no second try."""
    assert (told.status, told.code, asked.forwarded) == (400, "stream", 0)
    assert "permit mode: POST /v1/decisions" in told.body["detail"]
    assert told.headers["x-should-retry"] == "false"
    assert asked.records[0].turned_away == "stream"


@pytest.mark.parametrize("field", STREAMS)
def test_a_generation_in_parts_is_refused(asked, field):
    """A harmless prompt too: what is wrong is that nobody could look at it."""
    body = {"prompt": "a lighthouse at dawn", **field}
    refused(asked, asked.send(asked.event(body=body)))


@pytest.mark.parametrize("field", STREAMS[1:3])
def test_an_edit_in_parts_is_refused(asked, field):
    """In a form as in JSON."""
    parts = [Part(name, None, "", str(value).encode()) for name, value in field.items()]
    parts += [Part("prompt", None, "", b"remove the lamp post")]
    data, kind = written_form([*parts, Part("image", "photo.png", "image/png", png())])
    refused(asked, asked.send(asked.event("/v1/images/edits", body=data, kind=kind)))


@pytest.mark.parametrize("value", [False, "false"])
def test_no_stream_is_no_stream(asked, value):
    """A client that says so is served; the field does not go on."""
    told = asked.send(asked.event(body={"prompt": "a lighthouse at dawn", "stream": value}))
    assert (told.status, asked.forwarded) == (200, 1)
    assert b"stream" not in asked.server.requests[0].body
