"""Imports resolve from a folder of maps, StructureMap resources and ConceptMaps."""

import json
from pathlib import Path

import pytest

from adapter.errors import MappingError
from adapter.mapping import Context, compile_maps, map_resource, parse_map, read_folder

MAIN = """map "urn:map:main" = "Main"
imports "urn:map:names"
group Main(source s, target t : Patient) {
  s.name as n -> t.name as to then Name(n, to) "name";
  s.sex as sex -> t.gender = translate(sex, 'urn:table', 'code') "sex";
}
"""
NAMES = """map "urn:map:names" = "Names"
group Name(source n, target t) { n.family as f -> t.family = f "family"; }
"""
TABLE = {
    "resourceType": "ConceptMap",
    "url": "urn:table",
    "group": [{"element": [{"code": "F", "target": [{"code": "female", "equivalence": "equal"}]}]}],
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "main.map").write_text(MAIN, encoding="utf-8")
    (tmp_path / "other.json").write_text('{"resourceType": "Patient"}', encoding="utf-8")
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "sex.json").write_text(json.dumps(TABLE), encoding="utf-8")
    (tmp_path / "names.json").write_text(json.dumps(map_resource(parse_map(NAMES, "names.map"))), encoding="utf-8")
    return tmp_path


def test_a_map_runs_with_what_it_imports_from_the_folder(folder: Path):
    found = read_folder(folder)
    program = compile_maps(found.needed_by(found.maps[0]), concept_maps=found.concept_maps)
    target = {"resourceType": "Patient"}
    program.run("Main", [{"name": [{"family": "Lenoir"}], "sex": "F"}, target], Context())
    assert target == {"resourceType": "Patient", "name": [{"family": "Lenoir"}], "gender": "female"}


def test_an_import_that_the_folder_does_not_hold_is_named(folder: Path):
    (folder / "names.json").unlink()
    found = read_folder(folder)
    with pytest.raises(MappingError) as failure:
        found.needed_by(found.maps[0])
    place = "main.map:2:9: error: expected the url of a map that is given, found import 'urn:map:names'"
    assert failure.value.line().startswith(place)


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("broken.json", '{"resourceType": }', "broken.json:1:18: error: not JSON: expected a value"),
        ("broken.map", 'map "u" "N"', "broken.map:1:9: error: expected '=', found '\"N\"'"),
        ("table.json", '{"resourceType": "ConceptMap"}', "table.json: error: expected a ConceptMap with a url"),
    ],
)
def test_a_file_that_is_broken_is_named_with_its_place(folder: Path, name: str, text: str, expected: str):
    (folder / name).write_text(text, encoding="utf-8")
    with pytest.raises(MappingError) as failure:
        read_folder(folder)
    assert failure.value.line().startswith(expected)
