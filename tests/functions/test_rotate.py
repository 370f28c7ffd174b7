"""The rotate function as Lambda runs it: an interpreter of its own, moto for the cloud."""

import contextlib
import json
import os
import subprocess
import sys
import uuid
from pathlib import Path

import boto3
import pytest
from moto.server import ThreadedMotoServer

ROOT = Path(__file__).parents[2]
CHILD = """
import json, sys
import handler
for event in json.load(sys.stdin):
    handler.handler(event, None)
"""
KEYS = {"aws_access_key_id": "local", "aws_secret_access_key": "local"}


@pytest.fixture(scope="module")
def cloud():
    """Where moto listens."""
    server = ThreadedMotoServer(port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


def distribution(url):
    """A distribution that sends `one`; answers its id."""
    headers = [{"HeaderName": "X-Lexloci-Origin", "HeaderValue": "one"}]
    origin = {
        "Id": "regional-api",
        "DomainName": "api.example.com",
        "CustomHeaders": {"Quantity": 1, "Items": headers},
        "CustomOriginConfig": {
            "HTTPPort": 80,
            "HTTPSPort": 443,
            "OriginProtocolPolicy": "https-only",
        },
    }
    config = {
        "CallerReference": str(uuid.uuid4()),
        "Comment": "front",
        "Enabled": True,
        "Origins": {"Quantity": 1, "Items": [origin]},
        "DefaultCacheBehavior": {
            "TargetOriginId": "regional-api",
            "ViewerProtocolPolicy": "https-only",
        },
    }
    client = boto3.client("cloudfront", region_name="us-east-1", endpoint_url=url, **KEYS)
    with contextlib.closing(client):
        found = client.create_distribution(DistributionConfig=config)["Distribution"]
        # moto's distribution is deployed at the second look.
        client.get_distribution(Id=found["Id"])
        return found["Id"]


def rotate(url, front, *events, **more):
    """Run the function with these events; answers its exit code and all that it wrote."""
    layers = ("layers/engine/python", "layers/reader/python")
    ran = subprocess.run(
        [sys.executable, "-c", CHILD],
        input=json.dumps(events),
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": os.pathsep.join(str(ROOT / each) for each in layers),
            "AWS_ENDPOINT_URL": url,
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": "local",
            "AWS_SECRET_ACCESS_KEY": "local",
            "LEXLOCI_DISTRIBUTION": front,
            **more,
        },
        cwd=ROOT / "functions/rotate",
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return ran.returncode, ran.stdout + ran.stderr


def test_a_new_value_is_made_and_nothing_is_told_to_the_log(cloud):
    """The first step; a second call of it makes no second value."""
    client = boto3.client("secretsmanager", region_name="us-east-1", endpoint_url=cloud, **KEYS)
    with contextlib.closing(client):
        client.create_secret(Name="origin", SecretString='{"secret": "one"}')
        token = str(uuid.uuid4())
        event = {"SecretId": "origin", "ClientRequestToken": token, "Step": "createSecret"}
        assert rotate(cloud, distribution(cloud), event, event) == (0, "")
        made = client.get_secret_value(SecretId="origin", VersionId=token)
        value = json.loads(made["SecretString"])["secret"]
        assert (made["VersionStages"], len(value), value.isalnum()) == (["AWSPENDING"], 64, True)
        current = client.get_secret_value(SecretId="origin", VersionStage="AWSCURRENT")
        assert json.loads(current["SecretString"])["secret"] == "one"


def test_what_goes_wrong_is_raised_and_says_no_secret(cloud):
    """Secrets Manager must hear of it; the log must not hear the value."""
    client = boto3.client("secretsmanager", region_name="us-east-1", endpoint_url=cloud, **KEYS)
    with contextlib.closing(client):
        client.create_secret(Name="other", SecretString='{"secret": "a-value-to-keep"}')
        token = str(uuid.uuid4())
        client.put_secret_value(
            SecretId="other",
            ClientRequestToken=token,
            SecretString='{"secret": "a-new-one-to-keep"}',
            VersionStages=["AWSPENDING"],
        )
    event = {"SecretId": "other", "ClientRequestToken": token, "Step": "testSecret"}
    code, log = rotate(cloud, distribution(cloud), event)
    assert code != 0
    assert "RotationError" in log
    assert "to-keep" not in log
