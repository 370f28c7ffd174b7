"""The whole local cloud: several fronts, other people's generator and DynamoDB, calls at once."""

import contextlib
import json
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import openai
import pytest

from lexloci_tools.serve import local_aws
from lexloci_tools.serve.generator import DemoGenerator
from lexloci_tools.serve.intrinsics import TemplateError
from lexloci_tools.serve.local_cloud import LocalCloud


def _alive(pid: int) -> bool:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, 0)
        return True
    return False


def test_another_generator_and_another_dynamodb_can_be_used() -> None:
    """Allowed calls go to the upstream given, decisions into a table made at the endpoint given."""
    with contextlib.ExitStack() as ends:
        generator = DemoGenerator(keep=True)
        ends.callback(generator.close)
        aws = ends.enter_context(contextlib.closing(local_aws.LocalAws()))
        cloud = ends.enter_context(LocalCloud(upstream=generator.url, dynamodb=aws.url))
        front = cloud.front()
        client = ends.enter_context(openai.OpenAI(base_url=f"{front.url}/v1", api_key="mine"))
        image = client.images.with_raw_response.generate(prompt="a lighthouse at dawn")
        assert (generator.count, cloud.generator.count) == (1, 0)
        assert generator.received[0].headers["authorization"] == "Bearer mine"
        dynamodb = ends.enter_context(contextlib.closing(local_aws.client("dynamodb", aws.url)))
        table = cloud.template.functions["Enforce"].variables["LEXLOCI_TABLE"]
        assert table in dynamodb.list_tables()["TableNames"]
        records = [
            json.loads(one["record"]["S"]) for one in dynamodb.scan(TableName=table)["Items"]
        ]
        assert {one["id"] for one in records} == {image.headers["lexloci-decision"]}


def test_calls_at_once_are_all_answered() -> None:
    """Six callers at once get six images and six decisions, from at most four environments."""
    with LocalCloud() as cloud:
        front = cloud.front()

        def ask(_: int) -> str:
            with openai.OpenAI(base_url=f"{front.url}/v1", api_key="any") as client:
                answer = client.images.with_raw_response.generate(prompt="a lighthouse at dawn")
                return str(answer.headers["lexloci-decision"])

        with ThreadPoolExecutor(6) as callers:
            decisions = list(callers.map(ask, range(6)))
        assert len(set(decisions)) == 6
        assert cloud.generator.count == 6
        assert len(cloud.pids) <= 5
        pids, logs = cloud.pids, cloud.logs
    assert not [pid for pid in pids if _alive(pid)]
    assert not logs.exists()


def test_what_cannot_start_leaves_nothing_behind(tmp_path: Path) -> None:
    """Without a template nothing starts; with a DynamoDB that is not there, everything ends."""
    with pytest.raises(TemplateError):
        LocalCloud(root=tmp_path)
    with pytest.raises(Exception, match="connect") as error:
        LocalCloud(dynamodb="http://127.0.0.1:9")
    assert "127.0.0.1:9" in str(error.value)
