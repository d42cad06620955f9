"""The resource types that the service holds: a plan document, what is in it, and the outcome of its run."""

from adapter.api.outcome import RequestError

READABLE = (
    "Bundle",
    "CarePlan",
    "CareTeam",
    "Composition",
    "DetectedIssue",
    "Device",
    "DocumentReference",
    "Encounter",
    "List",
    "Location",
    "Medication",
    "MedicationAdministration",
    "MedicationDispense",
    "MedicationRequest",
    "MedicationStatement",
    "OperationOutcome",
    "Organization",
    "Patient",
    "Practitioner",
    "PractitionerRole",
    "Provenance",
    "Task",
)


def require_readable(type_: str) -> None:
    """Refuse a type that the service never holds (https://hl7.org/fhir/R4/http.html#read: 404)."""
    if type_ == "$reconcile":
        raise RequestError(405, "not-supported", "$reconcile stores a plan: POST it", allow="POST")
    if type_ not in READABLE:
        message = f"this service has no resources of type '{type_}'; GET /fhir/metadata says which it has"
        raise RequestError(404, "not-supported", message)
