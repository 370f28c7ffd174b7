"""The console's stage: a desk over the real law, a ledger of a few decisions, and their seals."""

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from lexloci.facts import PLACE, attested_defaults
from lexloci.rulebook import Rulebook
from lexloci.verdict import judge_call
from lexloci_edge.ids import new_id
from lexloci_edge.records import Aftermath, Record, facts_of, moment
from lexloci_edge.seals.layout import Log, leaves_of
from lexloci_edge.seals.local import seal_locally
from lexloci_edge.seals.merkle import Grown, Range, leaf_hash
from lexloci_edge.seals.note import VerifierKey
from lexloci_tools.console.answering import answer, packed
from lexloci_tools.console.desk import Desk
from lexloci_tools.console.ledger import Found, Kept, LedgerTrouble, Wanted
from lexloci_tools.law.building import RULES, packaged
from lexloci_tools.serve.payload import Reply, Request

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
REGION = "eu-west-2"
HOST = "127.0.0.1:8080"
UNDERWEAR = {"subject": "real", "age": "adult", "exposure": "underwear", "sexual": "no"}
NOBODY = {"subject": "none", "age": "adult", "exposure": "covered", "sexual": "no"}
CASES = json.loads((Path(__file__).parents[1] / "data/console/hostile.json").read_text("utf-8"))


@pytest.fixture(scope="session")
def book() -> Rulebook:
    """The law that this tree ships."""
    return packaged()


@dataclass
class Books:
    """A ledger in memory. broken: whether it answers at all; wanted: what it was asked for."""

    kept: dict[str, Kept] = field(default_factory=dict)
    narrow: bool = False
    broken: bool = False
    wanted: list[Wanted] = field(default_factory=list)

    def newest(self, wanted: Wanted, now: datetime) -> Found:
        """As `Ledger.newest`, for accounts and days; places are the table's own test's."""
        self.wanted.append(wanted)
        if self.broken:
            raise LedgerTrouble("ledger", "does not answer (ResourceNotFoundException)")
        found = [each.record for each in self.kept.values()]
        if wanted.account:
            found = [each for each in found if each.account == wanted.account]
        return Found(tuple(sorted(found, key=lambda each: each.id, reverse=True)), True)

    def one(self, id: str, region: str) -> Kept | None:
        """As `Ledger.one`."""
        if self.broken:
            raise LedgerTrouble("ledger", "does not answer (ResourceNotFoundException)")
        return self.kept.get(id)


@dataclass
class Sealed:
    """The seals of one batch, proven from its folder."""

    folder: Path
    key: VerifierKey

    def proofs(self, id: str) -> list[dict[str, Any]]:
        """As `Prover.proofs`."""
        name = Log(REGION, 0).batch(0)
        path = self.folder / name
        lines = leaves_of(path.read_bytes(), name) if path.is_file() else []
        hashes = [leaf_hash(line) for line in lines]
        grown = Grown(Range(), hashes)
        return [
            {
                "of": "outcome" if "result" in json.loads(line) else "decision",
                "leaf": at,
                "leaf_hash": base64.b64encode(hashes[at]).decode(),
                "size": len(hashes),
                "path": [base64.b64encode(each).decode() for each in grown.inclusion(at)],
                "checkpoint": (self.folder / Log(REGION, 0).checkpoint(len(hashes))).read_text(),
                "key": str(self.key),
            }
            for at, line in enumerate(lines)
            if json.loads(line)["id"] == id
        ]


def record_of(
    book: Rulebook, at: datetime, place: str, facts: Mapping[str, str], **more: Any
) -> Record:
    """A decision as the gate would have recorded it."""
    stated = {"operation": "generate", "likeness": "photographic", "adds_exposure": "no", **facts}
    possible = {
        **attested_defaults(book.facts),
        **{name: frozenset({value}) for name, value in stated.items()},
        PLACE: frozenset({place}),
    }
    verdict = judge_call(book, [possible], book.places.days([place], at))
    shared, rest = facts_of([possible], book.facts)
    usual: dict[str, Any] = {
        "id": new_id(at),
        "at": moment(at),
        "region": REGION,
        "places": (place,),
        "facts": shared,
        "depictions": rest,
        "outcome": verdict.outcome.value,
        "because": f"{verdict.because:x}",
        "duties": f"{verdict.duties:x}",
        "rulebook": book.digest,
        "function": "local",
        "evidence": ("country", "region", "network", "reader@1"),
        "account": "v0:accountaccount1",
        "ms": {"reader": 1.5, "verdict": 0.1},
    }
    return Record(**{**usual, **more})


@pytest.fixture
def records(book: Rulebook) -> tuple[Record, ...]:
    """Five decisions, the oldest first: every kind of verdict, and one call that was not judged."""
    at = [NOW - timedelta(minutes=each) for each in (50, 40, 30, 20, 10)]
    return (
        record_of(book, at[0], "GB-ENG", UNDERWEAR),
        record_of(book, at[1], "GB-ENG", {**UNDERWEAR, "exposure": "swimwear"}, account=None),
        record_of(book, at[2], "NL", NOBODY, account="v0:accountaccount2"),
        record_of(book, at[3], "world", UNDERWEAR, evidence=("country:absent", "reader@1:slow")),
        Record(
            id=new_id(at[4]),
            at=moment(at[4]),
            region=REGION,
            places=("world",),
            outcome="refuse",
            turned_away="no-route",
            rulebook=book.digest,
            function="local",
        ),
    )


@pytest.fixture
def ledger(records: tuple[Record, ...]) -> Books:
    """The decisions, with what came of the allowed one."""
    books = Books({each.id: Kept(each, each.written(), None, "") for each in records})
    allowed = records[2]
    after = Aftermath(id=allowed.id, at=allowed.at, region=REGION, result="image", images=1)
    books.kept[allowed.id] = Kept(allowed, allowed.written(), after, after.written())
    return books


@pytest.fixture
def seals(ledger: Books, tmp_path: Path) -> Sealed:
    """All but the newest decision under a seal."""
    items = [
        {
            "pk": {"S": f"DEC#{REGION}#{kept.record.id}"},
            "sk": {"S": sort},
            "record": {"S": text},
        }
        for kept in list(ledger.kept.values())[:-1]
        for sort, text in (("DECISION", kept.text), ("OUTCOME", kept.after_text))
        if text
    ]
    key = seal_locally(items, tmp_path / "log", tmp_path / "private.key", REGION)
    return Sealed(tmp_path / "log", VerifierKey.parse(key))


@pytest.fixture
def desk(book: Rulebook, ledger: Books, seals: Sealed) -> Desk:
    """Everything at hand."""
    return Desk(
        rulebook=book,
        clock=lambda: NOW,
        source="a test's",
        ledger=ledger,
        proofs={REGION: seals},
        keys=lambda: [seals.key],
        export=seals.folder,
        rules=RULES,
    )


Get = Callable[..., Reply]


def got(desk: Desk, address: str, method: str = "GET", **headers: str) -> Reply:
    """The console's reply to a request as a browser on this machine sends it."""
    path, _, query = address.partition("?")
    sent = {"Host": HOST, **{name.replace("_", "-"): value for name, value in headers.items()}}
    request = Request(method, path, query, tuple(sent.items()), b"", "127.0.0.1")
    return packed(answer(desk, request), request)


@pytest.fixture
def get(desk: Desk) -> Get:
    """Ask the desk's console."""
    return lambda address, method="GET", **headers: got(desk, address, method, **headers)


@pytest.fixture
def told(get: Get) -> Callable[[str], dict[str, Any]]:
    """The document behind a page."""

    def document(address: str) -> dict[str, Any]:
        path, mark, query = address.partition("?")
        reply = get(f"{path}.json{mark}{query}")
        assert reply.status == 200, reply.body
        read: dict[str, Any] = json.loads(reply.body)
        return read

    return document
