"""The structures that the maps of one program declare, by the names that they go under."""

from collections.abc import Iterable, Iterator

from adapter.mapping.syntax import StructureMap, Use


class Uses:
    """`uses` lines by alias and by the last part of the url."""

    def __init__(self, maps: Iterable[StructureMap]) -> None:
        self._named: dict[str, dict[str, list[Use]]] = {}
        for map_ in maps:
            for use in map_.uses:
                for name in dict.fromkeys((use.alias, use.url.rpartition("/")[2])):
                    if name is not None:
                        self._named.setdefault(name, {}).setdefault(map_.url, []).append(use)

    def named(self, map_: StructureMap, name: str) -> Iterator[Use]:
        """The structures that go under a name: those that the map declares, then those of the other maps."""
        by_map = self._named.get(name, {})
        yield from by_map.get(map_.url, ())
        for url, uses in by_map.items():
            if url != map_.url:
                yield from uses
