"""What a list says against its item, and what an unknown extension may say: then the item is not active."""

from typing import Any

import pytest
from compact_bundle import of_type
from fhir_source import DRUG, PATIENT, kinds, listed, loinc, mapped, only, resource, treatment

from adapter.reconciliation import lines_of

HL7 = "urn:oid:1.2.36.1.2001.1001.101.104.16592"
AU = "http://terminology.hl7.org.au/CodeSystem/medicine-item-change"
PADV = "urn:oid:1.3.6.1.4.1.19376.1.9.2.1"


def flagged(system: str, code: str, **more: Any) -> dict[str, Any]:
    entry = {"flag": {"coding": [{"system": system, "code": code}]}, "item": {"reference": "MedicationStatement/s"}}
    return resource("List", "l", status="current", mode="snapshot", code=loinc("10183-2"), entry=[entry], **more)


@pytest.mark.parametrize(("system", "code"), [(HL7, "06"), (AU, "suspended"), (PADV, "SUSPEND")])
def test_what_its_list_says_is_suspended_is_on_hold(system: str, code: str) -> None:
    result = mapped(PATIENT, flagged(system, code), treatment())
    assert (only(result)["status"], kinds(result)) == ("on-hold", ["discharge"])
    assert [(i.severity, i.element) for i in result.issues] == [("warning", "MedicationStatement.status")]


@pytest.mark.parametrize(("system", "code"), [(HL7, "05"), (HL7, "03"), (AU, "ceased"), (PADV, "CANCEL")])
def test_what_its_list_says_was_ceased_is_a_list_apart(system: str, code: str) -> None:
    result = mapped(PATIENT, flagged(system, code), treatment())
    assert kinds(result) == ["discharge", "stopped"]
    _, lines, _ = lines_of(result.bundle, source="b", role="discharge")
    assert [line.list for line in lines] == ["stopped"]


@pytest.mark.parametrize(("system", "code"), [(HL7, "02"), ("http://other", "05"), (AU, "amended")])
def test_other_flags_leave_the_item_as_it_is(system: str, code: str) -> None:
    result = mapped(PATIENT, flagged(system, code), treatment())
    assert (only(result)["status"], kinds(result), result.issues) == ("active", ["discharge"], [])


@pytest.mark.parametrize("status", ["retired", "entered-in-error"])
def test_what_only_a_list_that_no_longer_holds_names_is_not_known_to_be_taken(status: str) -> None:
    old = listed("MedicationStatement/a", "MedicationStatement/b", status=status, code=loinc("10183-2"))
    new = {**listed("MedicationStatement/a", code=loinc("10183-2")), "id": "new"}
    result = mapped(PATIENT, old, new, treatment(id_="a"), treatment(id_="b"))
    assert sorted(r["status"] for r in of_type(result, "MedicationStatement")) == ["active", "unknown"]


def test_an_unknown_extension_that_may_reverse_a_treatment_leaves_it_undetermined() -> None:
    result = mapped(
        PATIENT, treatment("MedicationRequest", modifierExtension=[{"url": "http://h/not", "valueBoolean": True}])
    )
    assert only(result, "MedicationRequest")["status"] == "unknown"
    assert [i.severity for i in result.issues] == ["warning"]


@pytest.mark.parametrize(
    ("more", "element"),
    [
        ({"dosageInstruction": [{"text": "1 a day", "modifierExtension": [{"url": "x"}]}]}, "dosageInstruction[0]"),
        ({"dosageInstruction": [{"timing": {"modifierExtension": [{"url": "x"}]}}]}, "dosageInstruction[0].timing"),
        ({"dispenseRequest": {"modifierExtension": [{"url": "x"}]}}, "dispenseRequest"),
    ],
)
def test_an_extension_that_may_change_a_part_is_told_with_its_place(more: dict[str, Any], element: str) -> None:
    result = mapped(PATIENT, treatment("MedicationRequest", **more))
    assert only(result, "MedicationRequest")["status"] == "active"
    assert [(i.severity, i.element) for i in result.issues] == [
        ("warning", f"MedicationRequest.{element}.modifierExtension")
    ]


def test_an_extension_that_may_change_a_referenced_medication_is_told() -> None:
    statement = treatment(medicationReference={"reference": "Medication/m"}, medicationCodeableConcept=None)
    result = mapped(PATIENT, statement, resource("Medication", "m", code=DRUG, modifierExtension=[{"url": "x"}]))
    assert "Medication.modifierExtension" in [i.element for i in result.issues]


def test_a_null_is_no_second_type_of_a_product() -> None:
    statement = treatment(medicationReference={"reference": "Medication/m"}, medicationCodeableConcept=None)
    result = mapped(PATIENT, statement, resource("Medication", "m", code=DRUG))
    assert only(result)["medicationReference"]["reference"] == f"urn:uuid:{only(result, 'Medication')['id']}"


HISTORY = "https://hl7.fr/ig/fhir/medication/StructureDefinition/fr-medication-history-composition"


def history(status: str, **section: Any) -> dict[str, Any]:
    body = {"title": "Liste des médicaments", "code": loinc("10160-0"), "mode": "working", **section}
    head = {"status": status, "type": loinc("10160-0"), "title": "Bilan médicamenteux", "date": "2026-03-10"}
    return resource("Composition", "c", meta={"profile": [HISTORY]}, section=[body], **head)


@pytest.mark.parametrize(
    ("composition", "reason"),
    [
        (history("final"), "nilknown"),
        (history("amended"), "nilknown"),
        (history("preliminary"), "unavailable"),
        (history("final", text={"status": "generated", "div": "<div>à compléter</div>"}), "unavailable"),
        ({**history("final"), "meta": {}}, "unavailable"),
    ],
)
def test_a_finished_french_history_without_lines_says_that_nothing_was_taken(composition: Any, reason: str) -> None:
    (found,) = of_type(mapped(PATIENT, composition), "List")
    assert found["emptyReason"]["coding"][0]["code"] == reason


@pytest.mark.parametrize("title", ["Médicaments arrêtés", "Discontinued Medications", "Nicht mehr einnehmen"])
def test_what_stands_active_in_a_list_titled_as_stopped_is_not_known_to_be_taken(title: str) -> None:
    result = mapped(PATIENT, listed("MedicationStatement/s", code=loinc("10183-2"), title=title), treatment())
    assert only(result)["status"] == "unknown"
    assert [i.severity for i in result.issues] == ["warning"]


@pytest.mark.parametrize("title", ["Traitements à ne pas arrêter", "Medication changes: start / stop"])
def test_a_title_that_does_not_say_stopped_of_all_leaves_the_status(title: str) -> None:
    result = mapped(PATIENT, listed("MedicationStatement/s", code=loinc("10183-2"), title=title), treatment())
    assert (only(result)["status"], result.issues) == ("active", [])
