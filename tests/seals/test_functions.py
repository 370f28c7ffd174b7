"""The functions `seal` and `prove` as Lambda runs them, and what a caller can do with the proof."""

import base64
import contextlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import boto3
import pytest
import typer
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from moto.server import ThreadedMotoServer
from tests.seals.conftest import ORIGIN, REGION, ROOT, entries, id_of, inserted, record
from typer.testing import CliRunner

from lexloci_edge.seals.note import VerifierKey
from lexloci_edge.seals.proving import answering_of
from lexloci_edge.vault import Secret
from lexloci_tools.ledger_commands import verify as verify_command
from lexloci_tools.verify.checking import verify
from lexloci_tools.verify.export import open_export

PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
KEY = str(VerifierKey(ORIGIN, PRIVATE.public_key().public_bytes_raw()))
SECRET = "a-secret-of-the-distribution"
CHILD = """
import json, sys
events, out = json.load(sys.stdin)
import handler
class Context:
    get_remaining_time_in_millis = staticmethod(lambda: 29_000)
    function_name, memory_limit_in_mb = "seal", 512
    invoked_function_arn, aws_request_id = "arn:aws:lambda:eu-west-2:1:function:seal", "r"
answers = []
for event in events:
    try:
        answers.append(handler.handler(event, Context()))
    except Exception as error:
        answers.append(type(error).__name__)
open(out, "w").write(json.dumps(answers))
"""


@contextlib.contextmanager
def kms() -> Iterator[str]:
    """The address of a KMS that knows one Ed25519 key."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if self.headers["X-Amz-Target"].endswith("GetPublicKey"):
                der = (Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
                answer = {"PublicKey": PRIVATE.public_key().public_bytes(*der)}
            else:
                assert told["SigningAlgorithm"] == "ED25519_SHA_512"
                answer = {"Signature": PRIVATE.sign(base64.b64decode(told["Message"]))}
            body = json.dumps({key: base64.b64encode(one).decode() for key, one in answer.items()})
            self.send_response(200)
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def cloud(tmp_path_factory) -> Iterator[dict[str, str]]:
    """The environment of the functions, over moto, a small KMS and a folder for a bucket."""
    moto = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    moto.start()
    host, port = moto.get_host_and_port()
    url = f"http://{host}:{port}"
    local = {"aws_access_key_id": "local", "aws_secret_access_key": "local"}
    where = {"endpoint_url": url, "region_name": REGION, **local}
    with contextlib.closing(boto3.client("dynamodb", **where)) as dynamodb:
        dynamodb.create_table(
            TableName="seals",
            KeySchema=[
                {"AttributeName": "pk", "KeyType": "HASH"},
                {"AttributeName": "sk", "KeyType": "RANGE"},
            ],
            AttributeDefinitions=[
                {"AttributeName": key, "AttributeType": "S"} for key in ("pk", "sk")
            ],
            BillingMode="PAY_PER_REQUEST",
        )
    with contextlib.closing(boto3.client("secretsmanager", **where)) as vault:
        vault.create_secret(Name="seals-origin", SecretString=SECRET)
    with kms() as key_url:
        yield {
            "AWS_ACCESS_KEY_ID": "local",
            "AWS_SECRET_ACCESS_KEY": "local",
            "AWS_REGION": REGION,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_ENDPOINT_URL_DYNAMODB": url,
            "AWS_ENDPOINT_URL_SECRETS_MANAGER": url,
            "AWS_ENDPOINT_URL_KMS": key_url,
            "LEXLOCI_SEALS_TABLE": "seals",
            "LEXLOCI_SEALS_BUCKET": f"file:{tmp_path_factory.mktemp('bucket') / 'log'}",
            "LEXLOCI_SEALS_KEY": "key-1",
            "LEXLOCI_ORIGIN_SECRET": "seals-origin",
            "POWERTOOLS_SERVICE_NAME": "lexloci",
        }
    moto.stop()


def run(name: str, events: list[Any], environment: dict[str, str], folder: Any) -> tuple[Any, str]:
    """What a function answers to these events, and what it writes to its log."""
    out = folder / "answers.json"
    layers = [ROOT / "functions" / name, *(ROOT / "layers").glob("*/python")]
    ran = subprocess.run(
        [sys.executable, "-c", CHILD],
        input=json.dumps([events, str(out)]),
        env={
            "PATH": os.environ["PATH"],
            **environment,
            "PYTHONPATH": os.pathsep.join(map(str, layers)),
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return json.loads(out.read_text(encoding="utf-8")), ran.stdout


def asked(path: str, **headers: str) -> dict[str, Any]:
    """A call as API Gateway hands it over."""
    return {
        "version": "2.0",
        "rawPath": path,
        "headers": {"x-lexloci-origin": SECRET, **headers},
        "requestContext": {"http": {"method": "GET", "path": path}, "timeEpoch": 1763899200000},
    }


@pytest.fixture(scope="module")
def sealed(cloud, tmp_path_factory) -> tuple[Any, str]:
    """What `seal` answered to two batches, the second of which was delivered again."""
    folder = tmp_path_factory.mktemp("sealed")
    changes = [inserted(each, at) for at, each in enumerate(entries(12))]
    batches = [{"Records": changes[:7]}, {"Records": changes[7:]}, {"Records": changes[5:]}]
    return run("seal", batches, cloud, folder)


def test_the_stream_is_sealed_and_verifies(cloud, sealed):
    """Nothing comes again, two checkpoints are counted, and the log holds up."""
    answers, log = sealed
    assert answers == [{"batchItemFailures": []}] * 3
    assert log.count('"Sealed":[1.0]') == 2
    folder = cloud["LEXLOCI_SEALS_BUCKET"].removeprefix("file:")
    (told,) = verify(open_export(Path(folder)), [VerifierKey.parse(KEY)])
    assert (told.size, told.seals) == (12, 2)


def test_what_cannot_be_sealed_comes_again(cloud, tmp_path):
    """A key that does not answer: the whole batch is an error, which Lambda tries again."""
    broken = {**cloud, "AWS_ENDPOINT_URL_KMS": "http://127.0.0.1:9"}
    broken["LEXLOCI_SEALS_BUCKET"] = f"file:{tmp_path / 'log'}"
    changes = [inserted(each, at) for at, each in enumerate(entries(2, 40))]
    answers, log = run("seal", [{"Records": changes}], broken, tmp_path)
    assert answers == ["BatchProcessingError"]
    assert "SealFailed" in log


def test_a_caller_can_check_that_theirs_is_in_the_log(cloud, sealed, tmp_path):
    """The record's own hash, the path, the signed head: by `lexloci verify` and the key alone."""
    calls = [asked(f"/v1/decisions/{id_of(number)}/proof") for number in (0, 2, 8)]
    answers, _ = run("prove", calls, cloud, tmp_path)
    assert [each["statusCode"] for each in answers] == [200, 200, 200]
    bodies = [json.loads(each["body"]) for each in answers]
    assert [one["of"] for one in bodies[1]["proofs"]] == ["decision", "outcome"]
    assert {one["key"] for body in bodies for one in body["proofs"]} == {KEY}
    for number, body in zip((0, 2, 8), bodies, strict=True):
        proof, mine = tmp_path / "proof.json", tmp_path / "record.json"
        proof.write_text(json.dumps(body), encoding="utf-8")
        mine.write_text(json.dumps(json.loads(record(number).written()), indent=1))
        told = lexloci(str(proof), "--key", KEY, "--record", str(mine))
        assert told.exit_code == 0, told.output
        assert "decision: this record is leaf" in told.output
    mine.write_text(record(1).written(), encoding="utf-8")
    assert "of another record" in str(lexloci(str(proof), "--key", KEY, "--record", str(mine)))
    bodies[2]["proofs"][0]["path"][0] = KEY[-44:]
    proof.write_text(json.dumps(bodies[2]), encoding="utf-8")
    assert lexloci(str(proof), "--key", KEY).exit_code == 1


def lexloci(*given: str) -> Any:
    """What `lexloci verify` says."""
    app = typer.Typer()
    app.command()(verify_command)
    return CliRunner().invoke(app, list(given))


@pytest.mark.parametrize(
    ("path", "headers", "status", "type"),
    [
        (f"/v1/decisions/{id_of(999)}/proof", {}, 404, "/problems/not-sealed"),
        ("/v1/decisions/nonsense/proof", {}, 404, "/problems/no-decision"),
        (f"/v1/decisions/{id_of(0)}/proof/proof", {}, 404, "/problems/no-decision"),
        (f"/v1/decisions/{id_of(0)}", {}, 404, "/problems/no-decision"),
        (
            f"/v1/decisions/{id_of(0)}/proof",
            {"x-lexloci-origin": "guess"},
            403,
            "/problems/unproven-origin",
        ),
    ],
)
def test_what_has_no_proof_is_told_so(cloud, sealed, tmp_path, path, headers, status, type):
    """Not sealed, no decision, not through our front."""
    ((answer,), _) = run("prove", [asked(path, **headers)], cloud, tmp_path)
    assert (answer["statusCode"], json.loads(answer["body"])["type"]) == (status, type)
    assert answer["headers"]["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "change", [{"LEXLOCI_SEALS_TABLE": ""}, {"AWS_ENDPOINT_URL_DYNAMODB": "http://127.0.0.1:9"}]
)
def test_proofs_that_cannot_be_had_are_503(cloud, sealed, tmp_path, change):
    """Badly set up, or the table not there."""
    ((answer,), log) = run(
        "prove", [asked(f"/v1/decisions/{id_of(0)}/proof")], {**cloud, **change}, tmp_path
    )
    assert answer["statusCode"] == 503
    assert "Broken" in log


def test_a_secret_that_was_rotated_a_moment_ago_is_not_refused():
    """A proof asked for with the newest secret is answered, as a call at the gate is."""

    class Rotated:
        def accepted(self, name: str) -> tuple[Secret, ...]:
            return (Secret("1", b"the-one-before"),)

        def refreshed(self, name: str) -> tuple[Secret, ...]:
            return (Secret("2", SECRET.encode()), *self.accepted(name))

    class Nothing:
        def proofs(self, id: str) -> list[dict[str, Any]]:
            return []

    answering = answering_of(Nothing(), Rotated(), "origin")
    path = f"/v1/decisions/{id_of(0)}/proof"
    assert answering(asked(path), None, "r")["statusCode"] == 404
    foreign = asked(path, **{"x-lexloci-origin": "guessed"})
    assert answering(foreign, None, "r")["statusCode"] == 403
