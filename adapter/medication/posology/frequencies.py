"""How often: times a period, intervals, shares of a period's amount, days of a period."""

from collections.abc import Sequence
from decimal import Decimal

from adapter.medication.posology.amounts import kind, range_at, value_at
from adapter.medication.posology.lexicon import Lexeme
from adapter.medication.posology.pieces import Break, DaysIn, Frequency, Lasting, Per, Piece, Split, Times

Found = tuple[list[Piece], int] | None
_ONE = Decimal(1)


def every(at: Sequence[Lexeme], i: int) -> Found:
    """`toutes les 6 à 8 h`, `tous les jours`, `chaque semaine`."""
    found = range_at(at, i + 1)
    low, high, j = found or (_ONE, _ONE, i + 1)
    if kind(at, j) != "time" or low <= 0 or (found is None and at[j].value in ("h", "min")):
        return None
    unit = told = at[j].value
    if low == high:
        low, unit = _in_days(low, unit)
        high = low
    once_a_day = told == "h" and unit == "d" and low == 1  # `toutes les 24 heures` is once, `tous les jours` no count
    return [Frequency(1, 1, low, high, unit, once_a_day)], j + 1


def rate(at: Sequence[Lexeme], i: int) -> Found:
    """Words that are a rhythm: `2,d` twice a day, `1,2d` every 2 days, `1c,d` once a day, `1p,d` of a whole day."""
    times, length, unit = _rate(at[i].value)
    if "p," in at[i].value:
        return [Per(unit)], i + 1
    counted = times > 1 or "c," in at[i].value
    return [Frequency(times, times, length, length, unit, counted)], i + 1


def _rate(value: str) -> tuple[int, Decimal, str]:
    times, _, period = value.partition(",")
    digits = period.rstrip("hdwkmoa")
    return int(times.rstrip("cp")), Decimal(digits or 1), period[len(digits) :]


def count(at: Sequence[Lexeme], i: int) -> Found:
    """`3 fois par jour`, `3 x/j`, `3/j`, `2 à 3 fois`, `5 jours par semaine`."""
    found = range_at(at, i)
    if found is None or found[0] != int(found[0]) or found[1] != int(found[1]) or found[0] < 1:
        return None
    low, high, j = int(found[0]), int(found[1]), found[2]
    if kind(at, j) == "time":
        return _days_in(at, low, high, j)
    counted = kind(at, j) == "times"
    j = j + 1 if counted else j
    if counted and kind(at, j) == "time" and at[j].value == "d" and kind(at, j + 1) != "num":
        return [Frequency(low, high, _ONE, _ONE, "d")], j + 1  # `3xj`, `3 x day`
    period = period_at(at, j) if counted or _counts(at, j) else None
    if period is not None:
        return [Frequency(low, high, period[0], period[0], period[1])], period[2]
    if counted and kind(at, j) not in ("num", "unit", "?"):
        return [Times(low, high)], j
    return None


def _counts(at: Sequence[Lexeme], j: int) -> bool:
    """`2 par jour`, `2 daily`; `2 every day` is no count, and `3 monthly` may be every 3 months."""
    return kind(at, j) != "rate" or at[j].value == "1p,d"


def times(at: Sequence[Lexeme], i: int) -> Found:
    """`x 3 par jour`, `x 3`."""
    found = range_at(at, i + 1)
    if found is None or found[0] != int(found[0]) or found[1] != int(found[1]) or found[0] < 1:
        return None
    low, high, j = int(found[0]), int(found[1]), found[2]
    if kind(at, j) in ("unit", "num", "times", "time"):
        return None
    period = period_at(at, j)
    if period is not None:
        return [Frequency(low, high, period[0], period[0], period[1])], period[2]
    return [Times(low, high)], j


def period_at(at: Sequence[Lexeme], i: int) -> tuple[Decimal, str, int] | None:
    """`par jour`, `/24h`, `par semaine`: length and unit of a period; 24 hours are a day."""
    if kind(at, i) == "rate" and at[i].value.startswith(("1,", "1p,")):
        _, length, unit = _rate(at[i].value)
        return length, unit, i + 1
    if kind(at, i) != "per":
        return None
    found = value_at(at, i + 1)
    length, j = found or (_ONE, i + 1)
    if kind(at, j) != "time" or length <= 0 or (found is None and at[j].value in ("h", "min")):
        return None
    length, unit = _in_days(length, at[j].value)
    if at[i].value == "in" and (found is None or (length, unit) != (_ONE, "d")):
        return None
    return length, unit, j + 1


def _in_days(length: Decimal, unit: str) -> tuple[Decimal, str]:
    """24 h are a day, 72 h three."""
    return (length / 24, "d") if unit == "h" and length % 24 == 0 else (length, unit)


def nth(at: Sequence[Lexeme], i: int) -> Found:
    """`once`, `twice`, with the period told in it or elsewhere."""
    low = int(at[i].value)
    period = period_at(at, i + 1)
    if period is not None:
        return [Frequency(low, low, period[0], period[0], period[1])], period[2]
    return [Times(low, low) if low > 1 else Split(1, is_single=True)], i + 1


def per(at: Sequence[Lexeme], i: int) -> Found:
    """`par jour` after a dose: the dose of a whole period; `/8h`, `/2j`: an interval; `matin/soir`: a comma."""
    if _parts_moments(at, i):
        return [Break(",")], i + 1
    divided = value_at(at, i + 1) if at[i].value == "in" else None
    if divided and kind(at, divided[1]) == "divided" and divided[0] == int(divided[0]) and divided[0] >= 1:
        return [Split(int(divided[0]))], divided[1] + 1
    found = period_at(at, i)
    if found is None:
        return None
    length, unit, j = found
    if kind(at, i - 1) in ("mom", "time", "day", "sign") and kind(at, i + 1) == "num" and unit != "h":
        return None  # `1 cp matin/7 j`, `1 cp/j/7j`: for seven days, or every seven days
    if length == 1 and unit != "h":
        return [Per(unit)], j
    return [Frequency(1, 1, length, length, unit, False)], j


def _parts_moments(at: Sequence[Lexeme], i: int) -> bool:
    """`matin/soir`, `lundi/jeudi`, `1 matin/1 soir`, `1 cp matin/2 cp soir`."""
    before, after = kind(at, i - 1), kind(at, i + 1)
    if before == "num" and after == kind(at, i - 2) == "mom":
        return True  # `matin 1 / midi 0 / soir 1`
    if before not in ("mom", "day"):
        return False
    k = i + 3 if kind(at, i + 2) == "unit" else i + 2
    return after == before or (after == "num" and kind(at, k) == before)


def split(at: Sequence[Lexeme], i: int) -> Found:
    """`en 3 prises`: shares of the amount of a period; `en une prise par jour` is a frequency."""
    found = value_at(at, i + 1)
    if found and kind(at, found[1]) == "time" and at[found[1]].value in ("min", "h"):
        return [Lasting(found[0], at[found[1]].value)], found[1] + 1
    if found is None or not _is_intake(at, found[1]) or found[0] != int(found[0]) or found[0] < 1:
        return None
    parts, j = int(found[0]), found[1] + 1
    if kind(at, j) != "per":
        return [Split(parts)], j
    period = period_at(at, j)
    if period is None or parts > 1:
        return None
    return [Frequency(1, 1, period[0], period[0], period[1])], period[2]


def divided(at: Sequence[Lexeme], i: int) -> Found:
    """`5 mg/kg/day divided q8h`, `divided BID`: shares of the amount of a day."""
    found = every(at, i + 1) if kind(at, i + 1) == "every" else rate(at, i + 1) if kind(at, i + 1) == "rate" else None
    piece = found[0][0] if found else None
    if found is None or not isinstance(piece, Frequency) or piece.low != piece.high:
        return None
    hours = piece.period * {"h": 1, "d": 24}.get(piece.unit, 0)
    parts = piece.low * 24 / hours if hours and piece.period == piece.period_max else Decimal(0)
    return ([Split(int(parts))], found[1]) if parts > 1 and parts == int(parts) else None


def _is_intake(at: Sequence[Lexeme], j: int) -> bool:
    return kind(at, j) == "times" or (kind(at, j) == "unit" and at[j].value in ("{injection}", "{application}"))


def once(at: Sequence[Lexeme], i: int) -> Found:
    return [Split(1, is_single=at[i].value == "single")], i + 1


def _days_in(at: Sequence[Lexeme], low: int, high: int, j: int) -> Found:
    """`5 jours par semaine`, `5 jours sur 7`; more than a week of days is a cycle, and is left."""
    if at[j].value != "d" or low != high:
        return None
    last = value_at(at, j + 2) if kind(at, j + 1) in ("outof", "per") else None
    if last is not None and low < last[0] <= 7 and last[0] == int(last[0]):
        k = last[1] + 1 if kind(at, last[1]) == "time" and at[last[1]].value == "d" else last[1]
        return [DaysIn(low, 1, "wk") if last[0] == 7 else DaysIn(low, int(last[0]), "d")], k
    period = period_at(at, j + 1)
    if period is None or period[0] != 1 or period[1] not in ("wk", "mo"):
        return None
    if (low, period[1]) == (7, "wk"):
        return [Frequency(1, 1, _ONE, _ONE, "d", False)], period[2]  # all of them
    return [DaysIn(low, 1, period[1])], period[2]
