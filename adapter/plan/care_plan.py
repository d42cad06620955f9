"""The draft CarePlan, *plan pharmaceutique personnalisé* (https://hl7.org/fhir/R4/careplan.html).

Shape of the HL7 US SMP medication action plan: the discrepancies are supportingInfo; its category is
SNOMED CT 736378000.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from adapter.fhir.identifiers import full_url
from adapter.plan.draft import Draft, profile

CATEGORY = {
    "coding": [
        {
            "system": "http://snomed.info/sct",
            "code": "736378000",
            "display": "Medication management plan (record artifact)",
        }
    ],
    "text": "Plan pharmaceutique personnalisé",
}


def care_plan(
    draft: Draft, supporting: Iterable[Mapping[str, Any]], tasks: Sequence[Mapping[str, Any]], encounter: str | None
) -> dict[str, Any]:
    """supporting: the reconciled lists and the discrepancies; tasks: one activity each; encounter: URL of the stay."""
    count = f"{len(tasks)} traitement{'s' if len(tasks) > 1 else ''} à décider par un professionnel"
    body: dict[str, Any] = {
        "resourceType": "CarePlan",
        "id": draft.id("CarePlan"),
        "meta": profile("plan-care-plan"),
        "identifier": [{"system": "urn:ietf:rfc:3986", "value": full_url(draft.id("CarePlan"))}],
        "status": "draft",
        "intent": "plan",
        "category": [CATEGORY],
        "title": "Plan pharmaceutique personnalisé (projet)",
        "description": f"Projet établi par un programme : {count if tasks else 'rien à décider'}.",
        "subject": dict(draft.subject),
    }
    if encounter:
        body["encounter"] = {"reference": encounter}
    body |= {
        "period": {"start": draft.date},
        "created": draft.date,
        "author": {"reference": draft.device},
        "supportingInfo": [{"reference": full_url(resource["id"])} for resource in supporting],
    }
    if tasks:
        body["activity"] = [{"reference": {"reference": full_url(task["id"])}} for task in tasks]
    return body
