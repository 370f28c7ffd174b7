"""Models that an operator lists are the only ones, at both doors; without a list any name is."""

import json

import pytest
from tests.shapes.conftest import wire

from lexloci_edge.errors import TurnedAway
from lexloci_edge.shapes.known import Shapes

LIGHTHOUSE = {"prompt": "a lighthouse at dawn"}
TOOL = {"type": "image_generation"}
ASKED = {"input": "a lighthouse at dawn", "model": "house-1"}
BODIES = {
    "openai-generations": lambda name: {**LIGHTHOUSE, "model": name},
    "openai-edits": lambda name: {**LIGHTHOUSE, "model": name},
    "openai-responses": lambda name: {**ASKED, "model": name, "tools": [TOOL]},
    "openai-responses, its tool": lambda name: {**ASKED, "tools": [{**TOOL, "model": name}]},
    "xai-generations": lambda name: {**LIGHTHOUSE, "model": name},
    "xai-edits": lambda name: {**LIGHTHOUSE, "model": name, "image": {"url": "sha256:" + "0" * 64}},
}


@pytest.fixture
def listing(folder):
    """The configuration, with one model for each of two generators."""
    path = folder / "allowed.json"
    told = json.loads(path.read_text(encoding="utf-8"))
    told |= {"openai": {"models": ["house-1"]}, "xai": {"models": ["house-1"]}}
    path.write_text(json.dumps(told), encoding="utf-8")
    return folder


@pytest.mark.parametrize("named", BODIES)
def test_another_model_than_is_listed_is_refused(asked, listing, named):
    """It could be somebody's likeness."""
    shape, _, _ = named.partition(",")

    def told(name):
        return asked.ask({"shape": shape, "call": BODIES[named](name), "place": "GB-ENG"})

    assert told("somebody-1").status == 200
    asked.environment["LEXLOCI_SHAPES"] = str(listing)
    assert told("house-1").status == 200
    assert (told("somebody-1").status, told("somebody-1").code) == (400, "not_listed")


@pytest.mark.parametrize("model", ["house-1", "somebody-1", None])
def test_the_gate_before_openai_forwards_no_other(stage, listing, model):
    """None named is the generator's own choice."""
    stage.environment["LEXLOCI_SHAPES"] = str(listing)
    body = LIGHTHOUSE if model is None else {**LIGHTHOUSE, "model": model}
    told = stage.send(stage.event(body=body))
    edit, kind = wire({"form": True}, {**body, "image": "$png"})
    edited = stage.send(stage.event("/v1/images/edits", body=edit, kind=kind))
    if model == "somebody-1":
        assert [told.code, edited.code, stage.forwarded] == ["not_listed", "not_listed", 0]
    else:
        assert [told.status, edited.status, stage.forwarded] == [200, 200, 2]


def test_a_variation_is_by_a_model_that_is_listed(listing):
    """The third path of OpenAI's images API."""
    from lexloci_edge.calls import Call

    call = Call("", "edit", "", 1, 1, b"", "", model="somebody-1")
    assert Shapes().listed(call) is call
    with pytest.raises(TurnedAway, match="not listed"):
        Shapes(folder=listing).listed(call)
