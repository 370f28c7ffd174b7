"""Cold start: importing and initialising the handler in a fresh process, next to a bare one."""

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Mapping, Sequence

from lexloci_tools.bench.timing import table
from lexloci_tools.law.building import ROOT, RULEBOOK

RUNS = 15

STOPWATCH = """
import time; start = time.perf_counter()
{body}
print(time.perf_counter() - start)
"""
BARE = """
import boto3, pydantic
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver
app = APIGatewayHttpResolver()
class Prompt(pydantic.BaseModel):
    prompt: str
def handler(event, context):
    return app.resolve(event, context)
"""
OURS = """
import json, os, sys
import boto3
from enforce.handler import handler
event = json.loads(os.environ["BENCH_EVENT"])
assert handler(event, None)["statusCode"] == 200
"""


def report(layers: Sequence[str] | None = None) -> str:
    """Medians over fresh processes, taking turns. `layers`: other folders than the sources."""
    paths = list(layers or (ROOT / "layers/engine/python", ROOT / "layers/reader/python"))
    path = os.pathsep.join(str(each) for each in [*paths, ROOT / "functions"])
    environment = {**os.environ, "PYTHONPATH": path, **settings()}
    taken: dict[str, list[float]] = {"bare handler": [], "enforce": []}
    for turn in range(RUNS + 1):
        for name, body in (("bare handler", BARE), ("enforce", OURS)):
            seconds = float(_run(STOPWATCH.format(body=body), environment))
            if turn:
                taken[name].append(seconds * 1000)
    first = statistics.median(taken["bare handler"])
    rows = [("cold start (import and init)", "median ms", "times bare")]
    for name, each in taken.items():
        median = statistics.median(each)
        rows.append((name, f"{median:.0f}", f"{median / first:.2f}"))
    return table(rows)


def settings() -> Mapping[str, str]:
    """The environment of the function, with names that nobody asks for here."""
    return {
        "LEXLOCI_RULEBOOK": str(RULEBOOK),
        "LEXLOCI_TABLE": "bench",
        "LEXLOCI_ORIGIN_SECRET": "bench",
        "LEXLOCI_HASH_KEY": "bench",
        "LEXLOCI_UPSTREAM": "http://127.0.0.1:9",
        "AWS_REGION": "eu-west-2",
        "AWS_DEFAULT_REGION": "eu-west-2",
        "POWERTOOLS_METRICS_NAMESPACE": "Lexloci",
        "POWERTOOLS_SERVICE_NAME": "enforce",
        "BENCH_EVENT": json.dumps(health_event()),
    }


def health_event() -> Mapping[str, object]:
    """An HTTP API event (payload 2.0) that asks for the health of the gate."""
    http = {"method": "GET", "path": "/health", "sourceIp": "192.0.2.1"}
    return {
        "version": "2.0",
        "routeKey": "GET /health",
        "rawPath": "/health",
        "rawQueryString": "",
        "headers": {},
        "requestContext": {"http": http, "timeEpoch": 0},
        "isBase64Encoded": False,
    }


def _run(code: str, environment: Mapping[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], env=dict(environment), capture_output=True, text=True
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    return done.stdout.strip().splitlines()[-1]
