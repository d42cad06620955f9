"""FHIR primitives in JSON: whether a value has the form of its type (https://hl7.org/fhir/R4/datatypes.html)."""

import re
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

_DAY = r"(?:[12]\d{3})(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01])"
_TIME = r"T(?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d+)?"
_ZONE = r"(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)"
_BASE64 = re.compile(r"[A-Za-z0-9+/]*={0,2}")
_FORMS: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        "date": re.compile(_DAY + ")?)?"),
        "dateTime": re.compile(_DAY + f"(?:{_TIME}{_ZONE})?)?)?"),
        "instant": re.compile(r"[12]\d{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])" + _TIME + _ZONE),
        "time": re.compile(_TIME.removeprefix("T")),
        "code": re.compile(r"\S+(?: \S+)*"),
        "id": re.compile(r"[A-Za-z0-9\-.]{1,64}"),
        **dict.fromkeys(("uri", "url", "canonical", "oid", "uuid"), re.compile(r"\S+")),
    }
)
_DATED = ("date", "dateTime", "instant")
_LOCAL_TIME = re.compile(rf"(?P<day>\d{{4}}-\d\d-\d\d)T\d\d:\d\d(?::\d\d(?:\.\d+)?)?{_ZONE}?")
_WHOLE = {"integer": -(2**31), "unsignedInt": 0, "positiveInt": 1}


def is_valid(value: Any, type_: str) -> bool:
    """Whether a JSON value is one of the primitive type."""
    if type_ == "boolean":
        return isinstance(value, bool)
    if isinstance(value, bool):
        return False
    if type_ in _WHOLE:
        return isinstance(value, int) and _WHOLE[type_] <= value < 2**31
    if type_ == "decimal":
        return isinstance(value, int | float)
    if not isinstance(value, str) or not value.strip():
        return False
    if type_ == "base64Binary":
        text = "".join(value.split())
        return len(text) % 4 == 0 and _BASE64.fullmatch(text) is not None
    if type_ in _FORMS and _FORMS[type_].fullmatch(value) is None:
        return False
    return type_ not in _DATED or _is_day(value[:10])


def _is_day(value: str) -> bool:
    """A year or a month, or a day that the calendar has."""
    try:
        return len(value) < len("2026-03-12") or bool(date.fromisoformat(value))
    except ValueError:
        return False


def day_of(value: Any, type_: str) -> str | None:
    """The day of a dateTime whose time cannot be kept, because it has no zone or no seconds; else None."""
    match = _LOCAL_TIME.fullmatch(value) if type_ == "dateTime" and isinstance(value, str) else None
    return match["day"] if match and is_valid(match["day"], "date") else None
