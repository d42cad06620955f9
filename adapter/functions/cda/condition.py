"""What a problem of CDA is. Sources: C-CDA R2.1 problem observation; IHE PCC TF-2 §6.3.4.14 (problem entry)."""

from typing import Any

from adapter.fhir.canonical import LOINC
from adapter.functions.cda.children import around, children
from adapter.functions.cda.coding import codings, concept
from adapter.functions.cda.finding import clinical_status, ended
from adapter.functions.cda.narrative import narrative
from adapter.functions.cda.report import report
from adapter.functions.entry import not_stated

_CATEGORIES = "http://terminology.hl7.org/CodeSystem/condition-category"
_PROBLEM_LIST = "11450-4"
_DIAGNOSES = frozenset(("11535-2", "78375-3", "42347-5", "46241-6"))


def problem(context: Any, focus: list, *_: list) -> list:
    """Problem observation → CodeableConcept: its value, else its narrative."""
    found = []
    for node in focus:
        said = concept(context, list(children(node, "value")))
        text = narrative(context, list(children(node, "text")))
        if said or text:
            found.append(said[0] if said else {"text": text[0]})
        else:
            report(context, node, "warning", "required", "a problem that does not say which")
            found.extend(not_stated(context, []))
    return found


def problem_category(context: Any, focus: list, *_: list) -> list:
    """Problem observation → CodeableConcepts: what its section makes it (problem list, diagnosis of the stay), and its
    own kind (diagnosis, symptom, finding …)."""
    found = []
    for node in focus:
        if category := _section_category(context, around(node, "section")):
            found.append({"coding": [{"system": _CATEGORIES, "code": category}]})
        code = [c for c in children(node, "code") if c.get("code") != "ASSERTION"]
        found.extend(concept(context, code))
    return found


def _section_category(context: Any, section: Any) -> str | None:
    """What a section makes of its problems; most of a document stand in one or two sections."""
    known: dict[Any, str | None] = context.document.memo.setdefault("cda problem sections", {})
    if section not in known:
        codes = {c["code"] for c in codings(context, list(children(section, "code"))) if c.get("system") == LOINC}
        is_list, is_diagnosis = _PROBLEM_LIST in codes, not codes.isdisjoint(_DIAGNOSES)
        known[section] = "problem-list-item" if is_list else "encounter-diagnosis" if is_diagnosis else None
    return known[section]


def abatement(context: Any, focus: list, *_: list) -> list:
    """Problem observation → dateTime of its end. Not where its status says that it goes on: R4 allows no end then
    (con-4), and an Issue has the date."""
    found: list = []
    for node in focus:
        if not (end := ended(context, [node])):
            continue
        statuses = clinical_status(context, [node], ["condition-clinical-status"], [""])
        codes = [coding["code"] for status in statuses for coding in status.get("coding", ())]
        over = any(code in ("inactive", "remission", "resolved") for code in codes)
        if over:
            found.extend(end)
        else:
            message = f"an end ({end[0]}) beside a status that is not over: the end is left out"
            report(context, node, "warning", "conflict", message, "Condition.abatement[x]")
    return found
