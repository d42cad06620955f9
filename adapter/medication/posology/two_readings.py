"""What may be read in two ways in one step: each check raises UnsureError for it."""

from collections.abc import Sequence
from itertools import pairwise

from adapter.medication.posology.errors import UnsureError
from adapter.medication.posology.intake_moments import is_any_meal
from adapter.medication.posology.parts import Part
from adapter.medication.posology.pieces import (
    Alternate,
    AsNeeded,
    Break,
    Clock,
    Cycle,
    CycleDay,
    Days,
    DaysIn,
    Dose,
    Duration,
    Frequency,
    OtherDays,
    Per,
    Piece,
    Split,
    Times,
    Until,
    UntilEvent,
    When,
)

TIMING = (When, Clock, Frequency, Times, Per, Split, DaysIn, Days, OtherDays, Alternate, CycleDay)
MOMENTS = (When, Clock, Days, OtherDays, Alternate, CycleDay)
ENDS = (Duration, Until, UntilEvent, Cycle)


def timing_in(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces that say when and how often."""
    return [piece for piece in pieces if isinstance(piece, TIMING)]


def check_need(step: Sequence[Piece]) -> None:
    """`1 cp le matin et si besoin le soir`: what is needed must not stand between two moments, nor after `et`."""
    for i, piece in enumerate(step):
        if not isinstance(piece, AsNeeded):
            continue
        if i and step[i - 1] in (Break("and"), Break("+")):
            raise UnsureError
        if _is_of_the_last_moment(step[:i]):
            raise UnsureError
        if any(isinstance(p, MOMENTS) for p in step[:i]) and any(isinstance(p, MOMENTS) for p in step[i:]):
            raise UnsureError


def _is_of_the_last_moment(before: Sequence[Piece]) -> bool:
    """`1 cp le matin, le soir si besoin`, `1 cp matin (+ soir si besoin)`: the need may be that of the second alone."""
    told = [i for i, piece in enumerate(before) if isinstance(piece, MOMENTS) and not is_any_meal(piece)]
    if len(told) < 2 or told[-1] != len(before) - 1:
        return False
    signs = [piece.sign for piece in before[told[-2] : told[-1]] if isinstance(piece, Break)]
    return any(sign not in ("and", ",") for sign in signs) or (signs == [","] and len(told) == 2)


def check_length(step: Sequence[Piece]) -> None:
    """`1 cp le matin pendant 5 jours, le soir pendant 5 jours`: a length between two moments makes steps of them."""
    places = [i for i, piece in enumerate(step) if isinstance(piece, ENDS)]
    named = [i for i, piece in enumerate(step) if isinstance(piece, MOMENTS) and not is_any_meal(piece)]
    if any(min(named, default=i) < i < max(named, default=i) for i in places):
        raise UnsureError


def check_count(step: Sequence[Piece]) -> None:
    """`2 x 1 cp matin et soir`: two in all or two each time; only a period beside it says which."""
    counted = any(isinstance(p, Times) and p.high > 1 and isinstance(after, Dose) for p, after in pairwise(step))
    at_moments = any(isinstance(piece, When | Clock) for piece in step)
    if counted and at_moments and not any(isinstance(piece, Per) for piece in step):
        raise UnsureError


def check_order(step: Sequence[Piece]) -> None:
    """`5 mg matin, midi 10 mg et soir`: a moment between a comma and a dose may belong to either side."""
    first = next((i for i, piece in enumerate(step) if isinstance(piece, (Dose, *TIMING))), 0)
    if not isinstance(step[first], Dose):
        return
    for before, piece, after in zip(step[first:], step[first + 1 :], step[first + 2 :], strict=False):
        if before in (Break(","), Break("and"), Break("+")) and isinstance(piece, MOMENTS) and isinstance(after, Dose):
            raise UnsureError


def check_labels(step: Sequence[Piece]) -> None:
    """`matin : 1, midi : -, soir : 1`: a moment with a colon has its dose after it, or none that is told."""
    for piece, sign, after in zip(step, step[1:], step[2:], strict=False):
        labelled = isinstance(piece, MOMENTS) and isinstance(sign, Break)
        if labelled and sign in (Break(":"), Break("-"), Break("."), Break(";")) and not isinstance(after, Dose):
            raise UnsureError


def check_alternates(parts: Sequence[Part]) -> None:
    """Doses of alternate days are as many as the days of the cycle, one for each day."""
    told = [tuple(piece for piece in part.timing if isinstance(piece, CycleDay)) for part in parts]
    days = [day.day for found in told for day in found]
    cycles = {day.cycle for found in told for day in found}
    if days and (cycles != {len(told)} or any(len(found) != 1 for found in told) or sorted(days) != _counted(told)):
        raise UnsureError


def _counted(told: Sequence[object]) -> list[int]:
    return list(range(1, len(told) + 1))


def check_apart(parts: Sequence[Part]) -> None:
    """Two doses at one moment may be one dose told twice, or two steps in time."""
    moments = [
        (code, days)
        for part in parts
        for days in [tuple(c for p in part.timing if isinstance(p, Days | CycleDay) for c in _names(p))]
        for piece in part.timing
        if isinstance(piece, When | Clock)
        for code in (piece.codes if isinstance(piece, When) else (piece.time,))
        if code not in ("C", "AC", "PC")
    ]
    on_days = [code for part in parts for piece in part.timing if isinstance(piece, Days) for code in piece.codes]
    if len(set(moments)) != len(moments) or (not moments and len(set(on_days)) != len(on_days)):
        raise UnsureError
    with_days = sum(1 for part in parts if any(isinstance(piece, Days) for piece in part.timing))
    if with_days not in (0, len(parts)):
        raise UnsureError


def _names(piece: Days | CycleDay) -> tuple[str, ...]:
    return piece.codes if isinstance(piece, Days) else (str(piece.day),)
