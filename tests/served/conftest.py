"""The decision API as `lexloci serve` runs it, asked over HTTP."""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from lexloci_tools.serve.local_cloud import LocalCloud


@dataclass(frozen=True)
class Server:
    """A running server."""

    url: str
    cloud: LocalCloud

    def ask(
        self, path: str, body: Any = None, headers: dict[str, str] | None = None
    ) -> tuple[int, Any]:
        """Status and JSON of an answer; a `body` that is no bytes goes as JSON."""
        data, sent = body, dict(headers or {})
        if body is not None and not isinstance(body, bytes):
            data, sent = json.dumps(body).encode(), {"Content-Type": "application/json", **sent}
        address = path if path.startswith("http") else self.url + path
        try:
            request = urllib.request.Request(address, data, sent)
            with urllib.request.urlopen(request, timeout=30) as answer:
                status, text = answer.status, answer.read()
        except urllib.error.HTTPError as error:
            status, text = error.code, error.read()
        try:
            return status, json.loads(text)
        except ValueError:
            return status, text


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """One server for all tests here."""
    with LocalCloud() as cloud:
        yield Server(cloud.front().url, cloud)
