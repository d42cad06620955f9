from typing import Any

from adapter.fhir.canonical import TREATMENT_CIRCUMSTANCE
from adapter.reconciliation.circumstances import circumstances


def circumstance(concept: dict[str, Any], value: bool) -> dict[str, Any]:
    parts = [{"url": "code", "valueCodeableConcept": concept}, {"url": "value", "valueBoolean": value}]
    return {"url": TREATMENT_CIRCUMSTANCE, "extension": parts}


def test_what_is_so_is_told_in_the_words_of_the_source_and_what_is_denied_is_not() -> None:
    off_label = circumstance({"coding": [{"code": "GEN-179", "display": "Hors AMM"}]}, True)
    illness = circumstance({"text": "En rapport avec une ALD"}, True)
    reimbursed = circumstance({"text": "Non remboursable"}, False)
    other = {"url": "https://example.org/other", "valueBoolean": True}
    assert circumstances({"extension": [off_label, illness, reimbursed, other, illness]}) == [
        "Hors AMM",
        "En rapport avec une ALD",
    ]
    assert circumstances({}) == []


def test_a_code_of_ci_sis_without_a_name_is_told_by_its_own() -> None:
    system = "https://smt.esante.gouv.fr/fhir/CodeSystem/terminologie-cisis"
    illness = circumstance({"coding": [{"system": system, "code": "MED-574"}]}, True)
    unknown = circumstance({"coding": [{"system": system, "code": "MED-999"}]}, True)
    elsewhere = circumstance({"coding": [{"system": "urn:oid:1.2.3", "code": "MED-559"}]}, True)
    assert circumstances({"extension": [illness, unknown, elsewhere]}) == [
        "En lien avec une ALD",
        "MED-999",
        "MED-559",
    ]
