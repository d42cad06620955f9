"""Arguments for which a StructureMap resource of R4 has no form, spelled as targets of their own:
`then Line(src, (name.count()))` → `-> (name.count()) as argument1 then Line(src, argument1)`. Both run alike.

A transform takes no expression other than evaluate(), and a group that is called takes variables only.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import count

from adapter.mapping.syntax import Argument, FhirPath, Group, Name, Rule, StructureMap, Target


def with_named_expressions(map_: StructureMap) -> StructureMap:
    """The map, the same object where no argument is an expression."""
    groups = tuple(_group(group) for group in map_.groups)
    return map_ if groups == map_.groups else replace(map_, groups=groups)


def _group(group: Group) -> Group:
    used = {parameter.name for parameter in group.parameters} | set(_variables(group.rules))
    free = (name for number in count(1) if (name := f"argument{number}") not in used)
    return replace(group, rules=tuple(_rule(rule, free) for rule in group.rules))


def _variables(rules: tuple[Rule, ...]) -> Iterator[str]:
    for rule in rules:
        yield from (source.variable for source in rule.sources if source.variable is not None)
        yield from (target.variable for target in rule.targets if target.variable is not None)
        yield from _variables(rule.rules)


def _rule(rule: Rule, free: Iterator[str]) -> Rule:
    targets: list[Target] = []
    for target in rule.targets:
        arguments = target.arguments if target.transform == "evaluate" else _named(target.arguments, targets, free)
        targets.append(replace(target, arguments=arguments))
    dependents = tuple(
        replace(dependent, arguments=_named(dependent.arguments, targets, free, variables_only=True))
        for dependent in rule.dependents
    )
    rules = tuple(_rule(inner, free) for inner in rule.rules)
    return replace(rule, targets=tuple(targets), dependents=dependents, rules=rules)


def _named(
    arguments: tuple[Argument, ...], targets: list[Target], free: Iterator[str], variables_only: bool = False
) -> tuple[Argument, ...]:
    """The arguments with a variable for what has no form, whose target is added to `targets`."""
    found: list[Argument] = []
    for argument in arguments:
        expression = isinstance(argument, FhirPath)
        variable = isinstance(argument, Name) and len(argument.path) == 1
        if expression or (variables_only and not variable):
            name = next(free)
            transform = "evaluate" if expression else "copy"
            targets.append(Target(None, transform=transform, arguments=(argument,), variable=name))
            found.append(Name((name,)))
        else:
            found.append(argument)
    return tuple(found)
