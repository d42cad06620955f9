"""The product of a row: its codes under their FHIR URIs, and its name as written."""

import re
from typing import Any

from adapter.fhir.canonical import ATC, CIP, CIS, MV, UCD
from adapter.functions.csv.report import report, report_row
from adapter.functions.entry import not_stated
from adapter.medication.codes import has_check_digit
from adapter.sources.csv_table import Cell, Row
from adapter.terminology.oid import canonical_uri

GTIN = "urn:oid:2.51.1.1"

_SYSTEMS = {"cip": CIP, "cip13": CIP, "cip7": CIP, "ucd": UCD, "ucd13": UCD, "ucd7": UCD}
_SYSTEMS |= {"cis": CIS, "mv": MV, "atc": ATC}
_FORMS = {
    CIP: re.compile(r"\d{7}"),
    UCD: re.compile(r"\d{7}"),
    CIS: re.compile(r"6\d{7}"),
    ATC: re.compile(r"[A-Z](?:\d\d(?:[A-Z](?:[A-Z](?:\d\d)?)?)?)?"),
    MV: re.compile(r"\S+"),
}


def delivered_product(context: Any, focus: list, *_: list) -> list:
    """Row of `pharmacy-export` → CodeableConcept: a Coding for each of cip13, cip7, ucd, cis, atc; `label` as text."""
    return [_of_columns(context, row, ("cip13", "cip7", "ucd", "cis", "atc"), "label") for row in focus]


def snds_product(context: Any, focus: list, *_: list) -> list:
    """Row of `snds-dcir` → CodeableConcept of PHA_PRS_C13."""
    return [_of_columns(context, row, ("pha_prs_c13",), "") for row in focus]


def listed_product(context: Any, focus: list, *_: list) -> list:
    """Row of `discharge-list` → CodeableConcept of `code` in `code_system`; `label` as text."""
    found = []
    for row in focus:
        code, system = row.cells.get("code"), row.cells.get("code_system")
        coding = _listed_coding(context, code, system) if code else None
        found.append(_concept(context, row, [coding] if coding else [], [code] if code else [], "label"))
    return found


def _of_columns(context: Any, row: Row, columns: tuple[str, ...], label: str) -> dict[str, Any]:
    cells = [row.cells[name] for name in columns if name in row.cells]
    codings = [coding for cell in cells if (coding := _coding(context, cell, _SYSTEMS.get(cell.column, CIP)))]
    return _concept(context, row, codings, cells, label)


def _concept(context: Any, row: Row, codings: list, codes: list[Cell], label: str) -> dict[str, Any]:
    """Codes and name. A code that cannot be one is the name when there is no other; without any: unknown."""
    body: dict[str, Any] = {"coding": [c for n, c in enumerate(codings) if c not in codings[:n]]} if codings else {}
    if label in row.cells:
        body["text"] = row.cells[label].text
    elif codes and not codings:
        body["text"] = " ".join(cell.text for cell in codes)
    if not body:
        message = "neither a code nor a name of a product: the row stays as a line without a name"
        report_row(context, row, "error", "required", message, "medicationCodeableConcept")
        return dict(not_stated(context, [])[0])
    return body


def _listed_coding(context: Any, code: Cell, system: Cell | None) -> dict[str, str] | None:
    written = re.sub(r"[\s_-]", "", system.text.casefold()) if system else ""
    if written in _SYSTEMS:
        return _coding(context, code, _SYSTEMS[written])
    if system and re.fullmatch(r"[a-z][a-z0-9+.-]*:\S+|\d+(?:\.\d+)+", system.text.casefold()):
        uri = canonical_uri(system.text)
        return _coding(context, code, uri) if uri in _FORMS else {"system": uri, "code": code.text}
    by_form = _thirteen(_compact(code))
    if by_form:
        return {"system": by_form, "code": _compact(code)}
    said = "not a code system that is known" if system else "a code without a code_system"
    report(
        context, system or code, "error", "code-invalid", f"{said} (cis, cip13, ucd13, mv, atc); kept without system"
    )
    return {"code": code.text}


def _coding(context: Any, cell: Cell, system: str) -> dict[str, str] | None:
    """A Coding in `system`; the form of a 13-digit code is beyond doubt and decides its system. No code: Issue."""
    code = _compact(cell)
    by_form = _thirteen(code) if system != MV else None
    if by_form:
        if not has_check_digit(code):
            message = "its check digit is not right, a figure may be mistyped; check the code"
            report(context, cell, "warning", "value", message)
        elif by_form == GTIN:
            message = "a GTIN and not the code of a medicinal product (3400…): kept as such"
            report(context, cell, "information", "value", message)
        return {"system": by_form, "code": code}
    if _FORMS[system].fullmatch(code):
        return {"system": system, "code": code}
    report(context, cell, "error", "code-invalid", "cannot be a code of this system (was it rounded?); left out")
    return None


def _thirteen(code: str) -> str | None:
    if not re.fullmatch(r"\d{13}", code):
        return None
    if code.startswith("34009"):
        return CIP
    if code.startswith("34008"):
        return UCD
    return GTIN if has_check_digit(code) else None


def _compact(cell: Cell) -> str:
    """The code without the spaces, dots and `.0` that spreadsheets add."""
    return re.sub(r"[\s.]", "", re.sub(r"[.,]0$", "", cell.text)).upper()
