"""The groups of the maps of one program, by the name that a map calls them and by the types they are the default of."""

from collections.abc import Callable, Iterable, Iterator

from adapter.mapping.imports import Imports
from adapter.mapping.instance import LinkedGroup
from adapter.mapping.syntax import StructureMap


class Groups:
    """Names as each map sees them: its own groups, then those of the maps that it imports, then those of maps that
    import it: public maps share groups that way too."""

    def __init__(self, maps: tuple[StructureMap, ...], imports: Imports | None = None) -> None:
        """imports: where they are known, of these maps or of more that these import none of."""
        self.imports = imports or Imports(maps)
        self._maps = maps
        self._all = {(map_.url, group.name): LinkedGroup(map_, group) for map_ in maps for group in map_.groups}
        self._by_name: dict[str, list[LinkedGroup]] = {}
        for linked in self._all.values():
            self._by_name.setdefault(linked.name, []).append(linked)

    def __iter__(self) -> Iterator[LinkedGroup]:
        return iter(self._all.values())

    def seen_from(self, map_: StructureMap, name: str) -> LinkedGroup | None:
        """The group that a map calls `name`."""
        own = self._all.get((map_.url, name))
        if own is not None:
            return own
        others = self._by_name.get(name, ())
        ranks = self.imports.ranks(map_) if others else {}
        imported = [linked for linked in others if linked.map.url in ranks]
        if imported:
            return min(imported, key=lambda linked: ranks[linked.map.url])
        return next((linked for linked in others if map_.url in self.imports.ranks(linked.map)), None)

    def names_seen_from(self, map_: StructureMap) -> list[str]:
        """The names of the groups that a map has and imports."""
        return [group.name for other in (map_, *self.imports.of(map_)) for group in other.groups]

    def entry(self, name: str) -> LinkedGroup | None:
        """The group that a caller names: `group`, or `MapName#group` where several maps have one."""
        map_name, mark, group_name = name.rpartition("#")
        known = self._by_name.get(group_name, ())
        return next((linked for linked in known if not mark or map_name in (linked.map.name, linked.map.url)), None)

    def own_or_first(self, map_: StructureMap, name: str) -> LinkedGroup | None:
        """The group of this name that a map has, else the first of any map."""
        return self._all.get((map_.url, name)) or next(iter(self._by_name.get(name, ())), None)

    def owner(self, name: str) -> StructureMap | None:
        """The first map that has a group of this name."""
        return next((linked.map for linked in self._by_name.get(name, ())), None)


class DefaultGroups:
    """The groups marked `<<types>>` or `<<type+>>`, by what they make; in the order of the maps."""

    def __init__(self, groups: Iterable[LinkedGroup], types: Callable[[LinkedGroup], tuple[str | None, ...]]) -> None:
        """types: what a group declares for its parameters."""
        self._to: dict[str | None, list[tuple[str | None, LinkedGroup]]] = {}
        for linked in groups:
            if linked.group.type_mode is not None and len(linked.parameters) == 2:
                source, target = types(linked)
                self._to.setdefault(target, []).append((source, linked))

    def between(self, source: str | None, target: str) -> list[LinkedGroup]:
        """The groups for these types; all for the target's where the source's is not known."""
        return [
            linked for given, linked in self._to.get(target, ()) if source is None or given is None or given == source
        ]

    def to(self, target: str) -> dict[str | None, LinkedGroup]:
        """The first group for each source type that makes the target type."""
        found: dict[str | None, LinkedGroup] = {}
        for source, linked in self._to.get(target, ()):
            found.setdefault(source, linked)
        return found
