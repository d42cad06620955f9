"""Syntax tree → Python closures `(nodes, frame) -> collection`. Names, functions and steps are resolved here, once.

A head name that is a variable in scope is the variable, else an element of the focus: as the engines that public maps
were written for do it. `$this.name` is always the element.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from adapter.fhir.definitions import r4
from adapter.fhirpath.collections import EMPTY, FALSE, TRUE
from adapter.fhirpath.context import CONTEXT, INDEX, TOTAL, Evaluate, HostFunction, Model
from adapter.fhirpath.errors import FhirPathError
from adapter.fhirpath.functions import FUNCTIONS
from adapter.fhirpath.functions.subsetting import at_index
from adapter.fhirpath.functions.types import type_test
from adapter.fhirpath.host_functions import most_arguments, refusing, refusing_none
from adapter.fhirpath.navigation import PRIMITIVES, Step, child_step, scalar_of, settled_step, shadow_step
from adapter.fhirpath.operators import ON_NODES, OPERATORS, negate, on_texts
from adapter.fhirpath.static_types import SYSTEM, Types, children, static_types
from adapter.fhirpath.syntax import (
    Call,
    Empty,
    Expression,
    Indexer,
    Literal,
    Member,
    Operation,
    Sign,
    Special,
    TypeTest,
    Variable,
)
from adapter.fhirpath.temporal import looks_temporal
from adapter.fhirpath.types import type_of
from adapter.fhirpath.types import type_test as tester
from adapter.nearness import near

_FIXED = {"ucum": "http://unitsofmeasure.org", "sct": "http://snomed.info/sct", "loinc": "http://loinc.org"}


@dataclass(frozen=True, slots=True)
class Scope:
    """What an expression may refer to.

    variables: name → slot of the frame; constants: name → expression of its own; functions: the host's;
    model: of foreign nodes; strict: refuse elements that the types do not have.
    """

    variables: Mapping[str, int] = field(default_factory=dict)
    functions: Mapping[str, HostFunction] = field(default_factory=dict)
    model: Model | None = None
    constants: Mapping[str, Evaluate] = field(default_factory=dict)
    strict: bool = False


class Compiler:
    """Makes closures of expressions in one scope. Raises FhirPathError for functions that do not exist.

    focus: the R4 types of what the expression starts from, when they are known.
    """

    def __init__(self, scope: Scope, focus: Types = None) -> None:
        self.scope = scope
        self.focus = focus
        self.scalar = scalar_of(scope.model)
        self.is_type = tester(scope.model)

    def compile(self, expression: Expression) -> Evaluate:
        match expression:
            case Literal(value):
                constant = [value]
                return lambda nodes, frame: constant
            case Member():
                return self._member(expression)
            case Call():
                return self._call(expression)
            case Operation("=", left, Literal(str() as text)) if type(text) is str and not looks_temporal(text):
                return self._equals_text(self.compile(left), text)
            case Operation(operator, left, right):
                return self._operation(operator, self.compile(left), self.compile(right))
            case Variable(name):
                return self._variable(name)
            case Special(name, offset):
                return _special(name, offset)
            case Indexer(source, index):
                values, number = self.compile(source), self.compile(index)
                return lambda nodes, frame: at_index(values(nodes, frame), number(nodes, frame))
            case Sign("-", operand):
                signed, values_of = self.compile(operand), self.values
                return lambda nodes, frame: negate(values_of(signed(nodes, frame)))
            case Sign(_, operand):
                return self.compile(operand)
            case TypeTest():
                return type_test(self, expression)
            case Empty():
                return lambda nodes, frame: EMPTY

    def source(self, call: Call) -> Evaluate:
        """What a function is called on."""
        return self.optional(call.source)

    def optional(self, source: Expression | None) -> Evaluate:
        """The source of a step; without one the focus."""
        return _focus if source is None else self.compile(source)

    def types(self, expression: Expression | None) -> Types:
        """The types that an expression can give, as far as they are known now."""
        return static_types(expression, self.focus, self.scope.variables)

    def criterion(self, call: Call, argument: Expression) -> Evaluate:
        """An argument that is evaluated on each item of what the function is called on."""
        return Compiler(self.scope, self.types(call.source)).compile(argument)

    def untyped(self) -> "Compiler":
        """The same scope on a focus of unknown types."""
        return Compiler(self.scope)

    def check_type(self, name: str) -> None:
        """Refuse type names that FHIR R4 does not have; a model of foreign nodes may have any."""
        local = name.rpartition(".")[2]
        if self.scope.model is None and not r4().known(local) and local not in SYSTEM:
            raise FhirPathError(f"there is no type {name}")

    def settled(self, name: str, type_: str) -> Step:
        return settled_step(name, type_, self.scope.model, self.is_type)

    def stands_for_a_node(self, member: Member) -> bool:
        """A variable, or the type of the focus at the head of a path: not an element, which may be a primitive."""
        return member.source is None and (member.name in self.scope.variables or member.name[:1].isupper())

    def values(self, nodes: list) -> list:
        """Nodes as the values they stand for; those without one drop out."""
        if len(nodes) == 1 and type(nodes[0]) in PRIMITIVES:
            return nodes
        scalar = self.scalar
        return [value for node in nodes if (value := scalar(node)) is not None]

    def _member(self, member: Member) -> Evaluate:
        name, source = member.name, member.source
        if self.scope.strict:
            self._check(member)
        if source is None:
            if name in self.scope.variables:
                return _slot(self.scope.variables[name])
            if name in self.scope.constants:
                return self.scope.constants[name]
            step = child_step(name, self.scope.model)
            if name[:1].isupper():
                return self._type_head(name, step)
            return lambda nodes, frame: step(nodes)
        if name in ("extension", "id") and isinstance(source, Member) and not self.stands_for_a_node(source):
            parent, step = self.optional(source.source), shadow_step(source.name, name, self.scope.model)
            return lambda nodes, frame: step(parent(nodes, frame))
        evaluate, step = self.compile(source), child_step(name, self.scope.model)
        return lambda nodes, frame: step(evaluate(nodes, frame))

    def _check(self, member: Member) -> None:
        """Strict expressions name only elements that the types have, a choice by its own name and not a settled one."""
        owners = self.types(member.source) if member.source is not None else self.focus
        if member.source is None and (member.name in self.scope.variables or member.name in (owners or ())):
            return
        found = children(owners, member.name)
        if found is None or not owners:
            return
        settled = any((e := r4().element(o, member.name)) is not None and e.name != member.name for o in owners)
        if not found or settled:
            raise FhirPathError(f"{' or '.join(owners)} has no element {member.name}", location=str(member.offset))

    def _type_head(self, name: str, step: Step) -> Evaluate:
        """`Patient.name`: the type of the focus at the head of a path stands for the focus."""
        model = self.scope.model

        def run(nodes: list, frame: list) -> list:
            found = type_of(nodes[0], model) if len(nodes) == 1 else None
            return nodes if found is not None and name in (found, *r4().bases(found)) else step(nodes)

        return run

    def _call(self, call: Call) -> Evaluate:
        host = self.scope.functions.get(call.name)
        if host is not None:
            _check_arguments(call, 0, most_arguments(host))
            return self._host_call(host, call)
        function = FUNCTIONS.get(call.name)
        if function is None:
            known = near(call.name, (*self.scope.functions, *FUNCTIONS))
            raise FhirPathError(f"there is no function {call.name}(){known}", location=str(call.offset))
        _check_arguments(call, function.minimum, function.maximum)
        return function.build(self, call)

    def _host_call(self, function: HostFunction, call: Call) -> Evaluate:
        source, arguments = self.source(call), [self.compile(argument) for argument in call.arguments]
        if not arguments:
            convert = refusing_none(function, call.name)
            return lambda nodes, frame: convert(frame[CONTEXT], source(nodes, frame))
        host = refusing(function, call.name)
        return lambda nodes, frame: host(
            frame[CONTEXT], source(nodes, frame), *[argument(nodes, frame) for argument in arguments]
        )

    def _operation(self, operator: str, left: Evaluate, right: Evaluate) -> Evaluate:
        apply, values = OPERATORS[operator], self.values
        if operator == "and":
            return lambda nodes, frame: (
                apply(one, right(nodes, frame)) if (one := left(nodes, frame)) != [False] else one
            )
        if operator == "or":
            return lambda nodes, frame: (
                apply(one, right(nodes, frame)) if (one := left(nodes, frame)) != [True] else one
            )
        if operator in ON_NODES:
            return lambda nodes, frame: apply(left(nodes, frame), right(nodes, frame))
        if self.scope.model is not None:
            apply = on_texts(apply)
        return lambda nodes, frame: apply(values(left(nodes, frame)), values(right(nodes, frame)))

    def _equals_text(self, left: Evaluate, text: str) -> Evaluate:
        """`path = 'text'`, which most conditions are: decided at once when the path gives one string."""
        constant = [text]
        other = self._operation("=", left, lambda nodes, frame: constant)

        def run(nodes: list, frame: list) -> list:
            found = left(nodes, frame)
            if len(found) == 1 and type(found[0]) is str:
                return TRUE if found[0] == text else FALSE
            return other(nodes, frame) if found else EMPTY

        return run

    def _variable(self, name: str) -> Evaluate:
        if name in self.scope.variables:
            return _slot(self.scope.variables[name])
        if name in self.scope.constants:
            return self.scope.constants[name]
        fixed = _fixed(name)
        if fixed is not None:
            return lambda nodes, frame: fixed

        def run(nodes: list, frame: list) -> list:
            constants = frame[CONTEXT].constants
            if name not in constants:
                raise FhirPathError(f"%{name} is not defined")
            value: Any = constants[name]
            return EMPTY if value is None else value if type(value) is list else [value]

        return run


def _check_arguments(call: Call, minimum: int, maximum: int | None) -> None:
    found = len(call.arguments)
    if found < minimum or (maximum is not None and found > maximum):
        wanted = minimum if minimum == maximum else f"{minimum} to {maximum}"
        raise FhirPathError(f"{call.name}() takes {wanted} arguments, found {found}", location=str(call.offset))


def _fixed(name: str) -> list | None:
    if name in _FIXED:
        return [_FIXED[name]]
    if name.startswith("vs-"):
        return [f"http://hl7.org/fhir/ValueSet/{name[3:]}"]
    return [f"http://hl7.org/fhir/StructureDefinition/{name[4:]}"] if name.startswith("ext-") else None


def _focus(nodes: list, frame: list) -> list:
    return nodes


def _slot(slot: int) -> Evaluate:
    return lambda nodes, frame: EMPTY if (value := frame[slot]) is None else [value]


def _special(name: str, offset: int) -> Evaluate:
    match name:
        case "this":
            return _focus
        case "index":
            return lambda nodes, frame: [frame[INDEX]]
        case "total":
            return lambda nodes, frame: frame[TOTAL]
    raise FhirPathError(f"there is no ${name}; there are $this, $index and $total", location=str(offset))
