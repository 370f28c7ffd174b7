"""What the functions for appeals and reports are told besides `lexloci_edge.settings`."""

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict, Field

from lexloci_edge.settings import Word, settings_of


class FilingSettings(BaseModel):
    """The table, and hours that we give ourselves where no law sets a clock."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    appeals: Word = Field(alias="LEXLOCI_APPEALS")
    appeal_hours: float = Field(168, gt=0, alias="LEXLOCI_APPEAL_HOURS")
    report_hours: float = Field(48, gt=0, alias="LEXLOCI_REPORT_HOURS")

    @staticmethod
    def read(environ: Mapping[str, str]) -> "FilingSettings":
        """The settings that these variables hold. Raises: SettingsError naming the variable."""
        return settings_of(FilingSettings, environ)
