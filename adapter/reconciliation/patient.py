"""Whether the sources of one call are about one patient (design §6), and who that is. Two patients mixed would be
the worst error."""

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

from adapter.errors import CallError, PatientMismatch
from adapter.reconciliation.words import plain

INS_ROOTS = ("1.2.250.1.213.1.4.8", "1.2.250.1.213.1.4.9", "1.2.250.1.213.1.4.10", "1.2.250.1.213.1.4.11")
"""INS-NIR, INS-NIA, and the NIR test and demonstration roots."""

Patient = Mapping[str, Any]


def check_patients(
    patients: Sequence[tuple[str, Sequence[Patient]]], same_patient: str | None = None
) -> dict[str, Any]:
    """Compare the patients of all sources, two by two.

    patients: for each source its name and its Patient resources. same_patient: `NAME: reason`, who asserts that
    they are one where their data cannot show it; it never overrules two different INS, nor a name, birth date or
    sex that differ.
    Returns {identifiers, name, birthDate, sex} and, when it was needed, assertedBy and assertedReason.
    Raises PatientMismatch naming both sources and what differs; CallError for a same_patient without name or reason.
    """
    asserted = _assertion(same_patient)
    named = [(source, patient) for source, found in patients for patient in found]
    missing = [source for source, found in patients if not found]
    needed = False
    for (source_a, a), (source_b, b) in combinations(named, 2):
        needed |= _compare(a, b, source_a, source_b, asserted is not None)
    if missing and len(patients) > 1:
        if asserted is None:
            raise PatientMismatch(
                f"the source names no patient, so it cannot be shown to be about the same one; {_HINT}",
                source=missing[0],
            )
        needed = True
    return _summary([patient for _, patient in named], asserted if needed else None)


_HINT = 'state who asserts it and why with --same-patient "NAME: reason"'


def _compare(a: Patient, b: Patient, source_a: str, source_b: str, asserted: bool) -> bool:
    """Whether the assertion is needed to take the two as one. Raises PatientMismatch when they are not, or cannot
    be shown to be."""
    ins_a, ins_b = _ins(a), _ins(b)
    if ins_a & ins_b:
        return False
    if ins_a and ins_b:
        raise PatientMismatch(f"another patient than in {source_a}: the INS differ", source=source_b)
    differing = [name for name, left, right in _traits(a, b) if left and right and left != right]
    born_a, born_b = a.get("birthDate"), b.get("birthDate")
    if _values(a) & _values(b) and (not differing or (born_a and born_a == born_b)):
        return False
    if differing:
        raise PatientMismatch(f"another patient than in {source_a}: {', '.join(differing)} differ", source=source_b)
    twins = _other_given_names(a, b)
    if twins and not asserted:
        raise PatientMismatch(
            f"cannot be shown to be about the patient of {source_a}: no identifier in common, "
            f"and the given names differ; {_HINT}",
            source=source_b,
        )
    if not twins and all(left and right for _, left, right in _traits(a, b)):
        return False
    if not asserted:
        lacking = ", ".join(name for name, left, right in _traits(a, b) if not (left and right))
        raise PatientMismatch(
            f"cannot be shown to be about the patient of {source_a}: no identifier in common, "
            f"and {lacking} not stated in both; {_HINT}",
            source=source_b,
        )
    return True


def _traits(a: Patient, b: Patient) -> list[tuple[str, str, str]]:
    return [
        ("birth name", birth_name(a), birth_name(b)),
        ("birth date", str(a.get("birthDate") or ""), str(b.get("birthDate") or "")),
        ("sex", _sex(a), _sex(b)),
    ]


def _other_given_names(a: Patient, b: Patient) -> bool:
    """Twins share a name, a birth date and often a sex: given names that do not hold each other (`JEAN` and
    `JEAN-PIERRE` do, `MARIE-CLAUDE` and `MARIE-CLAIRE` do not) are those of two people."""
    first, second = _given_names(a), _given_names(b)
    return bool(first and second) and not (first <= second or second <= first)


def _given_names(patient: Patient) -> set[str]:
    names = (given for name in patient.get("name") or () for given in name.get("given") or ())
    return {word for given in names for word in plain(str(given)).replace("-", " ").split()}


def birth_name(patient: Patient) -> str:
    """The family name of the `official` name, which is the birth name in French identity; else of the only name."""
    names = patient.get("name") or []
    official = [name for name in names if name.get("use") in ("official", "maiden")] or (
        names if len(names) == 1 else []
    )
    return plain(str(official[0].get("family") or "")).replace("-", " ") if official else ""


def _sex(patient: Patient) -> str:
    sex = str(patient.get("gender") or "")
    return "" if sex == "unknown" else sex


def _values(patient: Patient) -> set[str]:
    """Identifiers by value, whatever the OID: test and production roots differ."""
    return {value for identifier in patient.get("identifier") or () if (value := _value(identifier))}


def _ins(patient: Patient) -> set[str]:
    """National numbers: by their OID, or because the value is one (a NIR whose key is right), whatever OID it came
    with."""
    identifiers = patient.get("identifier") or ()
    return {value for i in identifiers if (value := _value(i)) and (_oid(i) in INS_ROOTS or _is_nir(value))}


def _oid(identifier: Mapping[str, Any]) -> str:
    return str(identifier.get("system") or "").removeprefix("urn:oid:")


def _is_nir(value: str) -> bool:
    """13 characters and their key, 97 - n mod 97, Corsican departments 2A and 2B counted as 19 and 18."""
    digits = value[:13].replace("2A", "19").replace("2B", "18")
    return len(value) == 15 and digits.isdigit() and value[13:].isdigit() and 97 - int(digits) % 97 == int(value[13:])


def _value(identifier: Mapping[str, Any]) -> str:
    return str(identifier.get("value") or "").replace(" ", "").upper()


def _assertion(same_patient: str | None) -> tuple[str, str] | None:
    if same_patient is None:
        return None
    name, _, reason = (part.strip() for part in same_patient.partition(":"))
    if not name or not reason:
        raise CallError(f"--same-patient '{same_patient}' lacks a name or a reason; write \"NAME: reason\"")
    return name, reason


def _summary(patients: Sequence[Patient], asserted: tuple[str, str] | None) -> dict[str, Any]:
    identifiers = {
        (str(i.get("system") or ""), str(i.get("value") or "")): i
        for patient in patients
        for i in patient.get("identifier") or ()
    }
    found: dict[str, Any] = {
        "identifiers": [{"system": system, "value": value} for system, value in identifiers],
        "name": next((text for patient in patients if (text := _full_name(patient))), None),
        "birthDate": next((patient["birthDate"] for patient in patients if patient.get("birthDate")), None),
        "sex": next((sex for patient in patients if (sex := _sex(patient))), None),
    }
    if asserted is not None:
        found["assertedBy"], found["assertedReason"] = asserted
    return found


def _full_name(patient: Patient) -> str:
    for name in sorted(patient.get("name") or (), key=lambda name: name.get("use") != "official"):
        text = name.get("text") or " ".join([*name.get("given", ()), name.get("family") or ""]).strip()
        if text:
            return str(text)
    return ""
