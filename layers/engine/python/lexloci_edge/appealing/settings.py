"""What the functions for appeals and reports are told besides `lexloci_edge.settings`."""

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from lexloci_edge.errors import SettingsError
from lexloci_edge.settings import Word


class FilingSettings(BaseModel):
    """The table, and hours that we give ourselves where no law sets a clock."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    appeals: Word = Field(alias="LEXLOCI_APPEALS")
    appeal_hours: float = Field(168, gt=0, alias="LEXLOCI_APPEAL_HOURS")
    report_hours: float = Field(48, gt=0, alias="LEXLOCI_REPORT_HOURS")

    @staticmethod
    def read(environ: Mapping[str, str]) -> "FilingSettings":
        """The settings that these variables hold. Raises: SettingsError naming the variable."""
        try:
            return FilingSettings.model_validate(
                {name: value for name, value in environ.items() if value.strip()}
            )
        except ValidationError as error:
            first = error.errors(include_input=False, include_url=False)[0]
            where = ".".join(str(part) for part in first["loc"])
            raise SettingsError(where, first["msg"], "set it on the function") from None
