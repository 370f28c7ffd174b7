"""Pictures in other generators' shapes are looked at as those in OpenAI's: before and after."""

import base64
import json

import pytest
from tests.edge.conftest import Received
from tests.seeing.stage import PLAIN, SeeingStage, shows

from lexloci.rulebook import Rulebook

IMG2IMG, TXT2IMG = "/sdapi/v1/img2img", "/sdapi/v1/txt2img"


@pytest.fixture
def seeing(rulebook: Rulebook) -> SeeingStage:
    """A gate that sees, before Automatic1111."""
    stage = SeeingStage(rulebook)
    stage.environment["LEXLOCI_GENERATOR"] = "automatic1111"
    paints(stage, PLAIN)
    return stage


def paints(stage: SeeingStage, *pictures: bytes) -> None:
    """Let the image server answer with these pictures, in its own shape."""
    made = {"images": [base64.b64encode(each).decode() for each in pictures], "info": "x"}
    body = json.dumps(made).encode()
    stage.server.answer = Received(200, {"content-type": "application/json"}, body)


def edit(stage: SeeingStage, *pictures: bytes, mask: bytes | None = None):
    """Ask for an edit of these pictures."""
    body = {"prompt": "make the sky blue"}
    body["init_images"] = [base64.b64encode(each).decode() for each in pictures]
    body |= {} if mask is None else {"mask": base64.b64encode(mask).decode()}
    return stage.send(stage.event(IMG2IMG, body=body))


def test_a_covered_source_goes_on_clean_and_in_its_place(seeing):
    """Decoded and written anew, as base64 where it stood."""
    told = edit(seeing, shows(), mask=PLAIN)
    assert told.status == 200, told.body
    assert "source:rekognition@7.0" in seeing.records[0].evidence
    sent = json.loads(seeing.server.requests[0].body)
    assert sent["prompt"] == "make the sky blue"
    (source,) = sent["init_images"]
    assert base64.b64decode(source).startswith(b"\x89PNG")
    assert base64.b64decode(sent["mask"]).startswith(b"\x89PNG")


def test_what_a_source_shows_is_part_of_what_is_judged(seeing):
    """Whatever shape it came in."""
    told = edit(seeing, shows("nude"))
    assert (told.status, seeing.forwarded) == (403, 0)


def test_an_output_that_may_not_be_shown_is_withheld_from_its_own_shape(seeing):
    """All of it, or with `partial` that one: its answer has the others."""
    paints(seeing, PLAIN, shows("nude"))
    body = {"prompt": "a lighthouse at dawn", "n_iter": 2}
    told = seeing.send(seeing.event(TXT2IMG, body=body))
    assert told.status in (403, 451)
    assert told.body["withheld"] == "output"
    seeing.environment["LEXLOCI_WITHHOLD"] = "partial"
    told = seeing.send(seeing.event(TXT2IMG, body=body))
    assert told.status == 200
    assert [base64.b64decode(each) for each in told.body["images"]] == [PLAIN]
    assert told.headers["Lexloci-Withheld"] == "1 of 2"


def test_a_sheet_of_all_images_is_not_shown_where_one_of_them_is_withheld(seeing):
    """It shows that one too, and smaller than a detector was shown it."""
    seeing.environment["LEXLOCI_WITHHOLD"] = "partial"
    body = {"prompt": "a lighthouse at dawn", "n_iter": 2}
    paints(seeing, PLAIN, PLAIN, PLAIN)
    told = seeing.send(seeing.event(TXT2IMG, body=body))
    assert (told.status, len(told.body["images"])) == (200, 3)
    paints(seeing, PLAIN, PLAIN, shows("nude"))
    told = seeing.send(seeing.event(TXT2IMG, body=body))
    assert (told.body["withheld"], "images" in told.body) == ("output", False)
    assert seeing.after.withheld == 3


def replicated(stage: SeeingStage, link: str):
    """What the gate before Replicate answers to a call whose image is a link."""
    stage.environment["LEXLOCI_GENERATOR"] = "replicate"
    body = json.dumps({"id": "x", "status": "succeeded", "output": [link]}).encode()
    # Created, it says, and waited for.
    stage.server.answer = Received(201, {"content-type": "application/json"}, body)
    sent = {"input": {"prompt": "a lighthouse at dawn"}}
    return stage.send(
        stage.event("/v1/models/black-forest-labs/flux-1.1-pro/predictions", body=sent)
    )


def test_a_link_is_fetched_where_that_is_allowed_and_comes_back_as_data(seeing):
    """Nobody is handed an image that nobody has seen."""
    asked = []
    seeing.fetch = lambda url, seconds: asked.append(url) or PLAIN
    told = replicated(seeing, "https://replicate.invalid/1.png")
    assert asked == ["https://replicate.invalid/1.png"]
    data = base64.b64encode(PLAIN).decode()
    assert told.body["output"] == [f"data:image/png;base64,{data}"]
    assert seeing.server.requests[0].headers["Prefer"] == "wait=25"


def test_a_link_is_no_image_where_it_is_not(seeing, capsys):
    """As from OpenAI."""
    assert replicated(seeing, "https://replicate.invalid/1.png").status == 503
