"""Codes that state a dose of every day, beside words that say that it is not the whole of it: no daily dose."""

from typing import Any

import pytest

from adapter.medication.words_of_change import words_of_change, words_of_exception
from adapter.reconciliation.agreement import conflict
from adapter.reconciliation.stated import dosages_of

TABLET = {"value": 1, "unit": "comprimé", "code": "{tablet}", "system": "http://unitsofmeasure.org"}
DAILY = {
    "timing": {"repeat": {"frequency": 1, "period": 1, "periodUnit": "d"}},
    "doseAndRate": [{"doseQuantity": TABLET}],
}
WEEKLY = {**DAILY, "timing": {"repeat": {"frequency": 1, "period": 1, "periodUnit": "wk"}}}


def severity(*dosages: dict[str, Any]) -> str | None:
    issue = conflict(dosages)
    return f"{issue.severity} {issue.code}" if issue else None


@pytest.mark.parametrize(
    "text",
    [
        "reduce by 5 mg weekly",
        "then 10 mg daily",
        "taper as directed",
        "20 mg every other day alternating with 10 mg",
        "not on Mondays",
        "on dialysis days",
        "depending on INR",
        "sliding scale per protocol",
        "HOLD 2 weeks",
        "diminuer de 5 mg par semaine",
        "dose dégressive",
        "selon INR",
        "suspendu depuis le 10/11",
        "nach Schema",
        "1x wöchentlich Montag",
        "1-2 Tabl bei Bedarf",
        "volgens schema trombosedienst",
        "zo nodig 1 tablet",
        "al bisogno",
        "un giorno sì e uno no, a giorni alterni",
        "salvo domingos",
    ],
)
def test_words_that_may_change_the_codes_leave_no_daily_dose(text: str) -> None:
    assert severity({**DAILY, "text": text}) == "warning conflict"


@pytest.mark.parametrize(
    "text",
    [
        "morgens 1 Tablette",
        "Take with food",
        "Take 1 tablet daily to reduce cholesterol. Dispense brand",
        "20 mg daily, hold if HR<60",
        "1-0-1 à arrêter 3 jours avant l'intervention",
        "selon ordonnance, lot 12",
        "nüchtern einnehmen",
    ],
)
def test_words_that_leave_the_codes_as_they_are(text: str) -> None:
    assert severity({**DAILY, "text": text}) is None


def test_a_rhythm_of_weeks_beside_codes_of_a_week_is_no_doubt() -> None:
    assert severity({**WEEKLY, "text": "alendronate weekly on Sunday, upright"}) is None
    assert severity({**DAILY, "text": "alendronate weekly on Sunday, upright"}) == "warning conflict"


def test_as_needed_beside_codes_that_say_so_is_no_doubt() -> None:
    assert severity({**DAILY, "asNeededBoolean": True, "text": "1-2 Tabl bei Bedarf"}) is None


@pytest.mark.parametrize(
    ("instruction", "doubt"),
    [
        ({"patientInstruction": "Sauf le dimanche"}, True),
        ({"additionalInstruction": [{"text": "half on dialysis days"}]}, True),
        ({"additionalInstruction": [{"coding": [{"display": "taper slowly"}]}]}, True),
        ({"patientInstruction": "Weigh yourself weekly. May increase drowsiness. Do not skip meals."}, False),
    ],
)
def test_of_instructions_only_exceptions_and_plans_count(instruction: dict[str, Any], doubt: bool) -> None:
    assert severity({**DAILY, "text": "1 cp/j", **instruction}) == ("warning conflict" if doubt else None)


def test_the_issue_quotes_the_words() -> None:
    issue = conflict([{**DAILY, "text": "Dann nach Schema"}])
    assert issue is not None
    assert issue.message == (
        "'nach schema' beside the coded posology (1 {tablet} a day) may change it, in 'Dann nach Schema': "
        "no daily dose is drawn"
    )


@pytest.mark.parametrize(
    "url",
    [
        "http://hl7.org/fhir/5.0/StructureDefinition/extension-MedicationRequest.renderedDosageInstruction",
        "http://nictiz.nl/fhir/StructureDefinition/ext-RenderedDosageInstruction",
    ],
)
def test_words_rendered_for_all_doses_are_the_text_of_dosages_without_any(url: str) -> None:
    said = {"extension": [{"url": url, "valueString": "2 cp/j 5 jours puis 1 cp/j 5 jours"}]}
    steps = list(dosages_of({**said, "dosageInstruction": [DAILY, DAILY]}))
    assert severity(*steps) == "warning conflict"
    assert list(dosages_of(said)) == [{"text": "2 cp/j 5 jours puis 1 cp/j 5 jours"}]
    assert list(dosages_of({**said, "dosageInstruction": [{"text": "1 cp/j"}]})) == [{"text": "1 cp/j"}]


def test_what_is_looked_for_depends_on_what_the_codes_say() -> None:
    assert words_of_change("le LUNDI", every_day=True, scheduled=True) == "lundi"
    assert words_of_change("le LUNDI", every_day=False, scheduled=True) is None
    assert words_of_change("si besoin", every_day=True, scheduled=False) is None
    assert words_of_exception("Sauf le week-end") == "sauf"
