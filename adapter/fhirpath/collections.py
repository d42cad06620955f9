"""What a collection is where one value or a truth is asked for, and sets of values (FHIRPath 2.0 §4.5, §5.4)."""

from typing import Any

from adapter.fhirpath.comparison import equal
from adapter.fhirpath.errors import FhirPathError

TRUE: list[Any] = [True]
FALSE: list[Any] = [False]
EMPTY: list[Any] = []
"""Shared results: a collection that an expression gave is never changed."""


def boolean(value: bool | None) -> list:
    return EMPTY if value is None else TRUE if value else FALSE


def truth(found: list) -> bool:
    """A criterion: empty counts as false, one value that is no boolean as true (singleton evaluation)."""
    if not found:
        return False
    if len(found) > 1:
        raise FhirPathError(f"a condition gave {len(found)} values, expected one")
    return found[0] is not False


def logical(found: list) -> bool | None:
    """An operand of and, or, …: None when empty."""
    if len(found) == 1:
        return found[0] is not False
    return truth(found) if found else None


def one(found: list, what: str) -> Any:
    """The only value. Raises FhirPathError when there are several."""
    if len(found) > 1:
        raise FhirPathError(f"{what} needs one value, found {len(found)}")
    return found[0]


def member(value: Any, values: list) -> bool:
    return any(equal(value, other) is True for other in values)


def distinct(values: list) -> list:
    """The values without those equal to an earlier one."""
    if len(values) < 2:
        return values
    if all(type(value) is str for value in values):
        return list(dict.fromkeys(values))
    kept: list = []
    for value in values:
        if not member(value, kept):
            kept.append(value)
    return kept
