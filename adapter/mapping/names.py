"""The names in a map: where they are bound, where they are used; for what no compiler needs to know."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from adapter.fhirpath.syntax import Expression, Member, Variable
from adapter.mapping.syntax import Argument, FhirPath, Group, Name, Rule, Source, StructureMap, Target


@dataclass(frozen=True, slots=True)
class Binding:
    """A variable that a rule binds; used: whether anything after it names it."""

    name: str
    rule: Rule
    side: str
    used: bool


@dataclass(frozen=True, slots=True)
class CodeConstant:
    """A code that a rule writes as it stands: element path (`List.mode`), code, file and `line:column`."""

    element: str
    code: str
    file: str
    location: str


def bindings(group: Group) -> Iterator[Binding]:
    """Every variable that the rules of a group bind."""
    for rule in group.rules:
        yield from _of_rule(rule)


def _of_rule(rule: Rule) -> Iterator[Binding]:
    after = set(_names_after_sources(rule))
    conditions = {name for source in rule.sources for name in _names_in_source(source)}
    for source in rule.sources:
        if source.variable is not None:
            yield Binding(source.variable, rule, "source", source.variable in after | conditions)
    for target in rule.targets:
        if target.variable is not None:
            yield Binding(target.variable, rule, "target", target.variable in after)
    for inner in rule.rules:
        yield from _of_rule(inner)


def _names_after_sources(rule: Rule) -> Iterator[str]:
    for target in rule.targets:
        yield from _names_in_target(target)
    for dependent in rule.dependents:
        for argument in dependent.arguments:
            yield from _names_in_argument(argument)
    for inner in rule.rules:
        yield from _names_in_rule(inner)


def _names_in_rule(rule: Rule) -> Iterator[str]:
    for source in rule.sources:
        yield source.context
        yield from _names_in_source(source)
    yield from _names_after_sources(rule)


def _names_in_source(source: Source) -> Iterator[str]:
    for clause in (source.condition, source.check, source.log, source.default):
        if clause is not None:
            yield from _names_in_argument(clause)


def _names_in_target(target: Target) -> Iterator[str]:
    if target.context is not None:
        yield target.context
    for argument in target.arguments:
        yield from _names_in_argument(argument)


def _names_in_argument(argument: Argument) -> Iterator[str]:
    if isinstance(argument, Name):
        yield argument.path[0]
    elif isinstance(argument, FhirPath):
        for part in parts(argument.tree):
            if isinstance(part, Variable) or (isinstance(part, Member) and part.source is None):
                yield part.name


def parts(expression: Expression) -> Iterator[Expression]:
    """An expression and all expressions in it."""
    yield expression
    for value in expression:
        for inner in value if type(value) is tuple else (value,):
            if isinstance(inner, tuple) and hasattr(inner, "_fields") and "offset" in inner._fields:
                yield from parts(inner)  # type: ignore[arg-type]


def expressions(map_: StructureMap) -> Iterator[FhirPath]:
    """Every expression of the rules of a map."""
    for group in map_.groups:
        for rule in all_rules(group.rules):
            for source in rule.sources:
                for clause in (source.condition, source.check, source.log, source.default):
                    if isinstance(clause, FhirPath):
                        yield clause
            arguments = [argument for target in rule.targets for argument in target.arguments]
            arguments += [argument for dependent in rule.dependents for argument in dependent.arguments]
            yield from (argument for argument in arguments if isinstance(argument, FhirPath))


def named_too_late(sources: Iterable[Source], name: str) -> str:
    """What to say where `where … as name` was read as an expression (a type test): the variable is not there."""
    clauses = (clause for each in sources for clause in (each.condition, each.check, each.log) if clause is not None)
    late = any(clause.text.split()[-2:] == ["as", name] for clause in clauses)
    return f"; 'as {name}' goes before 'where', 'check' and 'log'" if late else ""


def read_names(map_: StructureMap) -> Iterator[str]:
    """The names that the rules and expressions of a map step to."""
    for group in map_.groups:
        for rule in all_rules(group.rules):
            yield from (source.element for source in rule.sources if source.element is not None)
            paths = (
                argument.path for target in rule.targets for argument in target.arguments if isinstance(argument, Name)
            )
            yield from (name for path in paths for name in path[1:])
    for expression in expressions(map_):
        yield from (part.name for part in parts(expression.tree) if isinstance(part, Member))


def all_rules(rules: tuple[Rule, ...]) -> Iterator[Rule]:
    for rule in rules:
        yield rule
        yield from all_rules(rule.rules)


def called(map_: StructureMap) -> Iterator[str]:
    """The names of the groups that a map calls or extends."""
    for group in map_.groups:
        if group.extends is not None:
            yield group.extends
        for rule in all_rules(group.rules):
            yield from (dependent.name for dependent in rule.dependents)


def bound_names(map_: StructureMap) -> set[str]:
    """Every name that is a variable, parameter or constant somewhere in the map."""
    found = {constant.name for constant in map_.constants}
    for group in map_.groups:
        found |= {parameter.name for parameter in group.parameters}
        found |= {binding.name for binding in bindings(group)}
    return found
