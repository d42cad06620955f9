"""Start, end and duration of a timing → the bounds of Timing.repeat, which holds either a period or a length."""

import re
from datetime import date, datetime, timedelta
from typing import Any

from adapter.functions.hl7v2.dates import stated
from adapter.functions.hl7v2.quantity import duration_of
from adapter.functions.hl7v2.report import report
from adapter.sources.hl7v2_timing import Timing
from adapter.sources.hl7v2_tree import Part

_DAYS = {"d": 1, "wk": 7}
_SECONDS = {"h": 3600, "min": 60, "s": 1}


def add_bounds(context: Any, timing: Timing, repeat: dict[str, Any], left: list[str]) -> None:
    """boundsPeriod from start and end, an end that is not stated from the duration; boundsDuration when no
    date is stated; `X3` counts intakes. What does not fit beside a date goes to `left`."""
    start, end = (_date(context, timing, name) for name in ("startDateTime", "endDateTime"))
    if start and end and end < start[: len(end)]:
        part = timing.parts["endDateTime"][0]
        report(context, part, "error", "value", f"the end {end} is before the start {start}: neither is taken")
        left.append(f"{start} - {end}")
        start = end = None
    length = _length(context, timing, repeat, left)
    if start and not end and length and (last := _last_day(start, length)):
        end = last
    elif length and (start or end):
        _hold(context, timing, start, end, length, left)
    if start or end:
        repeat["boundsPeriod"] = {name: day for name, day in (("start", start), ("end", end)) if day}
    elif length:
        repeat["boundsDuration"] = length


def _date(context: Any, timing: Timing, name: str) -> str | None:
    return next((found for part in timing.parts.get(name, ()) if (found := stated(context, part))), None)


def _length(context: Any, timing: Timing, repeat: dict[str, Any], left: list[str]) -> dict[str, Any] | None:
    for part in timing.parts.get("serviceDuration", ()):
        written = part.text.upper()
        if written in ("INDEF", ""):
            return None
        if match := re.fullmatch(r"X(\d{1,6})", written):
            repeat["count"] = int(match[1])
            return None
        if found := duration_of(part):
            return found
        _leave(context, part, left)
    return None


def _leave(context: Any, part: Part, left: list[str]) -> None:
    said = part.whole.replace(part.segment.delimiters.component, " ")
    report(context, part, "warning", "value", f"'{said}' is not a length of time; left to the text", "Timing.repeat")
    left.append(f"duration {said}")


def _last_day(start: str, length: dict[str, Any]) -> str | None:
    """Last day of so many whole days from a day on (FHIR's Period.end is inclusive); the time at which hours or minutes
    from a time on are over."""
    value, days = length["value"], _DAYS.get(length["code"])
    try:
        if "T" in start and length["code"] in _SECONDS:
            moment_ = datetime.fromisoformat(start) + timedelta(seconds=float(value) * _SECONDS[length["code"]])
            return moment_.isoformat(timespec="seconds")
        if days is None or len(start) < 10 or value != int(value):
            return None
        return (date.fromisoformat(start[:10]) + timedelta(days=int(value) * days - 1)).isoformat()
    except OverflowError:  # beyond the calendar
        return None


def _hold(
    context: Any, timing: Timing, start: str | None, end: str | None, length: dict[str, Any], left: list[str]
) -> None:
    """A duration beside dates: nothing when it says the same, else words."""
    last = _last_day(start, length) if start else None
    if end and last:
        days = abs((date.fromisoformat(end[:10]) - date.fromisoformat(last[:10])).days) if len(end) >= 10 else 2
        if days <= 1:  # an end may be the first day without
            return
        part = timing.parts["serviceDuration"][0]
        message = f"a duration of {length['value']} {length['unit']} and the end {end} disagree; the end is kept"
        report(context, part, "warning", "conflict", message, "Timing.repeat.bounds")
    left.append(f"duration {length['value']} {length['unit']}")
