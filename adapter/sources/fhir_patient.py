"""The one patient of a FHIR source: whom its medication resources are about."""

from typing import Any

from adapter.errors import PatientMismatch
from adapter.issues import Issue
from adapter.sources.document import Source
from adapter.sources.fhir_resources import Located, Resources, array


def patient_of(
    resources: Resources, source: Source, issues: list[Issue], types: tuple[str, ...]
) -> dict[str, Any] | None:
    """The Patient that the medication resources refer to, else the only Patient there is; None when there is none.

    Raises PatientMismatch when they are about several patients. A subject that is missing: an Issue.
    """
    first: tuple[str, Located | None] | None = None
    for item in resources.items:
        if item.type not in types:
            continue
        about = _about(item, resources)
        if about is None:
            message = "no subject: taken as the patient of the file"
            issues.append(Issue("warning", "required", message, source.name, item.place, f"{item.type}.subject"))
        elif first is None:
            first = about
        elif not _same(first, about):
            message = "two patients in one file: the subject differs from the resources before; give one file a patient"
            raise PatientMismatch(message, source=source.name, location=item.place)
    if first is not None:
        return first[1].resource if first[1] else _only_patient(resources, source, first[0])
    return _only_patient(resources, source, "")


def _about(item: Located, resources: Resources) -> tuple[str, Located | None] | None:
    subject = item.resource.get("subject")
    if not isinstance(subject, dict):
        return None
    found = resources.resolve(subject.get("reference"), item)
    identifier = subject.get("identifier")
    value = identifier.get("value") if isinstance(identifier, dict) else None
    text = str(subject.get("reference") or value or "")
    return (text, found) if text else None


def _same(one: tuple[str, Located | None], other: tuple[str, Located | None]) -> bool:
    if one[1] is None or other[1] is None:
        return (one[1] is other[1] and one[0] == other[0]) or _named(one) == _named(other)
    return one[1] is other[1] or bool(_values(one[1].resource) & _values(other[1].resource))


def _named(about: tuple[str, Located | None]) -> str:
    """`Patient/12` at the end of a reference, whatever the server."""
    return "/".join(about[0].partition("/_history/")[0].split("/")[-2:])


def _values(patient: dict[str, Any]) -> set[tuple[str, str]]:
    rows = array(patient, "identifier")
    return {(str(row.get("system")), str(row["value"])) for row in rows if isinstance(row, dict) and row.get("value")}


def _only_patient(resources: Resources, source: Source, text: str) -> dict[str, Any] | None:
    patients = [item for item in resources.items if item.type == "Patient"]
    if text or not patients:
        return None
    for other in patients[1:]:
        if not _same(("", patients[0]), ("", other)):
            message = "two patients in one file, and no subject that says which; give one file a patient"
            raise PatientMismatch(message, source=source.name, location=other.place)
    return patients[0].resource
