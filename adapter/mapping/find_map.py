"""One map of a folder with all that it needs, whoever wrote it: only what is needed is parsed.

Maps as text or as StructureMap resources, ConceptMaps, ValueSets and CodeSystems, in JSON or XML.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from adapter.errors import MappingError
from adapter.fhir.definitions import r4
from adapter.mapping.concept_maps import ConceptMapTables
from adapter.mapping.folder import TEXTS, json_object, map_text, xml_resource
from adapter.mapping.imports import fits, import_error
from adapter.mapping.located_json import located_json
from adapter.mapping.parser import parse_map
from adapter.mapping.resource_reader import read_map
from adapter.mapping.syntax import StructureMap
from adapter.nearness import near

_RESOURCES = (".json", ".xml")


@dataclass(frozen=True, slots=True)
class FoundMap:
    """maps: the map that was asked for, then those that it imports; concept_maps: of the whole folder, by url;
    canonicals: what its expressions may resolve()."""

    maps: tuple[StructureMap, ...]
    concept_maps: ConceptMapTables
    canonicals: "Canonicals"


def find_map(folder: Path, name: str) -> FoundMap:
    """One map of a folder and all that it imports, the map first; ConceptMaps of the whole folder by url.

    name: its url, its name, or its file (relative to the folder, or without its ending). Only files that are needed are
    parsed; a map that is there as text and as a resource is taken as text. Raises MappingError when there is no such
    map (with those that are near), and for what does not parse.
    """
    every = _map_files(folder)
    files = list({file.url or file.path: file for file in reversed(every)}.values())[::-1]
    maps = [_wanted(folder, every, name).read()]
    for importer in maps:
        for url in importer.imports:
            found = [file for file in files if fits(url, file.url)]
            if not found and "*" not in url:
                raise import_error(importer, url, [file.url for file in files])
            maps += [file.read() for file in found if file.url not in [other.url for other in maps]]
    return FoundMap(tuple(maps), _concept_maps(folder), Canonicals(folder))


def _wanted(folder: Path, files: list["_MapFile"], name: str) -> "_MapFile":
    """The map that is asked for: the file with this name, though another one may have its url, else the first."""
    for kind in (_named_as_file, lambda file: (file.url, file.name)):
        found = [file for file in files if name in kind(file)]
        if found:
            return found[0]
    known = [file.url for file in files] + [file.name for file in files]
    raise MappingError(f"expected the url or name of a map, found '{name}'{near(name, known)}", source=str(folder))


def _named_as_file(file: "_MapFile") -> tuple[str, str]:
    return file.path, file.path.rpartition(".")[0]


@dataclass(frozen=True, slots=True)
class _MapFile:
    """A file that holds a map, not parsed yet."""

    folder: Path
    path: str
    url: str
    name: str

    def read(self) -> StructureMap:
        path = self.folder / self.path
        if path.suffix in TEXTS:
            return parse_map(map_text(path, self.path), self.path)
        if path.suffix == ".json":
            text = map_text(path, self.path)
            return read_map(located_json(text), self.path, text)
        return read_map(xml_resource(path.read_bytes(), self.path), self.path)


_DECLARED = re.compile(r"""^\s*map\s+["'](?P<url>[^"']+)["']\s*=\s*["']?(?P<name>[^"'\s]+)""", re.MULTILINE)
_URL = re.compile(r"""^///\s*url\s*=\s*["']?(?P<url>[^"'\s]+)""", re.MULTILINE)
_NAME = re.compile(r"""^///\s*name\s*=\s*["']?(?P<name>[^"'\s]+)""", re.MULTILINE)


_CANONICAL = ("ValueSet", "CodeSystem", "StructureDefinition")


class Canonicals:
    """ValueSets, CodeSystems and StructureDefinitions of a folder by url, read when one is first asked for; `missed`
    are those asked for in vain."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.missed: dict[str, None] = {}
        self._found: dict[str, dict[str, Any]] | None = None

    def get(self, url: str) -> dict[str, Any] | None:
        """The resource with this url; None when the folder has none."""
        found = self._all().get(url.partition("|")[0])
        if found is None:
            self.missed[url] = None
        return found

    def type_of_profile(self, url: str) -> str | None:
        """The type of FHIR R4 that the profile with this url constrains; None where the folder has none."""
        found = self._all().get(url.partition("|")[0], {})
        type_ = found.get("type") if found.get("kind") in ("resource", "complex-type") else None
        return type_ if isinstance(type_, str) and r4().known(type_) else None

    def _all(self) -> dict[str, dict[str, Any]]:
        if self._found is None:
            self._found = {found["url"]: found for found in self._read() if "url" in found}
        return self._found

    def _read(self) -> Iterator[dict[str, Any]]:
        for path in _files(self.folder):
            if path.suffix in _RESOURCES and any(_is_a(path, type_) for type_ in _CANONICAL):
                yield _resource(path, path.relative_to(self.folder).as_posix())


def _map_files(folder: Path) -> list[_MapFile]:
    """The maps of a folder, texts before resources."""
    found: list[_MapFile] = []
    for path in sorted(_files(folder), key=lambda path: path.suffix not in TEXTS):
        name = path.relative_to(folder).as_posix()
        if path.suffix in TEXTS:
            url, title = _declared(path.read_text(encoding="utf-8", errors="replace"))
        elif _is_a(path, "StructureMap"):
            resource = _resource(path, name)
            url, title = str(resource.get("url", "")), str(resource.get("name", ""))
        else:
            continue
        found.append(_MapFile(folder, name, url, title))
    return found


def _files(folder: Path) -> Iterator[Path]:
    """The files that may hold maps or terminology, in the order of their names; hidden ones are left."""
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.suffix in (*TEXTS, *_RESOURCES) and not hidden and path.is_file():
            yield path


def _declared(text: str) -> tuple[str, str]:
    declared = _DECLARED.search(text)
    if declared is not None:
        return declared["url"], declared["name"]
    url, name = _URL.search(text), _NAME.search(text)
    return url["url"] if url else "", name["name"] if name else ""


def _concept_maps(folder: Path) -> ConceptMapTables:
    """The ConceptMaps of a folder; what is wrong in one is said when a map asks for it."""
    resources: dict[str, dict[str, Any]] = {}
    files: dict[str, str] = {}
    for path in _files(folder):
        if path.suffix in _RESOURCES and _is_a(path, "ConceptMap"):
            name = path.relative_to(folder).as_posix()
            resource = _resource(path, name)
            url = resource.get("url")
            if isinstance(url, str) and url not in resources:
                resources[url], files[url] = resource, name
    return ConceptMapTables(resources, files)


def _is_a(path: Path, type_: str) -> bool:
    """Whether the first type that a file names near its start is this one."""
    with path.open("rb") as file:
        found = _TYPE[path.suffix].search(file.read(4096))
    return found is not None and found[1].decode() == type_


_TYPE = {".json": re.compile(rb'"resourceType"\s*:\s*"(\w+)"'), ".xml": re.compile(rb"<(?:\w+:)?([A-Za-z]\w*)")}


def _resource(path: Path, name: str) -> dict[str, Any]:
    return json_object(map_text(path, name), name) if path.suffix == ".json" else xml_resource(path.read_bytes(), name)
