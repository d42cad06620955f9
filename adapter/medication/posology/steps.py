"""Pieces → steps in time (`puis`), and in each step the doses with the pieces that say when each is taken."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from adapter.medication.posology.errors import UnsureError
from adapter.medication.posology.pieces import (
    Alternate,
    AsNeeded,
    Break,
    Clock,
    Condition,
    Cycle,
    Days,
    DaysIn,
    Dose,
    Duration,
    Frequency,
    Grid,
    OtherDays,
    Per,
    Piece,
    Site,
    Split,
    Stop,
    Then,
    Times,
    Until,
    UntilEvent,
    WeekPause,
    When,
)

_TIMING = (When, Clock, Frequency, Times, Per, Split, DaysIn, Days, OtherDays, Alternate)
_MOMENTS = (When, Clock, Days, OtherDays, Alternate)
_ENDS = (Duration, Until, UntilEvent, Cycle)
_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_GRID = ("MORN", "NOON", "EVE", "HS")


class Part(NamedTuple):
    """One dose (None when unsaid) and when it is taken, breaks kept; condition: when it is this dose, in words."""

    dose: Dose | None
    timing: tuple[Piece, ...]
    condition: str = ""


class Step(NamedTuple):
    """parts hold at the same time; shared: what holds for all of them (duration, need, maximum, site, advice)."""

    parts: tuple[Part, ...]
    shared: tuple[Piece, ...]


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
        shared = tuple(piece for piece in step if not isinstance(piece, (*_TIMING, Dose, Grid, Break, Condition)))
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
        if not any(isinstance(piece, _ENDS) for piece in steps[-1]):
            raise UnsureError
    elif len(steps) > 1 and is_partial and not any(isinstance(piece, (Dose, Grid, *_TIMING)) for piece in last):
        steps.pop()  # `puis à revoir selon l'évolution`
    if any(isinstance(piece, Stop) for step in steps for piece in step):
        raise UnsureError
    return steps


def _ends(step: Step) -> bool:
    return any(isinstance(piece, _ENDS) for piece in step.shared)


def _timing(pieces: Sequence[Piece]) -> list[Piece]:
    return [piece for piece in pieces if isinstance(piece, _TIMING)]


def _parts(step: Sequence[Piece]) -> tuple[Part, ...]:
    doses = [piece for piece in step if isinstance(piece, Dose)]
    grids = [piece for piece in step if isinstance(piece, Grid)]
    _check_need(step)
    _check_length(step)
    if any(isinstance(piece, Condition) for piece in step):
        return _conditional(step)
    if grids:
        return _of_grid(grids, doses, step)
    if len(doses) < 2:
        if any(isinstance(piece, Alternate) for piece in step):
            raise UnsureError  # `les jours pairs` alone: two days follow each other at the end of a month
        _check_count(step)
        if doses and not doses[0].high:
            raise UnsureError
        timing = tuple(piece for piece in step if isinstance(piece, (*_TIMING, Break)))
        return (Part(doses[0] if doses else None, timing),)
    return _several(step)


def _check_count(step: Sequence[Piece]) -> None:
    """`2 x 1 cp matin et soir`: two in all or two each time; only a period beside it says which."""
    counted = any(isinstance(p, Times) and p.high > 1 and isinstance(after, Dose) for p, after in pairwise(step))
    at_moments = any(isinstance(piece, When | Clock) for piece in step)
    if counted and at_moments and not any(isinstance(piece, Per) for piece in step):
        raise UnsureError


def _is_of_the_last_moment(before: Sequence[Piece]) -> bool:
    """`1 cp le matin, le soir si besoin`, `1 cp matin (+ soir si besoin)`: the need may be that of the second alone."""
    told = [i for i, piece in enumerate(before) if isinstance(piece, _MOMENTS) and not _is_any_meal(piece)]
    if len(told) < 2 or told[-1] != len(before) - 1:
        return False
    signs = [piece.sign for piece in before[told[-2] : told[-1]] if isinstance(piece, Break)]
    return any(sign not in ("and", ",") for sign in signs) or (signs == [","] and len(told) == 2)


def _check_length(step: Sequence[Piece]) -> None:
    """`1 cp le matin pendant 5 jours, le soir pendant 5 jours`: a length between two moments makes steps of them."""
    places = [i for i, piece in enumerate(step) if isinstance(piece, _ENDS)]
    named = [i for i, piece in enumerate(step) if isinstance(piece, _MOMENTS) and not _is_any_meal(piece)]
    if any(min(named, default=i) < i < max(named, default=i) for i in places):
        raise UnsureError


def _is_any_meal(piece: Piece) -> bool:
    return isinstance(piece, When) and piece.codes[0] in ("C", "AC", "PC")


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
        elif isinstance(piece, (*_TIMING, Break)):
            if parts:
                parts[-1] = parts[-1]._replace(timing=(*parts[-1].timing, piece))
            else:
                leading.append(piece)
    return tuple(part._replace(timing=(*leading, *part.timing)) for part in parts)


def _check_need(step: Sequence[Piece]) -> None:
    """`1 cp le matin et si besoin le soir`: what is needed must not stand between two moments, nor after `et`."""
    for i, piece in enumerate(step):
        if not isinstance(piece, AsNeeded):
            continue
        if i and step[i - 1] in (Break("and"), Break("+")):
            raise UnsureError
        if _is_of_the_last_moment(step[:i]):
            raise UnsureError
        if any(isinstance(p, _MOMENTS) for p in step[:i]) and any(isinstance(p, _MOMENTS) for p in step[i:]):
            raise UnsureError


def _of_grid(grids: Sequence[Grid], doses: Sequence[Dose], step: Sequence[Piece]) -> tuple[Part, ...]:
    """A grid brings its own moments; beside it only days of the week, `every day` and a meal may stand."""
    others = [piece for piece in step if isinstance(piece, _TIMING)]
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
    told = [piece for piece in step if isinstance(piece, (Dose, *_TIMING))]
    _check_order(step)
    parts = _with_unit(_dose_first(step) if isinstance(told[0], Dose) else _moment_first(step))
    parts = _other_days(_without_total(parts))
    _check_alternates(parts)
    after_first = step[step.index(next(piece for piece in step if isinstance(piece, Dose))) :]
    if any(isinstance(piece, AsNeeded | Site) for piece in after_first):
        raise UnsureError
    if any(isinstance(piece, _ENDS) for piece in step[: _last_dose(step)]):
        raise UnsureError
    for part in parts:
        if not any(isinstance(piece, _MOMENTS) for piece in part.timing):
            raise UnsureError
        timing = _timing(part.timing)
        last = part == parts[-1] and timing[-1] == Per("d")
        if any(not _is_plain(piece) for piece in timing) or (Per("d") in timing and not last):
            raise UnsureError
    _check_apart(parts)
    return tuple(part for part in parts if part.dose is None or part.dose.high) or _unsure()


def _alternating(step: Sequence[Piece]) -> list[Piece]:
    """`1 cp un jour, 1/2 cp le lendemain en alternance`: the word adds nothing to the two days, and needs them."""
    days = {piece.which for piece in step if isinstance(piece, Alternate)}
    return [piece for piece in step if piece != Alternate("")] if {"first", "second"} <= days else _unsure_step()


def _check_order(step: Sequence[Piece]) -> None:
    """`5 mg matin, midi 10 mg et soir`: a moment between a comma and a dose may belong to either side."""
    first = next((i for i, piece in enumerate(step) if isinstance(piece, (Dose, *_TIMING))), 0)
    if not isinstance(step[first], Dose):
        return
    for before, piece, after in zip(step[first:], step[first + 1 :], step[first + 2 :], strict=False):
        if before in (Break(","), Break("and"), Break("+")) and isinstance(piece, _MOMENTS) and isinstance(after, Dose):
            raise UnsureError


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


def _check_alternates(parts: Sequence[Part]) -> None:
    """Doses of alternate days are two, one for each day."""
    told = [tuple(piece.which for piece in part.timing if isinstance(piece, Alternate)) for part in parts]
    if any(told) and sorted(told) != [("first",), ("second",)]:
        raise UnsureError


def _check_apart(parts: Sequence[Part]) -> None:
    """Two doses at one moment may be one dose told twice, or two steps in time."""
    moments = [
        (code, days)
        for part in parts
        for days in [tuple(c for p in part.timing if isinstance(p, Days | Alternate) for c in _names(p))]
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


def _names(piece: Days | Alternate) -> tuple[str, ...]:
    return piece.codes if isinstance(piece, Days) else (piece.which,)


def _is_plain(piece: Piece) -> bool:
    """What may stand beside the moments of one of several doses."""
    daily = isinstance(piece, Frequency) and not piece.is_counted and (piece.period, piece.unit) == (1, "d")
    return daily or piece == Per("d") or isinstance(piece, _MOMENTS)


def _last_dose(step: Sequence[Piece]) -> int:
    return max(i for i, piece in enumerate(step) if isinstance(piece, Dose))


def _dose_first(step: Sequence[Piece]) -> list[Part]:
    parts: list[tuple[Dose, list[Piece]]] = []
    for piece in step:
        if isinstance(piece, Dose):
            parts.append((piece, []))
        elif isinstance(piece, (*_TIMING, Break)) and parts:
            parts[-1][1].append(piece)
    return [Part(dose, tuple(timing)) for dose, timing in parts]


def _check_labels(step: Sequence[Piece]) -> None:
    """`matin : 1, midi : -, soir : 1`: a moment with a colon has its dose after it, or none that is told."""
    for piece, sign, after in zip(step, step[1:], step[2:], strict=False):
        labelled = isinstance(piece, _MOMENTS) and isinstance(sign, Break)
        if labelled and sign in (Break(":"), Break("-"), Break("."), Break(";")) and not isinstance(after, Dose):
            raise UnsureError


def _moment_first(step: Sequence[Piece]) -> list[Part]:
    parts: list[Part] = []
    waiting: list[Piece] = []
    _check_labels(step)
    for piece in step:
        if isinstance(piece, Dose):
            parts.append(Part(piece, tuple(waiting)))
            waiting = []
        elif isinstance(piece, (*_TIMING, Break)):
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
