"""The stand-in for CloudFront and API Gateway, driven over HTTP."""

import base64
import http.client
import json
from collections.abc import Callable, Iterator
from typing import Any

import jwt
import pytest

from lexloci_tools.serve.front import Edge, Front, Seen
from lexloci_tools.serve.keys import ClaimsSigner
from lexloci_tools.serve.runtime_api import Pool
from lexloci_tools.serve.template import Template

SIGNER = ClaimsSigner()
USUAL = Edge(place="GB-ENG", secret="the-secret", signer=SIGNER)
Headers = list[tuple[str, str]]


@pytest.fixture
def seen() -> list[Seen]:
    """What the fronts have reported."""
    return []


@pytest.fixture
def fronts(
    echo: Pool, echo_template: Template, seen: list[Seen]
) -> Iterator[Callable[[Edge], Front]]:
    """Makes fronts before the echo function."""
    made: list[Front] = []

    def make(edge: Edge) -> Front:
        made.append(Front(edge, echo_template.routes, {"Echo": echo}, seen.append))
        return made[-1]

    yield make
    for front in made:
        front.close()


def _send(
    front: Front, method: str, path: str, body: bytes = b"", headers: Headers | None = None
) -> tuple[int, Headers, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", front.port, timeout=10)
    connection.putrequest(method, path)
    for name, value in headers or []:
        connection.putheader(name, value)
    if not any(name == "Content-Length" for name, _ in headers or []):
        connection.putheader("Content-Length", str(len(body)))
    connection.endheaders(body)
    response = connection.getresponse()
    answer = (response.status, response.getheaders(), response.read())
    connection.close()
    return answer


def _event(front: Front, headers: Headers | None = None, body: bytes = b"x") -> dict[str, Any]:
    text = [("Content-Type", "text/plain"), *(headers or [])]
    event: dict[str, Any] = json.loads(_send(front, "POST", "/v1/echo?a=1&a=2&b", body, text)[2])
    return dict(event["event"])


def test_an_event_has_the_shape_of_payload_format_two(fronts: Callable[[Edge], Front]) -> None:
    """Names are lower-cased, doubles comma-joined, cookies and query apart."""
    event = _event(fronts(USUAL), [("X-Two", "a"), ("x-two", "b"), ("Cookie", "k=v; l=w")])
    assert (event["version"], event["routeKey"]) == ("2.0", "POST /v1/echo")
    assert event["headers"]["x-two"] == "a,b"
    assert event["cookies"] == ["k=v", "l=w"]
    assert event["rawQueryString"] == "a=1&a=2&b"
    assert event["queryStringParameters"] == {"a": "1,2", "b": ""}
    assert event["requestContext"]["http"]["method"] == "POST"
    assert (event["body"], event["isBase64Encoded"]) == ("x", False)


@pytest.mark.parametrize(
    ("headers", "body", "encoded"),
    [
        ([("Content-Type", "application/json; charset=utf-8")], '{"é":1}'.encode(), False),
        ([("Content-Type", "application/problem+json")], b"{}", False),
        ([("Content-Type", "application/json"), ("Content-Encoding", "gzip")], b"{}", True),
        ([("Content-Type", "application/json")], b"\xff", True),
        ([("Content-Type", "multipart/form-data; boundary=b")], b"--b--", True),
        ([("Content-Type", "image/png")], b"\x89PNG", True),
        ([], b"{}", True),
    ],
)
def test_text_travels_as_text_and_the_rest_as_base64(
    fronts: Callable[[Edge], Front], headers: Headers, body: bytes, encoded: bool
) -> None:
    """What is no text, or not UTF-8, or compressed, is base64, and comes out the same."""
    event = json.loads(_send(fronts(USUAL), "POST", "/v1/echo", body, headers)[2])["event"]
    assert event["isBase64Encoded"] is encoded
    inside = event["body"]
    assert (base64.b64decode(inside) if encoded else inside.encode()) == body


def test_the_front_puts_its_own_geography_and_proof_in_place_of_the_clients(
    fronts: Callable[[Edge], Front],
) -> None:
    """`CloudFront-*` and the origin's proof are stripped from what a client sends, in any case."""
    sent = [
        ("CloudFront-Viewer-Country", "FJ"),
        ("cloudfront-viewer-country-region", "XX"),
        ("CLOUDFRONT-VIEWER-ASN", "16509"),
        ("CloudFront-Viewer-City", "Suva"),
        ("X-Lexloci-Origin", "a guess"),
    ]
    headers = _event(fronts(USUAL), sent)["headers"]
    assert headers["cloudfront-viewer-country"] == "GB"
    assert headers["cloudfront-viewer-country-region"] == "ENG"
    assert headers["cloudfront-viewer-asn"] == "64496"
    assert headers["x-lexloci-origin"] == "the-secret"
    assert "cloudfront-viewer-city" not in headers


@pytest.mark.parametrize(
    ("place", "country", "region"),
    [("US-CA", "US", "CA"), ("DE", "DE", None), ("none", None, None)],
)
def test_another_place_may_be_asked_for(
    fronts: Callable[[Edge], Front], place: str, country: str | None, region: str | None
) -> None:
    """`X-Demo-Place` moves the caller, `none` takes the country away; functions never see it."""
    headers = _event(fronts(USUAL), [("X-Demo-Place", place)])["headers"]
    assert headers.get("cloudfront-viewer-country") == country
    assert headers.get("cloudfront-viewer-country-region") == region
    assert not [name for name in headers if name.startswith("x-demo-")]


def test_demo_claims_are_signed_and_replace_the_clients(fronts: Callable[[Edge], Front]) -> None:
    """`X-Demo-Claims` becomes a token the demo's key verifies; a client's own goes as it is."""
    front = fronts(USUAL)
    demo = [("X-Demo-Claims", "tier=premium; account=a-1"), ("Lexloci-Claims", "mine")]
    token = _event(front, demo)["headers"]["lexloci-claims"]
    key = jwt.PyJWKSet.from_json(SIGNER.jwks).keys[0]
    claims = jwt.decode(token, key, algorithms=["ES256"], audience="lexloci")
    assert (claims["tier"], claims["sub"]) == ("premium", "a-1")
    assert _event(front, [("Lexloci-Claims", "mine")])["headers"]["lexloci-claims"] == "mine"


@pytest.mark.parametrize(
    "header", [("X-Demo-Place", "England"), ("X-Demo-Claims", "premium"), ("X-Demo-Place", "gb")]
)
def test_a_demo_header_that_cannot_be_read_is_said_so(
    fronts: Callable[[Edge], Front], header: tuple[str, str]
) -> None:
    """The front answers 400 itself and the function is not asked."""
    status, _, body = _send(fronts(USUAL), "POST", "/v1/echo", b"x", [header])
    assert (status, header[0].encode() in body) == (400, True)


def test_only_headers_of_the_fronts_policies_are_handed_on(
    fronts: Callable[[Edge], Front],
) -> None:
    """Where the template lists headers, the rest of the client's do not reach the function."""
    listed = frozenset({"content-type", "authorization", "cloudfront-viewer-country"})
    sent = [("Authorization", "Bearer k"), ("X-Stainless-Retry-Count", "1"), ("Cookie", "k=v")]
    event = _event(fronts(Edge("GB-ENG", "the-secret", SIGNER, listed)), sent)
    assert set(event["headers"]) == {
        "authorization",
        "cloudfront-viewer-country",
        "content-length",
        "content-type",
        "host",
        "user-agent",
        "x-forwarded-for",
        "x-lexloci-origin",
    }
    assert "cookies" not in event


def test_a_raw_edge_passes_what_a_client_says_of_its_place(
    fronts: Callable[[Edge], Front],
) -> None:
    """For tests of the gate: doubles arrive comma-joined, nothing is added, the proof may lack."""
    edge = Edge("GB-ENG", "", SIGNER, frozenset({"content-type"}), raw=True)
    country = "CloudFront-Viewer-Country"
    headers = _event(fronts(edge), [(country, "US"), (country, "DE")])["headers"]
    assert headers["cloudfront-viewer-country"] == "US,DE"
    assert "cloudfront-viewer-asn" not in headers
    assert "x-lexloci-origin" not in headers


def test_a_binary_reply_comes_back_as_bytes(fronts: Callable[[Edge], Front]) -> None:
    """Status, headers, cookies and a base64 body are mapped back to HTTP."""
    text = [("Content-Type", "text/plain")]
    status, headers, body = _send(fronts(USUAL), "POST", "/v1/echo", b"binary", text)
    assert (status, body) == (201, b"\x89PNG")
    assert ("content-type", "image/png") in headers
    assert ("x-flag", "true") in headers
    assert [value for name, value in headers if name == "set-cookie"] == ["a=1", "b=2"]


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"raise", 500), (b"big", 500), (b"exit", 500), (b"garbled", 500), (b"sleep 9", 503)],
)
def test_a_failing_function_is_api_gateways_own_error(
    fronts: Callable[[Edge], Front], seen: list[Seen], body: bytes, status: int
) -> None:
    """A function without an answer gives `{"message": ...}`, never a success."""
    text = [("Content-Type", "text/plain")]
    got, _, answer = _send(fronts(USUAL), "POST", "/v1/echo", body, text)
    assert (got, list(json.loads(answer))) == (status, ["message"])
    assert seen[-1].reply.status == status


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        ([("Content-Length", str(11 * 1024 * 1024))], b"", 413),
        ([("Content-Type", "image/png")], b"x" * 5_000_000, 413),
        ([("X-Long", "x" * 10_300)], b"x", 431),
        ([("Transfer-Encoding", "chunked"), ("Content-Length", "1")], b"x", 411),
        ([("Content-Length", "1"), ("Content-Length", "2")], b"xy", 400),
        ([("Content-Length", "-1")], b"", 400),
    ],
)
def test_limits_of_the_gateway_are_kept(
    fronts: Callable[[Edge], Front], headers: Headers, body: bytes, status: int
) -> None:
    """Too large a body or head, and an unclear length, are refused before any function."""
    assert _send(fronts(USUAL), "POST", "/v1/echo", body, headers)[0] == status


def test_an_unknown_path_is_a_404_without_a_default_route(echo: Pool) -> None:
    """Where the template has no route, no function is asked."""
    front = Front(USUAL, (), {"Echo": echo})
    try:
        assert _send(front, "GET", "/anything")[0] == 404
    finally:
        front.close()
