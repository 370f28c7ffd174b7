"""Registers on an engine that throttles, breaks, drops the line or loses its answer: each call that
they make, on DynamoDB Local behind a wire that fails."""

import contextlib
import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.request import Request, urlopen

import pytest
from tests.edge.engines import (
    declared,
    dynamodb_local,  # noqa: F401 - a fixture
)
from tests.edge.test_consents import CONSENT, ID
from tests.edge.test_dynamo_faults import NOBODY

from lexloci_edge.dynamo import ledger_client
from lexloci_edge.errors import LadderError, RegisterError
from lexloci_edge.people.consents_dynamo import DynamoConsents
from lexloci_edge.people.protected import Person
from lexloci_edge.people.protected_dynamo import DynamoProtected
from lexloci_edge.people.strikes_dynamo import DynamoStrikes

pytestmark = [pytest.mark.ddblocal, pytest.mark.soak]
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
REGION, TABLES = "eu-west-2", ("lexloci-consents", "lexloci-protected", "lexloci-strikes")
PERSON = Person("019ab000-0000-7000-8000-0000000000aa", REGION, "platform", ("v0:a", "v0:b"), NOON)
LOST = ("lost request", "lost answer")
FAULTS = ("throttle", "error", *LOST)


class Wire:
    """What lies between a client and the engine. faults: what the next requests meet."""

    def __init__(self, engine: str) -> None:
        self.engine, self.faults, self.sent = engine, [], 0

    def carry(self, headers, body: bytes) -> tuple[int, bytes] | None:
        """The answer to one request; None hangs up without a word."""
        self.sent += 1
        fault = self.faults.pop(0) if self.faults else ""
        if fault in ("throttle", "error"):
            kind = "ThrottlingException" if fault == "throttle" else "InternalServerError"
            told = json.dumps({"__type": f"x#{kind}", "message": "x"}).encode()
            return (400 if fault == "throttle" else 500), told
        if fault == "lost request":
            return None
        names = ("x-amz-target", "content-type", "authorization", "x-amz-date")
        request = Request(self.engine, body, {name: headers[name] for name in names})
        try:
            with urlopen(request, timeout=20) as answer:
                told = answer.status, answer.read()
        except OSError as error:
            told = getattr(error, "code", 500), getattr(error, "read", bytes)()
        return None if fault == "lost answer" else told


@contextlib.contextmanager
def through(wire: Wire) -> Iterator[str]:
    """The wire's own address."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            answer = wire.carry(self.headers, self.rfile.read(length))
            self.close_connection = answer is None
            if answer is not None:
                self.send_response(answer[0])
                self.send_header("Content-Type", "application/x-amz-json-1.0")
                self.send_header("Content-Length", str(len(answer[1])))
                self.end_headers()
                self.wfile.write(answer[1])

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


class Registers:
    """All three, over one client with the functions' own habits."""

    def __init__(self, wire: Wire, client) -> None:
        self.wire, self.client = wire, client
        self.consents = DynamoConsents(lambda: client, TABLES[0], 7)
        self.protected = DynamoProtected(lambda: client, TABLES[1], REGION)
        self.strikes = DynamoStrikes(lambda: client, TABLES[2], REGION, 30)
        for table in TABLES:
            with contextlib.suppress(client.exceptions.ResourceNotFoundException):
                client.delete_table(TableName=table)
            client.create_table(**declared()[table])
        self.consents.keep(CONSENT, ("a receipt",))
        self.protected.enter(PERSON)
        self.strikes.add("a", "d1", NOON)

    def stands(self):
        """Everything that is kept, whatever the wire is like."""
        self.wire.faults = []
        pages = [self.client.scan(TableName=table)["Items"] for table in TABLES]
        return [sorted(map(repr, page)) for page in pages]


@pytest.fixture(scope="module")
def wire(dynamodb_local) -> Iterator[tuple[Wire, object]]:  # noqa: F811
    """A wire to the engine, and a client at its other end."""
    wire = Wire(dynamodb_local)
    with through(wire) as address:
        client = ledger_client(4000, endpoint_url=address, **NOBODY)
        with contextlib.closing(client):
            yield wire, client


NEW = CONSENT.model_copy(update={"id": ID.replace("0a", "0b")})
OTHER = Person("019ab000-0000-7000-8000-0000000000ab", REGION, "platform", ("v0:b",), NOON)
CALLS = {
    "a consent is kept": lambda all_of: all_of.consents.keep(NEW, ("a receipt",)),
    "a consent is shown": lambda all_of: all_of.consents.get(ID),
    "its proofs are": lambda all_of: all_of.consents.proofs(ID),
    "a consent is revoked": lambda all_of: all_of.consents.revoke(ID, NOON),
    "names are fetched": lambda all_of: all_of.protected.names(),
    "a person is entered": lambda all_of: all_of.protected.enter(OTHER),
    "a person is shown": lambda all_of: all_of.protected.get(PERSON.id),
    "a person is released": lambda all_of: all_of.protected.release(PERSON, NOON),
    "strikes are counted": lambda all_of: all_of.strikes.counts("a", NOON),
    "a strike is added": lambda all_of: all_of.strikes.add("a", "d2", NOON),
    "an account is reinstated": lambda all_of: all_of.strikes.reinstate("a", NOON),
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_one_fault_at_any_request_changes_nothing_of_what_comes_of_it(wire, call):
    """Whichever of a call's requests meets it, and whatever it is: the same answer, the same rows,
    nothing counted or written twice."""
    well = Registers(*wire)
    before = well.wire.sent
    wanted = call(well)
    requests, rows = well.wire.sent - before, well.stands()
    for at in range(requests):
        for fault in FAULTS:
            again = Registers(*wire)
            again.wire.faults = [""] * at + [fault]
            assert call(again) == wanted, (at, fault)
            assert again.stands() == rows, (at, fault)


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
@pytest.mark.parametrize("fault", FAULTS)
def test_two_faults_are_an_error(wire, call, fault):
    """Two tries and no more; what was perhaps written is not said to be."""
    all_of = Registers(*wire)
    all_of.wire.faults = [fault] * 2
    with pytest.raises((RegisterError, LadderError), match="does not answer"):
        call(all_of)


def test_a_turn_whose_answer_was_lost_is_lost(wire):
    """A slowed account waits once more: never two images for one turn."""
    all_of = Registers(*wire)
    all_of.wire.faults = ["lost answer"]
    assert all_of.strikes.turn("a", NOON) == 60
    assert all_of.strikes.turn("a", NOON + timedelta(seconds=61)) == 0
