"""Equality, equivalence and order of FHIRPath values (FHIRPath 2.0 §6.1, §6.2)."""

from decimal import Decimal
from typing import Any

from adapter.fhirpath import temporal
from adapter.fhirpath.errors import FhirPathError
from adapter.fhirpath.quantity import UCUM_OF_CALENDAR, Quantity, comparable, from_fhir
from adapter.fhirpath.temporal import Temporal, looks_temporal

NUMBERS = (int, Decimal, float)


def is_number(value: Any) -> bool:
    return isinstance(value, NUMBERS) and not isinstance(value, bool)


def decimal(value: Any) -> Decimal:
    """A number exactly as it is written (a float by its shortest text)."""
    return value if isinstance(value, Decimal) else Decimal(str(value))


def equal(left: Any, right: Any) -> bool | None:
    """`left = right` of two values; None (empty) where precision or units do not decide."""
    if isinstance(left, Temporal) or isinstance(right, Temporal):
        return _equal_temporal(left, right)
    if isinstance(left, str) and isinstance(right, str):
        return left == right or (
            _equal_temporal(left, right) is True if "T" in left and looks_temporal(left) else False
        )
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if is_number(left) and is_number(right):
        return decimal(left) == decimal(right)
    if isinstance(left, Quantity) or isinstance(right, Quantity):
        return _equal_quantities(left, right)
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(equal(value, right[key]) for key, value in left.items())
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(equal(a, b) for a, b in zip(left, right, strict=True))
    return left is right


def _equal_temporal(left: Any, right: Any) -> bool | None:
    if not (isinstance(left, str) and isinstance(right, str)):
        return False
    if _is_time(left) != _is_time(right):
        return False
    order = temporal.compare(_timed(left), _timed(right))
    return None if order is None else order == 0


def _is_time(text: str) -> bool:
    return text[:1] == "T" or text[2:3] == ":"


def _timed(text: str) -> str:
    return "T" + text if text[2:3] == ":" else text


def _equal_quantities(left: Any, right: Any) -> bool | None:
    one, two = quantity(left), quantity(right)
    if one is None or two is None:
        return False
    pair = comparable(one, two)
    return None if pair is None else pair[0] == pair[1]


def quantity(value: Any) -> Quantity | None:
    """A value as a Quantity: itself, a FHIR Quantity, a number (unit `1`); None for anything else."""
    if isinstance(value, Quantity):
        return value
    if isinstance(value, dict):
        return from_fhir(value)
    return Quantity(decimal(value), "1") if is_number(value) else None


def equivalent(left: Any, right: Any) -> bool:
    """`left ~ right` of two values: text without case and spacing, numbers at the shorter precision, children in any
    order.
    """
    if isinstance(left, Temporal) or isinstance(right, Temporal):
        return _equal_temporal(left, right) is True
    if isinstance(left, str) and isinstance(right, str):
        return " ".join(left.casefold().split()) == " ".join(right.casefold().split())
    if is_number(left) and is_number(right):
        return _equivalent_numbers(decimal(left), decimal(right))
    if isinstance(left, Quantity) or isinstance(right, Quantity):
        one, two = quantity(left), quantity(right)
        return one is not None and two is not None and _equivalent_quantities(one, two)
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() - {"id"} == right.keys() - {"id"} and all(
            equivalent(left[key], right[key]) for key in left.keys() - {"id"}
        )
    if isinstance(left, list) and isinstance(right, list):
        return equivalent_collections(left, right)
    return equal(left, right) is True


def _equivalent_numbers(left: Decimal, right: Decimal) -> bool:
    places = max(min(-int(left.as_tuple().exponent), -int(right.as_tuple().exponent)), 0)
    return round(left, places) == round(right, places)


def _equivalent_quantities(left: Quantity, right: Quantity) -> bool:
    pair = comparable(_in_ucum(left), _in_ucum(right))
    return pair is not None and _equivalent_numbers(*pair)


def _in_ucum(value: Quantity) -> Quantity:
    return Quantity(value.value, UCUM_OF_CALENDAR[value.unit]) if value.calendar else value


def equivalent_collections(left: list, right: list) -> bool:
    """Same values in any order."""
    if len(left) != len(right):
        return False
    rest = list(right)
    for value in left:
        found = next((index for index, other in enumerate(rest) if equivalent(value, other)), None)
        if found is None:
            return False
        del rest[found]
    return True


def order(left: Any, right: Any) -> int | None:
    """-1, 0, 1 for two values of one ordered type; None (empty) where it is not decided. Raises FhirPathError for
    others.
    """
    if is_number(left) and is_number(right):
        one, two = decimal(left), decimal(right)
        return (one > two) - (one < two)
    if isinstance(left, str) and isinstance(right, str):
        if (
            isinstance(left, Temporal)
            or isinstance(right, Temporal)
            or (looks_temporal(left) and looks_temporal(right))
        ):
            return temporal.compare(_timed(left), _timed(right))
        return (left > right) - (left < right)
    one_quantity, two_quantity = quantity(left), quantity(right)
    if one_quantity is not None and two_quantity is not None:
        pair = comparable(one_quantity, two_quantity)
        return None if pair is None else (pair[0] > pair[1]) - (pair[0] < pair[1])
    raise FhirPathError(f"{described(left)} and {described(right)} cannot be ordered")


def whole_number(value: Any) -> int:
    """An integer argument. Raises FhirPathError for anything else."""
    if type(value) is not int:
        raise FhirPathError(f"expected a whole number, found {described(value)}")
    return value


def described(value: Any) -> str:
    """A value in a message."""
    if value is None:
        return "what has no value of its own"
    if isinstance(value, dict):
        return f"{value.get('resourceType', 'an object')} with {', '.join(list(value)[:4]) or 'nothing in it'}"
    return f"'{value}'" if isinstance(value, (str, int, float, Decimal)) else type(value).__name__
