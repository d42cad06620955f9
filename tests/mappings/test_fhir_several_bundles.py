"""Several Bundles in one file whose resources have the same ids: each reference stays in its own Bundle."""

import json
from typing import Any

import pytest
from compact_bundle import of_type
from fhir_source import treatment

from adapter.errors import PatientMismatch
from adapter.sources.document import Source
from adapter.workflow.mapped import map_source


def of_one(name: str, drug: str, version: str) -> dict[str, Any]:
    """A Bundle whose ids are those of every other Bundle of its system."""
    person = {"resourceType": "Patient", "id": "1", "identifier": [{"system": "urn:x", "value": name}]}
    line = treatment(id_="1", meta={"versionId": version}, medicationCodeableConcept={"text": drug})
    line["subject"] = {"reference": "Patient/1"}
    return {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": person}, {"resource": line}]}


def lines_of_file(*bundles: dict[str, Any]) -> Source:
    return Source("f.ndjson", "\n".join(map(json.dumps, bundles)).encode())


def test_two_bundles_whose_ids_are_the_same_are_not_one_patient_with_the_newer_treatment() -> None:
    with pytest.raises(PatientMismatch):
        map_source(lines_of_file(of_one("A", "RAMIPRIL", "1"), of_one("B", "WARFARINE", "2")))


def test_two_bundles_of_one_patient_whose_ids_are_the_same_keep_both_treatments() -> None:
    result = map_source(lines_of_file(of_one("A", "RAMIPRIL", "1"), of_one("A", "WARFARINE", "2")))
    names = [line["medicationCodeableConcept"]["text"] for line in of_type(result, "MedicationStatement")]
    assert names == ["RAMIPRIL", "WARFARINE"]


def test_a_reference_leads_to_the_resource_of_its_own_bundle() -> None:
    first, second = of_one("A", "X", "1"), of_one("A", "Y", "2")
    for bundle, name in ((first, "RAMIPRIL"), (second, "WARFARINE")):
        bundle["entry"].append({"resource": {"resourceType": "Medication", "id": "1", "code": {"text": name}}})
        del bundle["entry"][1]["resource"]["medicationCodeableConcept"]
        bundle["entry"][1]["resource"]["medicationReference"] = {"reference": "Medication/1"}
    result = map_source(lines_of_file(first, second))
    products = {f"urn:uuid:{product['id']}": product["code"]["text"] for product in of_type(result, "Medication")}
    lines = of_type(result, "MedicationStatement")
    assert [products[line["medicationReference"]["reference"]] for line in lines] == ["RAMIPRIL", "WARFARINE"]


def test_a_reference_that_only_other_bundles_answer_twice_leads_nowhere() -> None:
    first, second = of_one("A", "X", "1"), of_one("A", "Y", "2")
    for bundle, name in ((first, "RAMIPRIL"), (second, "WARFARINE")):
        bundle["entry"].append({"resource": {"resourceType": "Medication", "id": "1", "code": {"text": name}}})
    third = {**of_one("A", "Z", "3"), "entry": [{"resource": treatment(id_="3")}]}
    del third["entry"][0]["resource"]["medicationCodeableConcept"]
    third["entry"][0]["resource"] |= {
        "medicationReference": {"reference": "Medication/1"},
        "subject": {"identifier": {"system": "urn:x", "value": "A"}},
    }
    result = map_source(lines_of_file(first, second, third))
    assert [i.location for i in result.issues if "Medication/1 is not in the file" in i.message] == [
        "line 3.entry[0].resource"
    ]
