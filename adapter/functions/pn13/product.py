"""Composant_prescrit → codes and names of the product; several make one Medication with ingredients.

Types of components: 1, 2, 5, 6 UCD; 3, 8, 13 substance (SMS); 4 hospital and 7 magistral preparation; 9 to 12 code of a
local drug base; 14 Médicabase.
"""

import re
from collections.abc import Iterator
from typing import Any

from adapter.fhir.canonical import MV, SMS, UCD
from adapter.functions.cda.report import report
from adapter.functions.entry import not_stated
from adapter.functions.pn13.quantity import quantity
from adapter.sources.pn13 import children, text

_CODE = re.compile(r"\}Code_composant(?:_(\d+))?$|^Code_composant(?:_(\d+))?$")
_UCD_TYPES, _SUBSTANCE_TYPES, _VIRTUAL = ("1", "2", "5", "6"), ("3", "8", "13"), "14"
_PREPARATIONS = {"4": "Préparation hospitalière", "7": "Préparation magistrale"}
_LOCAL_TYPES = ("4", "7", "9", "10", "11", "12")
_SMS_CODE = re.compile(r"1000\d{8}")
_UCD13 = re.compile(r"34008\d{8}")
_UCD7 = re.compile(r"9\d{6}")


def component_concept(context: Any, focus: list, *_: list) -> list:
    """Composant_prescrit → CodeableConcept: every code, and Libellé_composant as text; neither: one that says
    "unknown"."""
    return [_concept(context, component) for component in focus]


def product_concept(context: Any, focus: list, *_: list) -> list:
    """Elément_prescr_médic → CodeableConcept of what is prescribed: its component, or the names of several joined."""
    found = []
    for line in focus:
        components = children(line, "Composant_prescrit")
        if len(components) == 1:
            found.append(_concept(context, components[0]))
        elif components:
            found.append({"text": " + ".join(_name(context, component) for component in components)})
        else:
            message = "no component is prescribed: the line stays without a product"
            report(context, line, "error", "required", message, "MedicationRequest.medication[x]")
            found.append(not_stated(context, [])[0])
    return found


def product_name(context: Any, focus: list, *_: list) -> list:
    """Elément_prescr_médic → name of what is prescribed; a preparation is named as one."""
    found = []
    for line in focus:
        components = children(line, "Composant_prescrit")
        name = " + ".join(_name(context, component) for component in components)
        kinds = dict.fromkeys(_PREPARATIONS[t] for c in components for t, _ in _codes(c) if t in _PREPARATIONS)
        found.append(f"{next(iter(kinds))} : {name}" if kinds else name)
    return found


def has_product_detail(context: Any, focus: list, *_: list) -> list:
    """Elément_prescr_médic → whether it needs a Medication: a form, several components, or a preparation."""
    found = []
    for line in focus:
        components = children(line, "Composant_prescrit")
        prepared = any(type_ in _PREPARATIONS for component in components for type_, _ in _codes(component))
        found.append(len(components) > 1 or prepared or bool(components and children(line, "Forme")))
    return found


def component_strength(context: Any, focus: list, *_: list) -> list:
    """Composant_prescrit of a mixture → Ratio: how much of it one preparation holds."""
    stated = (node for component in focus for node in children(component, "Quantité_composant_prescrite"))
    return [{"numerator": found, "denominator": {"value": 1}} for found in quantity(context, list(stated))][:1]


def substitution_allowed(context: Any, focus: list, *_: list) -> list:
    """Elément_prescr_médic → whether substitution is allowed: not when one component is Non_substituable; nothing when
    none of them says so."""
    for line in focus:
        said = {text(component, "Non_substituable") for component in children(line, "Composant_prescrit")} - {""}
        if said & {"1", "true"}:
            return [False]
        if said & {"0", "false"}:
            return [True]
    return []


def _concept(context: Any, component: Any) -> dict[str, Any]:
    codings: list[dict[str, str]] = []
    for type_, node in _codes(component):
        codings += [coding for coding in _codings(context, type_, node) if coding not in codings]
    body: dict[str, Any] = {"coding": codings} if codings else {}
    if label := text(component, "Libellé_composant"):
        body["text"] = label
    return body or not_stated(context, [])[0]


def _name(context: Any, component: Any) -> str:
    concept = _concept(context, component)
    return str(concept.get("text") or next((c["code"] for c in concept.get("coding", ())), "?"))


def _codes(component: Any) -> Iterator[tuple[str, Any]]:
    """(type of component, code element): the type is in the name (Code_composant_3), or beside it (Type_composant)."""
    for node in component.iterchildren("*"):
        match = _CODE.search(str(node.tag))
        if match and text(node):
            number = match[1] or match[2] or ""
            yield text(component, f"Type_composant_{number}" if number else "Type_composant") or number, node


def _codings(context: Any, type_: str, node: Any) -> Iterator[dict[str, str]]:
    code = text(node)
    if type_ in _UCD_TYPES and _UCD7.fullmatch(code):
        yield {"system": UCD, "code": _ucd13(code)}
        yield {"system": UCD, "code": code}
    elif type_ in _UCD_TYPES and _UCD13.fullmatch(code):
        yield {"system": UCD, "code": code}
    elif type_ in _SUBSTANCE_TYPES and _SMS_CODE.fullmatch(code):
        yield {"system": SMS, "code": code}
    elif type_ == _VIRTUAL:
        yield {"system": MV, "code": code}
    else:
        if type_ not in (*_LOCAL_TYPES, *_SUBSTANCE_TYPES):
            message = f"'{code}' is no code of a component of type '{type_}' that is known: kept without a code system"
            report(context, node, "warning", "code-invalid", message, "Medication.code")
        yield {"code": code}


def _ucd13(code: str) -> str:
    """UCD of 7 digits as 13: 34008, the code, and the check digit of an EAN-13."""
    digits = f"34008{code}"
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    return f"{digits}{-total % 10}"
