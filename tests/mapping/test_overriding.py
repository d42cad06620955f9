"""Groups of a user's map stand for those of the maps that ship, which stay reachable."""

import pytest

from adapter.errors import MappingError
from adapter.mapping import Context, compile_maps, parse_map
from adapter.mapping.overriding import joined

BASE = """map "urn:base" = "Base"
imports "urn:names"
group Main(source s, target t : Patient) { s -> t.name as n then Name(s, n) "name"; }
"""
NAMES = """map "urn:names" = "Names"
group Name(source s, target n : HumanName) { s.family as f -> n.family = f "family"; }
"""
OWN = """map "urn:own" = "Own"
imports "urn:names"
group %s { %s }
"""


def patient(*own: str) -> dict:
    program = compile_maps(
        joined(
            [parse_map(BASE, "base.map"), parse_map(NAMES, "names.map")],
            [parse_map(text, f"own{number}.map") for number, text in enumerate(own, 1)],
        )
    )
    target = {"resourceType": "Patient"}
    program.run("Main", [{"family": "Lenoir", "given": "Odile"}, target], Context())
    return target["name"][0]


def error_of(*own: str) -> str:
    with pytest.raises(MappingError) as failure:
        patient(*own)
    return failure.value.line()


GIVEN = 's.given as g -> n.given = g "given";'


def test_a_group_of_the_same_name_is_run_instead() -> None:
    assert patient(OWN % ("Name(source s, target n)", GIVEN)) == {"given": ["Odile"]}


def test_a_group_may_extend_the_one_it_stands_for() -> None:
    expected = {"family": "Lenoir", "given": ["Odile"]}
    assert patient(OWN % ("Name(source s, target n) extends Name", GIVEN)) == expected


def test_a_group_may_call_the_one_it_stands_for_by_its_full_name() -> None:
    rules = 's where given.exists() then `Names.Name`(s, n) "shipped"; ' + GIVEN
    assert patient(OWN % ("Name(source s, target n)", rules)) == {"family": "Lenoir", "given": ["Odile"]}


def test_the_full_name_is_there_also_for_a_group_that_nothing_stands_for() -> None:
    rules = 's then `Names.Name`(s, n) "shipped";'
    own = OWN % ("Other(source s, target n)", rules)
    assert patient(own) == {"family": "Lenoir"}


def test_a_map_with_the_url_of_another_takes_its_place() -> None:
    own = OWN.replace("urn:own", "urn:names").replace('imports "urn:names"', "")
    assert patient(own % ("Name(source s, target n)", GIVEN)) == {"given": ["Odile"]}


def test_a_group_that_calls_itself_still_means_itself() -> None:
    rules = 's.given as g -> n.given = g "given"; s.next as next then Name(next, n) "next";'
    assert patient(OWN % ("Name(source s, target n)", rules)) == {"given": ["Odile"]}


def test_two_maps_with_one_url_are_refused() -> None:
    own = OWN % ("Name(source s, target n)", GIVEN)
    assert error_of(own, own).startswith("own2.map:1:1: error: the url 'urn:own' is that of own1.map too")


def test_two_groups_that_stand_for_one_are_refused() -> None:
    own = OWN % ("Name(source s, target n)", GIVEN)
    second = own.replace("urn:own", "urn:second")
    assert error_of(own, second) == (
        "own2.map:3: error: the group 'Name' stands for the one of names.map, and so does own1.map:3; keep one of them"
    )


def test_other_parameters_than_those_of_the_group_it_stands_for_are_refused() -> None:
    assert error_of(OWN % ("Name(source s, source t, target n)", GIVEN)).startswith(
        "own1.map:3: error: the group 'Name' has 3 parameters, the one of names.map:2 that it stands for has 2"
    )
