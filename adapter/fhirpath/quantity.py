"""Quantities of FHIRPath 2.0 §5.7: calendar durations and UCUM units, as far as comparison and date arithmetic need
them.
"""

import re
from decimal import Decimal
from typing import Any, NamedTuple

UCUM = "http://unitsofmeasure.org"

CALENDAR_UNITS = {
    "year": "year", "years": "year", "month": "month", "months": "month", "week": "week", "weeks": "week",
    "day": "day", "days": "day", "hour": "hour", "hours": "hour", "minute": "minute", "minutes": "minute",
    "second": "second", "seconds": "second", "millisecond": "millisecond", "milliseconds": "millisecond",
}  # fmt: skip
CALENDAR_OF_UCUM = {
    "a": "year", "mo": "month", "wk": "week", "d": "day",
    "h": "hour", "min": "minute", "s": "second", "ms": "millisecond",
}  # fmt: skip
UCUM_OF_CALENDAR = {calendar: ucum for ucum, calendar in CALENDAR_OF_UCUM.items()}

# Metric prefixes, and the units of doses, laboratory values and durations; others compare by their code.
_EXPONENTS = {"k": 3, "h": 2, "d": -1, "c": -2, "m": -3, "u": -6, "n": -9, "p": -12, "": 0}
_TIME_SECONDS = {
    "s": 1, "min": 60, "h": 3600, "d": 86400, "wk": 604800, "mo": 2629800, "a": 31557600,
}  # fmt: skip
_OTHER = {
    "[in_i]": ("m", Decimal("0.0254")),
    "[lb_av]": ("g", Decimal("453.59237")),
    "1": ("1", Decimal(1)),
    "%": ("1", Decimal("0.01")),
}
_METRIC = re.compile(r"(k|h|d|c|m|u|n|p|)(g|m|L|l|mol|Pa|J|W|V|eq|s)")
_TEXT = re.compile(r"([+-]?\d+(?:\.\d+)?)\s*(?:'([^']+)'|([a-zA-Z]+))?")
_FACTOR = re.compile(r"(?P<unit>[A-Za-z%\[\]_']+)(?P<exponent>-?[1-9])?(?P<mark>[./]|$)")


class Quantity(NamedTuple):
    """value with its unit: a UCUM code, or the singular calendar word when `calendar`."""

    value: Decimal
    unit: str
    calendar: bool = False

    def text(self) -> str:
        """As toString() writes it: `4 days` keeps its word, a UCUM code is quoted."""
        return f"{self.value} {self.unit}" if self.calendar else f"{self.value} '{self.unit}'"


def from_fhir(node: dict[str, Any]) -> Quantity | None:
    """A FHIR Quantity as a FHIRPath one (R4 §2.4.3): code when it is UCUM, else the unit text; None without a number
    or with a comparator.
    """
    value = node.get("value")
    if type(value) not in (int, float, Decimal) or "comparator" in node:
        return None
    unit = node.get("code") if node.get("system") == UCUM else None
    return Quantity(Decimal(str(value)), unit or node.get("unit") or node.get("code") or "1")


def to_fhir(quantity: Quantity) -> dict[str, Any]:
    """A FHIR Quantity with a UCUM code."""
    code = UCUM_OF_CALENDAR[quantity.unit] if quantity.calendar else quantity.unit
    return {"value": quantity.value, "unit": quantity.unit, "system": UCUM, "code": code}


def parse_quantity(text: str) -> Quantity | None:
    """`toQuantity()` of a string: a number, with a quoted UCUM unit or a calendar word."""
    match = _TEXT.fullmatch(text.strip())
    if match is None:
        return None
    number, ucum, word = match.groups()
    if word is not None:
        return Quantity(Decimal(number), CALENDAR_UNITS[word], calendar=True) if word in CALENDAR_UNITS else None
    return Quantity(Decimal(number), ucum or "1")


def in_base_units(quantity: Quantity) -> tuple[Decimal, str]:
    """Value and dimension that comparable quantities share: `1 'g'` and `1000 'mg'` give the same."""
    unit = UCUM_OF_CALENDAR[quantity.unit] if quantity.calendar else quantity.unit
    if unit in _TIME_SECONDS:
        return quantity.value * _TIME_SECONDS[unit], "s"
    if unit in _OTHER:
        dimension, factor = _OTHER[unit]
        return quantity.value * factor, dimension
    match = _METRIC.fullmatch(unit)
    if match is None:
        return _compound(quantity.value, unit)
    prefix, base = match.groups()
    return quantity.value.scaleb(_EXPONENTS[prefix]), base.upper() if base == "l" else base


def _compound(value: Decimal, unit: str) -> tuple[Decimal, str]:
    """A product of units (`cm.m`, `m2`, `g/m`): each in its base, the dimension as a product in alphabetical order. A
    unit that is no such product stays as it is.
    """
    powers: dict[str, int] = {}
    rest, sign = unit, 1
    while rest:
        factor = _FACTOR.match(rest)
        if factor is None or (not factor["exponent"] and factor.end() == len(unit)):
            return value, unit
        power = sign * int(factor["exponent"] or 1)
        one, base = in_base_units(Quantity(Decimal(1), factor["unit"]))
        value *= one**power
        powers[base] = powers.get(base, 0) + power
        sign = -1 if factor["mark"] == "/" else 1
        rest = rest[factor.end() :]
    written = [f"{base}{power if power != 1 else ''}" for base, power in sorted(powers.items()) if power]
    return value, ".".join(written) or "1"


def comparable(left: Quantity, right: Quantity) -> tuple[Decimal, Decimal] | None:
    """Both values in one unit; None when the units have different dimensions, or one is a calendar year or month and
    the other is not.
    """
    inexact = {"year", "month"}
    if left.calendar != right.calendar and (left.unit in inexact or right.unit in inexact):
        return None
    (one, dimension), (two, other) = in_base_units(left), in_base_units(right)
    return (one, two) if dimension == other else None
