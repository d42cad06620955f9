"""Small FHIR Bundles of an invented patient, and what is asked of the Bundle they are mapped to."""

import json
from typing import Any

from compact_bundle import of_type

from adapter.sources.document import Source
from adapter.workflow.mapped import Mapped, list_kind, map_source

DRUG = {"text": "AMLODIPINE 5 mg"}
PATIENT = {"resourceType": "Patient", "id": "p", "identifier": [{"value": "1"}]}


def resource(type_: str, id_: str, **more: Any) -> dict[str, Any]:
    return {"resourceType": type_, "id": id_, **more}


def treatment(type_: str = "MedicationStatement", id_: str = "s", **more: Any) -> dict[str, Any]:
    head: dict[str, Any] = {"status": "active", "medicationCodeableConcept": DRUG}
    if type_ == "MedicationRequest":
        head["intent"] = "order"
    if type_ == "MedicationDispense":
        head["status"] = "completed"
    return resource(type_, id_, **{**head, "subject": {"reference": "Patient/p"}, **more})


def listed(*items: str, **more: Any) -> dict[str, Any]:
    entries = [{"item": {"reference": item}} for item in items]
    head = {"status": "current", "mode": "snapshot", **({"entry": entries} if entries else {})}
    return resource("List", "l", **{**head, **more})


def loinc(code: str) -> dict[str, Any]:
    return {"coding": [{"system": "http://loinc.org", "code": code}]}


def mapped(*resources: dict[str, Any], **more: Any) -> Mapped:
    entries = [{"fullUrl": f"http://h/{r['resourceType']}/{r['id']}", "resource": r} for r in resources]
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": entries, **more}
    return map_source(Source("b.json", json.dumps(bundle).encode()))


def only(result: Mapped, type_: str = "MedicationStatement") -> dict[str, Any]:
    (found,) = of_type(result, type_)
    return found


def problems(result: Mapped) -> list[tuple[str, str, str]]:
    return [(issue.severity, issue.location, issue.element) for issue in result.issues]


def kinds(result: Mapped) -> list[str | None]:
    return [list_kind(list_) for list_ in of_type(result, "List")]
