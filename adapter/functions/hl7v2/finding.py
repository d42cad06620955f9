"""Allergies, diagnoses and results of HL7 v2. Source: HL7 v2.5.1 §3.4.6, §3.4.7, §6.5.2, §7.4.2 and its tables."""

import re
from typing import Any

from adapter.fhir.canonical import LOINC, SNOMED, UCUM
from adapter.functions.absence import absence_in_words
from adapter.functions.codes import in_force
from adapter.functions.entry import not_stated
from adapter.functions.hl7v2.coding import codings, concept, stated_concept
from adapter.functions.hl7v2.dates import moment, stated
from adapter.functions.hl7v2.quantity import decimal, with_comma
from adapter.functions.hl7v2.report import report
from adapter.functions.hl7v2.tables import translated
from adapter.functions.hl7v2.text import said, spaced
from adapter.medication.product import number
from adapter.sources.hl7v2_tree import Segment
from adapter.terminology.ucum_code import ucum_code

_CLINICAL = "http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical"
_NONE_TO_DRUGS = {"system": SNOMED, "code": "409137002", "display": "No known drug allergy"}
_NO_DRUG_ALLERGY = re.compile(
    r"nkda|no known (?:drug|medication) allerg(?:y|ies)|(?:pas d.|aucune )allergie médicamenteuse connue", re.IGNORECASE
)
_CONDITION = "http://terminology.hl7.org/CodeSystem/condition-clinical"
_ACTION = {"IAM": "6", "DG1": "21", "PRB": "1"}
_OVER = ("inactive", "resolved", "remission")
_NUMBERS = ("NM", "SN")
_TEXTS, _CODES = ("ST", "TX", "FT"), ("CE", "CWE", "CNE", "CF")
_COMPARATORS = {"<": "<", "<=": "<=", ">": ">", ">=": ">="}


def table_code(context: Any, focus: list, *args: list) -> list:
    """Coded fields, name of a ConceptMap hl7v2-… → the code that the first becomes."""
    found = [translated(context, str(args[0][0]), part.get(1)) for part in focus if part.get(1)]
    return [target.code for target in found if target][:1]


def is_deleted(context: Any, focus: list, *_: list) -> list:
    """IAM, DG1 or PRB → whether its action code (tables 0206, 0323, 0287) says that it is deleted."""
    return [segment.text(_ACTION.get(segment.name, "0")).upper() in ("D", "DE") for segment in focus]


def finding_absence(context: Any, focus: list, *args: list) -> list:
    """AL1 or IAM, `allergy` → `none-known` or `not-known` when its allergen says so of all of them."""
    found: list[str | None] = []
    for segment in focus:
        coded = codings(context, segment.occurrences("3"))
        states = [in_force(context, "absent-finding", c.get("system"), c["code"]) for c in coded]
        stated = next((state for state in states if state in ("none-known", "not-known")), None)
        words = " ".join(said(part) for part in segment.occurrences("3"))
        found.append(stated or absence_in_words(words, str(args[0][0])))
    return [state for state in found if state]


def allergen_concept(context: Any, focus: list, *_: list) -> list:
    """AL1 or IAM → CodeableConcept of its allergen; where its words only say that no allergy to drugs is known
    (`NKDA`), with the code of that (SNOMED CT), so that it is not read as an allergy to something of this name."""
    found = []
    for segment in focus:
        body = dict(stated_concept(context, segment.occurrences("3"))[0])
        coded = body.get("coding", [])
        if _NO_DRUG_ALLERGY.fullmatch(str(body.get("text", ""))) and _NONE_TO_DRUGS["code"] not in str(coded):
            body["coding"] = [_NONE_TO_DRUGS, *coded]
        found.append(body)
    return found


def allergy_clinical_status(context: Any, focus: list, *_: list) -> list:
    """AL1 or IAM → CodeableConcept: inactive when IAM-17 says so, else "unknown" (R4 ait-1), nothing when erroneous."""
    found = []
    for segment in focus:
        status = segment.occurrences("17") if segment.name == "IAM" else []
        if table_code(context, status, ["allergy-verification"]) == ["entered-in-error"]:
            continue
        code = table_code(context, status, ["allergy-clinical-status"])
        found.append({"coding": [{"system": _CLINICAL, "code": code[0]}]} if code else not_stated(context, [])[0])
    return found


def diagnosis_concept(context: Any, focus: list, *_: list) -> list:
    """DG1 → CodeableConcept of DG1-3, its text that of DG1-4 where the code has none; one that says "unknown"."""
    found = []
    for segment in focus:
        body = dict(next(iter(concept(context, segment.occurrences("3"))), {}))
        written = " ".join(part.whole for part in segment.occurrences("4"))
        if written and not any(part.get(2) or part.get(9) for part in segment.occurrences("3")):
            body["text"] = written
        found.append(body or not_stated(context, [])[0])
    return found


def problem_clinical_status(context: Any, focus: list, *_: list) -> list:
    """PRB → CodeableConcept: what its life cycle status says (PRB-14), resolved where only a date of resolution is
    stated (PRB-9), else "unknown" (R4 con-3)."""
    found = []
    for segment in focus:
        code = _life_cycle(context, segment) or ("resolved" if segment.occurrences("9") else None)
        found.append({"coding": [{"system": _CONDITION, "code": code}]} if code else not_stated(context, [])[0])
    return found


def resolved_at(context: Any, focus: list, *_: list) -> list:
    """PRB → dateTime of its resolution (PRB-9); none, with an Issue, where its status says that it goes on (con-4)."""
    found = []
    for segment in focus:
        for part in segment.occurrences("9")[:1]:
            if _life_cycle(context, segment) not in (None, *_OVER):
                message = f"a date of resolution, '{part.text}', of a problem that goes on: left out"
                report(context, part, "warning", "conflict", message, "Condition.abatement[x]")
            elif date := moment(context, part):
                found.append(date)
    return found


def _life_cycle(context: Any, segment: Segment) -> str | None:
    written = [part.get(number) for part in segment.occurrences("14") for number in (1, 2) if part.get(number)]
    found = [target.code for text in written if (target := translated(context, "problem-status", text))]
    return found[0] if len(set(found)) == 1 else None


def result_status(context: Any, focus: list, *_: list) -> list:
    """OBX → Observation.status of OBX-11 (table 0085); `unknown` when it is not there."""
    codes = [table_code(context, segment.occurrences("11"), ["observation-status"]) for segment in focus]
    return [code[0] if code else "unknown" for code in codes]


def result_category(context: Any, focus: list, *_: list) -> list:
    """OBX-3 → code of observation-category: a body weight is a vital sign, the others come from a laboratory."""
    codes = [c["code"] for c in codings(context, focus) if c.get("system") == LOINC]
    kinds = {in_force(context, "review-measurement", LOINC, code) for code in codes}
    return ["vital-signs" if "weight" in kinds else "laboratory"]


def result_date(context: Any, focus: list, *_: list) -> list:
    """OBX → dateTime of OBX-14, else of OBR-7 before it. None: Issue."""
    found = []
    for segment in focus:
        order = _order(context, segment)
        dates = [*segment.occurrences("14"), *(order.occurrences("7") if order else [])]
        date = next((date for part in dates if (date := stated(context, part))), None)
        if date is None:
            report(context, segment, "warning", "incomplete", "a measurement without a date")
        found.append(date)
    return [date for date in found if date]


def result_quantity(context: Any, focus: list, *_: list) -> list:
    """OBX of a number (NM, SN, or text that is all of it one) → Quantity with its unit as written, and its UCUM code
    when it is one. A decimal comma is read, with an Issue, where it cannot part thousands (`5,8`)."""
    found = []
    for segment in focus:
        amount = _amount(segment)
        if amount:
            _note_comma(context, segment, amount["value"])
            found.append({**amount, **_unit(context, segment)})
    return found


def _note_comma(context: Any, segment: Segment, value: Any) -> None:
    for part in segment.occurrences("5"):
        if "," in part.whole:
            message = f"'{part.whole}' has a decimal comma, which HL7 v2 does not: read as {value}"
            report(context, part, "warning", "value", message)


def result_concept(context: Any, focus: list, *_: list) -> list:
    """OBX of a code (CE, CWE) → CodeableConcept."""
    return [c for s in focus if s.text("2") in _CODES for c in concept(context, s.occurrences("5"))[:1]]


def result_text(context: Any, focus: list, *_: list) -> list:
    """OBX of text, or of a number that cannot be read as one → its text, with its unit. Not a number: Issue."""
    found = []
    for segment in focus:
        is_number = segment.text("2") in _NUMBERS
        if segment.text("2") in _CODES or _amount(segment):
            continue
        written = spaced(" ".join(part.whole for part in segment.occurrences("5")))
        unit = next((part.get(2) or part.get(1) for part in segment.occurrences("6")), "")
        if written and is_number:
            report(context, segment, "warning", "value", f"'{written}' is not a number; kept as text")
        found.append(f"{written} {unit}".strip() if written else "")
    return [text for text in found if text]


def _amount(segment: Segment) -> dict[str, Any] | None:
    values = segment.occurrences("5")
    if segment.text("2") not in (*_NUMBERS, *_TEXTS) or len(values) != 1:
        return None
    part = values[0]
    comparator, written = (part.get(1), part.get(2)) if segment.text("2") == "SN" else ("", part.whole)
    if part.get(3) or part.get(4) or (comparator and comparator not in (*_COMPARATORS, "=")):
        return None
    value = decimal(written.strip())
    if value is None and (value := with_comma(written.strip())) is None:
        return None
    limit = {"comparator": _COMPARATORS[comparator]} if comparator in _COMPARATORS else {}
    return {"value": number(value), **limit}


def _unit(context: Any, segment: Segment) -> dict[str, Any]:
    for part in segment.occurrences("6"):
        written = part.get(1) or part.get(2)
        if code := ucum_code(written):
            return {"unit": part.get(2) or written, "system": UCUM, "code": code}
        report(context, part, "information", "code-invalid", f"'{written}' is not a UCUM unit: kept as written")
        return {"unit": part.get(2) or written}
    return {}


def _order(context: Any, segment: Segment) -> Segment | None:
    """The OBR that a result belongs to: the last one before it in its message."""
    order = None
    for other in context.document.root.messages[segment.message - 1]:
        if other is segment:
            return order
        order = other if other.name == "OBR" else order
    return None
