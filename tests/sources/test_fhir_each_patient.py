"""A FHIR file of several patients (bulk data, a ward's search): one document each, and nothing of another's in it."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapter.errors import PatientMismatch, SourceError
from adapter.sources.document import Source
from adapter.workflow.mapped import Mapped, map_each, map_source


def person(id_: str, name: str = "", **more: Any) -> dict[str, Any]:
    identifier = [{"system": "urn:hospital", "value": f"N{id_}"}]
    names = {"name": [{"family": name}]} if name else {}
    return {"resourceType": "Patient", "id": id_, "identifier": identifier, **names, **more}


def about(id_: str, resource: dict[str, Any]) -> dict[str, Any]:
    element = "patient" if resource["resourceType"] == "AllergyIntolerance" else "subject"
    return {**resource, element: {"reference": f"Patient/{id_}"}}


def order(id_: str, drug: str, patient: str = "", **more: Any) -> dict[str, Any]:
    body = {"resourceType": "MedicationRequest", "id": id_, "status": "active", "intent": "order"}
    product = {} if "medicationReference" in more else {"medicationCodeableConcept": {"text": drug}}
    return about(patient, {**body, **product, **more}) if patient else {**body, **product, **more}


def listed(id_: str, *items: str, **more: Any) -> dict[str, Any]:
    entries = [{"item": {"reference": item}} for item in items]
    return {"resourceType": "List", "id": id_, "status": "current", "mode": "snapshot", "entry": entries, **more}


def bulk(*resources: dict[str, Any]) -> Source:
    return Source("bulk.ndjson", "\n".join(map(json.dumps, resources)).encode())


def drugs(results: list[Mapped]) -> list[list[str]]:
    return [
        [order["medicationCodeableConcept"]["text"] for order in result.resources("MedicationRequest")]
        for result in results
    ]


def errors(result: Mapped) -> list[tuple[str, str]]:
    return [(issue.location, issue.message) for issue in result.issues if issue.severity == "error"]


def test_without_asking_it_is_refused_and_says_where_each_begins() -> None:
    with pytest.raises(PatientMismatch) as refused:
        map_source(bulk(person("1", "BLANC"), person("2", "ROUX"), order("a", "A", "1"), order("b", "B", "2")))
    assert "it has 2 patients (line 1, line 2): give one file each, or `medrec map --each-patient`" in str(
        refused.value
    )
    assert "BLANC" not in str(refused.value)


def test_each_patient_has_his_own_lines_and_what_both_share() -> None:
    shared = {"resourceType": "Medication", "id": "m", "code": {"text": "PARACETAMOL"}}
    lab = {"resourceType": "Organization", "id": "o", "name": "LAB"}
    product = {"medicationReference": {"reference": "Medication/m"}}
    results = map_each(
        bulk(
            order("a", "", "1", **product), order("b", "", "2", **product), order("c", "C", "1"),
            {**shared, "manufacturer": {"reference": "Organization/o"}}, lab, person("2", "ROUX"), person("1", "BLANC"),
        )
    )  # fmt: skip
    assert [[p["name"][0]["family"] for p in result.resources("Patient")] for result in results] == [
        ["BLANC"],
        ["ROUX"],
    ]
    assert [len(result.resources("MedicationRequest")) for result in results] == [2, 1]
    assert [[o["name"] for o in result.resources("Organization")] for result in results] == [["LAB"], ["LAB"]]
    ids = [{entry["resource"]["id"] for entry in result.bundle["entry"]} for result in results]
    assert ids[0] & ids[1] <= {
        r["id"] for t in ("Device", "Medication", "Organization") for r in results[0].resources(t)
    }
    assert [errors(result) for result in results] == [[], []]


def test_findings_lists_and_stays_go_to_their_patient() -> None:
    allergy = {"resourceType": "AllergyIntolerance", "id": "x", "code": {"text": "LATEX"}}
    result_a, result_b = map_each(
        bulk(
            person("1"), person("2"), order("a", "A", "1"), order("b", "B", "2"), about("2", allergy),
            about("2", listed("l", "MedicationRequest/b", title="SORTIE")),
            listed("n", "MedicationRequest/a", title="OF ONE"),
        )
    )  # fmt: skip
    assert [r.resources("AllergyIntolerance") != [] for r in (result_a, result_b)] == [False, True]
    titles = [[list_.get("title") for list_ in r.resources("List")] for r in (result_a, result_b)]
    assert titles[0] == ["OF ONE"] and "SORTIE" in titles[1]


def test_what_does_not_say_whom_it_is_about_is_in_none_with_an_error_in_each() -> None:
    results = map_each(
        bulk(person("1"), person("2"), order("a", "A", "1"), order("b", "B", "2"), order("c", "C"),
             listed("l", "MedicationRequest/a", "MedicationRequest/b"))
    )  # fmt: skip
    assert drugs(results) == [["A"], ["B"]]
    left_out = "no subject, in a file read for each of its patients: left out"
    assert all(errors(result) == [("line 5", left_out), ("line 6", left_out)] for result in results)


def test_what_does_not_say_whom_it_is_about_is_left_out_beside_one_patient_too() -> None:
    (result,) = map_each(bulk(person("1"), order("a", "A", "1"), order("b", "B")))
    assert drugs([result]) == [["A"]]
    assert errors(result) == [("line 3", "no subject, in a file read for each of its patients: left out")]
    with pytest.raises(SourceError, match="nothing to read that says which patient it is about"):
        map_each(bulk(person("1"), order("b", "B")))


def test_a_file_that_names_nobody_is_read_as_it_is_without_asking() -> None:
    source = bulk(order("a", "A"), order("b", "B"))
    assert [result.bundle for result in map_each(source)] == [map_source(source).bundle]


@pytest.mark.parametrize("with_patient", [True, False])
def test_a_finding_or_list_about_a_patient_who_is_not_in_the_file_is_not_that_of_the_medications(
    with_patient: bool,
) -> None:
    allergy = about("2", {"resourceType": "AllergyIntolerance", "id": "x", "code": {"text": "SECRET"}})
    empty = about(
        "2", listed("l", title="SECRET", code={"coding": [{"system": "http://loinc.org", "code": "10160-0"}]})
    )
    for other in (allergy, empty):
        source = bulk(*([person("1")] if with_patient else []), order("a", "A", "1"), other)
        with pytest.raises(PatientMismatch, match="two patients in one file"):
            map_source(source)
        first, second = map_each(source)
        assert "SECRET" not in json.dumps(first.bundle)
        assert "SECRET" in json.dumps(second.bundle)


def test_a_subject_that_is_no_reference_says_nobody() -> None:
    broken = listed("l", title="SECRET", subject={"reference": ["Patient/2"]})
    (result,) = map_each(bulk(person("1"), order("a", "A", "1"), broken))
    assert "SECRET" not in json.dumps(result.bundle)
    assert errors(result) == [("line 3", "no subject, in a file read for each of its patients: left out")]


def test_what_refers_to_a_resource_of_another_patient_does_not_bring_it_along() -> None:
    problem = about("2", {"resourceType": "Condition", "id": "p", "code": {"text": "SECRET"}})
    reason = {"reasonReference": [{"reference": "Condition/p"}]}
    first, second = map_each(
        bulk(person("1"), person("2"), order("a", "A", "1", **reason), order("b", "B", "2"), problem)
    )
    assert "SECRET" not in json.dumps(first.bundle)
    assert "SECRET" in json.dumps(second.bundle)


def test_one_number_under_two_names_is_kept_apart_and_said() -> None:
    again = {**person("1", "NOIR"), "id": "9"}
    results = map_each(bulk(person("1", "BLANC"), again, person("2"), *(order(i, i, i) for i in ("1", "9", "2"))))
    assert drugs(results) == [["1"], ["9"], ["2"]]
    assert all(errors(result)[0][0] == "line 2" for result in results)


def test_two_mentions_of_one_number_and_name_are_one_patient() -> None:
    again = {**person("1", "BLANC"), "id": "9"}
    results = map_each(bulk(person("1", "BLANC"), again, person("2"), *(order(i, i, i) for i in ("1", "9", "2"))))
    assert drugs(results) == [["1", "9"], ["2"]]


def test_patients_with_nothing_to_read_have_no_bundle_and_are_told() -> None:
    results = map_each(bulk(person("1"), person("2"), person("3"), order("a", "A", "1"), order("b", "B", "2")))
    assert drugs(results) == [["A"], ["B"]]
    said = [[i.message for i in result.issues if i.severity == "information"] for result in results]
    assert said == [["1 of 3 patients have nothing to read: no Bundle"]] * 2


def test_a_file_of_one_patient_gives_the_same_bundle_with_and_without_asking() -> None:
    source = bulk(person("1"), order("a", "A", "1"), order("b", "B", "1"))
    assert [result.bundle for result in map_each(source)] == [map_source(source).bundle]


def test_patients_that_are_only_named_by_a_reference_are_told_apart_too() -> None:
    first, second = map_each(bulk(order("a", "A", "1"), order("b", "B", "2"), order("c", "C", "1")))
    assert drugs([first, second]) == [["A", "C"], ["B"]]
    assert all("the source names no patient" in errors(result)[0][1] for result in (first, second))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from("123"), min_size=1, max_size=8), st.booleans())
def test_however_they_are_mixed_each_line_goes_to_whom_it_is_about(whose: list[str], is_listed: bool) -> None:
    orders = [order(f"o{n}", f"DRUG-{n}", patient) for n, patient in enumerate(whose)]
    lists = [about(p, listed(f"l{p}", *(f"MedicationRequest/{o['id']}" for o in orders))) for p in dict.fromkeys(whose)]
    results = map_each(bulk(*orders, *(lists if is_listed else ()), *(person(p) for p in "123")))
    found = {result.resources("Patient")[0]["identifier"][0]["value"]: result for result in results}
    for patient in set(whose):
        names = sorted(name for (names,) in [drugs([found[f"N{patient}"]])] for name in names)
        assert names == [f"DRUG-{n}" for n, p in enumerate(whose) if p == patient]


def test_a_list_item_of_another_patient_is_said_to_be_of_another() -> None:
    astray = about("1", listed("l", "MedicationRequest/a", "MedicationRequest/b", "MedicationRequest/c", "List/x", ""))
    missing = about("2", listed("m", "MedicationRequest/b", "MedicationRequest/gone"))
    first, second = map_each(
        bulk(
            person("1", "BLANC"), person("2", "ROUX"), astray, missing,
            order("a", "A", "1"), order("b", "B", "2"), order("c", "C"),
        )
    )  # fmt: skip
    left_out = [message for place, message in errors(first) if place == "line 3"]
    assert left_out == [
        "an item of the list refers to MedicationRequest/b, which is about another patient: it is not read",
        "an item of the list refers to MedicationRequest/c, which does not say whom it is about: it is not read",
        "an item of the list refers to nothing: it is not read",
    ]
    assert [message for place, message in errors(second) if place == "line 4"] == [
        "an item of the list refers to MedicationRequest/gone, which is not a resource of the file: it is not read"
    ]
    assert drugs([first, second]) == [["A"], ["B"]]
