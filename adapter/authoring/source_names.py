"""Names that a map reads in its source and that are written much like ones of the format.

A source has no closed list of names (extensions, columns and segments of one's own), so these are warnings.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial
from operator import add

from adapter.errors import MappingError
from adapter.fhir.definitions import Definitions, r4
from adapter.fhirpath.syntax import Member
from adapter.mapping.names import all_rules, bound_names, expressions, parts
from adapter.mapping.places import error_at, offset_after
from adapter.mapping.syntax import StructureMap
from adapter.nearness import near
from adapter.sources.cda_structure import cda_structure
from adapter.sources.csv_layout import LAYOUTS
from adapter.sources.hl7v2_fields import COMPONENTS, FIELDS
from adapter.workflow.formats import shipped_maps

_ALIKE = 0.85


def misspelt_names(kind: str, map_: StructureMap) -> Iterator[MappingError]:
    """One for each place where a map of a format names what its source may have under another spelling."""
    known = _vocabulary(kind) | bound_names(map_)
    meant: dict[str, str] = {}
    for name, place in _read_names(map_):
        if name not in known and not name.isdigit():
            if name not in meant:
                meant[name] = near(name, known, alike=_ALIKE)
            if meant[name]:
                yield error_at(map_, place(), f"nothing that is known of {kind} is called '{name}'{meant[name]}")


def _read_names(map_: StructureMap) -> Iterator[tuple[str, Callable[[], int]]]:
    """The names that rules and expressions step to, with how to find their offset in the text."""
    for group in map_.groups:
        for rule in all_rules(group.rules):
            for source in rule.sources:
                if source.element is not None:
                    yield source.element, partial(offset_after, map_, rule.line, source.element, before=r"\.\s*")
    for expression in expressions(map_):
        for part in parts(expression.tree):
            if isinstance(part, Member):
                yield part.name, partial(add, expression.offset, part.offset)


@cache
def _vocabulary(kind: str) -> frozenset[str]:
    """What the maps that ship read, and what the standard calls the parts of a source."""
    read = {name for map_ in shipped_maps(kind) for name, _ in _read_names(map_)}
    own = _OF_FORMAT.get(kind)
    made = _element_names(r4())  # expressions may step through what the map makes, too
    return frozenset((*read, *made, *(own() if own is not None else ())))


def _cda_names() -> Iterable[str]:
    return _element_names(cda_structure())


def _hl7v2_names() -> Iterable[str]:
    return (*FIELDS, *(name for names in (*FIELDS.values(), *COMPONENTS.values()) for name in names))


def _csv_names() -> Iterable[str]:
    return (column for layout in LAYOUTS for column in layout.columns)


_OF_FORMAT = {"cda": _cda_names, "hl7v2": _hl7v2_names, "csv": _csv_names}


def _element_names(definitions: Definitions) -> frozenset[str]:
    """The elements of all types, those among them that are defined in place."""
    paths, names = list(definitions.lines), set[str]()
    for path in paths:
        elements = definitions.elements(path)
        names.update(elements)
        paths += [element.type for element in elements.values() if element.type == f"{path}.{element.name}"]
    return frozenset(names)
