"""What a FHIR treatment refers to comes along, or stays reachable."""

import pytest
from compact_bundle import of_type, places
from fhir_source import DRUG, PATIENT, mapped, only, problems, resource, treatment


def test_a_referenced_medication_comes_along_with_its_manufacturer() -> None:
    medication = resource("Medication", "m", code=DRUG, manufacturer={"reference": "Organization/o"})
    statement = treatment(medicationReference={"reference": "Medication/m"})
    del statement["medicationCodeableConcept"]
    result = mapped(PATIENT, statement, medication, resource("Organization", "o", name="Lab"))
    assert only(result)["medicationReference"]["reference"] == f"urn:uuid:{only(result, 'Medication')['id']}"
    made = [reference.removeprefix("urn:uuid:") for reference in places(result)["Bundle.entry[1].resource"]]
    assert made == [only(result, t)["id"] for t in ("MedicationStatement", "Medication", "Organization")]


def test_a_contained_medication_stays_inside() -> None:
    statement = treatment(contained=[resource("Medication", "m", code=DRUG)], medicationReference={"reference": "#m"})
    del statement["medicationCodeableConcept"]
    result = mapped(PATIENT, statement)
    assert only(result)["contained"][0]["code"] == DRUG
    assert only(result)["medicationReference"] == {"reference": "#m"}


def test_people_who_refer_to_each_other_come_along_once() -> None:
    organization = resource("Organization", "o", partOf={"reference": "Organization/q"})
    parent = resource("Organization", "q", partOf={"reference": "Organization/o"})
    source = {"reference": "Organization/o"}
    result = mapped(PATIENT, treatment(informationSource=source), organization, parent)
    assert len(of_type(result, "Organization")) == 2


def test_a_delivery_leads_to_its_prescription() -> None:
    delivery = treatment("MedicationDispense", "d", authorizingPrescription=[{"reference": "MedicationRequest/r"}])
    result = mapped(PATIENT, delivery, treatment("MedicationRequest", "r"))
    (reference,) = only(result, "MedicationDispense")["authorizingPrescription"]
    assert reference["reference"] == f"urn:uuid:{only(result, 'MedicationRequest')['id']}"


@pytest.mark.parametrize(
    ("reference", "kept"),
    [
        ("Practitioner/9", "http://h/Practitioner/9"),
        ("http://other/Practitioner/9", "http://other/Practitioner/9"),
        ("urn:uuid:0b6ffd0c-0000-4000-8000-000000000000", "urn:uuid:0b6ffd0c-0000-4000-8000-000000000000"),
    ],
)
def test_a_reference_out_of_the_file_stays_reachable(reference: str, kept: str) -> None:
    result = mapped(PATIENT, treatment(informationSource={"reference": reference}))
    assert only(result)["informationSource"]["reference"] == kept
    assert [i.severity for i in result.issues] == ["information"]


def test_a_product_that_is_not_in_the_file_is_an_error_and_still_a_line() -> None:
    statement = treatment(medicationReference={"reference": "Medication/9", "display": "KARDEGIC 75"})
    del statement["medicationCodeableConcept"]
    result = mapped(PATIENT, statement)
    assert only(result)["medicationReference"]["display"] == "KARDEGIC 75"
    assert problems(result) == [("error", "Bundle.entry[1].resource", "MedicationStatement.medicationReference")]
