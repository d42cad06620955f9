"""A folder of maps: texts, StructureMap resources and ConceptMaps, from which imports are resolved."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from adapter.errors import MappingError, SourceError
from adapter.fhir.definitions import r4
from adapter.mapping.concept_maps import ConceptMapTable, concept_map_table
from adapter.mapping.imports import Imports, missing_imports
from adapter.mapping.located_json import located_json
from adapter.mapping.parser import parse_map
from adapter.mapping.resource_reader import read_map
from adapter.mapping.syntax import StructureMap
from adapter.nearness import near
from adapter.sources.document import Source
from adapter.sources.fhir_xml import resource_of_xml

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
        needed = Imports(self.maps).needed_by(map_)
        for error in missing_imports(needed, [other.url for other in self.maps]):
            raise error
        return tuple(needed)


def read_folder(folder: Path) -> MapFolder:
    """Read `*.map`, `*.fml`, `*.json` and `*.xml` (StructureMap, ConceptMap; others are left) of a folder
    and the folders in it.

    Raises MappingError for what does not parse, with the file relative to the folder.
    """
    maps: list[StructureMap] = []
    tables: dict[str, ConceptMapTable] = {}
    for path in texts_first(map_files(folder)):
        found = read_map_file(path, path.relative_to(folder).as_posix())
        if isinstance(found, StructureMap):
            if not any(same_text_and_resource(map_.file, found.file) for map_ in maps if map_.url == found.url):
                maps.append(found)
        elif found is not None:
            table = concept_map_table(found, path.relative_to(folder).as_posix())
            tables[table.url] = table
    return MapFolder(tuple(maps), tables)


def map_files(folder: Path) -> Iterator[Path]:
    """The files of a folder, and of the folders in it, that may be maps: not hidden ones, nor the pairs of a suite
    (`situation.source.json`, `situation.expected.json`); of XML those with a StructureMap or ConceptMap.
    """
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        pair = {".source", ".expected"} & set(path.suffixes)
        if pair or any(part.startswith(".") for part in parts):
            continue
        if path.suffix in (*TEXTS, ".json") or (path.suffix == ".xml" and _holds_map(path)):
            yield path


_XML_MAP = re.compile(rb"<(?:\w+:)?(?:StructureMap|ConceptMap)[\s>]")


def _holds_map(path: Path) -> bool:
    """Whether an XML file is a resource that a folder of maps is read for: the others are sources."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        start = file.read(4096)
    root = re.search(rb"<[A-Za-z]", start)
    return root is not None and _XML_MAP.match(start, root.start()) is not None


def xml_resource(data: bytes, name: str) -> dict[str, Any]:
    """The FHIR resource of an XML file. Raises MappingError for what is none, with its place."""
    try:
        return resource_of_xml(Source(name, data))
    except SourceError as error:
        raise MappingError(error.message, source=name, location=error.location) from None


def texts_first(paths: Iterable[Path]) -> list[Path]:
    """Files of maps with texts before resources: a map that is there as both is taken as text."""
    return sorted(paths, key=lambda path: path.suffix not in TEXTS)


def same_text_and_resource(first: str, second: str) -> bool:
    """Whether two files with one url are a map's text and the resource of it."""
    return first.endswith(TEXTS) and not second.endswith(TEXTS)


def read_map_file(path: Path, name: str) -> StructureMap | dict[str, Any] | None:
    """One file as a map, or as the ConceptMap resource that it holds; None for JSON that is neither.

    Raises MappingError (with `name` for the file) when it cannot be read, is not UTF-8, or does not parse.
    """
    return map_of(map_text(path, name), name)


def map_of(text: str, name: str) -> StructureMap | dict[str, Any] | None:
    """The text of a file as a map or ConceptMap resource, by the ending of its name; None for JSON that is neither."""
    if not text.strip():
        of_json = name.endswith(".json")
        begins = "expected a ConceptMap or StructureMap" if of_json else 'a map begins with map "url" = "Name"'
        raise MappingError(f"the file is empty; {begins}", source=name, location="1:1")
    if name.endswith(TEXTS):
        return parse_map(text, name)
    of_xml = name.endswith(".xml")
    resource = xml_resource(text.encode(), name) if of_xml else json_object(text, name)
    match resource.get("resourceType"):
        case "StructureMap":
            return read_map(resource, name) if of_xml else read_map(located_json(text), name, text)
        case "ConceptMap":
            return resource
        case str(other) if not r4().known(other) and (meant := near(other, ("ConceptMap", "StructureMap"))):
            offset = text.find(json.dumps(other))
            place = f"{text.count(chr(10), 0, offset) + 1}:{offset - text.rfind(chr(10), 0, offset)}"
            raise MappingError(f"FHIR has no resource '{other}'{meant}", source=name, location=place)
    return None


def map_text(path: Path, name: str) -> str:
    """The text of a file. Raises MappingError when it cannot be read or is not UTF-8."""
    try:
        data = path.read_bytes()
    except IsADirectoryError:
        raise MappingError(f"is a folder; a name that ends in {path.suffix} is for a file", source=name) from None
    except OSError as error:
        raise MappingError(f"cannot be read: {error.strerror or error}", source=name) from None
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise MappingError("the text is UTF-16; save the file as UTF-8", source=name, location="1:1")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = len(data[data.rfind(b"\n", 0, error.start) + 1 : error.start].decode("utf-8")) + 1
        byte = data[error.start : error.start + 1]
        windows = byte.decode("cp1252", errors="replace")
        message = f"the byte 0x{byte.hex()} is not UTF-8 text ('{windows}' in Windows-1252?); save the file as UTF-8"
        raise MappingError(message, source=name, location=f"{line}:{column}") from None


_JSON_ERRORS = {
    "Expecting value": "expected a value",
    "Expecting property name enclosed in double quotes": "expected a name in double quotes",
    "Expecting ',' delimiter": "expected ',' or the closing bracket",
    "Expecting ':' delimiter": "expected ':'",
    "Illegal trailing comma before end of object": "expected no ',' before '}'",
    "Illegal trailing comma before end of array": "expected no ',' before ']'",
    "Extra data": "expected the end of the file",
}


def json_object(text: str, name: str) -> dict[str, Any]:
    """The JSON object of a text, empty for other JSON. Raises MappingError with line and column of what is none."""
    try:
        found = json.loads(text)
    except json.JSONDecodeError as error:
        place = f"{error.lineno}:{error.colno}"
        expected = _JSON_ERRORS.get(error.msg, error.msg)
        raise MappingError(f"not JSON: {expected}", source=name, location=place) from None
    except RecursionError:
        raise MappingError("expected JSON that is nested less deeply", source=name, location="1:1") from None
    return found if isinstance(found, dict) else {}
