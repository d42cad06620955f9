"""Time: TS → dateTime, IVL_TS → Period.

Source: HL7 V3 data types R1 (TS, IVL).
"""

import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any

from adapter.fhir.canonical import UCUM
from adapter.fhirpath.host_functions import of_each
from adapter.functions.cda.children import child, children
from adapter.functions.cda.dosing import combination_of
from adapter.functions.cda.report import report
from adapter.medication.product import number, stated_number
from adapter.sources.xml_elements import by_name
from adapter.terminology.dose_units import period_unit

_DAY, _HL7_DAY = 10, 8  # characters of a whole day, in FHIR and in HL7 V3
_ISO = re.compile(r"(\d{4})-(\d\d)(?:-(\d\d)(?:T(\d\d:\d\d(?::\d\d)?)(?:\.\d+)?([+-]\d\d:?\d\d|Z)?)?)?\Z", re.ASCII)
_TEXTS = 4096  # that are remembered: the same days stand in most entries of a document
_PERIOD_WORDS = {"minute": "min", "hour": "h", "day": "d", "week": "wk", "month": "mo", "year": "a"}
_LONGEST_COURSE = 5  # digits of its length
_WHOLE_DAYS = {"h": 1, "d": 24, "wk": 168}  # in hours
_MONTHS = {"mo": 1, "a": 12}


def date_time(context: Any, focus: list, *_: list) -> list:
    """TS element or its value (`20190526094914+0100`) → FHIR dateTime (`2019-05-26T09:49:14+01:00`).

    A time without a zone gives the date alone: FHIR requires a zone and none is invented. Not a date: Issue, nothing.
    """
    found: list = []
    for node in focus:
        text = node if isinstance(node, str) else node.get("value")
        if not text:
            continue
        converted = convert(text)
        if converted is None:
            place = node if not isinstance(node, str) else context.document.root
            report(context, place, "warning", "value", f"'{text}' is not a date of HL7 V3 (YYYYMMDDhhmmss±hhmm)")
        else:
            if len(converted) == _DAY and len(text) > _HL7_DAY:
                _tell_hour(context, node, text)
            found.append(converted)
    return found


def _tell_hour(context: Any, node: Any, text: str) -> None:
    """The first hour of a document that cannot stand in FHIR is told, for all; midnight is how a day is written."""
    digits = text.strip().split(".")[0]
    if isinstance(node, str) or not digits.isdigit() or not digits[8:].strip("0"):
        return
    if context.document.memo.setdefault("cda hours without a zone", node) is node:
        said = f"'{text}' has an hour without a zone, which FHIR has no place for: of such times the day is kept"
        report(context, node, "information", "incomplete", said)


def date_only(context: Any, focus: list, *_: list) -> list:
    """Like dateTime(), cut to the day."""
    return [text[:10] for text in date_time(context, focus)]


@of_each
def single_time(context: Any, act: Any, *_: list) -> str | None:
    """Act at one time → that dateTime; nothing, and an Issue, when the act states an interval beside it. An act at
    several times has none: they are the events of its Timing."""
    times = [time for time in children(act, "effectiveTime") if time.get("value")]
    if times and any(bounds(act)):
        report(context, times[0], "warning", "conflict", "a time beside an interval; the interval is kept")
    elif len(times) == 1:
        return next(iter(date_time(context, times)), None)
    return None


@of_each
def effective_period(context: Any, act: Any, *_: list) -> dict[str, Any] | None:
    """Act → Period of its own interval (IVL_TS), else of the combination it is a component of; of several, the first,
    with an Issue."""
    intervals = _intervals(act)
    if not intervals and (combined := combination_of(act)) is not None:
        intervals = _intervals(combined)
    if len(intervals) > 1 and len({tuple(_values(i)) for i in intervals}) > 1:
        report(context, intervals[1], "warning", "conflict", "several intervals in one entry; the first is kept")
    return (interval(context, intervals[0], own=True) or None) if intervals else None


def interval(context: Any, node: Any, own: bool = False) -> dict[str, Any] | None:
    """Period of an act's first interval (own: of this IVL_TS itself): low, high, or low and width. One that ends before
    it starts: Issue, nothing."""
    if own:
        found = node
    elif intervals := _intervals(node):
        found = intervals[0]
    else:
        return None
    periods = context.document.memo.setdefault("cda periods", {})
    if found not in periods:
        periods[found] = _period(context, found)
    period = periods[found]
    return dict(period) if period else None


def _period(context: Any, found: Any) -> dict[str, Any] | None:
    body: dict[str, Any] = {}
    if start := _end(context, found, "low"):
        body["start"] = start
    if end := _end(context, found, "high"):
        body["end"] = end
    width = child(found, "width")
    if "start" in body and "end" not in body and width is not None and width.get("value"):
        if day := _last_day(body["start"], width) or _last_hour(body["start"], width):
            body["end"] = day
        else:
            length = f"{width.get('value')} {width.get('unit') or ''}".strip()
            said = f"'{length}' from {body['start']}: no day is known on which it ends"
            report(context, width, "information", "incomplete", said)
    if len(body) == 2 and body["end"][:10] < body["start"][: len(body["end"][:10])]:
        said = f"an interval that ends ({body['end']}) before it starts ({body['start']}); it is left out"
        report(context, found, "warning", "value", said)
        return None
    return body or None


def bounds(act: Any) -> tuple[str | None, str | None]:
    """low and high of the act's own interval (IVL_TS), as FHIR dates."""
    for time in children(act, "effectiveTime"):
        kids = by_name(time)
        if "low" in kids or "high" in kids:
            start = convert(kids["low"][0].get("value") or "") if "low" in kids else None
            end = convert(kids["high"][0].get("value") or "") if "high" in kids else None
            if start and not end and "width" in kids:
                width = kids["width"][0]
                end = _last_day(start, width) or _last_hour(start, width)
            return start, end
    return None, None


def duration(width: Any) -> dict[str, Any] | None:
    """width of an IVL_TS → Duration."""
    amount = amount_of(width)
    if amount is None or amount[0] <= 0:
        return None
    return {"value": number(amount[0]), "unit": amount[1], "system": UCUM, "code": amount[1]}


def amount_of(node: Any) -> tuple[Decimal, str] | None:
    """PQ of time → its value and Timing unit; None when it is neither."""
    return stated_amount(node.get("value") or "", node.get("unit") or "")


@lru_cache(_TEXTS)
def stated_amount(written: str, written_unit: str) -> tuple[Decimal, str] | None:
    """Value and unit of a PQ of time as they are written → like amount_of()."""
    word = written_unit.strip().casefold().replace("(s)", "").removesuffix("s")
    unit, value = period_unit(written_unit) or _PERIOD_WORDS.get(word), stated_number(written)
    return (value, unit) if unit and value is not None else None


def type_of(context: Any, node: Any) -> str | None:
    """The type of a time: `PIVL_TS`, `EIVL_TS`, `SXPR_TS`, `IVL_TS`, `TS`; the probability of PPD types is not read."""
    declared: str | None = context.document.model.type_name(node)
    return declared.replace("_PPD_", "_") if declared else None


def _intervals(act: Any) -> list[Any]:
    """effectiveTime elements that bound the act: with low or high, not the period of a PIVL_TS."""
    found = []
    for time in children(act, "effectiveTime"):
        kids = by_name(time)
        if "low" in kids or "high" in kids:
            found.append(time)
    return found


def _values(node: Any) -> list[str | None]:
    found = (child(node, name) for name in ("low", "high"))
    return [bound.get("value") if bound is not None else None for bound in found]


def _end(context: Any, node: Any, name: str) -> str | None:
    bound = child(node, name)
    if bound is None or bound.get("nullFlavor") or not (text := bound.get("value")):
        return None
    day = convert(text) or next(iter(date_time(context, [bound])), None)
    if day and len(day) == _DAY and len(text) > _HL7_DAY:
        _tell_hour(context, bound, text)
    is_outside = day and len(day) == _DAY and bound.get("inclusive") in ("false", "0")
    return _next_within(day, name) if day and is_outside else day


def _next_within(day: str, name: str) -> str:
    """The first or last day within an interval that does not include the day which bounds it."""
    try:
        return (date.fromisoformat(day) + timedelta(days=1 if name == "low" else -1)).isoformat()
    except OverflowError:  # beyond the calendar
        return day


def _last_day(start: str, width: Any) -> str | None:
    """Last day of an interval that starts on a whole day and is so many whole days, weeks, months or years wide (FHIR:
    Period.end is inclusive)."""
    unit = period_unit(width.get("unit") or "")
    value = width.get("value") or ""
    if len(start) < 10 or not value.isdecimal() or len(value) > _LONGEST_COURSE or int(value) == 0:
        return None
    if unit == "h" and len(start) > 10:  # from an hour on, its end is an hour too
        return None
    first, many = date.fromisoformat(start[:10]), int(value)
    try:
        if unit in _MONTHS:
            return _before_months(first, many * _MONTHS[unit]).isoformat()
        days, rest = divmod(many * _WHOLE_DAYS.get(unit or "", 0), 24)
        return (first + timedelta(days=days - 1)).isoformat() if days and not rest else None
    except (OverflowError, ValueError):  # beyond the calendar
        return None


def _last_hour(start: str, width: Any) -> str | None:
    """End of an interval that starts at an hour and is so many hours or minutes wide."""
    amount = amount_of(width)
    if len(start) <= 10 or amount is None or amount[1] not in ("h", "min") or not 0 < amount[0] < 10**_LONGEST_COURSE:
        return None
    minutes = float(amount[0] * (60 if amount[1] == "h" else 1))
    try:
        return (datetime.fromisoformat(start) + timedelta(minutes=minutes)).isoformat()
    except (OverflowError, ValueError):  # beyond the calendar; a second of 60
        return None


def _before_months(first: date, many: int) -> date:
    """The day before the same day of a later month; its last day where it has no such day."""
    years, month = divmod(first.month - 1 + many, 12)
    month_start = date(first.year + years, month + 1, 1)
    following = date(first.year + years + (month == 11), (month + 1) % 12 + 1, 1)
    return min(month_start + timedelta(days=first.day - 2), following - timedelta(days=1))


@lru_cache(_TEXTS)
def convert(text: str) -> str | None:
    """One TS value as FHIR date or dateTime at its own precision, None when it is not one. A day in the form of
    ISO 8601 (`2026-05-01`), which HL7 V3 does not allow, can only be that day."""
    if "-" in text and (iso := _ISO.match(text.strip())):
        text = "".join(part for part in iso.groups() if part).replace(":", "")
    digits, zone = _split_zone(text.strip())
    digits = digits.split(".")[0]
    if not (digits.isascii() and digits.isdigit()) or len(digits) not in (4, 6, 8, 10, 12, 14):
        return None
    parts = [digits[:4], digits[4:6], digits[6:8]]
    day = "-".join(part for part in parts if part)
    try:
        date(int(digits[:4]), int(digits[4:6] or 1), int(digits[6:8] or 1))
    except ValueError:
        return None
    if len(digits) <= 8 or zone is None or len(digits) == 10:
        return day
    clock = f"{digits[8:10]}:{digits[10:12]}:{digits[12:14] or '00'}"
    return f"{day}T{clock}{zone}" if digits[8:10] < "24" and digits[10:12] < "60" and clock[6:] < "61" else None


def _split_zone(text: str) -> tuple[str, str | None]:
    for sign in "+-":
        head, found, zone = text.partition(sign)
        if found and len(zone) == 4 and zone.isdecimal() and zone[:2] <= "14" and zone[2:] < "60":
            return head, f"{sign}{zone[:2]}:{zone[2:]}"
    return (text[:-1], "Z") if text.endswith("Z") else (text, None)
