"""The one patient of a FHIR source: whom its medication resources are about."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from adapter.errors import PatientMismatch
from adapter.issues import Issue
from adapter.sources.document import Source
from adapter.sources.fhir_resources import Located, Resources, array

_OF_PATIENT = re.compile(r"(?:^|/)Patient/[^/]+$")


def patient_of(
    resources: Resources, source: Source, issues: list[Issue], types: tuple[str, ...]
) -> dict[str, Any] | None:
    """The Patient that the medication resources refer to, else the only Patient there is; None when there is none.

    A subject that is an identifier alone gives a Patient that says no more. A subject that is missing: an Issue.
    Raises PatientMismatch when medication resources are about several patients, or another resource is about another.
    """
    found = _subject_of(resources, source, issues, types)
    _check_others(resources, found, source, types)
    return found


class Person(NamedTuple):
    """Whom a resource is about: the Patient where the file has it, else only where it is.

    address: the reference as written; place: of the first resource that says so.
    """

    address: str
    patient: dict[str, Any] | None
    place: str

    @property
    def numbers(self) -> Iterator[tuple[str, str]]:
        """(authority, number) of each identifier, sorted."""
        yield from sorted(_values(self.patient or {}))

    @property
    def names(self) -> frozenset[str]:
        """Family names and whole names, in small letters."""
        rows = [row for row in array(self.patient or {}, "name") if isinstance(row, dict)]
        return frozenset(str(row[key]).casefold() for row in rows for key in ("family", "text") if row.get(key))

    @property
    def birth_date(self) -> str:
        return str((self.patient or {}).get("birthDate") or "")


def whom(item: Located, resources: Resources) -> Person | None:
    """Whom a resource of any type is about; None when it does not say."""
    if item.type == "Patient":
        return Person(item.full_url, item.resource, item.place)
    for element in ("subject", "patient"):
        about = _about(item, resources, element)
        if about is not None and isinstance(item.resource[element].get("reference", ""), str):
            text, found = about
            return Person(text.partition("/_history/")[0], found.resource if found else None, item.place)
    return None


def same_patient(one: dict[str, Any], other: dict[str, Any] | None) -> bool:
    """Whether two Patients of one source are one person: an identifier in common, or all else equal."""
    if other is None or one.get("resourceType") != "Patient":
        return False
    named = "name" in one and "birthDate" in one
    return one is other or bool(_values(one) & _values(other)) or (named and _but_id(one) == _but_id(other))


def _subject_of(
    resources: Resources, source: Source, issues: list[Issue], types: tuple[str, ...]
) -> dict[str, Any] | None:
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
            message = "two patients in one file: the subject differs from the resources before"
            raise PatientMismatch(message, source=source.name, location=item.place)
        elif first[1] is None or not resources.of(first[1].resource):
            first = about  # a resource of the file says more than an identifier
    if first is None:
        return _only_patient(resources, source)
    return first[1].resource if first[1] and first[1].type == "Patient" else None


def _about(item: Located, resources: Resources, element: str = "subject") -> tuple[str, Located | None] | None:
    subject = item.resource.get(element)
    if not isinstance(subject, dict):
        return None
    reference, identifier = subject.get("reference"), subject.get("identifier")
    found = resources.resolve(reference, item) or _beside(item, resources, reference)
    value = identifier.get("value") if isinstance(identifier, dict) else None
    if found is None and value:
        name = {"name": [{"text": subject["display"]}]} if subject.get("display") else {}
        found = Located({"resourceType": "Patient", "identifier": [identifier], **name}, item.place)
    text = str(reference or value or "")
    return (text, found) if text else None


def _beside(item: Located, resources: Resources, reference: Any) -> Located | None:
    """`#id` of a contained resource may lead to one contained beside it."""
    return resources.resolve(reference, item.container) if item.container else None


def _check_others(resources: Resources, patient: dict[str, Any] | None, source: Source, types: tuple[str, ...]) -> None:
    """Whatever else the file holds is about the same patient, be he in the file or not."""
    known = {f"Patient/{patient['id']}"} if patient and patient.get("id") else set[str]()
    known.update(_patient_named(_reference(item, "subject")) for item in resources.items if item.type in types)
    known.discard("")
    for item in resources.items:
        for element in ("subject", "patient"):
            text = _reference(item, element)
            found = resources.resolve(text, item)
            if found is not None and found.type != "Patient":
                continue
            if found is not None and patient is not None:
                differs = not same_patient(found.resource, patient)
            else:
                named = _patient_named(text)
                known = known or {named} - {""}
                differs = bool(named) and named not in known
            if differs:
                message = f"two patients in one file: the {element} is not that of the medications"
                raise PatientMismatch(message, source=source.name, location=item.place)


def _patient_named(reference: str) -> str:
    """`Patient/12` at the end of a reference to a Patient; "" of any other."""
    return _named(reference) if _OF_PATIENT.search(reference) else ""


def _reference(item: Located, element: str) -> str:
    """The reference of an element as text, without its version; "" where it has none."""
    subject = item.resource.get(element)
    text = subject.get("reference") if isinstance(subject, dict) else None
    return text.partition("/_history/")[0] if isinstance(text, str) else ""


def _same(one: tuple[str, Located | None], other: tuple[str, Located | None]) -> bool:
    if one[1] is None or other[1] is None:
        left, right = _address(one), _address(other)
        return left == right or (_named(left) == _named(right) and not ("://" in left and "://" in right))
    return one[1] is other[1] or same_patient(one[1].resource, other[1].resource)


def _address(about: tuple[str, Located | None]) -> str:
    """Where the patient is: the fullUrl when the file says it, else the reference as written."""
    text, found = about
    return found.full_url if found and found.full_url else text.partition("/_history/")[0]


def _named(address: str) -> str:
    """`Patient/12` at the end of an address."""
    return "/".join(address.split("/")[-2:])


def _values(patient: dict[str, Any]) -> set[tuple[str, str]]:
    rows = array(patient, "identifier")
    return {(str(row.get("system")), str(row["value"])) for row in rows if isinstance(row, dict) and row.get("value")}


def _but_id(patient: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in patient.items() if key not in ("id", "meta", "text")}


def _only_patient(resources: Resources, source: Source) -> dict[str, Any] | None:
    patients = [item for item in resources.items if item.type == "Patient"]
    if not patients:
        return None
    for other in patients[1:]:
        if not _same(("", patients[0]), ("", other)):
            message = "two patients in one file, and no subject that says which"
            raise PatientMismatch(message, source=source.name, location=other.place)
    return patients[0].resource
