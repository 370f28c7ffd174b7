"""The rotate function tells the permits' secret from the origin's by its name."""

import contextlib
import json
import uuid

import boto3
import pytest
from moto.server import ThreadedMotoServer
from tests.functions.test_rotate import KEYS, rotate


@pytest.fixture(scope="module")
def url():
    """Where moto listens."""
    server = ThreadedMotoServer(port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


def test_the_permits_secret_is_renewed_without_the_front(url):
    """Current at once, the one before kept; CloudFront is not asked, and nothing is logged."""
    client = boto3.client("secretsmanager", region_name="us-east-1", endpoint_url=url, **KEYS)
    with contextlib.closing(client):
        made = client.create_secret(Name="stack/permit-key", SecretString='{"secret": "one"}')
        event = {"SecretId": made["ARN"], "ClientRequestToken": str(uuid.uuid4())}
        steps = [{**event, "Step": f"{each}Secret"} for each in ("create", "set", "test", "finish")]
        told = rotate(url, "no-distribution", *steps, LEXLOCI_PERMIT_KEY="stack/permit-key")
        assert told == (0, "")
        values = [
            json.loads(client.get_secret_value(SecretId=made["ARN"], VersionStage=stage)[part])
            for stage, part in (("AWSCURRENT", "SecretString"), ("AWSPREVIOUS", "SecretString"))
        ]
        assert (len(values[0]["secret"]), values[1]["secret"]) == (64, "one")
