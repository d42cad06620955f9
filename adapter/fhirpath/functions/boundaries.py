"""lowBoundary(), highBoundary(), precision() and comparable() of the later FHIRPath release, for decimals, quantities
and moments.
"""

from calendar import monthrange
from collections.abc import Callable
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

from adapter.fhirpath.comparison import decimal, is_number, quantity, whole_number
from adapter.fhirpath.functions.function import Function, on_value
from adapter.fhirpath.quantity import Quantity, comparable
from adapter.fhirpath.temporal import Parts, Temporal, parts

_MOST_PLACES = 31
_DIGITS = (4, 6, 8, 10, 12, 17)
_TIME_DIGITS = (2, 4, 9)
_LOW = (1, 1, 1, 0, 0, Decimal(0))
_ZONES = {"low": "+14:00", "high": "-12:00"}


def _boundary(side: str) -> Callable[..., Any]:
    def boundary(value: Any, places: Any = None) -> Any:
        precision = None if places is None else whole_number(places)
        if isinstance(value, Quantity):
            found = _of_number(value.value, precision, side)
            return None if found is None else value._replace(value=found)
        if is_number(value):
            return _of_number(decimal(value), precision, side)
        moment = parts(value) if isinstance(value, str) else None
        return None if moment is None else _of_moment(value, moment, precision, side)

    return boundary


def _of_number(value: Decimal, precision: int | None, side: str) -> Decimal | None:
    places = 8 if precision is None else precision
    if not 0 <= places <= _MOST_PLACES:
        return None
    half = Decimal(5).scaleb(int(value.as_tuple().exponent) - 1)
    bound = value - half if side == "low" else value + half
    return bound.quantize(Decimal(1).scaleb(-places), rounding=ROUND_FLOOR if side == "low" else ROUND_CEILING)


def _of_moment(text: str, moment: Parts, precision: int | None, side: str) -> Temporal | None:
    is_date = isinstance(text, Temporal) and text.type == "Date"  # text of an element may be a dateTime
    digits = _TIME_DIGITS if moment.first == 3 else _DIGITS
    wanted = precision if precision is not None else 8 if is_date else digits[-1]
    if wanted not in digits:
        return None
    fields = _filled(moment, side)[moment.first :][: digits.index(wanted) + 1]
    written = "T" if moment.first == 3 else ""
    marks = ("", "-", "-", "T", ":", ":")
    for position, number in enumerate(fields, start=moment.first):
        mark = marks[position] if position > moment.first else ""
        size = f"{number:06.3f}" if position == 5 else f"{int(number):04d}" if position == 0 else f"{int(number):02d}"
        written += mark + size
    zone = (
        text[-6:]
        if moment.zone is not None and not text.endswith("Z")
        else "Z"
        if moment.zone is not None
        else _ZONES[side]
    )
    return Temporal(written + zone if moment.first == 0 and wanted > 8 else written)


def _filled(moment: Parts, side: str) -> tuple[int | Decimal, ...]:
    """All six fields; an hour without minutes counts as the full hour, which is how FHIR would have to write it."""
    given = [*_LOW[: moment.first], *moment.fields]
    if len(given) == 4:
        given.append(0)
    if side == "low":
        return (*given, *_LOW[len(given) :])
    while len(given) < 6:
        position = len(given)
        day = monthrange(int(given[0]), int(given[1]))[1] if position == 2 else 0
        given.append((0, 12, day, 23, 59, Decimal("59.999"))[position])
    return tuple(given)


def _precision(value: Any) -> int | None:
    if is_number(value):
        return max(-int(decimal(value).as_tuple().exponent), 0)
    moment = parts(value) if isinstance(value, str) else None
    if moment is None:
        return None
    last = moment.first + len(moment.fields) - 1
    digits = (4, 6, 8, 10, 12, 14)[last] + (3 if last == 5 and "." in value else 0)
    return digits - 8 if moment.first == 3 else digits


def _comparable(left: Any, right: Any) -> bool:
    one, two = quantity(left), quantity(right)
    return one is not None and two is not None and comparable(one, two) is not None


FUNCTIONS: dict[str, Function] = {
    "lowBoundary": on_value(_boundary("low"), 0, 1),
    "highBoundary": on_value(_boundary("high"), 0, 1),
    "precision": on_value(_precision),
    "comparable": on_value(_comparable, 1),
}
