"""A rule compiled to one closure `frame -> None`: sources around targets, dependent groups and nested rules."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from adapter.errors import MappingError
from adapter.fhirpath.context import CONTEXT
from adapter.fhirpath.errors import FhirPathError
from adapter.mapping.errors import RuleError
from adapter.mapping.fitting import check_arguments
from adapter.mapping.scope import RuleScope, Variable
from adapter.mapping.simple import compile_simple
from adapter.mapping.sources import Failing, Nodes, place_in, place_of
from adapter.mapping.stores import Action
from adapter.mapping.syntax import Dependent, Name, Rule, Target
from adapter.mapping.targets import compile_target
from adapter.mapping.transforms.arguments import argument_values

if TYPE_CHECKING:
    from adapter.mapping.instance import Instance


class Tracer(Protocol):
    """Hears of each rule and of each target. It runs them itself, so that it sees what was there before and after.

    reference: `file.map:line rule`; node: the source node that the rule stands on, an element `name` of `holder`.
    """

    def rule(self, reference: str, run: Callable[[], None]) -> None:
        """Run a rule, its conditions and all that it calls."""

    def target(self, reference: str, node: Any, holder: Any, name: str, parent: Any, make: Callable[[], None]) -> None:
        """Make or set an element of `parent` in the result, or all of it."""


def compile_rules(scope: RuleScope, rules: tuple[Rule, ...]) -> tuple[Action, ...]:
    """The closures of rules. One that cannot be compiled is noted, and fails when it is reached: a strict program is
    refused before that.
    """
    return tuple(compile_rule(scope.within(rule), rule) for rule in rules)


def compile_rule(scope: RuleScope, rule: Rule) -> Action:
    """Compile a rule in its scope. The closure raises RuleError where the data does not fit."""
    nodes: list[Nodes] = []
    try:
        for source in rule.sources:
            nodes.append(Nodes(scope, source))
    except MappingError as error:
        scope.linker.broken(error)
        return _broken(scope, rule, error.message)
    focus = nodes[-1].variable
    scope = replace(scope, rule=rule, focus=focus.slot, holder=nodes[-1].slot)
    steps: list[Action] = []
    for target in rule.targets:
        steps.append(_step(scope, partial(compile_rule_target, scope, target, focus)))
        if target.variable is not None and target.variable not in scope.made:
            scope.bind(target.variable, "target")  # of a target that is broken: what follows is not broken too
    for dependent in rule.dependents:
        steps.append(_step(scope, partial(compile_dependent, scope, dependent)))
    steps += compile_rules(scope, rule.rules)
    fail = failing(scope, nodes[0])
    for source_nodes in reversed(nodes):
        steps = [source_nodes.stage(tuple(steps), fail)]
    action = _traced_rule(scope, steps[0])
    return _isolated(action) if scope.linker.isolate else action


def _broken(scope: RuleScope, rule: Rule, message: str) -> Action:
    """A rule whose source is not there: it fails when it is reached."""
    file = scope.map.file

    def run(frame: list) -> None:
        raise RuleError(message, file=file, line=rule.line, rule=rule.name or "", place="")

    return _isolated(run) if scope.linker.isolate else run


def _step(scope: RuleScope, compile_step: Callable[[], Action]) -> Action:
    """A step of a rule; what `compile_rules` says of rules holds of it too."""
    try:
        return compile_step()
    except MappingError as error:
        scope.linker.broken(error)
        message = error.message

    def fail(frame: list) -> None:
        raise FhirPathError(message)

    return fail


def compile_rule_target(scope: RuleScope, target: Target, focus: Variable) -> Action:
    """A target of a rule; `focus` is the source node at hand, which a simple rule copies."""
    simple = scope.rule is not None and scope.rule.simple
    return _traced(scope, target, compile_simple(scope, target, focus) if simple else compile_target(scope, target))


def failing(scope: RuleScope, nodes: Nodes) -> Failing:
    """Raises the error with its place: file, line, rule and source node."""
    rule, file, model = scope.rule, scope.map.file, scope.linker.model
    assert rule is not None
    node_slot, context_slot = nodes.variable.slot, nodes.slot

    def fail(frame: list, error: FhirPathError) -> None:
        run, node, around = frame[CONTEXT], frame[node_slot], frame[context_slot]
        place = place_of(run, model, node) or place_of(run, model, around) or place_in(run.document, node, around)
        raise RuleError(error.message, file=file, line=rule.line, rule=rule.name or "", place=place) from None

    return fail


def _isolated(action: Action) -> Action:
    """The action, whose failure is an Issue of the run: what it did not make is missing, and the Issue says so."""

    def run(frame: list) -> None:
        try:
            action(frame)
        except RuleError as error:
            context = frame[CONTEXT]
            context.issue(error.issue(getattr(getattr(context.document, "source", None), "name", "")))

    return run


def called(scope: RuleScope, dependent: Dependent) -> tuple["Instance", list[Variable | None]]:
    """The group of `then group(arguments)`, compiled for the types that are passed, and the arguments that are
    variables (None: an expression)."""
    linker = scope.linker
    group = linker.groups.seen_from(scope.map, dependent.name)
    if group is None:
        what = f"a group of this map or of one that it imports{linker.whose(dependent.name)}"
        scope.fail(what, dependent.name, dependent, known=linker.groups.names_seen_from(scope.map))
    if len(group.parameters) != len(dependent.arguments):
        given = str(len(dependent.arguments))
        named = ", ".join(parameter.name for parameter in group.parameters)
        scope.fail(f"{len(group.parameters)} arguments of {group.name} ({named})", given, dependent, at=dependent.name)
    variables = [
        _variable(scope, argument, parameter.mode, dependent)
        for argument, parameter in zip(dependent.arguments, group.parameters, strict=True)
    ]
    check_arguments(scope, group, variables, dependent)
    types = tuple(variable.type if variable else None for variable in variables)
    return linker.instance(group, types, (scope, dependent)), variables


def compile_dependent(scope: RuleScope, dependent: Dependent) -> Action:
    """`then group(arguments)`"""
    callee, variables = called(scope, dependent)
    if all(variables):
        slots = tuple(variable.slot for variable in variables if variable)
        if len(slots) == 2:
            first, second = slots
            return lambda frame: callee.run(frame[CONTEXT], frame[first], frame[second])
        return lambda frame: callee.run(frame[CONTEXT], *[frame[slot] for slot in slots])
    values = [argument_values(scope, argument) for argument in dependent.arguments]
    return lambda frame: callee.run(frame[CONTEXT], *[next(iter(value(frame)), None) for value in values])


def _variable(scope: RuleScope, argument: Any, mode: str, at: Dependent) -> Variable | None:
    if not isinstance(argument, Name) or len(argument.path) > 1:
        return None
    name = argument.path[0]
    return scope.target_variable(name, at) if mode == "target" else scope.variable(name, at)


def _traced_rule(scope: RuleScope, action: Action) -> Action:
    """With a tracer, the rule run by it; without one, the action itself."""
    tracer, reference = scope.linker.tracer, scope.reference
    return action if tracer is None else lambda frame: tracer.rule(reference, partial(action, frame))


def _traced(scope: RuleScope, target: Target, action: Action) -> Action:
    """With a tracer, the target made by it; without one, the action itself."""
    tracer = scope.linker.tracer
    if tracer is None or target.context is None or (target.element is None and target.transform is None):
        return action
    assert scope.rule is not None
    reference, focus, source = scope.reference, scope.focus, scope.rule.sources[-1]
    slot, holder, name = scope.target_variable(target.context).slot, scope.holder, source.element or ""
    return lambda frame: tracer.target(
        reference, frame[focus], frame[holder], name, frame[slot], partial(action, frame)
    )
