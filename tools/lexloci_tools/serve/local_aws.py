"""DynamoDB, Secrets Manager, S3 on this machine: moto in a child, with what the template declares.

A child of its own keeps moto's state apart from moto used by tests in this interpreter. It ends
when its standard input closes, so it never outlives the server, however that ends.
"""

import contextlib
import json
import logging
import secrets
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from lexloci_tools.serve.intrinsics import REGION

_CONFIG = Config(connect_timeout=5, read_timeout=20, retries={"total_max_attempts": 2})


class LocalAws:
    """moto's server in a child, from when it is made until `close`."""

    def __init__(self) -> None:
        self._child = subprocess.Popen(
            [sys.executable, "-m", "lexloci_tools.serve.local_aws"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
        )
        self._url = ""

    @property
    def url(self) -> str:
        """Where it listens; waits until it does.

        Raises: RuntimeError when it did not start.
        """
        if not self._url:
            assert self._child.stdout is not None
            self._url = self._child.stdout.readline().strip()
        if not self._url:
            raise RuntimeError("moto did not start\nhint: is the `tools` extra installed?")
        return self._url

    @property
    def pid(self) -> int:
        """The child's number."""
        return self._child.pid

    def close(self) -> None:
        """End the child."""
        self._child.kill()
        self._child.communicate()


def client(service: str, endpoint: str) -> Any:
    """Answer a boto3 client of a local endpoint, with credentials that open nothing."""
    return boto3.client(
        service,
        endpoint_url=endpoint,
        region_name=REGION,
        aws_access_key_id="local",
        aws_secret_access_key="local",
        config=_CONFIG,
    )


def create_tables(endpoint: str, tables: Mapping[str, Mapping[str, Any]]) -> None:
    """Create each table, unless there is one of its name.

    Raises: botocore's errors when the endpoint does not answer.
    """
    dynamodb = client("dynamodb", endpoint)
    with contextlib.closing(dynamodb):
        for table in tables.values():
            try:
                dynamodb.create_table(**table)
            except ClientError as why:
                if why.response["Error"]["Code"] != "ResourceInUseException":
                    raise


def create_bucket(endpoint: str, name: str) -> None:
    """Create a bucket."""
    store = client("s3", endpoint)
    with contextlib.closing(store):
        store.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION})


def create_secrets(endpoint: str, names: Mapping[str, str]) -> None:
    """Create each secret with its value, in the form `{"secret": "..."}`."""
    vault = client("secretsmanager", endpoint)
    with contextlib.closing(vault):
        for name, value in names.items():
            vault.create_secret(Name=name, SecretString=json.dumps({"secret": value}))


def new_secret() -> str:
    """Answer 256 random bits as text."""
    return secrets.token_urlsafe(32)


def _serve() -> None:
    """Serve moto on a free port, print its address, end with standard input."""
    from moto.server import ThreadedMotoServer

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    print(f"http://{host}:{port}", flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    _serve()
