"""The seven French documents of the corpus, read in place: what comes out of each, as counts, codes and dates."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from adapter.fhir.canonical import FINDING_LIST_KIND
from adapter.sources.document import Source
from adapter.workflow.findings import FINDING_TYPES
from adapter.workflow.mapped import MEDICATION_TYPES, Mapped, list_kind, map_source

LETTER = "LDL-SES_2022.01.xml"
SUMMARY = "IPS-FR_2024.01_DLU.xml"
ORDER = "eP-MED-DM_2024.01_PosoStruct.xml"
WRITTEN_ORDER = "eP-MED-DM_2024.01_PosoNonStruct.xml"
DELIVERY = "eDISP-MED_2024.01.xml"
REIMBURSED = "CNAM-HR_2021.01.xml"
SYNTHESIS = "VSM_1.4_2022.01.xml"

EXPECTED_LISTS = {
    LETTER: {"stopped": 1, "discharge": 1},
    SUMMARY: {"history": 3, "planned": 2},
    ORDER: {"prescription": 2},
    WRITTEN_ORDER: {"prescription": 2},
    DELIVERY: {"dispensing": 2},
    REIMBURSED: {"dispensing": 3},
    SYNTHESIS: {"history": 2},
}
EXPECTED_TYPES = {
    LETTER: {"MedicationStatement": 2},
    SUMMARY: {"MedicationStatement": 3, "MedicationRequest": 2},
    ORDER: {"MedicationRequest": 2},
    WRITTEN_ORDER: {"MedicationRequest": 2},
    DELIVERY: {"MedicationDispense": 2},
    REIMBURSED: {"MedicationDispense": 3},
    SYNTHESIS: {"MedicationStatement": 2},
}

EXPECTED_FINDINGS = {
    LETTER: ({"allergies": ["nilknown"]}, {}),
    SUMMARY: (
        {"allergies": [1], "problems": [5, 2]},
        {"AllergyIntolerance": 1, "Condition": 7, "Observation": 1},
    ),
    ORDER: ({}, {"Observation": 1}),
    WRITTEN_ORDER: ({}, {"Observation": 1}),
    DELIVERY: ({}, {}),
    REIMBURSED: ({}, {}),
    SYNTHESIS: ({"allergies": [1], "problems": [2, 2]}, {"AllergyIntolerance": 1, "Condition": 4}),
}


@pytest.fixture(scope="module")
def corpus(shared: Path) -> dict[str, Mapped]:
    folder = shared / "corpus" / "fr-cda"
    return {name: map_source(Source(name, (folder / name).read_bytes())) for name in EXPECTED_LISTS}


def resources(mapped: Mapped, *types: str) -> list[dict[str, Any]]:
    return [e["resource"] for e in mapped.bundle["entry"] if e["resource"]["resourceType"] in types]


def codes(resource: dict[str, Any]) -> set[str]:
    concept = resource.get("medicationCodeableConcept") or resource["contained"][0]["code"]
    return {coding["code"] for coding in concept.get("coding", ())}


@pytest.mark.parametrize("name", EXPECTED_LISTS)
def test_every_entry_comes_out_in_its_list_as_the_right_resource(corpus: dict[str, Mapped], name: str) -> None:
    lists = {list_kind(found): len(found["entry"]) for found in resources(corpus[name], "List") if list_kind(found)}
    assert lists == EXPECTED_LISTS[name]
    assert Counter(r["resourceType"] for r in resources(corpus[name], *MEDICATION_TYPES)) == EXPECTED_TYPES[name]


@pytest.mark.parametrize("name", EXPECTED_LISTS)
def test_no_document_of_the_corpus_has_an_error_and_each_entry_its_provenance(
    corpus: dict[str, Mapped], name: str
) -> None:
    assert [issue.line() for issue in corpus[name].issues if issue.severity == "error"] == []
    targets = {t["reference"] for p in resources(corpus[name], "Provenance") for t in p["target"]}
    assert {f"urn:uuid:{r['id']}" for r in resources(corpus[name], *MEDICATION_TYPES)} <= targets


@pytest.mark.parametrize("name", EXPECTED_LISTS)
def test_the_patient_is_the_one_of_the_header(corpus: dict[str, Mapped], name: str) -> None:
    number, born = ("277076322082910", "1977-07-14") if name == DELIVERY else ("279035121518989", "1979-03-28")
    (patient,) = resources(corpus[name], "Patient")
    assert number in {identifier["value"] for identifier in patient["identifier"]}
    assert patient["birthDate"] == born


def test_the_letter_states_the_stay_a_stop_with_its_reason_and_a_treatment_at_discharge(
    corpus: dict[str, Mapped],
) -> None:
    (stay,) = resources(corpus[LETTER], "Encounter")
    assert (stay["period"]["start"][:10], stay["period"]["end"][:10]) == ("2019-10-29", "2019-12-03")
    stopped, discharge = resources(corpus[LETTER], "MedicationStatement")
    assert (stopped["status"], codes(stopped)) == ("stopped", {"60019927", "3400934874741"})
    assert stopped["effectivePeriod"]["end"] == "2019-10-29"
    assert "note" in stopped
    assert (discharge["status"], codes(discharge)) == ("active", {"62552920", "N05AH02"})
    (dosage,) = discharge["dosage"]
    assert dosage["timing"]["repeat"] == {"frequency": 1, "period": 1, "periodUnit": "d"}
    assert dosage["doseAndRate"][0]["doseQuantity"]["code"] == "{tablet}"
    assert dosage["maxDosePerPeriod"]["numerator"] == {
        "value": 300,
        "unit": "mg",
        "system": "http://unitsofmeasure.org",
        "code": "mg",
    }


def test_the_summary_has_a_taper_as_several_dosages_with_dates(corpus: dict[str, Mapped]) -> None:
    *_, paracetamol = resources(corpus[SUMMARY], "MedicationStatement")
    assert {"63107752", "MV00002306", "3400933516390", "N02BE01"} == codes(paracetamol)
    assert paracetamol["status"] == "completed"
    assert [dosage["sequence"] for dosage in paracetamol["dosage"]] == list(range(1, len(paracetamol["dosage"]) + 1))
    assert all("boundsPeriod" in dosage["timing"]["repeat"] for dosage in paracetamol["dosage"])
    assert len(paracetamol["dosage"]) > 1


def test_an_order_has_prescriber_quantity_and_either_coded_or_written_posology(corpus: dict[str, Mapped]) -> None:
    assert [
        r["substitution"]["allowedCodeableConcept"]["coding"][0]["code"]
        for r in resources(corpus[ORDER], "MedicationRequest")[:1]
    ] == ["N"]
    for name in (ORDER, WRITTEN_ORDER):
        first, magistral = resources(corpus[name], "MedicationRequest")
        assert first["authoredOn"].startswith("2023-12-01")
        assert "PractitionerRole" in {
            r["resourceType"]
            for r in resources(corpus[name], "PractitionerRole")
            if f"urn:uuid:{r['id']}" == first["requester"]["reference"]
        }
        assert magistral["dispenseRequest"]["quantity"]["value"] == 1
        assert codes(magistral) == set()
    assert "doseAndRate" in resources(corpus[ORDER], "MedicationRequest")[0]["dosageInstruction"][0]
    written = resources(corpus[WRITTEN_ORDER], "MedicationRequest")[0]["dosageInstruction"][0]
    assert written["text"]
    assert "doseAndRate" not in written


def test_a_delivery_has_lot_boxes_date_dispenser_and_the_line_of_its_prescription(corpus: dict[str, Mapped]) -> None:
    delivered, _ = resources(corpus[DELIVERY], "MedicationDispense")
    assert delivered["quantity"]["value"] == 2
    assert delivered["quantity"]["code"] == "30009000"
    assert delivered["whenHandedOver"].startswith("2021-12-01")
    assert delivered["contained"][0]["batch"]["expirationDate"] == "2032-12-31"
    assert delivered["authorizingPrescription"] == [{"reference": "#prescription"}]
    assert delivered["substitution"]["wasSubstituted"] is True
    assert delivered["performer"][0]["actor"]["reference"].startswith("urn:uuid:")


def test_reimbursed_deliveries_have_dates_and_codes(corpus: dict[str, Mapped]) -> None:
    found = [(r["whenHandedOver"], r["quantity"]["value"]) for r in resources(corpus[REIMBURSED], "MedicationDispense")]
    assert found == [("2019-05-26", 1), ("2019-03-11", 1), ("2019-03-08", 4)]
    assert "3400939169002" in codes(resources(corpus[REIMBURSED], "MedicationDispense")[1])


def test_the_synthesis_keeps_code_and_text_of_a_posology_that_disagree(corpus: dict[str, Mapped]) -> None:
    first, second = resources(corpus[SYNTHESIS], "MedicationStatement")
    assert first["dosage"][0]["doseAndRate"][0]["doseQuantity"]["value"] == 2
    assert second["dosage"][0]["timing"]["repeat"]["period"] == 6
    assert all(statement["dosage"][0]["text"] for statement in (first, second))


@pytest.mark.parametrize("name", EXPECTED_LISTS)
def test_the_same_document_gives_the_same_bundle(corpus: dict[str, Mapped], name: str) -> None:
    assert map_source(corpus[name].source).bundle == corpus[name].bundle


@pytest.mark.parametrize("name", EXPECTED_LISTS)
def test_allergies_problems_and_measurements_come_out_beside_the_lists(corpus: dict[str, Mapped], name: str) -> None:
    states: dict[str, list[Any]] = {}
    for list_ in resources(corpus[name], "List"):
        for extension in list_["extension"]:
            if extension["url"] == FINDING_LIST_KIND:
                said = len(list_["entry"]) if "entry" in list_ else list_["emptyReason"]["coding"][0]["code"]
                states.setdefault(extension["valueCode"], []).append(said)
    found = Counter(r["resourceType"] for r in resources(corpus[name], *FINDING_TYPES))
    assert (states, found) == EXPECTED_FINDINGS[name]
