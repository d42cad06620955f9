"""Host functions: what the host adds to the functions of FHIRPath, and how a call of one fails."""

from collections.abc import Callable, Mapping
from functools import wraps
from inspect import CO_VARARGS
from traceback import walk_tb
from typing import Any, TypeAlias

from adapter.fhirpath.comparison import described
from adapter.fhirpath.context import Context, HostFunction
from adapter.fhirpath.errors import FhirPathError

OfOne: TypeAlias = Callable[..., Any]
"""`function(context, node, *arguments)` → one value, None for none; the arguments are collections."""

MISFITS = (AttributeError, TypeError, LookupError)
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
    code = getattr(unwrapped(function), "__code__", None)
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
        except MISFITS as error:
            raise _uncallable(name, focus, error) from error

    return run


def refusing_none(function: HostFunction, name: str) -> Callable[[Context, list], list]:
    """Like `refusing`, for calls without arguments, which most are."""

    def run(context: Context, focus: list) -> list:
        try:
            return function(context, focus)
        except MISFITS as error:
            raise _uncallable(name, focus, error) from error

    return run


def unwrapped(function: Callable[..., Any]) -> Callable[..., Any]:
    """A function without what decorators put around it."""
    while hasattr(function, "__wrapped__"):
        function = function.__wrapped__
    return function


def misfit(error: Exception, names: Mapping[Any, str]) -> FhirPathError:
    """What `refusing` makes of an error that came out of one of the functions whose code is named here, each asked of
    one node: they are called without a guard, as most calls are right. Any other error is raised again."""
    frames = (frame for frame, _ in walk_tb(error.__traceback__))
    asked = next((frame for frame in frames if frame.f_code in names), None)
    if asked is None:
        raise error
    return _uncallable(names[asked.f_code], [asked.f_locals[asked.f_code.co_varnames[1]]], error)


def _uncallable(name: str, focus: list, error: Exception) -> FhirPathError:
    on = "nothing" if not focus else described(focus[0])
    return FhirPathError(f"{name}() cannot be called so on {on} ({type(error).__name__}: {error})")
