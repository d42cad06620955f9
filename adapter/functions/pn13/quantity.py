"""Numbers with units: Quantité, Débit, Durée → Quantity. The unit `dose` counts what is prescribed of the component.

Source: PN13-IS as the French ePrescription guide maps it ("Unité dose en PN13").
"""

from decimal import Decimal
from typing import Any

from adapter.fhir.canonical import EDQM, UCUM
from adapter.functions.cda.report import report
from adapter.functions.pn13.coding import nomenclature, translation
from adapter.medication.product import number, stated_number
from adapter.sources.pn13 import children, text
from adapter.terminology.dose_units import dose_unit, period_unit, presentation_unit

_DOSE = "dose"


def quantity(context: Any, focus: list, *_: list) -> list:
    """Element with Nombre and Unité → Quantity: UCUM code, or the annotation of design §6, or an EDQM code; an unknown
    unit stays as text. Not a number: Issue, nothing."""
    return [found for node in focus if (found := _quantity(context, node))]


def dose(context: Any, node: Any) -> dict[str, Any] | None:
    """Like quantity(), with the unit `dose` worked out: so many times the quantity of the component it counts."""
    value, unit = amount(context, node), text(node, "Unité")
    if value is None:
        return None
    basis = _basis(node) if unit == _DOSE else None
    if basis is None:
        return _quantity(context, node)
    counted = amount(context, basis)
    return None if counted is None else _body(value * counted, *_unit(context, basis))


def amount(context: Any, node: Any) -> Decimal | None:
    """Nombre as a number, None with an Issue when it is none that a quantity can have."""
    written = text(node, "Nombre")
    value = stated_number(written.replace(",", "."))
    if value is not None and value >= 0:
        return value
    report(context, node, "warning", "value", f"'{written}' is not a number that a quantity can have; it is left out")
    return None


def period(context: Any, node: Any) -> tuple[int | float, str] | None:
    """Nombre and Unité of a time → (value, unit that Timing accepts); None when it is no length of time."""
    unit = period_unit(text(node, "Unité"))
    value = amount(context, node) if unit else None
    return (number(value), unit) if unit and value else None


def _quantity(context: Any, node: Any) -> dict[str, Any] | None:
    value = amount(context, node)
    return None if value is None else _body(value, *_unit(context, node))


def _body(value: Decimal, unit: str, system: str, code: str) -> dict[str, Any]:
    body: dict[str, Any] = {"value": number(value)}
    return body | {name: text_ for name, text_ in (("unit", unit), ("system", system), ("code", code)) if text_}


def _unit(context: Any, node: Any) -> tuple[str, str, str]:
    """(text, system, code) of Unité; system and code "" for a unit that is not known."""
    written = text(node, "Unité")
    said = nomenclature(next(iter(children(node, "Unité")), node)).upper()
    if said == "UCUM":
        return written, UCUM, written
    if said == "EDQM":
        return _presentation(written, written)
    found = translation(context, "pn13-unit", written)
    if found is not None and found.get("system") == EDQM:
        return _presentation(found["code"], found.get("display", written))
    if found is not None:
        return found.get("display", written), UCUM, found["code"]
    known = dose_unit(written)
    return (known[1], UCUM, known[0]) if known else (written, "", "")


def _presentation(code: str, display: str) -> tuple[str, str, str]:
    """An EDQM unit of presentation as the annotation that the project counts in; the EDQM code where there is none."""
    annotation = presentation_unit(code)
    return (display, UCUM, annotation) if annotation else (display, EDQM, code)


def _basis(node: Any) -> Any:
    """The quantity of the component that `dose` counts: of the one marked Référent_poso, else of the only one, else of
    the vehicle; None when none of them says so."""
    line = next(node.iterancestors("{*}Elément_prescr_médic"), None)
    components = children(line, "Composant_prescrit") if line is not None else []
    marked = [c for name in ("Référent_poso", "Véhicule") for c in components if text(c, name) == "1"]
    component = components[0] if len(components) == 1 else next(iter(marked), None)
    return next(iter(children(component, "Quantité_composant_prescrite")), None) if component is not None else None
