"""DynamoDB that throttles, hangs, drops the line or loses its answer: a record is kept or not."""

import contextlib
import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from botocore.stub import Stubber

from lexloci_edge.dynamo import DynamoLedger, item_of, ledger_client
from lexloci_edge.errors import LedgerConflict, LedgerError
from lexloci_edge.records import Record

RECORD = Record(
    id="019ab000-0000-7000-8000-00000000000a",
    at="2026-11-23T12:00:00.000Z",
    region="eu-west-2",
    places=("FJ",),
    outcome="allow",
    rulebook="sha256:0",
    function="1",
)


NOBODY = {
    "region_name": "eu-west-2",
    "aws_access_key_id": "local",
    "aws_secret_access_key": "local",
}


class Table:
    """A table of one item over HTTP, with faults: each word is what the next request meets."""

    def __init__(self, faults: list[str]) -> None:
        self.faults, self.puts, self.kept = faults, 0, {}
        self.go_on = threading.Event()

    def put(self, sent: dict[str, Any]) -> tuple[int, dict[str, Any]] | None:
        """Answer one PutItem; None hangs up without a word."""
        self.puts += 1
        fault = self.faults.pop(0) if self.faults else ""
        if fault == "throttle":
            return 400, {"__type": "x#ProvisionedThroughputExceededException", "message": "slow"}
        if fault == "error":
            return 500, {"__type": "x#InternalServerError", "message": "x"}
        if fault == "lost request":
            return None
        if fault == "hang":
            self.go_on.wait(3)
            return None
        answer: tuple[int, dict[str, Any]] = (200, {})
        if self.kept:
            error = "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException"
            answer = (400, {"__type": error, "message": "x", "Item": self.kept})
        else:
            self.kept = sent["Item"]
        return None if fault == "lost answer" else answer


@contextlib.contextmanager
def serving(table: Table) -> Iterator[str]:
    """The table's address."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            answer = table.put(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.close_connection = answer is None
            if answer is None:
                return
            body = json.dumps(answer[1]).encode()
            self.send_response(answer[0])
            self.send_header("Content-Type", "application/x-amz-json-1.0")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    table.go_on.set()
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def ledger() -> Iterator[Callable[[Table], DynamoLedger]]:
    """Answers a ledger on a faulty table, over a client with the functions' own habits."""
    with contextlib.ExitStack() as stack:

        def over(table: Table) -> DynamoLedger:
            client = ledger_client(300, endpoint_url=stack.enter_context(serving(table)), **NOBODY)
            stack.callback(client.close)
            return DynamoLedger(lambda: client, "decisions", "eu-west-2")

        yield over


@pytest.mark.parametrize("fault", ["throttle", "error", "hang", "lost answer", "lost request"])
def test_one_fault_is_borne(ledger, fault):
    """The second try finds the table well; a lost answer finds its own item, which is success."""
    table = Table([fault])
    ledger(table).append(RECORD)
    assert table.kept == item_of(RECORD, 1098)


@pytest.mark.parametrize("fault", ["throttle", "error", "hang"])
def test_two_faults_are_an_error(ledger, fault):
    """Two tries and no more: the caller is waiting."""
    table = Table([fault] * 3)
    with pytest.raises(LedgerError):
        ledger(table).append(RECORD)
    assert (table.puts, table.kept) == (2, {})


def test_an_answer_lost_twice_is_an_error_though_it_may_be_kept(ledger):
    """Not surely kept is not kept."""
    table = Table(["lost answer", "lost answer"])
    with pytest.raises(LedgerError):
        ledger(table).append(RECORD)


def test_a_failed_condition_without_the_item_is_a_conflict():
    """An engine that does not say what is there gets no benefit of the doubt."""
    client = ledger_client(300, **NOBODY)
    with contextlib.closing(client), Stubber(client) as stub:
        stub.add_client_error("put_item", "ConditionalCheckFailedException", "x", 400)
        with pytest.raises(LedgerConflict):
            DynamoLedger(lambda: client, "decisions", "eu-west-2").append(RECORD)


def test_nothing_listening_is_an_error():
    """A refused connection is an error, in the ledger's own words."""
    client = ledger_client(200, endpoint_url="http://127.0.0.1:9", **NOBODY)
    with contextlib.closing(client):
        ledger = DynamoLedger(lambda: client, "decisions", "eu-west-2")
        with pytest.raises(LedgerError, match="EndpointConnectionError"):
            ledger.append(RECORD)
        with pytest.raises(LedgerError, match="EndpointConnectionError"):
            ledger.get(RECORD.id)
