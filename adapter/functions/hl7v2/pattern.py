"""Repeat patterns of HL7 v2 (table 0335) → Timing.repeat. What is not of the table is not guessed.

Source: HL7 v2.5.1 §4.3.2.1 (repeat pattern), v2.3.1 §4.4.2.1; FHIR R4 Timing, tim-1 … tim-10.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from adapter.fhir.weekdays import WEEKDAYS
from adapter.functions.hl7v2.quantity import is_of_months
from adapter.medication.posology import parse

_UNITS = {"S": "s", "M": "min", "H": "h", "D": "d", "W": "wk", "L": "mo", "MO": "mo"}
_NAMED: dict[str, dict[str, Any]] = {
    "BID": {"frequency": 2, "period": 1, "periodUnit": "d"},
    "TID": {"frequency": 3, "period": 1, "periodUnit": "d"},
    "QID": {"frequency": 4, "period": 1, "periodUnit": "d"},
    "QOD": {"frequency": 1, "period": 2, "periodUnit": "d"},
    "QWK": {"frequency": 1, "period": 1, "periodUnit": "wk"},
    "QWEEK": {"frequency": 1, "period": 1, "periodUnit": "wk"},
    "QMONTH": {"frequency": 1, "period": 1, "periodUnit": "mo"},
    "QSHIFT": {"frequency": 3, "period": 1, "periodUnit": "d"},
    "QAM": {"when": ["MORN"]},
    "QPM": {"when": ["EVE"]},
    "QHS": {"when": ["HS"]},
    "QDAILY": {"frequency": 1, "period": 1, "periodUnit": "d"},
    "QOTHERDAY": {"frequency": 1, "period": 2, "periodUnit": "d"},
    **{name: {"count": 1} for name in ("ONCE", "XONCE", "ONETIME", "STAT", "NOW")},
}
_DAY_NAMES = {
    **dict(zip(("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"), WEEKDAYS, strict=True)),
    **dict(zip(("MO", "TU", "WE", "TH", "FR", "SA", "SU"), WEEKDAYS, strict=True)),
    "TUES": "tue",
    "THUR": "thu",
    "THURS": "thu",
    "M": "mon",
    "W": "wed",
    "F": "fri",  # T and S are two days each
}
_MOMENTS = frozenset(("HS", "AC", "ACM", "ACD", "ACV", "PC", "PCM", "PCD", "PCV", "CM", "CD", "CV"))
_EVERY = re.compile(r"Q(\d{1,4})(?:-(\d{1,4}))?(MO|[SMHDWL])|Q([HDW])")
_DAY_WORDS = re.compile("|".join(sorted(_DAY_NAMES, key=len, reverse=True)))
_SUNDAY = WEEKDAYS.index("sun")
_MONTHLY = frozenset(("MO", "MTH", "MOTH"))
_TIMES = re.compile(r"(\d{1,2})ID")
_WEEKDAYS = re.compile(r"Q(\d{1,2})?J([1-7]{1,7})")
_HOURS = 24
_MEALS = ("AC", "PC")
_BOUNDS = frozenset(("boundsDuration", "boundsPeriod", "boundsRange"))
_AT_MEALS = re.compile(r"([BTQ]ID)(AC|PC|WM)")


@dataclass(frozen=True, slots=True)
class Pattern:
    """repeat: elements of Timing.repeat; continuous: from start to end without a pause."""

    repeat: dict[str, Any]
    as_needed: bool = False
    continuous: bool = False


def pattern_of(code: str) -> Pattern | None:
    """One code of table 0335, or several that are combined (`QAM QHS`, `TID AC`, `PRNQ6H`); None when not known."""
    tokens = [token for token in re.split(r"[\s,;+]+", code.strip().upper()) if token]
    if len(tokens) > 1 and all(len(token) > 1 and token in _DAY_NAMES for token in tokens):  # `MO,WE,FR`
        return _on_named_days(tokens)
    parts = [_single(token) for token in tokens]
    known = [part for part in parts if part is not None]
    return combined(known) if parts and len(known) == len(parts) else None


def pattern_of_words(text: str) -> Pattern | None:
    """A pattern in words (`twice daily`, `DAILY`, `le matin`), when every word of it is understood and it says no
    dose."""
    for language in ("en", "fr"):
        read = parse(text, language)
        if read.confidence != "exact" or len(read.dosages) != 1:
            continue
        dosage = read.dosages[0]
        repeat = (dosage.get("timing") or {}).get("repeat") or {}
        if repeat and not repeat.keys() - _BOUNDS:  # `J1`, `7 days`: no rhythm
            continue
        if set(dosage) <= {"text", "timing", "asNeededBoolean"} and set(dosage) > {"text"}:
            return Pattern(dict(repeat), bool(dosage.get("asNeededBoolean")))
    return None


def combined(patterns: Sequence[Pattern]) -> Pattern | None:
    """Patterns that hold together; None when together they say nothing clear (`BID` and `Q8H`)."""
    as_needed, continuous = (any(getattr(p, name) for p in patterns) for name in ("as_needed", "continuous"))
    repeats = [p.repeat for p in patterns if p.repeat]
    if continuous and repeats:
        return None
    whole: dict[str, Any] | None = {}
    for repeat in repeats:
        whole = _together(whole, repeat) if whole is not None else None
    return Pattern(whole, as_needed, continuous) if whole is not None else None


def _single(code: str) -> Pattern | None:
    if code.startswith("PRN"):
        return _as_needed(_single(code[3:]) if code != "PRN" else Pattern({}))
    if code.endswith("PRN"):  # `Q4HPRN`
        return _as_needed(_single(code[:-3]))
    if code == "C":
        return Pattern({}, continuous=True)
    if code in _NAMED:
        return Pattern(dict(_NAMED[code]))
    if code in _MOMENTS:
        return Pattern({"when": [code]})
    if match := _AT_MEALS.fullmatch(code):  # `TIDAC`; `TIDWM`: with meals
        return Pattern({**_NAMED[match[1]], "when": ["C" if match[2] == "WM" else match[2]]})
    if match := _EVERY.fullmatch(code):
        return _every(match)
    if match := _TIMES.fullmatch(code):
        times = int(match[1])
        return Pattern({"frequency": times, "period": 1, "periodUnit": "d"}) if 0 < times <= _HOURS else None
    if match := _WEEKDAYS.fullmatch(code):
        return _on_days(int(match[1] or 1), match[2])
    if code[:1] == "Q" and (names := _DAY_WORDS.findall(code[1:])) and "".join(names) == code[1:]:  # `QMWF`
        return _on_days_together(names)
    return None


def _as_needed(rest: Pattern | None) -> Pattern | None:
    return Pattern(rest.repeat, as_needed=True) if rest and not rest.continuous else None


def _on_days_together(names: Sequence[str]) -> Pattern | None:
    """`QMWF`, `QTUTH`: days in the order of the week, from Sunday or from Monday. Others may be other words (`QSAM` is
    one French day), and `QMO`, `QMTH` are monthly to many."""
    order = [WEEKDAYS.index(_DAY_NAMES[name]) for name in names]
    if order[0] == _SUNDAY:
        order[0] = -1
    if order != sorted(set(order)) or "".join(names) in _MONTHLY or names in (["M"], ["W"], ["F"]):
        return None
    return _on_named_days(names)


def _on_named_days(names: Sequence[str]) -> Pattern:
    days = {_DAY_NAMES[name] for name in names}
    repeat = {"frequency": len(days), "period": 1, "periodUnit": "wk"}
    return Pattern({**repeat, "dayOfWeek": [day for day in WEEKDAYS if day in days]})


def _every(match: re.Match[str]) -> Pattern | None:
    """`Q6H`, `Q4-6H`, `QD`. An interval of 0 is none; the integer is 1 when missing, but QM and QS mean other things
    to many, and so does `Q3M`: every three months, beside the three minutes of the table."""
    low, high = int(match[1] or 1), int(match[2] or 0)
    if not low or (high and high <= low) or (match[3] == "M" and is_of_months(high or low)):
        return None
    repeat: dict[str, Any] = {"frequency": 1, "period": low}
    if high:
        repeat["periodMax"] = high
    return Pattern(repeat | {"periodUnit": _UNITS[match[3] or match[4]]})


def _on_days(weeks: int, numbers: str) -> Pattern | None:
    days = [WEEKDAYS[int(number) - 1] for number in sorted(set(numbers))]
    if not weeks:
        return None
    return Pattern({"frequency": len(days), "period": weeks, "periodUnit": "wk", "dayOfWeek": days})


def _together(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any] | None:
    if not one or one == other:
        return dict(other)
    if "dayOfWeek" in one and "dayOfWeek" in other:
        return _more_days(one, other)
    if "dayOfWeek" in one or "dayOfWeek" in other:
        days, rest = (one, other) if "dayOfWeek" in one else (other, one)
        return _at_days(days, rest)
    whens = [*one.get("when", ()), *(w for w in other.get("when", ()) if w not in one.get("when", ()))]
    rates = [{k: v for k, v in repeat.items() if k != "when"} for repeat in (one, other)]
    found = [rate for rate in rates if rate]
    if len(found) == 2 or any("count" in rate for rate in found):
        return None
    if not found:
        return {"when": whens} if len({when in _MEALS for when in whens}) == 1 else None  # AC and HS: how many?
    return found[0] | {"when": whens} if _agree(found[0], whens) else None


def _agree(rate: dict[str, Any], whens: list[str]) -> bool:
    """`TID` before meals, or as many moments as intakes of the day."""
    daily = (rate.get("period"), rate.get("periodUnit")) == (1, "d")
    return all(when in _MEALS for when in whens) or (daily and rate.get("frequency") == len(whens))


def _more_days(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any] | None:
    if one["period"] != other["period"] or "when" in one or "when" in other:
        return None
    days = [day for day in WEEKDAYS if day in one["dayOfWeek"] or day in other["dayOfWeek"]]
    return one | {"dayOfWeek": days, "frequency": len(days)}


def _at_days(days: dict[str, Any], rest: dict[str, Any]) -> dict[str, Any] | None:
    """`BID` or `QHS` on days of each week."""
    if days.get("period") != 1:
        return None
    if set(rest) == {"when"}:
        return {"dayOfWeek": days["dayOfWeek"], **rest}
    if (rest.get("period"), rest.get("periodUnit")) == (1, "d"):
        return {**rest, "dayOfWeek": days["dayOfWeek"]}
    return None
