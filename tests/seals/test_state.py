"""The sealer's memory in DynamoDB and its objects in S3, over moto: whatever fails, and when."""

import contextlib
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.config import Config
from moto import mock_aws
from tests.seals.conftest import PREFIX, REGION
from tests.seals.test_sealing import Around, Killed, changes_of, sealed_once

from lexloci_edge.seals.errors import SealError
from lexloci_edge.seals.layout import Log
from lexloci_edge.seals.objects import S3Objects
from lexloci_edge.seals.state import DynamoState

LOG, TABLE, BUCKET = Log(REGION, 0), "seals", "seals-bucket"
NOBODY = {"aws_access_key_id": "x", "aws_secret_access_key": "x", "region_name": REGION}


@pytest.fixture
def cloud() -> Iterator[dict[str, Any]]:
    """A table and a locked bucket in moto."""
    with mock_aws(), contextlib.ExitStack() as ends:
        made = {
            name: ends.enter_context(contextlib.closing(boto3.client(name, **NOBODY)))
            for name in ("dynamodb", "s3")
        }
        made["dynamodb"].create_table(
            TableName=TABLE,
            KeySchema=[
                {"AttributeName": "pk", "KeyType": "HASH"},
                {"AttributeName": "sk", "KeyType": "RANGE"},
            ],
            AttributeDefinitions=[
                {"AttributeName": key, "AttributeType": "S"} for key in ("pk", "sk")
            ],
            BillingMode="PAY_PER_REQUEST",
        )
        where = {"LocationConstraint": REGION}
        made["s3"].create_bucket(
            Bucket=BUCKET, CreateBucketConfiguration=where, ObjectLockEnabledForBucket=True
        )
        lock = {"Mode": "GOVERNANCE", "Days": 30}
        made["s3"].put_object_lock_configuration(
            Bucket=BUCKET,
            ObjectLockConfiguration={
                "ObjectLockEnabled": "Enabled",
                "Rule": {"DefaultRetention": lock},
            },
        )
        yield made


def test_an_object_is_made_once_and_locked(cloud):
    """The second of a name is refused, whatever it holds; the lock is the bucket's own."""
    objects = S3Objects(cloud["s3"], BUCKET)
    assert objects.create("a/b.txt", b"first")
    assert not objects.create("a/b.txt", b"second")
    assert objects.read("a/b.txt") == b"first"
    assert cloud["s3"].head_object(Bucket=BUCKET, Key="a/b.txt")["ObjectLockMode"] == "GOVERNANCE"


def test_a_bucket_that_fails_is_an_error(cloud):
    """Of ours, so that the stream delivers again."""
    objects = S3Objects(cloud["s3"], "another-bucket")
    for call in (lambda: objects.create("a", b""), lambda: objects.read("a")):
        with pytest.raises(SealError, match="NoSuchBucket"):
            call()
    with pytest.raises(SealError, match="NoSuchKey"):
        S3Objects(cloud["s3"], BUCKET).read("a")
    nowhere = boto3.client("s3", endpoint_url="http://127.0.0.1:9", **NOBODY, config=ONCE)
    with contextlib.closing(nowhere):
        objects = S3Objects(nowhere, BUCKET)
        for call in (lambda: objects.create("a", b""), lambda: objects.read("a")):
            with pytest.raises(SealError, match="Error"):
                call()


ONCE = Config(connect_timeout=1, retries={"total_max_attempts": 1})


def test_a_table_that_fails_is_an_error(cloud):
    """Missing, or not there to be asked."""
    with pytest.raises(SealError, match="ResourceNotFound"):
        DynamoState(cloud["dynamodb"], "another").head(LOG)
    nowhere = boto3.client("dynamodb", endpoint_url="http://127.0.0.1:9", **NOBODY, config=ONCE)
    with contextlib.closing(nowhere), pytest.raises(SealError, match="no get_item"):
        DynamoState(nowhere, TABLE).head(LOG)


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("at", range(1, 10))
def test_killed_at_any_call_to_the_table_nothing_is_lost_or_double(
    bench, benches, cloud, entries, inserted, at, after
):
    """Between two of its writes too: places are written in parts, and the head last."""

    def die() -> None:
        raise Killed

    changes = changes_of(entries, inserted, 60)
    other = benches(bench.folder, state=DynamoState(cloud["dynamodb"], TABLE))
    other.seal(changes[:5])
    bench.state = DynamoState(Around(cloud["dynamodb"], [0], at, after, die), TABLE)
    with contextlib.suppress(Killed):
        bench.seal(changes)
    assert other.seal(changes[30:]) == {}
    assert other.seal(changes) == {}
    assert sealed_once(other, changes)
    places = cloud["dynamodb"].scan(TableName=TABLE)["Items"]
    leaves = [int(one["leaf"]["N"]) for one in places if "leaf" in one]
    assert sorted(leaves) == list(range(60))
    assert {int(one["expires"]["N"]) > 1_700_000_000 for one in places if "leaf" in one} == {True}


def test_what_the_table_leaves_undone_is_done_again(cloud, bench, entries, inserted):
    """DynamoDB may answer a batch in part."""

    class Lazy:
        """A client that leaves most of a batch undone."""

        def __getattr__(self, name: str) -> Any:
            return getattr(cloud["dynamodb"], name)

        def batch_write_item(self, RequestItems: Any) -> Any:
            puts = RequestItems[TABLE]
            cloud["dynamodb"].batch_write_item(RequestItems={TABLE: puts[:9]})
            return {"UnprocessedItems": {TABLE: puts[9:]} if puts[9:] else {}}

        def batch_get_item(self, RequestItems: Any) -> Any:
            asked = RequestItems[TABLE]
            some = {**asked, "Keys": asked["Keys"][:9]}
            answer = cloud["dynamodb"].batch_get_item(RequestItems={TABLE: some})
            left = {**asked, "Keys": asked["Keys"][9:]}
            return {**answer, "UnprocessedKeys": {TABLE: left} if left["Keys"] else {}}

    bench.state = DynamoState(Lazy(), TABLE)
    changes = changes_of(entries, inserted, 30)
    assert bench.seal(changes) == {}
    assert bench.seal(changes) == {}
    assert sealed_once(bench, changes)
    assert PREFIX in str(bench.key())
