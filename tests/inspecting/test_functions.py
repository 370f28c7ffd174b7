"""The functions `review`, `sweep` and `inspect` as Lambda runs them, over moto."""

import contextlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest
from moto.server import ThreadedMotoServer
from tests.edge.engines import REGION, declared
from tests.inspecting.conftest import DECISIONS, REVIEWS, id_of
from tests.inspecting.test_sweep import LOG, Floor, decided
from tests.seals.conftest import ROOT, inserted
from tests.seals.test_functions import asked, run

from lexloci_edge.dynamo import DynamoLedger
from lexloci_edge.records import moment
from lexloci_edge.seals.merkle import Range
from lexloci_edge.seals.state import DynamoState

SEALS = "lexloci-seals"


@pytest.fixture(scope="module")
def cloud(tmp_path_factory) -> Iterator[dict[str, Any]]:
    """The environment of the functions, and clients beside it."""
    moto = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    moto.start()
    host, port = moto.get_host_and_port()
    url = f"http://{host}:{port}"
    local = {"aws_access_key_id": "local", "aws_secret_access_key": "local"}
    where = {"endpoint_url": url, "region_name": REGION, **local}
    with contextlib.ExitStack() as ends:
        clients = {
            name: ends.enter_context(contextlib.closing(boto3.client(name, **where)))
            for name in ("dynamodb", "sqs", "secretsmanager")
        }
        for table in (DECISIONS, REVIEWS, SEALS):
            clients["dynamodb"].create_table(**declared()[table])
        for name in ("origin", "hash"):
            clients["secretsmanager"].create_secret(Name=name, SecretString="a-secret")
        folder = tmp_path_factory.mktemp("bucket")
        environment = {
            "AWS_ACCESS_KEY_ID": "local",
            "AWS_SECRET_ACCESS_KEY": "local",
            "AWS_REGION": REGION,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_ENDPOINT_URL": url,
            "LEXLOCI_RULEBOOK": str(ROOT / "layers/rulebook/rulebook.json"),
            "LEXLOCI_TABLE": DECISIONS,
            "LEXLOCI_REVIEWS": REVIEWS,
            "LEXLOCI_REVIEWS_QUEUE": clients["sqs"].create_queue(QueueName="r")["QueueUrl"],
            "LEXLOCI_SEALS_TABLE": SEALS,
            "LEXLOCI_SEALS_BUCKET": f"file:{folder / 'log'}",
            "LEXLOCI_ORIGIN_SECRET": "origin",
            "LEXLOCI_HASH_KEY": "hash",
            "LEXLOCI_UPSTREAM": "http://images.invalid",
            "POWERTOOLS_SERVICE_NAME": "lexloci",
        }
        yield {"environment": environment, "folder": folder, **clients}
    moto.stop()


def test_a_decision_goes_from_the_stream_to_the_queue_to_the_table(cloud, rulebook, tmp_path):
    """Both steps by the one function; whatever is no message of ours is answered as failed."""
    duty = next(
        f"{1 << at:x}"
        for at in range(len(rulebook.raw["bits"]))
        if "review" in rulebook.duties(1 << at)
    )
    record = decided(1, rulebook=rulebook.digest, duties=duty)
    change = {**inserted(record, 1), "eventSource": "aws:dynamodb"}
    other = {**inserted(decided(2), 2), "eventSource": "aws:dynamodb"}
    answers, log = run("review", [{"Records": [change, other]}], cloud["environment"], tmp_path)
    assert answers == [{"batchItemFailures": []}]
    assert log.count("ReviewAsked") == 2  # its name and its count on one line
    queue = cloud["environment"]["LEXLOCI_REVIEWS_QUEUE"]
    (message,) = cloud["sqs"].receive_message(QueueUrl=queue)["Messages"]
    good = {"messageId": "a", "body": message["Body"], "eventSource": "aws:sqs"}
    bad = {"messageId": "b", "body": "{}", "eventSource": "aws:sqs"}
    answers, _ = run("review", [{"Records": [good, bad]}], cloud["environment"], tmp_path)
    assert answers == [{"batchItemFailures": [{"itemIdentifier": "b"}]}]
    (item,) = cloud["dynamodb"].scan(TableName=REVIEWS)["Items"]
    assert item["pk"]["S"] == f"REVIEW#{REGION}#{record.id}"


def test_a_queue_that_does_not_answer_is_an_error(cloud, rulebook, tmp_path):
    """The whole batch comes again."""
    record = decided(1, rulebook="sha256:another", duties="1")
    change = {**inserted(record, 1), "eventSource": "aws:dynamodb"}
    broken = {**cloud["environment"], "AWS_ENDPOINT_URL_SQS": "http://127.0.0.1:9"}
    answers, _ = run("review", [{"Records": [change]}], broken, tmp_path)
    assert answers == ["BatchProcessingError"]


def test_a_sweep_marks_and_is_counted(cloud, tmp_path):
    """Told once; a table that is not there is an error, and an alarm."""
    floor = Floor(cloud["folder"], DynamoLedger(lambda: cloud["dynamodb"], DECISIONS, REGION))
    floor.state = DynamoState(cloud["dynamodb"], SEALS)
    floor.write(
        decided(7, at=moment(datetime.now(UTC) - timedelta(hours=1))), decided(8, outcome="refuse")
    )
    assert floor.state.head(LOG) != Range()
    answers, log = run("sweep", [{}, {}], cloud["environment"], tmp_path)
    assert answers == [{"marked": 1}, {"marked": 0}]
    assert '"OutcomeUnknown":[1.0]' in log
    assert id_of(7) in log
    assert floor.result(7) == "unknown"
    lost = {**cloud["environment"], "LEXLOCI_SEALS_TABLE": "none"}
    answers, log = run("sweep", [{}], lost, tmp_path)
    assert answers == ["InspectError"]
    assert "SweepFailed" in log


@pytest.mark.parametrize("change", [{"LEXLOCI_REVIEWS": ""}, {"LEXLOCI_RULEBOOK": "/none"}])
def test_looking_back_that_is_badly_set_up_is_503(cloud, tmp_path, change):
    """And nobody who is no backend gets further than 403."""
    environment = {**cloud["environment"]}
    call = asked("/v1/reviews")
    ((answer,), log) = run("inspect", [call], {**environment, **change}, tmp_path)
    assert answer["statusCode"] == 503
    assert "Broken" in log
    call["headers"]["x-lexloci-origin"] = "guess"
    ((answer,), _) = run("inspect", [call], environment, tmp_path)
    # The call is of 2025, and our clock is held against it before anything else.
    assert (answer["statusCode"], json.loads(answer["body"])["type"]) == (
        503,
        "/problems/unavailable",
    )
