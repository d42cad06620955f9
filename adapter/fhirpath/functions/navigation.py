"""Tree navigation (FHIRPath 2.0 §5.8) and the utility function trace (§5.9)."""

from typing import TYPE_CHECKING

from adapter.fhirpath.context import Evaluate
from adapter.fhirpath.functions.function import Function, on_expressions
from adapter.fhirpath.navigation import all_children, descendants

if TYPE_CHECKING:
    from adapter.fhirpath.compiler import Compiler
    from adapter.fhirpath.syntax import Call


def _children(compiler: "Compiler", call: "Call") -> Evaluate:
    source, step = compiler.source(call), all_children(compiler.scope.model)
    return lambda nodes, frame: step(source(nodes, frame))


def _descendants(compiler: "Compiler", call: "Call") -> Evaluate:
    source, step = compiler.source(call), descendants(compiler.scope.model)
    return lambda nodes, frame: step(source(nodes, frame))


def _trace(compiler: "Compiler", call: "Call") -> Evaluate:
    return compiler.source(call)


FUNCTIONS: dict[str, Function] = {
    "children": on_expressions(_children),
    "descendants": on_expressions(_descendants),
    "trace": on_expressions(_trace, 1, 2),
}
