"""The gate of this environment: settings, rulebook and everything outside, put together once."""

import gc
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

from lexloci.rulebook import Rulebook
from lexloci_edge.claims import Issuer, Trust
from lexloci_edge.dynamo import DynamoLedger, ledger_client
from lexloci_edge.errors import SettingsError
from lexloci_edge.gate import Gate
from lexloci_edge.keysets import kept, pinned
from lexloci_edge.outside import Limits, Outside
from lexloci_edge.people.live import Tables
from lexloci_edge.rulebooks import packaged
from lexloci_edge.seeing.live import detector_of, fetch_of, warmed, wording_of
from lexloci_edge.settings import Settings
from lexloci_edge.signals import Signals
from lexloci_edge.uploading.bucket import S3Bucket, s3_client
from lexloci_edge.upstream import HttpOpener
from lexloci_edge.vault import Secrets, SecretsManager, secrets_client
from lexloci_reader import read

if TYPE_CHECKING:
    from lexloci_edge.live_law import Answerer


def gate_of(environ: Mapping[str, str], signals: Signals) -> "Answerer":
    """The gate that these variables describe. Nothing is fetched yet, and nothing random is drawn:
    SnapStart clones what is made here. Raises: SettingsError, Unavailable."""
    settings = Settings.read(environ)
    rulebook = packaged(settings.rulebook, settings.house)
    overdue = rulebook.overdue(datetime.now(UTC).date())
    if overdue:
        signals.say("law not checked for long", packs=overdue)
    outside = outside_of(settings, environ, signals)
    issuer = issuer_of(settings, outside.secrets)

    def gate(by: Rulebook) -> Gate:
        return Gate(settings, by, issuer, outside)

    answerer = by_law(settings, environ, rulebook, signals, gate)
    # All this lives as long as the environment: the garbage collector need not walk it per call.
    gc.freeze()
    return answerer


WARMING: Final = (
    "a lighthouse at dawn, by Vaelith",
    "taylor ormenn, aaylor swift and vaelithor ormennson in swimwear",
    "ek ladki ki tasveer samundar ke kinare banao",
    "ประภาคารยามเช้า",
    "ngọn hải đăng lúc bình minh",
)
"""What the reader reads before a snapshot: by these all its tables are loaded, those for words no
list knows, of names and of other letters too."""


def by_law(
    settings: Settings,
    environ: Mapping[str, str],
    rulebook: Rulebook,
    signals: Signals,
    make: "Callable[[Rulebook], Answerer]",
) -> "Answerer":
    """What `make` makes of the packaged rulebook; where live rules are configured, of the law of
    each moment. Nothing is fetched yet."""
    if settings.live is None:
        return make(rulebook)
    from lexloci_edge.appconfig import AppConfig, appconfig_client
    from lexloci_edge.live_law import Following, LiveLaw

    source = AppConfig(appconfig_client, settings.live)
    if environ.get("AWS_LAMBDA_INITIALIZATION_TYPE") == "snap-start":
        source.client  # noqa: B018 - made before the snapshot; the session is begun after it
    law = LiveLaw(
        rulebook,
        source,
        timedelta(seconds=settings.live_seconds),
        timedelta(seconds=settings.live_max_age),
        lambda: datetime.now(UTC),
        signals,
    )
    return Following(law, make)


def outside_of(settings: Settings, environ: Mapping[str, str], signals: Signals) -> Outside:
    """Everything outside that these settings name; nothing of it is fetched yet."""
    connect = partial(ledger_client, settings.ledger_ms)
    ledger = DynamoLedger(connect, settings.table, settings.region, settings.retention_days)
    secrets = SecretsManager(secrets_client, lambda: datetime.now(UTC))
    tables = Tables(settings, lambda: ledger.client)
    detector = detector_of(settings)
    if environ.get("AWS_LAMBDA_INITIALIZATION_TYPE") == "snap-start":
        # Before the snapshot this costs nobody, and no connection is opened by it.
        ledger.client, secrets.client  # noqa: B018
        tables.load()
        warmed(detector)
        for text in WARMING:
            read(text)
    return Outside(
        ledger=ledger,
        secrets=secrets,
        opener=HttpOpener(),
        read=read,
        signals=signals,
        limits=Limits(
            ledger=5 * settings.ledger_ms / 1000,
            detector=settings.detector_ms / 1000,
            upstream=settings.upstream_seconds,
        ),
        consents=tables.consents,
        protected=tables.protected,
        strikes=tables.strikes,
        digests=tables.digests,
        detector=detector,
        wording=wording_of(detector),
        fetch=fetch_of(settings),
        uploads=None if settings.uploads is None else S3Bucket(s3_client, settings.uploads),
    )


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
    return Issuer(find, settings.claims_issuer, settings.claims_audience, trust_of(settings))


def trust_of(settings: Settings) -> Trust:
    """What is believed of claims, whoever's signature stands for them."""
    methods = frozenset(filter(None, map(str.strip, settings.age_methods.split(","))))
    return Trust(methods, settings.test_places == "on")
