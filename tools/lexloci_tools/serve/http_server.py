"""A small HTTP/1.1 server on 127.0.0.1, under the runtime API, the front and the generator."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class _Server(ThreadingHTTPServer):
    # Threads that wait on a kept-alive connection must not hold up the end of the program.
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: a client that hangs up is no news."""


class Answerer(BaseHTTPRequestHandler):
    """One connection. Subclasses write `do_GET` and so on, with `body` and `answer`."""

    protocol_version = "HTTP/1.1"
    # Without these two each small answer waits some 40 ms for a delayed acknowledgement.
    disable_nagle_algorithm = True
    wbufsize = -1

    def log_message(self, format: str, *args: object) -> None:
        """Write nothing: request lines are the front's to print, with no more than it chooses."""

    def handle_expect_100(self) -> bool:
        """Say that the body may come, at once: curl waits a second for it otherwise."""
        going_on = super().handle_expect_100()
        self.wfile.flush()
        return going_on

    def body(self) -> bytes:
        """Answer the request's body by its `Content-Length`; none means empty."""
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def answer(
        self, status: int, body: bytes = b"", headers: list[tuple[str, str]] | None = None
    ) -> None:
        """Send one whole answer; a client that has gone is left alone."""
        try:
            self.send_response_only(status)
            for name, value in headers or []:
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)
            self.wfile.flush()
        except OSError:
            self.close_connection = True


class Listening:
    """A server that listens from the moment it is made until `close`."""

    def __init__(self, handler: type[BaseHTTPRequestHandler], port: int = 0) -> None:
        """Listen on 127.0.0.1; port 0 takes a free one.

        Raises: OSError when the port is taken.
        """
        self._server = _Server(("127.0.0.1", port), handler)
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
        )
        self._thread.start()

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self._server.server_address[1])

    @property
    def url(self) -> str:
        """`http://127.0.0.1:port`, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    def close(self) -> None:
        """Stop listening; equal to closing twice."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
