"""Time: TS → dateTime, IVL_TS → Period, PIVL_TS / EIVL_TS / SXPR_TS → Timing.

Sources: HL7 V3 data types R1 (TS, IVL, PIVL, EIVL, SXPR); FHIR R4 Timing and its invariants tim-1 … tim-10.
"""

from datetime import date, timedelta
from typing import Any

from adapter.functions.cda.report import report
from adapter.medication.product import number, stated_number
from adapter.terminology.dose_units import period_unit

# v3 TimingEvent codes that R4 EventTiming accepts; the others (IC, ICM, ICD, ICV) are said in the text.
_WHEN = frozenset(("HS", "WAKE", "C", "CM", "CD", "CV", "AC", "ACM", "ACD", "ACV", "PC", "PCM", "PCD", "PCV",
                   "MORN", "NOON", "AFT", "EVE", "NIGHT", "PHS"))  # fmt: skip
_LONGEST_COURSE = 5  # digits of its length in days or weeks
_WHOLE_MEALS = frozenset(("C", "CM", "CD", "CV"))


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
            found.append(converted)
    return found


def date_only(context: Any, focus: list, *_: list) -> list:
    """Like dateTime(), cut to the day."""
    return [text[:10] for text in date_time(context, focus)]


def timing(context: Any, focus: list, *_: list) -> list:
    """substanceAdministration → Timing from its effectiveTime elements; nothing when no rhythm is stated."""
    return [{"repeat": repeat} for act in focus if (repeat := _repeat(context, act))]


def bounded_timing(context: Any, focus: list, *_: list) -> list:
    """Like timing(), with the treatment interval (IVL_TS) as `boundsPeriod` unless the rhythm states bounds of its
    own; an act at one time gives `event`."""
    found = []
    for act in focus:
        repeat = _repeat(context, act)
        if not {"boundsPeriod", "boundsDuration"} & repeat.keys():
            for node in act.iterchildren("{*}effectiveTime"):
                if _type(context, node) == "IVL_TS" and (interval := _interval(context, node)):
                    repeat = {"boundsPeriod": interval, **repeat}
                    break
        moment = single_time(context, [act])
        if repeat or moment:
            found.append({name: value for name, value in (("event", moment), ("repeat", repeat)) if value})
    return found


def single_time(context: Any, focus: list, *_: list) -> list:
    """Act at one time → that dateTime; nothing, and an Issue, when the act states an interval beside it."""
    found: list = []
    for act in focus:
        times = [time for time in act.iterchildren("{*}effectiveTime") if time.get("value")]
        if times and any(bounds(act)):
            report(context, times[0], "warning", "conflict", "a time beside an interval; the interval is kept")
        else:
            found.extend(date_time(context, times[:1]))
    return found


def bounds(act: Any) -> tuple[str | None, str | None]:
    """low and high of the act's own interval (IVL_TS), as FHIR dates."""
    for time in act.iterchildren("{*}effectiveTime"):
        low, high = time.find("{*}low"), time.find("{*}high")
        if low is not None or high is not None:
            return tuple(convert(bound.get("value") or "") if bound is not None else None for bound in (low, high))  # type: ignore[return-value]
    return None, None


def _repeat(context: Any, act: Any) -> dict[str, Any]:
    repeat: dict[str, Any] = {}
    for node in act.iterchildren("{*}effectiveTime"):
        _add(context, node, repeat)
    return repeat


def convert(text: str) -> str | None:
    """One TS value as FHIR date or dateTime at its own precision, None when it is not one."""
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
        if found and len(zone) == 4 and zone.isascii() and zone.isdigit():
            return head, f"{sign}{zone[:2]}:{zone[2:]}"
    return (text[:-1], "Z") if text.endswith("Z") else (text, None)


def _type(context: Any, node: Any) -> str | None:
    declared: str | None = context.document.model.type_name(node)
    return declared


def _interval(context: Any, node: Any) -> dict[str, Any]:
    body: dict[str, Any] = {}
    low, high = node.find("{*}low"), node.find("{*}high")
    start = date_time(context, [low]) if low is not None else []
    end = date_time(context, [high]) if high is not None else []
    if start:
        body["start"] = start[0]
    if end:
        body["end"] = end[0]
    width = node.find("{*}width")
    if start and not end and width is not None:
        end_day = _last_day(start[0], width)
        if end_day:
            body["end"] = end_day
    return body


def _last_day(start: str, width: Any) -> str | None:
    """Last day of an interval that starts on a whole day and is so many days or weeks wide (FHIR: Period.end is
    inclusive)."""
    unit = period_unit(width.get("unit") or "")
    value = width.get("value") or ""
    if len(start) < 10 or not value.isdecimal() or len(value) > _LONGEST_COURSE or unit not in ("d", "wk"):
        return None
    days = int(value) * (7 if unit == "wk" else 1)
    return (date.fromisoformat(start[:10]) + timedelta(days=days - 1)).isoformat() if days > 0 else None


def _add(context: Any, node: Any, repeat: dict[str, Any]) -> None:
    match _type(context, node):
        case "PIVL_TS":
            _add_period(context, node, repeat)
        case "EIVL_TS":
            _add_event(context, node, repeat)
        case "SXPR_TS":
            for component in node.iterchildren("{*}comp"):
                if _type(context, component) == "IVL_TS":
                    _add_bounds(context, component, repeat)
                else:
                    _add(context, component, repeat)


def _add_bounds(context: Any, node: Any, repeat: dict[str, Any]) -> None:
    interval = _interval(context, node)
    width = node.find("{*}width")
    if interval:
        repeat["boundsPeriod"] = interval
    elif width is not None and (amount := _amount(width)):
        repeat["boundsDuration"] = {
            "value": amount[0],
            "unit": amount[1],
            "system": "http://unitsofmeasure.org",
            "code": amount[1],
        }


def _add_period(context: Any, node: Any, repeat: dict[str, Any]) -> None:
    length = node.find("{*}period")
    if length is None or length.get("nullFlavor"):
        return
    amount = _amount(length)
    low, high = (
        _amount(bound) if bound is not None else None for bound in (length.find("{*}low"), length.find("{*}high"))
    )
    if amount is None and low is None:
        if length.attrib:
            said = f"{length.get('value') or ''} {length.get('unit') or ''}".strip()
            report(
                context,
                length,
                "warning",
                "value",
                f"'{said}' is not a period; the rhythm is left to the text",
                "Timing.repeat.period",
            )
        return
    value, unit = amount or low  # type: ignore[misc]
    if "period" in repeat and (repeat["period"], repeat["periodUnit"]) != (value, unit):
        report(
            context,
            node,
            "warning",
            "conflict",
            "two different periods in one entry; the first is kept",
            "Timing.repeat.period",
        )
        return
    repeat.update(frequency=1, period=value, periodUnit=unit)
    if amount is None and high and high[1] == unit and high[0] != value:
        repeat["periodMax"] = high[0]


def _amount(node: Any) -> tuple[int | float, str] | None:
    unit = period_unit(node.get("unit") or "")
    value = stated_number(node.get("value") or "")
    return (number(value), unit) if unit and value is not None and value > 0 else None


def _add_event(context: Any, node: Any, repeat: dict[str, Any]) -> None:
    event = node.find("{*}event")
    code = event.get("code") if event is not None else None
    if not code:
        return
    if code not in _WHEN:
        report(
            context,
            node,
            "warning",
            "not-supported",
            f"'{code}' is not an EventTiming code of FHIR R4",
            "Timing.repeat.when",
        )
        return
    if code not in repeat.setdefault("when", []):
        repeat["when"].append(code)
    offset = node.find("{*}offset")
    minutes = _minutes(offset) if offset is not None else None
    if minutes and code not in _WHOLE_MEALS:  # tim-9
        repeat["offset"] = minutes


def _minutes(offset: Any) -> int | None:
    bound = offset.find("{*}low")
    amount = _amount(bound if bound is not None else offset)
    factors = {"min": 1, "h": 60}
    return int(amount[0] * factors[amount[1]]) if amount and amount[1] in factors else None
