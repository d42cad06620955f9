"""The most of a day or of an intake: `max 3/j`, `sans dépasser 4 g par 24 h`, `jusqu'à 4 cp par jour`."""

from collections.abc import Sequence
from decimal import Decimal

from adapter.medication.posology.amounts import dose_at, is_sign, kind, range_at, weighed_dose_at
from adapter.medication.posology.frequencies import period_at, rate
from adapter.medication.posology.lexicon import Lexeme
from adapter.medication.posology.pieces import Advice, Frequency, Maximum, Piece

Found = tuple[list[Piece], int] | None


def maximum(at: Sequence[Lexeme], i: int, text: str) -> Found:
    """`max 3/j`, `sans dépasser 4 g par 24 h`, `maximum 2 cp par prise`, `dose max/prise de 1000 mg`."""
    j, per_intake = i + 1, False
    while kind(at, j) in ("of", "a", "max", "intake") or is_sign(at, j, ":=") or _is_slash_intake(at, j):
        per_intake = per_intake or kind(at, j) == "intake" or _is_slash_intake(at, j)
        j += 2 if _is_slash_intake(at, j) else 1
    found = _quantity(at, j)
    if found is None:
        return _of_rate(at, j)
    value, unit, k = found
    in_minutes = any(lexeme.kind == "time" and lexeme.value == "min" for lexeme in at)
    if in_minutes and unit.startswith("{") and kind(at, k) in ("", "sign"):
        return [Advice(text[at[i].start : at[k - 1].end])], k  # of one crisis (`every 5 minutes, max 3 tablets`)
    if per_intake:
        return ([Maximum(value, unit, "intake")], k) if unit not in ("", "times") else None
    return _of_period(at, value, unit, k)


def reached(at: Sequence[Lexeme], i: int, text: str) -> Found:
    """`jusqu'à 4 cp par jour`: a maximum that the dose may come to."""
    found = maximum(at, i, text)
    piece = found[0][0] if found else None
    return ([piece._replace(is_reached=True)], found[1]) if found and isinstance(piece, Maximum) else found


def trailing_maximum(at: Sequence[Lexeme], i: int) -> Found:
    """`4 cp max par jour`, `4 g par jour maximum`, `3 fois par jour maximum`."""
    found = _quantity(at, i)
    if found is None:
        return None
    value, unit, j = found
    if kind(at, j) == "max":
        return _of_period(at, value, unit, j + 1)
    told = _of_period(at, value, unit, j)
    return (told[0], told[1] + 1) if told and kind(at, told[1]) == "max" and not _opens(at, told[1]) else None


def _opens(at: Sequence[Lexeme], i: int) -> bool:
    """Whether the word of maximum begins another statement (`3 par jour, max 4 g`)."""
    return kind(at, i + 1) in ("num", "of", "a") or is_sign(at, i + 1, ":")


def _quantity(at: Sequence[Lexeme], j: int) -> tuple[Decimal, str, int] | None:
    dosed = dose_at(at, j) or weighed_dose_at(at, j)
    if dosed is not None:
        return (dosed[0].high, dosed[0].unit, dosed[1]) if dosed[0].low == dosed[0].high else None
    found = range_at(at, j)
    if kind(at, j) == "nth":
        return Decimal(at[j].value), "times", j + 1
    if found is None or found[0] != found[1]:
        return None
    if kind(at, found[2]) == "times":
        return found[0], "times", found[2] + 1
    return found[0], "", found[2]


def _of_rate(at: Sequence[Lexeme], j: int) -> Found:
    """`up to twice a day`."""
    found = rate(at, j) if kind(at, j) == "rate" else None
    piece = found[0][0] if found else None
    if found is None or not isinstance(piece, Frequency) or not piece.is_counted:
        return None
    return ([Maximum(Decimal(piece.low), "times", "d")], found[1]) if (piece.period, piece.unit) == (1, "d") else None


def _of_period(at: Sequence[Lexeme], value: Decimal, unit: str, j: int) -> Found:
    if _is_slash_intake(at, j):
        return ([Maximum(value, unit, "intake")], j + 2) if unit not in ("", "times") else None
    if kind(at, j) == "intake":
        return ([Maximum(value, unit, "intake")], j + 1) if unit not in ("", "times") else None
    period = period_at(at, j)
    if period is None or (period[0], period[1]) != (1, "d"):
        return None
    return [Maximum(value, unit, "d")], period[2]


def _is_slash_intake(at: Sequence[Lexeme], j: int) -> bool:
    told = kind(at, j + 1) in ("times", "intake") or (kind(at, j + 1) == "fill" and at[j + 1].value == "intake")
    return kind(at, j) == "per" and told
