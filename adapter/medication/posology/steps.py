"""Pieces → steps in time (`puis`), and in each step the doses with the pieces that say when each is taken."""

from collections.abc import Sequence
from decimal import Decimal

from adapter.medication.posology.errors import UnsureError
from adapter.medication.posology.parts import Part, Step
from adapter.medication.posology.pieces import (
    Alternate,
    AsNeeded,
    Break,
    Clock,
    Condition,
    Days,
    Dose,
    Duration,
    Frequency,
    Grid,
    OtherDays,
    Per,
    Piece,
    Site,
    Stop,
    Then,
    WeekPause,
    When,
)
from adapter.medication.posology.two_readings import (
    ENDS,
    MOMENTS,
    TIMING,
    check_alternates,
    check_apart,
    check_count,
    check_labels,
    check_length,
    check_need,
    check_order,
)

_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_GRID = ("MORN", "NOON", "EVE", "HS")


def steps_of(pieces: Sequence[Piece], is_partial: bool = False) -> list[Step]:
    """Steps in order. A step without timing is taken as the one before it; all but the last must say how long.

    is_partial: words are left that nothing was made of; a last step that is told only in them is left out.

    Raises UnsureError when a dose cannot be given its moments in one way only.
    """
    given = _in_steps(pieces, is_partial)
    found: list[Step] = []
    for i, told in enumerate(given):
        step = _without_days_told_again(told)
        parts = _parts(step)
        if i and not any(part.dose for part in parts):
            raise UnsureError
        if i and len(parts) == 1 and not _timing(parts[0].timing):
            before = found[-1].parts
            parts = (Part(parts[0].dose, before[0].timing),) if len(before) == 1 else _unsure()
        shared = tuple(piece for piece in step if not isinstance(piece, (*TIMING, Dose, Grid, Break, Condition)))
        found.append(Step(parts, shared))
    if any(not _ends(step) for step in found[:-1]):
        raise UnsureError
    return found


def _without_days_told_again(step: Sequence[Piece]) -> Sequence[Piece]:
    """`pendant 5 jours (du lundi au vendredi), arrêt 2 jours (samedi, dimanche)`: the length is that of the days."""
    days = sum(len(piece.codes) for piece in step if isinstance(piece, Days))
    if not any(isinstance(piece, WeekPause) for piece in step):
        return step
    return [piece for piece in step if not (isinstance(piece, Duration) and (piece.high, piece.unit) == (days, "d"))]


def _unsure() -> tuple[Part, ...]:
    raise UnsureError


def _unsure_step() -> list[Piece]:
    raise UnsureError


def _in_steps(pieces: Sequence[Piece], is_partial: bool) -> list[list[Piece]]:
    steps: list[list[Piece]] = [[]]
    for piece in pieces:
        if isinstance(piece, Then):
            steps.append([])
        else:
            steps[-1].append(piece)
    last = [piece for piece in steps[-1] if not isinstance(piece, Break)]
    if len(steps) > 1 and last == [Stop()]:
        steps.pop()
        if not any(isinstance(piece, ENDS) for piece in steps[-1]):
            raise UnsureError
    elif len(steps) > 1 and is_partial and not any(isinstance(piece, (Dose, Grid, *TIMING)) for piece in last):
        steps.pop()  # `puis à revoir selon l'évolution`
    if any(isinstance(piece, Stop) for step in steps for piece in step):
        raise UnsureError
    return steps


def _ends(step: Step) -> bool:
    return any(isinstance(piece, ENDS) for piece in step.shared)


def _timing(pieces: Sequence[Piece]) -> list[Piece]:
    return [piece for piece in pieces if isinstance(piece, TIMING)]


def _parts(step: Sequence[Piece]) -> tuple[Part, ...]:
    doses = [piece for piece in step if isinstance(piece, Dose)]
    grids = [piece for piece in step if isinstance(piece, Grid)]
    check_need(step)
    check_length(step)
    if any(isinstance(piece, Condition) for piece in step):
        return _conditional(step)
    if grids:
        return _of_grid(grids, doses, step)
    if len(doses) < 2:
        if any(isinstance(piece, Alternate) for piece in step):
            raise UnsureError  # `les jours pairs` alone: two days follow each other at the end of a month
        check_count(step)
        if doses and not doses[0].high:
            raise UnsureError
        timing = tuple(piece for piece in step if isinstance(piece, (*TIMING, Break)))
        return (Part(doses[0] if doses else None, timing),)
    return _several(step)


def _conditional(step: Sequence[Piece]) -> tuple[Part, ...]:
    """`6 U si glycémie > 2 g/L, 8 U si > 2,5`: each dose with the condition told after it; what is told of the time
    before the first dose holds for all."""
    parts: list[Part] = []
    leading: list[Piece] = []
    for piece in step:
        if isinstance(piece, Grid | AsNeeded) or (isinstance(piece, Condition) and (not parts or parts[-1].condition)):
            raise UnsureError
        if isinstance(piece, Dose):
            parts.append(Part(piece, ()))
        elif isinstance(piece, Condition):
            parts[-1] = parts[-1]._replace(condition=piece.text)
        elif isinstance(piece, (*TIMING, Break)):
            if parts:
                parts[-1] = parts[-1]._replace(timing=(*parts[-1].timing, piece))
            else:
                leading.append(piece)
    return tuple(part._replace(timing=(*leading, *part.timing)) for part in parts)


def _of_grid(grids: Sequence[Grid], doses: Sequence[Dose], step: Sequence[Piece]) -> tuple[Part, ...]:
    """A grid brings its own moments; beside it only days of the week, `every day` and a meal may stand."""
    others = [piece for piece in step if isinstance(piece, TIMING)]
    total = doses[0] if len(doses) == 1 and Per("d") in others and isinstance(step[0], Dose) else None
    if len(grids) > 1 or (doses and total is None) or any(not _beside_grid(piece) for piece in others):
        raise UnsureError
    if total and (total.low != total.high or total.low != sum(grids[0].doses) or grids[0].unit not in ("", total.unit)):
        raise UnsureError  # `4 cp par jour : 2-0-2` must agree
    unit = grids[0].unit or (total.unit if total else "")
    whens: dict[Decimal, list[str]] = {}
    for value, code in zip(grids[0].doses, _GRID, strict=False):
        if value:
            whens.setdefault(value, []).append(code)
    beside = [piece for piece in others if piece != Per("d")]
    return tuple(Part(Dose(value, value, unit), (When(tuple(codes)), *beside)) for value, codes in whens.items())


def _beside_grid(piece: Piece) -> bool:
    if isinstance(piece, When):
        return piece.codes[0] in ("C", "AC", "PC")
    daily = isinstance(piece, Frequency) and not piece.is_counted and (piece.period, piece.unit) == (1, "d")
    return daily or piece == Per("d") or isinstance(piece, Days)


def _several(step: Sequence[Piece]) -> tuple[Part, ...]:
    """Several doses, each with its moments, all after it or all before it."""
    if Alternate("") in step:
        step = _alternating(step)
    told = [piece for piece in step if isinstance(piece, (Dose, *TIMING))]
    check_order(step)
    parts = _with_unit(_dose_first(step) if isinstance(told[0], Dose) else _moment_first(step))
    parts = _other_days(_without_total(parts))
    check_alternates(parts)
    after_first = step[step.index(next(piece for piece in step if isinstance(piece, Dose))) :]
    if any(isinstance(piece, AsNeeded | Site) for piece in after_first):
        raise UnsureError
    if any(isinstance(piece, ENDS) for piece in step[: _last_dose(step)]):
        raise UnsureError
    for part in parts:
        if not any(isinstance(piece, MOMENTS) for piece in part.timing):
            raise UnsureError
        timing = _timing(part.timing)
        last = part == parts[-1] and timing[-1] == Per("d")
        if any(not _is_plain(piece) for piece in timing) or (Per("d") in timing and not last):
            raise UnsureError
    check_apart(parts)
    return tuple(part for part in parts if part.dose is None or part.dose.high) or _unsure()


def _alternating(step: Sequence[Piece]) -> list[Piece]:
    """`1 cp un jour, 1/2 cp le lendemain en alternance`: the word adds nothing to the two days, and needs them."""
    days = {piece.which for piece in step if isinstance(piece, Alternate)}
    return [piece for piece in step if piece != Alternate("")] if {"first", "second"} <= days else _unsure_step()


def _without_total(parts: list[Part]) -> list[Part]:
    """`3 cp par jour : 2 le matin, 1 le soir`: the amount of the day told first must be that of its moments."""
    total, shares = parts[0], parts[1:]
    if _timing(total.timing) != [Per("d")] or total.dose is None:
        return parts
    if any(not isinstance(piece, When | Clock) for part in shares for piece in _timing(part.timing)):
        raise UnsureError
    counts = [sum(len(p.codes) if isinstance(p, When) else 1 for p in _timing(part.timing)) for part in shares]
    if sum(counts) < 2:
        return parts
    doses = [part.dose for part in shares if part.dose]
    for bound in ("low", "high"):
        told = sum(getattr(dose, bound) * count for dose, count in zip(doses, counts, strict=True))
        if told != getattr(total.dose, bound):
            raise UnsureError
    return shares


def _other_days(parts: Sequence[Part]) -> list[Part]:
    """`les autres jours` of one dose are the days that the others do not name."""
    named = {code for part in parts for piece in part.timing if isinstance(piece, Days) for code in piece.codes}
    left = Days(tuple(day for day in _WEEK if day not in named))
    others = [part for part in parts if OtherDays() in part.timing]
    if others and (len(others) > 1 or not named or not left.codes):
        raise UnsureError
    if any(isinstance(piece, Days) for part in others for piece in part.timing):
        raise UnsureError
    return [
        part._replace(timing=tuple(left if piece == OtherDays() else piece for piece in part.timing)) for part in parts
    ]


def _is_plain(piece: Piece) -> bool:
    """What may stand beside the moments of one of several doses."""
    daily = isinstance(piece, Frequency) and not piece.is_counted and (piece.period, piece.unit) == (1, "d")
    return daily or piece == Per("d") or isinstance(piece, MOMENTS)


def _last_dose(step: Sequence[Piece]) -> int:
    return max(i for i, piece in enumerate(step) if isinstance(piece, Dose))


def _dose_first(step: Sequence[Piece]) -> list[Part]:
    parts: list[tuple[Dose, list[Piece]]] = []
    for piece in step:
        if isinstance(piece, Dose):
            parts.append((piece, []))
        elif isinstance(piece, (*TIMING, Break)) and parts:
            parts[-1][1].append(piece)
    return [Part(dose, tuple(timing)) for dose, timing in parts]


def _moment_first(step: Sequence[Piece]) -> list[Part]:
    parts: list[Part] = []
    waiting: list[Piece] = []
    check_labels(step)
    for piece in step:
        if isinstance(piece, Dose):
            parts.append(Part(piece, tuple(waiting)))
            waiting = []
        elif isinstance(piece, (*TIMING, Break)):
            waiting.append(piece)
    if _timing(waiting):
        raise UnsureError
    return parts


def _with_unit(parts: Sequence[Part]) -> list[Part]:
    """A bare number takes the one unit told (`1 cp le matin, 2 le soir`); two units or strengths do not add up."""
    units = {part.dose.unit for part in parts if part.dose and part.dose.unit}
    if len(units) > 1 or len({part.dose.strength for part in parts if part.dose and part.dose.strength}) > 1:
        raise UnsureError
    unit = units.pop() if len(units) == 1 else ""
    return [
        part._replace(dose=part.dose._replace(unit=part.dose.unit or unit)) if part.dose else part for part in parts
    ]
