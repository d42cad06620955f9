"""A map parses, prints and parses again to the same thing; as a StructureMap resource it comes back and runs alike."""

import json
from pathlib import Path

import pytest

from adapter.conformance import validate
from adapter.errors import MappingError
from adapter.issues import Issue
from adapter.mapping import Context, compile_maps, map_resource, parse_map, print_map, read_map
from adapter.mapping.located_json import located_json

CASES = sorted((Path(__file__).parent / "cases").iterdir())
SHIPPED = sorted((Path(__file__).resolve().parents[2] / "mappings").rglob("*.map"))


@pytest.mark.parametrize(
    "path", [case / "map.map" for case in CASES] + SHIPPED, ids=lambda path: f"{path.parent.name}/{path.name}"
)
def test_a_printed_map_parses_to_the_same_map(path: Path):
    map_ = parse_map(path.read_text(encoding="utf-8"), path.name)
    printed = print_map(map_)
    assert parse_map(printed, path.name) == map_
    assert print_map(parse_map(printed, path.name)) == printed


HEAD = '/// url = "http://example.org/M"\n/// name = "M"\n'
RULE = "s.a as a -> t.b = a;"
CONSTRUCTS = {
    "a description with backslashes": (HEAD + r'/// description = "C:\\new \\t"', RULE),
    "a description with quotes": (HEAD + r'/// description = "they say \"none\""', RULE),
    "a description over lines": (HEAD + '/// description = """one\ntwo "2" \\ three"""', RULE),
    "metadata of each kind": (HEAD + '/// experimental = true\n/// status = draft\n/// title = ""', RULE),
    "metadata in parts": (
        HEAD
        + "/// jurisdiction =\n/// jurisdiction.coding =\n/// jurisdiction.coding.system = 'urn:iso:std:iso:3166'\n"
        "/// jurisdiction.coding.code = 'CH'\n/// jurisdiction.coding =\n/// jurisdiction.coding.code = 'FR'\n"
        "/// jurisdiction =\n/// jurisdiction.text = 'Savoie'\n/// contact.name = 'Ours'\n"
        "/// useContext.code.code = 'age'\n/// useContext.valueQuantity.value = 65.5\n/// copyright = 'none'",
        RULE,
    ),
    "documentation of each part": (
        HEAD + "// of the use\nuses 'urn:x' alias X as source // behind it\n\n// of nothing\n\n// of the group",
        "// of the rule\n//\n// over lines\ns.a as a -> t.b = a; // behind it\n"
        "s.c as c then { // behind the brace\n  /* in\n * a block */ c -> t.d; // last\n};",
    ),
    "a map line with an identifier": ("map 'http://example.org/M' = M", RULE),
    "comments about constants": (
        HEAD + "// one\nlet a = 1; // two\n/* 3 */ let b = 'x' /* four */ + 'y';\n/// five\nlet c = %a // six\n + 1;",
        "/// seven\n s.a as a where (a = %a // eight\n ) -> t.b = (%c /* nine */ + 1); // ten",
    ),
    "numbers however small": (HEAD, "s -> t.a = 0.0000001, t.b = -1.50, t.c = -3, t.d = 12;"),
    "dates and texts": (HEAD, r"s.a default @2024-01-01 as a -> t.b = 'it\'s \\ \n', t.c = true;"),
    "list modes of sources": (HEAD, "s.a first; s.a not_first; s.a last as l -> t.c = l; s.a not_last; s.a only_one;"),
    "list modes of targets": (HEAD, "s -> t.a first, t.b share x, t.c last, t.d collate, t.e single, t.f share x;"),
    "all clauses of a source": (HEAD, "s.a : B.C 0..* default (1 + 1) last as q where q check q log 'q' -> t.b = q;"),
    "dependents beside rules": (
        HEAD,
        "s.a as a, s.b as b -> t.c as c then Main(a, c), Main((a.b + 'x'), 1, true, 'x') { a -> c.d = b; } \"x\";",
    ),
    "names in backticks": (HEAD, "s.`a-b` as `c d` -> t.`e\\`f` = `c d` then `Main`(`c d`, t);"),
    "transforms with expressions": (
        HEAD,
        "s.a as a -> t.a = evaluate(a, $this + 'x'), t.b = (a | a), t.c = uuid() as u, (a.b) as w, 'x' as v, t;",
    ),
    "a variable that is shared": (HEAD, "s -> t as v share one; s -> t share two, t.a as w share three;"),
    "a text that evaluate() gives": (HEAD, "s -> evaluate(s, 'Mental health') as w, evaluate(s, \"10\") as n, t;"),
    "names in single quotes": (HEAD + "uses 'urn:x' alias 'An x' as source", "s.a as a -> t.b = a 'of a';"),
    "an embedded concept map": (
        HEAD + 'conceptmap "#c" { prefix s = "urn:s" prefix t = "urn:t" unmapped for s = provided s:a == t:b\n'
        's:"a b" - t:c s:c ~ t:"x y" s:e <= t:e s:f >= t:e s:g != t:z s:h -- }',
        "s.a as a -> t.b = translate(a, '#c', 'code');",
    ),
}


@pytest.mark.parametrize("construct", CONSTRUCTS)
def test_every_construct_prints_and_parses_to_the_same(construct: str):
    head, rules = CONSTRUCTS[construct]
    map_ = parse_map(f"{head}\ngroup Main(source s, target t : T) extends Other <<type+>> {{\n{rules}\n}}\n", "m.map")
    printed = print_map(map_)
    assert parse_map(printed, "printed.map") == map_
    assert print_map(parse_map(printed, "printed.map")) == printed
    resource = json.loads(json.dumps(map_resource(map_)))
    assert map_resource(parse_map(print_map(read_map(resource, "m.json")), "m.map")) == resource


def _known(issue: Issue) -> bool:
    """What R4 cannot say of a valid map: an embedded ConceptMap is contained, and translate() names it in a string; a
    relation has no comment; ids have no underscore; constants, expressions as default, `single` and groups without
    rules are of R5."""
    r5 = ("const", "'defaultValue'", "'single'", "group.rule is required", "is not a id")
    return issue.reference in ("dom-3", "cmd-1") or any(word in issue.line() for word in r5)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_shipped_map_is_a_valid_resource_and_comes_back_from_it(path: Path):
    resource = json.loads(json.dumps(map_resource(parse_map(path.read_text(encoding="utf-8"), path.name))))
    assert map_resource(parse_map(print_map(read_map(resource, path.name)), path.name)) == resource
    assert not [issue.line() for issue in validate(resource) if issue.severity == "error" and not _known(issue)]


@pytest.mark.shared
@pytest.mark.parametrize("release", ["r5", "r4b"])
def test_the_maps_of_the_suite_print_and_parse_to_the_same(shared: Path, release: str):
    for path in (shared / "suites" / f"structure-mapping-{release}").glob("*.map"):
        map_ = parse_map(path.read_text(encoding="utf-8"), path.name)
        assert parse_map(print_map(map_), path.name) == map_


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_map_as_a_resource_comes_back_and_gives_the_same_result(case: Path):
    map_ = parse_map((case / "map.map").read_text(encoding="utf-8"), "map.map")
    resource = json.loads(json.dumps(map_resource(map_)))
    read = read_map(resource, "map.json")
    assert map_resource(parse_map(print_map(read), "map.map")) == resource
    assert not [issue.line() for issue in validate(resource) if issue.severity == "error" and not _known(issue)]
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
    assert failure.value.line() == "map.json: error: expected the element 'group' in StructureMap, found none"


EVERYTHING = {
    "resourceType": "StructureMap",
    "id": "everything",
    "meta": {"versionId": "3"},
    "text": {"status": "generated", "div": "<div xmlns='http://www.w3.org/1999/xhtml'>a map</div>"},
    "contained": [{"resourceType": "ValueSet", "id": "v", "status": "draft"}],
    "extension": [{"url": "urn:e", "valueString": "x"}],
    "url": "urn:m",
    "identifier": [{"system": "urn:s", "value": "1"}, {"system": "urn:s", "value": "2"}],
    "version": "1.0",
    "name": "M",
    "_title": {"extension": [{"url": "urn:e", "valueCode": "y"}]},
    "status": "active",
    "experimental": False,
    "date": "2026-01-01",
    "publisher": "Ours",
    "contact": [{"name": "A", "telecom": [{"system": "phone", "value": "0"}, {"value": "1"}]}],
    "useContext": [{"code": {"code": "age"}, "valueQuantity": {"value": 65.5, "unit": "a"}}],
    "jurisdiction": [{"coding": [{"code": "CH"}, {"code": "FR"}]}, {"text": "elsewhere"}],
    "copyright": "none\nat all",
    "structure": [{"id": "s1", "url": "urn:u", "mode": "source", "alias": "U", "documentation": "what comes in"}],
    "group": [
        {
            "extension": [{"url": "urn:e", "valueString": "of a group"}],
            "name": "Main",
            "typeMode": "none",
            "documentation": "First line.\nSecond line.",
            "input": [
                {"name": "s", "type": "U", "mode": "source", "documentation": "in"},
                {"id": "i2", "name": "t", "mode": "target"},
            ],
            "rule": [
                {
                    "id": "r1",
                    "name": "one",
                    "source": [{"id": "x", "context": "s", "element": "a", "variable": "a"}],
                    "target": [
                        {
                            "id": "y",
                            "context": "t",
                            "contextType": "variable",
                            "element": "b",
                            "transform": "copy",
                            "parameter": [{"valueId": "a"}],
                        }
                    ],
                    "dependent": [{"id": "z", "name": "Other", "variable": ["a", "t"]}],
                    "documentation": "Why it is so.",
                }
            ],
        }
    ],
}
_ONLY_IN_JSON = ("text", "contained", "_title")


def test_the_context_type_of_a_target_without_context_is_kept():
    rule = {"source": [{"context": "s"}], "target": [{"contextType": "variable", "variable": "v", "transform": "uuid"}]}
    group = {
        "name": "G",
        "typeMode": "none",
        "input": [{"name": "s", "mode": "source"}],
        "rule": [{"name": "r", **rule}],
    }
    resource = {"resourceType": "StructureMap", "url": "urn:m", "name": "M", "status": "draft", "group": [group]}
    assert map_resource(read_map(resource, "m.json")) == resource


def test_a_resource_read_and_written_keeps_all_its_elements():
    assert map_resource(read_map(EVERYTHING, "m.json")) == EVERYTHING


def test_a_resource_comes_back_from_its_text_but_for_what_text_has_no_place_for():
    read = map_resource(parse_map(print_map(read_map(EVERYTHING, "m.json")), "m.map"))
    group = EVERYTHING["group"][0]
    assert {key: read[key] for key in read if key != "group"} == {
        **{key: value for key, value in EVERYTHING.items() if key not in (*_ONLY_IN_JSON, "group")},
        "structure": [{"url": "urn:u", "mode": "source", "alias": "U", "documentation": "what comes in"}],
    }
    assert read["group"][0]["documentation"] == group["documentation"]
    assert read["group"][0]["input"][0]["documentation"] == "in"
    assert read["group"][0]["rule"][0]["documentation"] == "Why it is so."


def test_metadata_that_the_resource_does_not_have_stays_out_of_it():
    text = "/// url = 'urn:m'\n/// name = 'M'\n/// licence = 'MIT'\ngroup A(source s, target t) { s.a -> t.a; }"
    map_ = parse_map(text, "m.map")
    assert "licence" not in map_resource(map_)
    assert '/// licence = "MIT"' in print_map(map_)


def test_metadata_that_stands_twice_is_an_error_at_its_line():
    text = "/// url = 'urn:m'\n/// jurisdiction.text = 'a'\n/// jurisdiction.text = 'b'\ngroup A(source s, target t) {}"
    with pytest.raises(MappingError, match=r"'jurisdiction\.text' stands twice") as e:
        parse_map(text, "m.map")
    assert e.value.location == "3:1"


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ('"mode": "source", "alias"', '"mode": "origin", "alias"', "expected one of source, queried, target, produced"),
        ('"rule": [', '"rules": [', "StructureMap.group[0] has no element 'rules'; did you mean 'rule'?"),
        (
            '"context": "s", ',
            "",
            "expected the element 'context' in StructureMap.group[0].rule[0].source[0], found none",
        ),
        ('"variable": ["a", "t"]', '"variable": "a"', "expected a list, in square brackets, as"),
        (
            '"experimental": false',
            '"experimental": "no"',
            "expected true or false, without quotes, as StructureMap.exp",
        ),
        ('"name": "one"', '"name": 1', "expected a text in quotes as StructureMap.group[0].rule[0].name, found 1"),
        ('"input": [', '"input": "x", "id": [', "expected a list, in square brackets, as StructureMap.group[0].input"),
        ('"valueId": "a"', '"valueid": "a"', "has no element 'valueid'; did you mean 'valueId'?"),
        ('{"valueId": "a"}', "{}", "expected a value[x] in StructureMap.group[0].rule[0].target[0].parameter[0]"),
        ('"context": "s", ', '"context": "s", "max": "many", ', "expected a whole number or '*' as"),
        ('"source": [{', '"source": [], "id": [{', "expected the element 'source' in StructureMap.group[0].rule[0]"),
        (
            '"variable": ["a", "t"]',
            '"parameter": "a"',
            "expected a list, in square brackets, as StructureMap.group[0].ru",
        ),
        ('"group": [', '"const": [{"name": "c"}], "group": [', "expected the element 'value' in StructureMap.const[0]"),
        (
            '"group": [',
            '"const": [{"name": "c", "value": 1}], "group": [',
            "expected a text in quotes as StructureMap.c",
        ),
        ('{"resourceType": "ValueSet", "id": "v"', '{"resourceType": "ConceptMap"', "expected an id or a url in"),
    ],
)
def test_a_fault_of_a_resource_is_said_with_its_path_line_and_column(before: str, after: str, expected: str):
    compact = json.dumps(EVERYTHING)
    broken = compact.replace(before, after)
    assert broken != compact
    with pytest.raises(MappingError) as failure:
        read_map(located_json(broken), "m.json", broken)
    assert expected in failure.value.line()
    column = int(failure.value.location.partition(":")[2])
    assert failure.value.location.startswith("1:") and column > 1


def test_another_resource_is_refused():
    with pytest.raises(MappingError, match="expected a StructureMap resource"):
        read_map({"resourceType": "Patient"}, "map.json")


def test_an_argument_that_has_no_form_in_the_resource_becomes_a_target_with_a_variable():
    text = """map "urn:m" = "M"
    group Main(source s, target t) { s.name as n then Name(n, t, 'x', (n.given.count())); }
    group Name(source n, target t, source use, source count) {
      n -> t.name as name, name.text = append((n.family), use);
    }
    """
    resource = map_resource(parse_map(text, "m.map"))
    rule = resource["group"][0]["rule"][0]
    assert rule["dependent"] == [{"name": "Name", "variable": ["n", "t", "argument1", "argument2"]}]
    assert [target["variable"] for target in rule["target"]] == ["argument1", "argument2"]
    assert [target["transform"] for target in resource["group"][1]["rule"][0]["target"]] == [
        "create",
        "evaluate",
        "append",
    ]
    target: dict = {}
    compile_maps([read_map(resource, "m.json")]).run(
        "Main", [{"name": [{"family": "Le", "given": ["A"]}]}, target], Context()
    )
    assert target == {"name": {"text": "Lex"}}
