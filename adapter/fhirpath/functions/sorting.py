"""sort() of the later FHIRPath release: by the values themselves or by keys, `-key` descending, empty keys first."""

from collections.abc import Callable
from functools import cmp_to_key
from typing import TYPE_CHECKING, Any

from adapter.fhirpath.collections import one
from adapter.fhirpath.comparison import order
from adapter.fhirpath.context import Evaluate
from adapter.fhirpath.functions.function import Function, on_expressions
from adapter.fhirpath.syntax import Sign, Special

if TYPE_CHECKING:
    from adapter.fhirpath.compiler import Compiler
    from adapter.fhirpath.syntax import Call


def _sort(compiler: "Compiler", call: "Call") -> Evaluate:
    source, values = compiler.source(call), compiler.values
    arguments = call.arguments or (Special("this", call.offset),)
    keys: list[tuple[int, Evaluate]] = []
    for argument in arguments:
        descending = isinstance(argument, Sign) and argument.operator == "-"
        key = argument.operand if isinstance(argument, Sign) else argument
        keys.append((-1 if descending else 1, compiler.criterion(call, key)))

    def run(nodes: list, frame: list) -> list:
        rows = [([values(key([node], frame)) for _, key in keys], node) for node in source(nodes, frame)]
        rows.sort(key=cmp_to_key(_compare([sign for sign, _ in keys])))
        return [node for _, node in rows]

    return run


def _compare(signs: list[int]) -> Callable[[Any, Any], int]:
    def compare(left: tuple[list[list], Any], right: tuple[list[list], Any]) -> int:
        for sign, mine, theirs in zip(signs, left[0], right[0], strict=True):
            if not mine or not theirs:
                found = bool(mine) - bool(theirs)
            else:
                found = sign * (order(one(mine, "sort"), one(theirs, "sort")) or 0)
            if found:
                return found
        return 0

    return compare


FUNCTIONS: dict[str, Function] = {"sort": on_expressions(_sort, 0, 9)}
