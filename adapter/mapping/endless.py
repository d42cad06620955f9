"""Groups that call each other on the same node, without a condition: they would never end."""

from collections.abc import Callable, Iterator

from adapter.mapping.syntax import Group, Name, Rule, StructureMap


def endless_calls(
    map_: StructureMap, find: Callable[[StructureMap, str], tuple[StructureMap, Group] | None]
) -> Iterator[tuple[Group, Rule, str]]:
    """(group, rule, name called) of each call that comes back to its group with the node it began with.

    find: the group that a name means as seen from a map.
    """
    for group in map_.groups:
        for rule, name in _certain(group):
            found = find(map_, name)
            if found is not None and _reaches(found, (map_.url, group.name), find, set()):
                yield group, rule, name


def _reaches(
    at: tuple[StructureMap, Group],
    goal: tuple[str, str],
    find: Callable[[StructureMap, str], tuple[StructureMap, Group] | None],
    seen: set[tuple[str, str]],
) -> bool:
    map_, group = at
    key = (map_.url, group.name)
    if key == goal:
        return True
    if key in seen:
        return False
    seen.add(key)
    inner = (find(map_, name) for _, name in _certain(group))
    return any(found is not None and _reaches(found, goal, find, seen) for found in inner)


def _certain(group: Group) -> Iterator[tuple[Rule, str]]:
    """The calls that are made whatever the data: on the group's own source node, under no condition."""
    same = {parameter.name for parameter in group.parameters if parameter.mode == "source"}
    yield from _certain_in(group.rules, same)


def _certain_in(rules: tuple[Rule, ...], same: set[str]) -> Iterator[tuple[Rule, str]]:
    for rule in rules:
        if any(s.element or s.condition or s.type or s.list_mode or s.context not in same for s in rule.sources):
            continue
        names = same | {source.variable for source in rule.sources if source.variable}
        for dependent in rule.dependents:
            first = dependent.arguments[0] if dependent.arguments else None
            if isinstance(first, Name) and len(first.path) == 1 and first.path[0] in names:
                yield rule, dependent.name
        yield from _certain_in(rule.rules, names)
