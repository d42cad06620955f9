"""Whether values of a type can go into an element: what shows before a map runs.

Only what is certain is a misfit: a text may be a number, a date or a code; a CodeableConcept is never a Coding.
"""

from typing import TYPE_CHECKING

from adapter.fhir.definitions import Definitions, Element, r4
from adapter.fhirpath.static_types import Types, static_types
from adapter.mapping.expression_names import ANY, focus_types, known_types
from adapter.mapping.scope import RuleScope, Variable, shown
from adapter.mapping.syntax import Dependent, FhirPath, Name, Target
from adapter.mapping.transforms.arguments import Transformed, path_of

if TYPE_CHECKING:
    from adapter.mapping.instance import LinkedGroup

_NUMBERS = ("integer", "positiveInt", "unsignedInt", "decimal")
_ADDRESSES = ("string", "uri", "url", "canonical")
_MOMENTS = ("date", "dateTime", "instant", "time")


def given_types(scope: RuleScope, target: Target, result: Transformed) -> Types:
    """The types that the transform of a target can give, worked out from the definitions; None: not known."""
    if result.type is not None:
        return (result.type,)
    argument = target.arguments[-1] if target.arguments else None
    if target.transform == "evaluate" and isinstance(argument, FhirPath) and len(target.arguments) == 1:
        return static_types(argument.tree, focus_types(scope), known_types(scope))
    if target.transform == "copy" and isinstance(argument, Name) and len(argument.path) > 1:
        return static_types(path_of(argument.path), focus_types(scope), known_types(scope))
    return None


def check_fit(scope: RuleScope, target: Target, element: Element | None, types: Types) -> None:
    """Note an error where none of the types can go into the element."""
    if element is None or not types or any(map(_unknown, (*types, *element.types))):
        return
    definitions = scope.linker.types
    if any(fits(definitions, wanted, given) for wanted in element.types for given in types):
        return
    choice = f"one of the types of {element.name}[x] ({', '.join(element.types[:8])})"
    expected = choice if element.choice else f"{shown(element.type or '')} for {element.name}"
    found = " or ".join(dict.fromkeys(type_.removeprefix("System.") for type_ in types))
    scope.linker.broken(scope.error(expected, found, target, at=target.element))


def check_arguments(
    scope: RuleScope, group: "LinkedGroup", variables: list[Variable | None], dependent: Dependent
) -> None:
    """Note what a call passes that its group cannot use: a source where it writes (an error), and, for who wrote the
    map, a type that is not the declared one (a doubt: engines work on what is passed)."""
    for argument, parameter, variable in zip(dependent.arguments, group.parameters, variables, strict=True):
        written = ".".join(argument.path) if isinstance(argument, Name) else "an expression"
        if parameter.mode == "target" and (variable is None or variable.mode == "source"):
            expected = f"a target as '{parameter.name}' of {group.name}"
            error = scope.error(expected, written, dependent)
            if scope.linker.strict:
                raise error
            scope.linker.broken(error)
            continue
        declared = scope.linker.declared_type(group.map, parameter)
        given = variable.type if variable is not None else None
        if scope.linker.doubts is None or declared is None or given is None or given in ANY or declared in ANY:
            continue
        if _may_be_compared(declared, given) and not fits(scope.linker.types, declared, given):
            expected = f"{shown(declared)} as '{parameter.name}' of {group.name}"
            error = scope.error(expected, shown(given), dependent, at=written)
            scope.linker.doubts.append(error)


def _may_be_compared(declared: str, given: str) -> bool:
    """Not a primitive with a type of another structure (CDA's texts and FHIR's pass for each other), nor an element
    that is defined in place (`MedicationAdministration.dosage` is much like a Dosage)."""
    if any("." in type_ and ":" not in type_ for type_ in (declared, given)):
        return False
    return (":" in declared) == (":" in given) or not (r4().is_primitive(declared) or r4().is_primitive(given))


def related(definitions: Definitions, one: str, other: str) -> bool:
    """Whether one of two types is, or specialises, the other."""
    if one in ANY or other in ANY:
        return True
    return one == other or one in definitions.bases(other) or other in definitions.bases(one)


def fits(definitions: Definitions, wanted: str, given: str) -> bool:
    if given == "System.Quantity":
        return "Quantity" in definitions.bases(wanted)
    if given.startswith("System."):  # `System.Boolean` is R4's `boolean`
        given = given.removeprefix("System.")
        given = given[0].lower() + given[1:]
    if definitions.is_primitive(wanted) != definitions.is_primitive(given):
        return wanted in ANY or (wanted == "Reference" and given in _ADDRESSES)
    if not definitions.is_primitive(wanted):
        return related(definitions, wanted, given)
    return not _never(wanted, given)


def _never(wanted: str, given: str) -> bool:
    """Primitives of which no value is one of the other."""
    kinds = (("boolean",), _NUMBERS, _MOMENTS)
    one = next((kind for kind in kinds if wanted in kind), None)
    other = next((kind for kind in kinds if given in kind), None)
    return one is not None and other is not None and one is not other


def _unknown(type_: str) -> bool:
    return type_ in ANY or not (type_.startswith("System.") or r4().known(type_))
