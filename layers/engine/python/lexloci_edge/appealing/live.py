"""Appeals and reports in this environment: settings, law, tables, put together once."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from lexloci_edge.appealing.files_dynamo import DynamoFiles
from lexloci_edge.appealing.settings import FilingSettings
from lexloci_edge.settings import Settings
from lexloci_edge.signals import Signals

if TYPE_CHECKING:
    from lexloci_edge.appealing.answering import Answering
    from lexloci_edge.appealing.entrance import Entrance
    from lexloci_edge.appealing.filing import Filing


def filing_of(environ: Mapping[str, str], signals: Signals) -> "Filing":
    """The public part that these variables describe. Raises: SettingsError, Unavailable."""
    from lexloci_edge.appealing.filing import Filing, Tables
    from lexloci_edge.dynamo import DynamoLedger
    from lexloci_edge.outside import Limits

    ours, entrance = FilingSettings.read(environ), _entrance(environ, signals)
    settings, connect = entrance.settings, _connecting(entrance.settings)
    tables = Tables(
        ledger=DynamoLedger(connect, settings.table, settings.region, settings.retention_days),
        files=files_of(settings, ours),
        limits=Limits(ledger=5 * settings.ledger_ms / 1000),
    )
    return Filing(ours, entrance, tables)


def answering_of(environ: Mapping[str, str], signals: Signals) -> "Answering":
    """The backend's part that these variables describe. Raises: SettingsError, Unavailable."""
    from lexloci_edge.appealing.answering import Answering, Kept
    from lexloci_edge.errors import SettingsError
    from lexloci_edge.people.protected_dynamo import DynamoProtected

    ours, entrance = FilingSettings.read(environ), _entrance(environ, signals)
    settings = entrance.settings
    if settings.protected is None:
        raise SettingsError("LEXLOCI_PROTECTED", "is missing", "set it on the function")
    protected = DynamoProtected(_connecting(settings), settings.protected, settings.region)
    return Answering(entrance, Kept(files_of(settings, ours), protected))


def files_of(settings: Settings, ours: FilingSettings) -> DynamoFiles:
    """The table of appeals and reports."""
    connect, days = _connecting(settings), settings.retention_days
    return DynamoFiles(connect, ours.appeals, settings.region, days)


def _entrance(environ: Mapping[str, str], signals: Signals) -> "Entrance":
    from lexloci_edge.appealing.entrance import Entrance
    from lexloci_edge.live import issuer_of
    from lexloci_edge.rulebooks import packaged
    from lexloci_edge.vault import SecretsManager, secrets_client

    settings = Settings.read(environ)
    secrets = SecretsManager(secrets_client, _now)
    rulebook = packaged(settings.rulebook, settings.house)
    issuer = issuer_of(settings, secrets)
    return Entrance(settings, rulebook, issuer, secrets, signals, _now)


def _connecting(settings: Settings) -> Callable[[], Any]:
    from lexloci_edge.dynamo import ledger_client

    return lambda: ledger_client(settings.ledger_ms)


def _now() -> datetime:
    return datetime.now(UTC)
