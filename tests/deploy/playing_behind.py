"""The tour behind the API: streams, seals, reviews, replay, live rules, probes, rotation.

What the cloud does between functions is done here, by the filters of the template.
"""

import base64
import gzip
import io
import json
import uuid
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
from tests.deploy.stack import Stack

from lexloci.errors import LexlociError
from lexloci_edge.dynamo import item_of
from lexloci_edge.ids import new_id
from lexloci_edge.records import Record, moment
from lexloci_tools import synthetic
from lexloci_tools.law.building import packaged
from lexloci_tools.serve.intrinsics import REGION

BACKEND = {"sub": "backend-7", "role": "backend"}


def behind(stack: Stack) -> None:
    """Every part, in an order in which each finds what it needs."""
    stream = changes_of(stack)
    sealed_and_proven(stack, stream)
    reviewed(stack, stream)
    replayed(stack)
    vetted(stack)
    probed(stack)
    rotated(stack)


def changes_of(stack: Stack) -> list[dict[str, Any]]:
    """What the ledger's stream has told so far, and one allowed decision whose function died."""
    old = datetime.now(UTC) - timedelta(hours=1)
    died = Record(
        id=new_id(old),
        at=moment(old),
        region=REGION,
        places=("GB-ENG",),
        outcome="allow",
        rulebook=packaged().digest,
        function="1",
        account="v0:aaaaaaaaaaaaaaaa",
    )
    table = stack.resolve({"Ref": "Decisions"})
    boto3.client("dynamodb").put_item(TableName=table, Item=item_of(died, 1098))
    streams = boto3.client("dynamodbstreams")
    arn = stack.resolve({"Fn::GetAtt": ["Decisions", "StreamArn"]})
    (shard,) = streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"]
    at = streams.get_shard_iterator(
        StreamArn=arn, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON"
    )["ShardIterator"]
    found: list[dict[str, Any]] = []
    while at and (told := streams.get_records(ShardIterator=at, Limit=1000))["Records"]:
        found += [{**one, "eventSource": "aws:dynamodb"} for one in told["Records"]]
        at = told.get("NextShardIterator")
    return [json.loads(json.dumps(one, default=str)) for one in found]


def handed_over(stack: Stack, mapping: str, changes: list[dict[str, Any]]) -> dict[str, Any]:
    """The event that a mapping of the template makes of the stream's changes: its filter holds."""
    properties = stack.resolve(stack.resources[mapping]["Properties"])
    (wanted,) = (json.loads(one["Pattern"]) for one in properties["FilterCriteria"]["Filters"])
    return {"Records": [one for one in changes if _fits(one, wanted)]}


def _fits(told: Any, wanted: Any) -> bool:
    if isinstance(wanted, dict):
        return all(key in told and _fits(told[key], one) for key, one in wanted.items())
    return any(
        str(told).startswith(one["prefix"]) if isinstance(one, dict) else told == one
        for one in wanted
    )


def sealed_and_proven(stack: Stack, changes: list[dict[str, Any]]) -> None:
    """Sealed, once more by a sealer that has forgotten everything; swept; proven to a caller."""
    event = handed_over(stack, "SealStream", changes)
    half = {"Records": event["Records"][: len(event["Records"]) // 2]}
    for each in (half, event):
        assert stack.invoke("Seal", each) == {"batchItemFailures": []}
    forgotten("lexloci-seals")
    assert stack.invoke("Seal", event) == {"batchItemFailures": []}
    id = event["Records"][0]["dynamodb"]["Keys"]["pk"]["S"].rpartition("#")[2]
    proof = stack.ask("GET", f"/v1/decisions/{id}/proof")
    assert proof.status == 200, proof
    assert stack.invoke("Sweep", {}) == {"marked": 1}
    assert stack.invoke("Sweep", {}) == {"marked": 0}


def forgotten(table: str) -> None:
    """Empty a table."""
    dynamodb = boto3.client("dynamodb")
    for item in dynamodb.scan(TableName=table)["Items"]:
        dynamodb.delete_item(TableName=table, Key={key: item[key] for key in ("pk", "sk")})


def reviewed(stack: Stack, changes: list[dict[str, Any]]) -> None:
    """From the stream to the queue to the table to a reviewer."""
    assert stack.invoke("Review", handed_over(stack, "ReviewStream", changes))
    queue, sqs = stack.resolve({"Ref": "ReviewsQueue"}), boto3.client("sqs")
    messages = []
    while told := sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages"):
        messages += told
    assert messages
    records = [
        {"messageId": one["MessageId"], "body": one["Body"], "eventSource": "aws:sqs"}
        for one in messages
    ]
    assert stack.invoke("Review", {"Records": records}) == {"batchItemFailures": []}
    (first, *_) = stack.ask("GET", "/v1/reviews", None, BACKEND).json["reviews"]
    path = f"/v1/reviews/{first['id']}"
    assert stack.ask("GET", path, None, BACKEND).status == 200
    assert stack.ask("POST", f"{path}/overturn", {}, BACKEND).status == 200
    assert stack.ask("GET", f"{path}/case", None, BACKEND).status == 200
    for question in (
        {"account": "ada"},
        {"place": "GB-ENG", "day": moment(datetime.now(UTC))[:10]},
    ):
        told = stack.ask("POST", "/v1/ledger/search", question, BACKEND)
        assert told.status == 200, told
        assert told.json["decisions"]


def replayed(stack: Stack) -> None:
    """The three steps of the state machine, over an export of one file by a former rulebook."""
    bucket, s3 = stack.resolve({"Ref": "ReplaysBucket"}), boto3.client("s3")
    book = packaged()
    entries = list(synthetic.decisions(book, 20, seed=5))
    lines = "".join(synthetic.dynamodb_line(entry) + "\n" for entry in entries)
    export = "exports/AWSDynamoDB/01700000000000-abc"
    key = f"{export}/data/file0.json.gz"
    row = {"itemCount": len(entries), "md5Checksum": "", "dataFileS3Key": key}
    frozen = (stack.root / "layers/rulebook/rulebook.json").read_bytes()
    for name, data in (
        (key, gzip.compress(lines.encode(), 1)),
        (f"{export}/manifest-files.json", json.dumps(row).encode()),
        ("rulebooks/former.json", frozen),
    ):
        s3.put_object(Bucket=bucket, Key=name, Body=io.BytesIO(data))
    run = stack.invoke("Replay", {"step": "begin", "run": {"run": "r-1", "export": export}})
    told = stack.invoke("Replay", {"step": "judge", "key": key, "run": run})
    assert told["decisions"] == 20
    assert stack.invoke("Replay", {"step": "sum", "run": run})["exit"] == 0


def vetted(stack: Stack) -> None:
    """AppConfig asks before it deploys: what closes a place is taken, what opens one is not."""
    for document, taken in (({"format": 1, "closed": {"GB": "looked into"}}, True), ({}, False)):
        content = base64.b64encode(json.dumps(document).encode()).decode()
        try:
            stack.invoke("Vet", {"content": content})
        except LexlociError:
            assert not taken
        else:
            assert taken


def probed(stack: Stack) -> None:
    """Every probe through a front, to the functions that run already."""
    with closing(stack.front()) as front:
        stack.choose(PublicUrl=front.url)
        assert stack.invoke("Probe", {})["probes"] > 100


def rotated(stack: Stack) -> None:
    """A rotation of each secret. That of the front waits for minutes between its steps, so the one
    that waits most, which only moves a label, is done here."""
    vault = boto3.client("secretsmanager")
    for name in ("PermitKey", "OriginSecret"):
        id, token = stack.resolve({"Ref": name}), str(uuid.uuid4())
        before = vault.get_secret_value(SecretId=id, VersionStage="AWSCURRENT")["VersionId"]
        for step in ("createSecret", "setSecret", "testSecret", "finishSecret"):
            if (name, step) == ("OriginSecret", "setSecret"):
                vault.update_secret_version_stage(
                    SecretId=id,
                    VersionStage="AWSCURRENT",
                    MoveToVersionId=token,
                    RemoveFromVersionId=before,
                )
                continue
            event = {"SecretId": id, "ClientRequestToken": token, "Step": step}
            stack.invoke("Rotate", event)
        after = vault.get_secret_value(SecretId=id, VersionStage="AWSCURRENT")["VersionId"]
        assert after == token != before
