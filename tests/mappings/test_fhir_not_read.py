"""What a FHIR source holds and nothing reads is named: sections, words of a server, a treatment in narrative alone."""

from typing import Any

from compact_bundle import of_type
from fhir_source import PATIENT, loinc, mapped, only, resource, treatment

NARRATIVE = {
    "status": "generated",
    "div": '<div xmlns="http://www.w3.org/1999/xhtml">Marevan 2,5 mg <b>etter skjema</b></div>',
}


def said(result: Any, severity: str) -> list[str]:
    return [issue.message for issue in result.issues if issue.severity == severity]


def test_sections_of_which_nothing_is_read_are_named_once() -> None:
    sections = [
        {"title": "Medication", "code": loinc("10160-0"), "entry": [{"reference": "MedicationStatement/s"}]},
        {"title": "Comment", "code": loinc("48767-8"), "text": NARRATIVE},
        {"code": {"coding": [{"system": "https://local", "code": "Coverage"}]}, "entry": [{"reference": "Coverage/c"}]},
        {"title": "Allergies", "code": loinc("48765-2"), "text": NARRATIVE},
        {"title": "Only a heading", "section": [{"title": "Inside", "text": NARRATIVE}]},
    ]
    summary = resource("Composition", "c", type=loinc("60591-5"), date="2026-03-04", section=sections)
    result = mapped(summary, PATIENT, treatment(), type="document")
    assert said(result, "information") == ["sections of which nothing is read: Comment (48767-8), Coverage, Inside"]


def test_a_document_that_is_read_whole_says_nothing() -> None:
    section = {"title": "Medication", "code": loinc("10160-0"), "entry": [{"reference": "MedicationStatement/s"}]}
    summary = resource("Composition", "c", type=loinc("60591-5"), date="2026-03-04", section=[section])
    assert said(mapped(summary, PATIENT, treatment(), type="document"), "information") == []


def test_what_the_server_says_of_its_answer_is_told() -> None:
    outcome = resource(
        "OperationOutcome",
        "o",
        issue=[
            {"severity": "warning", "code": "suppressed", "details": {"text": "some orders are confidential"}},
            {"severity": "information", "code": "informational", "diagnostics": "2 ms"},
            "not an issue",
        ],
    )
    result = mapped(PATIENT, treatment(), outcome, type="searchset")
    assert said(result, "warning") == ["its server says of this file: warning, some orders are confidential"]
    assert said(result, "information") == ["its server says of this file: information, 2 ms"]


def test_a_treatment_that_only_its_narrative_names_keeps_the_words_as_a_note() -> None:
    nameless = treatment(text=NARRATIVE)
    del nameless["medicationCodeableConcept"]
    result = mapped(PATIENT, nameless)
    assert only(result)["note"] == [{"text": "Marevan 2,5 mg etter skjema"}]
    assert "coding" not in only(result)["medicationCodeableConcept"]
    assert len(said(result, "error")) == 1 and "Marevan 2,5 mg etter skjema" in said(result, "warning")[0]


def test_the_narrative_beside_a_name_is_no_note() -> None:
    (line,) = of_type(mapped(PATIENT, treatment(text=NARRATIVE)), "MedicationStatement")
    assert "note" not in line
