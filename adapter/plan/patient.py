"""The one Patient of a plan."""

from collections.abc import Mapping, Sequence
from typing import Any

_TRAITS = ("name", "gender", "birthDate")


def plan_patient(patients: Sequence[Mapping[str, Any]]) -> dict[str, Any] | None:
    """The first Patient (the discharge source's), with its id, and what only other sources say of the same person.

    patients: the Patient resources of all sources, already shown to be one person (design §6). Identifiers of all are
    kept, each system and value once; name, gender and birth date of another source only where the first has none.
    None without any Patient.
    """
    if not patients:
        return None
    merged = {**patients[0]}
    identifiers: dict[tuple[str, str], Any] = {}
    for identifier in (i for patient in patients for i in patient.get("identifier") or ()):
        identifiers.setdefault((str(identifier.get("system")), str(identifier.get("value"))), identifier)
    if identifiers:
        merged["identifier"] = list(identifiers.values())
    for trait in _TRAITS:
        if said := next((patient[trait] for patient in patients if patient.get(trait)), None):
            merged[trait] = said
    return merged
