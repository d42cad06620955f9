"""What a broken map says: file, line and column, what was expected, what was found, and the words near it."""

import pytest

from adapter.errors import MappingError
from adapter.mapping import compile_maps, parse_map

HEAD = """map "http://example.org/StructureMap/broken" = "Broken"
uses "http://hl7.org/fhir/StructureDefinition/Patient" alias Patient as source
uses "http://hl7.org/fhir/StructureDefinition/Patient" alias Patient as target
"""
GROUP = HEAD + "group Main(source src : Patient, target tgt : Patient) {\n  %s\n}\n"


def error_of(text: str) -> str:
    with pytest.raises(MappingError) as failure:
        compile_maps([parse_map(text, "broken.map")])
    return failure.value.line()


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (
            "src.name -> tgt.name",
            "6:1: error: expected ',', 'then', a rule name or ';' at the end of line 5, found '}' near 'src.name",
        ),
        ("src.name as n then {", "7:1: error: expected a rule name or ';' at the end of line 6, found the end of the"),
        ("src.name where -> tgt.name;", "5:18: error: expected an expression, found '->'"),
        ("src.name as n only_one -> tgt.name;", "5:17: error: expected type, cardinality, default, list mode, 'as'"),
        ("src.name where a where b;", "5:20: error: expected one 'where' a source, found 'where'"),
        ("src.name as -> tgt.name;", "5:15: error: expected a variable, found '->'"),
        ("src. -> tgt.name;", "5:8: error: expected an element, found '->'"),
        ("src.name 1.. -> tgt.name;", "5:16: error: expected a whole number, found '->'"),
        ("src.name as n -> tgt.name = ;", "5:31: error: expected a value, a variable or a transform, found ';'"),
        ("src.name as n -> tgt.name = append(n;", "5:39: error: expected ')', found ';'"),
        ("src.name as n -> tgt.name share;", "5:34: error: expected the name of the shared item, found ';'"),
        ("src.name as n where (use = 'x' -> tgt.name;", "5:34: error: expected ')', found '->'"),
        ("src.name as n ~> tgt.name;", "5:17: error: expected '->', 'then', a rule name or ';', found '~'"),
        ("src.name 3..1 as n;", "5:12: error: expected a minimum that is not above the maximum, found 3..1"),
        ("src -> tgt.multipleBirth = 1,5 'x';", "5:34: error: expected 'as' and a variable for the value before it,"),
        (
            "src -> tgt.id = 'x', \"name\";",
            "5:30: error: expected 'as' and a variable for the value before it, or no ',' before the name of the rule",
        ),
        (
            "src -> tgt.id = 'x' 'a', tgt.active = true;",
            "5:26: error: expected ';' behind the name of the rule, \"a\", ",
        ),
        ("/* src -> tgt.id = 'x';", "5:3: error: expected a closing */ of the comment that opens here"),
        (
            "src -> tgt.id = 'open;\n  src -> tgt.language = 'fr';",
            "5:19: error: expected a closing ' of the text that opens here",
        ),
        (
            f"src -> tgt.multipleBirth = {'9' * 400};",
            "5:30: error: expected a number of at most 18 digits, found one of",
        ),
        ('src.name as n -> tgt.name = "open;', '5:31: error: expected a closing " of the text that opens here'),
    ],
)
def test_a_rule_that_does_not_parse_says_where_and_what_was_expected(rule: str, expected: str):
    assert error_of(GROUP % rule).startswith("broken.map:" + expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", '1:1: error: expected a map "url" = "name" declaration or a \'/// url\' line, found none'),
        ("group A(source a) {}", '1:1: error: expected a map "url"'),
        ('map "u" = "N"', "1:14: error: expected a group, found the end of the text"),
        ('map "u"\ngroup A(source a) {}', "2:1: error: expected '=', found 'group'"),
        ('map "u" = "N"\nuses "v" as origin', "2:13: error: expected one of 'source', 'queried', 'target', 'produced'"),
        ('map "u" = "N"\nmaps', "2:1: error: expected one of 'map', 'conceptmap', 'uses', 'imports', 'let', 'group'"),
        ('map "u" = "N"\ngroup A(from a) {}', "2:9: error: expected 'source' or 'target', found 'from'"),
        ('map "u" = "N"\ngroup A(source a) <<type>> {}', "2:25: error: expected '+', found '>>'"),
        ('map "u" = "N"\nlet a = 1 group', "2:11: error: expected ';', found 'group'"),
        (
            'map "u" = "N"\nconceptmap "#c" { prefix s = "x" s:a ? s:b }',
            "2:38: error: expected a relation such as '-', '==' or '~', found '?'",
        ),
    ],
)
def test_a_declaration_that_does_not_parse_says_where_and_what_was_expected(text: str, expected: str):
    assert error_of(text).startswith("broken.map:" + expected)


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (
            "src.name as n -> tgt.nmae = n;",
            "5:24: error: expected an element of Patient, found 'nmae'; did you mean 'name'?",
        ),
        (
            "src.name as n -> target.name = n;",
            "5:20: error: expected a variable in scope (src, tgt, n), found 'target'",
        ),
        ("src.name as n -> tgt.name = m;", "5:31: error: expected a variable in scope (src, tgt, n), found 'm'"),
        ("source.name as n -> tgt.name = n;", "5:3: error: expected a variable in scope (src, tgt), found 'source'"),
        (
            "src.name as n -> tgt.name as t then Name(n, t);",
            "5:39: error: expected a group of this map or of one that it imports, found 'Name'",
        ),
        ("src then Main(src);", "5:12: error: expected 2 arguments of Main (src, tgt), found 1"),
        ("src.name as n where use.isOfficial() -> tgt.name = n;", "5:27: error: there is no function isOfficial()"),
        (
            "src.name as n where use.startsWith() -> tgt.name = n;",
            "5:27: error: startsWith() takes 1 arguments, found 0",
        ),
        ("src.name as n -> tgt.name = copied(n);", "5:31: error: expected a transform (create, copy, truncate,"),
        ("src.name as n -> tgt.name = truncate(n);", "5:31: error: expected 2 arguments of truncate, found 1"),
        ("src.name as n -> src.name = n;", "5:20: error: expected a target, found 'src'"),
        (
            "src.name as n -> tgt.multipleBirth as m;",
            "5:24: error: expected create('…') with one of the types of multipleBirth[x] (boolean, integer)",
        ),
        (
            "src.gender as g -> tgt.gender = translate(g, 'urn:none', 'code');",
            "5:49: error: expected the url of a ConceptMap that is given",
        ),
        (
            "src.gender as g -> tgt.gender = cast(g, 'text');",
            "5:44: error: expected an R4 type to cast to, found 'text'",
        ),
        (
            "src.contact as c -> tgt.link as l, l.other = create('Referense') as r;",
            "5:56: error: expected an R4 type, or one that a 'uses' line names, found 'Referense'; "
            "did you mean 'Reference'",
        ),
    ],
)
def test_a_map_that_refers_to_what_is_not_there_does_not_compile(rule: str, expected: str):
    assert error_of(GROUP % rule).startswith("broken.map:" + expected)


@pytest.mark.parametrize(
    ("rule", "meant"),
    [
        ("src.name as n -> tgt.nmae = n;", "'name'"),
        ("src.nmae as n -> tgt.name = n;", "'name'"),
        ("src.name -> tgt.nane;", "'name'"),
        ("src.name as n -> tgt.name as made, mode.family = (n.family);", "'made'"),
        ("scr.name as n -> tgt.name = n;", "'src'"),
        ("src.name as n -> tgt.name as t then main(n, t);", "'Main'"),
        ("src.name as n where family.startWith('L') -> tgt.name = n;", "'startsWith'"),
        ("src.gender as g -> tgt.gender = trunkate(g, 3);", "'truncate'"),
        ("src.gender as g -> tgt.gender = cast(g, 'sring');", "'string'"),
        ("src.gender as g -> tgt.gender = translate(g, '#gendre', 'code');", "'#gender'"),
        ("src.gender as g -> tgt.gender = translate(g, '#gender', 'codes');", "'code'"),
        ("src.name as n wher family.exists() -> tgt.name = n;", "'where'"),
        ("src.name as n chek family.exists() -> tgt.name = n;", "'check'"),
        ("src.name fist as n -> tgt.name = n;", "'first'"),
        ("src.name as n -> tgt.name as t shared x;", "'share'"),
        ("src.name as n -> tgt.name as t thn { };", "'then'"),
    ],
)
def test_a_name_that_is_misspelt_is_said_with_what_may_have_been_meant(rule: str, meant: str):
    concept_map = 'conceptmap "#gender" { prefix s = "urn:s" s:F == s:female }\n'
    error = error_of(HEAD + concept_map + GROUP.removeprefix(HEAD) % rule)
    assert f"; did you mean {meant}" in error
    assert "\n" not in error


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ('map "u" = "N"\nusse "v" as source', "'uses'"),
        ('map "u" = "N"\nuses "v" as sorce', "'source'"),
        ('map "u" = "N"\ngroup A(sourse a) {}', "'source'"),
        ('map "u" = "N"\ngroup A(source a) extend B {}', "'extends'"),
        ('map "u" = "N"\ngroup A(source a) <<typs>> {}', "'types'"),
    ],
)
def test_a_keyword_that_is_misspelt_is_said_with_what_may_have_been_meant(text: str, meant: str):
    assert f"; did you mean {meant}" in error_of(text)


def test_all_rules_that_do_not_parse_are_said_at_once():
    rules = """src.name as -> tgt.name;
  src.gender -> tgt.gender;
  src.name as n then {
    n.family as -> tgt.name;
    n.given as g -> tgt.name = g
  };
  src.birthDate tgt.birthDate;"""
    assert [line.partition(": error")[0] for line in error_of(GROUP % rules).splitlines()] == [
        "broken.map:5:15",
        "broken.map:8:17",
        "broken.map:10:3",
        "broken.map:11:17",
    ]


def test_a_group_that_is_not_closed_does_not_hide_the_errors_of_the_next():
    text = HEAD + "group A(source a, target b) {\n  a.x -> b.y;\n\ngroup B(source a, target b) {\n  a.x as -> b.y;\n}\n"
    assert [line.partition(": error")[0] for line in error_of(text).splitlines()] == [
        "broken.map:7:7",
        "broken.map:8:10",
    ]


def test_all_that_a_map_refers_to_in_vain_is_said_at_once():
    rules = """src.name as n -> tgt.nmae = n;
  src.name as n -> tgt.name as t then Nobody(n, t);
  src.foto as p -> tgt.photo = p;
  nobody.name as n -> tgt.name = n, tgt.gender = upper(n);"""
    assert [line.partition(", found")[0] for line in error_of(GROUP % rules).splitlines()] == [
        "broken.map:5:24: error: expected an element of Patient",
        "broken.map:6:39: error: expected a group of this map or of one that it imports",
        "broken.map:7:7: error: expected an element of Patient",
        "broken.map:8:3: error: expected a variable in scope (src, tgt)",
    ]


def test_a_target_that_is_broken_does_not_break_what_names_its_variable():
    assert error_of(GROUP % "src.name as n -> tgt.nmae as t, t.family = (n.family);").splitlines() == [
        "broken.map:5:24: error: expected an element of Patient, found 'nmae'; did you mean 'name'?"
    ]


def test_too_many_errors_end_the_list():
    assert len(error_of(GROUP % ("src.name as -> tgt.name;\n" * 100)).splitlines()) == 20


def test_an_import_that_is_not_given_does_not_compile():
    text = GROUP.replace("group", 'imports "http://example.org/StructureMap/other"\ngroup', 1) % "src.name -> tgt.name;"
    assert "found import 'http://example.org/StructureMap/other'" in error_of(text)


def test_a_group_to_extend_must_be_there():
    assert "expected a group to extend with 2 parameters, found 'Base'" in error_of(
        GROUP.replace(") {", ") extends Base {") % "src.name -> tgt.name;"
    )


def test_a_group_that_another_map_has_says_which_import_would_give_it():
    other = parse_map('map "urn:names" = "Names"\ngroup Name(source n, target t) { n.use -> t.use; }', "names.map")
    text = GROUP % "src.name as n -> tgt.name as t then Name(n, t);"
    with pytest.raises(MappingError, match="\\(imports \"urn:names\" would give it\\), found 'Name'"):
        compile_maps([parse_map(text, "broken.map"), other])


def test_a_name_is_one_group_of_a_map():
    text = GROUP % "src.name -> tgt.name;" + "group Main(source a, target b) { a.name -> b.name; }\n"
    assert error_of(text) == "broken.map:7: error: the group 'Main' stands on line 4 too; give it another name"


@pytest.mark.parametrize(
    ("base", "words"),
    [
        ("Main", "no other map has a group 'Main' to extend"),
        ("Other", "the group 'Main' extends itself, by way of 'Other'"),
    ],
)
def test_a_group_does_not_extend_itself(base: str, words: str):
    text = GROUP.replace(") {", f") extends {base} {{") % "src.name -> tgt.name;"
    text += "group Other(source src, target tgt) extends Main { src.name -> tgt.name; }\n"
    first = error_of(text).splitlines()[0]
    assert first == f"broken.map:4: error: {words}"


def test_an_error_about_a_type_that_is_passed_names_the_call():
    text = (
        HEAD
        + """group Main(source src : Patient, target tgt : Person) {
  src.name as name -> tgt.name as made then Words(name, made);
  src.telecom as phone -> tgt.telecom as made then Words(phone, made);
}
group Words(source s, target t) { s.text as text -> t.text = text; }
"""
    )
    with pytest.raises(MappingError) as failure:
        compile_maps([parse_map(text, "m.map")])
    found = [error.message.partition(" (")[2] for error in failure.value.errors]
    assert found == ["Words is called with it at line 6)"] * 2


def test_a_program_may_gather_all_that_is_wrong():
    rules = 'src.name as n then { n.use -> tgt.gendr; m.use -> tgt.gender; } "n"; src then Mian(src, tgt);'
    rules = "src.name -> tgt.nmae; " + rules
    program = compile_maps([parse_map(GROUP % rules, "broken.map")], gather=True)
    assert [error.message.rpartition("found ")[2].partition(";")[0] for error in program.errors] == [
        "'nmae'", "'gendr'", "'m'", "'Mian'",
    ]  # fmt: skip
