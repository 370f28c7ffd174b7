"""Images that an answer only points to: fetched where that is allowed, and handed on as bytes."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from tests.seeing.stage import PLAIN, pictures_in, shows

from lexloci_edge.errors import SettingsError, UpstreamError
from lexloci_edge.seeing.fetching import LIMIT, HttpFetch, origin_of, origins_of
from lexloci_edge.upstream import Received

URL = "https://images.example/1.png"


def pointing(*urls: str) -> Received:
    """An answer that points to images."""
    body = {"created": 1, "data": [{"url": url} for url in urls]}
    return Received(200, {"content-type": "application/json"}, json.dumps(body).encode())


def fetching(stage, **held: bytes):
    """The stage with images at addresses."""
    asked = []

    def fetch(url, seconds):
        asked.append(url)
        if url not in held:
            raise UpstreamError("upstream-no-image", "points to an origin that is not named")
        return held[url]

    stage.fetch = fetch
    return asked


def test_an_address_is_no_image_where_nothing_is_named(stage):
    """Whoever has it sees what nobody has looked at."""
    stage.server.answer = pointing(URL)
    assert stage.generate("a lighthouse at dawn").status == 503


def test_an_image_is_fetched_looked_at_and_handed_on_as_bytes(stage):
    """The caller never learns the address."""
    fetching(stage, **{URL: PLAIN})
    stage.server.answer = pointing(URL)
    told = stage.generate("a lighthouse at dawn")
    assert (told.status, pictures_in(told)) == (200, [PLAIN])
    assert "images.example" not in json.dumps(told.body)


def test_a_fetched_image_is_withheld_like_any_other(stage):
    """And its address is no way round that."""
    fetching(stage, **{URL: shows("nude", "minor")})
    stage.server.answer = pointing(URL)
    told = stage.generate("a woman on a bench")
    assert (told.status, stage.after.result) == (451, "withheld")
    assert "images.example" not in json.dumps(told.body)


def test_an_address_elsewhere_is_503(stage):
    """One of several is enough."""
    fetching(stage, **{URL: PLAIN})
    stage.server.answer = pointing(URL, "https://elsewhere.example/2.png")
    told = stage.generate("a woman on a bench", n=2, size="256x256")
    assert (told.status, stage.after.result) == (503, "upstream-no-image")


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://images.example/a?b=c", "https://images.example"),
        ("https://images.example:8443/a", "https://images.example:8443"),
        ("https://user@images.example/a", None),
        ("https://images.example\\@evil.example/", None),
        ("https://images.example@evil.example/", None),
        ("file:///etc/passwd", None),
        ("//images.example/a", None),
        ("https://images.example:port/a", None),
        ("https://images.exämple/a", None),
        ("https://images.example/a b", None),
        ("https:///a", None),
    ],
)
def test_an_origin_is_read_in_one_way_or_none(url, origin):
    """Parsers disagree on users, backslashes and other letters."""
    assert origin_of(url) == origin


def test_the_setting_holds_origins_only():
    """A path would look as if it counted."""
    assert origins_of("https://a.example, https://b.example:8443") == {
        "https://a.example",
        "https://b.example:8443",
    }
    with pytest.raises(SettingsError):
        origins_of("https://a.example/images")


class Store(BaseHTTPRequestHandler):
    """Holds one image, and some ways of not giving it."""

    def do_GET(self) -> None:
        """Answer by the path."""
        if self.path == "/moved":
            self.send_response(302)
            self.send_header("Location", "/image")
            self.end_headers()
            return
        found = {"/image": b"image", "/large": b"x" * (LIMIT + 1), "/empty": b""}.get(self.path)
        self.send_response(404 if found is None else 200)
        self.send_header("Content-Length", str(len(found or b"")))
        self.end_headers()
        self.wfile.write(found or b"")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def store():
    """The address of a store of images."""
    server = HTTPServer(("127.0.0.1", 0), Store)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_fetch_of_the_functions_gets_what_is_there(store):
    """From the origin that is named."""
    assert HttpFetch(frozenset({store}))(f"{store}/image", 5) == b"image"


@pytest.mark.parametrize("path", ["/moved", "/large", "/empty", "/nothing"])
def test_it_follows_nothing_and_takes_no_more_than_fits(store, path):
    """A redirect leaves the origin."""
    with pytest.raises(UpstreamError):
        HttpFetch(frozenset({store}))(store + path, 5)


def test_it_asks_nobody_who_is_not_named(store):
    """Not even a neighbour's port."""
    with pytest.raises(UpstreamError, match="not named"):
        HttpFetch(frozenset({"http://127.0.0.1:1"}))(f"{store}/image", 5)
