"""The environment of the functions that seal and prove, read once into one model."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from lexloci_edge.settings import Word, settings_of

Prefix = Annotated[str, StringConstraints(pattern=r"^[a-z0-9.-]+(/[a-z0-9._-]+)*$", max_length=100)]


class SealSettings(BaseModel):
    """What this installation is told about its seals. Names as in the environment, without
    `LEXLOCI_`."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    seals_table: Word = Field(alias="LEXLOCI_SEALS_TABLE")
    seals_bucket: Word = Field(alias="LEXLOCI_SEALS_BUCKET")
    """The bucket of batches and checkpoints; `file:` and a path is a folder, at the desk."""
    seals_key: Word | None = Field(None, alias="LEXLOCI_SEALS_KEY")
    """The KMS key that signs; only who seals is told."""
    seals_origin: Prefix = Field("lexloci.example", alias="LEXLOCI_SEALS_ORIGIN")
    """What the logs' names begin with. To change it ends every log that was begun."""
    seals_shards: Annotated[Literal[1, 2, 4, 8, 16], BeforeValidator(int)] = Field(
        1, alias="LEXLOCI_SEALS_SHARDS"
    )
    origin_secret: Word | None = Field(None, alias="LEXLOCI_ORIGIN_SECRET")
    retention_days: int = Field(1098, ge=1, alias="LEXLOCI_RETENTION_DAYS")
    region: Word = Field(alias="AWS_REGION")

    @staticmethod
    def read(environ: Mapping[str, str]) -> "SealSettings":
        """The settings that these variables hold; an empty variable counts as not set.

        Raises: SettingsError naming the variable, never its value.
        """
        return settings_of(SealSettings, environ)
