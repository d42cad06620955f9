"""medrec mappings print: text of a map, and StructureMap resources of R4 and R5, each from the others."""

import json
from pathlib import Path

import pytest

from adapter.cli import main
from adapter.mapping import map_resource, map_resource_r5, parse_map, print_map, read_map

SHIPPED = sorted((Path(__file__).resolve().parents[2] / "mappings").rglob("*.map"))
WHOLE = r"""map "http://example.org/StructureMap/whole" = "Whole"
conceptmap "#c" { prefix s = "urn:s" prefix t = "urn:t" unmapped for s = provided s:a == t:b s:e <= t:f s:g -- }
group Main(source s, target t : T) <<types>> {
  s.a default 'it\'s' as a -> t.b = a "text";
  s.n default 12.50 as n -> t.n = n "number";
  s.y default true as y -> t.y = y "boolean";
  s.x default (1 + 1) as x -> t.x = x "expression";
  s.c as c -> t.c as d then Inner(c, d) "inner";
}
group Inner(source s, target t) { s.v as v then { v -> t.w = translate(v, '#c', 'code') "deep"; } "outer"; }
"""


def printed(capsys: pytest.CaptureFixture[str], *call: object) -> str:
    assert main(["mappings", "print", *map(str, call)]) == 0
    out, err = capsys.readouterr()
    assert not err
    return out


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    path = tmp_path / "whole.map"
    path.write_text(WHOLE, encoding="utf-8")
    return path


def test_a_map_becomes_a_resource_of_r5_and_comes_back(
    whole: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    resource = json.loads(printed(capsys, whole, "--as", "R5"))
    main_, inner = resource["group"]
    assert [rule["source"][0].get("defaultValue") for rule in main_["rule"]] == [
        r"'it\'s'",
        "12.5",
        "true",
        "1 + 1",
        None,
    ]
    assert (main_["typeMode"], "typeMode" in inner) == ("types", False)
    (dependent,) = main_["rule"][4]["dependent"]
    assert dependent == {"name": "Inner", "parameter": [{"valueId": "c"}, {"valueId": "d"}]}
    assert "contextType" not in json.dumps(resource)
    (table,) = resource["contained"]
    assert table["group"][0]["unmapped"] == {"mode": "use-source-code"}
    elements = [element for group in table["group"] for element in group["element"]]
    assert [element.get("noMap") or element["target"][0]["relationship"] for element in elements] == [
        "equivalent", "source-is-narrower-than-target", True,
    ]  # fmt: skip
    back = tmp_path / "back.json"
    back.write_text(json.dumps(resource), encoding="utf-8")
    text = printed(capsys, back)
    assert map_resource_r5(map_resource(parse_map(text, "back.map"))) == resource


def test_text_and_r4_come_from_text(whole: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    map_ = parse_map(WHOLE, "whole.map")
    assert printed(capsys, whole) == print_map(map_)
    out = tmp_path / "out.json"
    assert not printed(capsys, whole, "--as", "R4", "-o", out)
    assert json.loads(out.read_text(encoding="utf-8")) == map_resource(map_)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_shipped_map_comes_back_from_r5(path: Path) -> None:
    r5 = json.loads(json.dumps(map_resource_r5(map_resource(parse_map(path.read_text(encoding="utf-8"), path.name)))))
    assert map_resource_r5(map_resource(read_map(r5, path.name))) == r5


def test_what_the_text_has_no_words_for_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    resource = map_resource(parse_map(WHOLE, "whole.map"))
    table = {"code": "i", "target": [{"code": "k", "equivalence": "equal"}]}
    other = {"unmapped": {"mode": "fixed", "code": "x"}, "element": [{"code": "h"}, table]}
    resource["contained"][0]["group"].append(other)
    file = tmp_path / "fixed.json"
    file.write_text(json.dumps(resource), encoding="utf-8")
    assert main(["mappings", "print", str(file)]) == 0
    out, err = capsys.readouterr()
    assert "fixed.json: warning: the text has no words for some elements" in err
    assert parse_map(out, "fixed.map").groups


def test_a_file_that_is_no_map_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "table.json"
    file.write_text('{"resourceType": "ConceptMap", "url": "http://example.org/c"}', encoding="utf-8")
    assert main(["mappings", "print", str(file)]) == 2
    assert "expected a text (.map, .fml) or a StructureMap resource" in capsys.readouterr().err
