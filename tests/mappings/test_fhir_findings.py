"""Allergies, problems and measurements of a FHIR source: carried whole beside the lists."""

import json
from typing import Any

import pytest
from fhir_source import PATIENT, kinds, listed, loinc, mapped, resource, treatment

from adapter.errors import PatientMismatch, SourceError
from adapter.fhir.canonical import FINDING_LIST_KIND
from adapter.sources.document import Source
from adapter.workflow.mapped import Mapped, map_source

ACTIVE = {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical", "code": "active"}]}
IPS = "http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips"
SNOMED = "http://snomed.info/sct"


def allergy(id_: str = "x", **more: Any) -> dict[str, Any]:
    head = {"clinicalStatus": ACTIVE, "code": {"text": "Amoxicilline"}, "patient": {"reference": "Patient/p"}}
    return resource("AllergyIntolerance", id_, **{**head, **more})


def condition(id_: str = "c", **more: Any) -> dict[str, Any]:
    head = {"code": {"text": "Asthme"}, "subject": {"reference": "Patient/p"}}
    return resource("Condition", id_, **{**head, **more})


def measured(loinc_code: str, id_: str = "o", **more: Any) -> dict[str, Any]:
    head = {"status": "final", "code": loinc(loinc_code), "subject": {"reference": "Patient/p"}}
    return resource("Observation", id_, **{**head, "valueQuantity": {"value": 4.1, "unit": "mmol/L"}, **more})


def states(result: Mapped) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for list_ in result.resources("List"):
        for extension in list_.get("extension", ()):
            if extension["url"] == FINDING_LIST_KIND:
                said = len(list_["entry"]) if "entry" in list_ else list_["emptyReason"]["coding"][0]["code"]
                found.setdefault(extension["valueCode"], []).append(said)
    return found


def section(code: str, *entries: str, **more: Any) -> dict[str, Any]:
    references = {"entry": [{"reference": entry} for entry in entries]} if entries else {}
    parts = [{"title": "x", "code": loinc(code), **references, **more}]
    return resource("Composition", "k", status="final", type=loinc("60591-5"), date="2026-03-01", section=parts)


def test_an_allergy_is_carried_with_its_patient_and_stands_in_a_list() -> None:
    result = mapped(PATIENT, treatment(), allergy())
    (found,) = result.resources("AllergyIntolerance")
    (patient,) = result.resources("Patient")
    assert found["code"] == {"text": "Amoxicilline"}
    assert found["patient"] == {"reference": f"urn:uuid:{patient['id']}"}
    assert states(result) == {"allergies": [1]}
    assert not result.issues


@pytest.mark.parametrize(
    ("system", "code", "state"),
    [
        (SNOMED, "716186003", "nilknown"),
        (IPS, "no-known-allergies", "nilknown"),
        (IPS, "no-allergy-info", "unavailable"),
        (IPS, "no-known-medication-allergies", 1),
        (SNOMED, "409137002", 1),
        (SNOMED, "764146007", 1),
    ],
)
def test_codes_of_the_patient_summary_say_the_state_of_the_list(system: str, code: str, state: str | int) -> None:
    none = allergy(code={"coding": [{"system": system, "code": code}]})
    result = mapped(section("48765-2", "AllergyIntolerance/x"), PATIENT, none)
    assert states(result) == {"allergies": [state]}


def test_a_section_that_is_not_there_has_no_list() -> None:
    assert states(mapped(PATIENT, treatment())) == {}


def test_a_section_keeps_its_own_reason_for_being_empty() -> None:
    reason = {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/list-empty-reason", "code": "notasked"}]}
    assert states(mapped(section("48765-2", emptyReason=reason), PATIENT, treatment())) == {"allergies": ["notasked"]}


def test_a_section_without_anything_is_not_known_and_said() -> None:
    result = mapped(section("11450-4"), PATIENT, treatment())
    assert states(result) == {"problems": ["unavailable"]}
    assert "no entry that can be read" in result.issues[0].message


def test_a_status_that_r4_requires_and_nobody_stated_says_unknown() -> None:
    bare = allergy()
    del bare["clinicalStatus"]
    retracted = {"coding": [{"code": "entered-in-error"}]}
    result = mapped(PATIENT, bare, allergy("y", verificationStatus=retracted), condition())
    first, second = result.resources("AllergyIntolerance")
    (problem,) = result.resources("Condition")
    assert first["clinicalStatus"]["extension"][0]["valueCode"] == "unknown"
    assert second["clinicalStatus"] == ACTIVE
    assert problem["clinicalStatus"]["extension"][0]["valueCode"] == "unknown"


def test_a_problem_that_a_treatment_refers_to_is_one_resource() -> None:
    result = mapped(PATIENT, treatment(reasonReference=[{"reference": "Condition/c"}]), condition())
    (problem,) = result.resources("Condition")
    (line,) = result.resources("MedicationStatement")
    assert line["reasonReference"] == [{"reference": f"urn:uuid:{problem['id']}"}]
    assert states(result) == {"problems": [1]}


@pytest.mark.parametrize(
    ("observation", "count"),
    [
        (measured("2823-3"), 1),
        (measured("2161-8"), 0),
        (measured("24323-8", component=[{"code": loinc("2951-2"), "valueQuantity": {"value": 139}}]), 1),
        (measured("2823-3", code={"coding": [{"system": "http://lab", "code": "2823-3"}]}), 0),
    ],
)
def test_observations_are_read_by_their_loinc_code(observation: dict[str, Any], count: int) -> None:
    found = mapped(PATIENT, treatment(), observation).resources("Observation")
    assert len(found) == count
    assert all(item["valueQuantity"] == {"value": 4.1, "unit": "mmol/L"} for item in found)


def test_an_observation_without_status_is_unknown_and_said() -> None:
    observation = measured("2823-3")
    del observation["status"]
    result = mapped(PATIENT, treatment(), observation)
    assert [found["status"] for found in result.resources("Observation")] == ["unknown"]
    assert [issue.element for issue in result.issues] == ["Observation.status"]


def test_allergies_that_a_list_marks_as_deleted_are_left_out_and_said() -> None:
    list_ = listed(code=loinc("48765-2"), entry=[{"item": {"reference": "AllergyIntolerance/x"}, "deleted": True}])
    result = mapped(PATIENT, treatment(), allergy(), list_)
    assert result.resources("AllergyIntolerance") == []
    assert any("marks as deleted" in issue.message for issue in result.issues)


def test_an_allergy_of_another_patient_is_refused() -> None:
    other = resource("Patient", "q", identifier=[{"value": "2"}])
    with pytest.raises(PatientMismatch):
        mapped(PATIENT, other, treatment(), allergy(patient={"reference": "Patient/q"}))


def test_a_file_of_allergies_alone_is_read_by_map_and_is_no_medication_list() -> None:
    result = mapped(PATIENT, allergy())
    assert states(result) == {"allergies": [1]}
    assert "no medication list was found" in result.issues[0].message
    with pytest.raises(SourceError, match="no medication list"):
        mapped(PATIENT)


def test_what_was_mapped_can_be_mapped_again_with_the_same_findings() -> None:
    first = mapped(PATIENT, treatment(), allergy(), condition(), measured("6301-6"), timestamp="2026-03-04T10:00:00Z")
    second = map_source(Source("again.json", json.dumps(first.bundle).encode()))
    assert states(second) == states(first) == {"allergies": [1], "problems": [1]}
    assert len(second.resources("Observation")) == 1
    assert kinds(second) == kinds(first)
