"""A FHIR source is about one patient: a resource, a contained one, or an identifier."""

from typing import Any

import pytest
from compact_bundle import of_type
from fhir_source import PATIENT, mapped, only, problems, resource, treatment

from adapter.errors import PatientMismatch


def test_the_subject_is_the_patient_of_the_file() -> None:
    result = mapped(PATIENT, treatment())
    assert only(result)["subject"] == {"reference": f"urn:uuid:{only(result, 'Patient')['id']}"}


def test_a_subject_that_is_only_an_identifier_is_a_patient_that_says_no_more() -> None:
    identifier = {"system": "urn:oid:1.2.250.1.213.1.4.8", "value": "160017512345670"}
    result = mapped(
        treatment(subject={"identifier": identifier}), treatment(id_="t", subject={"identifier": identifier})
    )
    assert only(result, "Patient")["identifier"] == [identifier]
    assert not result.issues


def test_a_contained_patient_is_the_patient_of_the_bundle() -> None:
    inside = [{"resourceType": "Patient", "id": "x", "identifier": [{"value": "1"}]}]
    result = mapped(
        treatment(subject={"reference": "#x"}, contained=inside),
        treatment(id_="t", subject={"reference": "#x"}, contained=inside),
    )
    patient = only(result, "Patient")
    assert patient["identifier"] == [{"value": "1"}]
    assert all("contained" not in r for r in of_type(result, "MedicationStatement"))
    assert {r["subject"]["reference"] for r in of_type(result, "MedicationStatement")} == {f"urn:uuid:{patient['id']}"}


@pytest.mark.parametrize(
    "others",
    [
        [treatment(id_="t", subject={"reference": "Patient/q"}), resource("Patient", "q", identifier=[{"value": "2"}])],
        [resource("Encounter", "e", subject={"reference": "Patient/q"}), resource("Patient", "q")],
        [treatment(id_="t", subject={"reference": "#x"}, contained=[resource("Patient", "x")])],
        [treatment(id_="t", subject={"identifier": {"value": "2"}})],
        [treatment(id_="t", subject={"reference": "http://other/Patient/p"})],
    ],
)
def test_two_patients_in_one_bundle_are_refused(others: list[dict[str, Any]]) -> None:
    with pytest.raises(PatientMismatch):
        mapped(PATIENT, treatment(), *others)


def test_two_patients_of_two_servers_with_one_number_are_refused() -> None:
    with pytest.raises(PatientMismatch):
        mapped(
            treatment(subject={"reference": "http://a/Patient/1"}),
            treatment(id_="t", subject={"reference": "http://b/Patient/1"}),
        )


def test_a_bundle_without_patient_says_so_on_each_resource() -> None:
    result = mapped(treatment())
    assert only(result)["subject"]["extension"][0]["valueCode"] == "unknown"
    assert ("error", "", "") in problems(result)
