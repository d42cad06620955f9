"""Every map and ConceptMap in force: where it lies, what it is for, what it replaces."""

from collections.abc import Iterator
from typing import Any

from adapter.mapping import StructureMap
from adapter.mapping.overriding import overridden_groups
from adapter.workflow.formats import FORMATS, shipped_concept_maps, shipped_maps
from adapter.workflow.user_maps import UserMaps


def listed_maps(own: UserMaps | None = None) -> list[dict[str, Any]]:
    """One object a map: `kind` (`map`, `concept-map`), `format` ("" for none), `file`, `url`, `name`, `groups`,
    `own` (is it the user's), `replaces` and `replacedBy` (files), and `overrides`, group → file:line of the shipped
    group it stands for.

    Raises MappingError when a shipped map is broken.
    """
    rows = [row for kind in FORMATS for row in _of_format(kind, own)]
    if own is not None:
        rows += [_row(found.map, "", own=True) for found in own.maps if not found.format]
    return rows + list(_concept_maps(own))


def _of_format(kind: str, own: UserMaps | None) -> Iterator[dict[str, Any]]:
    mine = {map_.url: map_ for map_ in own.of_format(kind)} if own is not None else {}
    shipped = {map_.url: map_ for map_ in shipped_maps(kind)}
    for url, map_ in shipped.items():
        replaced = mine[url].file if url in mine else None
        yield _row(map_, kind, own=False) | ({"replacedBy": replaced} if replaced else {})
    base = [mine.get(url, map_) for url, map_ in shipped.items()]
    for url, map_ in mine.items():
        row = _row(map_, kind, own=True)
        if url in shipped:
            row["replaces"] = shipped[url].file
        else:
            row["overrides"] = {
                group.name: f"{other.file}:{original.line}"
                for _, group, other, original in overridden_groups(base, [map_])
            }
        yield row


def _row(map_: StructureMap, kind: str, *, own: bool) -> dict[str, Any]:
    return {
        "kind": "map",
        "format": kind,
        "file": map_.file,
        "url": map_.url,
        "name": map_.name,
        "groups": [group.name for group in map_.groups],
        "own": own,
    }


def _concept_maps(own: UserMaps | None) -> Iterator[dict[str, Any]]:
    mine = own.concept_maps if own is not None else {}
    for url, (file, resource) in shipped_concept_maps().items():
        replaced = {"replacedBy": own.concept_map_files[url]} if own is not None and url in mine else {}
        yield _concept_row(url, resource, file, own=False) | replaced
    for url, resource in mine.items():
        assert own is not None
        yield _concept_row(url, resource, own.concept_map_files[url], own=True)


def _concept_row(url: str, resource: dict[str, Any], file: str, *, own: bool) -> dict[str, Any]:
    return {"kind": "concept-map", "file": file, "url": url, "name": resource.get("name", ""), "own": own}
