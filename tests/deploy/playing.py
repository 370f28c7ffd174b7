"""One tour through everything that the functions ask of AWS, over a stack from `deployed`.

Here what callers and backends ask; `playing_behind` goes on. Each part asserts what it was
answered, so a right that is missing fails where it is missed.
"""

import hashlib
import json
from typing import Any

import boto3
import urllib3
from tests.deploy.grants import Call
from tests.deploy.playing_behind import BACKEND, behind
from tests.deploy.stack import Stack

from lexloci_edge.binding import content_digest
from lexloci_tools.serve.consenting import ACCOUNT, consent_of
from lexloci_tools.serve.generator import scene
from lexloci_tools.serve.marks import Mark, marked

CLOONEY = "photo of George Clooney in his underwear"
LIGHTHOUSE = "a lighthouse at dawn"
PHOTO = scene(64, 64)


def tour(stack: Stack) -> None:
    """Every part, in an order in which each finds what it needs."""
    calls_and_consents(stack)
    decisions_and_uploads(stack)
    appeals_and_reports(stack)
    behind(stack)


def generate(stack: Stack, prompt: str, status: int, **more: Any) -> Any:
    """Ask for an image; the status is asserted."""
    told = stack.ask("POST", "/v1/images/generations", {"prompt": prompt}, **more)
    assert told.status == status, (prompt, told)
    return told


def edit(stack: Stack, prompt: str, image: bytes, status: int, **more: Any) -> Any:
    """Ask for an edit of an image; the status is asserted."""
    body, kind = urllib3.encode_multipart_formdata(
        [("prompt", prompt), ("image", ("photo.png", image, "image/png"))], "lexloci-boundary"
    )
    told = stack.ask("POST", "/v1/images/edits", body, **{"Content-Type": kind, **more})
    assert told.status == status, (prompt, told)
    return told


def calls_and_consents(stack: Stack) -> None:
    """The gate and the registers: allowed, refused, remembered, consented, slowed, reinstated."""
    told = generate(stack, LIGHTHOUSE, 200)
    assert stack.ask("GET", f"/v1/decisions/{told.decision}").status == 200
    # Where a human looks at it afterwards.
    generate(stack, "photo of George Clooney in swimming trunks", 200, place="SG")
    known = {"sub": ACCOUNT}
    assert generate(stack, CLOONEY, 451, claims=known).headers["lexloci-decision"]
    record = consent_of([PHOTO])
    made = stack.ask("POST", "/v1/consents", record, BACKEND)
    assert made.status == 201, made
    consent = made.json["id"]
    assert stack.ask("GET", f"/v1/consents/{consent}", None, BACKEND).status == 200
    claims = {"sub": ACCOUNT, "consents": [consent]}
    edit(stack, "put her in black lingerie, as a photo", PHOTO, 200, claims=claims)
    assert stack.ask("POST", f"/v1/consents/{consent}/revoke", {}, BACKEND).status == 200
    edit(stack, "put her in black lingerie, as a photo", PHOTO, 403, claims=claims)
    named = stack.ask("POST", "/v1/protected", {"names": ["Quellana Brostow"]}, BACKEND)
    assert named.status == 201, named
    path = f"/v1/protected/{named.json['id']}"
    assert stack.ask("GET", path, None, BACKEND).status == 200
    assert stack.ask("POST", f"{path}/release", {}, BACKEND).status == 200
    slowed(stack)
    remembered(stack)


def slowed(stack: Stack) -> None:
    """The ladder, down to one image a minute, and up again by the backend."""
    slow = {"sub": "slow-1"}
    for _ in range(int(stack.parameters["StrikeSlow"])):
        generate(stack, CLOONEY, 451, claims=slow)
    generate(stack, LIGHTHOUSE, 200, claims=slow)
    generate(stack, LIGHTHOUSE, 403, claims=slow)
    told = stack.ask("POST", "/v1/accounts/reinstate", {"account": "slow-1"}, BACKEND)
    assert told.status == 200, told
    generate(stack, LIGHTHOUSE, 200, claims=slow)


def remembered(stack: Stack) -> None:
    """An output that shows more than ordinary dress is remembered, where a detector looks."""
    if stack.parameters.get("Detector", "none") == "none":
        return
    stack.generator.paint(Mark("swimwear", "adult"))
    try:
        generate(stack, "a woman in a bikini", 200, place="US-NY")
    finally:
        stack.generator.paint(None)


def decided_on_an_upload(stack: Stack) -> Any:
    """Permit mode: a file put under a form that the function signed, and the decision on it."""
    photo = marked(scene(256, 256), Mark())
    begun = stack.ask("POST", "/v1/uploads", {"bytes": len(photo), "kind": "image/png"})
    assert begun.status == 201, begun
    key, bucket = begun.json["fields"]["key"], stack.resolve({"Ref": "UploadsBucket"})
    # Whoever holds the form puts the file with the right of the role that signed it.
    stack.allow("Decide", Call("s3:PutObject", f"arn:aws:s3:::{bucket}/{key}"))
    boto3.client("s3").put_object(Bucket=bucket, Key=key, Body=photo)
    about = {"operation": "edit", "prompt": "remove the lamp post", "place": "GB-ENG"}
    question = {**about, "images": [{"upload": begun.json["id"]}], "account": "ada"}
    told = stack.ask("POST", "/v1/decisions", question)
    assert told.status == 200, told
    return told


def decided(stack: Stack, question: dict[str, Any]) -> str:
    """The outcome for a backend that signs its question by claims, or why there is none."""
    bound = content_digest(json.dumps(question).encode())
    told = stack.ask("POST", "/v1/decisions", question, {**BACKEND, "content_digest": bound}).json
    return str(told.get("outcome") or told["type"].rpartition("/")[2])


def decisions_and_uploads(stack: Stack) -> None:
    """Decisions for a backend: allowed with its outcome, and refused."""
    told = decided_on_an_upload(stack)
    assert told.json["outcome"] == "allow", told.json
    done = {"result": "image", "outputs": ["ab" * 32], "duties_done": ["check-output"]}
    path = f"/v1/decisions/{told.decision}/outcome"
    assert stack.ask("POST", path, done).status == 200
    consent = stack.ask("POST", "/v1/consents", consent_of([PHOTO]), BACKEND).json["id"]
    digest = hashlib.sha256(PHOTO).hexdigest()
    prompt = "put her in black lingerie, as a photo"
    about = {"operation": "edit", "prompt": prompt, "place": "GB-ENG", "account": ACCOUNT}
    outcome = decided(stack, {**about, "digests": [digest], "claims": {"consents": [consent]}})
    assert outcome == "allow"
    about = {"operation": "generate", "place": "GB-ENG", "account": "slow-2"}
    for _ in range(int(stack.parameters["StrikeSlow"])):
        assert decided(stack, {**about, "prompt": CLOONEY}) == "refuse"
    assert decided(stack, {**about, "prompt": LIGHTHOUSE}) == "allow"
    assert decided(stack, {**about, "prompt": LIGHTHOUSE}) == "slowed"
    assert stack.ask("GET", "/.well-known/jwks.json").status == 200


def appeals_and_reports(stack: Stack) -> None:
    """From a refusal to the answer on it; from a report to a protected name; clocks that end."""
    alice = {"sub": "alice"}
    refused = generate(stack, CLOONEY, 451, claims=alice)
    filed = {"decision": refused.decision, "reason": "not-real"}
    assert stack.ask("POST", "/v1/appeals", filed, alice).status == 201
    path = f"/v1/appeals/{refused.decision}"
    assert stack.ask("GET", path, None, alice).status == 200
    assert stack.ask("GET", "/v1/appeals", None, BACKEND).json["open"]
    said = {"answer": "upheld", "because": "misread"}
    assert stack.ask("POST", f"{path}/answer", said, BACKEND).status == 200
    body = {"asks": ["takedown", "protect-name"], "images": ["ab" * 32], "names": ["Ada Brostow"]}
    number = stack.ask("POST", "/v1/reports", body, place="IN").json["id"]
    soon = stack.ask("POST", "/v1/reports", {**body, "images": ["cd" * 32]}, place="IN").json["id"]
    assert stack.ask("POST", f"/v1/reports/{number}/verify", {}, BACKEND).status == 200
    said = {"answer": "done"}
    assert stack.ask("POST", f"/v1/reports/{number}/answer", said, BACKEND).status == 200
    late(soon)
    assert stack.invoke("Remind", {}) == {"report late": 1}


def late(number: str) -> None:
    """Have a report be one of yesterday: its place in the index, and its clock's end."""
    dynamodb, key = (
        boto3.client("dynamodb"),
        {"pk": {"S": f"REPORT#{number}"}, "sk": {"S": "FILED"}},
    )
    item = dynamodb.get_item(TableName="lexloci-appeals", Key=key)["Item"]
    filed, due = json.loads(item["filed"]["S"]), "2026-01-01T00:00:00.000Z"
    filed["timed"]["due"] = due
    item |= {"filed": {"S": json.dumps(filed)}, "gsi1sk": {"S": f"{due}#{number}"}}
    dynamodb.put_item(TableName="lexloci-appeals", Item=item)
