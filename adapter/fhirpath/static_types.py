"""Which types an expression can give, worked out from the element definitions of R4 before any data is seen.

FHIR types are type paths (`HumanName`, `Patient.contact`), System types carry their namespace (`System.Integer`).
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from decimal import Decimal
from typing import Any, TypeAlias

from adapter.fhir.definitions import r4
from adapter.fhirpath.quantity import Quantity
from adapter.fhirpath.syntax import (
    Call,
    Expression,
    Indexer,
    Literal,
    Member,
    Operation,
    Sign,
    Special,
    TypeTest,
    Variable,
)
from adapter.fhirpath.temporal import Temporal

Types: TypeAlias = tuple[str, ...] | None
"""The possible types; None: not known."""

_SAME = frozenset(
    {"where", "first", "last", "tail", "skip", "take", "single", "distinct", "exclude", "intersect", "trace", "sort"}
)
_RESULTS = {
    "Boolean": """empty exists all not allTrue anyTrue allFalse anyFalse subsetOf supersetOf isDistinct is startsWith
        endsWith contains matches matchesFull hasValue conformsTo comparable""",
    "Integer": "count length indexOf lastIndexOf toInteger ceiling floor truncate precision",
    "String": """substring upper lower replace replaceMatches toChars trim split join encode decode escape unescape
        toString""",
    "Decimal": "toDecimal exp ln log sqrt",
}
_OF_FUNCTION = {name: (f"System.{type_}",) for type_, names in _RESULTS.items() for name in names.split()}
_BOOLEAN_OPERATORS = frozenset(
    {"=", "!=", "~", "!~", "<", ">", "<=", ">=", "in", "contains", "and", "or", "xor", "implies"}
)
SYSTEM = ("Boolean", "String", "Integer", "Decimal", "Date", "DateTime", "Time", "Quantity")


def static_types(expression: Expression | None, focus: Types, variables: Collection[str] = ()) -> Types:
    """The types of an expression evaluated on a focus of these types; variables: their names, or their types by
    name."""

    def types(part: Expression | None, on: Types = focus) -> Types:
        return static_types(part, on, variables)

    match expression:
        case None | Special("this"):
            return focus
        case Literal(value):
            return (system_type(value),)
        case Member(None, name):
            return _head(name, focus, variables)
        case Variable(name):
            return _of_variable(name, variables)
        case Member(source, name):
            return children(types(source), name)
        case Call():
            return _of_call(expression, types)
        case Indexer(source):
            return types(source)
        case Sign(_, operand):
            return types(operand)
        case TypeTest("as", _, type_):
            return (type_.rpartition(".")[2],)
        case TypeTest():
            return ("System.Boolean",)
        case Operation(operator) if operator in _BOOLEAN_OPERATORS:
            return ("System.Boolean",)
        case Operation("|", left, right):
            one, two = types(left), types(right)
            return None if one is None or two is None else one + two
    return None


def _head(name: str, focus: Types, variables: Collection[str]) -> Types:
    if name in variables:
        return _of_variable(name, variables)
    if name[:1].isupper() and r4().known(name):
        return (name,)
    return children(focus, name)


_ON_EACH = ("where", "all", "exists", "select", "repeat", "any", "sort", "trace", "aggregate")
"""Functions whose arguments are evaluated on each item of what they are called on."""


def members(
    expression: Expression | None, focus: Types, variables: Collection[str] = ()
) -> Iterator[tuple[Member, Types]]:
    """Each step of an expression to an element, with the types of what it steps from; None: not known."""

    def inside(part: Expression | None, on: Types = focus) -> Iterator[tuple[Member, Types]]:
        return members(part, on, variables)

    match expression:
        case Member(None, name):
            if name not in variables and not (name[:1].isupper() and r4().known(name)):
                yield expression, focus
        case Member(source, _):
            yield from inside(source)
            yield expression, static_types(source, focus, variables)
        case Call(source, name, arguments):
            yield from inside(source) if source is not None else ()
            if name not in ("ofType", "as", "is"):
                on = static_types(source, focus, variables) if name in _ON_EACH and source is not None else focus
                for argument in arguments:
                    yield from inside(argument, None if name in ("repeat", "aggregate", "sort") else on)
        case Indexer(source, index):
            yield from inside(source)
            yield from inside(index)
        case Sign(_, operand) | TypeTest(_, operand, _):
            yield from inside(operand)
        case Operation(_, left, right):
            yield from inside(left)
            yield from inside(right)


def _of_variable(name: str, variables: Collection[str]) -> Types:
    found = variables.get(name) if isinstance(variables, Mapping) else None
    return found if isinstance(found, tuple) else None  # the compiler names slots instead


def _of_call(call: Call, types: Callable[..., Types]) -> Types:
    if call.name in _SAME:
        return types(call.source)
    if call.name == "extension":
        return ("Extension",)
    if call.name in ("ofType", "as") and len(call.arguments) == 1 and isinstance(call.arguments[0], Member):
        return (call.arguments[0].name,)
    if call.name == "select" and call.arguments:
        return types(call.arguments[0], types(call.source))
    return _OF_FUNCTION.get(call.name)


def children(types: Types, name: str) -> Types:
    """The types of the element `name` of what has these types; an empty tuple: none of them has it."""
    if types is None or any(type_ in ("Resource", "DomainResource") or not r4().known(type_) for type_ in types):
        return None
    found: list[str] = []
    for type_ in types:
        element = r4().element(type_, name)
        if element is not None:
            found += element.types
        elif name in ("id", "extension") and r4().is_primitive(type_):
            found.append("Extension" if name == "extension" else "string")
    return tuple(dict.fromkeys(found))


def system_type(value: Any) -> str:
    """The System type of a literal's value."""
    if isinstance(value, bool):
        return "System.Boolean"
    if isinstance(value, Temporal):
        return f"System.{value.type}"
    if isinstance(value, str):
        return "System.String"
    if isinstance(value, Quantity):
        return "System.Quantity"
    return "System.Decimal" if isinstance(value, (Decimal, float)) else "System.Integer"


def specialises(type_: str, wanted: str) -> bool:
    """Whether a static type is the wanted one (as an expression spells it) or specialises it."""
    namespace, _, name = wanted.rpartition(".")
    if type_.startswith("System."):
        return namespace != "FHIR" and type_ == f"System.{name}"
    if namespace == "System" or (not r4().known(name) and name in SYSTEM):
        return False
    backbone = ("BackboneElement", "Element") if "." in type_ else ()
    return name in r4().bases(type_) or name in backbone


def is_exactly(type_: str, wanted: str) -> bool:
    """As `specialises`, for as() and ofType(): a primitive must have the type itself."""
    if r4().is_primitive(type_):
        return wanted.removeprefix("FHIR.") == type_
    return specialises(type_, wanted)
