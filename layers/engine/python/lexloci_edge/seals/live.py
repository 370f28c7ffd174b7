"""Sealer and prover of this environment, put together once."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from lexloci_edge.errors import SettingsError
from lexloci_edge.failsafe import Answering
from lexloci_edge.seals.objects import FolderObjects, Objects, S3Objects
from lexloci_edge.seals.proving import Prover, answering_of
from lexloci_edge.seals.sealing import Sealer
from lexloci_edge.seals.settings import SealSettings
from lexloci_edge.seals.signer import KmsSigner
from lexloci_edge.seals.state import DynamoState
from lexloci_edge.vault import SecretsManager, secrets_client

FOLDER = "file:"


def sealer_of(environ: Mapping[str, str]) -> Sealer:
    """The sealer that these variables describe; nothing is fetched yet. Raises: SettingsError."""
    settings = SealSettings.read(environ)
    if settings.seals_key is None:
        raise SettingsError("LEXLOCI_SEALS_KEY", "is missing", "set it on the function")
    return Sealer(
        state=DynamoState(client("dynamodb"), settings.seals_table, settings.retention_days),
        objects=objects_of(settings.seals_bucket, client),
        signer=KmsSigner(client("kms"), settings.seals_key),
        region=settings.region,
        prefix=settings.seals_origin,
        shards=settings.seals_shards,
    )


def prover_of(environ: Mapping[str, str]) -> Answering:
    """What answers for proofs, as these variables describe it. Raises: SettingsError."""
    settings = SealSettings.read(environ)
    if settings.origin_secret is None:
        raise SettingsError("LEXLOCI_ORIGIN_SECRET", "is missing", "set it on the function")
    prover = Prover(
        client=client("dynamodb"),
        table=settings.seals_table,
        objects=objects_of(settings.seals_bucket, client),
        region=settings.region,
    )
    secrets = SecretsManager(secrets_client, lambda: datetime.now(UTC))
    return answering_of(prover, secrets, settings.origin_secret)


def objects_of(bucket: str, connect: Callable[[str], Any]) -> Objects:
    """The objects of this bucket, or of a folder where it is written `file:<path>`."""
    if bucket.startswith(FOLDER):
        return FolderObjects(Path(bucket.removeprefix(FOLDER)))
    return S3Objects(connect("s3"), bucket)


def client(service: str) -> Any:
    """A client for work that nobody waits for: a few seconds a try, five tries."""
    import boto3
    from botocore.config import Config

    retries = {"mode": "standard", "total_max_attempts": 5}
    return boto3.client(service, config=Config(connect_timeout=2, read_timeout=4, retries=retries))
