"""Comparing amounts a day: in substance, else in counted units of products of one strength."""

from collections.abc import Sequence
from decimal import Decimal

from adapter.medication.product import DailyDose
from adapter.reconciliation.identity import in_base_unit, substance_key
from adapter.reconciliation.line import Line

Total = dict[tuple[str, str], tuple[Decimal, Decimal]]


def same_amounts(left: Sequence[Line], right: Sequence[Line], *, counted: bool = False) -> bool | None:
    """Whether the lines of one side give the same amount a day as those of the other, by substance.

    counted: also compare counted units ({tablet}), which is right only when all lines have one strength. None when
    an amount is not known, or when averages over different intervals would be compared.
    """
    if _intervals(left) != _intervals(right):
        return None
    for total in (_in_substance, _counted) if counted else (_in_substance,):
        a, b = total(left), total(right)
        if a is not None and b is not None and a.keys() == b.keys():
            return a == b
    return None


def _intervals(lines: Sequence[Line]) -> frozenset:
    doses = [line.daily_dose for line in lines if line.daily_dose is not None]
    return frozenset((dose.interval.value, dose.interval.unit) if dose.interval else None for dose in doses)


def _in_substance(lines: Sequence[Line]) -> Total | None:
    total: Total = {}
    for line in lines:
        if not line.amounts:
            return None
        for substance, dose in line.amounts:
            _add(total, substance_key(substance), dose)
    return total


def _counted(lines: Sequence[Line]) -> Total | None:
    total: Total = {}
    for line in lines:
        if line.daily_dose is None:
            return None
        _add(total, "", line.daily_dose)
    return total if len(total) == 1 else None


def _add(total: Total, substance: str, dose: DailyDose) -> None:
    low, unit = in_base_unit(dose.low, dose.unit)
    high, _ = in_base_unit(dose.high, dose.unit)
    before = total.get((substance, unit), (Decimal(0), Decimal(0)))
    total[(substance, unit)] = (round(before[0] + low, 6), round(before[1] + high, 6))
