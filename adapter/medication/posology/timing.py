"""The pieces that say when and how often one dose is taken → FHIR R4 Timing.repeat. Disagreement is never settled here.

Source: FHIR R4 Timing (https://hl7.org/fhir/R4/datatypes.html#Timing), invariants tim-1 to tim-10.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from adapter.medication.posology.errors import UnsureError
from adapter.medication.posology.intake_moments import Moments, moments_of
from adapter.medication.posology.pieces import (
    Clock,
    CycleDay,
    Days,
    DaysIn,
    Frequency,
    OtherDays,
    Per,
    Piece,
    Split,
    Times,
    When,
)
from adapter.medication.product import number

_ONE = Decimal(1)
_WEEK = 7


class Timing(NamedTuple):
    """repeat: Timing.repeat without bounds; parts: by how much the dose is divided; advice: words about meals that
    the codes cannot carry beside others."""

    repeat: dict[str, Any]
    parts: int = 1
    advice: tuple[str, ...] = ()


def timing_of(pieces: Sequence[Piece]) -> Timing:
    """One timing from all the pieces about one dose. Raises UnsureError when they do not agree."""
    moments = moments_of(pieces)
    days = _days(pieces)
    splits = {piece.parts for piece in pieces if isinstance(piece, Split)}
    _check_times(pieces)
    if len(splits) > 1:
        raise UnsureError
    parts = max(splits, default=1)
    pers = [piece for piece in pieces if isinstance(piece, Per)]
    frequency = _frequency(pieces, pers, moments.intakes if parts == 1 else 0, days)
    if parts > 1:
        frequency = _shared_out(parts, frequency, pieces, moments.intakes)
    elif splits:
        _check_once(frequency, moments.intakes)
        if frequency is None and any(isinstance(piece, Split) and piece.is_single for piece in pieces):
            raise UnsureError
    repeat = _repeat(frequency, moments, days)
    return Timing({**repeat, **moments.repeat}, parts, moments.advice)


def _check_times(pieces: Sequence[Piece]) -> None:
    """`3 g par jour, 3 fois`, `1 cp matin, 2 fois le soir`: after a rhythm or a moment, `3 fois` may be shares of it,
    or of that moment alone."""
    told = False
    for i, piece in enumerate(pieces):
        following = pieces[i + 1 : i + 2]
        at_each = bool(following) and isinstance(following[0], When | Clock)  # `2 fois matin et soir`
        if isinstance(piece, Times) and piece.high > 1 and (told or (at_each and piece.high == 2)):
            raise UnsureError
        every_day = isinstance(piece, Frequency) and _is_daily(piece) and not piece.is_counted
        told = told or (isinstance(piece, Per | Frequency | When | Clock | DaysIn) and not every_day)


def _shared_out(parts: int, found: Frequency | None, pieces: Sequence[Piece], count: int) -> Frequency:
    """`3 g par jour en 3 prises`, also on one day in two: the amount of a day, never that of a longer period."""
    pers = [piece for piece in pieces if isinstance(piece, Per)]
    others = any(isinstance(piece, Times | DaysIn) for piece in pieces)
    if not pers or pers[0].unit != "d" or others or found is None or count not in (0, parts):
        raise UnsureError
    if found.unit != "d" or found.low * found.high != 1:
        raise UnsureError
    return found._replace(low=parts, high=parts, is_counted=True)


def _check_once(frequency: Frequency | None, count: int) -> None:
    """`en une prise` beside three times a day."""
    too_often = frequency and (frequency.unit == "h" or (frequency.unit == "d" and frequency.high > frequency.period))
    if count > 1 or too_often:
        raise UnsureError


def _days(pieces: Sequence[Piece]) -> tuple[str, ...]:
    codes = [code for piece in pieces if isinstance(piece, Days) for code in piece.codes]
    if len(set(codes)) != len(codes):
        raise UnsureError
    return tuple(codes)


def _frequency(pieces: Sequence[Piece], pers: Sequence[Per], count: int, days: Sequence[str]) -> Frequency | None:
    """One frequency from all that is told of it; the plain `every day` gives way to whatever else is told."""
    if any(isinstance(piece, OtherDays) for piece in pieces):
        raise UnsureError
    told = [piece for piece in pieces if isinstance(piece, Frequency)]
    for day in (piece for piece in pieces if isinstance(piece, CycleDay)):
        told.append(Frequency(1, 1, Decimal(day.cycle), Decimal(day.cycle), "d", False))
    every_day = [piece for piece in told if not piece.is_counted and _is_daily(piece)]
    others = list(dict.fromkeys(piece for piece in told if piece not in every_day))
    others = _without_same_interval(others)
    times = [piece for piece in pieces if isinstance(piece, Times)]
    if len(times) > 1 and times == [Times(1, 1)] * count:
        times = []  # `une fois le matin et une fois le soir`
    in_period = [piece for piece in pieces if isinstance(piece, DaysIn)]
    if len(others) > 1 or len(times) > 1 or len(pers) > 1 or len(in_period) > 1:
        raise UnsureError
    found = others[0] if others else (every_day[0] if every_day else None)
    if pers:
        found = _of_period(pers[0], found, times, count)
    if times:
        found = _counted(times[0], found, count, days)
    return _on_days_of(in_period[0], found, count, days) if in_period else found


def _without_same_interval(told: list[Frequency]) -> list[Frequency]:
    """`toutes les 6 heures (4 fois par jour)`: the same rhythm told twice is told once."""
    counted = [piece for piece in told if piece.is_counted and _is_daily(piece) and piece.low == piece.high]
    if len(told) == 2 and len(counted) == 1:
        other = told[1 - told.index(counted[0])]
        if other.unit == "h" and other.period == other.period_max and other.period * counted[0].low == 24:
            return counted
    return told


def _is_daily(piece: Frequency) -> bool:
    return piece.unit == "d" and piece.period == piece.period_max == 1


def _of_period(per: Per, found: Frequency | None, times: Sequence[Times], count: int) -> Frequency:
    """`6 mg par jour`: one dose a period. With another interval only `un jour sur deux` makes sense."""
    once = Frequency(1, 1, _ONE, _ONE, per.unit)
    if found is None or (_is_daily(found) and not found.is_counted and per.unit == "d"):
        if count > 1 and not times:
            raise UnsureError
        return once
    alternate = not found.is_counted and found.unit == "d" and per.unit == "d"
    if not alternate or times or count > 1:
        raise UnsureError
    return found


def _counted(times: Times, found: Frequency | None, count: int, days: Sequence[str]) -> Frequency | None:
    """`3 fois` with the period, or the moments, told elsewhere."""
    if found is not None and (found.is_counted and found.low != 1):
        raise UnsureError
    if found is not None and (found.unit not in ("h", "min") or times.high == 1):
        return found._replace(low=times.low, high=times.high, is_counted=True)
    if found is not None or times.low != times.high or times.low != max(count, 1 if days else 0):
        raise UnsureError
    return None


def _on_days_of(piece: DaysIn, found: Frequency | None, count: int, days: Sequence[str]) -> Frequency:
    daily = found is None or (_is_daily(found) and found.high == 1)
    if not daily or count > 1 or days:
        raise UnsureError
    return Frequency(piece.days, piece.days, Decimal(piece.period), Decimal(piece.period), piece.unit)


def _repeat(frequency: Frequency | None, moments: Moments, days: Sequence[str]) -> dict[str, Any]:
    """Frequency, period and days of the week; moments are checked against them."""
    found: dict[str, Any] = {"dayOfWeek": list(days)} if days else {}
    if frequency and days and (frequency.unit, frequency.period, frequency.period_max) == ("d", _WEEK, _WEEK):
        frequency = frequency._replace(unit="wk", period=_ONE, period_max=_ONE)  # `1 patch/7 j le lundi`
    if frequency is None:
        return found
    count = moments.intakes
    low, high = frequency.low, frequency.high
    if not frequency.is_counted:
        if _is_daily(frequency) and count:
            return found
        if days and frequency.unit == "wk":
            low = high = len(days) * max(count, 1)
        elif frequency.unit != "h":
            low = high = max(count, 1)
    elif days and frequency.unit != "d":
        _check_days(frequency, days, count)
    _check_moments(low, high, frequency, count, days)
    if days and (frequency.unit not in ("d", "wk") or (frequency.unit == "d" and not _is_daily(frequency))):
        raise UnsureError
    return {**_periods(frequency, low, high), **found}


def _check_days(frequency: Frequency, days: Sequence[str], count: int) -> None:
    """`1 fois par semaine le mardi`: as many times as days."""
    if frequency.unit != "wk" or not frequency.low == frequency.high == len(days) * max(count, 1):
        raise UnsureError


def _check_moments(low: int, high: int, frequency: Frequency, count: int, days: Sequence[str]) -> None:
    if not count or (frequency.unit in ("wk", "mo", "a") and count == 1):
        return
    if frequency.is_counted and count > 1 and not days and not (frequency.unit in ("h", "min") or _is_daily(frequency)):
        raise UnsureError
    expected = Decimal(low)
    if frequency.unit in ("h", "min"):
        hours = frequency.period if frequency.unit == "h" else frequency.period / 60
        expected = low * 24 / hours if hours <= 24 else Decimal(1)
    if low != high or frequency.period != frequency.period_max or expected != count:
        raise UnsureError


def _periods(frequency: Frequency, low: int, high: int) -> dict[str, Any]:
    found: dict[str, Any] = {"frequency": low}
    if high != low:
        found["frequencyMax"] = high
    found["period"] = number(frequency.period)
    if frequency.period_max != frequency.period:
        found["periodMax"] = number(frequency.period_max)
    return {**found, "periodUnit": frequency.unit}
