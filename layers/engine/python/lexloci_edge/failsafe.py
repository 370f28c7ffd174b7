"""The failsafe around the gate: whatever breaks, at import too, is a refusal (503).

Holds the one broad `except` of the request path, and imports nothing that could be missing or
broken: a layer without its wheels, a gate that does not open, and an error that nobody foresaw all
end here. API Gateway's own 500 would be retried by clients and counted by nobody.
"""

import json
import os
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, TypeAlias

from lexloci_edge.ids import new_id

Answering: TypeAlias = Callable[[Mapping[str, Any], Any, str], dict[str, Any]]
"""An open gate: event, Lambda's context and a fresh decision id -> the answer."""

Handler: TypeAlias = Callable[[Mapping[str, Any], Any], dict[str, Any]]


def failsafe(open_gate: Callable[[], Answering]) -> Handler:
    """A Lambda handler that never raises. Tries to open the gate now, and again at every call
    until it opens: while it does not, every call is answered 503."""
    opened: list[Answering] = []

    def attempt(id: str, work: Callable[[Answering], dict[str, Any]]) -> dict[str, Any]:
        try:
            if not opened:
                opened.append(open_gate())
            return work(opened[0])
        except Exception as fault:  # noqa: BLE001 - the one broad except: it refuses
            _alarm(id, fault)
            return unavailable(id)

    def handler(event: Mapping[str, Any], context: Any) -> dict[str, Any]:
        id = new_id(datetime.now(UTC))
        return attempt(id, lambda answering: answering(event, context, id))

    attempt("init", lambda answering: {})
    return handler


def unavailable(id: str) -> dict[str, Any]:
    """The answer while we cannot do our part. It tells nothing else, and nothing was forwarded."""
    detail = "The call could not be judged and recorded, so no image is handed out."
    error = {
        "message": f"{detail} Decision {id}.",
        "type": "server_error",
        "code": "lexloci_unavailable",
        "param": None,
    }
    body = {
        "type": "/problems/unavailable",
        "title": "Not available",
        "status": 503,
        "detail": detail,
        "instance": f"/v1/decisions/{id}",
        "decision_id": id,
        "error": error,
    }
    headers = {
        "content-type": "application/problem+json",
        "Cache-Control": "no-store",
        "Lexloci-Decision": id,
        "x-request-id": id,
        "x-should-retry": "false",
    }
    return {
        "statusCode": 503,
        "headers": headers,
        "body": json.dumps(body),
        "isBase64Encoded": False,
    }


def _alarm(id: str, fault: Exception) -> None:
    """One line that is both log and metric `Broken` (CloudWatch's embedded metric format).

    Written by hand, for Powertools may be what broke. Never the text of a foreign error: it may
    hold what was asked. Our own errors say only what is wrong with us.
    """
    ours = type(fault).__module__.startswith("lexloci")
    line = {
        "_aws": {
            "Timestamp": int(datetime.now(UTC).timestamp() * 1000),
            "CloudWatchMetrics": [
                {
                    "Namespace": "Lexloci",
                    "Dimensions": [["code", "service"], ["service"]],
                    "Metrics": [{"Name": "Broken", "Unit": "Count"}],
                }
            ],
        },
        "level": "ERROR",
        "message": "broken",
        "correlation_id": id,
        "code": getattr(fault, "code", "unexpected") if ours else "unexpected",
        # As Powertools' counts have it: the alarms of two stacks in one Region stay apart.
        "service": os.environ.get("POWERTOOLS_SERVICE_NAME", "lexloci"),
        "Broken": 1,
        "fault": type(fault).__name__,
        "about": getattr(fault, "what", "") if ours else "",
        "at": _line_of(fault),
    }
    sys.stdout.write(json.dumps(line) + "\n")


def _line_of(fault: Exception) -> str:
    """Where it was raised: function and line."""
    trace = fault.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return "" if trace is None else f"{trace.tb_frame.f_code.co_name}:{trace.tb_lineno}"
