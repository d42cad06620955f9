"""Reconciled MedicationStatements: for each treatment what its sources say is taken, and how sure that is.

https://hl7.org/fhir/R4/medicationstatement.html
"""

from collections.abc import Mapping
from typing import Any

from adapter.fhir.canonical import BASE, DATA_ABSENT_REASON
from adapter.fhir.identifiers import full_url
from adapter.plan.draft import Draft, profile
from adapter.plan.french_properties import french_properties
from adapter.plan.labels import DOCUMENTED, STATUSES
from adapter.plan.source_resources import SourceResources, references
from adapter.plan.treatment import Row, Treatment

RECONCILIATION = f"{BASE}/StructureDefinition/reconciliation"
_COPIED = ("reasonCode", "note")
_STOPS = {"stopped": "stopped", "suspended": "on-hold"}


def statements(treatment: Treatment, draft: Draft, resources: SourceResources) -> list[dict[str, Any]]:
    """One statement for each line to show (one, unless the discharge lists give the treatment in several lines)."""
    return [_statement(treatment, row, number, draft, resources) for number, row in enumerate(treatment.shown, start=1)]


def _statement(treatment: Treatment, row: Row, number: int, draft: Draft, resources: SourceResources) -> dict[str, Any]:
    source = resources.line(row["id"])
    medication, contained = _medication(source, row)
    body: dict[str, Any] = {
        "resourceType": "MedicationStatement",
        "id": draft.id(treatment.id, "MedicationStatement", str(number)),
        "meta": profile("reconciled-medication-statement"),
    }
    if contained:
        body["contained"] = contained
    body["extension"] = [_reconciliation(treatment.group), *french_properties(treatment)]
    body["identifier"] = [{"system": "urn:ietf:rfc:3986", "value": full_url(treatment.id)}]
    body["status"] = statement_status(treatment)
    if reasons := _status_reasons(treatment, resources):
        body["statusReason"] = reasons
    body |= medication
    body["subject"] = dict(draft.subject)
    body |= {key: source[key] for key in ("effectivePeriod", "effectiveDateTime") if key in source}
    body["dateAsserted"] = draft.date
    body["derivedFrom"] = [{"reference": resources.url(line["id"])} for line in treatment.lines]
    body |= {key: source[key] for key in _COPIED if key in source}
    if dosage := _dosage(source):
        body["dosage"] = dosage
    return body


def statement_status(treatment: Treatment) -> str:
    """R4 status: what the discharge source states, `unknown` while a person has to decide (and for what is over only
    by our reckoning)."""
    if treatment.status in _STOPS:
        return _STOPS[treatment.status]
    return "unknown" if treatment.is_open or treatment.status == "not-current" else "active"


def _reconciliation(group: Row) -> dict[str, Any]:
    parts: list[dict[str, Any]] = [{"url": "status", "valueCode": group["status"]}]
    if group["documented"] is not None:
        parts.append({"url": "documented", "valueBoolean": group["documented"]})
    parts.append({"url": "match", "valueCode": group["match"]["rung"]})
    parts += [{"url": "because", "valueString": text} for text in group["match"]["because"] if text]
    return {"url": RECONCILIATION, "extension": parts}


def _status_reasons(treatment: Treatment, resources: SourceResources) -> list[dict[str, Any]]:
    """Reasons as the sources give them, then where the treatment stands."""
    found: list[dict[str, Any]] = []
    for row in treatment.lines:
        found += [reason for reason in _array(resources.line(row["id"]).get("statusReason")) if reason not in found]
    if treatment.is_open:
        found.append({"text": f"À décider ({STATUSES[treatment.status].lower()})"})
    elif treatment.status == "not-current":
        found.append({"text": "Non en cours d'après les sources, arrêt non affirmé"})
    elif stated := DOCUMENTED[treatment.group["documented"]]:
        found.append({"text": f"{STATUSES[treatment.status]}, {stated}"})
    return found


def stated_reasons(source: Row) -> list[str]:
    """What a line says about why: status reasons and notes, in the source's words."""
    reasons = source.get("statusReason") or source.get("statusReasonCodeableConcept")
    return [*concept_texts(reasons), *(note["text"] for note in source.get("note") or () if note.get("text"))]


def concept_texts(concepts: Any) -> list[str]:
    """The words of one CodeableConcept or of several."""
    found = []
    for concept in _array(concepts):
        displays = [coding["display"] for coding in concept.get("coding") or () if coding.get("display")]
        found += [concept["text"]] if concept.get("text") else displays[:1]
    return found


def _array(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value] if value else []


def _medication(source: Row, row: Row) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """medication[x] as the line has it, with the contained resources it needs."""
    if "medicationReference" in source:
        contained = {f"#{c.get('id')}": c for c in source.get("contained") or ()}
        wanted, needed = [str(source["medicationReference"].get("reference"))], []
        while wanted:
            if found := contained.pop(wanted.pop(0), None):
                needed.append(found)
                wanted += [reference for reference in references(found) if reference.startswith("#")]
        return {"medicationReference": source["medicationReference"]}, needed
    absent = {"extension": [{"url": DATA_ABSENT_REASON, "valueCode": "unknown"}]}
    named = {"text": row["display"]} if row["display"] else absent
    return {"medicationCodeableConcept": source.get("medicationCodeableConcept") or named}, []


def _dosage(source: Row) -> list[Any]:
    """As the line has it. A MedicationAdministration says a dose given, which is no posology: only its text is kept."""
    found = source.get("dosage") or source.get("dosageInstruction") or []
    if isinstance(found, Mapping):
        return [{"text": found["text"]}] if found.get("text") else []
    return list(found)
