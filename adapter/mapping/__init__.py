"""FHIR Mapping Language, parsed once and compiled to closures (docs/decisions/0001).

program = compile_maps([parse_map(text, "patient.map")])
target = {"resourceType": "Patient"}
program.run("Patient", [source, target], Context())
"""

from adapter.fhirpath.context import Context, HostFunction, Model
from adapter.mapping.concept_maps import ConceptMapTable, Translation, Translator, concept_map_table
from adapter.mapping.errors import RuleError
from adapter.mapping.folder import MapFolder, read_folder
from adapter.mapping.parser import parse_map
from adapter.mapping.printer import print_map
from adapter.mapping.program import Program, compile_maps
from adapter.mapping.resource_r5 import map_resource_r5
from adapter.mapping.resource_reader import read_map
from adapter.mapping.resource_writer import map_resource
from adapter.mapping.rules import Tracer
from adapter.mapping.syntax import StructureMap
from adapter.mapping.trace import Event, Recorder

__all__ = [
    "ConceptMapTable",
    "Context",
    "Event",
    "HostFunction",
    "MapFolder",
    "Model",
    "Program",
    "Recorder",
    "RuleError",
    "StructureMap",
    "Tracer",
    "Translation",
    "Translator",
    "compile_maps",
    "concept_map_table",
    "map_resource",
    "map_resource_r5",
    "parse_map",
    "print_map",
    "read_folder",
    "read_map",
]
