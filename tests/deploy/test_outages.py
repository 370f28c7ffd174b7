"""What a caller sees while a part of the cloud is away: the README's table, where it can be had.

An outage is a service that answers with its own error, to the functions of a stack under their own
roles. Route 53 and replication are the cloud's: the template's tests hold what they are told.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest
from aws_lambda_powertools.utilities.batch.exceptions import BatchProcessingError
from botocore.exceptions import ClientError, EndpointConnectionError
from tests.deploy.playing import LIGHTHOUSE, generate
from tests.deploy.playing_behind import changes_of, handed_over
from tests.deploy.stack import Stack, deployed
from tests.deploy.standing_in import STAND_INS

TABLE = ("dynamodb.PutItem", "dynamodb.GetItem", "dynamodb.Query", "dynamodb.UpdateItem")
SECRETS = ("secretsmanager.GetSecretValue",)
KEYS = ("kms.Sign", "kms.GetPublicKey")


@pytest.fixture(scope="module")
def stack(root) -> Iterator[Stack]:
    """A stack with its defaults, whose gate has answered once."""
    with deployed(root, STAND_INS, {}) as made:
        generate(made, LIGHTHOUSE, 200)
        yield made


@contextmanager
def away(stack: Stack, calls: tuple[str, ...], error: Exception) -> Iterator[None]:
    """These calls of AWS fail so, meanwhile."""

    def fails(_: Mapping[str, Any]) -> dict[str, Any]:
        raise error

    before = dict(stack.stand_ins)
    stack.stand_ins |= dict.fromkeys(calls, fails)
    yield
    stack.stand_ins.clear()
    stack.stand_ins |= before


def says(code: str) -> ClientError:
    """A service's own error."""
    return ClientError({"Error": {"Code": code}}, "any")


NOBODY = EndpointConnectionError(endpoint_url="https://dynamodb.eu-west-2.amazonaws.com")


@pytest.mark.parametrize(
    "error",
    [
        says("ProvisionedThroughputExceededException"),
        says("ReplicatedWriteConflictException"),
        says("InternalServerError"),
        says("ResourceNotFoundException"),
        NOBODY,
    ],
    ids=["throttled", "conflict", "internal", "replica deleted", "unreachable"],
)
def test_without_its_replica_of_the_table_a_region_answers_503(stack, error):
    """Nothing is forwarded, `/health` goes on, and what Route 53 looks at is counted."""
    before = stack.generator.count
    with away(stack, TABLE, error):
        told = generate(stack, LIGHTHOUSE, 503)
        assert stack.ask("GET", "/health").status == 200
    assert told.headers["x-should-retry"] == "false"
    assert stack.generator.count == before
    generate(stack, LIGHTHOUSE, 200)


def test_without_the_signing_key_calls_go_on_and_nothing_is_lost(stack):
    """The stream delivers again, for a day; then the whole is sealed."""
    with away(stack, KEYS, says("KMSInternalException")):
        told = generate(stack, LIGHTHOUSE, 200)
        event = handed_over(stack, "SealStream", changes_of(stack))
        with pytest.raises(BatchProcessingError):
            stack.invoke("Seal", event)
        assert stack.ask("GET", f"/v1/decisions/{told.decision}/proof").status == 404
    assert stack.invoke("Seal", event) == {"batchItemFailures": []}
    assert stack.ask("GET", f"/v1/decisions/{told.decision}/proof").status == 200


def test_without_secrets_an_environment_that_starts_answers_503(stack):
    """Whoever has them goes on, for five minutes at most."""
    question = {"operation": "generate", "prompt": LIGHTHOUSE, "place": "GB-ENG"}
    with away(stack, SECRETS, says("InternalServiceError")):
        assert stack.ask("POST", "/v1/decisions", question).status == 503
        generate(stack, LIGHTHOUSE, 200)
    assert stack.ask("POST", "/v1/decisions", question).status == 200
