"""Lines read with the knowledge that ships: what a line is and how it is taken, and doubt instead of an answer."""

from typing import Any

import pytest

from adapter.fhir.canonical import CIP, CIS
from adapter.issues import Issue
from adapter.reconciliation import Line, lines_of, reconcile

LEVOTHYROX, BISOPROLOL = "62080626", "60850633"
TABLET = {"value": 1, "unit": "comprimé", "code": "{tablet}", "system": "http://unitsofmeasure.org"}


def ingredient(name: str, strength: int) -> dict[str, Any]:
    amount = {"numerator": {"value": strength, "code": "mg"}, "denominator": {"value": 1}}
    return {"itemCodeableConcept": {"text": name}, "isActive": True, "strength": amount}


def statement(id: str = "a", cis: str = BISOPROLOL, *ingredients: dict[str, Any], **fields: Any) -> dict[str, Any]:
    medication: dict[str, Any] = {"resourceType": "Medication", "id": "medication"}
    medication["code"] = {"coding": [{"system": CIS, "code": cis}]} if cis else {"text": "SANS CODE"}
    if ingredients:
        medication["ingredient"] = list(ingredients)
    return {
        "resourceType": "MedicationStatement",
        "id": id,
        "status": "active",
        "contained": [medication],
        "medicationReference": {"reference": "#medication"},
        **fields,
    }


def read(*resources: dict[str, Any]) -> tuple[list[Line], list[Issue]]:
    entries = [{"fullUrl": f"urn:uuid:{r['id']}", "resource": r} for r in resources]
    _, lines, issues = lines_of({"entry": entries}, source="letter.xml", role="discharge")
    return lines, issues


def taken(**dosage: Any) -> tuple[Line, list[Issue]]:
    (line,), issues = read(statement(dosage=[dosage]))
    return line, issues


def test_a_substance_that_contradicts_the_code_identifies_nothing() -> None:
    (line,), issues = read(statement("a", LEVOTHYROX, ingredient("paracétamol", 75)))
    assert (line.product, line.ingredients) == (None, ())
    assert ("error", "conflict") in [(issue.severity, issue.code) for issue in issues]


def test_a_contradictory_line_joins_no_treatment_of_the_stated_substance() -> None:
    lines, _ = read(
        statement("a", LEVOTHYROX, ingredient("paracétamol", 500)), statement("b", "", ingredient("paracétamol", 500))
    )
    found = reconcile([], lines, date="2026-03-12")
    assert [len(group.lines) for group in found.groups] == [1, 1]


def test_code_and_text_that_say_the_same_give_the_dose_in_units_and_in_substance() -> None:
    line, issues = taken(
        text="1 comprimé matin et soir",
        timing={"repeat": {"frequency": 2, "period": 1, "periodUnit": "d"}},
        doseAndRate=[{"doseQuantity": TABLET}],
    )
    assert line.daily_dose is not None
    assert line.daily_dose.to_json() == {"value": 2, "unit": "{tablet}"}
    assert [(name, dose.to_json()) for name, dose in line.amounts] == [("BISOPROLOL", {"value": 10, "unit": "mg"})]
    assert issues == []


def test_code_and_text_that_disagree_give_no_dose_and_an_issue_that_says_both() -> None:
    line, issues = taken(
        text="1 cp/j",
        timing={"repeat": {"frequency": 1, "period": 6, "periodUnit": "h"}},
        doseAndRate=[{"doseQuantity": TABLET}],
    )
    assert (line.daily_dose, line.rhythm, line.amounts) == (None, None, ())
    (issue,) = issues
    assert (issue.severity, issue.code) == ("warning", "conflict")
    assert "4 {tablet} a day" in issue.message
    assert "1 {tablet} a day" in issue.message


@pytest.mark.parametrize(("value", "disagree"), [(10, False), (12, True)])
def test_units_as_a_code_and_in_words_are_the_same_units(value: int, disagree: bool) -> None:
    _, issues = taken(
        text="10 unités le soir",
        timing={"repeat": {"when": ["EVE"]}},
        doseAndRate=[{"doseQuantity": {"value": value, "code": "U", "system": "http://unitsofmeasure.org"}}],
    )
    assert [issue.code for issue in issues] == (["conflict"] if disagree else [])


def test_a_rhythm_without_a_dose_is_completed_by_a_text_that_agrees() -> None:
    line, issues = taken(text="1 comprimé matin et soir", timing={"repeat": {"when": ["MORN", "EVE"]}})
    assert line.daily_dose is not None
    assert (line.daily_dose.to_json(), issues) == ({"value": 2, "unit": "{tablet}"}, [])


def test_a_rhythm_without_a_dose_and_a_text_of_another_rhythm_give_no_dose() -> None:
    line, issues = taken(text="1 comprimé le matin", timing={"repeat": {"when": ["EVE"]}})
    assert line.daily_dose is None
    assert [issue.code for issue in issues] == ["conflict"]


@pytest.mark.parametrize(
    ("text", "amount"),
    [("1 comprimé matin et soir", 2), ("1 tablet twice a day", 2), ("1 cp le matin selon INR", None)],
)
def test_a_text_alone_gives_a_dose_only_when_it_is_understood_whole(text: str, amount: int | None) -> None:
    line, issues = taken(text=text)
    assert (line.daily_dose.to_json()["value"] if line.daily_dose else None) == amount
    assert [issue.code for issue in issues] == ([] if amount else ["incomplete"])


def test_a_delivery_covers_no_more_days_than_its_posology_lasts() -> None:
    delivery = {
        "resourceType": "MedicationDispense",
        "id": "a",
        "status": "completed",
        "medicationCodeableConcept": {"coding": [{"system": CIP, "code": "3400936169548"}]},
        "quantity": {"value": 1, "unit": "boîte", "code": "{box}"},
        "whenHandedOver": "2026-03-11",
        "dosageInstruction": [{"text": "1 comprimé le matin pendant 5 jours"}],
    }
    (line,), _ = read(delivery)
    assert line.coverage is not None
    assert (line.coverage.start, line.coverage.end) == ("2026-03-11", "2026-03-15")


def test_a_tablet_in_the_morning_and_milligrams_at_night_are_not_added_up_and_said() -> None:
    morning = {"timing": {"repeat": {"when": ["MORN"]}}, "doseAndRate": [{"doseQuantity": TABLET}]}
    evening = {"timing": {"repeat": {"when": ["EVE"]}}, "doseAndRate": [{"doseQuantity": {"value": 5, "code": "mg"}}]}
    (line,), issues = read(statement(dosage=[morning, evening]))
    assert line.daily_dose is None
    assert "doses in {tablet} and mg in one posology: no daily dose is drawn from them" in [i.message for i in issues]


def test_words_beside_one_dosage_of_two_are_of_that_one() -> None:
    """Half a tablet on Mondays, in words too; a whole one on Tuesdays, in codes alone."""

    def weekly(day: str, value: float, **text: str) -> dict[str, Any]:
        repeat = {"frequency": 1, "period": 1, "periodUnit": "d", "dayOfWeek": [day]}
        return {"timing": {"repeat": repeat}, "doseAndRate": [{"doseQuantity": {**TABLET, "value": value}}], **text}

    _, issues = read(statement(dosage=[weekly("mon", 0.5, text="½ tablet on Mondays"), weekly("tue", 1)]))
    assert not [issue for issue in issues if "disagree" in issue.message]
    _, issues = read(statement(dosage=[weekly("mon", 0.5, text="3 tablets on Mondays"), weekly("tue", 1)]))
    assert [issue for issue in issues if "disagree" in issue.message]
