"""French conciliation documents under all the addresses that their drafts had."""

from typing import Any

import pytest

from adapter.sources.fhir_conciliation import document_type, without_counterpart

IG = "https://hl7.fr/ig/fhir/medication/"
URL = f"{IG}StructureDefinition/fr-medicationstatement-reconciliation-properties"


def state(code: str, date: str = "") -> dict[str, Any]:
    dated = [{"url": "date", "valueDateTime": date}] if date else []
    return {"url": "value", "extension": [{"url": "code", "valueCoding": {"code": code}}, *dated]}


def line(*, url: str = URL, **properties: list[dict[str, Any]]) -> dict[str, Any]:
    rows = [{"url": name, "extension": states} for name, states in properties.items()]
    return {"resourceType": "MedicationStatement", "extension": [{"url": url, "extension": rows}]}


WHY = {"status": "stopped", "statusReason": [{"text": "plus d'indication"}]}


@pytest.mark.parametrize(
    ("found", "kind"),
    [
        (line(status=[state("10000001")]), None),
        (line(status=[state("10000005")], discrepancy=[state("10000003")]), None),
        (line(status=[state("10000003")]), "history"),
        (line(status=[state("10000003")], discrepancy=[state("10000004")]), "history"),
        (line(status=[state("10000003")], discrepancy=[state("10000003")]), "stopped"),
        (line(status=[state("10000003", "2026-03-02"), state("10000001", "2026-03-01")]), "history"),
        (line(status=[state("10000003", "2026-03-01"), state("10000001", "2026-03-02")]), None),
        (line(status=[state("10000001"), state("10000003")]), "history"),
        ({"resourceType": "MedicationStatement", "extension": [{"url": URL}, "x", {"url": 1}]}, None),
        ({"resourceType": "MedicationStatement"}, None),
        (line(status=[state("10000003")]) | WHY, "stopped"),
        (line(status=[state("10000003")], discrepancy=[state("10000004")]) | WHY, "history"),
        (line(status=[state("10000003")]) | WHY | {"status": "active"}, "history"),
    ],
)
def test_a_line_without_counterpart_is_stopped_only_when_it_is_said_to_be_intended_or_why(
    found: dict[str, Any], kind: str | None
) -> None:
    assert without_counterpart(found) == kind


@pytest.mark.parametrize(
    "url",
    [
        URL,
        "https://hl7.fr/fhir/fr/medication/StructureDefinition/fr-medicationstatement-reconciliation-properties",
        "http://interopsante.org/fhir/StructureDefinition/FrMedicationStatementReconciliationProperties",
    ],
)
def test_older_addresses_are_known(url: str) -> None:
    assert without_counterpart(line(url=url, status=[state("10000003")])) == "history"


@pytest.mark.parametrize("base", [IG, "https://hl7.fr/fhir/fr/medication/", "http://interop.org/"])
def test_the_type_of_a_document_is_known_under_all_its_addresses(base: str) -> None:
    composition = {"type": {"coding": [{"system": f"{base}CodeSystem/fr-document-type", "code": "10000004"}]}}
    assert document_type(composition) == "10000004"


@pytest.mark.parametrize("type_", [None, {}, {"coding": [{"system": "http://loinc.org", "code": "10160-0"}]}])
def test_a_document_of_another_kind_has_no_such_type(type_: Any) -> None:
    assert document_type({"type": type_}) is None
