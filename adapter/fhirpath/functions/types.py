"""Types (FHIRPath 2.0 §6.3): is, as, ofType, type()."""

from typing import TYPE_CHECKING, Any

from adapter.fhir.definitions import r4
from adapter.fhirpath.collections import EMPTY, FALSE, TRUE, one
from adapter.fhirpath.context import Evaluate
from adapter.fhirpath.errors import FhirPathError
from adapter.fhirpath.functions.function import Function, on_expressions
from adapter.fhirpath.static_types import is_exactly, specialises, system_type
from adapter.fhirpath.syntax import Expression, Literal, Member, TypeTest
from adapter.fhirpath.types import type_of

if TYPE_CHECKING:
    from adapter.fhirpath.compiler import Compiler
    from adapter.fhirpath.syntax import Call

_OPEN = ("Resource", "DomainResource", "Element", "BackboneElement")
"""Types that say too little: the value decides."""


def type_argument(argument: Expression) -> str:
    """The type name that an argument of is(), as(), ofType() spells."""
    if isinstance(argument, Member):
        return f"{type_argument(argument.source)}.{argument.name}" if argument.source is not None else argument.name
    if isinstance(argument, Literal) and isinstance(argument.value, str):
        return argument.value
    raise FhirPathError("expected a type name")


def of_type(compiler: "Compiler", source: Expression | None, type_: str, exact: bool = True) -> Evaluate:
    """`source.ofType(type)`: decided now where the definitions decide, by the settled name of a choice, else by the
    value.
    """
    compiler.check_type(type_)
    evaluate, is_type = compiler.optional(source), compiler.is_type
    types = compiler.types(source)
    if types is not None and len(types) == 1 and types[0] not in _OPEN:
        fits = (is_exactly if exact else specialises)(types[0], type_)
        return evaluate if fits else lambda nodes, frame: EMPTY
    if isinstance(source, Member) and r4().choices(source.name) and not compiler.stands_for_a_node(source):
        parent, step = compiler.optional(source.source), compiler.settled(source.name, type_)
        return lambda nodes, frame: step(parent(nodes, frame))
    return lambda nodes, frame: [node for node in evaluate(nodes, frame) if is_type(node, type_)]


def type_test(compiler: "Compiler", expression: TypeTest) -> Evaluate:
    """`operand is type`, `operand as type`"""
    return (_as if expression.operator == "as" else _is)(compiler, expression.operand, expression.type)


def _is(compiler: "Compiler", operand: Expression | None, type_: str) -> Evaluate:
    typed, evaluate = of_type(compiler, operand, type_, exact=False), compiler.optional(operand)

    def run(nodes: list, frame: list) -> list:
        found = evaluate(nodes, frame)
        if not found:
            return EMPTY
        one(found, "is")
        return TRUE if typed(nodes, frame) else FALSE

    return run


def _as(compiler: "Compiler", operand: Expression | None, type_: str) -> Evaluate:
    typed = of_type(compiler, operand, type_)

    def run(nodes: list, frame: list) -> list:
        found = typed(nodes, frame)
        if len(found) > 1:
            one(found, "as")
        return found

    return run


def _call_of_type(compiler: "Compiler", call: "Call") -> Evaluate:
    return of_type(compiler, call.source, type_argument(call.arguments[0]))


def _call_as(compiler: "Compiler", call: "Call") -> Evaluate:
    return _as(compiler, call.source, type_argument(call.arguments[0]))


def _call_is(compiler: "Compiler", call: "Call") -> Evaluate:
    return _is(compiler, call.source, type_argument(call.arguments[0]))


def _type(compiler: "Compiler", call: "Call") -> Evaluate:
    """type(): the namespace and name of each item's type."""
    evaluate, model, types = compiler.source(call), compiler.scope.model, compiler.types(call.source)
    known = _type_info(types[0]) if types is not None and len(types) == 1 and types[0] not in _OPEN else None

    def run(nodes: list, frame: list) -> list:
        return [known or _type_info(_runtime_type(node, model)) for node in evaluate(nodes, frame)]

    return run


def _runtime_type(node: Any, model: Any) -> str:
    return type_of(node, model) or "Element" if isinstance(node, dict) else system_type(node)


def _type_info(type_: str) -> dict[str, str]:
    system = type_.startswith("System.")
    return {"namespace": "System" if system else "FHIR", "name": type_.removeprefix("System.")}


FUNCTIONS: dict[str, Function] = {
    "ofType": on_expressions(_call_of_type, 1),
    "as": on_expressions(_call_as, 1),
    "is": on_expressions(_call_is, 1),
    "type": on_expressions(_type),
}
