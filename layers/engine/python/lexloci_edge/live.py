"""The gate of this environment: settings, rulebook and everything outside, put together once."""

import gc
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial

from lexloci_edge.claims import Issuer, Trust
from lexloci_edge.dynamo import DynamoLedger, ledger_client
from lexloci_edge.errors import SettingsError
from lexloci_edge.gate import Gate
from lexloci_edge.keysets import kept, pinned
from lexloci_edge.outside import Limits, Outside
from lexloci_edge.people.live import Tables
from lexloci_edge.rulebooks import packaged
from lexloci_edge.settings import Settings
from lexloci_edge.signals import Signals
from lexloci_edge.upstream import HttpOpener
from lexloci_edge.vault import Secrets, SecretsManager, secrets_client
from lexloci_reader import read


def gate_of(environ: Mapping[str, str], signals: Signals) -> Gate:
    """The gate that these variables describe. Nothing is fetched yet, and nothing random is drawn:
    SnapStart clones what is made here. Raises: SettingsError, Unavailable."""
    settings = Settings.read(environ)
    rulebook = packaged(settings.rulebook, settings.house)
    overdue = rulebook.overdue(datetime.now(UTC).date())
    if overdue:
        signals.say("law not checked for long", packs=overdue)
    connect = partial(ledger_client, settings.ledger_ms)
    ledger = DynamoLedger(connect, settings.table, settings.region, settings.retention_days)
    secrets = SecretsManager(secrets_client, lambda: datetime.now(UTC))
    tables = Tables(settings, lambda: ledger.client)
    if environ.get("AWS_LAMBDA_INITIALIZATION_TYPE") == "snap-start":
        # Before the snapshot this costs nobody, and no connection is opened by it.
        ledger.client, secrets.client  # noqa: B018
        tables.load()
        read("a lighthouse at dawn")
    outside = Outside(
        ledger=ledger,
        secrets=secrets,
        opener=HttpOpener(),
        read=read,
        signals=signals,
        limits=Limits(ledger=5 * settings.ledger_ms / 1000),
        consents=tables.consents,
        protected=tables.protected,
        strikes=tables.strikes,
    )
    gate = Gate(settings, rulebook, issuer_of(settings, secrets), outside)
    # All this lives as long as the environment: the garbage collector need not walk it per call.
    gc.freeze()
    return gate


def issuer_of(settings: Settings, secrets: Secrets) -> Issuer | None:
    """Whose claims count by these settings; None where nobody's do. Raises: SettingsError."""
    if settings.claims_jwks is not None and settings.claims_jwks_secret is not None:
        raise SettingsError("LEXLOCI_CLAIMS_JWKS_SECRET", "stands beside LEXLOCI_CLAIMS_JWKS")
    if settings.claims_jwks is not None:
        find = pinned(settings.claims_jwks)
    elif settings.claims_jwks_secret is not None:
        find = kept(secrets, settings.claims_jwks_secret)
    else:
        return None
    if settings.claims_issuer is None:
        raise SettingsError("LEXLOCI_CLAIMS_ISSUER", "is missing beside the keys of claims")
    methods = frozenset(filter(None, map(str.strip, settings.age_methods.split(","))))
    trust = Trust(methods, settings.test_places == "on")
    return Issuer(find, settings.claims_issuer, settings.claims_audience, trust)
