"""The environment of the replay function, read once into one model."""

from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from lexloci_edge.settings import Word, settings_of


class ReplaySettings(BaseModel):
    """What this installation is told about replays. Names as in the environment, without
    `LEXLOCI_`."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    rulebook: Path = Field(Path("/opt/rulebook.json"), alias="LEXLOCI_RULEBOOK")
    replays: Word = Field(alias="LEXLOCI_REPLAYS")
    """The bucket of exports, of rulebooks to judge by, and of what came of each replay."""

    @staticmethod
    def read(environ: Mapping[str, str]) -> "ReplaySettings":
        """The settings that these variables hold; an empty variable counts as not set.

        Raises: SettingsError naming the variable, never its value.
        """
        return settings_of(ReplaySettings, environ)
