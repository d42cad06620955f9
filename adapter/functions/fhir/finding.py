"""Allergies, problems and measurements of a FHIR source: carried whole, with what they refer to."""

from typing import Any

from adapter.functions.codes import in_force
from adapter.functions.entry import not_stated, subject
from adapter.functions.fhir.carried import Carrier
from adapter.functions.fhir.report import reporter
from adapter.functions.fhir.treatment import drop_contained_patient, report_modifiers

_ABOUT = {"AllergyIntolerance": "patient", "Condition": "subject", "Observation": "subject"}
_STATUSES = (
    "registered", "preliminary", "final", "amended", "corrected", "cancelled", "entered-in-error", "unknown"
)  # fmt: skip
_RETRACTED = "entered-in-error"


def finding_absence(context: Any, focus: list, *_: list) -> list:
    """AllergyIntolerance or Condition → `none-known` or `not-known` when its code says so of all of them."""
    found = []
    for resource in focus:
        concept = resource.get("code")
        rows = concept.get("coding") if isinstance(concept, dict) else None
        for row in rows if isinstance(rows, list) else ():
            if isinstance(row, dict):
                state = in_force(context, "absent-finding", str(row.get("system")), str(row.get("code")))
                found.extend([state] if state in ("none-known", "not-known") else [])
    return found[:1]


def finding(context: Any, focus: list, *_: list) -> list:
    """Resource → `{"resource": [itself, then all it refers to]}`; its patient is the source's."""
    found = []
    for node in focus:
        carrier = Carrier(context)
        located = carrier.resources.of(node)
        assert located is not None
        resource = _complete(context, carrier.resource(located), located.place)
        drop_contained_patient(resource, node, _ABOUT[located.type])
        found.append({"resource": [resource, *carrier.participants()]})
    return found


def _complete(context: Any, resource: dict[str, Any], place: str) -> dict[str, Any]:
    """What R4 requires and the source does not state says so; nothing is invented."""
    type_ = resource["resourceType"]
    report = reporter(context, place)
    if type_ == "Observation":
        if resource.get("status") not in _STATUSES:
            report("warning", "code-invalid", "no status of R4: taken as unknown", "Observation.status")
            resource["status"] = "unknown"
    elif "clinicalStatus" not in resource and not _is_retracted(resource):
        resource["clinicalStatus"] = not_stated(context, [])[0]  # ait-1, con-3
    report_modifiers(resource, report)
    about = _ABOUT[type_]
    resource[about] = {**resource.get(about, {}), **subject(context, [])[0]}
    if "extension" in resource[about]:
        resource[about].pop("reference", None)
    return resource


def _is_retracted(resource: dict[str, Any]) -> bool:
    codings = resource.get("verificationStatus", {}).get("coding", ())
    return any(coding.get("code") == _RETRACTED for coding in codings)
