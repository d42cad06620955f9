"""Types that no one declares, written much like one that is there: doubts.

Maps of others name types that no definition here has, which says nothing: other releases, other structures, `section`
for `Section`.
"""

from collections.abc import Iterable, Iterator

from adapter.errors import MappingError
from adapter.fhir.definitions import r4
from adapter.mapping.names import all_rules
from adapter.mapping.places import error_at, offset_after
from adapter.mapping.static_errors import FHIR
from adapter.mapping.syntax import Rule, StructureMap
from adapter.mapping.uses import Uses
from adapter.nearness import near
from adapter.sources.cda_structure import PREFIX, cda_structure

_ALIKE = 0.85
_URL_ALIKE = 0.95


def misspelt_types(map_: StructureMap, uses: Uses) -> Iterator[MappingError]:
    """One for each place where a map of no format names such a type. uses: what all maps that are run with it
    declare."""
    yield from _urls(map_)
    yield from _misspelt(map_, uses, [*_of_parameters(map_), *_of_sources(map_), *_created(map_)])
    yield from _in_other_letters(map_, uses)


def misspelt_source_types(map_: StructureMap, uses: Uses) -> Iterator[MappingError]:
    """The same for a map of a format, of which the other types are errors."""
    yield from _misspelt(map_, uses, _of_sources(map_))


def _misspelt(map_: StructureMap, uses: Uses, named: Iterable[tuple[str, int]]) -> Iterator[MappingError]:
    declared = [name for use in map_.uses for name in (use.alias, use.url.rpartition("/")[2]) if name]
    there = [*declared, *r4().lines, *(path.removeprefix(PREFIX) for path in cda_structure().lines)]
    known = {name.casefold() for name in there}
    for name, line in named:
        if name.casefold() in known or "." in name or any(uses.named(map_, name)) or cda_structure().type_named(name):
            continue
        if meant := near(name, there, alike=_ALIKE):
            message = f"expected a type of FHIR R4 or one that a 'uses' line declares, found '{name}'{meant}"
            yield error_at(map_, offset_after(map_, line, name), message)


def _in_other_letters(map_: StructureMap, uses: Uses) -> Iterator[MappingError]:
    """Types that are made and differ from one of FHIR in capitals only: what is made has no type then."""
    types = {name.casefold(): name for name in r4().lines}
    for name, line in _created(map_):
        meant = types.get(name.casefold(), name)
        if meant != name and not any(uses.named(map_, name)) and not cda_structure().type_named(name):
            message = f"expected a type of FHIR R4, found '{name}'; did you mean '{meant}'?"
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


def _of_parameters(map_: StructureMap) -> Iterator[tuple[str, int]]:
    """Types of the parameters of groups, with the line from which on each stands."""
    for group in map_.groups:
        yield from ((parameter.type, group.line) for parameter in group.parameters if parameter.type is not None)


def _of_sources(map_: StructureMap) -> Iterator[tuple[str, int]]:
    for rule in _rules(map_):
        yield from ((source.type, rule.line) for source in rule.sources if source.type is not None)


def _created(map_: StructureMap) -> Iterator[tuple[str, int]]:
    for rule in _rules(map_):
        made = (target.arguments[:1] for target in rule.targets if target.transform == "create")
        yield from ((name, rule.line) for names in made for name in names if isinstance(name, str))


def _rules(map_: StructureMap) -> Iterator[Rule]:
    for group in map_.groups:
        yield from all_rules(group.rules)
