"""Periods: PIVL_TS → frequency, period, hours and weekdays of Timing.repeat.

Source: HL7 V3 data types R1 §PIVL: `institutionSpecified` says that the hours are the institution's, so that 8 hours
mean three times a day; `phase` fixes one occurrence, from which the others follow.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from adapter.fhir.weekdays import WEEKDAYS
from adapter.functions.cda.children import child
from adapter.functions.cda.report import report
from adapter.functions.cda.time import amount_of, convert, stated_amount
from adapter.medication.product import number

_HOURS = {"min": Decimal(1) / 60, "h": Decimal(1), "d": Decimal(24), "wk": Decimal(168)}
_RATES = 1024  # that are remembered
_DAY, _WEEK = Decimal(24), Decimal(168)
_WHOLE_DAY = 10  # characters of it
_DAYS = 7  # of a week: a rate above one a day that is whole in a week alone is a rounded one
_DIGITS, _ONE = 3, (None, "", "1")  # of what is counted
_ROUNDED = Decimal("0.02")  # a third of a day is written 0.33 d


class Periodic(NamedTuple):
    """`rate` is what stands in Timing.repeat; `hours` and `days` are the occurrences that a phase fixes."""

    rate: tuple[tuple[str, Any], ...]
    hours: tuple[str, ...] = ()
    days: tuple[str, ...] = ()
    lasts: tuple[tuple[str, Any], ...] = ()


def periodic(context: Any, node: Any) -> Periodic | None:
    """PIVL_TS → Periodic; nothing without a period, nothing and an Issue when it is not one or says something else."""
    length = child(node, "period")
    if length is None or length.get("nullFlavor"):
        if length is None and (often := child(node, "frequency")) is not None and (counted := _so_often(often)):
            return counted
        if length is None and len(node):
            said = "a rhythm without a period; it is left to the text"
            report(context, node, "warning", "not-supported", said, "Timing.repeat.period")
        return None
    phase, is_institution = child(node, "phase"), node.get("institutionSpecified") in ("true", "1")
    if phase is None and not len(length):  # most are so
        plain = _plain(length.get("value") or "", length.get("unit") or "", is_institution)
        if plain is None:
            _report(context, length)
        return plain
    most = child(length, "high")
    own, low, high = (_amount(part) for part in (length, child(length, "low"), most))
    shortest, longest = own or low, own or high
    if shortest is not None and longest is None and (most is None or not most.get("value")):
        said = f"at least {number(shortest[0])} {shortest[1]} apart: no rhythm; it is left to the text"
        report(context, length, "warning", "not-supported", said, "Timing.repeat.period")
        return None
    if shortest is None or longest is None or shortest[1] != longest[1]:
        _report(context, length)
        return None
    lasts = _width(phase) if phase is not None else ()
    is_day = lasts == (("duration", 1), ("durationUnit", "d"))
    fixed = _fixed(phase, shortest, is_day or not lasts) if phase is not None and shortest == longest else None
    if fixed:
        if not fixed[2] or _in_hours(shortest) > _WEEK:
            _report_phase(context, phase, shortest, of_weeks=bool(fixed[2]))
        # a phase of one day says which day, not how long a dose lasts
        return Periodic(*fixed, () if fixed[2] and is_day else lasts)
    if phase is not None and not lasts:
        _report_phase(context, phase, shortest)
    return Periodic(_rate(shortest, longest, is_institution), lasts=lasts)


@lru_cache(_RATES)
def _plain(value: str, unit: str, is_institution: bool) -> Periodic | None:
    amount = stated_amount(value, unit)
    return Periodic(_rate(amount, amount, is_institution)) if amount and amount[0] > 0 else None


def _so_often(frequency: Any) -> Periodic | None:
    """`frequency` of the newer data types (ISO 21090): 3 in 1 d. None when it is no whole number in a time."""
    counted, within = child(frequency, "numerator"), child(frequency, "denominator")
    amount = _amount(within)
    many = (counted.get("value") or "").strip() if counted is not None else ""
    if not (many.isascii() and many.isdecimal()) or len(many) > _DIGITS or not int(many):
        return None
    if amount is None or counted.get("unit") not in _ONE:
        return None
    return Periodic((("frequency", int(many)), ("period", number(amount[0])), ("periodUnit", amount[1])))


def _rate(
    shortest: tuple[Decimal, str], longest: tuple[Decimal, str], is_institution: bool
) -> tuple[tuple[str, Any], ...]:
    return (_times(shortest, longest) if is_institution else None) or _every(shortest, longest)


def merged(periods: Sequence[Periodic]) -> dict[str, Any] | None:
    """Timing.repeat of all periods of an act: {} without any, None when they contradict each other."""
    if len(periods) < 2:
        return _body(periods[0]) if periods else {}
    distinct = list(dict.fromkeys(periods))
    if len({p.lasts for p in distinct}) > 1:
        return None
    if len(distinct) == 1:
        return _body(distinct[0])
    if len({p.rate for p in distinct}) > 1 or any(not (p.hours or p.days) for p in distinct):
        return None
    return _together(distinct)


def _together(periods: list[Periodic]) -> dict[str, Any] | None:
    """Occurrences at several hours, or on several weekdays, of one rhythm."""
    rate = dict(periods[0].rate)
    hours = sorted({hour for p in periods for hour in p.hours})
    days = sorted({day for p in periods for day in p.days}, key=WEEKDAYS.index)
    frequency = sum(max(1, len(p.hours)) for p in periods)
    if days and hours and frequency != len(days) * len(hours):
        return None
    rate["frequency"] = frequency
    return _body(Periodic(tuple(rate.items()), tuple(hours), tuple(days), periods[0].lasts))


def _body(found: Periodic) -> dict[str, Any]:
    body = {**dict(found.lasts), **dict(found.rate)}
    if found.days:
        body["dayOfWeek"] = list(found.days)
    if found.hours:
        body["timeOfDay"] = list(found.hours)
    return body


def _report_phase(context: Any, phase: Any, amount: tuple[Decimal, str], of_weeks: bool = False) -> None:
    """The day that a phase fixes of a rhythm of several days, or of months, has no place in Timing, nor has which of
    several weeks: Issue."""
    start = child(phase, "low")
    day = convert(((start if start is not None else phase).get("value") or "").strip()[:8])
    if day is None or len(day) < _WHOLE_DAY or amount[0] * _HOURS.get(amount[1], _WEEK) <= _DAY:
        return
    many, unit = number(amount[0]), amount[1]
    said = f"every {many} {unit} as counted from {day}: which days that are is left to the text"
    if of_weeks:
        said = f"every {many} {unit} as counted from {day}: which weeks that are is left to the text"
    report(context, phase, "information", "not-supported", said, "Timing.repeat")


def _report(context: Any, length: Any) -> None:
    bounds = (length, child(length, "low"), child(length, "high"))
    said = [f"{b.get('value') or ''} {b.get('unit') or ''}".strip() for b in bounds if b is not None and b.attrib]
    if said:
        message = f"'{' to '.join(text for text in said if text)}' is not a period; the rhythm is left to the text"
        report(context, length, "warning", "value", message, "Timing.repeat.period")


def _amount(node: Any) -> tuple[Decimal, str] | None:
    amount = amount_of(node) if node is not None else None
    return amount if amount and amount[0] > 0 else None


@lru_cache(_RATES)
def _every(shortest: tuple[Decimal, str], longest: tuple[Decimal, str]) -> tuple[tuple[str, Any], ...]:
    rate = [("frequency", 1), ("period", number(shortest[0])), ("periodUnit", shortest[1])]
    if longest[0] != shortest[0]:
        rate.append(("periodMax", number(longest[0])))
    return tuple(rate)


@lru_cache(_RATES)
def _times(shortest: tuple[Decimal, str], longest: tuple[Decimal, str]) -> tuple[tuple[str, Any], ...] | None:
    """So many times a day, or a week; None when the period does not go into either."""
    for whole, unit in ((_DAY, "d"), (_WEEK, "wk")):
        most, least = _into(whole, shortest), _into(whole, longest)
        if most and least and not (unit == "wk" and (least == 1 or most > _DAYS)):
            rate = [("frequency", least), ("period", 1), ("periodUnit", unit)]
            return tuple([*rate, ("frequencyMax", most)] if most != least else rate)
    return None


def _in_hours(amount: tuple[Decimal, str]) -> Decimal:
    """0 for months and years, which are no number of hours."""
    return amount[0] * _HOURS.get(amount[1], Decimal(0))


def _into(whole: Decimal, amount: tuple[Decimal, str]) -> int | None:
    hours = _in_hours(amount)
    if not hours or hours > whole:
        return None
    times = whole / hours
    nearest = times.to_integral_value()
    return int(nearest) if abs(times - nearest) <= _ROUNDED * nearest else None


def _fixed(
    phase: Any, amount: tuple[Decimal, str], is_once: bool
) -> tuple[tuple[tuple[str, Any], ...], tuple, tuple] | None:
    """Rate, hours and weekdays of a period that starts at this phase; None when it fixes neither. is_once: each time it
    is on one day; else it may be a cycle, of which the first day is no weekday of a dose."""
    start = child(phase, "low")
    text = ((start if start is not None else phase).get("value") or "").strip()
    day, hours = convert(text[:8]), _in_hours(amount)
    if day is None or len(day) < 10 or not hours:
        return None
    clock = _clock(text)
    if hours == _WEEK or (is_once and hours % _WEEK == 0):
        weekday, weeks = WEEKDAYS[date.fromisoformat(day).weekday()], (hours / _WEEK, "wk")
        return (
            _every(weeks, weeks),
            _written([clock] if clock is not None else []),
            (weekday,),
        )
    if clock is None or (hours > _DAY and hours % _DAY):
        return None
    if hours >= _DAY:
        days = (hours / _DAY, "d")
        return _every(days, days), _written([clock]), ()
    if _DAY % hours:
        return None
    times = [(clock + step * hours) % _DAY for step in range(int(_DAY / hours))]
    rate = (("frequency", len(times)), ("period", 1), ("periodUnit", "d"))
    return rate, _written(times), ()


def _clock(text: str) -> Decimal | None:
    """Hours since midnight; none at midnight itself, which is how systems write a day alone."""
    digits = text[8:12].ljust(4, "0")
    if len(text) < 10 or not digits.isdigit() or not text[:12].isdigit():
        return None
    hours = Decimal(int(digits[:2])) + Decimal(int(digits[2:])) / 60
    return hours if 0 < hours < _DAY else None


def _written(hours: Sequence[Decimal]) -> tuple[str, ...]:
    minutes = sorted(int((hour * 60).to_integral_value()) for hour in hours)
    return tuple(f"{minute // 60:02}:{minute % 60:02}:00" for minute in minutes)


def _between(low: str, high: str) -> tuple[Decimal, str] | None:
    """From one moment to another: in days, the last one counted, where neither says an hour, else in hours."""
    first, last = convert(low[:8]), convert(high[:8])
    if first is None or last is None or len(first) < 10 or len(last) < 10:
        return None
    days = (date.fromisoformat(last) - date.fromisoformat(first)).days
    if len(low) <= 8 and len(high) <= 8:
        return (Decimal(days + 1), "d") if days >= 0 else None
    hours = days * _DAY + (_clock(high) or 0) - (_clock(low) or 0)
    return (hours, "h") if hours > 0 else None


def _width(phase: Any) -> tuple[tuple[str, Any], ...]:
    """How long each occurrence lasts: the width of the phase, else from its low to its high (days 1 to 5 of 28)."""
    width, low, high = child(phase, "width"), child(phase, "low"), child(phase, "high")
    amount = _amount(width)
    if width is None and low is not None and high is not None:
        amount = _between(low.get("value") or "", high.get("value") or "")
    if amount is None:
        return ()
    return (("duration", number(amount[0])), ("durationUnit", amount[1]))
