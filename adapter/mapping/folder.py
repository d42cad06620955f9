"""A folder of maps: texts, StructureMap resources and ConceptMaps, from which imports are resolved."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from adapter.errors import MappingError
from adapter.mapping.concept_maps import ConceptMapTable, concept_map_table
from adapter.mapping.parser import parse_map
from adapter.mapping.resource_reader import read_map
from adapter.mapping.syntax import StructureMap

TEXTS = (".map", ".fml")


@dataclass(frozen=True, slots=True)
class MapFolder:
    """What a folder holds, in the order of its file names; ConceptMaps by url."""

    maps: tuple[StructureMap, ...]
    concept_maps: dict[str, ConceptMapTable]

    def needed_by(self, map_: StructureMap) -> tuple[StructureMap, ...]:
        """The map and all that it imports, directly or not. Raises MappingError for an import the folder does not
        hold.
        """
        found = [map_]
        for importer in found:
            for url in importer.imports:
                imported = [other for other in self.maps if _fits(url, other.url)]
                if not imported and "*" not in url:
                    raise MappingError(
                        f"expected a map with the url '{url}' in the folder, found none", source=importer.file
                    )
                found += [other for other in imported if other not in found]
        return tuple(found)


def _fits(pattern: str, url: str) -> bool:
    prefix, star, suffix = pattern.partition("*")
    return url.startswith(prefix) and url.endswith(suffix) if star else url == pattern


def read_folder(folder: Path) -> MapFolder:
    """Read `*.map`, `*.fml` and `*.json` (StructureMap, ConceptMap; others are left) of a folder and the folders in it.

    Raises MappingError for what does not parse, with the file relative to the folder.
    """
    maps: list[StructureMap] = []
    tables: dict[str, ConceptMapTable] = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.suffix in TEXTS:
            maps.append(parse_map(path.read_text(encoding="utf-8"), name))
        elif path.suffix == ".json":
            resource = _json(path, name)
            if resource.get("resourceType") == "StructureMap":
                maps.append(read_map(resource, name))
            elif resource.get("resourceType") == "ConceptMap":
                table = concept_map_table(resource, name)
                tables[table.url] = table
    return MapFolder(tuple(maps), tables)


def _json(path: Path, name: str) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8-sig"))
    except json.JSONDecodeError as error:
        place = f"{error.lineno}:{error.colno}"
        raise MappingError(f"expected JSON, found {error.msg}", source=name, location=place) from None
    return found if isinstance(found, dict) else {}
