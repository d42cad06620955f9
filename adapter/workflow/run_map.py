"""Any map on any source: a FHIR Mapping Language map of a folder, of ours or of others, run as it stands."""

from collections import ChainMap
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import orjson

from adapter import sources
from adapter.errors import MappingError
from adapter.fhir.pruning import pruned
from adapter.issues import Issue
from adapter.mapping import Context, Program, compile_maps
from adapter.mapping.find_map import FoundMap, find_map
from adapter.mapping.profiles import ProfiledStructure
from adapter.mapping.rules import Tracer
from adapter.mapping.syntax import Group, StructureMap
from adapter.sources import fhir_json, xml
from adapter.sources.cda_logical import CdaLogicalModel
from adapter.sources.cda_structure import PREFIX, cda_structure
from adapter.sources.document import Document, Source
from adapter.sources.fhir import FhirModel
from adapter.sources.fhir_resources import Located, Resources
from adapter.sources.fhir_xml import is_resource, resource_of_xml
from adapter.sources.syntax import is_json
from adapter.workflow.cda_document import cda_document
from adapter.workflow.formats import FORMATS
from adapter.workflow.own_reading import leave_to_maps
from adapter.workflow.programs import host_functions
from adapter.workflow.standard_concept_maps import STANDARD_CONCEPT_MAPS


@dataclass(frozen=True, slots=True)
class RanMap:
    """target: what the map made, a FHIR resource or a CDA document as nested dicts by the names of the logical model;
    type: of it, without the prefix of CDA; data: its bytes, FHIR JSON or CDA XML, as media_type says; issues: what was
    found on the way, in order."""

    target: dict[str, Any]
    type: str
    data: bytes
    media_type: str
    issues: list[Issue]


def run_map(
    maps: Path | FoundMap, name: str, source: Source, *, tracer: Tracer | None = None, recorded: str | None = None
) -> RanMap:
    """Run one map of a folder on one source.

    maps: the folder with it and all that it imports, or what `find_map` gave; name: its url, its name or its file. Its
    first group whose parameters are a source and a target is run. source: CDA, FHIR JSON or XML, or any other format
    that is recognised. recorded: the instant for now() and today(), which are never the clock's. A rule that fails
    becomes an Issue with map, line, rule and place, and its part is missing.
    Raises MappingError when there is no such map or it does not parse, SourceError when the source cannot be read.
    """
    folder = find_map(maps, name) if isinstance(maps, Path) else maps
    return run_on(located(source), folder, tracer=tracer, recorded=recorded)


def run_on(
    document: Document, folder: FoundMap, *, tracer: Tracer | None = None, recorded: str | None = None
) -> RanMap:
    """As run_map, on a source that `located` read."""
    source, map_ = document.source, folder.maps[0]
    group = _entry(map_)
    model = None if document.kind == "fhir" else document.model
    program = _program(folder, document.kind, model, tracer)
    leave_to_maps(document, folder.maps)
    issues = list(document.issues)
    issues += [Issue("warning", "not-found", e.message, e.source, e.location) for e in program.errors]
    type_ = program.parameter_types(f"{map_.url}#{group.name}")[-1]
    target: dict[str, Any] = {} if type_ is None or ":" in type_ else {"resourceType": type_}
    known = {"resource": document.root, "bundle": document.root} if document.kind == "fhir" else {}
    context = Context(document, {"canonicals": folder.canonicals, "now": recorded, **known}, issues)
    program.run(f"{map_.url}#{group.name}", [document.root, target], context)
    for url in folder.canonicals.missed:
        issues.append(Issue("information", "not-found", f"the maps ask for {url}, which the folder lacks", source.name))
    return _ran(pruned(target), type_, source, issues)


def _entry(map_: StructureMap) -> Group:
    for group in map_.groups:
        if [parameter.mode for parameter in group.parameters] == ["source", "target"]:
            return group
    raise MappingError("expected a group with a source and a target as its parameters, found none", source=map_.file)


def located(source: Source) -> Document:
    """The source as a located tree, with the model that maps of others expect: FHIR as plain JSON, CDA by HL7's logical
    model."""
    if is_json(source.data):
        return _fhir(source, fhir_json.parse(fhir_json.decode(source), source))
    root = xml.root_name(source.data)
    if root is not None and is_resource(*root):
        return _fhir(source, resource_of_xml(source))
    document = sources.read_any(source)
    if document.kind == "cda":
        document.model = CdaLogicalModel()
    return document


def _fhir(source: Source, root: dict[str, Any]) -> Document:
    places = FhirModel(Resources([Located(root, str(root.get("resourceType", "")))]))
    return Document("fhir", source, source.sha256, root, places)


def _program(folder: FoundMap, kind: str, model: Any, tracer: Tracer | None) -> Program:
    conversions = import_module(FORMATS[kind].functions)
    return compile_maps(
        folder.maps,
        functions=host_functions(kind),
        concept_maps=ChainMap(folder.concept_maps, STANDARD_CONCEPT_MAPS),  # type: ignore[arg-type]
        model=model,
        tracer=tracer,
        strict=False,
        moments=getattr(conversions, "MOMENTS", None),
        structure=ProfiledStructure(cda_structure(), folder.canonicals),
        isolate=True,
        only={folder.maps[0].url},
    )


def _ran(target: dict[str, Any], type_: str | None, source: Source, issues: list[Issue]) -> RanMap:
    if type_ == f"{PREFIX}ClinicalDocument":
        data, found = cda_document(target, source.name)
        return RanMap(target, type_.removeprefix(PREFIX), data, "text/xml", [*issues, *found])
    name = str(target.get("resourceType") or (type_ or "").removeprefix(PREFIX) or "target")
    return RanMap(
        target, name, orjson.dumps(target, option=orjson.OPT_INDENT_2) + b"\n", "application/fhir+json", issues
    )
