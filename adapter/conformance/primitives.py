"""One value against its primitive type (https://hl7.org/fhir/R4/datatypes.html#primitive)."""

import base64
import binascii
import re
from datetime import date
from typing import Any

from adapter.conformance.rules import form

_INTEGERS = ("integer", "positiveInt", "unsignedInt")
_DATES = ("date", "dateTime", "instant")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def wrong_value(value: Any, type_: str) -> str:
    """What is wrong with a value of primitive type `type_`, in words; "" when nothing is."""
    expected = _json_type(type_)
    if isinstance(value, bool) != (expected is bool) or not isinstance(value, expected):
        return f"{_shown(value)} is not a {type_}: JSON {_name(expected)} expected"
    if isinstance(value, str):
        return _wrong_text(value, type_)
    if type_ in _INTEGERS and not _fits(value, type_):
        return f"{value} is not a {type_}"
    return ""


def _wrong_text(value: str, type_: str) -> str:
    if not value.strip():
        return "an empty string; leave the element out"
    pattern = form(type_)
    if pattern is not None and not pattern.fullmatch(value):
        return f"{_shown(value)} is not a {type_}"
    if type_ in _DATES and (day := _DAY.match(value)) and not _exists(day.group()):
        return f"'{day.group()}' is no day of the calendar"
    if type_ == "base64Binary" and not _decodes(value):
        return "not base64"
    return ""


def _json_type(type_: str) -> Any:
    if type_ == "boolean":
        return bool
    if type_ in _INTEGERS:
        return int
    return (int, float) if type_ == "decimal" else str


def _name(expected: Any) -> str:
    return {bool: "boolean", int: "integer", str: "string"}.get(expected, "number")


def _fits(value: int, type_: str) -> bool:
    low = {"positiveInt": 1, "unsignedInt": 0}.get(type_, -(2**31))
    return low <= value < 2**31


def _exists(day: str) -> bool:
    try:
        date.fromisoformat(day)
    except ValueError:
        return False
    return True


def _decodes(value: str) -> bool:
    try:
        base64.b64decode("".join(value.split()), validate=True)
    except binascii.Error:
        return False
    return True


def _shown(value: Any) -> str:
    text = str(value)
    return f"'{text[:60]}…'" if len(text) > 60 else f"'{text}'"
