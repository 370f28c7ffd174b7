"""A function that answers its event, or misbehaves as its body says."""

import os
import time
from typing import Any

from words import GREETING


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer the event, the environment and who answered."""
    todo = event.get("body") or ""
    if todo.startswith("sleep "):
        time.sleep(float(todo.split()[1]))
    if todo == "raise":
        raise ValueError("a message that may quote the caller")
    if todo == "exit":
        os._exit(3)
    if todo == "big":
        return {"statusCode": 200, "body": "x" * (6 * 1024 * 1024)}
    if todo == "bare":
        return {"greeting": GREETING}
    if todo == "garbled":
        return {"statusCode": "no number"}
    if todo == "binary":
        return {
            "statusCode": 201,
            "headers": {"Content-Type": "image/png", "X-Flag": True},
            "cookies": ["a=1", "b=2"],
            "body": "iVBORw==",
            "isBase64Encoded": True,
        }
    variables = {name: os.environ.get(name) for name in ("STAGE", "SHARED", "HOUSE", "_HANDLER")}
    return {
        "event": event,
        "variables": variables,
        "pid": os.getpid(),
        "remaining": context.get_remaining_time_in_millis(),
    }
