"""Conversion (FHIRPath 2.0 §5.5): to…() and convertsTo…()."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from adapter.fhirpath.collections import EMPTY, FALSE, TRUE, one
from adapter.fhirpath.comparison import decimal, is_number
from adapter.fhirpath.functions.function import Function, on_value, on_values
from adapter.fhirpath.quantity import Quantity, from_fhir, parse_quantity
from adapter.fhirpath.temporal import Temporal, parts

_TRUE = ("true", "t", "yes", "y", "1", "1.0")
_FALSE = ("false", "f", "no", "n", "0", "0.0")
_INTEGER = re.compile(r"[+-]?\d+")
_DECIMAL = re.compile(r"[+-]?\d+(\.\d+)?")


def to_boolean(value: Any) -> bool | None:
    if isinstance(value, bool):
        return value
    if is_number(value):
        return True if value == 1 else False if value == 0 else None
    text = value.lower() if isinstance(value, str) else ""
    return True if text in _TRUE else False if text in _FALSE else None


def to_integer(value: Any) -> int | None:
    if isinstance(value, (bool, int)):
        return int(value)
    return int(value) if isinstance(value, str) and _INTEGER.fullmatch(value) else None


def to_decimal(value: Any) -> Decimal | None:
    if isinstance(value, bool):
        return Decimal(int(value))
    if is_number(value):
        return decimal(value)
    return Decimal(value) if isinstance(value, str) and _DECIMAL.fullmatch(value) else None


def to_string(value: Any) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Temporal):
        return value.plain()
    if isinstance(value, str):
        return value
    if is_number(value):
        return format(decimal(value), "f")
    quantity = from_fhir(value) if isinstance(value, dict) else value
    return quantity.text() if isinstance(quantity, Quantity) else None


def to_date(value: Any) -> Temporal | None:
    found = parts(value) if isinstance(value, str) else None
    if found is None or found.first != 0:
        return None
    return Temporal(value.partition("T")[0])


def to_date_time(value: Any) -> Temporal | None:
    found = parts(value) if isinstance(value, str) else None
    return None if found is None or found.first != 0 else Temporal(value if "T" in value else value + "T")


def to_time(value: Any) -> Temporal | None:
    text = "T" + value.removeprefix("T") if isinstance(value, str) else ""
    found = parts(text)
    return None if found is None or found.first != 3 else Temporal(text)


def to_quantity(value: Any, unit: str | None = None) -> Quantity | None:
    if isinstance(value, bool):
        found: Quantity | None = Quantity(Decimal(int(value)), "1")
    elif is_number(value):
        found = Quantity(decimal(value), "1")
    elif isinstance(value, str):
        found = parse_quantity(value)
    else:
        found = from_fhir(value) if isinstance(value, dict) else value if isinstance(value, Quantity) else None
    return found if found is None or unit is None or found.unit == unit else None


def _converts(convert: Callable[..., Any]) -> Callable[..., list]:
    def test(values: list, *arguments: list) -> list:
        if not values:
            return EMPTY
        return (
            FALSE if convert(one(values, "a conversion"), *[given[0] for given in arguments if given]) is None else TRUE
        )

    return test


_CONVERSIONS: dict[str, Callable[..., Any]] = {
    "Boolean": to_boolean,
    "Integer": to_integer,
    "Decimal": to_decimal,
    "String": to_string,
    "Date": to_date,
    "DateTime": to_date_time,
    "Time": to_time,
}

FUNCTIONS: dict[str, Function] = {
    **{f"to{name}": on_value(convert) for name, convert in _CONVERSIONS.items()},
    **{f"convertsTo{name}": on_values(_converts(convert)) for name, convert in _CONVERSIONS.items()},
    # as the tutorial of the mapping language names them (https://hl7.org/fhir/R4/mapping-tutorial.html)
    **{f"is{name}": on_values(_converts(convert)) for name, convert in _CONVERSIONS.items()},
    "toQuantity": on_value(to_quantity, 0, 1),
    "convertsToQuantity": on_values(_converts(to_quantity), 0, 1),
}
