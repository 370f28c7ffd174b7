"""The same verdict at a gate before any generator, its pictures in its own body's places."""

import base64
import json
from typing import Any

import pytest
from tests.deciding.adapters import ONLY, WRITTEN
from tests.deciding.conftest import Asked
from tests.deciding.test_doors import PHOTO, Judged, calls, decisions, told_by_front
from tests.edge.conftest import Received
from tests.shapes.conftest import SHAPES, wire

from lexloci_tools.serve.generator_shapes import written_at

DATA = base64.b64encode(PHOTO).decode()
URL = f"data:image/png;base64,{DATA}"
AS_URL = ("openai-responses", "xai-edits", "replicate")
EACH = 5
"""Of the 300, one with each prompt."""


@pytest.fixture(scope="module")
def plainly(law: Any) -> list[tuple[Any, Judged]]:
    """The calls in our own shape, and what came of each."""
    asked = Asked(law)
    return [(call, decisions(asked, call)) for call in list(calls())[::EACH]]


def answer_of(name: str) -> Received:
    """An image, as this generator answers."""
    path, plain = SHAPES[name]["path"], {"data": [{"b64_json": DATA}]}
    told = plain if name.startswith("xai") else written_at(path)([DATA])
    return Received(200, {"content-type": "application/json"}, json.dumps(told).encode())


@pytest.mark.parametrize("name", sorted(WRITTEN))
def test_a_call_is_judged_at_the_gate_as_in_a_decision(
    asked: Asked, plainly: list[tuple[Any, Judged]], name: str
) -> None:
    """Identical outcome, rules and facts; what is allowed goes on, and nothing else."""
    shape, allowed = SHAPES[name], 0
    asked.environment["LEXLOCI_GENERATOR"] = shape["generator"]
    asked.server.answer = answer_of(name)
    for call, judged in plainly:
        if call.operation != ONLY.get(name, call.operation):
            continue
        picture = (URL if name in AS_URL else DATA) if call.operation == "edit" else ""
        body: Any = WRITTEN[name](call.prompt, picture)
        if shape.get("form"):
            body |= {"image": "$png"} if picture else {}
        sent, kind = wire(shape, body)
        assert told_by_front(asked, call, shape["path"], sent, kind) == judged, call
        allowed += judged[0] == "allow"
    assert asked.forwarded == allowed > 0
