"""Doses told by the number of their days → steps in time, or the days of a cycle that goes on."""

from collections.abc import Sequence
from decimal import Decimal

from adapter.medication.posology.errors import UnsureError
from adapter.medication.posology.pieces import (
    Break,
    Cycle,
    CycleDay,
    DayNumber,
    Dose,
    Duration,
    Frequency,
    Grid,
    Piece,
    Stop,
    Then,
)
from adapter.medication.posology.two_readings import TIMING

_DAYS = {"d": 1, "wk": 7}
_ONE = Decimal(1)
_EVERY_DAY = Frequency(1, 1, _ONE, _ONE, "d", False)


def by_day(pieces: Sequence[Piece]) -> Sequence[Piece]:
    """Pieces without day numbers: `J1 : 2 cp, J2 à J5 : 1 cp` is two steps, with `cycle de 2 jours` two days of one.

    Raises UnsureError when the days do not follow each other from the first.
    """
    numbers = [piece for piece in pieces if isinstance(piece, DayNumber)]
    if not numbers:
        return pieces
    cycles = {number.cycle for number in numbers} | {piece.whole for piece in pieces if isinstance(piece, Cycle)}
    if len(numbers) > 1 and cycles - {0}:
        return _in_cycle(pieces, numbers, cycles - {0})
    if len(numbers) == 1 and not any(isinstance(piece, Then) for piece in pieces):
        return [_alone(piece) if isinstance(piece, DayNumber) else piece for piece in pieces]
    if any(isinstance(piece, Cycle) for piece in pieces):
        raise UnsureError
    return _chained(_groups(pieces))


def _alone(number: DayNumber) -> Piece:
    """The first day of a treatment, or days of a cycle; `à partir du 3e jour` does not say what comes before."""
    if not number.last:
        raise UnsureError
    if (number.first, number.last) == (1, 1):
        return Duration(_ONE, _ONE, "d", is_opening=True)
    length = number.last - number.first + 1
    return Cycle(Decimal(length), "d", number.text) if length > 1 else Cycle(Decimal(0), "", number.text)


def _in_cycle(pieces: Sequence[Piece], numbers: Sequence[DayNumber], cycles: set[int]) -> list[Piece]:
    """`jour 1 …, jour 2 …, cycle de 2 jours`: each day of the cycle once, in order."""
    told = [(number.first, number.last) for number in numbers]
    if len(cycles) > 1 or told != [(day, day) for day in range(1, max(cycles) + 1)]:
        raise UnsureError
    last = max(i for i, piece in enumerate(pieces) if isinstance(piece, DayNumber | Dose))
    found: list[Piece] = []
    for i, piece in enumerate(pieces):
        if isinstance(piece, DayNumber):
            found.append(CycleDay(piece.first, max(cycles)))
        elif isinstance(piece, Then):
            found.append(Break("and"))
        elif not (isinstance(piece, Cycle) and not piece.value and i > last):  # `recommencer le cycle`
            found.append(piece)
    return found


def _groups(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """The pieces of each step: `puis` parts them, or the next day number (its dose, where that stands first)."""
    kinds = [type(piece) for piece in pieces]
    number_first = Dose not in kinds or kinds.index(DayNumber) < kinds.index(Dose)
    groups: list[list[Piece]] = [[]]
    for piece in pieces:
        is_told = any(isinstance(one, DayNumber) for one in groups[-1])
        begins = isinstance(piece, DayNumber if number_first else Dose) and is_told
        if begins or isinstance(piece, Then):
            groups.append([])
        if not isinstance(piece, Then):
            groups[-1].append(piece)
    return [group for group in groups if any(not isinstance(piece, Break) for piece in group)]


def _chained(groups: Sequence[Sequence[Piece]]) -> list[Piece]:
    """Steps with their lengths; the first of each must be the day after the last of the one before."""
    day: int | None = 1
    found: list[Piece] = []
    for i, group in enumerate(groups):
        is_end = all(isinstance(piece, Stop | Break) for piece in group)
        numbers = [piece for piece in group if isinstance(piece, DayNumber)]
        lengths = [piece for piece in group if isinstance(piece, Duration)]
        if len(numbers) > 1 or len(lengths) > 1 or any(number.first != day for number in numbers):
            raise UnsureError
        length = _length(numbers, lengths)
        if i < len(groups) - 1 and length is None and not is_end:
            raise UnsureError
        day = day + length if day is not None and length is not None else None
        found += [Then()] if found else []
        found += [piece for piece in group if not isinstance(piece, DayNumber)]
        if numbers and length != 1 and not any(isinstance(piece, (*TIMING, Grid)) for piece in group):
            found.append(_EVERY_DAY)  # `J2 à J5 : 1 cp`
        if numbers and numbers[0].last and not lengths and length is not None:
            found.append(Duration(Decimal(length), Decimal(length), "d"))
    return found


def _length(numbers: Sequence[DayNumber], lengths: Sequence[Duration]) -> int | None:
    """The days of a step; None when they are not told, or not in a number of days."""
    told = None
    if lengths:
        exact = lengths[0].low == lengths[0].high and lengths[0].unit in _DAYS and not lengths[0].is_maximum
        told = int(lengths[0].low * _DAYS[lengths[0].unit]) if exact else None
    if not numbers or not numbers[0].last:
        return told
    length = numbers[0].last - numbers[0].first + 1
    if lengths and told != length:
        raise UnsureError
    return length
