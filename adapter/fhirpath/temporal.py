"""Dates, dateTimes and times with their precision: comparison and arithmetic of FHIRPath 2.0 §5.6 and §6.2, §6.6.7.

They stay the text they were written as; a literal or a conversion result is a `Temporal` so that it is not taken for a
string.
"""

import re
from calendar import monthrange
from datetime import datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

_DATE = r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?"
_TIME = r"(?P<hour>[01]\d|2[0-3])(?::(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d(?:\.\d+)?))?)?"
_DATE_TIME = re.compile(rf"{_DATE}(?P<mark>T(?:{_TIME})?(?P<zone>Z|[+\-]\d\d:\d\d)?)?")
_TIME_ONLY = re.compile(rf"T?{_TIME}")
_FIELDS = ("year", "month", "day", "hour", "minute", "second")
_UNIT_FIELD = {"year": 0, "month": 1, "week": 2, "day": 2, "hour": 3, "minute": 4, "second": 5, "millisecond": 5}
_SECONDS = {"week": 604800, "day": 86400, "hour": 3600, "minute": 60, "second": 1}
_START = (1, 1, 1, 0, 0, Decimal(0))
_SOME_DAY = (2000, 1, 1)


class Temporal(str):
    """A date (`2015-02`), dateTime (`2015-02-04T14:34:28+01:00`, `2015T`) or time (`T14:34`) value."""

    __slots__ = ()

    @property
    def type(self) -> str:
        if self.startswith("T"):
            return "Time"
        return "DateTime" if "T" in self else "Date"

    def plain(self) -> str:
        """As FHIR JSON writes it: no `T` before a time or behind a partial date."""
        return self.strip("T") if self.startswith("T") or self.endswith("T") else str(self)


class Parts(NamedTuple):
    """fields: year, month, day, hour, minute, second, as many as are stated (a time starts at hour); zone: minutes,
    None when unsaid.
    """

    first: int
    fields: tuple[int | Decimal, ...]
    zone: int | None


def temporal(text: str) -> Temporal | None:
    """`text` as a Temporal when it is a well-formed date, dateTime, or time that starts with T, on an existing day."""
    return Temporal(text) if parts(text) is not None else None


def looks_temporal(text: str) -> bool:
    """Whether a string of the data is a date or dateTime with at least a day, so that comparing it as one is safe."""
    return len(text) >= 10 and text[4] == "-" and text[:4].isdigit() and parts(text) is not None


@lru_cache(4096)
def parts(text: str) -> Parts | None:
    """The stated fields of a date, dateTime or time; None when it is none or its day does not exist."""
    match = _DATE_TIME.fullmatch(text)
    if match is None:
        match = _TIME_ONLY.fullmatch(text)
        if match is None or (":" not in text and not text.startswith("T")):
            return None
        return Parts(3, _numbers(match, _FIELDS[3:]), None)
    fields = _numbers(match, _FIELDS)
    if (len(fields) > 1 and not 1 <= fields[1] <= 12) or (len(fields) < 3 and match["hour"]):
        return None
    if len(fields) > 2 and not 1 <= fields[2] <= monthrange(int(fields[0]) or 1, int(fields[1]))[1]:
        return None
    return Parts(0, fields, _zone(match["zone"]))


def _numbers(match: re.Match[str], names: tuple[str, ...]) -> tuple[int | Decimal, ...]:
    found: list[int | Decimal] = []
    for name in names:
        text = match[name]
        if text is None:
            break
        found.append(Decimal(text) if name == "second" else int(text))
    return tuple(found)


def _zone(text: str | None) -> int | None:
    if text is None:
        return None
    if text == "Z":
        return 0
    minutes = int(text[1:3]) * 60 + int(text[4:6])
    return -minutes if text[0] == "-" else minutes


def compare(left: str, right: str) -> int | None:
    """-1, 0 or 1; None where the shared precision does not decide, or only one side states its zone."""
    one, two = parts(left), parts(right)
    if one is None or two is None or one.first != two.first:
        return None
    fields, others = one.fields, two.fields
    if one.zone is not None and two.zone is not None and min(len(fields), len(others)) > 3:
        fields, others = _utc(one), _utc(two)
    elif (one.zone is None) != (two.zone is None) and min(len(fields), len(others)) > 3:
        return None
    for mine, theirs in zip(fields, others, strict=False):
        if mine != theirs:
            return -1 if mine < theirs else 1
    return 0 if len(fields) == len(others) else None


def _utc(value: Parts) -> tuple[int | Decimal, ...]:
    year, month, day, hour, *rest = value.fields
    minute = int(rest[0]) if rest else 0
    moment = datetime(int(year), int(month), int(day), int(hour), minute) - timedelta(minutes=value.zone or 0)
    fields = (moment.year, moment.month, moment.day, moment.hour, moment.minute)
    return (*fields[: len(value.fields)], *rest[1:])


def add(text: str, amount: Decimal, unit: str) -> Temporal | None:
    """The moment `amount` calendar units later (earlier when negative), at the precision of `text`; None when out of
    range.

    An amount finer than the precision counts in whole units of it (§6.6.7): `@2016 + 365 days` is `@2017`.
    """
    value = parts(text)
    if value is None or unit not in _UNIT_FIELD:
        return None
    precision = value.first + len(value.fields) - 1
    if _UNIT_FIELD[unit] > precision:
        amount, unit = _coarser(amount, unit, precision)
    fields = _shifted(value, amount, unit)
    return None if fields is None else _text(text, value, fields)


def _coarser(amount: Decimal, unit: str, precision: int) -> tuple[Decimal, str]:
    if precision >= 2:
        target = _FIELDS[precision]
        seconds = amount * _SECONDS[unit] if unit in _SECONDS else amount / 1000
        return Decimal(int(seconds / _SECONDS[target])), target
    if unit == "month":
        return Decimal(int(amount / 12)), "year"
    days = amount * _SECONDS.get(unit, 0) / 86400
    return (Decimal(int(days / 30)), "month") if precision == 1 else (Decimal(int(days / 365)), "year")


def _shifted(value: Parts, amount: Decimal, unit: str) -> tuple[int | Decimal, ...] | None:
    """All fields moved by a whole number of units; a time moves round the clock."""
    given = (*_SOME_DAY[: value.first], *value.fields)
    year, month, day, hour, minute, second = (*given, *_START[len(given) :])
    whole = int(amount)
    if unit in ("year", "month"):
        months = int(year) * 12 + int(month) - 1 + (whole * 12 if unit == "year" else whole)
        year, month = months // 12, months % 12 + 1
        if not 1 <= year <= 9999:
            return None
        day = min(int(day), monthrange(year, month)[1])
    else:
        step = timedelta(seconds=whole * _SECONDS[unit]) if unit in _SECONDS else timedelta(milliseconds=whole)
        microsecond = int(Decimal(second) % 1 * 1_000_000)
        try:
            moment = datetime(int(year), int(month), int(day), int(hour), int(minute), int(second), microsecond) + step
        except OverflowError:
            return None
        year, month, day, hour, minute = moment.year, moment.month, moment.day, moment.hour, moment.minute
        second = moment.second + Decimal(moment.microsecond) / 1_000_000
    return (year, month, day, hour, minute, second)[value.first : len(given)]


def _text(written: str, value: Parts, fields: tuple[int | Decimal, ...]) -> Temporal:
    marks = ("", "-", "-", "T", ":", ":")
    written_out = []
    for position, number in enumerate(fields, start=value.first):
        mark = (
            marks[position] if position > value.first else ("T" if value.first == 3 and written.startswith("T") else "")
        )
        written_out.append(mark + _digits(position, number, written))
    zone = re.search(r"(?:Z|[+\-]\d\d:\d\d)$", written) if "T" in written else None
    tail = zone.group() if zone else ("T" if written.endswith("T") else "")
    return Temporal("".join(written_out) + tail)


def _digits(position: int, number: int | Decimal, written: str) -> str:
    if position == 0:
        return f"{number:04d}"
    if position < 5:
        return f"{int(number):02d}"
    fraction = re.search(r":\d\d\.(\d+)", written)
    places = len(fraction.group(1)) if fraction else (0 if number == int(number) else 3)
    return f"{number:0{3 + places}.{places}f}" if places else f"{int(number):02d}"
