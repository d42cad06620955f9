"""How much: a number or a range, and the dose it makes with its unit (`1 à 2 cp`, `1 cp et demi`)."""

from collections.abc import Sequence
from decimal import Decimal

from adapter.medication.posology.lexicon import Lexeme
from adapter.medication.posology.pieces import Dose

MASSES = ("mg", "g", "ug", "ng", "[iU]", "U", "M[iU]", "mmol", "meq", "mL")


_ONE = Decimal(1)
_MOST_WITH_A_PART = 20
_SCALE = {"g": Decimal(1000), "mg": Decimal(1), "ug": Decimal("0.001")}  # a range may be told over two of them


def kind(at: Sequence[Lexeme], i: int) -> str:
    return at[i].kind if 0 <= i < len(at) else ""


def is_sign(at: Sequence[Lexeme], i: int, signs: str) -> bool:
    return kind(at, i) == "sign" and at[i].value in signs


def value_at(at: Sequence[Lexeme], i: int) -> tuple[Decimal, int] | None:
    """One number: `2`, `1 1/2`, `1 et 1/2`; `1 demi` is a half. `un 1/2` and `2 demi` may mean two things."""
    if kind(at, i) != "num":
        return None
    value, j = at[i].value, i + 1
    joined = kind(at, j) == "and"
    part = j + 1 if joined else j
    if 1 <= value == int(value) and _is_part(at, part):
        if value > _MOST_WITH_A_PART:
            return None  # `40 1/2 cp`: a strength, and a half
        if joined or (at[i].written == "number" and at[part].written == "fraction"):
            return value + at[part].value, part + 1
        return (at[part].value, part + 1) if value == 1 and not at[part].written else None
    if kind(at, j) == "half":
        return value + Decimal("0.5"), j + 1
    if is_sign(at, j, "(") and kind(at, j + 1) == "num" and at[j + 1].value == value and is_sign(at, j + 2, ")"):
        return value, j + 3  # `2 (two) times`
    return value, j


def _is_part(at: Sequence[Lexeme], i: int) -> bool:
    """A fraction of a unit (`1/2`, `demi`); `0,5` beside a number is the strength of one, no part of it."""
    return kind(at, i) == "num" and 0 < at[i].value < 1 and at[i].written != "number"


def range_at(at: Sequence[Lexeme], i: int) -> tuple[Decimal, Decimal, int] | None:
    """A number or a range (`1 à 2`, `1-2`, `1 ou 2`, `de 1 à 2`), lowest and highest."""
    first = value_at(at, i + 1) if kind(at, i) in ("of", "between2") and kind(at, i + 1) == "num" else value_at(at, i)
    if first is None:
        return None
    low, j = first
    if kind(at, j) in ("a", "or", "to") or is_sign(at, j, "-") or (kind(at, i) == "between2" and kind(at, j) == "and"):
        last = value_at(at, j + 1)
        if last and low < last[0]:
            return low, last[0], last[1]
    return low, low, j


def dose_at(at: Sequence[Lexeme], i: int) -> tuple[Dose, int] | None:
    """A number or range with its unit; None when no unit follows, or when it is a dose per weight or a rate."""
    found = range_at(at, i)
    if found is None:
        return None
    low, high, j = found
    if kind(at, j) == "unit" and low != high and kind(at, j + 1) in ("a", "or") and not _is_clock(at, j + 1):
        return None
    if kind(at, j) in ("a", "or", "to") and kind(at, j + 1) == "num":
        return None
    if kind(at, j) == "of" and kind(at, j + 1) == "unit":
        j += 1
    if kind(at, j) != "unit":
        return None
    unit, j, strength = at[j].value, j + 1, ""
    j = _graduation(at, j) if unit == "{dose}" else j
    if low == high:
        low, high, j = _widened(at, j, low, unit)
    if unit not in MASSES:
        more, j = _and_part(at, j)
        low, high = low + more, high + more
        after = _strength(at, j)
        strength = " ".join(f"{lexeme.value}" for lexeme in at[j:after] if lexeme.kind in ("num", "unit"))
        j = after
    return (Dose(low, high, unit, strength), j) if not _is_rate(at, j) else None


def weighed_dose_at(at: Sequence[Lexeme], i: int) -> tuple[Dose, int] | None:
    """`5 mg/kg`, `1 dose/kg`: a dose per weight or surface of the body; what it amounts to is not known."""
    found = range_at(at, i)
    if found is None or kind(at, found[2]) != "unit":
        return None
    j = found[2] + 1
    if not (kind(at, j) == "per" or is_sign(at, j, "/")) or kind(at, j + 1) != "weight":
        return None
    return Dose(found[0], found[1], f"{at[j - 1].value}/{at[j + 1].value}"), j + 2


def _graduation(at: Sequence[Lexeme], j: int) -> int:
    """`1 dose de 8 kg`: the mark of the pipette, for a child of that weight; the dose is one."""
    k = j + 1 if kind(at, j) == "of" else j
    found = value_at(at, k)
    return found[1] + 1 if found and k > j and kind(at, found[1]) == "weight" else j


def _is_clock(at: Sequence[Lexeme], j: int) -> bool:
    """`à 8h`, `à 08:00`: the hour of the intake, no end of a range."""
    if kind(at, j) != "a" or kind(at, j + 1) != "num":
        return False
    return is_sign(at, j + 2, ":") or (kind(at, j + 2) == "time" and at[j + 2].value == "h")


def _widened(at: Sequence[Lexeme], j: int, low: Decimal, unit: str) -> tuple[Decimal, Decimal, int]:
    """`1 cp à 2 cp`, `1 comprimé ou 2`: the range told with its unit twice."""
    if kind(at, j) in ("a", "or", "to"):
        last = value_at(at, j + 1)
        if last and kind(at, last[1]) == "unit":
            factor = _SCALE.get(at[last[1]].value, _ONE) / _SCALE.get(unit, _ONE)
            same = at[last[1]].value == unit or {at[last[1]].value, unit} <= _SCALE.keys()
            if same and low < last[0] * factor:
                return low, last[0] * factor, last[1] + 1
    return low, low, j


def _and_part(at: Sequence[Lexeme], j: int) -> tuple[Decimal, int]:
    """The part after the unit: `1 comprimé et demi`, `1 cp 1/2`."""
    if kind(at, j) == "half":
        return Decimal("0.5"), j + 1
    k = j + 1 if kind(at, j) == "and" else j
    if _is_part(at, k):
        after = kind(at, k + 1)
        if after not in ("unit", "time", "times", "of", "num") and (k == j or after != "mom"):
            return at[k].value, k + 1
    return Decimal(0), j


def _strength(at: Sequence[Lexeme], j: int) -> int:
    """The strength of one unit, told beside it (`1 comprimé de 500 mg`, `1 patch 25 µg/h`): understood, no dose."""
    k = j + 1 if kind(at, j) in ("of", "a") else j
    opened = is_sign(at, k, "(")
    k = k + 1 if opened else k
    found = value_at(at, k)
    if found is None or kind(at, found[1]) != "unit" or at[found[1]].value not in MASSES:
        return j
    k = found[1] + 1
    if kind(at, k) == "per" and kind(at, k + 1) == "time" and at[k + 1].value == "h":
        k += 2
    elif kind(at, k) == "per" and kind(at, k + 1) not in ("time", "num"):
        return j
    if kind(at, k) in ("times", "num"):
        return j if kind(at, k) == "num" and kind(at, k + 1) == "unit" else k
    if opened:
        return k + 1 if is_sign(at, k, ")") else j
    return k


def _is_rate(at: Sequence[Lexeme], j: int) -> bool:
    """`mg/kg`, `mL/h`: never counted."""
    if kind(at, j) != "per" and not is_sign(at, j, "/"):
        return False
    return kind(at, j + 1) in ("?", "weight") or (kind(at, j + 1) == "time" and at[j + 1].value in ("h", "min"))
