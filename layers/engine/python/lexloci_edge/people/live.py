"""The tables of this environment: made when the gate first needs one, and for the register."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from lexloci_edge.errors import SettingsError
from lexloci_edge.settings import Settings
from lexloci_edge.signals import Signals

if TYPE_CHECKING:
    from lexloci_edge.people.consents import Consents
    from lexloci_edge.people.protected import Names
    from lexloci_edge.people.register import Register
    from lexloci_edge.people.strikes import Strikes
    from lexloci_edge.seeing.digests import Digests


class Tables:
    """What the gate may ask: each made once, at the first use. connect: DynamoDB's client."""

    def __init__(self, settings: Settings, connect: Callable[[], Any]) -> None:
        self._settings = settings
        self._connect = connect
        self._made: dict[str, Any] = {}

    @property
    def consents(self) -> "Callable[[], Consents] | None":
        """The consent register, where there is one."""
        return self._once("consents", self._consents) if self._settings.consents else None

    @property
    def protected(self) -> "Callable[[], Names] | None":
        """The names of protected persons, kept a minute, where there are any."""
        return self._once("protected", self._protected) if self._settings.protected else None

    @property
    def strikes(self) -> "Callable[[], Strikes] | None":
        """The strike ladder's counts, where there is one."""
        return self._once("strikes", self._strikes) if self._settings.strikes else None

    @property
    def digests(self) -> "Callable[[], Digests] | None":
        """What is known of pictures by their digest, where anything is."""
        return self._once("digests", self._digests) if self._settings.digests else None

    def load(self) -> None:
        """Make them all now, and load what they are made of. Opens no connection."""
        for made in (self.consents, self.protected, self.strikes, self.digests):
            if made is not None:
                made()

    def _once(self, name: str, make: Callable[[], Any]) -> Callable[[], Any]:
        def made() -> Any:
            if name not in self._made:
                self._made[name] = make()
            return self._made[name]

        return made

    def _consents(self) -> "Consents":
        from lexloci_edge.people.consents_dynamo import DynamoConsents

        settings = self._settings
        return DynamoConsents(self._connect, settings.consents or "", settings.consent_years)

    def _protected(self) -> "Names":
        from lexloci_edge.people.protected import KeptNames
        from lexloci_edge.people.protected_dynamo import DynamoProtected

        settings = self._settings
        source = DynamoProtected(self._connect, settings.protected or "", settings.region)
        return KeptNames(source, lambda: datetime.now(UTC))

    def _strikes(self) -> "Strikes":
        from lexloci_edge.people.strikes_dynamo import DynamoStrikes

        settings = self._settings
        return DynamoStrikes(
            self._connect, settings.strikes or "", settings.region, settings.strike_days
        )

    def _digests(self) -> "Digests":
        from lexloci_edge.seeing.digests_dynamo import DynamoDigests

        settings = self._settings
        return DynamoDigests(self._connect, settings.digests or "", settings.digest_days)


def register_of(environ: Mapping[str, str], signals: Signals) -> "Register":
    """The register that these variables describe. Raises: SettingsError, Unavailable."""
    from lexloci_edge.dynamo import ledger_client
    from lexloci_edge.live import issuer_of
    from lexloci_edge.people.consents import kept_years
    from lexloci_edge.people.consents_dynamo import DynamoConsents
    from lexloci_edge.people.protected_dynamo import DynamoProtected
    from lexloci_edge.people.register import Register, Shelves
    from lexloci_edge.people.strikes_dynamo import DynamoStrikes
    from lexloci_edge.rulebooks import packaged
    from lexloci_edge.vault import SecretsManager, secrets_client

    settings = Settings.read(environ)
    if not (settings.consents and settings.protected and settings.strikes):
        raise SettingsError("LEXLOCI_CONSENTS", "or another table of the register is missing")

    def connect() -> Any:
        return ledger_client(settings.ledger_ms)

    secrets = SecretsManager(secrets_client, lambda: datetime.now(UTC))
    rulebook = packaged(settings.rulebook, settings.house)
    years = kept_years(rulebook, settings.consent_years)
    shelves = Shelves(
        consents=DynamoConsents(connect, settings.consents, years),
        protected=DynamoProtected(connect, settings.protected, settings.region),
        strikes=DynamoStrikes(connect, settings.strikes, settings.region, settings.strike_days),
        secrets=secrets,
        signals=signals,
        clock=lambda: datetime.now(UTC),
    )
    return Register(settings, rulebook, issuer_of(settings, secrets), shelves)
