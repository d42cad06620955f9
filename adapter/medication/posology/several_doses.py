"""Several doses of one step, each with its moments: `1 cp le matin, 2 le soir`, `1 cp un jour, 2 le lendemain`."""

from collections.abc import Sequence
from decimal import Decimal

from adapter.fhir.weekdays import WEEKDAYS
from adapter.medication.posology.amounts import MASSES
from adapter.medication.posology.errors import UnsureError
from adapter.medication.posology.intake_moments import is_any_meal, moments_of
from adapter.medication.posology.parts import Part
from adapter.medication.posology.pieces import (
    Alternate,
    AsNeeded,
    Break,
    Clock,
    CycleDay,
    Days,
    Dose,
    Frequency,
    OtherDays,
    Per,
    Piece,
    Site,
    When,
)
from adapter.medication.posology.two_readings import (
    ENDS,
    MOMENTS,
    TIMING,
    check_alternates,
    check_apart,
    check_labels,
    check_order,
    timing_in,
)

_EVERY_OTHER_DAY = Frequency(1, 1, Decimal(2), Decimal(2), "d", False)
_BETWEEN = (Break("and"), Break("+"), Break(","))
_SEVERAL = frozenset(("les", "aux", "des", "meals"))
_MOST_COUNTED = 4
_MOST_AT_ONCE = 10  # tablets, puffs
_UNLIKE = 2


def several(step: Sequence[Piece]) -> tuple[Part, ...]:
    """Several doses, each with its moments, all after it or all before it."""
    step = _alternating(step)
    told = [piece for piece in step if isinstance(piece, (Dose, *TIMING))]
    check_order(step)
    parts = _with_unit(_dose_first(step) if isinstance(told[0], Dose) else _moment_first(step))
    parts = _with_the_meal(_other_days(_without_total(parts)))
    check_alternates(parts)
    after_first = step[step.index(next(piece for piece in step if isinstance(piece, Dose))) :]
    if any(isinstance(piece, AsNeeded | Site) for piece in after_first):
        raise UnsureError
    if any(isinstance(piece, ENDS) for piece in step[: _last_dose(step)]):
        raise UnsureError
    for part in parts:
        if not any(isinstance(piece, MOMENTS) for piece in part.timing):
            raise UnsureError
        timing = timing_in(part.timing)
        last = part == parts[-1] and timing[-1] == Per("d")
        if any(not _is_plain(piece) for piece in timing) or (Per("d") in timing and not last):
            raise UnsureError
    check_apart(parts)
    given = tuple(part for part in parts if part.dose is None or part.dose.high)
    if not given:
        raise UnsureError
    return given


def _alternating(step: Sequence[Piece]) -> Sequence[Piece]:
    """`1 cp un jour, 1/2 cp le lendemain en alternance`: the word adds nothing to the two days, and needs them, or two
    doses (`1 cp et 1/2 cp en alternance`). `1 cp un jour sur deux, 1/2 cp l'autre jour` tells the first day otherwise.
    """
    days = [piece for piece in step if isinstance(piece, CycleDay)]
    if days == [CycleDay(2, 2)]:
        step = [CycleDay(1, 2) if piece == _EVERY_OTHER_DAY else piece for piece in step]
    elif not days and any(isinstance(piece, Alternate) for piece in step):
        step = _one_each_day(step)
    left = [piece for piece in step if not isinstance(piece, Alternate)]
    if len(left) < len(step) and sum(isinstance(piece, CycleDay) for piece in left) < 2:
        raise UnsureError
    return left


def _one_each_day(step: Sequence[Piece]) -> list[Piece]:
    """`1 cp et 1/2 cp un jour sur deux en alternance`: two doses beside each other, a moment told after them is that of
    both. Without the days, morning and evening may be meant."""
    first = next(i for i, piece in enumerate(step) if isinstance(piece, Dose))
    second = first + 2
    doses = [piece for piece in step if isinstance(piece, Dose)]
    if (
        _EVERY_OTHER_DAY not in step
        or len(doses) != 2
        or step[second : second + 1] != doses[1:]
        or step[first + 1] not in _BETWEEN
    ):
        raise UnsureError
    same = [piece for piece in timing_in(step) if not isinstance(piece, Alternate) and piece != _EVERY_OTHER_DAY]
    if any(piece != Per("d") and not isinstance(piece, When | Clock) for piece in same):
        raise UnsureError
    days = [piece for piece in same if piece != Per("d")]
    others = [piece for piece in step if not isinstance(piece, (Dose, *TIMING, Break))]
    return [doses[0], CycleDay(1, 2), *days, Break("and"), doses[1], CycleDay(2, 2), *days, *others]


def _without_total(parts: list[Part]) -> list[Part]:
    """`3 cp par jour : 2 le matin, 1 le soir`: the amount of the day told first must be that of its moments."""
    total, shares = parts[0], parts[1:]
    if timing_in(total.timing) != [Per("d")] or total.dose is None:
        return parts
    if any(not isinstance(piece, When | Clock) for part in shares for piece in timing_in(part.timing)):
        raise UnsureError
    counts = [moments_of(part.timing).intakes for part in shares]
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
    left = Days(tuple(day for day in WEEKDAYS if day not in named))
    others = [part for part in parts if any(isinstance(piece, OtherDays) for piece in part.timing)]
    if others and (len(others) > 1 or not named or not left.codes):
        raise UnsureError
    if any(isinstance(piece, Days) for part in others for piece in part.timing):
        raise UnsureError
    return [
        part._replace(timing=tuple(left if isinstance(piece, OtherDays) else piece for piece in part.timing))
        for part in parts
    ]


def _with_the_meal(parts: list[Part]) -> list[Part]:
    """`1 cp le matin et 1 cp le soir, au cours des repas`: after a comma, and where they are several, the meals are
    those of all doses."""
    last = [piece for piece in parts[-1].timing if not isinstance(piece, Break) or piece.sign == ","]
    if len(last) < 2 or not isinstance(last[-1], When) or not is_any_meal(last[-1]) or any(map(_has_meal, parts[:-1])):
        return parts
    if last[-2] != Break(",") and not _SEVERAL & set(last[-1].text.lower().split()):
        return parts
    return [part._replace(timing=(*_without_end(part.timing), last[-1])) for part in parts[:-1]] + parts[-1:]


def _without_end(timing: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Without the `et` that parts a dose from the next."""
    return timing[:-1] if timing and isinstance(timing[-1], Break) else timing


def _has_meal(part: Part) -> bool:
    return any(is_any_meal(piece) for piece in part.timing)


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
    if timing_in(waiting):
        raise UnsureError
    return parts


def _with_unit(parts: Sequence[Part]) -> list[Part]:
    """A bare number takes the one unit told (`1 cp le matin, 2 le soir`); two units or strengths do not add up."""
    units = {part.dose.unit for part in parts if part.dose and part.dose.unit}
    if len(units) > 1 or len({part.dose.strength for part in parts if part.dose and part.dose.strength}) > 1:
        raise UnsureError
    unit = units.pop() if len(units) == 1 else ""
    if unit in MASSES and _has_a_count(parts):
        raise UnsureError
    if unit.startswith("{") and unit != "{drop}" and any(_is_many(part.dose) for part in parts):
        raise UnsureError  # `1 cp matin, 40 : et soir`
    return [
        part._replace(dose=part.dose._replace(unit=part.dose.unit or unit)) if part.dose else part for part in parts
    ]


def _is_many(dose: Dose | None) -> bool:
    return dose is not None and not dose.unit and dose.high > _MOST_AT_ONCE


def _has_a_count(parts: Sequence[Part]) -> bool:
    """`500 mg le matin, 2 le soir`: the bare number may be two of them, and not 2 mg."""
    told = [part.dose for part in parts if part.dose]
    least = min(dose.low for dose in told if dose.unit)
    return any(not dose.unit and dose.high <= _MOST_COUNTED and dose.high * _UNLIKE < least for dose in told)
