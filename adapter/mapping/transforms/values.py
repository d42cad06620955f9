"""Values made or taken over: create, copy, cast, evaluate."""

from typing import Any

from adapter.errors import MappingError
from adapter.fhirpath.collections import EMPTY
from adapter.fhirpath.errors import FhirPathError
from adapter.fhirpath.parser import parse
from adapter.mapping.scope import RuleScope
from adapter.mapping.stores import value_of
from adapter.mapping.syntax import Argument, FhirPath, Name, Target
from adapter.mapping.transforms.arguments import Transformed, argument_values, path_of


def copy(scope: RuleScope, target: Target) -> Transformed:
    argument = target.arguments[0]
    if not isinstance(argument, Name) or len(argument.path) > 1:
        return Transformed(argument_values(scope, argument, target), _literal_type(argument))
    variable = scope.variable(argument.path[0], target)
    slot = variable.slot
    if variable.mode == "target":
        return Transformed(lambda frame: EMPTY if (value := value_of(frame[slot])) is None else [value], variable.type)
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


def create(scope: RuleScope, target: Target) -> Transformed:
    """An object of a type; one of another model than FHIR R4 notes its type under `@type`, for whoever writes that
    model.
    """
    argument = target.arguments[0] if target.arguments else ""
    if isinstance(argument, Name | FhirPath):
        written = ".".join(argument.path) if isinstance(argument, Name) else argument.text
        scope.fail(f"a type in quotes: create('{written}')", written, target)
    name = str(argument)
    type_ = scope.type_path(name, "target")
    if type_ is not None and scope.linker.types.kind(type_) == "R":
        return Transformed(lambda frame: [{"resourceType": type_}], type_)
    if type_ is None and name and scope.declared(name):
        return Transformed(lambda frame: [{"@type": name}])
    if type_ is not None and ":" in type_:
        local = type_.partition(":")[2]
        return Transformed(lambda frame: [{"@type": local}], type_)
    if type_ is None and name and scope.linker.strict:
        what = "an R4 type, or one that a 'uses' line names"
        scope.fail(what, name, target, known=scope.linker.types.lines)
    return Transformed(lambda frame: [{}], type_)


def cast(scope: RuleScope, target: Target) -> Transformed:
    values = argument_values(scope, target.arguments[0], target)
    type_ = scope.type_path(str(target.arguments[1]), "target") if len(target.arguments) > 1 else "string"
    if type_ is None:
        scope.fail("an R4 type to cast to", str(target.arguments[1]), target, known=scope.linker.types.lines)
    convert, scalars = scope.linker.converter(type_), scope.linker.values
    return Transformed(lambda frame: [convert(value) for value in scalars(values(frame))], type_)


def _written(scope: RuleScope, text: str, target: Target) -> FhirPath:
    """An expression that stands in quotes. Raises MappingError, at the quotes, for what is none."""
    offset = scope.map.text.find(text, target.offset) if scope.map.text else 0
    try:
        return FhirPath(text, parse(text), max(offset, 0))
    except FhirPathError as error:
        place = scope.position(max(offset, target.offset))
        raise MappingError(error.message, source=scope.map.file, location=place) from None


def evaluate(scope: RuleScope, target: Target) -> Transformed:
    *context, expression = target.arguments
    if isinstance(expression, str):
        expression = _written(scope, expression, target)
    if not context or not isinstance(expression, (Name, FhirPath)):
        return Transformed(argument_values(scope, expression, target))
    tree = path_of(expression.path) if isinstance(expression, Name) else expression.tree
    evaluate, focus = scope.evaluate(tree), argument_values(scope, context[0], target)
    return Transformed(lambda frame: evaluate(focus(frame), frame))
