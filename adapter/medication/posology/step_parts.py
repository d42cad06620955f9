"""The doses of one step, with the pieces that say when each is taken."""

from collections.abc import Sequence
from itertools import combinations

from adapter.medication.posology.errors import UnsureError
from adapter.medication.posology.grid_parts import of_grid
from adapter.medication.posology.intake_moments import is_any_meal, is_within, may_be_one
from adapter.medication.posology.parts import Part
from adapter.medication.posology.pieces import (
    Alternate,
    AsNeeded,
    Break,
    Clock,
    Condition,
    CycleDay,
    Dose,
    Grid,
    Piece,
    When,
)
from adapter.medication.posology.several_doses import several
from adapter.medication.posology.two_readings import TIMING, check_count, check_length, check_need

_JOINED = (Break("and"), Break("+"))


def parts_of(step: Sequence[Piece]) -> tuple[Part, ...]:
    doses = [piece for piece in step if isinstance(piece, Dose)]
    need = _need_of_the_last(step)
    if need is not None:
        first = parts_of([piece for piece in step if piece is not need])
        return (*first[:-1], first[-1]._replace(need=need))
    grids = [piece for piece in step if isinstance(piece, Grid)]
    check_need(step)
    check_length(step)
    if any(isinstance(piece, Condition) for piece in step):
        return _conditional(step)
    if grids:
        return of_grid(grids, doses, step)
    if len(doses) < 2:
        if any(isinstance(piece, Alternate | CycleDay) for piece in step):
            raise UnsureError  # `les jours pairs` alone: two days follow each other at the end of a month
        check_count(step)
        if doses and not doses[0].high:
            raise UnsureError
        timing = tuple(piece for piece in step if isinstance(piece, (*TIMING, Break)))
        apart = _apart(timing) if doses else None
        if apart is not None:
            return tuple(Part(doses[0], told) for told in apart)
        return (Part(doses[0] if doses else None, timing),)
    return several(step)


def _apart(timing: Sequence[Piece]) -> list[tuple[Piece, ...]] | None:
    """Intakes that one Dosage cannot hold, each kind in one of its own: `matin, midi, 16 h et coucher` (R4 tim-10),
    `le matin et 15 minutes avant le dîner` (an offset is that of all its moments)."""
    told = [piece for piece in timing if not isinstance(piece, Break)]
    groups: dict[int | None, list[Piece]] = {}
    for piece in told:
        if not isinstance(piece, When | Clock) or is_any_meal(piece):
            return None
        groups.setdefault(piece.offset if isinstance(piece, When) else None, []).append(piece)
    parted = all(isinstance(piece, Break) for piece in timing[1::2]) and len(timing) == 2 * len(told) - 1
    if len(groups) < 2 or not parted or any(_may_be_one(one, other) for one, other in combinations(told, 2)):
        return None
    return [tuple(_with_signs(group)) for group in groups.values()]


def _may_be_one(one: Piece, other: Piece) -> bool:
    """`le soir et à 20 h`, `le matin, 30 minutes avant le petit déjeuner`: perhaps one intake."""
    match one, other:
        case (When(), When()):
            return any(may_be_one(code, also) for code in one.codes for also in other.codes)
        case (When(), Clock()):
            return any(is_within(other.time, code) for code in one.codes)
        case (Clock(), When()):
            return _may_be_one(other, one)
    return False


def _with_signs(pieces: Sequence[Piece]) -> list[Piece]:
    return [one for i, piece in enumerate(pieces) for one in (*([Break("and")] if i else []), piece)]


def _need_of_the_last(step: Sequence[Piece]) -> AsNeeded | None:
    """`1 cp le matin et si besoin 1 cp le soir`: the need told just before the last of two doses, after `et`, is its
    own."""
    doses = [i for i, piece in enumerate(step) if isinstance(piece, Dose)]
    needs = [i for i, piece in enumerate(step) if isinstance(piece, AsNeeded)]
    if len(doses) != 2 or len(needs) != 1 or needs[0] != doses[1] - 1 or step[needs[0] - 1] not in _JOINED:
        return None
    before = any(isinstance(piece, TIMING) for piece in step[doses[0] : doses[1]])
    after = any(isinstance(piece, When | Clock) for piece in step[doses[1] :])
    need = step[needs[0]]
    return need if before and after and isinstance(need, AsNeeded) else None


def _conditional(step: Sequence[Piece]) -> tuple[Part, ...]:
    """`6 U si glycémie > 2 g/L, 8 U si > 2,5`: each dose with the condition told after it, or all with the one before
    (`si > 2 g/L : 6 U`); what is told of the time before the first dose holds for all."""
    parts: list[Part] = []
    leading: list[Piece] = []
    first = next(piece for piece in step if isinstance(piece, Dose | Condition))
    before = ""
    for piece in step:
        if isinstance(piece, Grid | AsNeeded):
            raise UnsureError
        if isinstance(piece, Dose):
            if isinstance(first, Condition) and not before:
                raise UnsureError
            parts.append(Part(piece, (), before))
            before = ""
        elif isinstance(piece, Condition) and isinstance(first, Condition):
            if before:
                raise UnsureError
            before = piece.text
        elif isinstance(piece, Condition):
            if parts[-1].condition:
                raise UnsureError
            parts[-1] = parts[-1]._replace(condition=piece.text)
        elif isinstance(piece, (*TIMING, Break)):
            if parts:
                parts[-1] = parts[-1]._replace(timing=(*parts[-1].timing, piece))
            else:
                leading.append(piece)
    if before or not parts:
        raise UnsureError
    return tuple(part._replace(timing=(*leading, *part.timing)) for part in parts)
