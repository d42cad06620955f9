"""A coded dose whose rhythm stands in Timing.code, in the words of that code, or in the text."""

from typing import Any

import pytest

from adapter.reconciliation import lines_of

GTS = "http://terminology.hl7.org/CodeSystem/v3-GTSAbbreviation"
DAILY = {"frequency": 1, "period": 1, "periodUnit": "d"}


def dose(value: float) -> list[dict[str, Any]]:
    unit = {"unit": "comprimé", "code": "{tablet}", "system": "http://unitsofmeasure.org"}
    return [{"doseQuantity": {"value": value, **unit}}]


def taken(*dosages: dict[str, Any]) -> tuple[Any, Any, list[str]]:
    resource = {"resourceType": "MedicationStatement", "id": "a", "status": "active", "dosage": list(dosages)}
    named = {**resource, "medicationCodeableConcept": {"text": "X"}}
    _, (line,), issues = lines_of(
        {"entry": [{"fullUrl": "urn:uuid:a", "resource": named}]}, source="f", role="discharge"
    )
    said = [issue.message for issue in issues if issue.element == "Dosage"]
    return line.daily_dose and line.daily_dose.to_json(), line.rhythm, said


def average(value: float, interval: int, unit: str) -> dict[str, Any]:
    return {"value": value, "unit": "{tablet}", "basis": "average", "interval": {"value": interval, "unit": unit}}


@pytest.mark.parametrize(
    ("coding", "expected"),
    [
        ([{"system": GTS, "code": "BID"}], {"value": 2, "unit": "{tablet}"}),
        ([{"system": GTS, "code": "QOD"}], average(0.5, 2, "d")),
        ([{"system": GTS, "code": "WK"}], average(0.142857, 1, "wk")),
        ([{"system": "http://local", "code": "QAM"}], {"value": 1, "unit": "{tablet}"}),
        # a code of another system is a translation of the one that is known
        (
            [{"system": "https://local", "code": "2696538"}, {"system": GTS, "code": "BID"}],
            {"value": 2, "unit": "{tablet}"},
        ),
        ([{"system": "http://local", "code": "BID"}, {"system": GTS, "code": "TID"}], None),
        ([{"system": "http://local", "code": "MO"}], None),  # Monday?
        ([{"system": "http://local", "code": "X7"}], None),
    ],
)
def test_a_code_alone_gives_the_rhythm(coding: list[dict[str, str]], expected: dict[str, Any] | None) -> None:
    found, rhythm, _ = taken({"doseAndRate": dose(1), "timing": {"code": {"coding": coding}}})
    assert found == expected
    assert (rhythm is None) == (expected is None)


def test_the_bounds_beside_a_code_are_kept() -> None:
    bounds = {"boundsPeriod": {"start": "2026-01-05"}}
    timing = {"code": {"coding": [{"system": GTS, "code": "QAM"}]}, "repeat": bounds}
    assert taken({"doseAndRate": dose(1), "timing": timing})[0] == {"value": 1, "unit": "{tablet}"}


@pytest.mark.parametrize(
    "dosage",
    [
        {"text": "Take 1 tablet by mouth twice daily"},
        {"text": "matin et soir"},
        {"timing": {"code": {"text": "2 times daily"}}},
        {"timing": {"code": {"coding": [{"system": "http://snomed.info/sct", "display": "Twice a day"}]}}},
        {"text": "au petit déjeuner et au dîner", "timing": {"repeat": {"boundsPeriod": {"start": "2026-01-05"}}}},
    ],
)
def test_words_that_are_understood_whole_give_the_rhythm_of_a_coded_dose(dosage: dict[str, Any]) -> None:
    assert taken({**dosage, "doseAndRate": dose(1)})[0] == {"value": 2, "unit": "{tablet}"}


@pytest.mark.parametrize(
    "dosage",
    [
        {"text": "twice daily on even days"},  # not understood whole
        {"text": "see leaflet", "timing": {"code": {"text": "twice daily"}}},  # what the leaflet says is not known
        {"timing": {"code": {"text": "QMO"}}},
        {"text": "2 cp/j 5 jours puis 1 cp/j 5 jours"},
    ],
)
def test_words_that_say_more_or_less_give_none(dosage: dict[str, Any]) -> None:
    assert taken({**dosage, "doseAndRate": dose(1)})[0] is None


def test_each_of_two_doses_takes_its_own_words_and_none_those_of_both() -> None:
    morning, evening = {"text": "le matin", "doseAndRate": dose(2)}, {"text": "le soir", "doseAndRate": dose(1)}
    assert taken(morning, evening)[0] == {"value": 3, "unit": "{tablet}"}
    both = {"text": "matin et soir"}
    assert taken({**both, "doseAndRate": dose(2)}, {**both, "doseAndRate": dose(1)})[0] is None


def test_as_needed_in_the_words_is_as_needed() -> None:
    assert taken({"text": "twice daily as needed", "doseAndRate": dose(1)})[0] == {
        "min": 0,
        "max": 2,
        "unit": "{tablet}",
    }


def test_a_text_of_another_dose_than_the_coded_one_gives_none_and_an_issue() -> None:
    found, _, (said,) = taken({"text": "1 tablet twice daily", "doseAndRate": dose(2)})
    assert found is None
    assert "(4 {tablet} a day) and its text '1 tablet twice daily' (2 {tablet} a day) disagree" in said


def test_the_words_of_a_code_beside_a_timing_of_another_rhythm_give_none_and_an_issue() -> None:
    timing = {"repeat": DAILY, "code": {"text": "every other day"}}
    found, rhythm, (said,) = taken({"doseAndRate": dose(1), "timing": timing})
    assert (found, rhythm) == (None, None)
    assert "its text 'every other day' (1 times every 2 d) disagree" in said


def test_the_words_of_a_code_that_leave_out_that_it_is_as_needed_do_not_contradict() -> None:
    timing = {"repeat": DAILY, "code": {"text": "Daily"}}
    assert taken({"doseAndRate": dose(1), "timing": timing, "asNeededBoolean": True})[2] == []


def test_a_dose_whose_value_could_not_be_read_is_not_replaced_by_words() -> None:
    assert taken({"text": "50 mg daily", "doseAndRate": [{"doseQuantity": {"unit": "mg", "code": "mg"}}]})[0] is None
