"""Posologies in words that mean one thing in French and another in English, and words beside codes that may turn the
codes round."""

from typing import Any

import pytest

from adapter.reconciliation.agreement import read
from adapter.reconciliation.shipped import SHIPPED
from adapter.reconciliation.stated import stated

DAILY = {"repeat": {"frequency": 1, "period": 1, "periodUnit": "d"}}
ONE_TABLET = [{"doseQuantity": {"value": 1, "system": "http://unitsofmeasure.org", "code": "{tablet}"}}]


def _dose(text: str) -> str:
    found = read(text)
    assert found is not None
    dose = found.daily_dose
    return "none" if dose is None else f"{dose.low.normalize():f} {dose.unit}"


@pytest.mark.parametrize(
    ("text", "dose"),
    [
        ("1 tab od", "1 {tablet}"),
        ("1 tab OD x 5 days", "1 {tablet}"),
        ("25 mg OD", "25 mg"),
        ("1 patch od", "1 {patch}"),
        ("2 tabs OS", "none"),
        ("1 tab OS daily", "none"),
    ],
)
def test_letters_of_an_eye_beside_tablets_are_no_eye(text: str, dose: str) -> None:
    found = read(text)
    assert found is not None
    assert _dose(text) == dose
    assert not any("site" in dosage for dosage in found.dosages)


@pytest.mark.parametrize("text", ["1 goutte OD matin et soir", "1 gtte OG le soir", "1 application OD le soir"])
def test_letters_of_an_eye_beside_drops_are_one(text: str) -> None:
    found = read(text)
    assert found is not None and found.confidence == "exact"
    assert found.dosages[0]["site"]["text"].startswith("œil")


def test_drops_into_the_left_ear_are_not_read_without_their_ear() -> None:
    found = read("1 gtt AS bid")
    assert found is not None
    assert (found.confidence, found.residue) == ("partial", ("AS",))


@pytest.mark.parametrize("text", ["1,250 mg 2x/24h", "1,000 mg/24h", "2,500 mg bid"])
def test_a_comma_before_three_figures_is_no_number_where_no_word_shows_the_language(text: str) -> None:
    found = read(text)
    assert found is not None
    assert found.confidence != "exact" and found.daily_dose is None


@pytest.mark.parametrize(("text", "dose"), [("1,000 mg daily", "1000 mg"), ("take 1,500 units bid", "3000 [iU]")])
def test_a_comma_before_three_figures_is_a_thousand_in_english_words(text: str, dose: str) -> None:
    assert _dose(text) == dose


@pytest.mark.parametrize("text", ["1 cp 3j", "1 cp 24h", "1 tab 3d", "1 cp 1 sem"])
def test_a_length_beside_a_dose_alone_may_be_how_often(text: str) -> None:
    found = read(text)
    assert found is not None and found.confidence == "partial"
    assert not any("timing" in dosage for dosage in found.dosages)


def _told(text: str) -> list[tuple[str, str]]:
    dosage: dict[str, Any] = {"text": text, "timing": DAILY, "doseAndRate": ONE_TABLET}
    resource = {"resourceType": "MedicationStatement", "dosage": [dosage]}
    return [(issue.severity, issue.message) for issue in SHIPPED.posology(stated(resource, {}), None).issues]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("1 cp le matin, suspendu depuis le 10/01", "suspendu"),
        ("1 cp par jour, arrêté", "arrêté"),
        ("1 cp par jour hors jours de dialyse", "hors jours"),
        ("1 tab daily, not on dialysis days", "not on dialysis days"),
        ("STOPPED 8/1/2026", "STOPPED 8/1/2026"),
        ("1 tab daily d/c", "d/c"),
    ],
)
def test_words_that_may_turn_the_codes_round_are_told(text: str, left: str) -> None:
    told = _told(text)
    assert [severity for severity, _ in told] == ["warning"]
    assert left in told[0][1]


@pytest.mark.parametrize("text", ["1 cp par jour avec un verre d'eau", "1 cp par jour, comprimé rose", "1 tab daily"])
def test_words_that_only_add_to_the_codes_are_not_told(text: str) -> None:
    assert _told(text) == []
