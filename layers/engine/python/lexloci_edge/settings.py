"""The environment of the functions, read once into one model."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from lexloci_edge.errors import SettingsError

Word = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


class Settings(BaseModel):
    """What this installation is told. Names are those of the environment, without `LEXLOCI_`."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    rulebook: Path = Field(Path("/opt/rulebook.json"), alias="LEXLOCI_RULEBOOK")
    table: Word = Field(alias="LEXLOCI_TABLE")
    house: str = Field("", alias="LEXLOCI_HOUSE")
    origin_secret: Word = Field(alias="LEXLOCI_ORIGIN_SECRET")
    hash_key: Word = Field(alias="LEXLOCI_HASH_KEY")
    upstream: Annotated[str, StringConstraints(pattern=r"^https?://[^\s?#]+$")] = Field(
        alias="LEXLOCI_UPSTREAM"
    )
    """Base URL of the image server, without `/v1`."""
    upstream_key: Word | None = Field(None, alias="LEXLOCI_UPSTREAM_KEY")
    claims_jwks: Word | None = Field(None, alias="LEXLOCI_CLAIMS_JWKS")
    claims_issuer: Word | None = Field(None, alias="LEXLOCI_CLAIMS_ISSUER")
    claims_audience: Word = Field("lexloci", alias="LEXLOCI_CLAIMS_AUDIENCE")
    claims_jwks_secret: Word | None = Field(None, alias="LEXLOCI_CLAIMS_JWKS_SECRET")
    """A secret that holds the key set, instead of a pinned one; its previous value counts too."""
    age_methods: str = Field("", alias="LEXLOCI_AGE_METHODS")
    """Methods of age assurance that count, with commas; none: whatever the platform states."""
    front: Literal["cloudfront", "cloudflare", "google", "fastly", "vercel"] = Field(
        "cloudfront", alias="LEXLOCI_FRONT"
    )
    """Whose headers say where a caller stands. Never guessed from a call."""
    callers: Literal["viewers", "backends"] = Field("viewers", alias="LEXLOCI_CALLERS")
    """Who calls: people, or only the platform's servers, whose own place says nothing."""
    test_places: Literal["off", "on"] = Field("off", alias="LEXLOCI_TEST_PLACES")
    """Whether a signed claim may set a place for a test. Never in production."""
    detector: Word | None = Field(None, alias="LEXLOCI_DETECTOR")
    appeal: Word | None = Field(None, alias="LEXLOCI_APPEAL")
    blocked_by: Word | None = Field(None, alias="LEXLOCI_BLOCKED_BY")
    ledger_ms: int = Field(300, ge=50, le=5000, alias="LEXLOCI_LEDGER_MS")
    """How long one try to connect to the ledger, or to hear from it, may take."""
    retention_days: int = Field(1098, ge=1, alias="LEXLOCI_RETENTION_DAYS")
    """How long the table keeps a decision; sealed exports outlive it."""
    consents: Word | None = Field(None, alias="LEXLOCI_CONSENTS")
    """Table of the consent register; without it nobody's consent is ever verified."""
    consent_years: int = Field(7, ge=7, alias="LEXLOCI_CONSENT_YEARS")
    protected: Word | None = Field(None, alias="LEXLOCI_PROTECTED")
    """Table of protected persons."""
    strikes: Word | None = Field(None, alias="LEXLOCI_STRIKES")
    """Table of the strike ladder; its steps are numbers of refusals within so many days."""
    strike_warn: int = Field(5, ge=1, alias="LEXLOCI_STRIKE_WARN")
    strike_slow: int = Field(20, ge=1, alias="LEXLOCI_STRIKE_SLOW")
    strike_suspend: int = Field(50, ge=1, alias="LEXLOCI_STRIKE_SUSPEND")
    strike_days: int = Field(30, ge=1, le=365, alias="LEXLOCI_STRIKE_DAYS")
    region: Word = Field(alias="AWS_REGION")
    version: str = Field("$LATEST", alias="AWS_LAMBDA_FUNCTION_VERSION")

    @staticmethod
    def read(environ: Mapping[str, str]) -> "Settings":
        """The settings that these variables hold; an empty variable counts as not set.

        Raises: SettingsError naming the variable, never its value.
        """
        given = {name: value for name, value in environ.items() if value.strip()}
        try:
            found = Settings.model_validate(given)
        except ValidationError as error:
            first = error.errors(include_input=False, include_url=False)[0]
            where = ".".join(str(part) for part in first["loc"])
            raise SettingsError(where, first["msg"], "set it on the function") from None
        if not found.strike_warn <= found.strike_slow <= found.strike_suspend:
            raise SettingsError("LEXLOCI_STRIKE_SUSPEND", "the steps of the ladder do not rise")
        return found
