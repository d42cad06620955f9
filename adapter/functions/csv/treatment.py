"""Which list a row stands in, and what that says of its treatment; the route as written."""

from typing import Any

from adapter.fhir.canonical import EDQM, LOINC
from adapter.functions.csv.report import report_row
from adapter.sources.csv_table import Part
from adapter.terminology.routes import route_code, route_label

_KINDS = {
    "discharge": ("discharge", "sortie"),
    "stopped": ("stopped", "arrêt", "arret", "arrêté", "arrete", "arrêtés", "arretes"),
    "admission": ("admission", "entrée", "entree"),
}
_CODES = {
    "discharge": ("10183-2", "Hospital discharge medications"),
    "admission": ("42346-7", "Medications on admission"),
    "dispensing": ("60590-7", "Medication dispensed"),
}
_STATUS = {"discharge": "active", "stopped": "stopped"}


def layout(context: Any, focus: list, *_: list) -> list:
    """Name of the layout of the file: `pharmacy-export`, `discharge-list`, `snds-dcir`."""
    return [context.document.variant]


def list_kind(context: Any, focus: list, *_: list) -> list:
    """List of a file → its kind; nothing, and an Issue at each of its rows, for a word that names none."""
    return [kind for part in focus if (kind := _kind(context, part))]


def list_code(context: Any, focus: list, *_: list) -> list:
    """List of a file → CodeableConcept of its LOINC code; stopped treatments have none."""
    found = []
    for part in focus:
        if row := _CODES.get(_kind(context, part) or ""):
            found.append({"coding": [{"system": LOINC, "code": row[0], "display": row[1]}]})
    return found


def statement_status(context: Any, focus: list, *_: list) -> list:
    """Row of a list → MedicationStatement.status, from its list alone (law 3): an earlier one may go on or not."""
    return [_STATUS.get(context.constants.get("listKind") or "", "unknown") for _ in focus]


def route(context: Any, focus: list, *_: list) -> list:
    """Route as written (`orale`), or its EDQM code → CodeableConcept; the code only when the label is one of EDQM's."""
    found = []
    for cell in focus:
        label = route_label(cell.text)
        code = cell.text if label else route_code(cell.text)
        body: dict[str, Any] = {}
        if code:
            body["coding"] = [{"system": EDQM, "code": code, "display": route_label(code)}]
        found.append(body | {"text": label or cell.text})
    return found


def _kind(context: Any, part: Part) -> str | None:
    if part.layout != "discharge-list":
        return "dispensing"
    kind = next((kind for kind, words in _KINDS.items() if part.kind in words), None)
    if kind is None:
        _report_rows(context, part)
    return kind


def _report_rows(context: Any, part: Part) -> None:
    said = f"'list' is '{part.kind}'" if part.kind else "no 'list'"
    message = f"{said}: expected discharge, stopped or admission; whether this is taken is not known"
    for entry in context.document.entries:
        if entry.section is not None and entry.section.node is part:
            report_row(context, entry.node, "error", "code-invalid", message, "List")
