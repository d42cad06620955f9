"""What is wrong between maps, before a group is compiled: imports, names of groups, groups that extend themselves."""

from collections.abc import Callable, Iterator

from adapter.errors import MappingError
from adapter.mapping.imports import missing_imports
from adapter.mapping.instance import LinkedGroup
from adapter.mapping.syntax import Group, StructureMap
from adapter.nearness import near

Find = Callable[[StructureMap, str], LinkedGroup | None]
"""The group of a name as seen from a map."""


def link_errors(maps: tuple[StructureMap, ...], find: Find) -> Iterator[MappingError]:
    """Imports that no map answers to; a name that is two groups of a map; groups that extend themselves, be it through
    others."""
    yield from missing_imports(maps, {map_.url: map_ for map_ in maps})
    for map_ in maps:
        first: dict[str, Group] = {}
        for group in map_.groups:
            if first.setdefault(group.name, group) is not group:
                message = f"the group '{group.name}' stands on line {first[group.name].line} too; give it another name"
                yield MappingError(message, source=map_.file, location=str(group.line))
            if _extends_itself(LinkedGroup(map_, group), find):
                yield MappingError(_circle(group, maps), source=map_.file, location=str(group.line))


def _circle(group: Group, maps: tuple[StructureMap, ...]) -> str:
    if group.extends != group.name:
        return f"the group '{group.name}' extends itself, by way of '{group.extends}'"
    others = (other.name for map_ in maps for other in map_.groups if other.name != group.name)
    return f"no other map has a group '{group.name}' to extend{near(group.name, others)}"


def _extends_itself(linked: LinkedGroup, find: Find) -> bool:
    seen: list[tuple[str, str]] = []
    current: LinkedGroup | None = linked
    while current is not None and current.group.extends is not None:
        seen.append((current.map.url, current.name))
        current = find(current.map, current.group.extends)
        if current is not None and (current.map.url, current.name) in seen:
            return (current.map.url, current.name) == seen[0]
    return False
