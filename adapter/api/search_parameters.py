"""The search parameters, and how their values are read (https://hl7.org/fhir/R4/search.html).

PARAMETERS is written out by type: name as called → what the store finds it by.
"""

import re
from datetime import UTC, datetime, timedelta

from adapter.api.outcome import RequestError
from adapter.store import Token, instant
from adapter.store.query import Comparison

PARAMETERS: dict[str, dict[str, str]] = {
    "Bundle": {"_id": "_id", "identifier": "identifier", "composition": "composition"},
    "CarePlan": {
        "_id": "_id",
        "identifier": "identifier",
        "patient": "patient",
        "subject": "patient",
        "patient.identifier": "patient.identifier",
        "subject.identifier": "patient.identifier",
        "subject:Patient.identifier": "patient.identifier",
        "patient:identifier": "patient.identifier",
        "subject:identifier": "patient.identifier",
    },
}

TARGETS = {"patient": "Patient", "composition": "Composition"}
"""The type that a reference given as an id alone points to."""

COMPARISONS: dict[str, tuple[Comparison, str]] = {
    "ge": (">=", "start"),
    "gt": (">=", "end"),
    "le": ("<", "end"),
    "lt": ("<", "start"),
}

_TIME = r"(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?(Z|[+-]\d\d:\d\d)?"
_DATE = re.compile(rf"(\d{{4}})(?:-(\d\d)(?:-(\d\d)(?:T{_TIME})?)?)?")


def tokens(parameter: str, text: str, name: str) -> list[Token]:
    """The alternatives of one value: `system|value`, `value`, `|value`, several with commas; or references."""
    found = []
    for part in re.split(r"(?<!\\),", text):
        whole = _reference(part, parameter) if parameter in TARGETS else part
        system, bar, value = whole.rpartition("|")
        if not value.strip():
            raise _bad(name, "needs a value" if not bar else "needs a value after the |")
        found.append(Token(parameter, _plain(value), _plain(system) if bar else None))
    return found


def time_range(text: str, name: str) -> list[tuple[Comparison, str]]:
    """A prefix and a date or time → comparisons with lastUpdated. A day is a whole day, in UTC when no zone is given.

    `gt` is after the end of the period, `le` before it: https://hl7.org/fhir/R4/search.html#prefix
    """
    prefix, rest = (text[:2], text[2:]) if text[:2].isalpha() else ("eq", text)
    start, end = _period(rest, name)
    edges = {"start": start, "end": end}
    if prefix == "eq":
        return [(">=", start), ("<", end)]
    if prefix not in COMPARISONS:
        raise _bad(name, f"has the prefix '{prefix}'; eq, ge, gt, le and lt are supported")
    comparison, edge = COMPARISONS[prefix]
    return [(comparison, edges[edge])]


def _period(text: str, name: str) -> tuple[str, str]:
    """The first instant of a date or time as written, and the first after it."""
    match = _DATE.fullmatch(text.replace(" ", "+"))  # a + that was not escaped in the address
    if match is None:
        raise _bad(name, f"'{text[:40]}' is not a date; write YYYY-MM-DD or YYYY-MM-DDThh:mm:ss with a zone")
    year, month, day, hour, minute, second, fraction, zone = match.groups()
    stated = "-".join(part for part in (year, month or "01", day or "01"))
    clock = f"{hour or '00'}:{minute or '00'}:{second or '00'}.{(fraction or '').ljust(6, '0')}"
    try:
        start = datetime.fromisoformat(f"{stated}T{clock}{zone or 'Z'}")
        return instant(start), instant(_next(start, match))
    except (ValueError, OverflowError):
        raise _bad(name, f"'{text[:40]}' is no time of the calendar") from None


def _next(start: datetime, match: re.Match[str]) -> datetime:
    _, month, day, hour, _, second, fraction, _ = match.groups()
    if fraction:
        return start + timedelta(milliseconds=1)
    if second:
        return start + timedelta(seconds=1)
    if hour:
        return start + timedelta(minutes=1)
    if day:
        return start + timedelta(days=1)
    if month:
        return (start + timedelta(days=31)).replace(day=1, tzinfo=UTC)
    return start.replace(year=start.year + 1)


def _reference(text: str, parameter: str) -> str:
    """`id`, `Type/id` or the whole address of a resource here → `Type/id`."""
    parts = text.rstrip("/").split("/")
    type_ = parts[-2] if len(parts) > 1 else TARGETS[parameter]
    return f"{type_}/{parts[-1]}" if parts[-1] else ""


def _plain(text: str) -> str:
    """Without the escapes of https://hl7.org/fhir/R4/search.html#escaping."""
    return re.sub(r"\\([\\,|$])", r"\1", text)


def _bad(name: str, message: str) -> RequestError:
    return RequestError(400, "value", f"the search parameter {name} {message}", location=f"http.{name}")
