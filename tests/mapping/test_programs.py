"""Several maps together: imports, groups of the same name, runs that share nothing."""

import pytest

from adapter.errors import MappingError
from adapter.mapping import Context, RuleError, compile_maps, concept_map_table, parse_map

HEAD = 'map "http://example.org/StructureMap/{0}" = "{0}"\n'
TYPES = 'uses "http://hl7.org/fhir/StructureDefinition/Patient" alias Patient as source\n'
MAIN = HEAD.format("main") + TYPES + 'imports "http://example.org/StructureMap/{}"\n'
NAMES = HEAD.format("names") + TYPES + "group Name(source name, target to) { name.family as f -> to.family = f; }\n"


def run(program, group="Main", source=None):
    target = {"resourceType": "Patient"}
    program.run(group, [source or {"resourceType": "Patient", "name": [{"family": "Lenoir"}]}, target], Context())
    return target


@pytest.mark.parametrize("url", ["names", "*", "na*"])
def test_a_group_of_an_imported_map_can_be_called(url: str):
    body = "group Main(source src : Patient, target tgt : Patient) { src.name as n -> tgt.name as t then Name(n, t); }"
    program = compile_maps([parse_map(MAIN.format(url) + body, "main.map"), parse_map(NAMES, "names.map")])
    assert run(program)["name"] == [{"family": "Lenoir"}]


def test_a_group_of_a_map_that_is_not_imported_cannot_be_called():
    body = "group Main(source src : Patient, target tgt : Patient) { src.name as n -> tgt.name as t then Name(n, t); }"
    with pytest.raises(MappingError, match="expected a group of this map"):
        compile_maps([parse_map(HEAD.format("main") + TYPES + body, "main.map"), parse_map(NAMES, "names.map")])


def test_groups_of_the_same_name_are_told_apart_by_their_map():
    texts = [
        HEAD.format(name) + f"group Main(source s, target t) {{ s -> t.gender = '{name}'; }}"
        for name in ("male", "female")
    ]
    program = compile_maps([parse_map(text, "x.map") for text in texts])
    assert run(program)["gender"] == "male"
    assert run(program, "female#Main")["gender"] == "female"


def test_a_group_that_is_not_there_is_an_error_of_the_call():
    program = compile_maps([parse_map(NAMES, "names.map")])
    with pytest.raises(MappingError, match="there is no group 'Main'"):
        run(program)
    with pytest.raises(MappingError, match="takes 2 arguments, found 1"):
        program.run("Name", [{}], Context())


def test_an_untyped_group_takes_the_type_of_the_resource_it_is_given():
    program = compile_maps(
        [parse_map(HEAD.format("any") + "group Main(source s, target t) { s.name -> t.name; }", "any.map")]
    )
    assert run(program)["name"] == [{"family": "Lenoir"}]


def test_runs_of_one_program_share_nothing():
    rule = "s.name as n -> t.name as x share one, x.family = (n.family);"
    text = HEAD.format("main") + TYPES + f"group Main(source s : Patient, target t : Patient) {{ {rule} }}"
    program = compile_maps([parse_map(text, "main.map")])
    assert run(program) == run(program) == {"resourceType": "Patient", "name": [{"family": "Lenoir"}]}


def test_the_result_does_not_share_data_with_the_source():
    source = {"resourceType": "Patient", "name": [{"family": "Lenoir", "given": ["Odile"]}]}
    text = (
        HEAD.format("main")
        + TYPES
        + "group Main(source s : Patient, target t : Patient) { s.name as n -> t.name = n; }"
    )
    run(compile_maps([parse_map(text, "main.map")]), source=source)["name"][0]["given"].append("changed")
    assert source["name"][0]["given"] == ["Odile"]


def test_a_code_is_translated_through_a_concept_map_that_is_given():
    concept_map = {
        "resourceType": "ConceptMap",
        "url": "urn:map",
        "group": [
            {
                "source": "urn:a",
                "target": "urn:b",
                "element": [{"code": "f", "target": [{"code": "female", "equivalence": "equal"}]}],
            },
            {
                "source": "urn:c",
                "target": "urn:b",
                "element": [{"code": "f", "target": [{"code": "other", "equivalence": "equal"}]}],
            },
        ],
    }
    rule = "s.code as c -> t.gender = translate(c, 'urn:map', 'code') \"code\";"
    text = HEAD.format("main") + TYPES + f"group Main(source s, target t : Patient) {{ {rule} }}"
    program = compile_maps([parse_map(text, "main.map")], concept_maps={"urn:map": concept_map_table(concept_map)})
    coding = {"resourceType": "Basic", "code": {"coding": [{"system": "urn:c", "code": "f"}]}}
    assert run(program, source=coding)["gender"] == "other"


def test_a_program_that_is_not_strict_fails_only_where_something_is_missing():
    rules = 's.name as n -> t.name = n "copied"; s.photo as p -> t.photo = p then Photo(p) "photo";'
    text = HEAD.format("main") + TYPES + f"group Main(source s : Patient, target t : Patient) {{ {rules} }}"
    program = compile_maps([parse_map(text, "main.map")], strict=False)
    assert [error.message for error in program.errors] == [
        "expected a group of this map or of one that it imports, found 'Photo'"
    ]
    assert run(program)["name"] == [{"family": "Lenoir"}]
    with pytest.raises(RuleError, match=r"main\.map:3 photo: expected a group"):
        run(program, source={"resourceType": "Patient", "photo": [{"title": "x"}]})


def test_groups_that_call_each_other_without_end_fail_as_a_rule():
    text = HEAD.format("main") + "group Main(source s, target t) { s then Main(s, t) 'again'; }".replace("'", '"')
    with pytest.raises(RuleError, match="groups call each other without end"):
        run(compile_maps([parse_map(text, "main.map")]))


def test_a_map_that_is_nested_too_deeply_is_refused():
    text = (
        HEAD.format("main")
        + f"group Main(source s, target t) {{ s where {'(' * 5000}a{')' * 5000} -> t.gender = 'x'; }}"
    )
    with pytest.raises(MappingError, match="expected a map that is nested less deeply"):
        parse_map(text, "main.map")
