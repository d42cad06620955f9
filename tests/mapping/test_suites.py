"""The cases with JSON output of the FHIR structure-mapping suites (R5 and R4B), by exact comparison: six of each."""

import json
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from adapter.mapping import Context, compile_maps, parse_map

pytestmark = pytest.mark.shared
CASES = (
    "qr2patassignment",
    "qr2patgender",
    "qr2pathumannametwice",
    "qr2pathumannameshared",
    "reference",
    "qr2pat-gender-conformstoqr",
)


def manifest(folder: Path) -> dict[str, ElementTree.Element]:
    tests = ElementTree.parse(folder / "manifest.xml").getroot()
    return {test.get("name", "").rpartition("/")[2]: test for test in tests if test.get("output", "").endswith(".json")}


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
def test_the_suite_has_no_other_case_with_json_output(shared: Path, release: str):
    assert sorted(manifest(shared / "suites" / f"structure-mapping-{release}")) == sorted(CASES)


@pytest.mark.parametrize("release", ["r5", "r4b"])
def test_every_map_of_the_suite_parses(shared: Path, release: str):
    for path in (shared / "suites" / f"structure-mapping-{release}").glob("*.map"):
        assert parse_map(path.read_text(encoding="utf-8"), path.name).groups
