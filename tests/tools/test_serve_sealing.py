"""The local server's seals: all that its table holds, once, carried on in a folder that is kept."""

import threading
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws

from lexloci_edge.dynamo import item_of
from lexloci_edge.records import Record
from lexloci_edge.seals.errors import SealError
from lexloci_edge.seals.note import VerifierKey
from lexloci_edge.seals.state import DynamoState
from lexloci_tools.serve.intrinsics import REGION
from lexloci_tools.serve.local_cloud import checkout
from lexloci_tools.serve.sealing import Sealing
from lexloci_tools.serve.template import read_template
from lexloci_tools.verify.checking import verify
from lexloci_tools.verify.export import open_export

TABLE, SEALS = "lexloci-decisions", "lexloci-seals"


def put(client: Any, *numbers: int) -> None:
    """Record decisions of these numbers."""
    for number in numbers:
        record = Record(
            id=f"019ab000-0000-7000-8000-{number:012x}",
            at="2026-11-23T12:00:00.000Z",
            region=REGION,
            places=("FR",),
            outcome="allow",
            rulebook="sha256:0",
            function="1",
        )
        client.put_item(TableName=TABLE, Item=item_of(record, 1098))


def opened(folder: Path) -> tuple[Any, Sealing]:
    """A server's fresh tables, and its sealing into this folder."""
    client = boto3.client("dynamodb", region_name=REGION)
    tables = read_template(checkout() / "template.yaml").tables
    for name in (TABLE, SEALS):
        client.create_table(**tables[name])
    return client, Sealing(folder, client, TABLE, DynamoState(client, SEALS))


def leaves_in(sealing: Sealing) -> int:
    """How many leaves verify by the public key alone."""
    key = VerifierKey.parse(sealing.public_key.read_text(encoding="utf-8").strip())
    (told,) = verify(open_export(sealing.log), [key])
    return told.size


def test_a_folder_that_was_kept_is_carried_on(tmp_path: Path) -> None:
    """The next server knows nothing of the last one's table, and goes on where its log ends."""
    with mock_aws():
        client, sealing = opened(tmp_path / "ledger")
        put(client, 1, 2)
        sealing.seal()
        sealing.seal()
        assert leaves_in(sealing) == 2
        key = sealing.public_key.read_bytes()
    with mock_aws():
        client, sealing = opened(tmp_path / "ledger")
        put(client, 2, 3, 4)
        sealing.seal()
        assert leaves_in(sealing) == 4
        assert sealing.public_key.read_bytes() == key
    assert (tmp_path / "ledger" / "private.key").stat().st_mode & 0o077 == 0


def test_another_key_in_a_folder_is_refused(tmp_path: Path) -> None:
    """A log is never carried on under a key that did not begin it by mistake of a file."""
    (tmp_path / "private.key").write_bytes(b"too short")
    with mock_aws(), pytest.raises(SealError, match="no Ed25519 key"):
        opened(tmp_path)


def test_it_seals_when_woken_and_once_more_at_the_end(tmp_path: Path) -> None:
    """And says what went wrong, without ending."""
    said: list[str] = []
    ending = threading.Event()
    with mock_aws():
        client, sealing = opened(tmp_path / "ledger")
        put(client, 1)
        ending.set()
        sealing.keep_on(ending, said.append)
        assert leaves_in(sealing) == 1
        client.delete_table(TableName=TABLE)
        sealing.keep_on(ending, said.append)
    assert [line.partition(":")[0] for line in said] == ["not sealed"]
