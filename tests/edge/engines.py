"""DynamoDB for tests: Amazon's own engine, moto, and the tables that template.yaml declares."""

import contextlib
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.config import Config
from moto import mock_aws

from lexloci_tools.serve.template import read_template

ROOT = Path(__file__).parents[2]
REGION = "eu-west-2"
REAL = pytest.param("ddblocal", marks=pytest.mark.ddblocal)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def dynamodb_local() -> Iterator[str]:
    """The address of Amazon's engine; absent it skips here and fails in CI."""
    usual = ROOT / ".cache/dynamodb-local/emulator/DynamoDBLocal.jar"
    jar = Path(os.environ.get("LEXLOCI_DYNAMODB_JAR", usual))
    if not jar.is_file() or shutil.which("java") is None:
        stop = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        stop(f"{jar}: it or java is not there; hint: run `make dynamodb`, install Java 17")
    port = free_port()
    command = ["java", "-Xmx512m", "-Djava.library.path=./DynamoDBLocal_lib", "-jar", jar.name]
    command += ["-inMemory", "-port", str(port), "-disableTelemetry"]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, cwd=jar.parent, stdout=quiet, stderr=quiet) as engine:
        for _ in range(150):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.2)
        yield f"http://127.0.0.1:{port}"
        engine.kill()


@cache
def declared() -> dict[str, Any]:
    """The arguments of `CreateTable` by the name of the table, as the template declares it."""
    return dict(read_template(ROOT / "template.yaml").tables)


def client(endpoint: str | None = None) -> Any:
    """A client with credentials that open nothing, for as many threads as tests have."""
    return boto3.client(
        "dynamodb",
        region_name=REGION,
        endpoint_url=endpoint,
        aws_access_key_id="local",
        aws_secret_access_key="local",
        config=Config(connect_timeout=5, read_timeout=20, max_pool_connections=16),
    )


@contextlib.contextmanager
def empty(kind: str, table: str, request: pytest.FixtureRequest) -> Iterator[Any]:
    """A client whose engine (`moto`, `ddblocal`) has this table of the template, empty."""
    with contextlib.ExitStack() as ends:
        endpoint = None
        if kind == "moto":
            ends.enter_context(mock_aws())
        else:
            endpoint = request.getfixturevalue("dynamodb_local")
        dynamodb = ends.enter_context(contextlib.closing(client(endpoint)))
        with contextlib.suppress(dynamodb.exceptions.ResourceNotFoundException):
            dynamodb.delete_table(TableName=table)
        dynamodb.create_table(**declared()[table])
        yield dynamodb
