"""The ConceptMaps of mappings/concept-maps that conversions ask code by code."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

import orjson

from adapter.data_files import folder


def translated(name: str, system: str | None, code: str) -> str | None:
    """What a code becomes in the ConceptMap of this name; None when it is not there.

    system: its FHIR URI, None when the source does not say it. A group of the map without source is for codes that
    documents write under many systems (`active`): it is asked last.
    """
    table = _table(name)
    return table.get((system, code)) or table.get((None, code))


@cache
def _table(name: str) -> Mapping[tuple[str | None, str], str]:
    resource: dict[str, Any] = orjson.loads((folder("mappings") / "concept-maps" / f"{name}.json").read_bytes())
    return MappingProxyType(
        {
            (group.get("source"), element["code"]): element["target"][0]["code"]
            for group in resource["group"]
            for element in group["element"]
        }
    )
