"""Codes and identifiers: CWE/CE → Coding and CodeableConcept, CX/EI/XCN → Identifier, HD → system."""

import re
from typing import Any

from adapter.fhir.canonical import CIP, UCD
from adapter.functions.entry import not_stated
from adapter.functions.hl7v2.report import report
from adapter.functions.hl7v2.tables import translated
from adapter.functions.hl7v2.text import said, spaced
from adapter.sources.hl7v2_tree import Part
from adapter.terminology.oid import uri_of

_TABLE = re.compile(r"HL7(\d{4})", re.IGNORECASE)
_OID = re.compile(r"[0-2](?:\.\d+)+")
_URI = re.compile(r"(?:https?://|urn:)\S+")
_FORMS = ((re.compile(r"34009\d{8}"), CIP), (re.compile(r"34008\d{8}"), UCD))
_CODES = ((1, 2, 3, 14), (4, 5, 6, 17), (10, 11, 12, 20))  # identifier, text, system, OID of the system
TABLES = "http://terminology.hl7.org/CodeSystem/v2-"


def codings(context: Any, focus: list, *args: list) -> list:
    """CWE → Codings of its identifier and alternates, each once. `'0162'`: the HL7 table where no system is named."""
    table = str(args[0][0]) if args else ""
    found: list[dict[str, Any]] = []
    for part in focus:
        for numbers in _CODES:
            coding = _coding(context, part, numbers, table if numbers[0] == 1 else "")
            if coding and not any(
                coding["code"] == c["code"] and coding.get("system") == c.get("system") for c in found
            ):
                found.append(coding)
    return found


def concept(context: Any, focus: list, *args: list) -> list:
    """CWE → CodeableConcept; text is the original text, else the text, else the code. Table as in codings()."""
    found = []
    for part in focus:
        body: dict[str, Any] = {}
        if coded := codings(context, [part], *args):
            body["coding"] = coded
        if name := said(part):
            body["text"] = name
        if body:
            found.append(body)
    return found


def stated_concept(context: Any, focus: list, *args: list) -> list:
    """Like concept(); one that says "unknown" when the field is empty: for elements that R4 requires."""
    return concept(context, focus, *args)[:1] or not_stated(context, [])


def identifiers(context: Any, focus: list, *args: list) -> list:
    """CX, EI, or a plain number → Identifiers with system, or with the namespace as assigner. `'PLAC'`: its type."""
    return [found for part in focus if (found := _identifier(part, str(args[0][0]) if args else ""))]


def authority_system(namespace: str, universal: str, kind: str) -> str | None:
    """HD → the URI that identifiers of this authority stand under; None when it only has a local name."""
    for written in (universal, namespace):
        if _OID.fullmatch(written) and written.count(".") > 2:
            return f"urn:oid:{written}"
        if _URI.fullmatch(written):
            return written
    if kind.upper() in ("UUID", "GUID") and universal:
        return f"urn:uuid:{universal.lower()}"
    return None


def _coding(context: Any, part: Part, numbers: tuple[int, int, int, int], table: str) -> dict[str, Any] | None:
    code = spaced(part.get(numbers[0]))
    if not code:
        return None
    if " " in part.component(numbers[0]).strip() and not any(part.get(number) for number in numbers[1:]):
        return None  # words where a code belongs: text alone
    body: dict[str, Any] = {}
    system = _system(context, part, code, part.get(numbers[2]), part.get(numbers[3]), table)
    if system:
        body["system"] = system
    body["code"] = code
    if display := spaced(part.component(numbers[1])):
        body["display"] = display
    return body


def _system(context: Any, part: Part, code: str, name: str, oid: str, table: str) -> str | None:
    """URI of a coding system by its OID, its name of table 0396, or, for the national codes, the form of the code."""
    by_form = next((system for form, system in _FORMS if form.fullmatch(code)), None)
    if by_form:
        return by_form
    for written in (oid, name):
        if _OID.fullmatch(written):
            return uri_of(written)
        if _URI.fullmatch(written):
            return written
    if match := _TABLE.fullmatch(name):
        return TABLES + match[1]
    if name and (found := translated(context, "coding-system", name)):
        return found.code
    if not name and table:
        return TABLES + table
    if name and not re.fullmatch(r"L|99\w*", name.upper()):
        message = f"'{name}' is not a coding system that is known: codes of it stand without a system"
        report(context, part, "information", "code-invalid", message)
    return None


def _identifier(part: Part, type_: str) -> dict[str, Any] | None:
    value = part.get(1) if part.type in ("CX", "EI", "XCN", "EIP") else part.whole
    if not value:
        return None
    body: dict[str, Any] = {}
    is_cx = part.type == "CX"
    if kind := (spaced(part.get(5)) if is_cx else type_):
        body["type"] = {"coding": [{"system": f"{TABLES}0203", "code": kind}]}
    names = [part.get(4, sub) if is_cx else part.get(sub + 1) for sub in (1, 2, 3)] if part.type else ["", "", ""]
    system = authority_system(*names)
    if system:
        body["system"] = system
    body["value"] = value
    if names[0] and not system:
        body["assigner"] = {"display": names[0]}
    return body
