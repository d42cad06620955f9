"""Patient, prescriber and units of the hospital: identifiers, names, references."""

import re
from typing import Any

from adapter.fhir.identifiers import full_url, stable_id
from adapter.functions.cda.report import report
from adapter.sources.pn13 import text

_OID = re.compile(r"[0-2](?:\.(?:0|[1-9]\d*))+")
_GENDERS = {"M": "male", "F": "female", "O": "other", "U": "unknown"}
_LOCAL_NUMBER = {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v2-0203", "code": "PI"}]}
_NAMES = ("Nom_famille", "Nom_usage", "Prénoms", "Prénom_usage")


def patient_identifiers(context: Any, focus: list, *_: list) -> list:
    """Patient → Identifiers: INS under its OID, Ipp under its domain (DI) where that is an OID."""
    found: list[dict[str, Any]] = []
    for patient in focus:
        if ins := text(patient, "INS"):
            found.append({"use": "official", **_system(text(patient, "INS_OID")), "value": ins})
        if number := text(patient, "Ipp"):
            found.append({"use": "usual", "type": _LOCAL_NUMBER, **_system(text(patient, "DI")), "value": number})
    return found


def gender(context: Any, focus: list, *_: list) -> list:
    """Sexe (M, F, O, U) → administrative-gender. Anything else: Issue, nothing."""
    found = []
    for node in focus:
        if code := _GENDERS.get(text(node)):
            found.append(code)
        else:
            message = f"'{text(node)}' is not a sex that is known (M, F, O, U); left out"
            report(context, node, "warning", "code-invalid", message, "Patient.gender")
    return found


def prescriber_id(context: Any, focus: list, *_: list) -> list:
    """Identification_prescripteur → id of the Practitioner in this file: from the identifier *and* the names."""
    return [_prescriber(context, node) for node in focus]


def prescriber_identifier(context: Any, focus: list, *_: list) -> list:
    """Identification_prescripteur → Identifier; the domain is its system where it is an OID."""
    return [
        {**_system(text(node, "Domaine_identification")), "value": value}
        for node in focus
        if (value := text(node, "Identifiant"))
    ]


def prescriber_reference(context: Any, focus: list, *_: list) -> list:
    """Identification_prescripteur → Reference to the Practitioner, with the name; without a name by identifier."""
    found = []
    for node in focus:
        name = " ".join(part for part in (text(node, "Prénom_usage"), text(node, "Nom_usage")) if part)
        if has_name(context, [node])[0]:
            reference = {"reference": full_url(_prescriber(context, node))}
            found.append(reference | ({"display": name} if name else {}))
        else:
            found.extend({"identifier": identifier} for identifier in prescriber_identifier(context, [node]))
    return found


def has_name(context: Any, focus: list, *_: list) -> list:
    """Person → whether any part of a name is written."""
    return [any(text(node, name) for name in _NAMES) for node in focus]


def _prescriber(context: Any, node: Any) -> str:
    parts = [text(node, name) for name in ("Identifiant", "Domaine_identification", *_NAMES)]
    return stable_id(context.document.identity, "Practitioner", *parts)


def _system(oid: str) -> dict[str, str]:
    return {"system": f"urn:oid:{oid}"} if _OID.fullmatch(oid) else {}
