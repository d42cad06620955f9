"""Which release of FHIR a resource is written in: only R4 (4.0.x) is read, because other releases mean other things.

R5: https://hl7.org/fhir/R5/medicationrequest.html (medication is a CodeableReference);
STU3: https://hl7.org/fhir/STU3/medicationstatement.html (taken); DSTU2: MedicationOrder.
"""

from typing import Any

from adapter.errors import SourceError
from adapter.sources.document import Source

_OTHER_TYPES = {"MedicationOrder": "DSTU2", "MedicationUsage": "a draft of R5", "MedicationPrescription": "DSTU1"}


def check_release(resource: dict[str, Any], place: str, source: Source) -> None:
    """Raise SourceError when a resource can only be of another release, naming the release and what shows it."""
    if found := _other_release(resource):
        release, sign = found
        message = f"not FHIR R4 but {release} ({sign}); send it as FHIR R4 (4.0.1)"
        raise SourceError(message, source=source.name, location=place)


def _other_release(resource: dict[str, Any]) -> tuple[str, str] | None:
    type_ = resource["resourceType"]
    version = resource.get("fhirVersion")
    if isinstance(version, str) and not version.startswith("4.0"):
        return f"version {version}", "fhirVersion"
    if type_ in _OTHER_TYPES:
        return _OTHER_TYPES[type_], type_
    if not type_.startswith("Medication") or type_ == "Medication":
        return None
    medication = resource.get("medication")
    if isinstance(medication, dict) and ("concept" in medication or "reference" in medication):
        return "R5", f"{type_}.medication is a CodeableReference"
    if type_ == "MedicationStatement" and "taken" in resource:
        return "STU3", "MedicationStatement.taken"
    return None
