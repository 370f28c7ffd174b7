"""The functions as Lambda runs them: each in its own interpreter, over moto and a small server."""

import base64
import contextlib
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto.server import ThreadedMotoServer

ROOT = Path(__file__).parents[2]
REGION, TABLE, ORIGIN = "eu-west-2", "decisions", "a-secret-of-the-distribution"
PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n").decode()
CHILD = """
import json, sys
events, missing, out = json.load(sys.stdin)
for name in missing:
    sys.modules[name] = None
import handler
class Context:
    get_remaining_time_in_millis = staticmethod(lambda: 29_000)
    function_name, memory_limit_in_mb = "enforce", 512
    invoked_function_arn, aws_request_id = "arn:aws:lambda:eu-west-2:1:function:enforce", "r"
answers = [handler.handler(event, Context()) for event in events]
open(out, "w").write(json.dumps(answers))
"""


@dataclass(frozen=True)
class Ran:
    """What a function answered, and all that it wrote to its log."""

    answers: list[Any]
    log: str

    @property
    def statuses(self) -> list[int]:
        """The statuses, in order."""
        return [each["statusCode"] for each in self.answers]


def event(prompt: str = "a lighthouse at dawn", **headers: str) -> dict[str, Any]:
    """A generation from Fiji, as API Gateway hands it over."""
    return {
        "version": "2.0",
        "rawPath": "/v1/images/generations",
        "rawQueryString": "",
        "headers": {
            "content-type": "application/json",
            "authorization": "Bearer sk-test",
            "x-lexloci-origin": ORIGIN,
            "cloudfront-viewer-country": "FJ",
            "cloudfront-viewer-asn": "64496",
            **{name.replace("_", "-"): value for name, value in headers.items()},
        },
        "requestContext": {
            "http": {"method": "POST", "path": "/v1/images/generations", "sourceIp": "192.0.2.7"},
            "stage": "$default",
            "timeEpoch": int(time.time() * 1000),
        },
        "body": json.dumps({"prompt": prompt}),
        "isBase64Encoded": False,
    }


@pytest.fixture(name="event")
def event_maker() -> Callable[..., dict[str, Any]]:
    """Makes events."""
    return event


@dataclass
class Cloud:
    """moto's address and clients, and the image server's address and count."""

    url: str
    images: str
    forwarded: list[bytes]

    def client(self, service: str) -> Any:
        """A client of moto."""
        return boto3.client(
            service,
            endpoint_url=self.url,
            region_name=REGION,
            aws_access_key_id="local",
            aws_secret_access_key="local",
        )


@pytest.fixture(scope="session")
def cloud() -> Iterator[Cloud]:
    """A table and two secrets in moto, and an image server."""
    moto = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    moto.start()
    host, port = moto.get_host_and_port()
    with image_server() as (images, forwarded):
        found = Cloud(f"http://{host}:{port}", images, forwarded)
        with contextlib.closing(found.client("dynamodb")) as dynamodb:
            dynamodb.create_table(
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
        with contextlib.closing(found.client("secretsmanager")) as manager:
            manager.create_secret(Name="origin", SecretString=json.dumps({"secret": ORIGIN}))
            manager.create_secret(Name="hash", SecretString="a-key")
        yield found
    moto.stop()


@contextlib.contextmanager
def image_server() -> Iterator[tuple[str, list[bytes]]]:
    """An image server's address, and what reached it."""
    forwarded: list[bytes] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            forwarded.append(self.rfile.read(int(self.headers["Content-Length"])))
            body = json.dumps({"created": 1, "data": [{"b64_json": PNG}]}).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", forwarded
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def enforce(cloud: Cloud, tmp_path: Path) -> Callable[..., Ran]:
    """Runs the function `enforce` on events; `missing`: modules that its layers lack."""

    def run(
        events: Sequence[Mapping[str, Any]], missing: Sequence[str] = (), **changes: str
    ) -> Ran:
        environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT / "functions/enforce"),
            "AWS_REGION": REGION,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_ACCESS_KEY_ID": "local",
            "AWS_SECRET_ACCESS_KEY": "local",
            "AWS_ENDPOINT_URL_DYNAMODB": cloud.url,
            "AWS_ENDPOINT_URL_SECRETS_MANAGER": cloud.url,
            "LEXLOCI_RULEBOOK": str(ROOT / "layers/rulebook/rulebook.json"),
            "LEXLOCI_TABLE": TABLE,
            "LEXLOCI_ORIGIN_SECRET": "origin",
            "LEXLOCI_HASH_KEY": "hash",
            "LEXLOCI_UPSTREAM": cloud.images,
            "LEXLOCI_LEDGER_MS": "3000",
            **changes,
        }
        out = tmp_path / "answers.json"
        child = subprocess.run(
            [sys.executable, "-c", CHILD],
            input=json.dumps([events, missing, str(out)]),
            capture_output=True,
            text=True,
            env=environment,
            timeout=60,
            check=False,
        )
        assert child.returncode == 0, child.stderr
        return Ran(json.loads(out.read_text(encoding="utf-8")), child.stdout + child.stderr)

    return run
