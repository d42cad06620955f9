"""The operators of FHIRPath 2.0 §6, on collections that are already evaluated."""

import re
from collections.abc import Callable
from decimal import Decimal, DivisionByZero, InvalidOperation
from typing import Any, NoReturn

from adapter.fhirpath import temporal
from adapter.fhirpath.collections import EMPTY, FALSE, TRUE, boolean, distinct, logical, member, one
from adapter.fhirpath.comparison import decimal, described, equal, equivalent, equivalent_collections, is_number, order
from adapter.fhirpath.errors import FhirPathError
from adapter.fhirpath.quantity import CALENDAR_OF_UCUM, CALENDAR_UNITS, Quantity, comparable
from adapter.fhirpath.temporal import Temporal

Binary = Callable[[list, list], list]

# UCUM's year and month are averages in days, so they are no calendar durations (FHIRPath 2.0 §6.6.7).
_EXACT_UNITS = {code: word for code, word in CALENDAR_OF_UCUM.items() if word not in ("year", "month")}


def equals(left: list, right: list) -> list:
    if not left or not right:
        return EMPTY
    if len(left) != len(right):
        return FALSE
    undecided = False
    for mine, theirs in zip(left, right, strict=True):
        same = equal(mine, theirs)
        if same is False:
            return FALSE
        undecided = undecided or same is None
    return EMPTY if undecided else TRUE


def differs(left: list, right: list) -> list:
    found = equals(left, right)
    return found if not found else FALSE if found[0] else TRUE


def is_equivalent(left: list, right: list) -> list:
    return boolean(
        equivalent_collections(left, right) if len(left) != 1 or len(right) != 1 else equivalent(left[0], right[0])
    )


def is_not_equivalent(left: list, right: list) -> list:
    return FALSE if is_equivalent(left, right)[0] else TRUE


def _ordered(test: Callable[[int], bool], name: str) -> Binary:
    def compare(left: list, right: list) -> list:
        if not left or not right:
            return EMPTY
        found = order(one(left, name), one(right, name))
        return EMPTY if found is None else boolean(test(found))

    return compare


def union(left: list, right: list) -> list:
    return distinct(left + right)


def is_in(left: list, right: list) -> list:
    return boolean(member(one(left, "in"), right)) if left else EMPTY


def contains(left: list, right: list) -> list:
    return is_in(right, left)


def and_(left: list, right: list) -> list:
    one_, two = logical(left), logical(right)
    if one_ is False or two is False:
        return FALSE
    return boolean(None if one_ is None or two is None else True)


def or_(left: list, right: list) -> list:
    one_, two = logical(left), logical(right)
    if one_ or two:
        return TRUE
    return boolean(None if one_ is None or two is None else False)


def xor(left: list, right: list) -> list:
    one_, two = logical(left), logical(right)
    return boolean(None if one_ is None or two is None else one_ != two)


def implies(left: list, right: list) -> list:
    one_, two = logical(left), logical(right)
    if one_ is False or two is True:
        return TRUE
    return boolean(None if one_ is None or two is None else False)


def concatenate(left: list, right: list) -> list:
    return [(str(one(left, "&")) if left else "") + (str(one(right, "&")) if right else "")]


def _arithmetic(name: str, calculate: Callable[[Any, Any], Any]) -> Binary:
    def operator(left: list, right: list) -> list:
        if not left or not right:
            return EMPTY
        value = calculate(one(left, name), one(right, name))
        return EMPTY if value is None else [value]

    return operator


def _add(left: Any, right: Any) -> Any:
    if is_number(left) and is_number(right):
        return number(decimal(left) + decimal(right), left, right)
    if isinstance(left, str) and isinstance(right, Quantity):
        return _moved(left, right, 1)
    if isinstance(left, str) and isinstance(right, str):
        return left + right
    if isinstance(left, Quantity) and isinstance(right, Quantity):
        return _combined(left, right, 1)
    return _mismatch("+", left, right)


def _subtract(left: Any, right: Any) -> Any:
    if is_number(left) and is_number(right):
        return number(decimal(left) - decimal(right), left, right)
    if isinstance(left, str) and isinstance(right, Quantity):
        return _moved(left, right, -1)
    if isinstance(left, Quantity) and isinstance(right, Quantity):
        return _combined(left, right, -1)
    return _mismatch("-", left, right)


def _moved(moment: str, amount: Quantity, sign: int) -> Temporal | None:
    unit = amount.unit if amount.calendar else CALENDAR_UNITS.get(amount.unit) or _EXACT_UNITS.get(amount.unit)
    if unit is None or temporal.parts(moment) is None:
        _mismatch("+" if sign > 0 else "-", moment, amount)
    return temporal.add(moment, amount.value * sign, unit)


def _combined(left: Quantity, right: Quantity, sign: int) -> Quantity | None:
    if left.unit == right.unit:
        return left._replace(value=left.value + sign * right.value)
    pair = comparable(left, right)
    if pair is None:
        return None
    (one_, two), factor = pair, comparable(left._replace(value=Decimal(1)), left._replace(value=Decimal(1)))
    return left._replace(value=(one_ + sign * two) / (factor or (Decimal(1),))[0]) if one_ is not None else None


def _multiply(left: Any, right: Any) -> Any:
    if is_number(left) and is_number(right):
        return number(decimal(left) * decimal(right), left, right)
    one_, two = _as_quantity(left), _as_quantity(right)
    if one_ is None or two is None:
        return _mismatch("*", left, right)
    value = one_.value * two.value
    if "1" in (one_.unit, two.unit):
        return (two if one_.unit == "1" else one_)._replace(value=value)
    if one_.calendar or two.calendar:
        return _mismatch("*", left, right)
    return Quantity(value, f"{one_.unit}.{two.unit}")


def _divide(left: Any, right: Any) -> Any:
    if is_number(left) and is_number(right):
        return decimal(left) / decimal(right) if right else None
    one_, two = _as_quantity(left), _as_quantity(right)
    if one_ is None or two is None:
        return _mismatch("/", left, right)
    if not two.value:
        return None
    if one_.unit == two.unit or two.unit == "1":
        return Quantity(one_.value / two.value, "1" if one_.unit == two.unit else one_.unit)
    return Quantity(one_.value / two.value, f"{one_.unit}/{two.unit}")


def _as_quantity(value: Any) -> Quantity | None:
    if isinstance(value, Quantity):
        return value
    return Quantity(decimal(value), "1") if is_number(value) else None


def _whole_division(left: Any, right: Any) -> Any:
    if not (is_number(left) and is_number(right)):
        return _mismatch("div", left, right)
    return int(decimal(left) / decimal(right)) if right else None


def _remainder(left: Any, right: Any) -> Any:
    if not (is_number(left) and is_number(right)):
        return _mismatch("mod", left, right)
    try:
        return number(decimal(left) % decimal(right), left, right)
    except (InvalidOperation, DivisionByZero):
        return None


def number(value: Decimal, *operands: Any) -> int | Decimal:
    """A result as an integer when all operands are integers."""
    return int(value) if all(isinstance(operand, int) for operand in operands) else value


def _mismatch(operator: str, left: Any, right: Any) -> NoReturn:
    raise FhirPathError(f"{described(left)} {operator} {described(right)} is not defined")


def negate(values: list) -> list:
    """Unary minus."""
    if not values:
        return EMPTY
    value = one(values, "-")
    if isinstance(value, Quantity):
        return [value._replace(value=-value.value)]
    if not is_number(value):
        raise FhirPathError(f"-{described(value)} is not defined")
    return [-value]


def on_texts(operator: Binary) -> Binary:
    """An operator for models whose values are all text: text beside a number or boolean is read as one if it can be."""

    def apply(left: list, right: list) -> list:
        if len(left) == 1 and len(right) == 1 and type(left[0]) is not type(right[0]):
            return operator([_read_as(left[0], right[0])], [_read_as(right[0], left[0])])
        return operator(left, right)

    return apply


def _read_as(value: Any, other: Any) -> Any:
    if type(value) is not str:
        return value
    if isinstance(other, bool):
        return {"true": True, "false": False}.get(value, value)
    return Decimal(value) if is_number(other) and _NUMBER.fullmatch(value) else value


_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")

OPERATORS: dict[str, Binary] = {
    "=": equals,
    "!=": differs,
    "~": is_equivalent,
    "!~": is_not_equivalent,
    "<": _ordered(lambda found: found < 0, "<"),
    ">": _ordered(lambda found: found > 0, ">"),
    "<=": _ordered(lambda found: found <= 0, "<="),
    ">=": _ordered(lambda found: found >= 0, ">="),
    "|": union,
    "in": is_in,
    "contains": contains,
    "and": and_,
    "or": or_,
    "xor": xor,
    "implies": implies,
    "&": concatenate,
    "+": _arithmetic("+", _add),
    "-": _arithmetic("-", _subtract),
    "*": _arithmetic("*", _multiply),
    "/": _arithmetic("/", _divide),
    "div": _arithmetic("div", _whole_division),
    "mod": _arithmetic("mod", _remainder),
}
ON_NODES = frozenset({"|", "and", "or", "xor", "implies"})
"""Operators that take nodes as they are; the others take the values that nodes stand for."""
