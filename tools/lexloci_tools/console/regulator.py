"""The regulator's report of a place and a month, as a page that prints."""

import calendar
import re
from datetime import date
from typing import Any

from lexloci_tools.asking import QuestionError
from lexloci_tools.console import questions
from lexloci_tools.console.address import Address, Trouble
from lexloci_tools.console.desk import Desk

_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])", re.ASCII)


def report(desk: Desk, address: Address) -> dict[str, Any]:
    """The document of the report page; `report` is the report itself, or nothing where there is no
    export to count from. Raises: Trouble."""
    place = questions.place_in(desk.rulebook, address.one("place", "GB"))
    month = address.one("month", f"{desk.today:%Y-%m}")
    first, last = _days(month)
    told: dict[str, Any] = {
        "place": place,
        "title": desk.rulebook.places.title(place),
        "month": month,
        "from": first.isoformat(),
        "to": last.isoformat(),
        "report": None,
        "why": "",
        "source": desk.source,
        "command": f"lexloci report EXPORT --place {place} --from {first} --to {last} --out r.html",
    }
    if desk.export is None:
        return {**told, "why": "No export of the sealed ledger is at hand here."}
    from lexloci_tools.report.document import Scope, document

    try:
        found = document(
            Scope(desk.export, place, first, last), {desk.rulebook.digest: desk.rulebook}
        )
    except QuestionError as error:
        return {**told, "why": f"The export {error.what}."}
    return {**told, "report": found}


def _days(month: str) -> tuple[date, date]:
    """The first and the last day of a month. Raises: Trouble."""
    found = _MONTH.fullmatch(month)
    if found is None or found[1] == "0000":
        raise Trouble(400, "month", f"`{month[:20]}` is no month", "write YYYY-MM")
    year, number = int(found[1]), int(found[2])
    return date(year, number, 1), date(year, number, calendar.monthrange(year, number)[1])
