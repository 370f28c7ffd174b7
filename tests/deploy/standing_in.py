"""Answers of ours where moto has no such thing: Ed25519 in KMS, AppConfig's data plane, detectors.

A stand-in is asked with an API's parameters and answers as the service does; what IAM says of the
call was asked before.
"""

import io
from collections.abc import Mapping
from typing import Any

from botocore.response import StreamingBody
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from lexloci_tools.serve.marks import read_mark
from lexloci_tools.serve.stub_sight import faced, famous, guarded, guarded_words, moderated

NOTHING = b'{"format": 1}'
_KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


def _public(asked: Mapping[str, Any]) -> dict[str, Any]:
    der = (Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return {"KeyId": asked["KeyId"], "PublicKey": _KEY.public_key().public_bytes(*der)}


def _signed(asked: Mapping[str, Any]) -> dict[str, Any]:
    assert (asked["MessageType"], asked["SigningAlgorithm"]) == ("RAW", "ED25519_SHA_512")
    return {"KeyId": asked["KeyId"], "Signature": _KEY.sign(asked["Message"])}


def _latest(_: Mapping[str, Any]) -> dict[str, Any]:
    body = StreamingBody(io.BytesIO(NOTHING), len(NOTHING))
    return {
        "NextPollConfigurationToken": "t",
        "NextPollIntervalInSeconds": 30,
        "Configuration": body,
    }


def _guarded(asked: Mapping[str, Any]) -> dict[str, Any]:
    (content,) = asked["content"]
    if "text" in content:
        return guarded_words(content["text"]["text"])
    return guarded(read_mark(content["image"]["source"]["bytes"]))


STAND_INS = {
    "kms.GetPublicKey": _public,
    "kms.Sign": _signed,
    "appconfigdata.StartConfigurationSession": lambda _: {"InitialConfigurationToken": "t"},
    "appconfigdata.GetLatestConfiguration": _latest,
    "rekognition.DetectModerationLabels": lambda a: moderated(read_mark(a["Image"]["Bytes"]), 97.0),
    "rekognition.DetectFaces": lambda a: faced(read_mark(a["Image"]["Bytes"]), 97.0),
    "rekognition.RecognizeCelebrities": lambda a: famous(read_mark(a["Image"]["Bytes"]), 97.0),
    "bedrock-runtime.ApplyGuardrail": _guarded,
}
"""By service and operation."""
