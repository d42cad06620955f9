"""The difference of two results is read by element path, and one item too many is one line."""

import copy
from typing import Any

import pytest

from adapter.authoring.comparison import differences
from adapter.fhir.identifiers import stable_id


def statement(number: int, **more: Any) -> dict[str, Any]:
    id_ = stable_id("document", str(number))
    dosage = [{"text": f"{number} le matin"}]
    return {"resourceType": "MedicationStatement", "id": id_, "status": "active", "dosage": dosage, **more}


def bundle(*resources: dict[str, Any]) -> dict[str, Any]:
    entries = [{"fullUrl": f"urn:uuid:{r['id']}", "resource": r} for r in resources]
    return {"resourceType": "Bundle", "type": "collection", "entry": entries}


def lines(expected: Any, got: Any) -> list[str]:
    return [difference.line() for difference in differences(expected, got)]


THREE = [statement(1), statement(2), statement(3)]


def test_the_same_has_no_difference() -> None:
    assert lines(bundle(*THREE), copy.deepcopy(bundle(*THREE))) == []


def test_a_changed_value_is_named_by_its_path_and_both_values() -> None:
    got = bundle(*THREE[:2], statement(3, dosage=[{"text": "3 le soir"}]))
    assert lines(bundle(*THREE), got) == [
        "MedicationStatement[2].dosage[0].text: expected '3 le matin', got '3 le soir'"
    ]


def test_a_lost_resource_is_one_line_and_those_after_it_are_still_paired() -> None:
    (line,) = lines(bundle(*THREE), bundle(*THREE[1:]))
    assert line.startswith('MedicationStatement[0]: missing, expected {"resourceType":"MedicationStatement"')


def test_one_resource_more_is_one_line() -> None:
    (line,) = lines(bundle(*THREE[1:]), bundle(*THREE))
    assert line.startswith("MedicationStatement[0]: not expected, got {")


def test_a_list_item_in_the_middle_is_one_line() -> None:
    expected, got = {"note": ["a", "c", "d"]}, {"note": ["a", "b", "c", "d"]}
    assert lines(expected, got) == ["result.note[1]: not expected, got 'b'"]


def test_an_item_that_moved_is_said_to_have_moved() -> None:
    assert lines({"given": ["a", "b", "c"]}, {"given": ["b", "c", "a"]}) == ["result.given[0]: moved to [2]: 'a'"]


def test_the_most_alike_are_paired_where_the_number_differs() -> None:
    expected = {"coding": [{"system": "s", "code": "1", "display": "x"}, {"system": "t", "code": "2"}]}
    got = {"coding": [{"system": "t", "code": "3"}]}
    assert lines(expected, got) == [
        'result.coding[0]: missing, expected {"system":"s","code":"1","display":"x"}',
        "result.coding[1].code: expected '2', got '3'",
    ]


@pytest.mark.parametrize(
    ("expected", "got", "line"),
    [
        ({"a": 1}, {"a": "1"}, "result.a: expected 1, got '1'"),
        ({"a": 1}, {"a": True}, "result.a: expected 1, got true"),
        ({"a": [1]}, {"a": {"b": 1}}, 'result.a: expected [1], got {"b":1}'),
        ({"a": 1}, {}, "result.a: missing, expected 1"),
        ({}, {"a": None}, "result.a: not expected, got null"),
        ({"a": "x" * 200}, {"a": "y"}, f"result.a: expected '{'x' * 100}…', got 'y'"),
    ],
)
def test_values_of_other_types_differ(expected: Any, got: Any, line: str) -> None:
    assert lines(expected, got) == [line]


def test_ids_that_all_changed_are_said_once_beside_what_really_changed() -> None:
    before = statement(1)
    old = [before, {"resourceType": "List", "id": stable_id("l"), "entry": [{"item": before["id"]}]}]
    after = statement(1, status="stopped", id=stable_id("new document", "1"))
    new = [after, {"resourceType": "List", "id": stable_id("new l"), "entry": [{"item": after["id"]}]}]
    assert lines(bundle(*old), bundle(*new)) == [
        "MedicationStatement[0].status: expected 'active', got 'stopped'",
        "ids: 2 ids are others than expected: the document's id, its bytes or the places changed",
    ]


def test_the_order_of_types_is_a_difference_too() -> None:
    patient = {"resourceType": "Patient", "id": stable_id("p")}
    assert lines(bundle(patient, THREE[0]), bundle(THREE[0], patient)) == [
        "Bundle.entry: the resources are the same, in another order of types"
    ]


def test_an_entry_that_says_more_than_its_resource_is_compared_too() -> None:
    got = bundle(THREE[0])
    got["entry"][0]["search"] = {"mode": "match"}
    assert lines(bundle(THREE[0]), got) != []


def test_very_long_lists_are_compared() -> None:
    expected, got = {"a": [str(n) for n in range(200)]}, {"a": [f"{n}x" for n in range(200)]}
    assert len(lines(expected, got)) == 200
