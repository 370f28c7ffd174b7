"""`X-Request-ID`: on AuthZEN's paths the caller's own is echoed, whatever the answer is.

Stands around the failsafe, so that a 503 has it too; it imports nothing that could be broken.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

HEADER = "x-request-id"
PATHS = ("/access/", "/.well-known/authzen-configuration")
_PLAIN = re.compile(r"[!-~]([ -~]{0,254}[!-~])?", re.ASCII)
"""What a header may hold and fits into one."""

_Handler = Callable[[Mapping[str, Any], Any], dict[str, Any]]


def echoing(handler: _Handler) -> _Handler:
    """The handler, with the caller's request id in its answers on AuthZEN's paths."""

    def echoed(event: Mapping[str, Any], context: Any) -> dict[str, Any]:
        answer = handler(event, context)
        given = _given(event)
        if given is None:
            return answer
        return {**answer, "headers": {**answer["headers"], HEADER: given}}

    return echoed


def _given(event: Mapping[str, Any]) -> str | None:
    """The caller's id, where there is one on such a path that a header can hold."""
    headers = event.get("headers")
    if not str(event.get("rawPath")).startswith(PATHS) or not isinstance(headers, Mapping):
        return None
    for name, value in headers.items():
        if str(name).lower() == HEADER and isinstance(value, str) and _PLAIN.fullmatch(value):
            return value
    return None
