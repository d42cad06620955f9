"""GET [base]/metadata: the CapabilityStatement (https://hl7.org/fhir/R4/http.html#capabilities)."""

from typing import Any

from fastapi import Request, Response

from adapter.api.document import TYPES
from adapter.api.representation import fhir_response
from adapter.api.resource_types import READABLE
from adapter.api.search_parameters import PARAMETERS
from adapter.api.service import base_of
from adapter.fhir.canonical import BASE
from adapter.version import VERSION

PUBLISHED = "2026-11-24"
"""The day this statement last changed: a statement of the program, so no clock."""

DOCUMENT_DEFINITION = {
    "CarePlan": f"{BASE}/OperationDefinition/careplan-document",
    "Composition": "http://hl7.org/fhir/OperationDefinition/Composition-document",
}
REFERENCES = ("patient", "subject", "composition")


def metadata(request: Request) -> Response:
    return fhir_response(_statement(base_of(request)))


def _statement(base: str) -> dict[str, Any]:
    return {
        "resourceType": "CapabilityStatement",
        "name": "MedrecAdapter",
        "title": "Medication reconciliation service",
        "status": "active",
        "date": PUBLISHED,
        "kind": "instance",
        "software": {"name": "medrec-adapter", "version": VERSION},
        "implementation": {"description": "Medication reconciliation between hospital and community", "url": base},
        "fhirVersion": "4.0.1",
        "format": ["application/fhir+json", "json"],
        "rest": [
            {
                "mode": "server",
                "security": {"cors": False, "description": "Loopback address only, no authentication."},
                "resource": [_resource(type_) for type_ in READABLE],
                "operation": [{"name": "reconcile", "definition": f"{BASE}/OperationDefinition/reconcile"}],
            }
        ],
    }


def _resource(type_: str) -> dict[str, Any]:
    interactions = ["read", "vread"] + (["search-type"] if type_ in PARAMETERS else [])
    resource: dict[str, Any] = {
        "type": type_,
        "interaction": [{"code": code} for code in interactions],
        "versioning": "versioned",
        "readHistory": True,
        "conditionalRead": "full-support",
    }
    if type_ in PARAMETERS:
        names = [name for name in PARAMETERS[type_] if "." not in name and ":" not in name]
        resource["searchParam"] = [_search_parameter(type_, name) for name in [*names, "_lastUpdated"]]
    if type_ in TYPES:
        resource["operation"] = [{"name": "document", "definition": DOCUMENT_DEFINITION[type_]}]
    return resource


def _search_parameter(type_: str, name: str) -> dict[str, Any]:
    if name == "_lastUpdated":
        return {"name": name, "type": "date", "documentation": "eq, ge, gt, le, lt; a day without a zone is in UTC"}
    found: dict[str, Any] = {"name": name, "type": "reference" if name in REFERENCES else "token"}
    chained = [other for other in PARAMETERS[type_] if other.startswith((f"{name}.", f"{name}:"))]
    return found | ({"documentation": f"also {', '.join(chained)} with system|value"} if chained else {})
