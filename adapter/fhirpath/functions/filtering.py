"""Filtering and projection (FHIRPath 2.0 §5.2), iif (§5.5.1) and aggregate (§7.1)."""

from typing import TYPE_CHECKING

from adapter.fhirpath.collections import EMPTY, distinct, one, truth
from adapter.fhirpath.context import INDEX, TOTAL, Evaluate
from adapter.fhirpath.errors import FhirPathError
from adapter.fhirpath.functions.function import Function, on_expressions

if TYPE_CHECKING:
    from adapter.fhirpath.compiler import Compiler
    from adapter.fhirpath.syntax import Call

_REPEAT_LIMIT = 100_000
"""repeat() on data that is a tree ends; an expression that never stops giving new values is refused."""


def _where(compiler: "Compiler", call: "Call") -> Evaluate:
    source, criterion = compiler.source(call), compiler.criterion(call, call.arguments[0])

    def run(nodes: list, frame: list) -> list:
        found = source(nodes, frame)
        if len(found) == 1:
            frame[INDEX] = 0
            return found if truth(criterion(found, frame)) else EMPTY
        kept: list = []
        for index, node in enumerate(found):
            frame[INDEX] = index
            if truth(criterion([node], frame)):
                kept.append(node)
        return kept

    return run


def _select(compiler: "Compiler", call: "Call") -> Evaluate:
    source, projection = compiler.source(call), compiler.criterion(call, call.arguments[0])

    def run(nodes: list, frame: list) -> list:
        found: list = []
        for index, node in enumerate(source(nodes, frame)):
            frame[INDEX] = index
            found += projection([node], frame)
        return found

    return run


def _repeat(compiler: "Compiler", call: "Call") -> Evaluate:
    source, projection = compiler.source(call), compiler.untyped().compile(call.arguments[0])

    def run(nodes: list, frame: list) -> list:
        found: list = []
        level = source(nodes, frame)
        while level:
            new = distinct([result for node in level for result in projection([node], frame)])
            level = [node for node in new if not _known(node, found)]
            found += level
            if len(found) > _REPEAT_LIMIT:
                raise FhirPathError(f"repeat() gave more than {_REPEAT_LIMIT} values")
        return found

    return run


def _known(node: object, found: list) -> bool:
    if isinstance(node, (str, int, float)):
        return node in found
    return any(node is other for other in found)


def _iif(compiler: "Compiler", call: "Call") -> Evaluate:
    source = compiler.source(call)
    condition, then = (compiler.criterion(call, argument) for argument in call.arguments[:2])
    otherwise = compiler.criterion(call, call.arguments[2]) if len(call.arguments) == 3 else None

    def run(nodes: list, frame: list) -> list:
        focus = source(nodes, frame)
        if len(focus) > 1:
            one(focus, "iif")
        criterion = condition(focus, frame)
        if criterion and type(criterion[0]) is str:
            raise FhirPathError("iif needs a condition, found a string")
        if truth(criterion):
            return then(focus, frame)
        return otherwise(focus, frame) if otherwise is not None else EMPTY

    return run


def _aggregate(compiler: "Compiler", call: "Call") -> Evaluate:
    source, step = compiler.source(call), compiler.criterion(call, call.arguments[0])
    start = compiler.compile(call.arguments[1]) if len(call.arguments) == 2 else None

    def run(nodes: list, frame: list) -> list:
        total = start(nodes, frame) if start is not None else EMPTY
        for index, node in enumerate(source(nodes, frame)):
            frame[INDEX], frame[TOTAL] = index, total
            total = step([node], frame)
        return total

    return run


FUNCTIONS: dict[str, Function] = {
    "where": on_expressions(_where, 1),
    "select": on_expressions(_select, 1),
    "repeat": on_expressions(_repeat, 1),
    "iif": on_expressions(_iif, 2, 3),
    "aggregate": on_expressions(_aggregate, 1, 2),
}
