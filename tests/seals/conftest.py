"""The stage of the seals' tests: records, the changes that a stream tells of, a log in a folder."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from tests.edge.engines import dynamodb_local  # noqa: F401 - a fixture

from lexloci_edge.dynamo import item_of
from lexloci_edge.ids import is_id
from lexloci_edge.ledger import Entry
from lexloci_edge.records import Aftermath, Record
from lexloci_edge.seals.note import VerifierKey
from lexloci_edge.seals.objects import FolderObjects
from lexloci_edge.seals.sealing import Sealer
from lexloci_edge.seals.signer import LocalSigner
from lexloci_edge.seals.state import MemoryState
from lexloci_edge.seals.stream import seal_changes

ROOT = Path(__file__).parents[2]
REGION, PREFIX = "eu-west-2", "lexloci.example"
ORIGIN = f"{PREFIX}/{REGION}/0"
AT = "2026-11-23T12:00:00.000Z"


def id_of(number: int) -> str:
    """The id of a decision: they end in 0, so they are all of one shard."""
    id = f"019ab000-0000-7000-8000-{number:011x}0"
    assert is_id(id)
    return id


def record(number: int, **fields: Any) -> Record:
    """A decision."""
    return Record(
        **{
            "id": id_of(number),
            "at": AT,
            "region": REGION,
            "places": ("GB-ENG",),
            "facts": {"subject": ("real",)},
            "outcome": "refuse",
            "because": "1f",
            "rulebook": "sha256:0",
            "function": "1",
            **fields,
        }
    )


def entries(count: int, first: int = 0) -> list[Entry]:
    """Decisions, and every fourth is what became of the one before."""
    found: list[Entry] = []
    for number in range(first, first + count):
        if number % 4 == 3:
            id = id_of(number - 1)
            found.append(Aftermath(id=id, at=AT, region=REGION, result="image", images=1))
        else:
            found.append(record(number))
    return found


def inserted(entry: Entry, at: int = 0) -> dict[str, Any]:
    """What the table's stream tells of a new entry."""
    item = item_of(entry, 1098)
    return {
        "eventID": f"event-{entry.id}-{item['sk']['S']}",
        "eventName": "INSERT",
        "dynamodb": {
            "Keys": {key: item[key] for key in ("pk", "sk")},
            "NewImage": item,
            "SequenceNumber": str(at),
            "ApproximateCreationDateTime": 1763899200.0,
        },
    }


@dataclass
class Watch:
    """Keeps what operators would see."""

    counts: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    def count(self, name: str, **about: str) -> None:
        """As `Signals.count`."""
        self.counts.append(name)

    def say(self, message: str, **about: object) -> None:
        """As `Signals.say`."""
        self.lines.append(f"{message} {about}")


@dataclass
class Bench:
    """A sealer over a folder."""

    folder: Path
    state: Any = field(default_factory=MemoryState)
    signer: LocalSigner = field(default_factory=lambda: LocalSigner.of_seed(bytes(range(32))))
    objects: Any = None
    shards: int = 1
    watch: Watch = field(default_factory=Watch)

    @property
    def sealer(self) -> Sealer:
        """A sealer over what stands here now."""
        objects = self.objects or FolderObjects(self.folder)
        return Sealer(self.state, objects, self.signer, REGION, PREFIX, self.shards)

    def seal(self, changes: Sequence[dict[str, Any]]) -> dict[str, Any]:
        """Seal a batch of the stream."""
        return dict(seal_changes(changes, self.sealer, self.watch))

    def key(self, shard: int = 0) -> VerifierKey:
        """The public key of a shard's log."""
        return self.signer.key(f"{PREFIX}/{REGION}/{shard}")

    def leaves(self, shard: int = 0) -> list[dict[str, Any]]:
        """All leaves in the folder, in their order."""
        found = sorted((self.folder / REGION / str(shard) / "batches").glob("*.jsonl"))
        return [json.loads(line) for each in found for line in each.read_bytes().splitlines()]


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    """A sealer over an empty folder."""
    return Bench(tmp_path / "log")


@pytest.fixture(scope="session")
def benches() -> Callable[..., Bench]:
    """Makes benches."""
    return Bench


@pytest.fixture(scope="session", name="entries")
def entries_maker() -> Callable[..., list[Entry]]:
    """Makes entries of the ledger."""
    return entries


@pytest.fixture(scope="session", name="record")
def record_maker() -> Callable[..., Record]:
    """Makes decisions."""
    return record


@pytest.fixture(scope="session", name="inserted")
def inserted_maker() -> Callable[..., dict[str, Any]]:
    """Makes a stream's record of an insert."""
    return inserted


@pytest.fixture(scope="session")
def given() -> Callable[[str], Any]:
    """Answers a data file of these tests: JSON, or JSON lines."""

    def read(name: str) -> Any:
        text = (ROOT / "tests/data/seals" / name).read_text(encoding="utf-8")
        if name.endswith(".jsonl"):
            return [json.loads(line) for line in text.splitlines() if line.strip()]
        return json.loads(text)

    return read
