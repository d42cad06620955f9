"""A folder of maps of one's own, which replace or extend those that ship (`--mappings DIR`).

DIR/cda/*.map are maps for CDA sources, DIR/csv/*.map for CSV, and so on for each format. A map in no such folder is of
the format whose map it replaces, by url, or imports; else only `--map` runs it. ConceptMaps go by their url, wherever
they lie.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from adapter.errors import CallError, MappingError
from adapter.mapping import StructureMap
from adapter.mapping.concept_maps import complete, concept_map_table
from adapter.mapping.folder import map_files, map_of, map_text, same_text_and_resource, texts_first
from adapter.mapping.places import error_at, import_offset
from adapter.workflow.formats import FORMATS, shipped_maps


@dataclass(frozen=True, slots=True)
class UserMap:
    """A map and the format it belongs to, "" when it belongs to none."""

    map: StructureMap
    format: str


@dataclass(frozen=True, slots=True)
class UserMaps:
    """What a folder holds. `texts`, (file, its text), is what tells one state of the folder from another."""

    folder: str
    texts: tuple[tuple[str, str], ...]
    maps: tuple[UserMap, ...] = field(compare=False)
    concept_maps: Mapping[str, dict[str, Any]] = field(compare=False)
    concept_map_files: Mapping[str, str] = field(compare=False)

    def of_format(self, kind: str) -> tuple[StructureMap, ...]:
        """The maps in force for one format, in the order of their file names."""
        return tuple(own.map for own in self.maps if own.format == kind)


def read_user_maps(name: str, broken: list[MappingError] | None = None) -> UserMaps:
    """The maps and ConceptMaps of a folder, files named as the caller reaches them (`DIR/cda/dosage.map`).

    broken: where a list is given, what is wrong with a file goes there, and the others are read.
    Raises CallError when there is no such folder, MappingError for the first file that does not parse or cannot be
    placed.
    """
    texts: list[tuple[str, str]] = []
    for path in texts_first(map_files(user_folder(name))):
        with _gathering(broken):
            texts.append((path.as_posix(), map_text(path, path.as_posix())))
    return user_maps(name, texts, broken)


@contextmanager
def _gathering(broken: list[MappingError] | None) -> Iterator[None]:
    """Errors of maps go into the list, when there is one."""
    try:
        yield
    except MappingError as error:
        if broken is None:
            raise
        broken += error.errors


def maps_to_apply(name: str) -> UserMaps:
    """The same for a folder that is to change what comes out: one that changes nothing is a mistake of the call.

    Raises CallError too when nothing in it can be in force."""
    own = read_user_maps(name)
    if not own.maps and not own.concept_maps:
        raise CallError("holds no map and no ConceptMap; they are files .map, .fml or .json", source=name)
    if not own.concept_maps and not any(found.format for found in own.maps):
        message = (
            f"no map in it is of a format, so none would be in force; put them in a folder {', '.join(FORMATS)}, "
            "or run one with medrec map --map NAME"
        )
        raise CallError(message, source=name)
    return own


def user_maps(name: str, texts: Iterable[tuple[str, str]], broken: list[MappingError] | None = None) -> UserMaps:
    """The same from the texts of the files. Raises MappingError."""
    texts = tuple(texts)
    maps: list[UserMap] = []
    concept_maps: dict[str, dict[str, Any]] = {}
    files: dict[str, str] = {}
    for file, text in texts:
        with _gathering(broken):
            found = map_of(text, file)
            if isinstance(found, StructureMap):
                same = (own.map.file for own in maps if own.map.url == found.url)
                if not any(same_text_and_resource(first, found.file) for first in same):
                    maps.append(UserMap(found, format_of(found, name)))
            elif found is not None:
                url = concept_map_table(found, file, text).url
                if url in files:
                    message = f"the url '{url}' is that of {files[url]} too; give each ConceptMap a url of its own"
                    raise MappingError(message, source=file)
                files[url], concept_maps[url] = file, complete(found)
    return UserMaps(name, texts, tuple(maps), concept_maps, files)


def user_folder(name: str) -> Path:
    """The folder of that name. Raises CallError when it is none."""
    path = Path(name)
    if path.is_file():
        raise CallError("is a file; name the folder that holds the maps", source=name)
    if not path.is_dir():
        raise CallError("no such folder of maps", source=name)
    return path


def format_of(map_: StructureMap, folder: str) -> str:
    """The format a map of the folder belongs to, "" when it belongs to none. Raises MappingError when its place, its
    url and its imports say different ones.
    """
    first = Path(map_.file).relative_to(folder).parts[0]
    placed = first if first in FORMATS else ""
    shipped = {other.url: (kind, other.file) for kind in FORMATS for other in shipped_maps(kind)}
    own, file = shipped.get(map_.url, ("", ""))
    if placed and own and placed != own:
        message = (
            f"lies in {first}/ and has the url of the {own} map {file}; move it to {own}/ to replace that one, or give "
            "it a url of its own"
        )
        raise MappingError(message, source=map_.file, location="1:1")
    found = placed or own
    for url in map_.imports:
        kind, file = shipped.get(url, (found, ""))
        if found and kind != found:
            message = (
                f"a map of {found} imports {file}, a map of {kind}; move the map to {kind}/, or leave the import out"
            )
            raise error_at(map_, import_offset(map_, url), message)
        found = found or kind
    return found
