"""What maps make has the shape of FHIR R4, whatever the format."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from adapter.fhir.definitions import r4
from adapter.functions.fhir.shape import Shape
from adapter.sources.document import Source
from adapter.workflow.mapped import map_source

SOURCES = sorted(Path(__file__).parent.glob("*/cases/*/source.*"))


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.parent.name)
def test_each_resource_has_only_elements_of_r4_and_all_required_ones(path: Path) -> None:
    found: list[str] = []
    shape = Shape(lambda severity, code, message, element: found.append(f"{element}: {message}"), lambda node, _: node)
    for entry in map_source(Source(path.name, path.read_bytes())).bundle["entry"]:
        assert shape.resource(entry["resource"]) == json.loads(json.dumps(entry["resource"]))
        found.extend(_missing(entry["resource"], entry["resource"]["resourceType"]))
    assert not found


def _missing(node: dict[str, Any], type_: str) -> Iterator[str]:
    for name, element in r4().elements(type_).items():
        keys = [element.chosen(t).key for t in element.types if element.chosen(t)] if element.choice else [element.key]
        values = [node[key] for key in keys if key in node]
        is_stated = values or any(f"_{key}" in node for key in keys) or _is_absent(node)
        if element.minimum and element.name == name and not is_stated:
            yield f"{type_}.{name} is missing"
        for value in values if not element.choice else ():
            for item in value if isinstance(value, list) else [value]:
                if isinstance(item, dict):
                    yield from _missing(item, item.get("resourceType") or element.types[0])


def _is_absent(node: dict[str, Any]) -> bool:
    return "data-absent-reason" in json.dumps(node.get("extension", []))
