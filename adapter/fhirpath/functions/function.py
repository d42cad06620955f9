"""How a function is written: on one value, on collections, or on expressions it evaluates itself."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from adapter.fhirpath.collections import EMPTY, one
from adapter.fhirpath.context import Evaluate

if TYPE_CHECKING:
    from adapter.fhirpath.compiler import Compiler
    from adapter.fhirpath.syntax import Call

Build = Callable[["Compiler", "Call"], Evaluate]


class Function(NamedTuple):
    """A row of the table: how many arguments the function takes, and what makes a closure of a call of it."""

    minimum: int
    maximum: int
    build: Build


def on_value(function: Callable[..., Any], minimum: int = 0, maximum: int | None = None) -> Function:
    """`function(value, *arguments)` of one value: empty input or argument gives empty, None gives empty."""

    def build(compiler: "Compiler", call: "Call") -> Evaluate:
        source, name, scalar = compiler.source(call), call.name, compiler.scalar
        arguments = [compiler.compile(argument) for argument in call.arguments]

        def run(nodes: list, frame: list) -> list:
            found = source(nodes, frame)
            if not found:
                return EMPTY
            values = [scalar(one(found, name))]
            for argument in arguments:
                given = argument(nodes, frame)
                if not given:
                    return EMPTY
                values.append(scalar(one(given, name)))
            if values[0] is None:
                return EMPTY
            result = function(*values)
            return EMPTY if result is None else [result]

        return run

    return Function(minimum, minimum if maximum is None else maximum, build)


def on_nodes(function: Callable[..., list], minimum: int = 0, maximum: int | None = None) -> Function:
    """`function(nodes, *collections)`: everything as it is."""

    def build(compiler: "Compiler", call: "Call") -> Evaluate:
        source = compiler.source(call)
        arguments = [compiler.compile(argument) for argument in call.arguments]
        if not arguments:
            return lambda nodes, frame: function(source(nodes, frame))

        def run(nodes: list, frame: list) -> list:
            return function(source(nodes, frame), *[argument(nodes, frame) for argument in arguments])

        return run

    return Function(minimum, minimum if maximum is None else maximum, build)


def on_values(function: Callable[..., list], minimum: int = 0, maximum: int | None = None) -> Function:
    """`function(values, *collections)`: nodes replaced by the values they stand for, for functions that compare."""

    def build(compiler: "Compiler", call: "Call") -> Evaluate:
        source, values = compiler.source(call), compiler.values
        arguments = [compiler.compile(argument) for argument in call.arguments]

        def run(nodes: list, frame: list) -> list:
            return function(values(source(nodes, frame)), *[values(argument(nodes, frame)) for argument in arguments])

        return run

    return Function(minimum, minimum if maximum is None else maximum, build)


def on_expressions(build: Build, minimum: int = 0, maximum: int | None = None) -> Function:
    """A function that decides itself when its arguments are evaluated, and on what."""
    return Function(minimum, minimum if maximum is None else maximum, build)
