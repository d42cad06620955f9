"""Names in expressions that read as elements and are hardly meant so: a function without its `()`, null of other
languages. What is read is never there, and the condition never holds: doubts."""

from collections.abc import Iterator
from functools import cache

from adapter.errors import MappingError
from adapter.fhir.definitions import r4
from adapter.fhirpath.functions import FUNCTIONS
from adapter.fhirpath.syntax import Member
from adapter.mapping.names import bound_names, expressions, parts
from adapter.mapping.places import error_at
from adapter.mapping.syntax import StructureMap
from adapter.sources.cda_structure import cda_structure

READ_AS = "is read as an element"
_NOTHING = ("null", "None", "nil", "undefined")


def mistaken_members(map_: StructureMap) -> Iterator[MappingError]:
    """One for each such name in the expressions of a map."""
    bound = set(bound_names(map_))
    for expression in expressions(map_):
        for part in parts(expression.tree):
            if not isinstance(part, Member) or (part.source is None and part.name in bound):
                continue
            if part.source is None and part.name in _NOTHING:
                message = f"'{part.name}' {READ_AS}; what is not there is asked for with empty()"
            elif part.source is not None and part.name in _functions_only():
                message = f"'{part.name}' {READ_AS}; the function is {part.name}()"
            else:
                continue
            yield error_at(map_, expression.offset + part.offset, message)


@cache
def _functions_only() -> frozenset[str]:
    """The functions that no type of FHIR R4 or CDA has an element of the name of."""
    elements = {
        name.partition("[")[0]
        for table in (r4(), cda_structure())
        for type_ in table.lines
        if type_ != "[x]"
        for path in table.paths(type_)
        for name in path.split(".")
    }
    return frozenset(FUNCTIONS) - elements
