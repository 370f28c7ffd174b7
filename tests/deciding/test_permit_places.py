"""The places of a permit: those that were judged, in the words in which the backend said them."""

import json

import pytest
from tests.deciding.conftest import LIGHTHOUSE, permit_of
from tests.edge.conftest import NOW

from lexloci_tools.client.lexloci_permit import (
    InMemory,
    PermitError,
    Seen,
    Verifier,
    pinned_keys,
)

UK = ["GB-ENG", "GB-NIR", "GB-SCT", "GB-WLS"]


def held(asked, told, place):
    """The permit as an image server takes it, told this place; the reason where it does not."""
    published = asked.put(asked.event("/.well-known/jwks.json", "GET"), None).body
    verifier = Verifier(
        pinned_keys(json.loads(json.dumps(published))),
        issuer="lexloci",
        audience="lexloci-image-server",
        spent=InMemory(),
        clock=NOW.timestamp,
    )
    seen = Seen("generate", LIGHTHOUSE["prompt"])
    try:
        return verifier.verify(told.body["permit"], seen, place=place).places
    except PermitError as error:
        return str(error)


@pytest.mark.parametrize(
    ("said", "more", "told", "holds"),
    [
        ("GB-ENG", {}, "GB-ENG", True),
        ("GB-ENG", {}, "GB-SCT", False),
        (UK, {}, UK, True),
        (UK, {}, "GB-SCT", True),
        (UK, {}, "GB", True),
        ("GB-ENG", {"account_country": "FR"}, "GB-ENG", True),
        ("GB-ENG", {"account_country": "FR"}, "DE", False),
        (None, {}, "GB-ENG", True),
        ("Atlantis", {}, "GB-ENG", True),
    ],
)
def test_a_permit_holds_where_its_call_was_judged(asked, said, more, told, holds):
    """For each of several places, and for the parts of a whole that a backend has named."""
    answer = asked.ask({**LIGHTHOUSE, "place": said, "claims": more})
    found = held(asked, answer, told)
    assert (found != "other-place") is holds, permit_of(answer)["place"]
