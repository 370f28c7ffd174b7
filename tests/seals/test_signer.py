"""The signers: a key at the desk, and KMS by its documented answers."""

import contextlib

import boto3
import pytest
from botocore.stub import Stubber
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from lexloci_edge.seals.errors import SealError
from lexloci_edge.seals.note import Note
from lexloci_edge.seals.signer import KmsSigner, LocalSigner, raw_public_key

TEXT = "lexloci.example/eu-west-2/0\n1\nroot\n"
PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
DER = (Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
ASKED = {
    "KeyId": "key-1",
    "Message": TEXT.encode(),
    "MessageType": "RAW",
    "SigningAlgorithm": "ED25519_SHA_512",
}


@pytest.fixture
def kms():
    """A client of KMS and its stub."""
    nobody = {"aws_access_key_id": "x", "aws_secret_access_key": "x"}
    made = boto3.client("kms", region_name="eu-west-2", **nobody)
    with contextlib.closing(made) as client, Stubber(client) as stub:
        yield client, stub


def test_kms_signs_the_same_note_as_the_same_key_at_the_desk(kms):
    """The key is fetched once; the message goes whole, not as a digest."""
    client, stub = kms
    stub.add_response(
        "get_public_key",
        {"PublicKey": PRIVATE.public_key().public_bytes(*DER), "KeySpec": "ECC_NIST_EDWARDS25519"},
        {"KeyId": "key-1"},
    )
    for _ in range(2):
        stub.add_response("sign", {"Signature": PRIVATE.sign(TEXT.encode())}, ASKED)
    signer = KmsSigner(client, "key-1")
    signed = signer.sign("log", TEXT)
    assert signer.sign("log", TEXT) == signed == LocalSigner(PRIVATE).sign("log", TEXT)
    signature, key = signed
    Note(TEXT, (signature,)).verify([key])
    stub.assert_no_pending_responses()


@pytest.mark.parametrize("code", ["KMSInvalidStateException", "ThrottlingException"])
def test_a_key_that_does_not_sign_is_an_error(kms, code):
    """Of ours, so that the stream delivers again."""
    client, stub = kms
    der = PRIVATE.public_key().public_bytes(*DER)
    stub.add_response("get_public_key", {"PublicKey": der}, {"KeyId": "key-1"})
    stub.add_client_error("sign", code)
    with pytest.raises(SealError, match=code):
        KmsSigner(client, "key-1").sign("log", TEXT)


def test_no_answer_from_kms_is_an_error():
    """A refused connection too."""
    nobody = {"aws_access_key_id": "x", "aws_secret_access_key": "x"}
    where = {"region_name": "eu-west-2", "endpoint_url": "http://127.0.0.1:9"}
    with (
        contextlib.closing(boto3.client("kms", **where, **nobody)) as client,
        pytest.raises(SealError, match="EndpointConnectionError"),
    ):
        KmsSigner(client, "key-1").sign("log", TEXT)


@pytest.mark.parametrize(
    "der",
    [b"", b"x", generate_private_key(SECP256R1()).public_key().public_bytes(*DER)],
    ids=["none", "no key", "P-256"],
)
def test_a_key_of_another_kind_is_refused(der):
    """Whoever made the key with another spec learns it at the first seal."""
    with pytest.raises(SealError, match="is no"):
        raw_public_key(der)
