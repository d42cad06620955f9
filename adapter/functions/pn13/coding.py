"""Codes of PN13 tables (route, dose form) → CodeableConcept, through the ConceptMaps pn13-route and pn13-form."""

from typing import Any

from adapter.fhir.canonical import BASE, EDQM
from adapter.functions.cda.report import report
from adapter.sources.pn13 import text
from adapter.terminology.forms import form_label
from adapter.terminology.routes import route_label

CIO = "https://www.phast.fr/ciodm/"
_EDQM_SAID = ("EDQM",)


def route(context: Any, focus: list, *_: list) -> list:
    """Voie_administration → CodeableConcept in EDQM Standard Terms, else SNOMED CT; a code that the table does not know
    stays under the PN13 table, with an Issue."""
    return [_concept(context, node, "pn13-route", route_label) for node in focus]


def form(context: Any, focus: list, *_: list) -> list:
    """Forme → CodeableConcept, like route()."""
    return [_concept(context, node, "pn13-form", form_label) for node in focus]


def translation(context: Any, table: str, code: str) -> dict[str, str] | None:
    """Coding that the ConceptMap in force gives a PN13 code, that of its first group; None when it does not know it."""
    memo = context.document.memo
    rows = memo.get(table)
    if rows is None:
        rows = memo[table] = _rows(context.concept_maps[f"{BASE}/ConceptMap/{table}"])
    found: dict[str, str] | None = rows.get(code)
    return found


def nomenclature(node: Any) -> str:
    """The table that a code says it is of, "" when it says none (then it is of the CIO)."""
    return str(node.get("Phast-nomenclature") or "")


def _concept(context: Any, node: Any, table: str, label: Any) -> dict[str, Any]:
    code = text(node)
    if nomenclature(node).upper() in _EDQM_SAID:
        coding = {"system": EDQM, "code": code}
        return {"coding": [coding | ({"display": label(code)} if label(code) else {})]}
    if nomenclature(node) and "SIPh" not in nomenclature(node):
        message = f"'{code}' is a code of '{nomenclature(node)}', which is not known: it stays as text"
        report(context, node, "warning", "code-invalid", message)
        return {"text": code}
    if found := translation(context, table, code):
        return {"coding": [found], "text": found.get("display", code)}
    report(context, node, "warning", "code-invalid", f"'{code}' is not in the table {table}: it stays as it is")
    return {"coding": [{"system": CIO, "code": code}]}


def _rows(concept_map: dict[str, Any]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for group in concept_map.get("group", ()):
        for element in group.get("element", ()):
            for target in element.get("target", ()):
                coding = {"system": group.get("target"), "code": target.get("code"), "display": target.get("display")}
                found.setdefault(element["code"], {name: value for name, value in coding.items() if value})
    return found
