"""Which maps, conversions and model each format uses, compiled once a process."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

from adapter.data_files import folder
from adapter.functions import entry
from adapter.mapping import Program, compile_maps, parse_map


@dataclass(frozen=True, slots=True)
class Format:
    """maps: files under mappings/; functions: the module whose FUNCTIONS the maps call (and MOMENTS, where the format
    writes dates in its own way); media_type: of the source itself."""

    maps: tuple[str, ...]
    functions: str
    media_type: str


FORMATS: Mapping[str, Format] = {
    "cda": Format(("cda/header.map", "cda/dosage.map", "cda/medication.map"), "adapter.functions.cda", "text/xml"),
    "fhir": Format(("fhir/resource.map",), "adapter.functions.fhir", "application/fhir+json"),
    "csv": Format(
        ("csv/table.map", "csv/pharmacy-export.map", "csv/discharge-list.map", "csv/snds-dcir.map"),
        "adapter.functions.csv",
        "text/csv",
    ),
}


@cache
def program(kind: str, model_type: type) -> Program:
    """The compiled maps of a format. Raises MappingError when a shipped map is broken."""
    format_ = FORMATS[kind]
    base = folder("mappings")
    maps = [parse_map((base / path).read_text(encoding="utf-8"), f"mappings/{path}") for path in format_.maps]
    conversions = import_module(format_.functions)
    functions: dict[str, Any] = {**entry.FUNCTIONS, **conversions.FUNCTIONS}
    return compile_maps(maps, functions=functions, model=model_type(), moments=getattr(conversions, "MOMENTS", None))
