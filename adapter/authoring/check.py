"""Everything that is wrong with the maps and ConceptMaps of a folder, alone and with those that ship."""

from collections.abc import Iterable, Iterator, Set
from pathlib import Path
from typing import Any

from adapter.authoring.any_node import AnyNode
from adapter.authoring.diagnostics import Diagnostic, diagnostic_of
from adapter.authoring.doubts import doubts, metadata_doubts
from adapter.authoring.left_out import left_out
from adapter.authoring.misspelt_types import misspelt_source_types, misspelt_types
from adapter.authoring.mistaken_members import READ_AS, mistaken_members
from adapter.authoring.source_names import misspelt_names
from adapter.data_files import folder as data_folder
from adapter.errors import CallError, MappingError
from adapter.mapping import StructureMap, compile_maps
from adapter.mapping.concept_map_faults import concept_map_faults, fault_location
from adapter.mapping.concept_maps import complete, concept_map_table
from adapter.mapping.find_map import Canonicals
from adapter.mapping.folder import TEXTS, map_files, map_of, map_text, same_text_and_resource, texts_first
from adapter.mapping.groups import Groups
from adapter.mapping.imports import Imports, missing_imports
from adapter.mapping.linker import CALLED
from adapter.mapping.names import called
from adapter.mapping.overriding import overridden_groups
from adapter.mapping.profiles import ProfiledStructure
from adapter.mapping.static_errors import failing_errors, static_errors
from adapter.mapping.uses import Uses
from adapter.sources.cda_structure import cda_structure
from adapter.workflow.code_errors import wrong_codes
from adapter.workflow.formats import FORMATS, shipped_maps
from adapter.workflow.programs import compiled, host_functions, maps_in_force, run_group_errors
from adapter.workflow.run_groups import CONSTANTS, RUN_GROUPS
from adapter.workflow.standard_concept_maps import STANDARD_CONCEPT_MAPS
from adapter.workflow.user_maps import UserMap, UserMaps, format_of


def checked(paths: Iterable[str]) -> tuple[list[Diagnostic], int]:
    """What is wrong in folders or single files, and how many files were looked at; without a path, in what ships.

    A single file is checked with the folder it lies in. Raises CallError for a path that is not there or holds no map.
    """
    found: list[Diagnostic] = []
    files = 0
    for name in paths:
        root, only = _root(name)
        folder = CheckedFolder(root)
        here = [file for file in folder.texts if only is None or file == only]
        if not here:
            message = "no map here; maps are files .map or .fml, and .json or .xml with a StructureMap"
            raise CallError(message, source=name)
        files += len(here)
        found += [diagnostic for diagnostic in folder.diagnostics() if only is None or diagnostic.file == only]
    return found, files


def checked_as_shipped() -> tuple[list[Diagnostic], int]:
    """The maps that ship, as a folder of their own."""
    return checked([str(data_folder("mappings"))])


def _root(name: str) -> tuple[str, str | None]:
    """The folder to check, and the file in it when one is named: a file in a folder of a format belongs to the one
    above."""
    path = Path(name)
    if path.is_dir():
        return name, None
    if not path.exists():
        raise CallError("no such file or folder", source=name)
    if path.suffix not in (*TEXTS, ".json", ".xml"):
        raise CallError("is no map; maps are files .map or .fml, and .json or .xml with a StructureMap", source=name)
    root = path.parent.parent if path.parent.name in FORMATS else path.parent
    return str(root), path.as_posix()


def _run_together(
    maps: tuple[StructureMap, ...], alone: Set[str], imports: Imports
) -> Iterator[tuple[list[StructureMap], frozenset[str]]]:
    """What each map of no format (their urls: `alone`) is run with, once where several are run with the same; and the
    urls of those of them that are not run with less: what they call is compiled with them, so each is compiled once.
    """
    programs: dict[frozenset[str], list[StructureMap]] = {}
    own: dict[frozenset[str], set[str]] = {}
    for map_ in maps:
        if map_.url in alone:
            needed = imports.needed_by(map_)
            together = frozenset(other.url for other in needed)
            programs.setdefault(together, needed)
            own.setdefault(together, set()).add(map_.url)
    for together, needed in programs.items():
        yield needed, frozenset(own[together] | (together - alone))


def _each_once(found: list[Diagnostic]) -> Iterable[Diagnostic]:
    """The same error of a group once, though maps that are run apart call it at different places; and of a name that is
    read as an element only that, not that the element is none."""
    first: dict[tuple[object, ...], Diagnostic] = {}
    mistaken = {(each.file, each.line, each.column) for each in found if READ_AS in each.message}
    for each in found:
        if READ_AS not in each.message and (each.file, each.line, each.column) in mistaken:
            continue
        said = each.message.rpartition(" (")[0] if CALLED in each.message else each.message
        first.setdefault((each.file, each.line, each.column, each.severity, said), each)
    return first.values()


class CheckedFolder:
    """One folder: its texts, what of them parses, and the diagnostics on the way."""

    def __init__(self, root: str) -> None:
        self.root = root
        self.texts: dict[str, str] = {}
        self.maps: list[UserMap] = []
        self.concept_maps: dict[str, dict[str, Any]] = {}
        self.concept_files: dict[str, str] = {}
        self._found: list[Diagnostic] = []
        for path in texts_first(map_files(Path(root))):
            self._read(path, path.as_posix())

    def diagnostics(self) -> list[Diagnostic]:
        """Each once, by file and place; errors of shipped maps too, where these maps break them."""
        found = [*self._found]
        own = UserMaps(self.root, tuple(self.texts.items()), tuple(self.maps), self.concept_maps, self.concept_files)
        for kind in FORMATS:
            if own.of_format(kind):
                found += self._of_format(kind, own)
        found += self._of_no_format()
        alone = [each.map for each in self.maps if not each.format]
        found += [diagnostic_of(doubt, self.texts[doubt.source], "warning") for doubt in left_out(alone)]
        return sorted(_each_once(found), key=lambda found: (found.file, found.line, found.column))

    def _read(self, path: Path, name: str) -> None:
        try:
            self.texts[name] = ""
            text = self.texts[name] = map_text(path, name)
            read = map_of(text, name)
        except MappingError as error:
            self._found += [diagnostic_of(part, self.texts[name]) for part in error.errors]
            return
        if isinstance(read, StructureMap):
            self._place(read)
        elif read is not None:
            self._concept_map(read, name)
        else:
            del self.texts[name]

    def _place(self, map_: StructureMap) -> None:
        first = next((own.map for own in self.maps if own.map.url == map_.url), None)
        if first is not None and same_text_and_resource(first.file, map_.file):
            del self.texts[map_.file]
            return
        if first is not None:
            message = f"the url '{map_.url}' is that of {first.file} too; give each map a url of its own"
            self._report(map_.file, "1:1", "error", message)
            return
        try:
            self.maps.append(UserMap(map_, format_of(map_, self.root)))
        except MappingError as error:
            self._found.append(diagnostic_of(error, map_.text))

    def _concept_map(self, resource: dict[str, Any], name: str) -> None:
        broken = False
        for fault in concept_map_faults(resource):
            broken = broken or fault.severity == "error"
            self._report(name, fault_location(self.texts[name], fault), fault.severity, fault.message)
        if broken:
            return
        url = resource["url"]
        if url in self.concept_files:
            message = f"the url '{url}' is that of {self.concept_files[url]} too; give each ConceptMap its own"
            self._report(name, "1:1", "error", message)
            return
        self.concept_maps[url], self.concept_files[url] = complete(resource), name

    def _of_format(self, kind: str, own: UserMaps) -> list[Diagnostic]:
        try:
            program = compiled(kind, AnyNode(), own, gather=True)
            maps = maps_in_force(kind, own)
        except MappingError as error:
            return [diagnostic_of(part, self.texts.get(part.source, "")) for part in error.errors]
        found = [diagnostic_of(error, self._text(error.source, maps)) for error in program.errors]
        found += [diagnostic_of(error, self._text(error.source, maps)) for error in wrong_codes(program.codes)]
        mine_only = [doubt for doubt in program.doubts if doubt.source in self.texts]
        found += [diagnostic_of(doubt, self.texts[doubt.source], "warning") for doubt in mine_only]
        mine = own.of_format(kind)
        base = [map_ for map_ in shipped_maps(kind) if map_.url not in {m.url for m in mine}]
        used = {*RUN_GROUPS, *(group.name for _, group, _, _ in overridden_groups(base, mine))}
        used.update(name for map_ in maps for name in called(map_))
        groups, uses, in_force = Groups(maps), Uses(maps), {map_.url: map_ for map_ in maps}
        for map_ in (in_force[own_map.url] for own_map in mine):
            found += [diagnostic_of(error, map_.text) for error in static_errors(map_, groups, CONSTANTS)]
            found += [diagnostic_of(doubt, map_.text, "warning") for doubt in doubts(map_, groups, used)]
            found += [diagnostic_of(doubt, map_.text, "warning") for doubt in misspelt_names(kind, map_)]
            found += [diagnostic_of(doubt, map_.text, "warning") for doubt in mistaken_members(map_)]
            found += [diagnostic_of(doubt, map_.text, "warning") for doubt in misspelt_source_types(map_, uses)]
        missing = run_group_errors(kind, maps)
        return [*found, *(diagnostic_of(error, self._text(error.source, maps)) for error in missing)]

    def _of_no_format(self) -> list[Diagnostic]:
        """Maps that only `--map` runs, each with what it imports from the folder."""
        maps = tuple(own.map for own in self.maps)
        alone = {own.map.url for own in self.maps if not own.format}
        if not alone:
            return []
        functions = {name: function for kind in FORMATS for name, function in host_functions(kind).items()}
        tables = {url: concept_map_table(resource) for url, resource in self.concept_maps.items()}
        structure = ProfiledStructure(cda_structure(), Canonicals(Path(self.root)))
        shipped = [map_.url for kind in FORMATS for map_ in shipped_maps(kind)]
        imports, found = Imports(maps), list[Diagnostic]()
        for needed, own in _run_together(maps, alone, imports):
            missing = list(missing_imports(needed, [map_.url for map_ in maps], shipped))
            if missing:
                found += [diagnostic_of(error, self.texts.get(error.source, "")) for error in missing]
                continue
            program = compile_maps(
                needed,
                functions=functions,
                concept_maps={**STANDARD_CONCEPT_MAPS, **tables},
                model=None,
                strict=False,
                structure=structure,
                gather=True,
                only=own,
                imports=imports,
            )
            groups, uses = Groups(tuple(needed), imports), Uses(needed)
            errors, warnings = [*program.errors], [*program.doubts, *wrong_codes(program.codes)]
            for map_ in (each for each in needed if each.url in own):
                errors += failing_errors(map_, groups, ())
                warnings += [*misspelt_types(map_, uses), *metadata_doubts(map_), *mistaken_members(map_)]
            found += [diagnostic_of(error, self._text(error.source, maps)) for error in errors]
            found += [diagnostic_of(doubt, self._text(doubt.source, maps), "warning") for doubt in warnings]
        return found

    def _text(self, file: str, maps: Iterable[StructureMap]) -> str:
        return self.texts.get(file) or next((map_.text for map_ in maps if map_.file == file), "")

    def _report(self, file: str, place: str, severity: str, message: str) -> None:
        error = MappingError(message, source=file, location=place)
        self._found.append(diagnostic_of(error, self.texts[file], severity))
