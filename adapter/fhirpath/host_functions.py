"""Host functions: what the host adds to the functions of FHIRPath, and how a call of one fails."""

from collections.abc import Callable
from functools import wraps
from inspect import CO_VARARGS
from typing import Any, TypeAlias

from adapter.fhirpath.comparison import described
from adapter.fhirpath.context import Context, HostFunction
from adapter.fhirpath.errors import FhirPathError

OfOne: TypeAlias = Callable[..., Any]
"""`function(context, node, *arguments)` → one value, None for none; the arguments are collections."""

_MISFITS = (AttributeError, TypeError, LookupError)
"""What Python raises in a host function on a node that it is not made for (an attribute in place of an element), or
with too few arguments: an error of the expression. The rule fails, the program goes on."""


def of_each(function: OfOne) -> HostFunction:
    """The host function that asks `function` of each node that it is called on. Where the node is known to be one,
    generated code asks `function` itself, which `of_one` finds."""

    @wraps(function)
    def run(context: Context, focus: list, *arguments: list) -> list:
        return [value for node in focus if (value := function(context, node, *arguments)) is not None]

    run.of_one = function  # type: ignore[attr-defined]
    return run


def of_first(function: OfOne) -> HostFunction:
    """Like `of_each`, of the first node alone that it has a value for."""

    @wraps(function)
    def run(context: Context, focus: list, *arguments: list) -> list:
        for node in focus:
            if (value := function(context, node, *arguments)) is not None:
                return [value]
        return []

    run.of_one = function  # type: ignore[attr-defined]
    return run


def of_one(function: HostFunction) -> OfOne | None:
    """What a host function asks of each node; None of one that looks at all nodes together."""
    found: OfOne | None = getattr(function, "of_one", None)
    return found


def most_arguments(function: HostFunction) -> int | None:
    """How many arguments a host function reads, None for any number. One that reads no others has them all in `*_`."""
    while hasattr(function, "__wrapped__"):
        function = function.__wrapped__
    code = getattr(function, "__code__", None)
    if code is None:
        return None
    named = code.co_argcount - 2  # the context and the focus
    takes_more = code.co_flags & CO_VARARGS and code.co_varnames[code.co_argcount + code.co_kwonlyargcount] != "_"
    return None if takes_more else named


def refusing(function: HostFunction, name: str) -> HostFunction:
    """The host function, whose misfits are errors of the expression."""

    def run(context: Context, focus: list, *arguments: list) -> list:
        try:
            return function(context, focus, *arguments)
        except _MISFITS as error:
            raise _uncallable(name, focus, error) from error

    return run


def refusing_none(function: HostFunction, name: str) -> Callable[[Context, list], list]:
    """Like `refusing`, for calls without arguments, which most are."""

    def run(context: Context, focus: list) -> list:
        try:
            return function(context, focus)
        except _MISFITS as error:
            raise _uncallable(name, focus, error) from error

    return run


def refusing_one(function: OfOne, name: str) -> OfOne:
    """Like `refusing`, of what is asked of one node."""

    def run(context: Context, node: Any, *arguments: list) -> Any:
        try:
            return function(context, node, *arguments)
        except _MISFITS as error:
            raise _uncallable(name, [node], error) from error

    return run


def _uncallable(name: str, focus: list, error: Exception) -> FhirPathError:
    on = "nothing" if not focus else described(focus[0])
    return FhirPathError(f"{name}() cannot be called so on {on} ({type(error).__name__}: {error})")
