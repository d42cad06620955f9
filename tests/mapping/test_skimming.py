"""Maps that are read as far as needed: the same map, each group parsed and compiled when it is first used."""

from pathlib import Path

import pytest

from adapter.errors import MappingError
from adapter.mapping import Context, RuleError, compile_maps, concept_map_table, parse_map
from adapter.mapping.skimming import skim_map
from adapter.workflow.formats import FORMATS
from adapter.workflow.programs import concept_maps, host_functions, maps_in_force

MAPS = sorted((Path(__file__).resolve().parents[2] / "mappings").rglob("*.map"))
MAPS += sorted((Path(__file__).parent / "cases").rglob("map.map"))
HEAD = 'map "urn:m" = "M"\n'


@pytest.mark.parametrize("path", MAPS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_skimmed_map_is_the_map(path: Path):
    text = path.read_text(encoding="utf-8")
    skimmed, whole = skim_map(text, path.name), parse_map(text, path.name)
    assert (skimmed.url, skimmed.metadata, skimmed.uses, skimmed.imports) == (
        (whole.url, whole.metadata, whole.uses, whole.imports)
    )
    assert skimmed.concept_maps == whole.concept_maps
    for ours, theirs in zip(skimmed.groups, whole.groups, strict=True):
        assert (ours.name, ours.parameters, ours.extends, ours.type_mode, ours.line) == (
            (theirs.name, theirs.parameters, theirs.extends, theirs.type_mode, theirs.line)
        )
        assert ours.rules == theirs.rules
        assert [rule.line for rule in ours.rules] == [rule.line for rule in theirs.rules]


@pytest.mark.parametrize("kind", FORMATS)
def test_all_that_the_maps_that_ship_refer_to_is_there(kind: str):
    tables = {url: concept_map_table(resource) for url, resource in concept_maps(None).items()}
    compile_maps(maps_in_force(kind), functions=host_functions(kind), concept_maps=tables)


def test_braces_in_texts_and_comments_are_no_bodies():
    text = (
        HEAD
        + """// group { in a comment
    group Main(source s, target t) { /* } */ s -> t.a = '}' "{"; s -> t.`b{` = 'x'; } // {
    group Other(source s, target t) { s -> t.c = 'y'; }"""
    )
    assert [len(group.rules) for group in skim_map(text, "m.map").groups] == [2, 1]


def error_of(text: str) -> str:
    with pytest.raises(MappingError) as failure:
        for group in skim_map(text, "m.map").groups:
            assert group.rules
    return failure.value.line()


@pytest.mark.parametrize(
    "text",
    [
        HEAD + "group Main(source s, target t) { s -> t.a = 'x' }",
        HEAD + "group Main(source s, target t) {\n  s.a as -> t.b;\n  s.c d -> t.e;\n}",
        HEAD + "group Main(source s, target t) { s -> t.a = 'x';",
        HEAD + "group Main(source s, target t) { s -> t.a = 'x'; }}",
        HEAD + "group Main(sorce s) { }",
        "group Main(source s) { }",
    ],
)
def test_an_error_is_the_same_when_it_is_found_late(text: str):
    with pytest.raises(MappingError) as failure:
        parse_map(text, "m.map")
    assert error_of(text) == failure.value.line()


def test_a_group_that_is_never_called_is_never_read():
    text = HEAD + "group Main(source s, target t) { s.a as a -> t.a = a; }\ngroup Broken(source s) { as; }"
    target: dict = {}
    compile_maps([skim_map(text, "m.map")], lazily=True).run("Main", [{"a": "x"}, target], Context())
    assert target == {"a": "x"}


def test_what_is_broken_in_a_group_fails_as_a_rule_when_it_runs():
    text = HEAD + "group Main(source s, target t) {\n  s then Nobody(s) 'call';\n}".replace("'", '"')
    program = compile_maps([skim_map(text, "m.map")], lazily=True)
    with pytest.raises(RuleError, match=r"m\.map:3 call: expected a group of this map"):
        program.run("Main", [{}, {}], Context())
