"""Maps that replace or extend others: how a user's maps join those that ship.

* A map with the url of another takes its place.
* A group with the name of a group of another map is run instead of it, wherever it is called. The group it stands for
  is still there as `MapName.Group`, and `extends Group` in it means that one.
* All maps see each other's groups, as if each imported the others.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from adapter.errors import MappingError
from adapter.mapping.syntax import Group, Rule, StructureMap


def joined(shipped: Iterable[StructureMap], own: Iterable[StructureMap]) -> tuple[StructureMap, ...]:
    """The maps of one program: `shipped`, with `own` in force over them.

    Raises MappingError when two maps of `own` stand for the same url or the same shipped group, or when a group takes
    another number of parameters than the one it stands for.
    """
    own = _once(own)
    taking = {map_.url: map_ for map_ in own}
    base = [taking.pop(map_.url, map_) for map_ in shipped]
    extra = list(taking.values())
    if not extra:
        return tuple(base)
    standing = _standing_for(base, extra)
    named = set(_names(extra))
    urls = tuple(map_.url for map_ in extra)
    kept = [_with_originals(map_, standing, named, urls) for map_ in base]
    return (*kept, *(_without_own_base(map_, standing) for map_ in extra))


def overridden_groups(
    base: Iterable[StructureMap], extra: Iterable[StructureMap]
) -> Iterator[tuple[StructureMap, Group, StructureMap, Group]]:
    """(map, group, shipped map, shipped group) for each group of `extra` that stands for a shipped one."""
    shipped = [(map_, group) for map_ in base for group in map_.groups]
    for map_ in extra:
        for group in map_.groups:
            for other, original in shipped:
                if original.name == group.name:
                    yield map_, group, other, original


def _once(own: Iterable[StructureMap]) -> list[StructureMap]:
    found: dict[str, StructureMap] = {}
    for map_ in own:
        first = found.setdefault(map_.url, map_)
        if first is not map_:
            message = f"the url '{map_.url}' is that of {first.file} too; give each map a url of its own"
            raise MappingError(message, source=map_.file, location="1:1")
    return list(found.values())


def _standing_for(base: list[StructureMap], extra: list[StructureMap]) -> dict[str, str]:
    """Name of an overridden group → its full name `MapName.Group`."""
    found: dict[str, str] = {}
    first: dict[str, tuple[StructureMap, Group]] = {}
    for map_, group, other, original in overridden_groups(base, extra):
        known, known_group = first.setdefault(group.name, (map_, group))
        if known is not map_:
            message = (
                f"the group '{group.name}' stands for the one of {other.file}, and so does "
                f"{known.file}:{known_group.line}; keep one of them"
            )
            raise MappingError(message, source=map_.file, location=str(group.line))
        if len(group.parameters) != len(original.parameters):
            message = (
                f"the group '{group.name}' has {len(group.parameters)} parameters, the one of {other.file}:"
                f"{original.line} that it stands for has {len(original.parameters)}; give it the same, or another name"
            )
            raise MappingError(message, source=map_.file, location=str(group.line))
        modes, wanted = (_modes(each) for each in (group, original))
        if modes != wanted:
            message = (
                f"the parameters of the group '{group.name}' are {modes}, those of {other.file}:{original.line} that "
                f"it stands for are {wanted}; put them in that order"
            )
            raise MappingError(message, source=map_.file, location=str(group.line))
        found[group.name] = f"{other.name}.{group.name}"
    return found


def _modes(group: Group) -> str:
    return ", ".join(parameter.mode for parameter in group.parameters)


def _with_originals(
    map_: StructureMap, standing: dict[str, str], named: set[str], urls: tuple[str, ...]
) -> StructureMap:
    """A shipped map whose overridden groups have their full name, and those that a user's map calls so, both names."""
    groups: list[Group] = []
    for group in map_.groups:
        full = f"{map_.name}.{group.name}"
        if group.name not in standing:
            groups.append(group)
        if group.name in standing or full in named:
            groups.append(replace(group, name=full))
    return replace(map_, groups=tuple(groups), imports=(*map_.imports, *urls))


def _without_own_base(map_: StructureMap, standing: dict[str, str]) -> StructureMap:
    """`group Route(…) extends Route`: the base is the group it stands for."""
    groups = (
        replace(group, extends=standing[group.name])
        if group.extends == group.name and group.name in standing
        else group
        for group in map_.groups
    )
    return replace(map_, groups=tuple(groups))


def _names(maps: Iterable[StructureMap]) -> Iterator[str]:
    """The names of groups that maps call or extend."""
    for map_ in maps:
        for group in map_.groups:
            if group.extends:
                yield group.extends
            yield from _called(group.rules)


def _called(rules: Iterable[Rule]) -> Iterator[str]:
    for rule in rules:
        yield from (dependent.name for dependent in rule.dependents)
        yield from _called(rule.rules)
