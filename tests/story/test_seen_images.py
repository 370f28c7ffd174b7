"""Seeing images through the real front, handler and boto3: Rekognition and Guardrails are a stub
that speaks their protocols, reached through AWS_ENDPOINT_URL_*."""

import base64

import pytest

from lexloci_tools.serve.generator import scene
from lexloci_tools.serve.marks import Mark, marked
from lexloci_tools.serve.stub_sight import ALARMING

PHOTO = scene(256, 256)
LIGHTHOUSE = "a lighthouse at dawn"


@pytest.fixture(scope="module")
def seeing(caller_at):
    """A caller of a front whose functions ask Rekognition."""
    return caller_at(variables={"LEXLOCI_DETECTOR": "rekognition", "LEXLOCI_DETECTOR_MS": "1500"})


@pytest.fixture(scope="module")
def guarding(caller_at):
    """A caller of a front whose functions ask Bedrock Guardrails."""
    return caller_at(variables={"LEXLOCI_DETECTOR": "guardrails"})


@pytest.fixture
def sight(cloud):
    """The stub, well again afterwards."""
    yield cloud.sight.state
    cloud.sight.state.mood, cloud.sight.state.delay = "well", 0.0


def test_an_image_that_was_looked_at_is_shown(seeing, guarding, sight):
    """Both detectors were asked, by the real client."""
    for caller in (seeing, guarding):
        before = sight.count
        told = caller.generate(LIGHTHOUSE)
        assert told.allowed()
        assert sight.count > before


def test_the_guardrail_reads_the_words_too(guarding, sight):
    """A string or parts, in one text: what alarms it is judged as what may be shown."""
    words = f"a woman, {ALARMING} her"
    parts = [{"type": "input_text", "text": "a woman,"}, {"type": "input_text", "text": words[9:]}]
    told = guarding.generate(words)
    assert (told.status, told.forwarded) == (403, 0)
    ask = guarding.client.responses.with_raw_response.create
    told = guarding.told(
        lambda client: ask(
            model="m",
            input=[{"role": "user", "content": parts}],
            tools=[{"type": "image_generation"}],
        )
    )
    assert (told.status, told.forwarded) == (403, 0)


@pytest.mark.parametrize(
    ("how", "status"), [("flagged", 451), ("minor", 403), ("not-an-image", 503), ("huge", 503)]
)
def test_a_generator_that_misbehaves_shows_nothing(seeing, sight, how, status):
    """The image was made, and nobody sees a byte of it."""
    told = seeing.generate("a woman on a bench", headers={"X-Demo-Image": how})
    assert (told.status, told.forwarded, "data" in told.body) == (status, 1, False)
    assert "b64_json" not in told.text
    assert seeing.generate(LIGHTHOUSE).allowed()


@pytest.mark.parametrize("mood", ["throttled", "failing", "broken", "hangs-up", "slow"])
def test_nothing_is_shown_while_the_service_is_unwell(caller_at, sight, mood):
    """A front of its own for each mood, whose circuit is still closed."""
    variables = {"LEXLOCI_DETECTOR": "rekognition", "LEXLOCI_DETECTOR_MS": "400"}
    caller = caller_at(variables=variables)
    sight.mood = mood
    told = caller.generate(LIGHTHOUSE)
    assert (told.status, told.kind, told.forwarded) == (403, "uncertain", 1)
    assert "b64_json" not in told.text
    sight.mood = "well"


def test_what_a_source_shows_counts(seeing, sight):
    """The words ask for a blue sky; the photo shows more than ordinary dress."""
    bare = marked(PHOTO, Mark("nude", "adult"))
    assert seeing.edit("make the sky blue", images=[bare]).refused(403)
    assert seeing.edit("make the sky blue", images=[PHOTO]).allowed()


def test_an_edit_is_compared_with_its_source(cloud, seeing, sight):
    """The words ask for a smile, the generator takes clothes off: withheld, wherever."""
    cloud.generator.paint(Mark("swimwear", "adult"))
    try:
        told = seeing.edit("make her smile", "FJ", images=[marked(PHOTO, Mark())])
    finally:
        cloud.generator.paint(None)
    assert (told.status, told.forwarded, told.body["withheld"]) == (403, 1, "output")
    assert "no-revealing-edits" in told.text


@pytest.mark.filterwarnings("ignore:deprecated:DeprecationWarning")
def test_a_variation_is_made_of_what_was_seen(seeing, sight):
    """Closed without a detector, open with one."""
    ask = seeing.client.images.with_raw_response.create_variation
    told = seeing.told(lambda client: ask(image=("a.png", PHOTO, "image/png")))
    assert told.allowed()
    bare = marked(PHOTO, Mark("nude", "adult"))
    told = seeing.told(lambda client: ask(image=("a.png", bare, "image/png")))
    assert told.refused(403)


def test_an_output_that_shows_more_is_remembered_in_the_table(cloud, caller, seeing, sight):
    """Brought back through a front without any detector, an edit of it starts from there."""
    cloud.generator.paint(Mark("swimwear", "adult"))
    try:
        told = seeing.generate("a woman in a bikini", "US-NY", size="256x256")
    finally:
        cloud.generator.paint(None)
    assert told.allowed()
    made = base64.b64decode(told.body["data"][0]["b64_json"])
    assert caller.edit("make the sky blue", "US-NY", images=[made]).refused(403)
    assert caller.edit("make the sky blue", "US-NY", images=[PHOTO]).allowed()
