"""The ConceptMaps of mappings/concept-maps that conversions ask code by code."""

from collections.abc import Callable, Mapping
from functools import cache, wraps
from types import MappingProxyType
from typing import Any, TypeVar

import orjson

from adapter.data_files import folder

_MAPS = 256  # of which something is kept
Made = TypeVar("Made")

Table = Mapping[tuple[str | None, str], str]
"""(system, code) → the code it becomes; system None for codes that documents write under many systems (`active`)."""


def translated(name: str, system: str | None, code: str) -> str | None:
    """What a code becomes in the ConceptMap that ships under this name; None when it is not there.

    system: its FHIR URI, None when the source does not say it.
    """
    return look_up(_shipped(name), system, code)


def look_up(table: Table, system: str | None, code: str) -> str | None:
    """What a code becomes; a group of the map without source is asked last."""
    return table.get((system, code)) or table.get((None, code))


def once_a_map(make: Callable[[Mapping[str, Any]], Made]) -> Callable[[Mapping[str, Any]], Made]:
    """What is made of a ConceptMap is made once for all documents: those in force stay as they are."""
    kept: dict[int, tuple[Mapping[str, Any], Made]] = {}

    @wraps(make)
    def made(concept_map: Mapping[str, Any]) -> Made:
        found = kept.get(id(concept_map))
        if found is None or found[0] is not concept_map:
            if len(kept) == _MAPS:
                kept.clear()
            found = kept[id(concept_map)] = (concept_map, make(concept_map))
        return found[1]

    return made


@once_a_map
def table_of(concept_map: Mapping[str, Any]) -> Table:
    """A ConceptMap as a table: the first target of each element."""
    return MappingProxyType(
        {
            (group.get("source"), element["code"]): element["target"][0]["code"]
            for group in concept_map.get("group", ())
            for element in group.get("element", ())
            if element.get("target")
        }
    )


@cache
def _shipped(name: str) -> Table:
    return table_of(orjson.loads((folder("mappings") / "concept-maps" / f"{name}.json").read_bytes()))
