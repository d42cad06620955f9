"""A treatment that two lists of one FHIR source name: a line in each where they are of two kinds, else one line."""

from typing import Any

import pytest
from compact_bundle import of_type
from fhir_source import PATIENT, kinds, listed, loinc, mapped, only, treatment

from adapter.reconciliation.lines import lines_of
from adapter.workflow.mapped import Mapped

ADMISSION, DISCHARGE, HISTORY = (loinc(code) for code in ("42346-7", "10183-2", "10160-0"))
SUSPENDED = {"coding": [{"system": "urn:oid:1.3.6.1.4.1.19376.1.9.2.1", "code": "SUSPEND"}]}


def lists(*heads: dict[str, Any], **more: Any) -> Mapped:
    return mapped(
        PATIENT,
        treatment(**more),
        *(listed("MedicationStatement/s", **{"id": f"l{number}", **head}) for number, head in enumerate(heads)),
    )


def lines(result: Mapped, role: Any = "discharge") -> list[str]:
    return [line.list for line in lines_of(result.bundle, source="b.json", role=role)[1]]


def items(result: Mapped) -> list[list[str]]:
    return [[row["item"]["reference"] for row in list_.get("entry", ())] for list_ in of_type(result, "List")]


def test_what_was_taken_at_admission_and_is_at_discharge_is_a_line_of_each_list() -> None:
    result = lists({"code": ADMISSION}, {"code": DISCHARGE})
    assert lines(result) == ["admission", "discharge"]
    (first,), (second,) = items(result)
    assert first != second
    assert len({entry["fullUrl"] for entry in result.bundle["entry"]}) == len(result.bundle["entry"])
    (provenance,) = [p for p in of_type(result, "Provenance") if {"reference": first} in p["target"]]
    assert {"reference": second} in provenance["target"]


def test_both_lines_say_the_same_of_the_treatment() -> None:
    first, second = of_type(lists({"code": ADMISSION}, {"code": DISCHARGE}), "MedicationStatement")
    assert {**first, "id": ""} == {**second, "id": ""}


@pytest.mark.parametrize(
    ("heads", "severity"),
    [
        (({"code": DISCHARGE}, {"code": DISCHARGE}), "information"),
        (({"title": "A"}, {"title": "B"}), "information"),
        (({"title": "A"}, {"code": DISCHARGE}), "warning"),  # it is that too when the file is given as discharge
        (({"code": loinc("57828-6")}, {"code": HISTORY}), "warning"),
    ],
)
def test_lists_that_may_be_of_one_kind_hold_it_once_lest_it_be_taken_twice(heads: Any, severity: str) -> None:
    result = lists(*heads)
    assert only(result)
    assert len(lines(result)) == 1
    first, second = items(result)
    assert first == second != []
    said = "stands also in Bundle.entry[3].resource; it is one line, of Bundle.entry[2].resource"
    assert [(i.severity, i.location) for i in result.issues if i.message == said] == [
        (severity, "Bundle.entry[1].resource")
    ]


def test_a_list_that_shares_its_treatment_is_not_one_of_which_nothing_is_known() -> None:
    read, _, _ = lines_of(lists({"title": "A"}, {"title": "B"}).bundle, source="b.json", role="discharge")
    assert [list_.state for list_ in read] == ["items", "items"]


def test_of_three_lists_the_third_joins_the_one_of_its_kind() -> None:
    result = lists({"code": ADMISSION}, {"code": DISCHARGE}, {"code": DISCHARGE})
    (first,), (second,), (third,) = items(result)
    assert first != second == third


def test_a_list_that_is_no_longer_in_force_gives_no_line_of_its_own() -> None:
    result = lists({"code": DISCHARGE}, {"code": ADMISSION, "status": "retired"})
    assert lines(result) == ["discharge"]
    assert only(result)["status"] == "active"


def test_suspended_in_the_list_at_discharge_only() -> None:
    second = {"code": DISCHARGE, "entry": [{"flag": SUSPENDED, "item": {"reference": "MedicationStatement/s"}}]}
    admission, discharge = of_type(lists({"code": ADMISSION}, second), "MedicationStatement")
    assert (admission["status"], discharge["status"]) == ("active", "on-hold")


def test_suspended_in_a_second_list_of_the_same_kind_is_told() -> None:
    second = {"code": DISCHARGE, "entry": [{"flag": SUSPENDED, "item": {"reference": "MedicationStatement/s"}}]}
    result = lists({"code": DISCHARGE}, second)
    said = "Bundle.entry[3].resource says something else of it (on-hold): it is not followed"
    assert [issue.severity for issue in result.issues if issue.message == said] == ["warning"]


def test_stopped_in_one_list_and_current_in_another_is_a_line_in_both() -> None:
    second = {"code": DISCHARGE, "entry": [{"deleted": True, "item": {"reference": "MedicationStatement/s"}}]}
    assert lines(lists({"title": "Treatment"}, second)) == ["discharge", "stopped"]


def test_nothing_taken_in_two_lists_is_said_of_both() -> None:
    none = {
        "coding": [
            {"system": "http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips", "code": "no-known-medications"}
        ]
    }
    result = lists({"code": ADMISSION}, {"code": DISCHARGE}, medicationCodeableConcept=none)
    assert kinds(result) == ["admission", "discharge"]
    assert all(list_["emptyReason"]["coding"][0]["code"] == "nilknown" for list_ in of_type(result, "List"))


def test_an_order_that_another_replaces_is_replaced_in_each_of_its_lists() -> None:
    old, new = treatment("MedicationRequest", "a"), treatment("MedicationRequest", "b")
    new["priorPrescription"] = {"reference": "MedicationRequest/a"}
    admission = listed("MedicationRequest/a", id="l1", code=ADMISSION)
    discharge = listed("MedicationRequest/a", "MedicationRequest/b", id="l2", code=DISCHARGE)
    _, found, _ = lines_of(mapped(PATIENT, old, new, admission, discharge).bundle, source="b.json", role="discharge")
    assert [(line.list, line.is_replaced) for line in found] == [
        ("admission", True),
        ("discharge", True),
        ("discharge", False),
    ]
