"""Codes through the ConceptMaps in force: those that ship, or a user's in their place."""

from typing import Any

from adapter.fhir.canonical import BASE
from adapter.terminology.concept_map import look_up, table_of


def in_force(context: Any, name: str, system: str | None, code: str) -> str | None:
    """What a code becomes in the ConceptMap of this name that is in force for the running map; None when it is not
    there."""
    return look_up(table_of(context.concept_maps[f"{BASE}/ConceptMap/{name}"]), system, code)
