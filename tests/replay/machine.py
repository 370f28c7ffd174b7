"""What the cloud's replay stands on in tests: Step Functions and S3 are moto's, Lambda is a small
endpoint that calls the real handler, the state machine is the template's own."""

import gzip
import json
import threading
import time
import urllib.parse
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import boto3

from lexloci.errors import LexlociError
from lexloci_tools import synthetic
from lexloci_tools.serve.intrinsics import load

ROOT = Path(__file__).parents[2]
REGION, BUCKET, EXPORT = "eu-west-2", "replays", "exports/AWSDynamoDB/01700000000000-abc"
ALIAS = f"arn:aws:lambda:{REGION}:123456789012:function:replay:live"


class Lambda:
    """The part of Lambda's API that invokes one function: ours, in this interpreter."""

    def __init__(self, handler: Callable[[Any, Any], Any]) -> None:
        asked = self.asked = list[Any]()
        self.failing = ""
        stub = self

        class Invoke(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                event = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                assert ALIAS in urllib.parse.unquote(self.path)
                asked.append(event)
                error = ""
                try:
                    if stub.failing and event.get("key") == stub.failing:
                        raise LexlociError("lambda", "ran out of memory")
                    answer = handler(event, None)
                except LexlociError as raised:
                    error = type(raised).__name__
                    answer = {"errorType": error, "errorMessage": str(raised)}
                body = json.dumps(answer).encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                if error:
                    self.send_header("X-Amz-Function-Error", "Unhandled")
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Invoke)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def close(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()


def definition() -> str:
    """The template's state machine, its substitutions made."""
    template = load((ROOT / "template.yaml").read_text(encoding="utf-8"))
    machine = template["Resources"]["ReplayMachine"]["Properties"]
    values = {"Partition": "aws", "Function": ALIAS, "Bucket": BUCKET}
    assert machine["DefinitionSubstitutions"].keys() == values.keys()
    text = json.dumps(machine["Definition"])
    for name, value in values.items():
        text = text.replace(f"${{{name}}}", value)
    assert "${" not in text
    return text


class Stage:
    """An empty bucket, the state machine, and the function behind it."""

    def __init__(self, function: Lambda) -> None:
        self.function = function
        self.s3 = boto3.client("s3", region_name=REGION)
        place = {"LocationConstraint": REGION}
        self.s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration=place)
        self._states = boto3.client("stepfunctions", region_name=REGION)
        role = "arn:aws:iam::123456789012:role/replay"
        made = self._states.create_state_machine(
            name="lexloci-replay", definition=definition(), roleArn=role
        )
        self._machine = made["stateMachineArn"]
        self._runs = 0

    def put(self, name: str, data: bytes) -> None:
        """Write an object."""
        self.s3.put_object(Bucket=BUCKET, Key=name, Body=data)

    def export(self, entries: list[Any], files: int = 4) -> list[dict[str, Any]]:
        """Lay an export as DynamoDB does; answers its manifest's rows."""
        rows = []
        for number in range(files):
            some = entries[number::files]
            key = f"{EXPORT}/data/file{number}.json.gz"
            lines = "".join(synthetic.dynamodb_line(entry) + "\n" for entry in some)
            self.put(key, gzip.compress(lines.encode(), 1))
            rows.append({"itemCount": len(some), "md5Checksum": "", "dataFileS3Key": key})
        self.manifest(rows)
        return rows

    def manifest(self, rows: list[dict[str, Any]]) -> None:
        """Write the export's manifest."""
        lines = "".join(json.dumps(row) + "\n" for row in rows)
        self.put(f"{EXPORT}/manifest-files.json", lines.encode())

    def run(self, **asked: Any) -> dict[str, Any]:
        """Run the state machine until it ends."""
        self._runs += 1
        # moto gives no name of its own, as Step Functions does.
        begun = self._states.start_execution(
            stateMachineArn=self._machine,
            name=f"run-{self._runs}",
            input=json.dumps({"export": EXPORT, **asked}),
        )
        while True:
            told = self._states.describe_execution(executionArn=begun["executionArn"])
            if told["status"] != "RUNNING":
                return {**told, "output": json.loads(told.get("output") or "{}")}
            time.sleep(0.05)

    def summary(self, told: dict[str, Any]) -> dict[str, Any]:
        """What the run wrote at its end."""
        name = f"results/{told['executionArn'].rpartition(':')[2]}/summary.json"
        return dict(json.load(self.s3.get_object(Bucket=BUCKET, Key=name)["Body"]))
