"""The console over a deployed ledger, and over a scanned one: what is asked of AWS."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws
from tests.console.conftest import NOW, REGION, UNDERWEAR, got, record_of
from typer.testing import CliRunner

from lexloci.rulebook import Rulebook
from lexloci_edge.dynamo import DynamoLedger
from lexloci_tools.cli import app
from lexloci_tools.console.answering import console
from lexloci_tools.console.deployed import Deployed, Served, desk_of
from lexloci_tools.console.desk import Desk
from lexloci_tools.console.ledger import ReadOnly, Scanned, Wanted
from lexloci_tools.serve.local_cloud import checkout
from lexloci_tools.serve.template import read_template

READS = {"GetItem", "Query", "Scan", "GetObject"}
PAGES = (
    "/console",
    "/console/places/GB-ENG",
    "/console/ask",
    "/console/ledger",
    "/console/ledger?place=GB-ENG&day=2026-11-24",
    "/console/ledger?account=v0:accountaccount1",
    "/console/watch?place=GB-ENG",
    "/console/calendar",
    "/console/report",
    "/console/decisions/{}?region=eu-west-2",
    "/console/decisions/{}",
)


def _client(service: str) -> Any:
    return boto3.client(
        service, region_name=REGION, aws_access_key_id="t", aws_secret_access_key="t"
    )


class Recording:
    """Notes every call that boto3 is about to send, whoever made it."""

    def __init__(self) -> None:
        self.calls: list[str] = []

    def client(self, service: str) -> Any:
        """A client whose calls are noted."""
        made = _client(service)
        made.meta.events.register("before-call", self._note)
        return made

    def _note(self, model: Any, **_: Any) -> None:
        self.calls.append(model.name)


@pytest.fixture
def table() -> Iterator[str]:
    """A table of decisions as the template declares it, with one in it, under moto."""
    with mock_aws():
        tables = read_template(checkout() / "template.yaml").tables
        name, definition = next(iter(tables.items()))
        made = _client("dynamodb")
        made.create_table(**definition)
        yield name


def _decide(table: str, book: Rulebook) -> str:
    client = _client("dynamodb")
    record = record_of(book, NOW, "GB-ENG", UNDERWEAR)
    DynamoLedger(lambda: client, table, REGION).append(record)
    return record.id


def test_every_page_over_a_deployed_ledger_only_reads(table: str, book: Rulebook) -> None:
    """Pages and their JSON, with the analyst's own client: no call that writes ever leaves it."""
    id, recording = _decide(table, book), Recording()
    where = Deployed(table, REGION, seals_table="seals", seals_bucket="batches")
    desk = desk_of(where, REGION, recording.client)
    assert desk.read_only
    for page in PAGES:
        address = page.format(id)
        path, mark, query = address.partition("?")
        assert got(desk, address).status == 200, address
        assert got(desk, f"{path}.json{mark}{query}").status == 200
    assert set(recording.calls) <= READS
    assert {"GetItem", "Query"} <= set(recording.calls)
    assert "Scan" not in recording.calls


def test_a_decision_is_found_by_place_and_day(table: str, book: Rulebook) -> None:
    """Through the index, for its day; and by its account."""
    id = _decide(table, book)
    desk = desk_of(Deployed(table, REGION), REGION, Recording().client)
    for query in ("place=GB-ENG&day=2026-11-24", "account=v0:accountaccount1"):
        assert id.encode() in got(desk, f"/console/ledger?{query}").body
    assert id.encode() not in got(desk, "/console/ledger?place=FR&day=2026-11-24").body


def test_a_small_table_is_scanned(table: str, book: Rulebook) -> None:
    """The desk's own ledger: everything, or what lies in a place, a day, an hour."""
    id, recording = _decide(table, book), Recording()
    ledger = Scanned(ReadOnly(recording.client("dynamodb")), table, REGION, book.places)

    def found(**wanted: Any) -> list[str]:
        return [each.id for each in ledger.newest(Wanted(**wanted), NOW).records]

    assert found() == found(place="GB") == found(place="world") == found(day=NOW.date()) == [id]
    assert found(since="12:00") == [id]
    assert found(place="FR") == found(since="12:01") == found(account="x") == []
    assert set(recording.calls) == {"Scan"}


@pytest.mark.parametrize(
    "call", ["put_item", "update_item", "delete_item", "batch_write_item", "put_object", "meta"]
)
def test_a_client_held_to_reading_has_no_other_call(call: str) -> None:
    """Not even by mistake: the attribute is not there."""
    with pytest.raises(AttributeError, match="makes no"):
        getattr(ReadOnly(object()), call)


def test_a_table_needs_read_only_said(tmp_path: Path) -> None:
    """`--table` alone is a wrong question: nothing else is on offer, and both should know it."""
    told = CliRunner().invoke(app, ["serve", "--table", "decisions"])
    assert told.exit_code != 0
    assert "read-only" in str(told.exception)


def test_it_listens_on_loopback_and_answers_only_its_own(book: Rulebook) -> None:
    """A real socket on 127.0.0.1: pages, 404 for the gate's routes, limits of headers kept."""
    import http.client

    served = Served(console(Desk(book, lambda: datetime.now(UTC))))
    try:
        assert served.url.startswith("http://127.0.0.1:")
        statuses = []
        for method, path in (
            ("GET", "/console"),
            ("HEAD", "/console/ask"),
            ("POST", "/console/ask"),
            ("GET", "/v1/decisions/x"),
        ):
            link = http.client.HTTPConnection("127.0.0.1", served.port, timeout=20)
            link.request(method, path, body=b"x" if method == "POST" else None)
            statuses.append(link.getresponse().status)
            link.close()
        assert statuses == [200, 200, 405, 404]
    finally:
        served.close()
