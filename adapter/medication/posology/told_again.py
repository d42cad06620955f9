"""A dose told again (`(soit 2 gélules)`, `soit 3 g par jour`): what is told twice must agree."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from adapter.medication.posology.amounts import MASSES
from adapter.medication.posology.errors import UnsureError
from adapter.medication.posology.parts import Step
from adapter.medication.posology.pieces import Dose, Equivalent, Piece
from adapter.medication.product import DailyDose
from adapter.terminology import ucum

_PACKED = frozenset(("{dose}", "{injection}", "{application}", "{measure}"))  # what another count may be told for


def check_told_again(pieces: Sequence[Piece], steps: Sequence[Step], dose: DailyDose | None) -> None:
    """dose: the amount a day, where there is one. Raises UnsureError when something told again does not agree."""
    told = [piece for piece in pieces if isinstance(piece, Equivalent)]
    own = next((part.dose for step in steps for part in step.parts if part.dose), None)
    for piece in told:
        if piece.is_daily and dose:
            _check(piece.dose, dose.low, dose.high, dose.unit)
        elif not piece.is_daily and own:
            _check(piece.dose, own.low, own.high, own.unit)
    if dose is not None and own is not None and own.unit == dose.unit:
        _check_mass_of_a_day(told, own, dose)


def _check(told: Dose, low: Decimal, high: Decimal, unit: str) -> None:
    """`1 g 3 fois par jour, soit 3 g par jour`: the same amounts, where the units are of one kind."""
    if told.unit != unit and {told.unit[:1], unit[:1]} == {"{"} and not {told.unit, unit} & _PACKED:
        raise UnsureError  # tablets told again as puffs
    for again, value in ((told.low, low), (told.high, high)):
        found, expected = ucum.to_base(again, told.unit), ucum.to_base(value, unit)
        if found != expected and found[1] == expected[1]:
            raise UnsureError


def _check_mass_of_a_day(told: Sequence[Equivalent], own: Dose, dose: DailyDose) -> None:
    """`2 cp de 500 mg 3 fois par jour, soit 3 g par jour`: counts told again as a mass, where their mass is told."""
    masses = list(_masses(told, own))
    of_a_day = [piece.dose for piece in told if piece.is_daily and piece.dose.unit in MASSES]
    if masses and not all(any(_agrees(again, dose, *mass) for mass in masses) for again in of_a_day):
        raise UnsureError


def _masses(told: Sequence[Equivalent], own: Dose) -> Iterator[tuple[Decimal, Decimal, str]]:
    """(count, mass, unit) of counted units: from their strength, `2 comprimés (1 g)` being that of one or of both, or
    from one dose told again."""
    if own.unit in MASSES or own.low != own.high:
        return
    value, _, unit = own.strength.partition(" ")
    if unit in MASSES:
        yield Decimal(1), Decimal(value), unit
        yield own.low, Decimal(value), unit
    for piece in told:
        if not piece.is_daily and piece.dose.unit in MASSES and piece.dose.low == piece.dose.high:
            yield own.low, piece.dose.low, piece.dose.unit


def _agrees(told: Dose, dose: DailyDose, count: Decimal, mass: Decimal, unit: str) -> bool:
    try:
        _check(told._replace(low=told.low * count, high=told.high * count), mass * dose.low, mass * dose.high, unit)
    except UnsureError:
        return False
    return True
