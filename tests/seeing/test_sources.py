"""Before: what an upload shows is part of what an edit is judged by."""

import io
import threading
from dataclasses import replace

import pytest
from PIL import Image
from tests.seeing.stage import PLAIN, pictures_in, shows
from tests.seeing.test_outputs import FAILS

from lexloci_edge.errors import DigestError
from lexloci_edge.forms import Part, written_form
from lexloci_edge.seeing.digests import digest_of, names_of
from lexloci_edge.vault import Secret

OF_THE_KEY = (Secret("v0", b"a-key"),)


def test_an_edit_of_a_covered_picture_goes_on(stage):
    """And the record says who looked."""
    told = stage.edit("make the sky blue", shows())
    assert (told.status, stage.forwarded) == (200, 1)
    assert "source:rekognition@7.0" in stage.records[0].evidence


def test_who_is_seen_is_somebody(stage):
    """An upload nobody points into may show nobody; a face takes that away, no face does not."""
    stage.edit("make the sky blue", shows())
    assert stage.records[0].facts["subject"] == ("fictional", "real")
    stage.edit("make the sky blue", PLAIN)
    assert "subject" not in stage.records[1].facts


@pytest.mark.parametrize("exposure", ["swimwear", "underwear", "partial", "nude"])
@pytest.mark.parametrize("prompt", ["make the sky blue", "make her smile"])
def test_what_the_source_shows_is_added(stage, prompt, exposure):
    """The words ask for nothing; the result would show what the source shows."""
    told = stage.edit(prompt, shows(exposure))
    assert (told.status, stage.forwarded) == (403, 0)
    facts = {**stage.records[0].facts, **(stage.records[0].depictions or ({},))[0]}
    assert {"covered", "nude" if exposure == "nude" else "swimwear"} & set(facts["exposure"])
    assert "covered" in facts["exposure"]


def test_somebody_who_surely_looks_young_is_a_depiction_of_their_own(stage):
    """So that no consent of an adult covers them."""
    stage.edit("make her smile", shows("covered", "minor"))
    ages = [each.get("age") for each in stage.records[0].depictions]
    assert ("minor",) in ages


@pytest.mark.parametrize("does", FAILS.values(), ids=FAILS)
def test_a_source_that_cannot_be_looked_at_may_show_anything(stage, does):
    """Refused as uncertain, and nothing is forwarded."""
    stage.client.does = does
    stage.hurry()
    told = stage.edit("make the sky blue", PLAIN)
    assert (told.status, told.code, stage.forwarded) == (403, "uncertain", 0)
    assert any(each.startswith("source:rekognition:") for each in stage.records[0].evidence)


def test_a_generation_asks_no_detector_before(stage):
    """It has no source."""
    stage.generate("a lighthouse at dawn")
    assert not any(each.startswith("source:") for each in stage.records[0].evidence)


def test_by_reference_is_what_the_pictures_show_once_they_were_seen(stage):
    """Every exposure while nobody looks; what was seen where somebody did."""
    told = stage.edit("her in the outfit of the second", shows(), shows())
    assert stage.records[0].facts["exposure"] == ("covered",)
    assert told.status == 403  # it may still add exposure: adds_exposure is what words tell
    stage.client.does = FAILS["throttled"]
    stage.edit("her in the outfit of the second", shows(), shows())
    assert "exposure" not in stage.records[1].facts


def test_what_goes_on_holds_the_pixels_and_nothing_beside_them(stage):
    """EXIF, colour profile, text: gone. Which side is up is turned into the pixels."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "secret place"
    written = io.BytesIO()
    Image.new("RGB", (300, 200), "navy").save(
        written, "JPEG", exif=exif, comment=b"secret word", icc_profile=b"secret profile"
    )
    assert stage.edit("make the sky blue", written.getvalue()).status == 200
    (sent,) = stage.server.requests
    assert b"secret" not in sent.body
    jpeg = sent.body[sent.body.index(b"\xff\xd8") : sent.body.rindex(b"\xff\xd9") + 2]
    assert Image.open(io.BytesIO(jpeg)).size == (200, 300)


def test_colours_under_transparency_are_looked_at_too(stage):
    """A picture that is white to the eye and bare to whoever drops the alpha channel."""
    hidden = Image.open(io.BytesIO(shows("nude"))).convert("RGBA")
    hidden.putalpha(Image.new("L", hidden.size, 0))
    written = io.BytesIO()
    hidden.save(written, "PNG")
    assert stage.edit("make the sky blue", written.getvalue()).status == 403
    assert "nude" in stage.records[0].facts["exposure"]


def test_a_mask_is_decoded_and_not_looked_at(stage):
    """Of a mask only the holes count."""
    parts = [
        Part("prompt", None, "", b"make the sky blue"),
        Part("image", "a.png", "image/png", PLAIN),
        Part("mask", "m.png", "image/png", shows("nude")),
    ]
    body, kind = written_form(parts)
    event = stage.event("/v1/images/edits", body=body, kind=kind)
    assert stage.send(event).status == 200


# ------------------------------------------------------------------------------------- variations


def test_variations_open_with_a_detector(stage):
    """What is asked for is what the source shows."""
    ok = stage.send(stage.edit_event("", PLAIN, path="variations", n=1))
    assert (ok.status, stage.server.requests[0].url) == (
        200,
        "http://images.invalid/v1/images/variations",
    )
    bad = stage.send(stage.edit_event("", shows("nude"), path="variations"))
    assert (bad.status, stage.forwarded) == (403, 1)


@pytest.mark.parametrize(
    ("prompt", "fields", "code"),
    [
        ("a woman on a bench", {}, "unknown_field"),
        ("", {"mask": "x"}, "unknown_field"),
        ("", {"n": "99"}, "bad_field"),
    ],
)
def test_a_variation_has_few_fields(stage, prompt, fields, code):
    """Words most of all would not be read."""
    told = stage.send(stage.edit_event(prompt, PLAIN, path="variations", **fields))
    assert (told.status, told.code, stage.forwarded) == (400, code, 0)


def test_variations_stay_closed_without_one(stage):
    """Nobody could tell what they show."""
    stage.looks = False
    told = stage.send(stage.edit_event("", PLAIN, path="variations"))
    assert (told.status, told.code) == (403, "no_words")


# ------------------------------------------------------------------------------------- must be seen


def test_an_unseen_source_is_unknown_where_the_house_says_so(stage):
    """Off by default: without a detector the words are all there is."""
    stage.looks = False
    assert stage.edit("make the sky blue", PLAIN).status == 200
    stage.environment["LEXLOCI_HOUSE"] = "+source-must-be-seen"
    stage.book = stage.book.under("+source-must-be-seen")
    told = stage.edit("make the sky blue", PLAIN)
    assert (told.status, told.code, stage.forwarded) == (403, "uncertain", 1)
    assert "source:unseen" in stage.records[1].evidence
    because = stage.book.versions(int(stage.records[1].because, 16))
    assert "source-must-be-seen" in {version.pack for version in because}
    stage.looks = True
    assert stage.edit("make the sky blue", PLAIN).status == 200


# ------------------------------------------------------------------------------------- memory


def test_an_edit_starts_from_what_our_own_output_showed(stage):
    """With no detector at all: the memory is of what was asked for."""
    stage.looks = False
    stage.environment["LEXLOCI_HOUSE"] = "-hold-reviews,-adult-mode,-beyond-the-letter"
    made = shows("swimwear")
    stage.paints(made)
    first = stage.generate("a woman in a bikini")
    assert pictures_in(first) == [made]
    told = stage.edit("make her smile", made)
    assert (told.status, told.code) == (403, "uncertain")
    record = stage.records[1]
    assert record.facts["exposure"] == ("covered", "swimwear")
    assert f"made-by:{first.body.get('id', stage.records[0].id)}" in record.evidence
    assert stage.edit("make her smile", PLAIN).status == 200


def test_a_memory_that_does_not_answer_leaves_everything_possible(stage):
    """An edit is uncertain then; a generation needs no memory of sources."""

    class Silent(type(stage.digests)):
        def find(self, names):
            raise DigestError("does not answer")

    stage.digests = Silent()
    assert stage.edit("make the sky blue", PLAIN).status == 403
    assert "memory:unknown" in stage.records[0].evidence
    assert stage.generate("a lighthouse at dawn").status == 200
    assert ("RegisterFails", ("digests",)) in stage.watch.counts


def test_a_memory_that_hangs_is_one_that_does_not_answer(stage):
    """Nobody waits for it longer than for the ledger."""

    class Hanging(type(stage.digests)):
        def find(self, names):
            threading.Event().wait(1)
            return ()

    stage.digests = Hanging()
    stage.hurry()
    stage.limits = replace(stage.limits, ledger=0.2)
    assert stage.edit("make the sky blue", PLAIN).status == 403


def test_a_known_picture_is_refused_at_once(stage):
    """The detector is never asked, nothing is judged, and the record says why."""
    (name,) = names_of(digest_of(PLAIN), OF_THE_KEY)
    stage.digests.forbid(name, stage.now)
    told = stage.edit("make the sky blue", PLAIN)
    assert (told.status, told.code, stage.forwarded) == (403, "known_image", 0)
    assert stage.records[0].turned_away == "known-image"
    assert stage.client.seen == []
