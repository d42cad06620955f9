"""Mathematics (FHIRPath 2.0 §5.7) and sums."""

import math
from collections.abc import Callable
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal, InvalidOperation
from typing import Any

from adapter.fhirpath.collections import EMPTY
from adapter.fhirpath.comparison import decimal, described, is_number, whole_number
from adapter.fhirpath.errors import FhirPathError
from adapter.fhirpath.functions.function import Function, on_value, on_values
from adapter.fhirpath.operators import OPERATORS
from adapter.fhirpath.quantity import Quantity

_PRECISION = Context(prec=16)
_MOST_PLACES = 20


def _number(value: Any) -> Decimal:
    if not is_number(value):
        raise FhirPathError(f"expected a number, found {described(value)}")
    return decimal(value)


def _abs(value: Any) -> Any:
    if isinstance(value, Quantity):
        return value._replace(value=abs(value.value))
    return abs(value) if isinstance(value, int) else abs(_number(value))


def _round(value: Any, places: Any = 0) -> Decimal | int:
    if not 0 <= whole_number(places) <= _MOST_PLACES:
        raise FhirPathError(f"round() takes 0 to {_MOST_PLACES} places, found {places}")
    rounded = _number(value).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return int(rounded) if places == 0 else rounded


def _whole(rounding: str) -> Callable[[Any], int]:
    return lambda value: int(_number(value).to_integral_value(rounding=rounding))


def _power(base: Any, exponent: Any) -> Any:
    try:
        result = _PRECISION.power(_number(base), _number(exponent))
    except InvalidOperation:
        return None
    return int(result) if isinstance(base, int) and isinstance(exponent, int) and result == int(result) else result


def _calculated(function: Callable[[Decimal], Decimal]) -> Callable[[Any], Decimal | None]:
    def calculate(value: Any) -> Decimal | None:
        try:
            return function(_number(value))
        except InvalidOperation:
            return None

    return calculate


def _log(value: Any, base: Any) -> Decimal | None:
    number, to = _number(value), _number(base)
    return Decimal(repr(math.log(number, to))) if number > 0 and to > 0 and to != 1 else None


def _sum(values: list) -> list:
    total = values[:1]
    for value in values[1:]:
        total = OPERATORS["+"](total, [value])
    return total or [0]


def _least(operator: str) -> Callable[[list], list]:
    def choose(values: list) -> list:
        if not values:
            return EMPTY
        best = values[0]
        for value in values[1:]:
            if OPERATORS[operator]([value], [best]) == [True]:
                best = value
        return [best]

    return choose


FUNCTIONS: dict[str, Function] = {
    "abs": on_value(_abs),
    "ceiling": on_value(_whole(ROUND_CEILING)),
    "floor": on_value(_whole(ROUND_FLOOR)),
    "truncate": on_value(lambda value: int(_number(value))),
    "round": on_value(_round, 0, 1),
    "exp": on_value(_calculated(_PRECISION.exp)),
    "ln": on_value(_calculated(_PRECISION.ln)),
    "log": on_value(_log, 1),
    "sqrt": on_value(_calculated(_PRECISION.sqrt)),
    "power": on_value(_power, 1),
    "sum": on_values(_sum),
    "min": on_values(_least("<")),
    "max": on_values(_least(">")),
}
