"""A map parses, prints and parses again to the same thing; as a StructureMap resource it comes back and runs alike."""

import json
from pathlib import Path

import pytest

from adapter.errors import MappingError
from adapter.mapping import Context, compile_maps, map_resource, parse_map, print_map, read_map

CASES = sorted((Path(__file__).parent / "cases").iterdir())
SHIPPED = sorted((Path(__file__).resolve().parents[2] / "mappings").rglob("*.map"))
NO_RESOURCE_FORM = {"a-group-takes-literals-and-expressions"}


@pytest.mark.parametrize(
    "path", [case / "map.map" for case in CASES] + SHIPPED, ids=lambda path: f"{path.parent.name}/{path.name}"
)
def test_a_printed_map_parses_to_the_same_map(path: Path):
    map_ = parse_map(path.read_text(encoding="utf-8"), path.name)
    printed = print_map(map_)
    assert parse_map(printed, path.name) == map_
    assert print_map(parse_map(printed, path.name)) == printed


@pytest.mark.shared
@pytest.mark.parametrize("release", ["r5", "r4b"])
def test_the_maps_of_the_suite_print_and_parse_to_the_same(shared: Path, release: str):
    for path in (shared / "suites" / f"structure-mapping-{release}").glob("*.map"):
        map_ = parse_map(path.read_text(encoding="utf-8"), path.name)
        assert parse_map(print_map(map_), path.name) == map_


@pytest.mark.parametrize("case", [c for c in CASES if c.name not in NO_RESOURCE_FORM], ids=lambda case: case.name)
def test_a_map_as_a_resource_comes_back_and_gives_the_same_result(case: Path):
    map_ = parse_map((case / "map.map").read_text(encoding="utf-8"), "map.map")
    resource = json.loads(json.dumps(map_resource(map_)))
    read = read_map(resource, "map.json")
    assert map_resource(read)["group"] == resource["group"]
    if not (case / "expected.json").is_file():
        return
    group = read.groups[0]
    target = {"resourceType": group.parameters[-1].type}
    source = json.loads((case / "source.json").read_text(encoding="utf-8"))
    compile_maps([read]).run(group.name, [source, target], Context())
    assert target == json.loads((case / "expected.json").read_text(encoding="utf-8"))


@pytest.mark.shared
@pytest.mark.parametrize("release", ["r5", "r4b"])
def test_the_structure_map_resource_of_the_suite_is_read(shared: Path, release: str):
    path = shared / "suites" / f"structure-mapping-{release}" / "qr2cda-eval.json"
    map_ = read_map(json.loads(path.read_text(encoding="utf-8-sig")), path.name)
    text = parse_map(path.with_suffix(".map").read_text(encoding="utf-8"), path.name)
    assert map_.groups[0].rules[0].targets[1].arguments[1].text.startswith("iif(")
    assert [group.name for group in map_.groups] == [group.name for group in text.groups]


def test_a_resource_without_a_required_element_is_refused():
    with pytest.raises(MappingError) as failure:
        read_map({"resourceType": "StructureMap", "url": "u", "name": "n"}, "map.json")
    assert failure.value.line() == "map.json: error: the StructureMap lacks the element group"


def test_another_resource_is_refused():
    with pytest.raises(MappingError, match="expected a StructureMap resource"):
        read_map({"resourceType": "Patient"}, "map.json")


def test_an_argument_that_has_no_form_in_the_resource_is_refused():
    case = next(case for case in CASES if case.name in NO_RESOURCE_FORM)
    with pytest.raises(MappingError, match="has no form in a StructureMap resource"):
        map_resource(parse_map((case / "map.map").read_text(encoding="utf-8"), "map.map"))
