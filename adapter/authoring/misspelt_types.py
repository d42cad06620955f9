"""Types that no one declares, written much like one that is there: doubts of a map that only `--map` runs.

Maps of others name types that no definition here has, which says nothing: other releases, other structures, `section`
for `Section`.
"""

from collections.abc import Iterator

from adapter.errors import MappingError
from adapter.fhir.definitions import r4
from adapter.mapping.names import all_rules
from adapter.mapping.places import error_at, offset_after
from adapter.mapping.static_errors import FHIR
from adapter.mapping.syntax import StructureMap
from adapter.mapping.uses import Uses
from adapter.nearness import near
from adapter.sources.cda_structure import cda_structure

_ALIKE = 0.85
_URL_ALIKE = 0.95


def misspelt_types(map_: StructureMap, uses: Uses) -> Iterator[MappingError]:
    """One for each place where the map names such a type. uses: what all maps that are run with it declare."""
    yield from _urls(map_)
    declared = [name for use in map_.uses for name in (use.alias, use.url.rpartition("/")[2]) if name]
    known = {name.casefold() for name in (*r4().lines, *declared)}
    for name, line in _types_named(map_):
        if name.casefold() in known or any(uses.named(map_, name)) or cda_structure().type_named(name):
            continue
        if meant := near(name, [*declared, *r4().lines], alike=_ALIKE):
            message = f"expected a type of FHIR R4 or one that a 'uses' line declares, found '{name}'{meant}"
            yield error_at(map_, offset_after(map_, line, name), message)


def _urls(map_: StructureMap) -> Iterator[MappingError]:
    """Urls of `uses` lines that stand for no type of FHIR, and are written much like that of one."""
    for url in dict.fromkeys(use.url for use in map_.uses):
        path, _, name = url.rpartition("/")
        meant = ""
        if url.startswith(FHIR) and not r4().known(name):
            meant = near(name, r4().lines, alike=_ALIKE)
        elif not url.startswith(FHIR) and url.count("/") == FHIR.count("/"):
            meant = near(path, [FHIR.rstrip("/")], alike=_URL_ALIKE)
        if meant:
            yield error_at(map_, max(map_.text.find(url), 0), f"no type of FHIR R4 is '{url}'{meant}")


def _types_named(map_: StructureMap) -> Iterator[tuple[str, int]]:
    """Every type that a map names, with the line from which on it stands."""
    for group in map_.groups:
        yield from ((parameter.type, group.line) for parameter in group.parameters if parameter.type is not None)
        for rule in all_rules(group.rules):
            yield from ((source.type, rule.line) for source in rule.sources if source.type is not None)
            made = (target.arguments[:1] for target in rule.targets if target.transform == "create")
            yield from ((name, rule.line) for names in made for name in names if isinstance(name, str))
