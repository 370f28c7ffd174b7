"""The processes of the concurrency tests: one that writes decisions, one that seals batches.

Run as `python actors.py writer|sealer <JSON>`, to be killed at any moment.
"""

import json
import sys
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config

from lexloci_edge.dynamo import DynamoLedger, item_of
from lexloci_edge.errors import LedgerError
from lexloci_edge.ledger import Entry
from lexloci_edge.records import Aftermath, Record
from lexloci_edge.seals.objects import FolderObjects
from lexloci_edge.seals.sealing import Sealer
from lexloci_edge.seals.signer import LocalSigner
from lexloci_edge.seals.state import DynamoState
from lexloci_edge.seals.stream import seal_changes

REGION, PREFIX, SHARDS = "eu-west-2", "lexloci.example", 2
DECISIONS, SEALS = "decisions", "seals"


def client(service: str, endpoint: str) -> Any:
    """A client of DynamoDB Local."""
    return boto3.client(
        service,
        region_name=REGION,
        endpoint_url=endpoint,
        aws_access_key_id="local",
        aws_secret_access_key="local",
        config=Config(connect_timeout=5, read_timeout=30),
    )


def entry(number: int) -> Entry:
    """The entry of a number: decisions, and every fourth is the outcome of the one before."""
    outcome = number % 4 == 3
    id = f"019ab000-0000-7000-8000-{number - outcome:012x}"
    at = "2026-11-23T12:00:00.000Z"
    if outcome:
        return Aftermath(id=id, at=at, region=REGION, result="image", images=1)
    return Record(
        id=id,
        at=at,
        region=REGION,
        places=("GB-ENG",),
        outcome="allow",
        rulebook="sha256:0",
        function="1",
    )


def items(count: int) -> list[dict[str, Any]]:
    """All items that the writers write."""
    return [item_of(entry(number), 1098) for number in range(count)]


def say(line: str) -> None:
    """A line to whoever started us."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def write(endpoint: str, first: int, end: int, notes: str) -> None:
    """Append the entries from `first`, or from where the notes of the last life end."""
    connected = client("dynamodb", endpoint)
    ledger = DynamoLedger(lambda: connected, DECISIONS, REGION)
    told = Path(notes)
    number = int(told.read_text() or first) if told.exists() else first
    while number < end:
        try:
            ledger.append(entry(number))
        except LedgerError:
            continue
        number += 1
        if number % 10 == 0 or number == end:
            told.write_text(str(number))
    say("end")


class Quiet:
    """Signals that nobody sees."""

    def count(self, name: str, **about: str) -> None:
        """As `Signals.count`."""

    def say(self, message: str, **about: object) -> None:
        """As `Signals.say`."""


def seal(endpoint: str, folder: str) -> None:
    """Seal each batch that a line of the input holds; tell which are done."""
    sealer = Sealer(
        DynamoState(client("dynamodb", endpoint), SEALS),
        FolderObjects(Path(folder)),
        LocalSigner.of_seed(bytes(32)),
        REGION,
        PREFIX,
        SHARDS,
    )
    for line in sys.stdin:
        told = json.loads(line)
        failed = seal_changes(told["changes"], sealer, Quiet())
        say(json.dumps({"batch": told["batch"], "failed": list(failed)}))


if __name__ == "__main__":
    {"writer": write, "sealer": seal}[sys.argv[1]](**json.loads(sys.argv[2]))
