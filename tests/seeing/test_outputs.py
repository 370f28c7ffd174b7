"""After: what the image server made is looked at before anybody is shown it."""

import base64
import io
import json
import struct
import threading
from dataclasses import replace
from typing import Any

import pytest
from botocore.exceptions import ClientError, ReadTimeoutError
from PIL import Image, PngImagePlugin
from tests.edge.conftest import images
from tests.edge.test_fail_closed import raising
from tests.seeing.stage import PLAIN, pictures_in, shows

from lexloci_edge.errors import DigestError
from lexloci_edge.upstream import Received


def throttled(*_: Any, **__: Any) -> Any:
    """Raise what botocore raises."""
    raise ClientError({"Error": {"Code": "ThrottlingException"}}, "DetectFaces")


def slow(*_: Any, **__: Any) -> Any:
    """Do not answer for longer than anybody here waits."""
    threading.Event().wait(1)


FAILS = {
    "throttled": throttled,
    "timeout": raising(ReadTimeoutError(endpoint_url="https://x.invalid")),
    "crashes": raising(RuntimeError("x")),
    "broken": lambda: {"ModerationLabels": "all", "FaceDetails": 7},
    "no members": dict,
    "no number": lambda: {"ModerationLabels": [{"Name": "x", "Confidence": None}]},
    "slow": slow,
}


def test_a_picture_that_shows_nothing_is_handed_on_as_it_was_made(stage):
    """Bytes unchanged: marks of origin in them stay."""
    stage.paints(PLAIN)
    told = stage.generate("a lighthouse at dawn")
    assert (told.status, pictures_in(told)) == (200, [PLAIN])
    assert stage.after.labels == ("rekognition@7.0",)
    assert (stage.after.result, stage.after.images, stage.after.withheld) == ("image", 1, 0)


@pytest.mark.parametrize(
    ("prompt", "shown", "status", "kind"),
    [
        ("a lighthouse at dawn", shows("nude", "none"), 403, "refused_by_house_rule"),
        ("a lighthouse at dawn", shows("swimwear", "none"), 403, "uncertain"),
        ("a woman on a bench", shows("nude"), 403, "refused_by_house_rule"),
        ("a woman on a bench", shows("swimwear", "minor"), 403, "uncertain"),
        ("a woman on a bench", shows("nude", "minor"), 451, "refused_by_law"),
        ("a woman in a bikini", shows("swimwear", "unsure"), 403, "uncertain"),
        ("a child on a bench", shows("swimwear", "adult"), 403, "uncertain"),
        ("a known person on a bench", shows("nude"), 403, "refused_by_house_rule"),
        ("a known person on a bench", shows("covered", sexual="explicit"), 403, None),
    ],
)
def test_what_is_not_surely_allowed_is_withheld(stage, prompt, shown, status, kind):
    """The client's status, none of the image's bytes, and a record of what was seen and refuses."""
    stage.paints(shown)
    told = stage.generate(prompt)
    assert told.status == status
    assert kind is None or told.code == kind
    assert told.body["withheld"] == "output"
    assert base64.b64encode(shown).decode()[:200] not in json.dumps(told.body)
    assert stage.forwarded == 1
    after = stage.after
    assert (after.result, after.images, after.withheld) == ("withheld", 0, 1)
    assert int(after.because, 16)
    assert after.seen["exposure"] != ("covered",) or after.seen["sexual"] != ("no",)
    assert stage.records[0].outcome == "allow"


def test_a_bikini_of_a_grown_woman_is_shown_where_it_was_asked_for(stage):
    """What Rekognition calls swimwear or underwear is allowed where both are."""
    stage.environment["LEXLOCI_HOUSE"] = "-hold-reviews,-adult-mode,-beyond-the-letter"
    stage.paints(shows("swimwear"))
    assert stage.generate("a woman in a bikini").status == 200


@pytest.mark.parametrize("does", FAILS.values(), ids=FAILS)
@pytest.mark.parametrize("prompt", ["a lighthouse at dawn", "a woman on a bench"])
def test_nothing_is_shown_while_the_detector_does_not_answer(stage, prompt, does):
    """Every value is possible then, and some of them are refused everywhere."""
    stage.client.does = does
    stage.hurry()
    stage.paints(PLAIN)
    told = stage.generate(prompt)
    assert (told.status, told.code, stage.forwarded) == (403, "uncertain", 1)
    assert base64.b64encode(PLAIN).decode()[:200] not in json.dumps(told.body)
    assert stage.after.labels[0].startswith("rekognition:")
    assert ("DetectorFails", (stage.after.labels[0].partition(":")[2],)) in stage.watch.counts


def test_one_of_several_withholds_all(stage):
    """The usual setting: nobody learns by the others what was kept."""
    stage.paints(PLAIN, shows("nude", "minor"), PLAIN)
    told = stage.generate("a woman on a bench", n=3, size="256x256")
    assert (told.status, "data" in told.body) == (451, False)
    assert stage.after.withheld == 3


def test_one_of_several_is_left_out_where_the_platform_chose_so(stage):
    """And the answer says so, in a header and in its body."""
    stage.environment["LEXLOCI_WITHHOLD"] = "partial"
    stage.paints(PLAIN, shows("nude", "minor"), PLAIN)
    told = stage.generate("a woman on a bench", n=3, size="256x256")
    assert (told.status, pictures_in(told)) == (200, [PLAIN, PLAIN])
    assert told.headers["Lexloci-Withheld"] == "1 of 3"
    assert told.body["lexloci"] == {"withheld": 1, "made": 3}
    after = stage.after
    assert (after.result, after.images, after.withheld) == ("image", 2, 1)
    assert after.seen["age"] == ("minor",)


def test_a_picture_hidden_elsewhere_in_the_answer_does_not_go_on(stage):
    """What goes on is written anew from the members that we know."""
    body = {
        "created": 1,
        "data": [
            {
                "b64_json": base64.b64encode(PLAIN).decode(),
                "preview": "AAAA",
                "revised_prompt": f"a lighthouse {base64.b64encode(PLAIN).decode()} by day",
            }
        ],
        "previews": ["BBBB"],
        "size": "64x64",
        "quality": base64.b64encode(PLAIN).decode()[:400],
        "usage": {"image": "C" * 200},
    }
    kinds = {"content-type": "application/json", "x-ratelimit-picture": "A" * 999}
    stage.server.answer = Received(200, kinds, json.dumps(body).encode())
    told = stage.generate("a lighthouse at dawn")
    assert told.status == 200
    assert set(told.body) == {"created", "data", "size"}
    assert told.body["data"][0]["revised_prompt"] == "a lighthouse [left out] by day"
    assert set(told.body["data"][0]) == {"b64_json", "revised_prompt"}
    assert "x-ratelimit-picture" not in told.headers


def test_what_usage_says_in_numbers_goes_on(stage):
    """As OpenAI's clients read it."""
    usage = {"total_tokens": 9, "input_tokens_details": {"text_tokens": 4, "image_tokens": 0}}
    answer = images(PLAIN)
    stage.server.answer = replace(
        answer, body=json.dumps({**json.loads(answer.body), "usage": usage}).encode()
    )
    assert stage.generate("a lighthouse at dawn").body["usage"] == usage


def dressed(kind: str, hidden: bytes) -> bytes:
    """A harmless picture with another in what stands beside its pixels, and a mark of origin."""
    image, written = Image.open(io.BytesIO(PLAIN)), io.BytesIO()
    if kind == "PNG":
        words = PngImagePlugin.PngInfo()
        words.add(b"caBX", b"manifest")
        words.add(b"gAMA", struct.pack(">I", 1))
        words.add_text("preview", base64.b64encode(hidden * 9).decode())
        image.save(written, "PNG", pnginfo=words, exif=b"Exif\0\0" + hidden)
        return written.getvalue()
    if kind == "WEBP":
        image.save(written, "WEBP", exif=b"Exif\0\0" + hidden, icc_profile=hidden)
        return written.getvalue()
    image.save(written, "JPEG", exif=b"Exif\0\0" + hidden, icc_profile=hidden)
    jumbf = struct.pack(">HH", 0xFFEB, 12) + b"JPmanifest"
    return written.getvalue()[:2] + jumbf + written.getvalue()[2:]


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_beside_the_pixels_only_marks_of_origin_go_on(stage, kind):
    """A preview, a profile or a gamma can hold or make another picture than the one looked at."""
    hidden = shows("nude")
    stage.paints(dressed(kind, hidden))
    told = stage.generate("a lighthouse at dawn")
    assert told.status == 200
    (given,) = pictures_in(told)
    assert hidden[:64] not in given
    assert base64.b64encode(hidden)[:64] not in given
    beside = (b"gAMA", b"eXIf", b"ICC_PROFILE", b"ICCP", b"EXIF", b"Exif")
    assert [each for each in beside if each in given] == []
    assert (b"manifest" in given) is (kind != "WEBP")
    before = Image.open(io.BytesIO(dressed(kind, hidden))).convert("RGB")
    assert Image.open(io.BytesIO(given)).convert("RGB").tobytes() == before.tobytes()


def test_what_hides_in_white_is_seen_on_black(stage):
    """A figure drawn in white by its transparency alone: nothing on white, nothing without it."""
    bare = Image.open(io.BytesIO(shows("nude"))).convert("RGB")
    ghost, written = Image.new("RGBA", bare.size, "white"), io.BytesIO()
    ghost.putalpha(bare.convert("L"))
    ghost.save(written, "PNG")
    stage.paints(written.getvalue())
    stage.generate("a lighthouse at dawn")
    # Moderation and faces were asked of three views: on white, on black, without transparency.
    views = list(dict.fromkeys(stage.client.seen))
    assert len(views) == 2
    assert any(Image.open(io.BytesIO(each)).convert("L").getextrema()[0] < 99 for each in views)


def test_an_output_without_one_reading_is_503(stage):
    """Two frames, a second file behind the first: nobody knows which of them was looked at."""
    stage.paints(PLAIN + b"GIF89a")
    told = stage.generate("a lighthouse at dawn")
    assert (told.status, stage.after.result) == (503, "upstream-no-image")


def test_what_must_be_remembered_and_is_not_is_not_shown(stage):
    """Else a later edit of it would start from nothing."""

    class Forgetful(type(stage.digests)):
        def keep(self, *_: Any) -> None:
            raise DigestError("does not answer")

    stage.environment["LEXLOCI_HOUSE"] = "-hold-reviews,-adult-mode,-beyond-the-letter"
    stage.digests = Forgetful()
    stage.paints(shows("swimwear"))
    told = stage.generate("a woman in a bikini")
    assert (told.status, stage.after.result) == (503, "digests")
    stage.paints(PLAIN)
    assert stage.generate("a woman on a bench").status == 200


def test_no_picture_hides_in_an_error(stage):
    """An error goes on in words: what could be a picture in letters, links to one and members that
    nobody knows are left out."""
    picture = base64.b64encode(PLAIN * 9).decode()
    error = {"message": "blocked", "code": "moderation", "preview": picture, "all": [picture]}
    error |= {"param": f"see {picture}", "type": "at https://x.invalid/a.png, data:image/png;x"}
    error |= {f"p{at}": at for at in range(200)}
    stage.server.answer = Received(
        400, {"content-type": "application/json"}, json.dumps({"error": error}).encode()
    )
    told = stage.generate("a lighthouse at dawn")
    assert (told.status, told.body["error"]["message"]) == (400, "blocked")
    assert set(told.body["error"]) == {"message", "code", "param", "type"}
    assert told.body["error"]["param"] == "see [left out]"
    assert told.body["error"]["type"] == "at [link left out] [link left out]"
    assert stage.after.result == "upstream-refused"
