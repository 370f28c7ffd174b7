"""The stage of looking back: tables on moto or Amazon's own engine, decisions, a backend asking."""

import base64
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tests.edge import signing
from tests.edge.conftest import ENVIRONMENT, ORIGIN, Vault, Watch
from tests.edge.engines import (
    REGION,
    declared,
    dynamodb_local,  # noqa: F401 - a fixture
    empty,
)

from lexloci.rulebook import Rulebook
from lexloci_edge.claims import Issuer
from lexloci_edge.dynamo import DynamoLedger
from lexloci_edge.failsafe import failsafe
from lexloci_edge.inspecting.inspection import Inspection, Reach
from lexloci_edge.inspecting.merging import Indexed
from lexloci_edge.inspecting.reviews import DynamoReviews
from lexloci_edge.inspecting.searching import Searching
from lexloci_edge.records import Record, moment
from lexloci_edge.settings import Settings

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
DECISIONS, REVIEWS = "lexloci-decisions", "lexloci-reviews"
BACKEND = {"sub": "reviewer-7", "role": "backend"}


def id_of(number: int) -> str:
    """The id of a decision; its shard is the number's last byte."""
    return f"019ab000-0000-7000-8000-{number:012x}"


class Desk:
    """The tables, and an inspection over them, asked as the platform's backend asks it."""

    def __init__(self, rulebook: Rulebook, dynamodb: Any) -> None:
        self.rulebook, self.dynamodb = rulebook, dynamodb
        self.vault, self.watch, self.now = Vault(), Watch(), NOW
        self.ledger = DynamoLedger(lambda: dynamodb, DECISIONS, REGION)
        self.reviews = DynamoReviews(lambda: dynamodb, REVIEWS, REGION, 1098)
        self.indexed = Indexed(lambda: dynamodb, DECISIONS)
        self.most = 5000
        self.settings = Settings.read({**ENVIRONMENT, "LEXLOCI_REVIEWS": REVIEWS})

    def record(self, number: int, **fields: Any) -> Record:
        """A decision, in the ledger; each a second after the one of the number before."""
        record = Record(
            **{
                "id": id_of(number),
                "at": moment(NOW + timedelta(seconds=number)),
                "region": REGION,
                "places": ("GB-ENG",),
                "outcome": "allow",
                "rulebook": self.rulebook.digest,
                "function": "1",
                "account": "v0:aaaaaaaaaaaaaaaa",
                **fields,
            }
        )
        self.ledger.append(record)
        return record

    def bits(self, wanted: str) -> str:
        """The bits, in hex, of the rule version with this id."""
        for at in range(len(self.rulebook.raw["bits"])):
            if self.rulebook.versions(1 << at)[0].id == wanted:
                return f"{1 << at:x}"
        raise LookupError(wanted)

    def duty(self, duty: str) -> str:
        """The bits of some rule that lays this duty."""
        found = next(each for each in self.rulebook.all_versions() if duty in each.duties)
        return self.bits(found.id)

    def ask(
        self,
        method: str,
        path: str,
        body: Any = None,
        claims: Any = BACKEND,
        secret: str = ORIGIN,
        iam: str = "",
    ) -> tuple[int, Any]:
        """The status and the body of the answer; a case as its text. iam: who signed for it."""
        searching = Searching(self.indexed, self.rulebook, self.most)
        reach = Reach(
            self.ledger, searching, self.reviews, self.vault, self.watch, lambda: self.now
        )
        issuer = Issuer(signing.JWKS, signing.ISSUER, signing.AUDIENCE)
        opened = Inspection(self.settings, self.rulebook, issuer, reach)
        headers = {"x-lexloci-origin": secret}
        if claims is not None:
            stated = signing.claims_at(int(self.now.timestamp()), claims)
            headers["lexloci-claims"] = signing.sign(stated)
        path, _, query = path.partition("?")
        event = {
            "rawPath": path,
            "rawQueryString": query,
            "headers": headers,
            "requestContext": {
                "http": {"method": method},
                "timeEpoch": int(self.now.timestamp() * 1000),
                **({"authorizer": {"iam": {"userArn": iam}}} if iam else {}),
            },
            "body": body if isinstance(body, str) else "" if body is None else json.dumps(body),
        }
        answer = failsafe(lambda: opened.answer)(event, self)
        assert answer["headers"]["Cache-Control"] == "no-store"
        told = answer["body"]
        return answer["statusCode"], told if "yaml" in str(answer["headers"]) else json.loads(told)

    def search(self, **question: Any) -> Any:
        """The page that answers a question."""
        status, told = self.ask("POST", "/v1/ledger/search", question)
        assert status == 200, told
        return told

    def pages(self, **question: Any) -> list[str]:
        """The ids on all pages of the answer."""
        found: list[str] = []
        after: dict[str, str] = {}
        while True:
            told = self.search(**question, **after)
            found += [each["id"] for each in told["decisions"]]
            if told["next"] is None:
                return found
            after = {"after": told["next"]}

    def get_remaining_time_in_millis(self) -> int:
        """As Lambda's context."""
        return 29_000


@pytest.fixture
def desk(rulebook: Rulebook, request: pytest.FixtureRequest) -> Iterator[Desk]:
    """A desk over empty tables: moto, or as the test's parameter says."""
    kind = getattr(request, "param", "moto")
    with empty(kind, DECISIONS, request) as dynamodb:
        if kind != "moto" and REVIEWS in dynamodb.list_tables()["TableNames"]:
            dynamodb.delete_table(TableName=REVIEWS)
        dynamodb.create_table(**declared()[REVIEWS])
        yield Desk(rulebook, dynamodb)


def forged(cursor: str, position: list[str]) -> str:
    """The cursor with another position under its old mark."""
    said = base64.urlsafe_b64encode(json.dumps(position).encode()).decode()
    return f"{said}.{cursor.partition('.')[2]}"
