"""Which maps a map imports, directly and by way of others. A `*` in an import stands for any text."""

from collections.abc import Collection, Iterable, Iterator, Sequence

from adapter.errors import MappingError
from adapter.mapping.places import error_at, import_offset
from adapter.mapping.syntax import StructureMap
from adapter.nearness import near


def fits(pattern: str, url: str) -> bool:
    """Whether an import (`*` stands for any text) means the map with this url."""
    prefix, star, suffix = pattern.partition("*")
    return url.startswith(prefix) and url.endswith(suffix) if star else url == pattern


def missing_imports(
    maps: Iterable[StructureMap], urls: Collection[str], elsewhere: Collection[str] = ()
) -> Iterator[MappingError]:
    """An error for each import that means none of the urls; one with a `*` may. elsewhere: other urls that may be
    meant."""
    for map_ in maps:
        for url in map_.imports:
            if "*" not in url and url not in urls:
                yield import_error(map_, url, [*urls, *elsewhere])


def import_error(map_: StructureMap, url: str, urls: Iterable[str]) -> MappingError:
    """The error for an import that no map answers to; urls: those that are there."""
    message = f"expected the url of a map that is given, found import '{url}'{near(url, urls)}"
    return error_at(map_, import_offset(map_, url), message)


class Imports:
    """The imports of maps whose urls differ. Maps may import each other in circles, and by one `*` each all the others:
    what an import means is looked up once.
    """

    def __init__(self, maps: Sequence[StructureMap]) -> None:
        self._maps = maps
        self._by_url = {map_.url: map_ for map_ in maps}
        self._meant: dict[str, tuple[StructureMap, ...]] = {}
        self._ranks: dict[str, dict[str, int]] = {}

    def meant(self, pattern: str) -> tuple[StructureMap, ...]:
        """The maps that an import means, in their order."""
        if pattern not in self._meant:
            self._meant[pattern] = tuple(map_ for map_ in self._maps if fits(pattern, map_.url))
        return self._meant[pattern]

    def of(self, map_: StructureMap) -> list[StructureMap]:
        """All that a map imports, each followed by what that imports itself; not the map."""
        return [self._by_url[url] for url in self.ranks(map_)]

    def ranks(self, map_: StructureMap) -> dict[str, int]:
        """The urls of all that a map imports, with their place in `of`."""
        if map_.url not in self._ranks:
            self._ranks[map_.url] = self._walked(map_)
        return self._ranks[map_.url]

    def needed_by(self, map_: StructureMap) -> list[StructureMap]:
        """The map, then what it imports, then what those import, and so on."""
        needed, urls, patterns = [map_], {map_.url}, set[str]()
        for importer in needed:
            for pattern in importer.imports:
                if pattern not in patterns:
                    patterns.add(pattern)
                    more = [other for other in self.meant(pattern) if other.url not in urls]
                    urls.update(other.url for other in more)
                    needed += more
        return needed

    def _walked(self, root: StructureMap) -> dict[str, int]:
        """Depth first. An import that is met again, in what it means itself, goes on where it stands: what it meant
        before is there already."""
        walks: dict[str, Iterator[StructureMap]] = {}

        def imported(importer: StructureMap) -> Iterator[StructureMap]:
            for pattern in importer.imports:
                yield from walks.setdefault(pattern, iter(self.meant(pattern)))

        ranks: dict[str, int] = {}
        open_ = [imported(root)]
        while open_:
            found = next(open_[-1], None)
            if found is None:
                open_.pop()
            elif found.url != root.url and found.url not in ranks:
                ranks[found.url] = len(ranks)
                open_.append(imported(found))
        return ranks
