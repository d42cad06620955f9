"""The FHIR structure-mapping suites (R5 and R4B): all ten cases of each, six with JSON output, four with CDA output.

CDA output is compared as XML: elements, attributes, text. The target is a plain object that `as_cda` writes.
"""

import json
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import Any

import pytest

from adapter.mapping import Context, StructureMap, compile_maps, parse_map, read_map

pytestmark = pytest.mark.shared
CASES = (
    "qr2patassignment",
    "qr2patgender",
    "qr2pathumannametwice",
    "qr2pathumannameshared",
    "reference",
    "qr2pat-gender-conformstoqr",
)


CDA_CASES = ("qr2cda", "qr2cdaxsi", "qr2cd-eval-json", "qr2cd-eval-fml")
CDA = "urn:hl7-org:v3-test"
XSI_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"


def manifest(folder: Path) -> dict[str, ElementTree.Element]:
    tests = ElementTree.parse(folder / "manifest.xml").getroot()
    return {test.get("name", "").rpartition("/")[2]: test for test in tests}


def map_of(path: Path) -> StructureMap:
    if path.suffix == ".json":
        return read_map(json.loads(path.read_text(encoding="utf-8-sig")), path.name)
    return parse_map(path.read_text(encoding="utf-8"), path.name)


def as_cda(name: str, node: dict[str, Any]) -> ElementTree.Element:
    element = ElementTree.Element(f"{{{CDA}}}{name}")
    for key, value in node.items():
        if key == "@type":
            element.set(XSI_TYPE, value)
        elif key == "data":
            element.text = value
        elif isinstance(value, str):
            element.set(key, value)
        else:
            element.extend(as_cda(key, child) for child in (value if isinstance(value, list) else [value]))
    return element


@pytest.mark.parametrize("release", ["r5", "r4b"])
@pytest.mark.parametrize("name", CASES)
def test_the_suite_case_gives_its_output(shared: Path, release: str, name: str):
    folder = shared / "suites" / f"structure-mapping-{release}"
    case = manifest(folder)[name]
    map_ = parse_map((folder / case.get("map", "")).read_text(encoding="utf-8"), case.get("map", ""))
    group = map_.groups[0]
    target = {"resourceType": group.parameters[-1].type}
    source = json.loads((folder / case.get("source", "")).read_text(encoding="utf-8"))
    compile_maps([map_]).run(group.name, [source, target], Context())
    assert target == json.loads((folder / case.get("output", "")).read_text(encoding="utf-8"))


@pytest.mark.parametrize("release", ["r5", "r4b"])
def test_the_suite_has_no_other_case(shared: Path, release: str):
    assert sorted(manifest(shared / "suites" / f"structure-mapping-{release}")) == sorted(CASES + CDA_CASES)


@pytest.mark.parametrize("release", ["r5", "r4b"])
@pytest.mark.parametrize("name", CDA_CASES)
def test_the_suite_case_gives_its_cda_output(shared: Path, release: str, name: str):
    folder = shared / "suites" / f"structure-mapping-{release}"
    case = manifest(folder)[name]
    map_ = map_of(folder / case.get("map", ""))
    target: dict[str, Any] = {}
    source = json.loads((folder / case.get("source", "")).read_text(encoding="utf-8"))
    compile_maps([map_]).run(map_.groups[0].name, [source, target], Context())
    written = ElementTree.tostring(as_cda("ClinicalDocument", target), encoding="unicode")
    expected = (folder / case.get("output", "")).read_text(encoding="utf-8")
    assert _canonical(written) == _canonical(expected)


@pytest.mark.parametrize("release", ["r5", "r4b"])
def test_every_map_of_the_suite_parses(shared: Path, release: str):
    for path in (shared / "suites" / f"structure-mapping-{release}").glob("*.map"):
        assert parse_map(path.read_text(encoding="utf-8"), path.name).groups


def _canonical(xml: str) -> str:
    return ElementTree.canonicalize(xml, strip_text=True, rewrite_prefixes=True)
