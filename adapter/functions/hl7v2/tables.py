"""The tables of HL7 v2 that have a meaning in FHIR: the ConceptMaps hl7v2-…, a user's in force over those that ship."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from adapter.fhir.canonical import BASE
from adapter.terminology.concept_map import once_a_map


class Target(NamedTuple):
    """system: of the target group; display, name: of the target and of the code itself, "" when the ConceptMap does not
    write them."""

    system: str
    code: str
    display: str
    name: str = ""


def translated(context: Any, table: str, code: str) -> Target | None:
    """A code of a table (`order-control`, `route`, …), without regard to case; None when the table does not have it."""
    rows = _rows(context.concept_maps[f"{BASE}/ConceptMap/hl7v2-{table}"])
    return rows.get(" ".join(code.upper().split()))


@once_a_map
def _rows(concept_map: Mapping[str, Any]) -> Mapping[str, Target]:
    return {
        element["code"].upper(): Target(
            group.get("target", ""), target["code"], target.get("display", ""), element.get("display", "")
        )
        for group in concept_map["group"]
        for element in group["element"]
        for target in element.get("target", ())[:1]
    }
