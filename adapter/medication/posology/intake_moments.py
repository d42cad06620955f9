"""The moments of one dose: each is one intake, a meal beside a part of the day is one and the same."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from adapter.medication.posology.errors import UnsureError
from adapter.medication.posology.pieces import Break, Clock, Piece, When

_ANY_MEAL = ("C", "AC", "PC")
_BESIDE_MEALS = ("HS", "NIGHT", "WAKE")  # moments at which no meal is taken
_JOINING = ("and", "+")
_NO_OFFSET = ("C", "CM", "CD", "CV")
# A meal or event names the same intake as the part of the day it stands beside (`le matin au petit déjeuner`).
_SAME = {
    "MORN": ("CM", "ACM", "PCM", "WAKE", "MORN.early", "MORN.late"),
    "NOON": ("CD", "ACD", "PCD"),
    "EVE": ("CV", "ACV", "PCV", "HS", "EVE.late", "NIGHT"),
    "HS": ("NIGHT",),
    "NIGHT": ("HS",),
}


# The hours that a part of the day or a meal may name; `le soir 8 h` may be 20 h or another intake.
_HOURS = {
    "MORN": (4, 12),
    "NOON": (11, 14),
    "AFT": (12, 19),
    "EVE": (17, 24),
    "NIGHT": (19, 30),
    "HS": (19, 26),
    "WAKE": (4, 12),
    "CM": (5, 11),
    "CD": (11, 15),
    "CV": (17, 23),
}


class Moments(NamedTuple):
    """repeat: `when` with `offset`, or `timeOfDay`; intakes: how many a day they name, 0 when they name none."""

    repeat: dict[str, Any]
    intakes: int
    advice: tuple[str, ...]


def moments_of(pieces: Sequence[Piece]) -> Moments:
    """Raises UnsureError when a moment is told twice, or when two may be one or two intakes."""
    whens = [piece for piece in pieces if isinstance(piece, When)]
    clocks = [piece.time for piece in pieces if isinstance(piece, Clock)]
    meals = [when for when in whens if is_any_meal(when)]
    if meals and len(meals) < len(whens) + len(clocks):
        _check_meals([piece for piece in pieces if isinstance(piece, When | Clock | Break)])
    if clocks:
        _check_clocks(pieces)
        if len(set(clocks)) != len(clocks):
            raise UnsureError
        return Moments({"timeOfDay": clocks}, len(clocks), tuple(when.text for when in meals))
    codes = _specific(pieces)
    if codes:
        offsets = {when.offset for when in whens if when.codes[0] in codes and when.offset}
        return _with_offset(codes, whens, meals, offsets)
    if not meals:
        return Moments({}, 0, ())
    if len({when.codes[0] for when in meals}) > 1 or len({when.offset for when in meals}) > 1:
        raise UnsureError
    return Moments(_when([meals[0].codes[0]], meals[0].offset), 0, ())


def is_any_meal(piece: Piece) -> bool:
    """Whether a piece names meals without saying which or how many."""
    return isinstance(piece, When) and piece.codes[0] in _ANY_MEAL


def _check_meals(told: Sequence[Piece]) -> None:
    """`matin et soir, aux repas` says how the two are taken; `aux repas et au coucher` has intakes at meals that
    nothing counts. Raises UnsureError for the second."""
    for i, piece in enumerate(told):
        if not is_any_meal(piece):
            continue
        before, after = told[max(i - 2, 0) : i][::-1], told[i + 1 : i + 3]
        if not (before and _is_moment(before[0])) and not _tells_how(before) and not _tells_how(after):
            raise UnsureError


def _tells_how(beside: Sequence[Piece]) -> bool:
    """Whether what stands beside a meal, nearest first, is a moment at which one eats, with at most a light break."""
    if beside and isinstance(beside[0], Break):
        beside = beside[1:] if beside[0].sign not in _JOINING else ()
    return (
        bool(beside)
        and _is_moment(beside[0])
        and not (isinstance(beside[0], When) and set(beside[0].codes) & set(_BESIDE_MEALS))
    )


def _is_moment(piece: Piece) -> bool:
    return isinstance(piece, When | Clock) and not is_any_meal(piece)


def _with_offset(codes: list[str], whens: Sequence[When], meals: Sequence[When], offsets: set[int]) -> Moments:
    """An offset holds for all codes of `when`: it is kept when there is one intake or all have it."""
    advice = tuple(when.text for when in meals)
    with_it = [code for when in whens if when.offset for code in when.codes if code in codes]
    if offsets and (len(offsets) > 1 or len(with_it) != len(codes)):
        advice = (*advice, *(when.text for when in whens if when.offset and when.codes[0] in codes))
        offsets = set()
    return Moments(_when(codes, offsets.pop() if offsets else 0), len(codes), advice)


def _when(codes: list[str], offset: int) -> dict[str, Any]:
    found: dict[str, Any] = {"when": codes}
    if offset and not any(code in _NO_OFFSET for code in codes):
        found["offset"] = offset
    return found


def _specific(pieces: Sequence[Piece]) -> list[str]:
    """Codes of the intakes in order. A part of the day gives way to the meal told just beside it; with `et` or a comma
    between the two they may be two intakes (only evening and bedtime are)."""
    found: list[str] = []
    parted = last = ""
    for piece in pieces:
        if isinstance(piece, Break) and piece.sign in ("and", "+", ",", "-"):
            parted = "and" if piece.sign in ("and", "+") else ","
        if not isinstance(piece, When) or is_any_meal(piece):
            continue
        if parted == "," and piece.offset and _is_same_intake(found, piece):
            parted = ""  # `le matin, 30 min avant le petit déjeuner`
        if not parted and _may_be_two(found, piece, last):
            raise UnsureError
        _add(found, piece.codes[0], parted)
        last = parted
        if set(found) & set(piece.codes[1:]):
            raise UnsureError
        found.extend(piece.codes[1:])  # those of a grid (1-1-1-1) are one intake each
        parted = ""
    return found


def _may_be_two(found: Sequence[str], piece: When, last: str) -> bool:
    """`matin midi soir coucher`, `le matin le midi le soir au coucher`: evening and bedtime may be one or two; `last`
    is what parts the moment before from those before it."""
    if len(piece.codes) > 1 or not found or last == "and":
        return False
    in_one = piece.codes[0] == "HS" and "soir" in piece.text.lower()
    return in_one or (len(found) > 1 and {"EVE", "HS"} <= {*found, *piece.codes})


def _is_same_intake(found: Sequence[str], piece: When) -> bool:
    return len(piece.codes) == 1 and bool(found) and piece.codes[0] in _SAME.get(found[-1], ())


def may_be_one(one: str, other: str) -> bool:
    """Whether two EventTiming codes may name one intake (`MORN` and `CM`)."""
    return one == other or one in _SAME.get(other, ()) or other in _SAME.get(one, ()) or one in _ANY_MEAL


def _add(found: list[str], code: str, parted: str) -> None:
    if code in found:
        raise UnsureError
    same = [other for other in found if code in _SAME.get(other, ()) or other in _SAME.get(code, ())]
    if not same:
        found.append(code)
    elif parted:
        listed = parted == "and" or len(found) > 1
        if {same[0], code} != {"EVE", "HS"} or not listed:
            raise UnsureError
        found.append(code)
    elif found[-1] != same[0]:
        raise UnsureError
    elif code in _SAME.get(same[0], ()):
        found[-1] = code


def is_within(time: str, code: str) -> bool:
    """Whether a clock time may be what a moment names."""
    meal = f"C{code[2]}" if code[:2] in ("AC", "PC") else code.partition(".")[0]
    hour, (first, last) = int(time[:2]), _HOURS[meal]
    return first <= hour <= last or first <= hour + 24 <= last


def _check_clocks(pieces: Sequence[Piece]) -> None:
    """A part of the day beside a clock time (`le soir à 20h`) names the same intake; otherwise they may be two."""
    told = [piece for piece in pieces if isinstance(piece, When | Clock | Break)]
    for i, piece in enumerate(told):
        if not isinstance(piece, When) or is_any_meal(piece):
            continue
        near = [told[j] for j in (i - 1, i + 1) if 0 <= j < len(told)]
        opened = i + 2 < len(told) and told[i + 1] == Break("(") and isinstance(told[i + 2], Clock)
        beside = [other for other in near if isinstance(other, Clock)]
        if piece.offset or not (beside or opened) or len(piece.codes) > 1:
            raise UnsureError
        clocks = beside or [other for other in told[i + 2 : i + 3] if isinstance(other, Clock)]
        if not any(is_within(clock.time, piece.codes[0]) for clock in clocks):
            raise UnsureError
    moments = sum(1 for p in told if isinstance(p, When) and not is_any_meal(p))
    if moments not in (0, sum(1 for p in told if isinstance(p, Clock))):
        raise UnsureError
