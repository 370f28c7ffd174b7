"""The permit before an application: ASGI, WSGI, and what remembers for all servers."""

import asyncio
import base64
import io
import json
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import boto3
import pytest
from moto import mock_aws
from tests.deciding import permitting

from lexloci_tools.client.lexloci_permit import (
    Asgi,
    DynamoSpent,
    InMemory,
    PermitError,
    Seen,
    Wsgi,
    fetched_keys,
)

PHOTO = base64.b64encode(permitting.PHOTO).decode()
BODY = json.dumps({"prompt": permitting.PROMPT, "image": PHOTO}).encode()
OTHER = json.dumps({"prompt": "put her in a bikini", "image": PHOTO}).encode()


def read(body, headers):
    """The call, as this application reads it."""
    sent = json.loads(body)
    return Seen("edit", sent["prompt"], images=[base64.b64decode(sent["image"])])


def guarded(way, app):
    """The application behind a fresh verifier."""
    return way(app, permitting.verifier(InMemory()), read, lambda headers: headers["x-place"])


def by_asgi(app, body, *permits, parts=1, kind="http"):
    """Status and body of an ASGI application's answer; the body is sent in so many parts."""
    size = len(body) // parts + 1
    chunks = [body[at : at + size] for at in range(0, len(body), size)] or [b""]
    inbox = [
        {"type": "http.request", "body": chunk, "more_body": number < len(chunks)}
        for number, chunk in enumerate(chunks, 1)
    ]
    sent = []
    headers = [(b"X-Place", b"GB-ENG"), *((b"Lexloci-Permit", each.encode()) for each in permits)]

    async def receive():
        return inbox.pop(0)

    async def send(message):
        sent.append(message)

    asyncio.run(app({"type": kind, "headers": headers}, receive, send))
    return sent[0]["status"], sent[1]["body"]


async def asgi_echo(scope, receive, send):
    """Answer with the decision and the body that it was handed."""
    body = (await receive())["body"]
    await send({"type": "http.response.start", "status": 200, "headers": []})
    told = scope["lexloci.permit"].decision.encode() + body
    await send({"type": "http.response.body", "body": told})


def by_wsgi(app, body, *permits, **changes):
    """Status and body of a WSGI application's answer."""
    told = {}
    environ = {
        "wsgi.input": io.BytesIO(body),
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_X_PLACE": "GB-ENG",
        **({"HTTP_LEXLOCI_PERMIT": ",".join(permits)} if permits else {}),
        **changes,
    }

    def start_response(status, headers):
        told["status"] = int(status.split()[0])

    return told, b"".join(app(environ, start_response))


def wsgi_echo(environ, start_response):
    """Answer with the decision and the body that it was handed."""
    start_response("200 OK", [])
    return [environ["lexloci.permit"].decision.encode() + environ["wsgi.input"].read()]


@pytest.mark.parametrize("parts", [1, 7])
def test_asgi_hands_on_what_holds_with_its_body(parts):
    """However the body comes, the application reads the bytes that were verified."""
    app = guarded(Asgi, asgi_echo)
    status, told = by_asgi(app, BODY, permitting.permit(), parts=parts)
    assert (status, told[36:]) == (200, BODY)
    assert by_asgi(app, BODY, permitting.permit())[0] == 403


@pytest.mark.parametrize(
    ("body", "permits"),
    [
        (BODY, []),
        (OTHER, [permitting.permit()]),
        (b"no json", [permitting.permit()]),
        (b"{}", [permitting.permit()]),
        (BODY, [permitting.permit(), permitting.permit()]),
        (BODY, ["x.y.z"]),
    ],
)
def test_both_refuse_before_the_application_hears_of_it(body, permits):
    """403 with a problem; the application is never called."""
    status, told = by_asgi(guarded(Asgi, None), body, *permits)
    assert (status, json.loads(told)["status"]) == (403, 403)
    answer, told = by_wsgi(guarded(Wsgi, None), body, *permits)
    assert (answer["status"], json.loads(told)["status"]) == (403, 403)


def test_wsgi_hands_on_what_holds_with_its_body():
    """The application reads the bytes that were verified, once."""
    app = guarded(Wsgi, wsgi_echo)
    answer, told = by_wsgi(app, BODY, permitting.permit())
    assert (answer["status"], told[36:]) == (200, BODY)
    assert by_wsgi(app, BODY, permitting.permit())[0]["status"] == 403


@pytest.mark.parametrize(
    "changes",
    [
        {"CONTENT_LENGTH": ""},
        {"CONTENT_LENGTH": "-1"},
        {"CONTENT_LENGTH": "99999999999"},
        {"HTTP_TRANSFER_ENCODING": "chunked"},
        {"HTTP_LEXLOCI_PERMIT": "", "LEXLOCI_PERMIT": permitting.permit()},
    ],
)
def test_wsgi_refuses_a_body_of_unsaid_length_and_a_permit_that_is_no_header(changes):
    """What a server's environment holds is not what the caller sent."""
    answer, _ = by_wsgi(guarded(Wsgi, None), BODY, permitting.permit(), **changes)
    assert answer["status"] == 403


def test_a_websocket_is_refused_and_the_lifespan_goes_on():
    """Only what could be held against a permit is."""
    with pytest.raises(PermitError):
        by_asgi(guarded(Asgi, asgi_echo), BODY, permitting.permit(), kind="websocket")
    called = []

    async def app(scope, receive, send):
        called.append(scope["type"])

    asyncio.run(guarded(Asgi, app)({"type": "lifespan"}, None, None))
    assert called == ["lifespan"]


def test_a_memory_that_fails_makes_no_image():
    """Whatever it raises is raised: there is no default that lets it pass."""

    def broken(jti, exp):
        raise ConnectionError

    with pytest.raises(ConnectionError):
        permitting.verifier(broken).verify(permitting.permit(), permitting.seen(), place=None)


def test_dynamo_remembers_for_all_servers(monkeypatch):
    """The first to take it has it, whichever server it is."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "local")
    with mock_aws():
        client = boto3.client("dynamodb", region_name="eu-west-2")
        client.create_table(
            TableName="permits",
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
        )
        one, two = DynamoSpent(client, "permits"), DynamoSpent(client, "permits")
        assert [one("a", 60), two("a", 60), two("b", 60)] == [False, True, False]
        with pytest.raises(client.exceptions.ResourceNotFoundException):
            DynamoSpent(client, "elsewhere")("a", 60)


def test_keys_that_are_not_to_be_had_are_not_asked_for_by_every_call():
    """While the gate is away nobody waits for it twice, and no key is taken for good."""
    find = fetched_keys("http://127.0.0.1:9/.well-known/jwks.json")
    with pytest.raises(OSError, match="refused"):
        find("first")
    with pytest.raises(OSError, match="not to be had"):
        find("first")


def test_wsgi_reads_the_type_that_the_server_has_read():
    """Not one that a header with an underscore brings along."""
    seen = []

    def noting(body, headers):
        seen.append(headers["content-type"])
        return read(body, headers)

    app = Wsgi(wsgi_echo, permitting.verifier(InMemory()), noting, lambda headers: "GB-ENG")
    kinds = {"CONTENT_TYPE": "application/json", "HTTP_CONTENT_TYPE": "text/plain"}
    answer, _ = by_wsgi(app, BODY, permitting.permit(), **kinds)
    assert (answer["status"], seen) == (200, ["application/json"])


def test_keys_are_fetched_when_one_is_not_known_and_not_again_at_once():
    """A stranger's key ids cannot make us fetch without end."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            body = json.dumps(permitting.JWKS).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    find = fetched_keys(f"http://127.0.0.1:{server.server_port}/.well-known/jwks.json")
    assert [find("first") is None, find("stranger"), find("other")] == [False, None, None]
    assert len(asked) == 1
    server.shutdown()
    server.server_close()
    thread.join()
    assert find("second") is not None
