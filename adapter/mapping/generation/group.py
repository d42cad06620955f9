"""A group as the text of one Python function: its rules in their order, sources as loops, conditions as `if`, the usual
targets as assignments. A part that has no short form is the closure that adapter/mapping/rules.py makes of it, called
with the frame, which holds the variables for closures.
"""

from typing import TYPE_CHECKING, Any

from adapter.errors import MappingError
from adapter.fhirpath.context import FIRST_SLOT
from adapter.fhirpath.navigation import VALUES
from adapter.mapping.generation.constants import Constants
from adapter.mapping.generation.expressions import Kind
from adapter.mapping.generation.lines import without_frame
from adapter.mapping.generation.rule import Rules
from adapter.mapping.instance import Run
from adapter.mapping.scope import Layout, RuleScope, Variable
from adapter.mapping.syntax import Group, StructureMap

if TYPE_CHECKING:
    from adapter.mapping.linker import Linker


def generated(
    linker: "Linker", map_: StructureMap, group: Group, types: tuple[str | None, ...], arguments: Any, closures: Run
) -> Run | None:
    """The function of a group for the types of its arguments; None where it has to stay closures.

    arguments: of a run; closures: the same group, for arguments that are not of their kind (an absent node, a text in
    place of an element, a primitive target)."""
    scope = RuleScope(linker, map_, Layout(), {})
    variables = [scope.bind(p.name, p.mode, type_) for p, type_ in zip(group.parameters, types, strict=True)]
    known = len(linker.errors)
    try:
        rules = Rules(Constants(linker.functions, linker.model))
        unfit = [each for pair in zip(variables, arguments, strict=True) for each in _parameter(rules, *pair)]
        body = rules.lines_of(scope, group.rules, 1)
    except MappingError:
        del linker.errors[known:]
        return None
    if scope.layout.last is not None or len(linker.errors) > known:
        del linker.errors[known:]
        return None
    names = ", ".join(f"n{variable.slot}" for variable in variables)
    head = [
        f"def run(c, {names}):",
        f" if {' or '.join(unfit)}: return {rules.constants.name(closures, 'closures')}(c, {names})",
        *rules.questions.head(),
        *([f" {' = '.join(rules.set_last)} = None"] if rules.set_last else []),
    ]
    frameless = without_frame(body)
    if frameless is None:
        empty = scope.layout.size - FIRST_SLOT - len(variables)
        head.append(f" f = [c, None, None, {names}, *{rules.constants.empty(empty)}]")
    return _function([*head, *(body if frameless is None else frameless)], rules.constants, scope, group)


def _parameter(rules: Rules, variable: Variable, argument: Any) -> list[str]:
    """A parameter at hand; the conditions under which an argument is not of the kind that the function is for."""
    name = f"n{variable.slot}"
    if variable.mode == "target":
        rules.objects[variable.slot] = 0
        return [f"type({name}) is not dict"]
    rules.questions.parameters.add(variable.slot)
    if type(argument) in VALUES:
        rules.nodes[variable.slot] = Kind.ANY
        return [f"{name} is None"]
    rules.nodes[variable.slot] = Kind.OWN
    return [f"{name} is None", f"type({name}) in VALUES"]


def _function(lines: list[str], constants: Constants, scope: RuleScope, group: Group) -> Run:
    """The function of these lines, which tracebacks show as `<file of the map group>`."""
    made: dict[str, Any] = constants.names
    made["size"] = scope.layout.size
    exec(compile("\n".join(lines), f"<{scope.map.file} {group.name}>", "exec"), made)
    run: Run = made["run"]
    return run
