"""The tables of HL7 v2 that have a meaning in FHIR: the ConceptMaps of mappings/concept-maps/hl7v2-*.json."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

import orjson

from adapter.data_files import folder


class Target(NamedTuple):
    """system: of the target group; display: as the ConceptMap writes it, "" when it does not."""

    system: str
    code: str
    display: str


def translated(table: str, code: str) -> Target | None:
    """A code of a table (`order-control`, `route`, …), without regard to case; None when the table does not have it."""
    return _table(table).get(" ".join(code.upper().split()))


@cache
def _table(name: str) -> Mapping[str, Target]:
    concept_map = orjson.loads((folder("mappings") / f"concept-maps/hl7v2-{name}.json").read_bytes())
    rows = {
        element["code"].upper(): Target(group["target"], target["code"], target.get("display", ""))
        for group in concept_map["group"]
        for element in group["element"]
        for target in element["target"][:1]
    }
    return MappingProxyType(rows)
