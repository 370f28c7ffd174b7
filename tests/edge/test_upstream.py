"""The image server over real sockets: no redirects, no retries, no more than fits, in its time."""

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from lexloci_edge.errors import TurnedAway, UpstreamError
from lexloci_edge.sizes import ANSWER_LIMIT
from lexloci_edge.upstream import Forward, HttpOpener, headers_for, rate_headers

Answering = Callable[[BaseHTTPRequestHandler], Any]


@pytest.fixture
def serve() -> Iterator[Callable[[Answering], tuple[str, list[tuple[str, bytes]]]]]:
    """Answers the address of a server that does as told, and the list of what reached it."""
    with contextlib.ExitStack() as stack:

        def start(answering: Answering) -> tuple[str, list[tuple[str, bytes]]]:
            reached: list[tuple[str, bytes]] = []

            class Handler(BaseHTTPRequestHandler):
                def do_POST(self) -> None:
                    body = self.rfile.read(int(self.headers["Content-Length"]))
                    reached.append((self.path, body))
                    with contextlib.suppress(OSError):
                        answering(self)

                do_GET = do_POST

                def log_message(self, *_: object) -> None:
                    pass

            server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
            thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
            thread.start()
            stack.callback(thread.join)
            stack.callback(server.server_close)
            stack.callback(server.shutdown)
            return f"http://127.0.0.1:{server.server_port}/v1/images/generations", reached

        yield start


def forward(url: str) -> Forward:
    """A request to that address."""
    return Forward(url, {"Content-Type": "application/json"}, b'{"prompt":"a lighthouse"}')


def answer(handler: BaseHTTPRequestHandler, status: int, body: bytes, **headers: str) -> None:
    """Send a whole answer."""
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def test_an_answer_is_received_with_its_headers(serve):
    """Status, headers by lower-case name, body."""
    url, reached = serve(lambda handler: answer(handler, 200, b"{}", X_RateLimit_Limit="5"))
    received = HttpOpener()(forward(url), 5)
    assert (received.status, received.body) == (200, b"{}")
    assert received.headers["x-ratelimit-limit"] == "5"
    assert reached == [("/v1/images/generations", b'{"prompt":"a lighthouse"}')]


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_not_followed(serve, status):
    """The key and the prompt go to the configured server and nowhere else."""
    url, reached = serve(lambda handler: answer(handler, status, b"", Location="/elsewhere"))
    assert HttpOpener()(forward(url), 5).status == status
    assert len(reached) == 1


@pytest.mark.parametrize("status", [429, 500, 503])
def test_nothing_is_tried_twice(serve, status):
    """An image costs money each time."""
    url, reached = serve(lambda handler: answer(handler, status, b"{}", Retry_After="0"))
    assert HttpOpener()(forward(url), 5).status == status
    assert len(reached) == 1


def test_no_more_is_read_than_can_be_handed_on(serve):
    """One byte over the limit says that it is too much."""
    url, _ = serve(lambda handler: answer(handler, 200, b" " * (ANSWER_LIMIT + 50_000)))
    assert len(HttpOpener()(forward(url), 10).body) == ANSWER_LIMIT + 1


def test_a_server_that_hangs_is_given_up(serve):
    """Within the time it has."""
    go_on = threading.Event()
    url, _ = serve(lambda handler: go_on.wait(5))
    with pytest.raises(UpstreamError, match="ReadTimeoutError"):
        HttpOpener()(forward(url), 0.2)
    go_on.set()


def test_a_server_that_hangs_up_is_an_error(serve):
    """No answer is no image."""
    url, _ = serve(lambda handler: handler.connection.shutdown(socket.SHUT_RDWR))
    with pytest.raises(UpstreamError):
        HttpOpener()(forward(url), 5)


def test_an_answer_cut_short_is_an_error(serve):
    """Fewer bytes than announced."""

    def cut(handler):
        handler.send_response(200)
        handler.send_header("Content-Length", "100")
        handler.end_headers()
        handler.wfile.write(b"{")

    url, _ = serve(cut)
    with pytest.raises(UpstreamError, match=r"IncompleteRead|ProtocolError"):
        HttpOpener()(forward(url), 5)


def test_nobody_there_is_an_error():
    """A refused connection."""
    with pytest.raises(UpstreamError):
        HttpOpener()(forward("http://127.0.0.1:9/"), 1)


def test_a_server_that_drips_is_given_up_as_a_whole(stage, serve):
    """Each byte comes in time, the answer does not: the gate bounds all of it."""
    go_on = threading.Event()

    def drip(handler):
        handler.send_response(200)
        handler.end_headers()
        while not go_on.wait(0.05):
            handler.wfile.write(b" ")
            handler.wfile.flush()

    stage.hurry()
    url, reached = serve(drip)
    stage.environment["LEXLOCI_UPSTREAM"] = url.removesuffix("/v1/images/generations")
    stage.server = HttpOpener()
    assert stage.call().status == 503
    assert len(reached) == 1
    assert stage.ledger.get(stage.records[0].id)[1].result == "upstream-too-slow"
    go_on.set()


def test_only_headers_that_are_known_go_on():
    """The caller's cookies, proofs and places stay here."""
    sent = {
        "authorization": "Bearer sk-1",
        "openai-organization": "org-1",
        "openai-project": "no good\r\nx: y",
        "cookie": "a=b",
        "lexloci-claims": "x",
        "x-forwarded-for": "192.0.2.1",
    }
    assert headers_for(sent, "application/json", None) == {
        "Content-Type": "application/json",
        "Accept": "application/json",
        "User-Agent": "lexloci",
        "Authorization": "Bearer sk-1",
        "openai-organization": "org-1",
    }


@pytest.mark.parametrize(
    "value", ["", "Bearer", "Bearer a b", "Bearer a,Bearer b", "Bearer a\r\nX: y"]
)
def test_an_authorization_that_reads_two_ways_is_refused(value):
    """Whose account it is must be one thing to everybody."""
    with pytest.raises(TurnedAway):
        headers_for({"authorization": value}, "application/json", None)


def test_headers_about_limits_are_handed_on_and_no_others(serve):
    """Clients wait by them; cookies of the image server are not ours to set."""
    url, _ = serve(
        lambda handler: answer(
            handler, 429, b"{}", Retry_After="2", x_ratelimit_reset_images="1s", Set_Cookie="a=b"
        )
    )
    received = HttpOpener()(forward(url), 5)
    assert rate_headers(received) == {"retry-after": "2", "x-ratelimit-reset-images": "1s"}
