"""c, cc, qty, id, cp: datatypes written in short."""

from collections.abc import Callable
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


def _parsed_quantity(text: str) -> dict[str, Any]:
    number, _, unit = text.strip().partition(" ")
    quantity = parse_quantity(text) or parse_quantity(f"{number} '{unit.strip()}'" if unit else number)
    if quantity is None:
        raise FhirPathError(f"'{text}' is not a quantity")
    return {key: plain(value) for key, value in to_fhir(quantity).items()}


coding = _datatype("Coding", ("code",), ("system", "code"), ("system", "code", "display"))
identifier = _datatype("Identifier", ("system", "value"), ("system", "value", "type"))
contact_point = _datatype("ContactPoint", ("value",), ("system", "value"))
