"""Existence (FHIRPath 2.0 §5.1) and the boolean function not() (§6.5)."""

from typing import TYPE_CHECKING

from adapter.fhirpath.collections import FALSE, TRUE, boolean, distinct, logical, member, truth
from adapter.fhirpath.context import INDEX, Evaluate
from adapter.fhirpath.errors import FhirPathError
from adapter.fhirpath.functions.function import Function, on_expressions, on_nodes, on_values

if TYPE_CHECKING:
    from adapter.fhirpath.compiler import Compiler
    from adapter.fhirpath.syntax import Call


def _empty(nodes: list) -> list:
    return FALSE if nodes else TRUE


def _not(nodes: list) -> list:
    found = logical(nodes)
    return boolean(None if found is None else not found)


def _booleans(nodes: list) -> list[bool]:
    if any(node is not True and node is not False for node in nodes):
        raise FhirPathError("expected booleans only")
    return nodes


def _exists(compiler: "Compiler", call: "Call") -> Evaluate:
    source = compiler.source(call)
    if not call.arguments:
        return lambda nodes, frame: TRUE if source(nodes, frame) else FALSE
    criterion = compiler.criterion(call, call.arguments[0])

    def run(nodes: list, frame: list) -> list:
        for index, node in enumerate(source(nodes, frame)):
            frame[INDEX] = index
            if truth(criterion([node], frame)):
                return TRUE
        return FALSE

    return run


def _all(compiler: "Compiler", call: "Call") -> Evaluate:
    source, criterion = compiler.source(call), compiler.criterion(call, call.arguments[0])

    def run(nodes: list, frame: list) -> list:
        for index, node in enumerate(source(nodes, frame)):
            frame[INDEX] = index
            if not truth(criterion([node], frame)):
                return FALSE
        return TRUE

    return run


FUNCTIONS: dict[str, Function] = {
    "empty": on_nodes(_empty),
    "exists": on_expressions(_exists, 0, 1),
    "all": on_expressions(_all, 1),
    "not": on_nodes(_not),
    "allTrue": on_nodes(lambda nodes: boolean(all(_booleans(nodes)))),
    "anyTrue": on_nodes(lambda nodes: boolean(any(_booleans(nodes)))),
    "allFalse": on_nodes(lambda nodes: boolean(not any(_booleans(nodes)))),
    "anyFalse": on_nodes(lambda nodes: boolean(not all(_booleans(nodes)))),
    "subsetOf": on_values(lambda nodes, others: boolean(all(member(node, others) for node in nodes)), 1),
    "supersetOf": on_values(lambda nodes, others: boolean(all(member(other, nodes) for other in others)), 1),
    "count": on_nodes(lambda nodes: [len(nodes)]),
    "distinct": on_values(distinct),
    "isDistinct": on_values(lambda nodes: boolean(len(distinct(nodes)) == len(nodes))),
}
