"""A mapped Bundle as cases write it: ids that can be read, places beside the resources, issues as lines."""

import json
from pathlib import Path
from typing import Any

from adapter.fhir.canonical import SOURCE_PLACE
from adapter.sources.document import Source
from adapter.workflow.mapped import Mapped, map_source

_ALWAYS = ("DocumentReference", "Device", "Provenance")


def mapped_case(source: Path) -> dict[str, Any]:
    """`issues`, `places` (place → what it made) and `resources` of one source; `urn:uuid:…` is written `List-2`."""
    mapped = map_source(Source(source.name, source.read_bytes()))
    resources = [entry["resource"] for entry in mapped.bundle["entry"]]
    text = json.dumps(
        {
            "issues": [issue.line() for issue in mapped.issues],
            "places": places(mapped),
            "resources": [r for r in resources if r["resourceType"] not in _ALWAYS],
        }
    )
    for id_, label in _labels(resources).items():
        text = text.replace(f"urn:uuid:{id_}", label).replace(id_, label)
    result: dict[str, Any] = json.loads(text)
    return result


def places(mapped: Mapped) -> dict[str, list[str]]:
    """Place of each source entry → the references of what it made."""
    found = {}
    for resource in of_type(mapped, "Provenance"):
        (extension,) = resource["entity"][0]["extension"]
        assert extension["url"] == SOURCE_PLACE
        found[extension["valueString"]] = [target["reference"] for target in resource["target"]]
    return found


def of_type(mapped: Mapped, type_: str) -> list[dict[str, Any]]:
    return [e["resource"] for e in mapped.bundle["entry"] if e["resource"]["resourceType"] == type_]


def _labels(resources: list[dict[str, Any]]) -> dict[str, str]:
    counts: dict[str, int] = {}
    labels = {}
    for resource in resources:
        type_ = resource["resourceType"]
        counts[type_] = counts.get(type_, 0) + 1
        labels[resource["id"]] = f"{type_}-{counts[type_]}"
    return labels
