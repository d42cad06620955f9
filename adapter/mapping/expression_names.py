"""The elements that the expressions of a map step to, against the definitions of R4: doubts for who wrote the map."""

from adapter.errors import MappingError
from adapter.fhir.definitions import r4
from adapter.fhirpath.static_types import Types, children, members
from adapter.mapping.scope import RuleScope
from adapter.mapping.syntax import FhirPath
from adapter.nearness import near

ANY = ("Resource", "DomainResource", "BackboneElement", "Element")
"""Types that say little of what stands there: nothing is doubted of them."""


def focus_types(scope: RuleScope) -> Types:
    """The types of the source node that expressions start from."""
    found = next((each.type for each in scope.variables.values() if each.slot == scope.focus), None)
    return fhir_types(found)


def known_types(scope: RuleScope) -> dict[str, Types]:
    """Every variable in scope, with its type where that is one of R4."""
    return {name: fhir_types(variable.type) for name, variable in (*scope.made.items(), *scope.variables.items())}


def check_members(scope: RuleScope, expression: FhirPath, focus: Types) -> None:
    """Note, for who wrote the map, elements in an expression that the types there do not have."""
    if scope.linker.doubts is None:
        return
    variables = known_types(scope)
    for member, types in members(expression.tree, focus, variables):
        if types and not any(map(_is_open, types)) and children(types, member.name) == ():
            known = [name for type_ in types for name in r4().elements(type_)]
            message = f"expected an element of {' or '.join(types)}, found '{member.name}'{near(member.name, known)}"
            place = scope.position(expression.offset + member.offset)
            scope.linker.doubts.append(MappingError(message, source=scope.map.file, location=place))


def _is_open(type_: str) -> bool:
    return type_ in ANY or type_.startswith("System.") or not r4().known(type_) or r4().is_primitive(type_)


def fhir_types(type_: str | None) -> Types:
    """The types of a variable, where it is one of R4."""
    return (type_,) if type_ is not None and r4().known(type_) else None
