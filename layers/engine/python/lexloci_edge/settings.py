"""The environment of the functions, read once into one model."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

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
    detector: Word | None = Field(None, alias="LEXLOCI_DETECTOR")
    appeal: Word | None = Field(None, alias="LEXLOCI_APPEAL")
    blocked_by: Word | None = Field(None, alias="LEXLOCI_BLOCKED_BY")
    ledger_ms: int = Field(300, ge=50, le=5000, alias="LEXLOCI_LEDGER_MS")
    """How long one try to connect to the ledger, or to hear from it, may take."""
    retention_days: int = Field(1098, ge=1, alias="LEXLOCI_RETENTION_DAYS")
    """How long the table keeps a decision; sealed exports outlive it."""
    region: Word = Field(alias="AWS_REGION")
    version: str = Field("$LATEST", alias="AWS_LAMBDA_FUNCTION_VERSION")

    @staticmethod
    def read(environ: Mapping[str, str]) -> "Settings":
        """The settings that these variables hold; an empty variable counts as not set.

        Raises: SettingsError naming the variable, never its value.
        """
        given = {name: value for name, value in environ.items() if value.strip()}
        try:
            return Settings.model_validate(given)
        except ValidationError as error:
            first = error.errors(include_input=False, include_url=False)[0]
            where = ".".join(str(part) for part in first["loc"])
            raise SettingsError(where, first["msg"], "set it on the function") from None
