"""Dates of CSV fields → FHIR: ISO 8601 (`2026-03-02`, `20260302`), dd/mm/yyyy (also with - or .), as SAS writes
(`02MAR2026:00:00:00`)."""

import re
from datetime import date
from typing import Any

from adapter.functions.csv.report import report, report_row
from adapter.sources.csv_table import Cell

_TIME = r"(?:[T :](?P<time>\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(?P<zone>Z|[+-]\d\d:\d\d)?)?"
_FORMS = tuple(
    re.compile(pattern + _TIME)
    for pattern in (
        r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)",
        r"(?P<day>\d\d)(?P<mark>[/.-])(?P<month>\d\d)(?P=mark)(?P<year>\d{4})",
        r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)",
        r"(?P<day>\d\d)(?P<month>[A-Za-z]{3})(?P<year>\d{4})",
    )
)
_PARTIAL = re.compile(r"(?:19|20)\d\d(?:-(?:0[1-9]|1[0-2]))?")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def date_only(context: Any, focus: list, *_: list) -> list:
    """Fields → date: a day, or `YYYY-MM` or `YYYY` as written. What is no date: Issue, nothing."""
    return [found[:10] for cell in focus if (found := _read(context, cell))]


def date_time(context: Any, focus: list, *_: list) -> list:
    """Fields → dateTime. A time without zone says less than FHIR asks for (R4 datatypes, dateTime): the day is kept."""
    return [found for cell in focus if (found := _read(context, cell))]


def handed_over(context: Any, focus: list, *args: list) -> list:
    """Row, and its column of the delivery's day → dateTime. Without a day no date can be compared: Issue."""
    column, found = str(args[0][0]), []
    for row in focus:
        if column not in row.cells:
            message = f"no '{column}': when it was delivered is not known"
            report_row(context, row, "error", "required", message, "MedicationDispense.whenHandedOver")
        elif moment_ := _read(context, row.cells[column]):
            found.append(moment_)
    return found


def period(context: Any, focus: list, *_: list) -> list:
    """Row → Period of its `start` and `end`. An end before the start (per-1): Issue, and neither is taken."""
    found = []
    for row in focus:
        bounds = {
            name: moment
            for name in ("start", "end")
            if name in row.cells and (moment := _read(context, row.cells[name]))
        }
        if len(bounds) == 2 and bounds["end"] < bounds["start"][: len(bounds["end"])]:
            message = f"the end {bounds['end']} is before the start {bounds['start']}: neither is taken"
            report_row(context, row, "error", "value", message, "effectivePeriod")
        elif bounds:
            found.append(bounds)
    return found


def moment(text: str) -> str | None:
    """A date as written → FHIR date or dateTime; None when it is no day of the calendar between 1900 and 2099."""
    if _PARTIAL.fullmatch(text):
        return text
    match = next((found for form in _FORMS if (found := form.fullmatch(text))), None)
    if match is None:
        return None
    month = match["month"].lower()
    try:
        day = date(int(match["year"]), _MONTHS.index(month) + 1 if month.isalpha() else int(month), int(match["day"]))
    except ValueError:
        return None
    if not 1900 <= day.year < 2100:
        return None
    has_instant = match["zone"] and match["time"].count(":") == 2
    return f"{day.isoformat()}T{match['time']}{match['zone']}" if has_instant else day.isoformat()


def _read(context: Any, cell: Cell) -> str | None:
    found = moment(cell.text)
    if found is None:
        report(context, cell, "error", "value", "no date; write YYYY-MM-DD or dd/mm/yyyy; the value is left out")
    return found
