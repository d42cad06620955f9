"""Rens_compl: weight, height and body surface that come with a prescription → Observation."""

from collections.abc import Iterator
from typing import Any

from adapter.fhir.canonical import LOINC, UCUM
from adapter.functions.cda.report import report
from adapter.functions.pn13.quantity import quantity
from adapter.sources.pn13 import text

_CODES = {  # the public map gives code 5 a clearance, and a sample a value in µmol/l: it is not mapped
    "1": ("29463-7", "Body weight"),
    "2": ("8302-2", "Body height"),
    "3": ("8277-6", "Body surface area"),
}
_CENTIMETRE = {"system": UCUM, "code": "cm"}


def measure_code(context: Any, focus: list, *_: list) -> list:
    """Rens_compl → CodeableConcept in LOINC; nothing, and an Issue, for a code that is not known for sure."""
    found = []
    for node in focus:
        code = next(_values(node, "Code_rens_compl"), None)
        known = _CODES.get(text(code)) if code is not None else None
        if known:
            found.append({"coding": [{"system": LOINC, "code": known[0], "display": known[1]}]})
        else:
            said = f"additional information of code '{text(code) if code is not None else ''}' is not mapped"
            report(context, node, "information", "not-supported", said, "Observation.code")
    return found


def measure_value(context: Any, focus: list, *_: list) -> list:
    """Rens_compl → Quantity of its value; centimetres, which no dose is in, are known here."""
    values = [value for node in focus for value in _values(node, "Valeur_rens_compl")]
    return [{**found, **_CENTIMETRE} if found.get("unit") == "cm" else found for found in quantity(context, values)]


def _values(node: Any, name: str) -> Iterator[Any]:
    """Children `name` or `name_N`."""
    for child in node.iterchildren("*"):
        local = str(child.tag).rpartition("}")[2]
        if (local == name or local.startswith(f"{name}_")) and text(child):
            yield child
