"""The transforms of the mapping language (https://hl7.org/fhir/R4/mapping-language.html#transforms), each compiled to
`frame -> values`.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from adapter.fhir.definitions import r4
from adapter.fhir.identifiers import full_url, stable_id
from adapter.fhirpath.collections import EMPTY
from adapter.fhirpath.comparison import described
from adapter.fhirpath.context import CONTEXT
from adapter.fhirpath.errors import FhirPathError
from adapter.fhirpath.functions.conversion import to_string
from adapter.fhirpath.functions.strings import escape, unescape
from adapter.fhirpath.operators import OPERATORS
from adapter.fhirpath.parser import parse
from adapter.fhirpath.quantity import parse_quantity, to_fhir
from adapter.fhirpath.syntax import Expression, Member
from adapter.mapping.primitives import converter, plain
from adapter.mapping.scope import RuleScope
from adapter.mapping.sources import place_of
from adapter.mapping.syntax import Argument, FhirPath, Name, Target

Values = Callable[[list], list]


class Transformed(NamedTuple):
    """values: `frame -> values`; type: the R4 type of the values when the transform says it; type_slot: where the data
    says it.
    """

    values: Values
    type: str | None = None
    type_slot: int | None = None


def transformed(scope: RuleScope, target: Target) -> Transformed:
    """Compile the transform of a target. Raises MappingError for an unknown one or a wrong number of arguments."""
    name = target.transform or "create"
    build = _TRANSFORMS.get(name)
    if build is None:
        scope.fail(f"a transform ({', '.join(_TRANSFORMS)})", name, target)
    low, high, make = build
    if not low <= len(target.arguments) <= high:
        scope.fail(
            f"{low}{f' to {high}' if high != low else ''} arguments of {name}", str(len(target.arguments)), target
        )
    return make(scope, target)


def argument_values(scope: RuleScope, argument: Argument, target: Target | None = None) -> Values:
    """One argument as `frame -> values`."""
    if isinstance(argument, Name):
        variable = scope.variable(argument.path[0], target)
        if len(argument.path) > 1:
            return _expression(scope, _path(argument.path))
        slot = variable.slot
        return lambda frame: EMPTY if (value := frame[slot]) is None else [value]
    if isinstance(argument, FhirPath):
        return _expression(scope, argument)
    constant = [argument]
    return lambda frame: constant


def _expression(scope: RuleScope, expression: FhirPath | Expression) -> Values:
    evaluate, focus = scope.evaluate(expression), scope.focus
    return lambda frame: evaluate([frame[focus]], frame)


def _path(path: tuple[str, ...]) -> Expression:
    found: Expression | None = None
    for name in path:
        found = Member(found, name, 0)
    assert found is not None
    return found


def _copy(scope: RuleScope, target: Target) -> Transformed:
    argument = target.arguments[0]
    if not isinstance(argument, Name) or len(argument.path) > 1:
        return Transformed(argument_values(scope, argument, target), _literal_type(argument))
    variable = scope.variable(argument.path[0], target)
    slot = variable.slot
    if variable.mode == "target":
        return Transformed(lambda frame: EMPTY if (value := frame[slot]) is None else [value], variable.type)
    return Transformed(
        lambda frame: EMPTY if (value := frame[slot]) is None else [duplicate(value)], variable.type, variable.type_slot
    )


def duplicate(node: Any) -> Any:
    """A copy of JSON data of the source, so that nothing done to the result reaches the source."""
    if type(node) is dict:
        return {key: duplicate(value) for key, value in node.items()}
    return [duplicate(value) for value in node] if type(node) is list else node


def _literal_type(argument: Argument) -> str | None:
    if isinstance(argument, bool):
        return "boolean"
    if isinstance(argument, str):
        return "string"
    return "integer" if isinstance(argument, int) else None


def _create(scope: RuleScope, target: Target) -> Transformed:
    name = str(target.arguments[0]) if target.arguments else ""
    type_ = scope.type_path(name)
    if type_ is not None and r4().kind(type_) == "R":
        return Transformed(lambda frame: [{"resourceType": type_}], type_)
    return Transformed(lambda frame: [{}], type_)


def _cast(scope: RuleScope, target: Target) -> Transformed:
    values = argument_values(scope, target.arguments[0], target)
    type_ = scope.type_path(str(target.arguments[1])) if len(target.arguments) > 1 else "string"
    if type_ is None:
        scope.fail("an R4 type to cast to", str(target.arguments[1]), target)
    convert, scalars = converter(type_), scope.linker.values
    return Transformed(lambda frame: [convert(value) for value in scalars(values(frame))], type_)


def _evaluate(scope: RuleScope, target: Target) -> Transformed:
    *context, expression = target.arguments
    if isinstance(expression, str):
        expression = FhirPath(expression, parse(expression))
    if not context or not isinstance(expression, (Name, FhirPath)):
        return Transformed(argument_values(scope, expression, target))
    tree = _path(expression.path) if isinstance(expression, Name) else expression.tree
    evaluate, focus = scope.evaluate(tree), argument_values(scope, context[0], target)
    return Transformed(lambda frame: evaluate(focus(frame), frame))


def _translate(scope: RuleScope, target: Target) -> Transformed:
    code = argument_values(scope, target.arguments[0], target)
    url, output = str(target.arguments[1]), str(target.arguments[2]) if len(target.arguments) > 2 else "code"
    table = scope.linker.concept_map(scope, url)
    if table is None:
        scope.fail("the url of a ConceptMap that is given", url, target)
    if output not in _OUTPUTS:
        scope.fail(f"one of {', '.join(_OUTPUTS)}", output, target)
    scalar, make = scope.linker.scalar, _OUTPUTS[output]

    def values(frame: list) -> list:
        found: list = []
        for node in code(frame):
            for system, value in _codes(node, scalar):
                row = table.translate(system, value)
                coding = {"system": row.system, "code": row.code, "display": row.display}
                found += make({key: text for key, text in coding.items() if text is not None})
        return found

    return Transformed(values, {"Coding": "Coding", "CodeableConcept": "CodeableConcept"}.get(output, output))


def _codes(node: Any, scalar: Callable[[Any], Any]) -> list[tuple[str | None, str]]:
    if isinstance(node, dict) and "coding" in node:
        return [(coding.get("system"), coding["code"]) for coding in node["coding"] if "code" in coding]
    if isinstance(node, dict):
        return [(node.get("system"), node["code"])] if "code" in node else []
    value = scalar(node)
    return [] if value is None else [(None, str(value))]


_OUTPUTS: dict[str, Callable[[dict[str, str]], list]] = {
    "code": lambda coding: [coding["code"]],
    "system": lambda coding: [coding["system"]] if "system" in coding else [],
    "display": lambda coding: [coding["display"]] if "display" in coding else [],
    "Coding": lambda coding: [coding],
    "CodeableConcept": lambda coding: [{"coding": [coding]}],
}


def _reference(scope: RuleScope, target: Target) -> Transformed:
    """`Type/id` of a resource."""
    values = argument_values(scope, target.arguments[0], target)

    def run(frame: list) -> list:
        return [f"{_named(node, 'resourceType')}/{_named(node, 'id')}" for node in values(frame)]

    return Transformed(run, "string")


def _pointer(scope: RuleScope, target: Target) -> Transformed:
    """`urn:uuid:id` of a resource of the same Bundle."""
    values = argument_values(scope, target.arguments[0], target)
    return Transformed(lambda frame: [full_url(_named(node, "id")) for node in values(frame)], "string")


def _named(node: Any, name: str) -> str:
    value = node.get(name) if isinstance(node, dict) else None
    if not isinstance(value, str):
        raise FhirPathError(f"a reference needs a resource with resourceType and id, {name} is missing")
    return value


def _uuid(scope: RuleScope, target: Target) -> Transformed:
    """An id that is the same each time: from the document, the rule, the source node, and how many were made before."""
    focus, model, reference = scope.focus, scope.linker.model, f"{scope.map.url} {scope.reference}"

    def run(frame: list) -> list:
        context = frame[CONTEXT]
        identity = str(getattr(context.document, "identity", ""))
        return [stable_id(identity, reference, place_of(model, frame[focus]), str(context.next_number()))]

    return Transformed(run, "string")


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


def _append(scope: RuleScope, target: Target) -> Transformed:
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
    """escape(text, format), or escape(text, from, to)."""
    return escape(str(text), first) if second is None else escape(unescape(str(text), first), second)


def _date_op(date: Any, amount: Any) -> Any:
    """The moment a duration such as '-3 days' later; the specification leaves the operation open."""
    quantity = parse_quantity(str(amount))
    if quantity is None:
        raise FhirPathError(f"expected a duration such as '-3 days', found {described(amount)}")
    return next(iter(OPERATORS["+"]([str(date)], [quantity])), None)


def _datatype(type_: str, *forms: tuple[str, ...]) -> Callable[[RuleScope, Target], Transformed]:
    """A transform that fills a datatype: `forms` names the elements by number of arguments."""

    def make(scope: RuleScope, target: Target) -> Transformed:
        names = next(form for form in forms if len(form) == len(target.arguments))
        arguments = [argument_values(scope, argument, target) for argument in target.arguments]
        convert = [_element_converter(type_, name) for name in names]
        scalar = scope.linker.scalar

        def run(frame: list) -> list:
            filled: dict[str, Any] = {}
            for name, argument, fit in zip(names, arguments, convert, strict=True):
                for value in argument(frame)[:1]:
                    filled[name] = fit(value if isinstance(value, dict) else scalar(value))
            return [filled] if filled else EMPTY

        return Transformed(run, type_)

    return make


def _element_converter(type_: str, name: str) -> Callable[[Any], Any]:
    element = r4().element(type_, name)
    return plain if element is None else converter(element.type)


def _concept(scope: RuleScope, target: Target) -> Transformed:
    """cc(text), cc(system, code) or cc(system, code, display)"""
    if len(target.arguments) == 1:
        return _datatype("CodeableConcept", ("text",))(scope, target)
    codings = _coding(scope, target).values
    return Transformed(lambda frame: [{"coding": found}] if (found := codings(frame)) else EMPTY, "CodeableConcept")


def _quantity(scope: RuleScope, target: Target) -> Transformed:
    """qty(text), qty(value, unit), qty(value, unit, system, code)"""
    if len(target.arguments) > 1:
        return _datatype("Quantity", ("value", "unit"), ("value", "unit", "system", "code"))(scope, target)
    values, scalars = argument_values(scope, target.arguments[0], target), scope.linker.values
    return Transformed(lambda frame: [_parsed_quantity(str(value)) for value in scalars(values(frame))], "Quantity")


def _parsed_quantity(text: str) -> dict[str, Any]:
    number, _, unit = text.strip().partition(" ")
    quantity = parse_quantity(text) or parse_quantity(f"{number} '{unit.strip()}'" if unit else number)
    if quantity is None:
        raise FhirPathError(f"'{text}' is not a quantity")
    return {key: plain(value) for key, value in to_fhir(quantity).items()}


_coding = _datatype("Coding", ("code",), ("system", "code"), ("system", "code", "display"))

_Build = Callable[[RuleScope, Target], Transformed]
_TRANSFORMS: dict[str, tuple[int, int, _Build]] = {
    "create": (0, 1, _create),
    "copy": (1, 1, _copy),
    "truncate": (2, 2, _texts(_truncated)),
    "escape": (2, 3, _texts(_escaped)),
    "cast": (1, 2, _cast),
    "append": (1, 99, _append),
    "translate": (2, 3, _translate),
    "reference": (1, 1, _reference),
    "dateOp": (2, 2, _texts(_date_op)),
    "uuid": (0, 0, _uuid),
    "pointer": (1, 1, _pointer),
    "evaluate": (1, 2, _evaluate),
    "cc": (1, 3, _concept),
    "c": (2, 3, _coding),
    "qty": (1, 4, _quantity),
    "id": (2, 3, _datatype("Identifier", ("system", "value"), ("system", "value", "type"))),
    "cp": (1, 2, _datatype("ContactPoint", ("value",), ("system", "value"))),
}
