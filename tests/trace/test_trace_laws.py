"""Laws of the trace, over every case of every format and the corpus: nothing without origin, nothing changed by
looking."""

from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from traced_cases import is_readable, name, source, sources, traced

from adapter.conformance import validate
from adapter.fhir.walk import Child, children
from adapter.fhirpath import compile_expression
from adapter.workflow.mapped import map_source
from adapter.workflow.traced import Traced, trace_source

CASES = sources()


def leaves(node: dict[str, Any], type_: str, path: str) -> Iterator[Child]:
    for child in children(node, type_, path):
        if isinstance(child.value, dict):
            yield from leaves(child.value, child.type, child.path)
        else:
            yield child


def without_origin(run: Traced) -> list[str]:
    elements = run.trace["elements"]
    made = {element["path"] for element in elements if "rule" in element and element["source"]}
    added = [element["path"] for element in elements if element.get("added")]
    return [
        leaf.path
        for leaf in leaves(run.mapped.bundle, "Bundle", "Bundle")
        if leaf.path not in made and not any(f"{leaf.path}.".startswith((f"{path}.", f"{path}[")) for path in added)
    ]


@pytest.mark.parametrize("path", CASES, ids=name)
def test_every_leaf_of_the_bundle_has_an_origin(path: Path):
    assert without_origin(traced(path)) == []


def test_every_leaf_of_the_corpus_has_an_origin(shared: Path):
    files = [path for path in sorted((shared / "corpus").rglob("*.*")) if path.is_file() and is_readable(path)]
    assert files
    assert {str(path): found for path in files if (found := without_origin(trace_source(source(path))))} == {}


@pytest.mark.parametrize("path", CASES, ids=name)
def test_a_traced_run_gives_the_same_bundle_and_issues_but_for_the_rules_in_its_provenance(path: Path):
    plain, bundle = map_source(source(path)), deepcopy(traced(path).mapped.bundle)
    for entry in bundle["entry"]:
        if entry["resource"]["resourceType"] == "Provenance":
            entry["resource"].pop("policy", None)
            entry["resource"]["target"] = [t for t in entry["resource"]["target"] if "extension" not in t]
    assert bundle == plain.bundle
    assert traced(path).mapped.issues == plain.issues


@pytest.mark.parametrize("path", CASES, ids=name)
def test_the_path_of_an_element_leads_to_its_value(path: Path):
    for element in traced(path).trace["elements"]:
        if "value" in element:
            found = compile_expression(element["path"])(traced(path).mapped.bundle)
            assert [str(value).lower() for value in found] == [str(element["value"]).lower()], element["path"]


@pytest.mark.parametrize("path", CASES, ids=name)
def test_a_bundle_with_its_rules_is_as_valid_as_the_one_without(path: Path):
    plain, with_rules = map_source(source(path)).bundle, traced(path).mapped.bundle
    assert [issue.message for issue in validate(with_rules)] == [issue.message for issue in validate(plain)]
