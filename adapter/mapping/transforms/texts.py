"""truncate, append, escape, dateOp: texts from texts."""

from collections.abc import Callable
from typing import Any

from adapter.fhirpath.collections import EMPTY
from adapter.fhirpath.comparison import described
from adapter.fhirpath.errors import FhirPathError
from adapter.fhirpath.functions.conversion import to_string
from adapter.fhirpath.functions.strings import escape, unescape
from adapter.fhirpath.operators import OPERATORS
from adapter.fhirpath.quantity import parse_quantity
from adapter.mapping.scope import RuleScope
from adapter.mapping.syntax import Target
from adapter.mapping.transforms.arguments import Transformed, argument_values


def _texts(function: Callable[..., Any]) -> Callable[[RuleScope, Target], Transformed]:
    """A transform of one text each from its arguments to one text; missing arguments give nothing."""

    def make(scope: RuleScope, target: Target) -> Transformed:
        arguments = [argument_values(scope, argument, target) for argument in target.arguments]
        scalars = scope.linker.values

        def run(frame: list) -> list:
            given = [scalars(argument(frame)) for argument in arguments]
            if not all(given):
                return EMPTY
            result = function(*[values[0] for values in given])
            return EMPTY if result is None else [result]

        return Transformed(run, "string")

    return make


def append(scope: RuleScope, target: Target) -> Transformed:
    arguments = [argument_values(scope, argument, target) for argument in target.arguments]
    scalars = scope.linker.values

    def run(frame: list) -> list:
        return ["".join(to_string(value) or "" for argument in arguments for value in scalars(argument(frame)))]

    return Transformed(run, "string")


def _truncated(text: Any, length: Any) -> str:
    if not isinstance(length, int):
        raise FhirPathError(f"expected a length, found {described(length)}")
    return str(text)[:length]


def _escaped(text: Any, first: Any, second: Any = None) -> str:
    """escape(text, format), or escape(text, from, to); `plain` is without escapes."""
    if second is None:
        return escape(str(text), first)
    bare = str(text) if first == "plain" else unescape(str(text), first)
    return bare if second == "plain" else escape(bare, second)


def _date_op(date: Any, amount: Any) -> Any:
    """The moment a duration such as '-3 days' later; the specification leaves the operation open."""
    quantity = parse_quantity(str(amount))
    if quantity is None:
        raise FhirPathError(f"expected a duration such as '-3 days', found {described(amount)}")
    return next(iter(OPERATORS["+"]([str(date)], [quantity])), None)


truncate = _texts(_truncated)
escape_text = _texts(_escaped)
date_op = _texts(_date_op)
