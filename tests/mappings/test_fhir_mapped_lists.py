"""Which lists a FHIR source has, of which kind, and what stands in them."""

from typing import Any

import pytest
from compact_bundle import of_type, places
from fhir_source import PATIENT, kinds, listed, loinc, mapped, only, resource, treatment

from adapter.errors import PatientMismatch
from adapter.fhir.canonical import MEDICATION_LIST_KIND

ABSENT = "http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips"


@pytest.mark.parametrize(
    ("type_", "kind"),
    [
        ("MedicationStatement", None),
        ("MedicationRequest", None),
        ("MedicationDispense", "dispensing"),
        ("MedicationAdministration", "administered"),
    ],
)
def test_resources_in_no_list_are_a_list_of_their_kind(type_: str, kind: str | None) -> None:
    result = mapped(PATIENT, treatment(type_, effectiveDateTime="2026-03-02"))
    assert kinds(result) == [kind]


def test_orders_that_are_only_planned_are_a_list_apart() -> None:
    result = mapped(PATIENT, treatment("MedicationRequest", "a"), treatment("MedicationRequest", "b", intent="plan"))
    assert kinds(result) == [None, "planned"]


@pytest.mark.parametrize(
    ("list_", "kind"),
    [
        ({"code": loinc("10183-2")}, "discharge"),
        ({"code": loinc("42346-7")}, "admission"),
        ({"code": loinc("10160-0")}, "history"),
        ({"code": loinc("57828-6")}, "prescription"),
        ({"code": {"text": "Traitement"}}, None),
        ({"extension": [{"url": MEDICATION_LIST_KIND, "valueCode": "stopped"}]}, "stopped"),
        ({"extension": [{"url": MEDICATION_LIST_KIND, "valueCode": "nonsense"}], "code": loinc("10183-2")}, None),
    ],
)
def test_a_list_says_its_kind_or_takes_the_role_of_its_source(list_: dict[str, Any], kind: str | None) -> None:
    assert kinds(mapped(PATIENT, treatment(), listed("MedicationStatement/s", **list_))) == [kind]


def test_a_history_of_deliveries_is_a_list_of_deliveries() -> None:
    dispense = treatment("MedicationDispense", "d")
    assert kinds(mapped(PATIENT, dispense, listed("MedicationDispense/d", code=loinc("10160-0")))) == ["dispensing"]


def test_the_medication_summary_of_a_patient_summary_takes_the_role_of_its_source() -> None:
    section = {"title": "Traitements", "code": loinc("10160-0"), "entry": [{"reference": "MedicationStatement/s"}]}
    summary = resource("Composition", "c", type=loinc("60591-5"), date="2026-03-04", section=[section])
    result = mapped(summary, PATIENT, treatment(), type="document")
    assert kinds(result) == [None]
    assert only(result, "List")["date"] == "2026-03-04"


def test_an_order_of_the_list_is_the_order_of_its_lines() -> None:
    names = ["c", "a", "b"]
    result = mapped(PATIENT, *(treatment(id_=n) for n in "abc"), listed(*(f"MedicationStatement/{n}" for n in names)))
    sources = {f"urn:uuid:{r['id']}": r["meta"]["source"][-1] for r in of_type(result, "MedicationStatement")}
    assert [sources[entry["item"]["reference"]] for entry in only(result, "List")["entry"]] == names


@pytest.mark.parametrize(
    ("code", "reason"), [("no-known-medications", "nilknown"), ("no-medication-info", "unavailable")]
)
def test_a_statement_of_absence_empties_its_list_and_is_no_treatment(code: str, reason: str) -> None:
    absence = treatment(medicationCodeableConcept={"coding": [{"system": ABSENT, "code": code}]})
    result = mapped(PATIENT, absence, listed("MedicationStatement/s", code=loinc("10160-0")))
    assert only(result, "List")["emptyReason"]["coding"][0]["code"] == reason
    assert not of_type(result, "MedicationStatement")


@pytest.mark.parametrize("is_section", [True, False])
def test_a_list_in_words_alone_keeps_its_words(is_section: bool) -> None:
    div = '<div xmlns="http://www.w3.org/1999/xhtml"><p>Ramipril 5 mg 1-0-0;</p><p>stop ibuprofen</p></div>'
    said = {"code": loinc("10183-2"), "text": {"status": "generated", "div": div}}
    composition = resource("Composition", "c", type=loinc("18842-5"), date="2026-03-04", section=[said])
    result = mapped(PATIENT, composition if is_section else {**listed(), **said})
    assert only(result, "List")["note"] == [{"text": "Ramipril 5 mg 1-0-0; stop ibuprofen"}]
    assert only(result, "List")["emptyReason"]["coding"][0]["code"] == "unavailable"


@pytest.mark.parametrize(
    ("said", "reason"), [("No current medications", "nilknown"), ("Aucun traitement en cours", "nilknown")]
)
def test_a_product_named_no_medication_is_no_treatment(said: str, reason: str) -> None:
    result = mapped(PATIENT, treatment(medicationCodeableConcept={"text": said}), listed("MedicationStatement/s"))
    assert only(result, "List")["emptyReason"]["coding"][0]["code"] == reason
    assert not of_type(result, "MedicationStatement")
    assert [(i.severity, i.message) for i in result.issues] == [
        ("information", f"an entry without a product: it says that nothing is taken, or that nothing is known: {said}")
    ]


def test_the_note_of_a_coded_absence_is_a_note_of_the_list() -> None:
    coded = {"coding": [{"system": ABSENT, "code": "no-medication-info"}]}
    said = treatment(medicationCodeableConcept=coded, note=[{"text": "brings his boxes tomorrow"}])
    result = mapped(PATIENT, said, listed("MedicationStatement/s"))
    assert only(result, "List")["note"] == [{"text": "brings his boxes tomorrow"}]


@pytest.mark.parametrize("said", ["No changes to medications", "No longer taking these medications", "No pain meds"])
def test_a_product_whose_name_says_more_than_no_medication_stays_a_line(said: str) -> None:
    result = mapped(PATIENT, treatment(medicationCodeableConcept={"text": said}))
    assert [row["medicationCodeableConcept"]["text"] for row in of_type(result, "MedicationStatement")] == [said]


def test_a_treatment_without_a_name_that_has_a_note_stays_a_line() -> None:
    noted = treatment(medicationCodeableConcept={"text": "Unknown"}, note=[{"text": "one white pill in the morning"}])
    assert len(of_type(mapped(PATIENT, noted), "MedicationStatement")) == 1


@pytest.mark.parametrize("said", ["Unknown", "None"])
def test_a_treatment_without_a_name_that_is_taken_stays_a_line(said: str) -> None:
    taken = treatment(medicationCodeableConcept={"text": said}, dosage=[{"text": "one white pill in the morning"}])
    assert len(of_type(mapped(PATIENT, taken), "MedicationStatement")) == 1


def test_the_reason_of_an_empty_list_stays() -> None:
    reason = {"coding": [{"code": "nilknown"}]}
    result = mapped(PATIENT, listed(code=loinc("10183-2"), emptyReason=reason))
    assert only(result, "List")["emptyReason"] == reason


def test_an_empty_list_of_something_unsaid_is_no_medication_list() -> None:
    result = mapped(PATIENT, listed(), treatment())
    assert len(of_type(result, "List")) == 1
    assert [i.severity for i in result.issues] == ["warning"]


def test_treatments_contained_in_their_list_are_lines_with_what_is_contained_beside_them() -> None:
    inside = [
        treatment(id_="a", medicationReference={"reference": "#m"}),
        treatment(id_="b"),
        resource("Medication", "m", code={"text": "KARDEGIC 75"}),
    ]
    del inside[0]["medicationCodeableConcept"]
    result = mapped(PATIENT, listed("#a", "#b", contained=inside))
    assert list(places(result)) == [f"Bundle.entry[1].resource.contained[{n}]" for n in (0, 1)]
    first, second = of_type(result, "MedicationStatement")
    assert first["contained"] == [{"resourceType": "Medication", "id": "m", "code": {"text": "KARDEGIC 75"}}]
    assert "contained" not in second
    assert not result.issues


def test_treatments_contained_in_a_list_are_of_its_patient() -> None:
    inside = [treatment(id_="a", subject={"reference": "Patient/q"})]
    with pytest.raises(PatientMismatch):
        mapped(PATIENT, resource("Patient", "q"), listed("#a", contained=inside), treatment())


def test_a_list_of_mere_products_is_told() -> None:
    product = resource("Medication", "m", code={"text": "ramipril 5 mg"})
    result = mapped(PATIENT, product, listed("Medication/m", code=loinc("10160-0")))
    assert [(i.severity, "ramipril 5 mg" in i.message) for i in result.issues if i.severity == "error"] == [
        ("error", True)
    ]
    assert not of_type(result, "MedicationStatement")


@pytest.mark.parametrize(("is_used", "said"), [(True, 0), (False, 1)])
def test_a_product_that_nothing_refers_to_is_told(is_used: bool, said: int) -> None:
    product = resource("Medication", "m", code={"text": "ramipril 5 mg"})
    taken = {"medicationReference": {"reference": "Medication/m"}} if is_used else {}
    line = treatment(**taken)
    if is_used:
        line.pop("medicationCodeableConcept", None)
    result = mapped(PATIENT, product, line)
    assert sum("nothing refers to" in issue.message for issue in result.issues) == said
