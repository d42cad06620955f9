"""Doses: with their unit, in a grid of the day (1-0-1), told again in another unit, bare before or after a moment."""

from collections.abc import Sequence

from adapter.medication.posology.amounts import MASSES, dose_at, is_sign, kind, range_at, weighed_dose_at
from adapter.medication.posology.lexicon import Lexeme
from adapter.medication.posology.numbers import number_written
from adapter.medication.posology.pieces import Break, Clock, Dose, Equivalent, Grid, Maximum, Piece, Route, Times

Found = tuple[list[Piece], int] | None
_MOST = 200  # of one intake in a grid; more is a date or a telephone number


def dose(at: Sequence[Lexeme], i: int, before: Sequence[Piece]) -> Found:
    """A dose; `3 x 1 cp` is a number of times before it, `1 injection SC de 1 mg` has its strength after the route."""
    found = dose_at(at, i)
    if found is not None:
        return [] if _is_strength(at, i, found[0], before) else [found[0]], found[1]
    weighed = weighed_dose_at(at, i)
    if weighed is not None:
        return [weighed[0]], weighed[1]
    times = range_at(at, i)
    if times and kind(at, times[2]) == "times" and times[0] == int(times[0]):
        after = dose_at(at, times[2] + 1)
        if after is not None:
            return [Times(int(times[0]), int(times[1])), after[0]], after[1]
    return None


def _is_strength(at: Sequence[Lexeme], i: int, told: Dose, before: Sequence[Piece]) -> bool:
    if kind(at, i - 1) != "of" or told.unit not in MASSES or len(before) < 2 or not isinstance(before[-1], Route):
        return False
    counted = before[-2]
    return isinstance(counted, Dose) and counted.unit.startswith("{") and not counted.strength


def between(at: Sequence[Lexeme], i: int) -> Found:
    """`entre 1 et 2 cp`."""
    found = dose_at(at, i)
    return ([found[0]], found[1]) if found and found[0].low < found[0].high else None


def said_first(at: Sequence[Lexeme], i: int, before: Sequence[Piece]) -> Found:
    """A number that begins the text and is told how often: `1 po bid`, `one to be taken daily`."""
    found = range_at(at, i) if not before else None
    if found is None or found[1] > _LARGEST_BARE:
        return None
    k = found[2]
    while kind(at, k) == "fill":
        k += 1
    if _is_told_how_often(at, i, k) or _is_all_of_a_day(at, found[2]):
        return [Dose(found[0], found[1], "")], found[2]
    return None


def bare_dose(at: Sequence[Lexeme], i: int, before: Sequence[Piece]) -> Found:
    """A number alone: a dose just before a moment (`1 le matin`), just after one (`matin 1`), before `x 3/j`."""
    found = range_at(at, i)
    if found is None:
        return None
    low, high, j = found
    if high > _LARGEST_BARE and not any(isinstance(piece, Dose) and piece.unit for piece in before):
        return None  # `40 le matin`: of what is not said
    if kind(at, i - 1) == "?":
        return None  # `Levothyrox 75 le matin`: part of what is not understood
    if any(isinstance(piece, Clock) for piece in before):
        return None  # `8 h, 14 h et 10 le soir`: the hour of an intake
    k = j
    while kind(at, k) in ("of", "fill"):
        k += 1
    if kind(at, k) in ("mom", "day", "other days") or (kind(at, k) == "alternate" and at[k].value):
        return [Dose(low, high, "")], j
    if kind(at, j) == "times" and kind(at, j + 1) == "num":
        after = range_at(at, j + 1)
        if after and kind(at, after[2]) in ("per", "mom", "every"):
            return [Dose(low, high, "")], j
    if kind(at, i - 1) == "fill" and at[i - 1].value == "dose" and kind(at, j) in ("", "sign", "fill"):
        return [Dose(low, high, "")], j  # `Dose : 1 - Fréquence : matin, soir`
    previous = kind(at, i - 1)
    labelled = previous == "mom" or (is_sign(at, i - 1, ":") and kind(at, i - 2) in ("mom", "day"))
    if labelled and (kind(at, j) in _ENDS or (kind(at, j) == "per" and kind(at, j + 1) == "mom")):
        return [Dose(low, high, "")], j
    return None


def _is_all_of_a_day(at: Sequence[Lexeme], k: int) -> bool:
    """`1 par jour`, and nothing but how long, or for what, after it."""
    if kind(at, k) != "per" or kind(at, k + 1) != "time" or at[k + 1].value != "d":
        return False
    return kind(at, k + 2) in ("", "for", "advice", "until", "supply", "mom")


def _is_told_how_often(at: Sequence[Lexeme], i: int, k: int) -> bool:
    """`1 po bid`, `one to be taken daily`, `1 tds`; a figure before `daily` alone may be how many times."""
    if kind(at, k) == "route":
        return kind(at, k + 1) in ("rate", "every", "mom", "nth")
    if kind(at, k) == "right eye or rate":
        return True
    if kind(at, k) in ("rate", "nth", "every"):
        return not at[i].written or (kind(at, k) == "rate" and at[k].value in ("2,d", "3,d", "4,d"))
    return False


_LARGEST_BARE = 10
_ENDS = ("", "sign", "and", "mom", "then", "prn", "for")


def grid(at: Sequence[Lexeme], i: int) -> Found:
    """`1-0-1` morning, noon, evening; `1-0-1-0` with bedtime. The unit may follow."""
    figures = str(at[i].value).replace(" ", "").replace("\u00a0", "")
    sign = next(sign for sign in "-+/" if sign in figures)
    parts = figures.split(sign)
    values = [number_written(part, "fr") for part in parts]
    known = [value for value in values if value is not None and value <= _MOST]
    if len(parts) not in (3, 4) or len(known) != len(parts) or not any(known):
        return None
    unit, j = "", i + 1
    if "/" not in figures and not _is_told(at, i) and max(known) > _LARGEST_BARE:
        return None
    if kind(at, j) == "unit":
        unit, j = at[j].value, j + 1
    else:
        k = i - 2 if is_sign(at, i - 1, ":") else i - 1
        unit = at[k].value if kind(at, k) == "unit" and kind(at, k - 1) != "num" else ""
    return [Grid(tuple(known), unit)], j


def _is_told(at: Sequence[Lexeme], i: int) -> bool:
    """Whether a unit stands beside the grid: `60-40-20` alone may be the steps of a taper."""
    before = i - 2 if is_sign(at, i - 1, ":") else i - 1
    return "unit" in (kind(at, i + 1), kind(at, before))


def equivalent(at: Sequence[Lexeme], i: int, before: Sequence[Piece]) -> Found:
    """`(soit 2 gélules)`, `(1 cp)`, `soit 3 g par jour`: the dose told again."""
    j = i + 1 if is_sign(at, i, "(") else i
    told = kind(at, j) == "restated"
    if told and at[j].end - at[j].start == 1 and kind(at, j - 1) in ("mom", "time", "day"):
        return None  # `11h = 1 cp` is a dose
    if not any(isinstance(piece, Dose | Maximum) for piece in before) or not (told or j > i):
        return None
    found = dose_at(at, j + 1 if told else j)
    if found is None:
        return None
    dose_, k = found
    if told and dose_.strength and kind(at, k - 2) == "num" and kind(at, k - 3) == "unit":
        return None  # `25 mg matin soit 1 cp 50 mg le soir`: 50 mg may be the next dose
    is_daily = kind(at, k) == "per" and kind(at, k + 1) == "time" and at[k + 1].value == "d"
    k = k + 2 if is_daily else k
    while j > i and kind(at, k) == "fill":
        k += 1  # `(5 mg total)`
    if j > i:
        return ([Equivalent(dose_, is_daily)], k + 1) if is_sign(at, k, ")") else None
    return [Equivalent(dose_, is_daily)], k


def unit_alone(at: Sequence[Lexeme], i: int) -> Found:
    """A unit before a grid (`cp : 1-0-1`); `spray into each nostril` is what to do."""
    j = i + 1
    if at[i].value == "{spray}" and kind(at, j) == "site" and kind(at, i - 1) != "num":
        return [], j
    if is_sign(at, j, ":"):
        j += 1
    return ([Break(":")], j) if kind(at, j) == "grid" and kind(at, i - 1) != "num" else None
