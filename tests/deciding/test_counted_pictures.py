"""Pictures of a decision that are only counted, named or said to be masks: nothing opens by it."""

import hashlib

import pytest
from tests.deciding.conftest import LIGHTHOUSE
from tests.edge.consenting import ACCOUNT, PHOTO, Consenting

DIGEST = hashlib.sha256(PHOTO).hexdigest()
EDIT = {"operation": "edit", "prompt": "remove the lamp post", "place": "GB-ENG"}


@pytest.mark.parametrize("pictures", [{"images": 1}, {"images": 0}, {}])
def test_a_consent_record_covers_no_picture_that_is_not_named(asked, law, pictures):
    """Whose picture it is nobody knows, though the account and the words are the record's."""
    id = Consenting(asked, law).record(PHOTO)
    body = {**EDIT, "prompt": "put her in black lingerie, as a photo", "account": ACCOUNT}
    body["claims"] = {"consents": [id]}
    assert asked.ask({**body, "digests": [DIGEST]}).body["outcome"] == "allow"
    told = asked.ask({**body, **pictures})
    assert (told.body["outcome"], "permit" in told.body) == ("refuse", False)
    assert "consent:images" in asked.records[-1].evidence


def test_files_are_not_all_masks(asked):
    """An edit of nothing, whose permit would be for a picture that was not counted."""
    told = asked.ask({**EDIT, "images": 0, "digests": [DIGEST]})
    assert (told.status, told.body["error"]["param"]) == (400, "images")
    request = {
        "subject": {"type": "account", "id": "ada"},
        "action": {"name": "edit"},
        "resource": {"type": "image", "id": "x", "properties": {**EDIT, "images": 0}},
    }
    request["resource"]["properties"]["digests"] = [DIGEST]
    assert asked.ask(request, "/access/v1/evaluation").status == 400
    assert asked.ask({**LIGHTHOUSE, "images": 0, "digests": []}).status == 200
