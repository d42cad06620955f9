"""The arguments of transforms, compiled to `frame -> values`."""

from collections.abc import Callable
from typing import NamedTuple, TypeAlias

from adapter.fhirpath.collections import EMPTY
from adapter.fhirpath.syntax import Expression, Member
from adapter.mapping.expression_names import check_members, focus_types
from adapter.mapping.scope import RuleScope
from adapter.mapping.stores import value_of
from adapter.mapping.syntax import Argument, FhirPath, Name, Target

Values: TypeAlias = Callable[[list], list]
"""A compiled argument or transform: `frame -> values`."""


class Transformed(NamedTuple):
    """values: `frame -> values`; type: the R4 type of the values when the transform says it; type_slot: where the data
    says it.
    """

    values: Values
    type: str | None = None
    type_slot: int | None = None


def argument_values(scope: RuleScope, argument: Argument, target: Target | None = None) -> Values:
    """One argument as `frame -> values`."""
    if isinstance(argument, Name):
        variable = scope.variable(argument.path[0], target)
        if len(argument.path) > 1:
            return expression_values(scope, path_of(argument.path))
        slot = variable.slot
        if variable.mode == "target":
            return lambda frame: EMPTY if (value := value_of(frame[slot])) is None else [value]
        return lambda frame: EMPTY if (value := frame[slot]) is None else [value]
    if isinstance(argument, FhirPath):
        return expression_values(scope, argument)
    constant = [argument]
    return lambda frame: constant


def expression_values(scope: RuleScope, expression: FhirPath | Expression) -> Values:
    """An expression that starts from the source node of the rule."""
    if isinstance(expression, FhirPath):
        check_members(scope, expression, focus_types(scope))
    evaluate, focus = scope.evaluate(expression), scope.focus
    return lambda frame: evaluate([frame[focus]], frame)


def path_of(path: tuple[str, ...]) -> Expression:
    """`a.b.c` as an expression."""
    found: Expression | None = None
    for name in path:
        found = Member(found, name, 0)
    assert found is not None
    return found
