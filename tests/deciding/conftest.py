"""The stage of the decision API's tests: its outside made of fakes, under the real law."""

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from tests.edge import signing
from tests.edge.conftest import ENVIRONMENT, Stage, Told, Vault

from lexloci_edge.claims import Issuer, Trust
from lexloci_edge.deciding.decider import Decider
from lexloci_edge.deciding.echo import echoing
from lexloci_edge.failsafe import failsafe
from lexloci_edge.settings import Settings
from lexloci_reader import read
from lexloci_tools.law.building import packaged

ROOT = Path(__file__).parents[2]
IAM = "arn:aws:iam::000000000000:role/platform"
CHANCE = "a-value-that-is-long-enough-to-make-a-key-of"
LIGHTHOUSE = {"operation": "generate", "prompt": "a lighthouse at dawn", "place": "GB-ENG"}


def cases(path: str) -> list[Any]:
    """The cases of a file under tests/data."""
    return json.loads((ROOT / "tests/data" / path).read_text(encoding="utf-8"))


def vault() -> Vault:
    """Secrets in memory, the permits' among them."""
    made = Vault()
    made.values["permit"] = (CHANCE,)
    return made


@dataclass
class Asked(Stage):
    """The decision API with its fakes. Change a fake, then `ask`."""

    environment: dict[str, str] = field(
        default_factory=lambda: {**ENVIRONMENT, "LEXLOCI_PERMIT_KEY": "permit"}
    )
    vault: Vault = field(default_factory=vault)
    read: Any = read
    domain: str = "gate.example"
    bucket: Any = None
    detector: Any = None

    def decider(self) -> Decider:
        """The decision API over what stands on the stage now."""
        outside = replace(self.outside(), uploads=self.bucket, detector=self.detector)
        settings = Settings.read(self.environment)
        return Decider(settings, self.book, self.issuer, Trust(), outside)

    def put(self, event: Mapping[str, Any], iam: str | None = IAM) -> Told:
        """Put an event through the function as Lambda would; `iam`: who signed it."""
        event["requestContext"]["domainName"] = self.domain
        if iam is not None:
            event["requestContext"]["authorizer"] = {"iam": {"userArn": iam}}
            event["headers"].pop("x-lexloci-origin", None)
        opened = self.decider()
        answer = echoing(failsafe(lambda: opened.answer))(event, self)
        return Told(answer["statusCode"], answer["headers"], json.loads(answer["body"]))

    def ask(
        self, body: Any, path: str = "/v1/decisions", iam: str | None = IAM, **sent: Any
    ) -> Told:
        """Ask; `body` is JSON, or text as it is sent."""
        return self.put(self.event(path, body=body, **sent), iam)

    def claiming(
        self, body: Any, path: str = "/v1/decisions", bound: bool = True, **claims: Any
    ) -> Told:
        """Ask by signed claims of a backend, bound to the body or not."""
        self.issuer = Issuer(signing.JWKS, signing.ISSUER, signing.AUDIENCE)
        event = self.event(path, body=body)
        usual: dict[str, Any] = {"role": "backend", "sub": "backend-7", "adult_mode": "-"}
        if bound:
            usual["body_sha256"] = hashlib.sha256(event["body"].encode()).hexdigest()
        stated = signing.claims_at(int(self.now.timestamp()), {**usual, **claims})
        event["headers"]["lexloci-claims"] = signing.sign(stated)
        return self.put(event, iam=None)


def permit_of(told: Told) -> dict[str, Any]:
    """What a permit says, its signature not looked at."""
    part = told.body["permit"].split(".")[1]
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))


@pytest.fixture(scope="session")
def law() -> Any:
    """The real law."""
    return packaged()


@pytest.fixture
def asked(law: Any) -> Asked:
    """A decision API on which everything works."""
    return Asked(law)
