"""A demo image server that makes nothing without a permit: what a platform's own would look like.

Edits come as OpenAI's form (`prompt`, `image` …), the permit beside them in `Lexloci-Permit`, the
caller's place in `X-Place`. It draws a lighthouse whatever is asked, and tells the gate what came
of it.
"""

import base64
import hashlib
import json
import urllib.request
from collections.abc import Callable, Mapping
from socketserver import ThreadingMixIn
from threading import Thread
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from lexloci_edge.errors import TurnedAway
from lexloci_edge.forms import form_parts
from lexloci_tools.client.lexloci_permit import InMemory, Seen, Verifier, Wsgi, fetched_keys
from lexloci_tools.serve.generator import scene

_FILES = ("image", "image[]", "mask")


def seen_of(body: bytes, headers: Mapping[str, str]) -> Seen:
    """The call in a form, with its files in the order in which they stand there.

    Raises: ValueError where it can be read two ways, or has a field that this server would ignore.
    """
    try:
        parts = form_parts(body, headers.get("content-type", ""))
    except TurnedAway as error:
        raise ValueError(str(error)) from None
    files = [part.data for part in parts if part.name in _FILES]
    words = {part.name: part.data.decode() for part in parts if part.name not in _FILES}
    if set(words) != {"prompt"} or len(words) + len(files) != len(parts):
        raise ValueError("not one prompt and its files")
    return Seen("edit" if files else "generate", words["prompt"], images=files)


def told_outcome(gate: str, decision: str, image: bytes) -> None:
    """Tell the gate what became of its permit. Raises: OSError where it does not take it."""
    done = {"result": "image", "outputs": [hashlib.sha256(image).hexdigest()]}
    body = json.dumps({**done, "duties_done": ["check-output"]}).encode()
    address = f"{gate}/v1/decisions/{decision}/outcome"
    kind = {"Content-Type": "application/json"}
    with urllib.request.urlopen(urllib.request.Request(address, body, kind), timeout=30):
        pass


def _application(gate: str) -> Callable[[dict[str, Any], Any], list[bytes]]:
    def made(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        image = scene(256, 256)
        told_outcome(gate, environ["lexloci.permit"].decision, image)
        start_response("200 OK", [("Content-Type", "application/json")])
        data = [{"b64_json": base64.b64encode(image).decode()}]
        return [json.dumps({"created": 0, "data": data}).encode()]

    return made


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class DemoImageServer:
    """The server on 127.0.0.1, from when it is made until `close`. gate: the address of ours."""

    def __init__(self, gate: str, issuer: str = "lexloci") -> None:
        keys = fetched_keys(f"{gate}/.well-known/jwks.json")
        verifier = Verifier(keys, issuer=issuer, audience="lexloci-image-server", spent=InMemory())
        guarded = Wsgi(_application(gate), verifier, seen_of, lambda headers: headers["x-place"])
        self._server = make_server("127.0.0.1", 0, guarded, _Server, _Quiet)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
