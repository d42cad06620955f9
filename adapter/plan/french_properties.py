"""The French draft's own extension on a reconciled line, so that systems that know it can read the plan.

Draft hl7.fhir.fr.medication 0.1.0, fr-medicationstatement-reconciliation-properties: a program writes status and
isDiscrepant; discrepancy, type, outcome and resolution only come from a named person.
"""

from collections.abc import Mapping
from typing import Any

from adapter.plan.treatment import Treatment

FRENCH = "https://hl7.fr/ig/fhir/medication"
FRENCH_STATUSES: Mapping[str, tuple[str, str]] = {
    "continued": ("10000001", "Continué"),
    "equivalent": ("10000002", "Équivalence"),
    "stopped": ("10000003", "Arrêté"),
    "modified": ("10000004", "Modifié"),
    "started": ("10000005", "Initié"),
}


def french_properties(treatment: Treatment) -> list[dict[str, Any]]:
    """The draft's properties where it has a word: an omission is its `Arrêté` (no counterpart in the current
    treatment) with isDiscrepant; suspended and other open groups have none."""
    is_omission = any(d["type"] == "omission" for d in treatment.discrepancies)
    status = "stopped" if treatment.status == "undetermined" and is_omission else treatment.status
    if status not in FRENCH_STATUSES:
        return []
    code, display = FRENCH_STATUSES[status]
    coding = {
        "system": f"{FRENCH}/CodeSystem/fr-medication-reconciliation-status",
        "code": code,
        "display": display,
    }
    return [
        {
            "url": f"{FRENCH}/StructureDefinition/fr-medicationstatement-reconciliation-properties",
            "extension": [
                _property("status", {"url": "code", "valueCoding": coding}),
                _property("isDiscrepant", {"url": "yesNo", "valueBoolean": status != "continued"}),
            ],
        }
    ]


def _property(url: str, leaf: dict[str, Any]) -> dict[str, Any]:
    return {"url": url, "extension": [{"url": "value", "extension": [leaf]}]}
