"""Before, off the usual way: bodies of other shapes, pictures named by digest, and consent."""

import pytest
from tests.edge import signing
from tests.edge.consenting import ACCOUNT, Consenting
from tests.seeing.stage import PLAIN, SAID, read_fake, shows

from lexloci_edge.arrivals import arrival_of
from lexloci_edge.calls import Call
from lexloci_edge.claims import NONE
from lexloci_edge.evidence import BY_REFERENCE, Evidence
from lexloci_edge.outside import Outside, Visit
from lexloci_edge.seeing.digests import digest_of, names_of
from lexloci_edge.seeing.sighting import Sighting
from lexloci_edge.settings import Settings
from lexloci_edge.vault import Secret

OF_THE_KEY = (Secret("v0", b"a-key"),)


def sighted(stage, call, kinds=()):
    """What comes of looking at a call's pictures, past the gate."""
    asked = {fact: frozenset(values) for fact, values in SAID[call.prompt].items()}
    evidence = Evidence(frozenset({"FJ"}), (asked,), kinds, NONE)
    visit = Visit("id", stage.now, arrival_of(stage.event()), stage)
    stage.gate()
    outside = Outside(
        stage.ledger,
        stage.vault,
        stage.server,
        stage.read,
        stage.watch,
        detector=stage.detector,
        digests=lambda: stage.digests,
    )
    sighting = Sighting(Settings.read(stage.environment), stage.book, outside)
    return sighting.sources(visit, call, evidence)


def test_a_picture_that_is_only_named_is_remembered_and_cannot_be_looked_at(stage):
    """Decisions about calls made elsewhere: the digest is all that is there."""
    (name,) = names_of(digest_of(PLAIN), OF_THE_KEY)
    facts = {"exposure": frozenset({"underwear"}), "sexual": frozenset({"no"})}
    stage.digests.keep(name, facts, "d-1", stage.now)
    call = Call("", "edit", "make the sky blue", 1, 1, b"", "", named=(digest_of(PLAIN),))
    found = sighted(stage, call)
    assert found.evidence.depictions[0]["exposure"] == {"covered", "underwear"}
    assert (found.evidence.kinds, stage.client.seen) == (("made-by:d-1",), [])


def test_a_body_that_is_no_form_is_written_anew_with_clean_pictures(stage):
    """Its own shape knows where they stand; a mask is decoded, and nobody looks at it."""
    call = Call(
        "/x",
        "edit",
        "make the sky blue",
        1,
        1,
        b"{}",
        "application/json",
        (PLAIN, shows("nude")),
        masks=frozenset({1}),
        write=lambda files: b"|".join(files),
    )
    found = sighted(stage, call)
    assert found.call.payload == b"|".join((PLAIN, shows("nude")))
    assert found.before == {"covered"}


@pytest.mark.parametrize(("images", "exposures"), [(1, 5), (2, 1)])
def test_a_mask_among_a_decisions_files_is_no_other_picture(stage, images, exposures):
    """What is asked for by reference is what the others show, where there is one."""
    prompt = "her in the outfit of the second"
    files = (PLAIN, shows())
    call = Call("", "edit", prompt, images, 1, b"", "", files, write=lambda clean: b"")
    found = sighted(stage, call, (BY_REFERENCE,))
    assert {len(each["exposure"]) for each in found.evidence.depictions} == {exposures}


# ------------------------------------------------------------------------------------- consent


@pytest.mark.parametrize(
    ("age", "status"), [("adult", 200), ("unsure", 200), ("minor", 403), ("none", 200)]
)
def test_consent_opens_an_edit_but_for_somebody_who_surely_looks_young(stage, age, status):
    """The record's subject is an assured adult; a detector may say otherwise."""
    stage.environment["LEXLOCI_HOUSE"] = "-beyond-the-letter,-hold-reviews,-adult-mode"
    held = Consenting(stage, stage.book)
    stage.read = read_fake
    photo = shows("swimwear", age)
    id = held.record(photo, exposure=["swimwear", "underwear"])
    claims = {"sub": ACCOUNT, "consents": [id]}
    token = signing.sign(signing.claims_at(int(stage.now.timestamp()), claims))
    event = stage.edit_event("make her smile", photo)
    event["headers"]["lexloci-claims"] = token
    stage.paints(photo)
    told = stage.send(event)
    assert told.status == status, (told.body, stage.records[-1].evidence)
