"""FHIR Timing → intakes a day. What the timing leaves unsaid, or says in two ways that disagree, has no answer.

Source: FHIR R4 Timing.repeat (https://hl7.org/fhir/R4/datatypes.html#Timing).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from adapter.medication.product import Quantity
from adapter.medication.timing_code import repeat_of_code

# An interval of minutes is a repetition within a crisis, never a rhythm of the day: it is not counted.
# A month is counted as 30.4 days (365 / 12), a year as 365.
_DAYS = {
    "h": Decimal(1) / 24,
    "d": Decimal(1),
    "wk": Decimal(7),
    "mo": Decimal("30.4"),
    "a": Decimal(365),
}
_SHORTEST, _LONGEST = Decimal(1) / 1440, Decimal(36500)  # a minute and a century: beyond, it is no rhythm
_MEALS = ("C", "AC", "PC")  # any meal: they say how, not how many times, beside moments of the day
_BOUNDS = frozenset(["boundsDuration", "boundsRange", "boundsPeriod", "id", "extension"])
_KNOWN = frozenset(
    [
        "boundsDuration",
        "boundsRange",
        "boundsPeriod",
        "duration",
        "durationMax",
        "durationUnit",
        "frequency",
        "frequencyMax",
        "period",
        "periodMax",
        "periodUnit",
        "dayOfWeek",
        "timeOfDay",
        "when",
        "offset",
    ]
)


@dataclass(frozen=True, slots=True)
class Intakes:
    """Intakes a day, `low` = `high` for one figure; `interval` when they are not daily and the figure is an average."""

    low: Decimal
    high: Decimal
    interval: Quantity | None = None


def intakes(timing: Mapping[str, Any]) -> Intakes | None:
    """How many times a day; None when the timing does not say, says it by events, or holds what is not known here."""
    repeat = timing.get("repeat")
    if timing.get("event") or timing.get("modifierExtension") or (repeat or {}).get("modifierExtension"):
        return None
    if not repeat or _BOUNDS.issuperset(repeat):
        return _abbreviated(timing)
    if any(key not in _KNOWN for key in repeat if key not in ("id", "extension")):
        return None
    if _is_cycle(repeat):
        return None
    times = _times(repeat)
    found = _rate(repeat, times) if times is not None else None
    return None if _contradicts(_abbreviated(timing), found) else found


def _is_cycle(repeat: Mapping[str, Any]) -> bool:
    """Several days of every so many (14 of 21): how often on those days is not said."""
    lasts, unit = repeat.get("durationMax") or repeat.get("duration"), repeat.get("durationUnit") or ""
    period, every = repeat.get("period"), repeat.get("periodUnit") or ""
    if not lasts or not period or unit not in _DAYS or every not in _DAYS:
        return False
    return 1 < Decimal(str(lasts)) * _DAYS[unit] < Decimal(str(period)) * _DAYS[every]


def _abbreviated(timing: Mapping[str, Any]) -> Intakes | None:
    repeat = repeat_of_code(timing)
    return intakes({"repeat": repeat}) if repeat else None


def _contradicts(coded: Intakes | None, found: Intakes | None) -> bool:
    """`QD` beside once a week: Timing.code and repeat say the same thing twice, or one of them is wrong."""
    if coded is None or found is None:
        return False
    return coded.interval != found.interval or not found.low <= coded.low <= found.high


def _times(repeat: Mapping[str, Any]) -> int | None:
    """Moments or clock times of one day, 0 when none counts; None when both are given (tim-10)."""
    when, clock = list(repeat.get("when") or ()), list(repeat.get("timeOfDay") or ())
    if when and clock:
        return None
    return len({moment for moment in when if moment not in _MEALS}) or len(set(clock))


def _rate(repeat: Mapping[str, Any], times: int) -> Intakes | None:
    days = len(set(repeat.get("dayOfWeek") or ()))
    period, unit = repeat.get("period"), repeat.get("periodUnit") or ""
    if period is None:
        return _without_period(repeat, times, days)
    if unit not in _DAYS or period <= 0:
        return None
    length = Decimal(str(period)) * _DAYS[unit]
    longest = Decimal(str(repeat.get("periodMax") or period)) * _DAYS[unit]
    if length < _SHORTEST or longest > _LONGEST:
        return None
    low = Decimal(str(repeat.get("frequency") or 1))
    high = Decimal(str(repeat.get("frequencyMax") or low))
    if days:
        return _on_days(length, low, high, times, days) if longest == length else None
    if times and not _agree(times, low, high, length):
        return None
    per_day = Decimal(24) if unit == "h" else 1 / _DAYS[unit]
    exact = length == longest and (length == 1 or (length < 1 and _divides_a_day(period, unit)))
    interval = None if exact or longest < 1 else _interval(period, unit) if length == longest else None
    if length != longest and longest > 1:
        return None
    return Intakes(
        low * per_day / Decimal(str(repeat.get("periodMax") or period)), high * per_day / Decimal(str(period)), interval
    )


def _without_period(repeat: Mapping[str, Any], times: int, days: int) -> Intakes | None:
    """Moments, clock times or days of the week alone; a frequency must then count the same moments."""
    frequency = repeat.get("frequency")
    if repeat.get("frequencyMax") is not None or (frequency is not None and frequency != times):
        return None
    if days:
        return _weekly(Decimal(max(times, 1)), Decimal(max(times, 1)), days)
    return Intakes(Decimal(times), Decimal(times)) if times else None


def _on_days(length: Decimal, low: Decimal, high: Decimal, times: int, days: int) -> Intakes | None:
    """Days of the week beside a period: so many a day on those days, or so many a week on as many days."""
    if length == 1:
        return _weekly(low, high, days) if not times or times == low == high else None
    if length % 7 or low != high or low != days * max(times, 1):
        return None
    return Intakes(low / length, high / length, Quantity(length / 7, "wk"))


def _weekly(low: Decimal, high: Decimal, days: int) -> Intakes:
    if days == 7:
        return Intakes(low, high)
    return Intakes(low * days / 7, high * days / 7, Quantity(Decimal(1), "wk"))


def _agree(times: int, low: Decimal, high: Decimal, length: Decimal) -> bool:
    """Whether the moments are as many as the intakes of the day, or are the one moment of intakes days apart."""
    if length > 1 and times == 1:
        return True
    return low == high and times == (round(low / length, 6) if length < 1 else low)


def _divides_a_day(period: Any, unit: str) -> bool:
    return unit == "h" and Decimal(24) % Decimal(str(period)) == 0


def _interval(period: Any, unit: str) -> Quantity:
    """One spelling for one interval: 72 h is 3 d, 7 d is 1 wk."""
    value = Decimal(str(period))
    if unit == "h" and value % 24 == 0:
        value, unit = value / 24, "d"
    if unit == "d" and value % 7 == 0:
        value, unit = value / 7, "wk"
    return Quantity(value, unit)
