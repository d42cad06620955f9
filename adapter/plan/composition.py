"""The Composition of the plan document (https://hl7.org/fhir/R4/composition.html).

`preliminary`, written by a program, attested by nobody. The type is LOINC 80820-4, the reconciliation form among the
French document types (docs/plan-document.md says why).
"""

from collections.abc import Mapping, Sequence
from typing import Any

from adapter.fhir.canonical import LOINC
from adapter.fhir.identifiers import full_url
from adapter.plan.draft import Draft, profile
from adapter.plan.labels import french_day
from adapter.plan.narrative import items, narrative, paragraph

TYPE = {"coding": [{"system": LOINC, "code": "80820-4"}], "text": "Conciliation médicamenteuse"}
TITLE = "Conciliation des traitements médicamenteux et plan pharmaceutique personnalisé (projet)"


def composition(
    draft: Draft, report: Mapping[str, Any], sections: Sequence[dict[str, Any]], encounter: str | None
) -> dict[str, Any]:
    """identifier: of the set, the same for all versions of this plan; date: the reference day."""
    body: dict[str, Any] = {
        "resourceType": "Composition",
        "id": draft.id("Composition"),
        "meta": profile("plan-composition"),
        "language": "fr-FR",
        "text": _text(draft, report),
        "identifier": {"system": "urn:ietf:rfc:3986", "value": full_url(draft.id("Composition"))},
        "status": "preliminary",
        "type": TYPE,
        "subject": dict(draft.subject),
    }
    if encounter:
        body["encounter"] = {"reference": encounter}
    body |= {
        "date": draft.date,
        "author": [{"reference": draft.device}],
        "title": TITLE,
        "section": list(sections),
    }
    return body


def _text(draft: Draft, report: Mapping[str, Any]) -> dict[str, Any]:
    patient = report["patient"]
    lines = [f"Patient : {patient.get('name') or 'nom non précisé'}"]
    if patient.get("birthDate"):
        lines.append(f"Date de naissance : {french_day(patient['birthDate'])}")
    lines.append(f"Date de la conciliation : {french_day(draft.date)}")
    if report.get("admission"):
        lines.append(f"Admission : {french_day(report['admission'])}")
    lines.append(f"Sources : {len(report['sources'])}, lignes lues : {report['ledger']['lines']}")
    if patient.get("assertedBy"):
        lines.append(f"Identité affirmée par {patient['assertedBy']} : {patient['assertedReason']}")
    draft_note = paragraph("Projet établi par un programme : aucun professionnel ne l'a encore validé.")
    return narrative(paragraph(TITLE), items(lines), draft_note)
