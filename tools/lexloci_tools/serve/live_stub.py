"""A stand-in for AppConfig's data plane: deploys a file as soon as it is edited.

It speaks the two calls that a client makes, and is as strict: a token is good once, a poll before
its time is refused, and what was answered before is answered as nothing.
https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference/API_Operations_AWS_AppConfig_Data.html
"""

import json
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs

from lexloci_tools.serve.http_server import Answerer, Listening

WHERE = "lexloci/live/live"
"""Application, environment and profile, as the functions are told."""


@dataclass(frozen=True, slots=True)
class _Session:
    """What a token stands for. after: before this moment (of `clock`) a poll is refused."""

    answered: bytes | None
    after: float


class LiveStub:
    """Answers with what a file holds now, from when it is made until `close`.

    every: seconds that a client is told to wait. up: while False every call is answered 500.
    """

    def __init__(
        self, file: Path, every: int = 1, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.up = True
        self._file = file
        self._every = every
        self._clock = clock
        self._sessions: dict[str, _Session] = {}
        self._lock = threading.Lock()
        self._server = Listening(_handler_of(self))

    @property
    def variables(self) -> dict[str, str]:
        """The functions' environment that makes them look here."""
        return {
            "AWS_ENDPOINT_URL_APPCONFIGDATA": self._server.url,
            "LEXLOCI_LIVE": WHERE,
            "LEXLOCI_LIVE_SECONDS": str(self._every),
        }

    def close(self) -> None:
        """Stop listening."""
        self._server.close()

    def begun(self) -> str:
        """The first token of a new session."""
        return self._next(_Session(None, self._clock()))

    def polled(self, token: str) -> tuple[int, bytes, list[tuple[str, str]]]:
        """Status, body and headers of an answer to this token."""
        with self._lock:
            session = self._sessions.pop(token, None)
        if session is None or self._clock() < session.after:
            return 400, b'{"Message": "token"}', [("x-amzn-errortype", "BadRequestException")]
        found = self._file.read_bytes()
        following = self._next(_Session(found, self._clock() + self._every))
        headers = [
            ("Next-Poll-Configuration-Token", following),
            ("Next-Poll-Interval-In-Seconds", str(self._every)),
            ("Content-Type", "application/json"),
        ]
        return 200, b"" if found == session.answered else found, headers

    def _next(self, session: _Session) -> str:
        token = secrets.token_urlsafe(16)
        with self._lock:
            self._sessions[token] = session
        return token


def _handler_of(stub: LiveStub) -> type[Answerer]:
    class DataPlane(Answerer):
        def do_POST(self) -> None:
            asked = json.loads(self.body() or b"{}")
            if not stub.up:
                self.answer(500)
            elif (
                self.path != "/configurationsessions"
                or "/".join(
                    str(asked.get(f"{name}Identifier"))
                    for name in ("Application", "Environment", "ConfigurationProfile")
                )
                != WHERE
            ):
                self.answer(404, b"{}", [("x-amzn-errortype", "ResourceNotFoundException")])
            else:
                self.answer(201, json.dumps({"InitialConfigurationToken": stub.begun()}).encode())

        def do_GET(self) -> None:
            path, _, query = self.path.partition("?")
            token = parse_qs(query).get("configuration_token", [""])[0]
            if not stub.up:
                self.answer(500)
            elif path != "/configuration":
                self.answer(404)
            else:
                status, body, headers = stub.polled(token)
                self.answer(status, body, headers)

    return DataPlane
