"""c, cc, qty, id, cp: datatypes written in short."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from adapter.fhir.definitions import r4
from adapter.fhirpath.collections import EMPTY
from adapter.fhirpath.errors import FhirPathError
from adapter.fhirpath.quantity import parse_quantity, to_fhir
from adapter.mapping.primitives import converter, plain
from adapter.mapping.scope import RuleScope
from adapter.mapping.syntax import Target
from adapter.mapping.transforms.arguments import Transformed, argument_values


def _datatype(type_: str, *forms: tuple[str, ...]) -> Callable[[RuleScope, Target], Transformed]:
    """A transform that fills a datatype: `forms` names the elements by number of arguments."""

    def make(scope: RuleScope, target: Target) -> Transformed:
        names = next(form for form in forms if len(form) == len(target.arguments))
        arguments = [argument_values(scope, argument, target) for argument in target.arguments]
        convert = [_element_converter(type_, name) for name in names]
        scalar = scope.linker.scalar

        def run(frame: list) -> list:
            filled: dict[str, Any] = {}
            for name, argument, fit in zip(names, arguments, convert, strict=True):
                for value in argument(frame)[:1]:
                    filled[name] = fit(value if isinstance(value, dict) else scalar(value))
            return [filled] if filled else EMPTY

        return Transformed(run, type_)

    return make


def _element_converter(type_: str, name: str) -> Callable[[Any], Any]:
    element = r4().element(type_, name)
    return plain if element is None else converter(element.type)


def concept(scope: RuleScope, target: Target) -> Transformed:
    """cc(text), cc(system, code) or cc(system, code, display)"""
    if len(target.arguments) == 1:
        return _datatype("CodeableConcept", ("text",))(scope, target)
    codings = coding(scope, target).values
    return Transformed(lambda frame: [{"coding": found}] if (found := codings(frame)) else EMPTY, "CodeableConcept")


def quantity(scope: RuleScope, target: Target) -> Transformed:
    """qty(text), qty(value, unit), qty(value, unit, system, code)"""
    if len(target.arguments) == 3:
        scope.fail("qty(text), qty(value, unit) or qty(value, unit, system, code)", "3", target, at="qty")
    if len(target.arguments) > 1:
        return _datatype("Quantity", ("value", "unit"), ("value", "unit", "system", "code"))(scope, target)
    values, scalars = argument_values(scope, target.arguments[0], target), scope.linker.values
    return Transformed(lambda frame: [_parsed_quantity(str(value)) for value in scalars(values(frame))], "Quantity")


_COMPARATOR = re.compile(r"\s*(<=|>=|<|>)?\s*(.*)", re.DOTALL)


def _parsed_quantity(text: str) -> dict[str, Any]:
    """`[comparator]value[space]unit`"""
    comparator, rest = _COMPARATOR.fullmatch(text).groups()  # type: ignore[union-attr]  # it matches any text
    number, _, unit = rest.strip().partition(" ")
    quantity = parse_quantity(rest) or parse_quantity(f"{number} '{unit.strip()}'" if unit else number)
    if quantity is None:
        raise FhirPathError(f"'{text}' is not a quantity")
    found = {key: plain(value) for key, value in to_fhir(quantity).items()}
    return {"comparator": comparator, **found} if comparator else found


coding = _datatype("Coding", ("code",), ("system", "code"), ("system", "code", "display"))
_identifier = _datatype("Identifier", ("system", "value"))
_contact_point = _datatype("ContactPoint", ("value",), ("system", "value"))
_IDENTIFIER_TYPES = "http://terminology.hl7.org/CodeSystem/v2-0203"
_SYSTEMS = (
    ("email", re.compile(r"[^@\s]+@[^@\s]+")),
    ("url", re.compile(r"https?://\S+")),
    ("phone", re.compile(r"\+?[\d ().\-]{4,}")),
)


def identifier(scope: RuleScope, target: Target) -> Transformed:
    """id(system, value) or id(system, value, type): type is a code of the identifier types of HL7 v2, or a
    CodeableConcept."""
    made = _identifier(scope, replace(target, arguments=target.arguments[:2])).values
    if len(target.arguments) < 3:
        return Transformed(made, "Identifier")
    types, scalar = argument_values(scope, target.arguments[2], target), scope.linker.scalar

    def run(frame: list) -> list:
        found = made(frame)
        for type_ in types(frame)[:1] if found else ():
            coded = {"coding": [{"system": _IDENTIFIER_TYPES, "code": str(scalar(type_))}]}
            found[0]["type"] = type_ if isinstance(type_, dict) else coded
        return found

    return Transformed(run, "Identifier")


def contact_point(scope: RuleScope, target: Target) -> Transformed:
    """cp(system, value), or cp(value): its form says the system, where it is one of a mail address, a web address or a
    telephone number."""
    made = _contact_point(scope, target).values
    if len(target.arguments) > 1:
        return Transformed(made, "ContactPoint")

    def run(frame: list) -> list:
        return [{**_system_of(str(found.get("value", ""))), **found} for found in made(frame)]

    return Transformed(run, "ContactPoint")


def _system_of(value: str) -> dict[str, str]:
    return next(({"system": system} for system, form in _SYSTEMS if form.fullmatch(value.strip())), {})
