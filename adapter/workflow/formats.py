"""Which maps and conversions each format has, and the maps and ConceptMaps that ship."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import orjson

from adapter.data_files import folder
from adapter.mapping import StructureMap
from adapter.mapping.skimming import skim_map


@dataclass(frozen=True, slots=True)
class Format:
    """maps: files under mappings/; functions: the module whose FUNCTIONS the maps call (and MOMENTS, where the format
    writes dates in its own way); media_type: of the source itself, with `{variant}` where its variants
    differ."""

    maps: tuple[str, ...]
    functions: str
    media_type: str


FORMATS: Mapping[str, Format] = {
    "cda": Format(
        (
            *("cda/header.map", "cda/dosage.map", "cda/medication.map"),
            *("cda/finding.map", "cda/allergy.map", "cda/problem.map", "cda/measurement.map"),
        ),
        "adapter.functions.cda",
        "text/xml",
    ),
    "fhir": Format(("fhir/resource.map", "fhir/finding.map"), "adapter.functions.fhir", "application/fhir+{variant}"),
    "pn13": Format(
        ("pn13/message.map", "pn13/dosage.map", "pn13/line.map", "pn13/measurement.map"),
        "adapter.functions.pn13",
        "application/xml",
    ),
    "csv": Format(
        ("csv/table.map", "csv/pharmacy-export.map", "csv/discharge-list.map", "csv/snds-dcir.map"),
        "adapter.functions.csv",
        "text/csv",
    ),
    "hl7v2": Format(
        (
            "hl7v2/message.map",
            "hl7v2/order.map",
            "hl7v2/dispense.map",
            "hl7v2/administration.map",
            "hl7v2/product.map",
            "hl7v2/dosage.map",
            "hl7v2/finding.map",
        ),
        "adapter.functions.hl7v2",
        "x-application/hl7-v2+er7",
    ),
}


@cache
def shipped_maps(kind: str) -> tuple[StructureMap, ...]:
    """The maps of a format as they ship. Raises MappingError when one is broken."""
    base = folder("mappings")
    return tuple(skim_map((base / path).read_text(encoding="utf-8"), f"mappings/{path}") for path in FORMATS[kind].maps)


@cache
def shipped_concept_maps() -> Mapping[str, tuple[str, dict[str, Any]]]:
    """The ConceptMaps that ship: url → file and resource."""
    base = folder("mappings")
    found = [(path, orjson.loads(path.read_bytes())) for path in sorted((base / "concept-maps").glob("*.json"))]
    return {resource["url"]: (f"mappings/{path.relative_to(base).as_posix()}", resource) for path, resource in found}
