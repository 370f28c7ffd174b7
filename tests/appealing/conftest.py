"""The stage of appeals and reports: their table in moto, a ledger, callers and a backend."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tests.edge import signing
from tests.edge.conftest import ENVIRONMENT, HEADERS, Vault, Watch
from tests.edge.engines import dynamodb_local, empty  # noqa: F401 - a fixture

from lexloci.rulebook import Rulebook
from lexloci_edge.appealing.answering import Answering, Kept
from lexloci_edge.appealing.entrance import Entrance
from lexloci_edge.appealing.files_dynamo import DynamoFiles
from lexloci_edge.appealing.filing import Filing, Tables
from lexloci_edge.appealing.reminding import remind
from lexloci_edge.appealing.settings import FilingSettings
from lexloci_edge.claims import Issuer
from lexloci_edge.failsafe import failsafe
from lexloci_edge.hashes import keyed_hash
from lexloci_edge.ids import new_id
from lexloci_edge.ledger import MemoryLedger
from lexloci_edge.outside import Limits
from lexloci_edge.people.protected import MemoryProtected
from lexloci_edge.recording import Allowance
from lexloci_edge.records import Record
from lexloci_edge.settings import Settings
from lexloci_tools.law.building import packaged

TABLE, REGION = "lexloci-appeals", "eu-west-2"
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
BACKEND = {"sub": "backend-7", "role": "backend"}
ALICE = {"sub": "alice"}


@pytest.fixture(scope="session")
def law() -> Rulebook:
    """The rulebook that is shipped: clocks are law."""
    return packaged()


@dataclass
class Counter:
    """Both functions over fakes and moto's table, asked over HTTP as callers ask them."""

    law: Rulebook
    dynamodb: Any
    vault: Vault = field(default_factory=Vault)
    watch: Watch = field(default_factory=Watch)
    ledger: MemoryLedger = field(default_factory=MemoryLedger)
    protected: Any = field(default_factory=MemoryProtected)
    now: datetime = NOON
    skew: timedelta = timedelta(0)
    region: str = REGION
    allowance: Allowance = field(default_factory=Allowance)

    @property
    def files(self) -> DynamoFiles:
        """The table."""
        return DynamoFiles(lambda: self.dynamodb, TABLE, self.region, 1098)

    def decided(self, outcome: str = "refuse", account: str = "claim\0alice", **fields: Any) -> str:
        """Have the ledger hold a decision on a call of this account; answers its id."""
        key = self.vault.accepted("hash")[0]
        usual = {"places": ("GB-ENG",), "rulebook": "sha256:0", "function": "1"}
        record = Record(
            id=new_id(self.now),
            at="2026-11-24T12:00:00.000Z",
            region=REGION,
            outcome=outcome,
            account=keyed_hash(key, "account", account),
            **{**usual, **fields},
        )
        self.ledger.append(record)
        return record.id

    def ask(
        self,
        method: str,
        path: str,
        body: Any = None,
        claims: Mapping[str, Any] | None = None,
        iam: str = "",
        **headers: str | None,
    ) -> tuple[int, dict[str, Any]]:
        """Status and body of the answer, by the function that the template routes it to. iam: who
        signed for it, past the front."""
        opened = self._opened(method, path)
        sent: dict[str, str | None] = {**HEADERS, "authorization": None}
        if claims is not None:
            stated = signing.claims_at(int(self.now.timestamp()), claims)
            sent["lexloci-claims"] = signing.sign(stated)
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        bare, _, query = path.partition("?")
        event = {
            "rawPath": bare,
            "rawQueryString": query,
            "headers": {name: value for name, value in sent.items() if value is not None},
            "requestContext": {
                "http": {"method": method},
                "timeEpoch": int((self.now + self.skew).timestamp() * 1000),
                **({"authorizer": {"iam": {"userArn": iam}}} if iam else {}),
            },
            "body": body if isinstance(body, str) else json.dumps(body or {}),
        }
        answer = failsafe(lambda: opened.answer)(event, self)
        assert answer["headers"]["Cache-Control"] == "no-store"
        return answer["statusCode"], json.loads(answer["body"])

    def _opened(self, method: str, path: str) -> Filing | Answering:
        settings = Settings.read({**ENVIRONMENT, "AWS_REGION": self.region})
        issuer = Issuer(signing.JWKS, signing.ISSUER, signing.AUDIENCE)
        entrance = Entrance(settings, self.law, issuer, self.vault, self.watch, lambda: self.now)
        listed = method == "GET" and path.partition("?")[0].count("/") == 2
        if listed or path.endswith(("/answer", "/verify")):
            return Answering(entrance, Kept(self.files, self.protected))
        ours = FilingSettings.read({"LEXLOCI_APPEALS": TABLE})
        tables = Tables(self.ledger, self.files, Limits(ledger=9))
        return Filing(ours, entrance, tables, self.allowance)

    def remind(self, **later: float) -> dict[str, int]:
        """What `remind` counts so much later."""
        return remind(self.files, self.watch, self.now + timedelta(**later))

    def get_remaining_time_in_millis(self) -> int:
        """As Lambda's context."""
        return 29_000

    def kept(self) -> str:
        """Everything in the table, as text."""
        return json.dumps(self.dynamodb.scan(TableName=TABLE)["Items"])


@pytest.fixture
def counter(law: Rulebook, request: pytest.FixtureRequest) -> Iterator[Counter]:
    """Both functions, nothing filed yet, on moto or the engine that a test names."""
    with empty(getattr(request, "param", "moto"), TABLE, request) as dynamodb:
        yield Counter(law, dynamodb)
