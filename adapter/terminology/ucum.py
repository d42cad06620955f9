"""A small table of UCUM units: what medication lines use, converted exactly. Source: UCUM, https://ucum.org/ucum.

Each unit is a factor of the base of its dimension. International, anti-Xa and enzyme units are arbitrary units: each is
a dimension of its own and converts into no other (UCUM §24). Annotations (`{tablet}`) never convert into each other.
"""

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

_MILLION = Decimal(10) ** 6

UNITS: Mapping[str, tuple[str, Decimal]] = MappingProxyType(
    {
        "kg": ("mg", _MILLION),
        "g": ("mg", Decimal(1000)),
        "mg": ("mg", Decimal(1)),
        "ug": ("mg", Decimal("0.001")),
        "ng": ("mg", Decimal("0.000001")),
        "L": ("mL", Decimal(1000)),
        "dL": ("mL", Decimal(100)),
        "cL": ("mL", Decimal(10)),
        "mL": ("mL", Decimal(1)),
        "uL": ("mL", Decimal("0.001")),
        "[tsp_m]": ("mL", Decimal(5)),
        "[tbs_m]": ("mL", Decimal(15)),
        "[iU]": ("[iU]", Decimal(1)),
        "k[iU]": ("[iU]", Decimal(1000)),
        "M[iU]": ("[iU]", _MILLION),
        "[anti'Xa'U]": ("[anti'Xa'U]", Decimal(1)),
        "U": ("U", Decimal(1)),
        "mol": ("mmol", Decimal(1000)),
        "mmol": ("mmol", Decimal(1)),
        "meq": ("meq", Decimal(1)),
        "MBq": ("MBq", Decimal(1)),
        "GBq": ("MBq", Decimal(1000)),
        "min": ("min", Decimal(1)),
        "h": ("min", Decimal(60)),
        "d": ("min", Decimal(1440)),
        "wk": ("min", Decimal(10080)),
    }
)


def to_base(value: Decimal, unit: str) -> tuple[Decimal, str]:
    """A value in the base unit of its dimension (mass mg, volume mL, time min); an annotation or unknown unit stays."""
    base, factor = UNITS.get(unit, (unit, Decimal(1)))
    return value * factor, base


def convert(value: Decimal, unit: str, target: str) -> Decimal | None:
    """A value in another unit of the same dimension; None when the two do not convert."""
    if unit == target:
        return value
    base, factor = UNITS.get(unit, ("", Decimal(1)))
    target_base, target_factor = UNITS.get(target, ("", Decimal(1)))
    return value * factor / target_factor if base and base == target_base else None


def is_annotation(unit: str) -> bool:
    """Whether a unit counts things (`{tablet}`) and so carries no dimension."""
    return unit.startswith("{") and unit.endswith("}")
