"""Looking back in this environment: each of its three functions, put together once."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from lexloci_edge.dynamo import DynamoLedger, ledger_client
from lexloci_edge.errors import SettingsError
from lexloci_edge.inspecting.reviews import DynamoReviews
from lexloci_edge.rulebooks import packaged
from lexloci_edge.settings import Settings
from lexloci_edge.signals import Signals

if TYPE_CHECKING:
    from lexloci_edge.inspecting.inspection import Inspection
    from lexloci_edge.inspecting.reviewing import Hearing
    from lexloci_edge.inspecting.sweeping import Sweeper

POOL = 16
"""Connections that a page of an index uses at once."""


def inspection_of(environ: Mapping[str, str], signals: Signals) -> "Inspection":
    """What answers analysts and reviewers. Raises: SettingsError, Unavailable."""
    from lexloci_edge.inspecting.inspection import Inspection, Reach
    from lexloci_edge.inspecting.merging import Indexed
    from lexloci_edge.inspecting.searching import Searching
    from lexloci_edge.live import issuer_of
    from lexloci_edge.vault import SecretsManager, secrets_client

    settings = Settings.read(environ)
    rulebook = packaged(settings.rulebook, settings.house)
    connect = cache(partial(_waiting_client, "dynamodb"))
    secrets = SecretsManager(secrets_client, lambda: datetime.now(UTC))
    reach = Reach(
        ledger=DynamoLedger(connect, settings.table, settings.region, settings.retention_days),
        searching=Searching(Indexed(connect, settings.table), rulebook),
        reviews=_reviews(settings, connect),
        secrets=secrets,
        signals=signals,
        clock=lambda: datetime.now(UTC),
    )
    return Inspection(settings, rulebook, issuer_of(settings, secrets), reach)


def hearing_of(environ: Mapping[str, str], signals: Signals) -> "tuple[Hearing, DynamoReviews]":
    """What brings decisions to reviewers. Raises: SettingsError, Unavailable."""
    from lexloci_edge.inspecting.reviewing import Hearing

    settings = Settings.read(environ)
    if settings.reviews_queue is None:
        raise SettingsError("LEXLOCI_REVIEWS_QUEUE", "is missing", "set it on the function")
    rulebook = packaged(settings.rulebook, settings.house)
    queue = _waiting_client("sqs")
    hearing = Hearing(queue, settings.reviews_queue, settings.region, rulebook, signals)
    return hearing, _reviews(settings, cache(partial(_waiting_client, "dynamodb")))


def sweeper_of(environ: Mapping[str, str], signals: Signals) -> "tuple[Sweeper, int]":
    """What sweeps, and over how many logs. Raises: SettingsError."""
    from lexloci_edge.inspecting.sweeping import DynamoProgress, Sweeper
    from lexloci_edge.seals.live import objects_of
    from lexloci_edge.seals.settings import SealSettings
    from lexloci_edge.seals.state import DynamoState

    settings, seals = Settings.read(environ), SealSettings.read(environ)
    dynamodb = _waiting_client("dynamodb")
    state = DynamoState(dynamodb, seals.seals_table, seals.retention_days)
    connect = partial(ledger_client, 10 * settings.ledger_ms)
    sweeper = Sweeper(
        ledger=DynamoLedger(connect, settings.table, settings.region, settings.retention_days),
        objects=objects_of(seals.seals_bucket, _waiting_client),
        sizes=lambda log: state.head(log).size,
        progress=DynamoProgress(dynamodb, seals.seals_table),
        region=settings.region,
        signals=signals,
    )
    return sweeper, seals.seals_shards


def _reviews(settings: Settings, connect: Any) -> DynamoReviews:
    if settings.reviews is None:
        raise SettingsError("LEXLOCI_REVIEWS", "is missing", "set it on the function")
    return DynamoReviews(connect, settings.reviews, settings.region, settings.retention_days)


def _waiting_client(service: str) -> Any:
    """A client for work that no caller's image waits for: seconds a try, a few tries."""
    import boto3
    from botocore.config import Config

    retries = {"mode": "standard", "total_max_attempts": 3}
    config = Config(connect_timeout=2, read_timeout=4, retries=retries, max_pool_connections=POOL)
    return boto3.client(service, config=config)
