"""`POST /v1/uploads`, and files that a question names by their upload."""

import hashlib
from contextlib import closing

import boto3
import pytest
from botocore.stub import Stubber
from moto import mock_aws
from tests.deciding.conftest import permit_of
from tests.edge.conftest import png
from tests.edge.test_fail_closed import raising
from tests.seeing.stage import Client, shows

from lexloci_edge.errors import UploadError
from lexloci_edge.ids import new_id
from lexloci_edge.seeing.bulkhead import Bulkhead
from lexloci_edge.seeing.rekognition import Rekognition
from lexloci_edge.uploading.bucket import Lying, S3Bucket
from lexloci_edge.uploading.uploads import LARGEST

EDIT = {"operation": "edit", "prompt": "remove the lamp post", "place": "GB-ENG"}
DIGEST = hashlib.sha256(png()).hexdigest()


def test_an_upload_is_pinned_to_its_length_and_kind(uploading):
    """For an hour, under an id of ours; nothing is judged yet."""
    told = uploading.ask({"bytes": 40_000_000, "kind": "image/jpeg"}, "/v1/uploads")
    assert (told.status, told.body["fields"]["key"]) == (201, f"uploads/{told.body['id']}")
    assert uploading.bucket.signed == [
        (f"uploads/{told.body['id']}", "image/jpeg", 40_000_000, 3600)
    ]
    assert told.body["expires"] == "2026-11-23T13:00:00.000Z"
    assert uploading.records == []


@pytest.mark.parametrize(
    "body",
    [
        {"bytes": LARGEST + 1, "kind": "image/png"},
        {"bytes": 0, "kind": "image/png"},
        {"bytes": "10", "kind": "image/png"},
        {"bytes": 10, "kind": "image/svg+xml"},
        {"bytes": 10, "kind": "video/mp4"},
        {"bytes": 10, "kind": "image/png", "key": "uploads/x"},
        {"kind": "image/png"},
    ],
)
def test_what_is_too_large_or_no_picture_is_not_taken(uploading, body):
    """Said before anything is signed."""
    told = uploading.ask(body, "/v1/uploads")
    assert (told.status, uploading.bucket.signed) == (400, [])
    assert uploading.records[0].turned_away == "bad-field"


def test_only_a_backend_may_upload(uploading):
    """As with decisions."""
    asked = {"bytes": 10, "kind": "image/png"}
    assert uploading.ask(asked, "/v1/uploads", iam=None).code == "not_a_backend"
    assert uploading.bucket.signed == []


def test_without_a_bucket_there_are_none(uploading):
    """Neither to put nor to name."""
    uploading.bucket = None
    assert uploading.ask({"bytes": 10, "kind": "image/png"}, "/v1/uploads").status == 404
    asked = {**EDIT, "images": [{"upload": new_id(uploading.now)}]}
    assert uploading.ask(asked).status == 404


def test_the_permit_is_for_the_digest_of_what_lies_there(uploading):
    """Uploads and digests may stand beside each other, in order."""
    id, other = uploading.uploaded(), "0" * 64
    told = uploading.ask({**EDIT, "images": [{"sha256": other}, {"upload": id}, {"upload": id}]})
    assert permit_of(told)["images"] == [other, DIGEST, DIGEST]
    assert uploading.bucket.read_keys == [f"uploads/{id}"]


def test_both_protocols_and_every_shape_take_uploads(uploading):
    """AuthZEN's properties, and a picture's place in a generator's own body."""
    id = uploading.uploaded()
    evaluation = {
        "subject": {"type": "account", "id": "ada"},
        "action": {"name": "edit"},
        "resource": {"type": "image", "id": "x"},
        "context": {"place": "GB-ENG"},
    }
    evaluation["resource"]["properties"] = {"prompt": EDIT["prompt"], "images": [{"upload": id}]}
    told = uploading.ask(evaluation, "/access/v1/evaluation")
    assert told.body["decision"] is True
    call = {"prompt": EDIT["prompt"], "image": {"url": f"upload:{id}"}}
    told = uploading.ask({"shape": "xai-edits", "call": call, "place": "GB-ENG"})
    assert permit_of(told)["images"] == [DIGEST]


BAD = {
    "unknown": [{"upload": "01a20bcf-ebf4-73aa-89ea-d594f126035f"}],
    "another key": [{"upload": "../seals/log"}],
    "no id": [{"upload": 7}],
    "two in one": [{"upload": "x", "sha256": "0" * 64}],
    "no object": ["upload:x"],
    "no digest": [{"sha256": "x"}],
    "none": [],
}


@pytest.mark.parametrize("images", BAD.values(), ids=BAD)
def test_what_is_no_upload_is_400(uploading, images):
    """Recorded; an edit of nothing is one too."""
    told = uploading.ask({**EDIT, "images": images})
    if images:
        assert told.status == 400
        assert uploading.records[0].turned_away
    else:
        assert permit_of(told)["images"] == []


def test_a_list_beside_digests_is_read_two_ways(uploading):
    """So it is not read."""
    asked = {**EDIT, "images": [{"upload": uploading.uploaded()}], "digests": ["0" * 64]}
    assert uploading.ask(asked).code == "ambiguous"


def test_no_more_than_four_are_read(uploading):
    """Each is read through before the answer."""
    images = [{"upload": uploading.uploaded(png() + bytes([n]))} for n in range(5)]
    assert uploading.ask({**EDIT, "images": images}).status == 400
    assert uploading.ask({**EDIT, "images": images[:4]}).status == 200


@pytest.mark.parametrize(
    ("data", "status"), [(b"<svg/>", 400), (b"\x89PNG\r\n\x1a\n" + bytes(LARGEST), 413)]
)
def test_what_lies_there_and_is_no_picture_of_that_size_is_refused(uploading, data, status):
    """Whoever put it there."""
    id = uploading.uploaded()
    uploading.bucket.files[f"uploads/{id}"] = data
    assert uploading.ask({**EDIT, "images": [{"upload": id}]}).status == status


BROKEN = {
    "denied": lambda up: setattr(up.bucket, "does", raising(UploadError("cannot be read (X)"))),
    "crashes": lambda up: setattr(up.bucket, "does", raising(RuntimeError())),
    "deadline near": lambda up: setattr(up, "left", 9_500),
}


@pytest.mark.parametrize("breaks", BROKEN.values(), ids=BROKEN)
def test_a_bucket_that_breaks_is_503_and_no_permit_leaves(uploading, capsys, breaks):
    """Nothing is judged by what nobody has read."""
    id = uploading.uploaded()
    breaks(uploading)
    told = uploading.ask({**EDIT, "images": [{"upload": id}]})
    assert (told.status, "permit" in told.body, uploading.records) == (503, False, [])


def test_a_bucket_of_s3_is_read_in_pieces_and_forgets_nothing_it_is_asked():
    """Its digest is that of the object; what is not there is None, whatever S3 calls it."""
    with mock_aws():
        client = boto3.client("s3", region_name="us-east-1")
        client.create_bucket(Bucket="uploads")
        data = png() + bytes(3 << 20)
        client.put_object(Bucket="uploads", Key="uploads/x", Body=data)
        pieces = []
        bucket = S3Bucket(lambda: client, "uploads")
        lying = bucket.read("uploads/x", lambda: pieces.append(1))
        assert lying == Lying(hashlib.sha256(data).hexdigest(), data[:16], len(data))
        assert len(pieces) >= 3
        assert bucket.read("uploads/y", lambda: None) is None
        client.close()


@pytest.mark.parametrize(("code", "raises"), [("AccessDenied", False), ("SlowDown", True)])
def test_a_bucket_that_may_not_be_listed_denies_what_is_not_there(code, raises):
    """S3 says so to whoever may not list; anything else breaks."""
    client = boto3.client(
        "s3", region_name="eu-west-2", aws_access_key_id="x", aws_secret_access_key="y"
    )
    with closing(client), Stubber(client) as stub:
        stub.add_client_error("get_object", code)
        bucket = S3Bucket(lambda: client, "uploads")
        if raises:
            with pytest.raises(UploadError, match="SlowDown"):
                bucket.read("uploads/x", lambda: None)
        else:
            assert bucket.read("uploads/x", lambda: None) is None


def test_an_upload_is_looked_at_where_there_is_a_detector(uploading):
    """What it shows is part of what is judged; beside one that is only named it is not enough."""
    client = Client()
    uploading.detector = Bulkhead(Rekognition(lambda: client))
    ask = {**EDIT, "prompt": "make the sky blue"}
    told = uploading.ask({**ask, "images": [{"upload": uploading.uploaded(shows())}]})
    assert (told.body["outcome"], len(client.seen) > 0) == ("allow", True)
    assert "source:rekognition@7.0" in uploading.records[-1].evidence
    told = uploading.ask({**ask, "images": [{"upload": uploading.uploaded(shows("nude"))}]})
    assert told.body["outcome"] != "allow"
    seen = len(client.seen)
    told = uploading.ask({**ask, "images": [{"sha256": "0" * 64}]})
    assert (told.status, len(client.seen)) == (200, seen)
    broken = png()[:-20]
    told = uploading.ask({**ask, "images": [{"upload": uploading.uploaded(broken)}]})
    assert (told.status, told.code) == (400, "unclean_image")
