"""Days, doses and strengths in words."""

from typing import Any

import pytest

from adapter.wording import figures


@pytest.mark.parametrize(
    ("day", "french", "english"),
    [
        ("2026-03-10", "10/03/2026", "10 Mar 2026"),
        ("2026-03-01T08:30:00+01:00", "01/03/2026", "1 Mar 2026"),
        ("2026-03", "03/2026", "Mar 2026"),
        ("2026", "2026", "2026"),
        ("around Easter", "around Easter", "around Easter"),
        (None, "", ""),
    ],
)
def test_a_day(day: str | None, french: str, english: str) -> None:
    assert (figures.day(day, "fr"), figures.day(day, "en")) == (french, english)


@pytest.mark.parametrize(
    ("dose", "french", "english"),
    [
        ({"value": 1, "unit": "{tablet}"}, "1 comprimé par jour", "1 tablet a day"),
        ({"value": 1.5, "unit": "{tablet}"}, "1,5 comprimé par jour", "1.5 tablets a day"),
        ({"min": 0, "max": 3, "unit": "{capsule}"}, "0 à 3 gélules par jour", "0 to 3 capsules a day"),
        ({"value": 2, "unit": "{patch}"}, "2 patchs par jour", "2 patches a day"),
        ({"value": 18, "unit": "[iU]"}, "18 UI par jour", "18 IU a day"),
        ({"value": 100, "unit": "mg"}, "100 mg par jour", "100 mg a day"),
        (
            {"value": 0.142857, "unit": "{tablet}", "basis": "average", "interval": {"value": 7, "unit": "d"}},
            "1 comprimé tous les 7 jours",
            "1 tablet every 7 days",
        ),
        (
            {"value": 0.333333, "unit": "{patch}", "basis": "average", "interval": {"value": 72, "unit": "h"}},
            "1 patch toutes les 72 heures",
            "1 patch every 72 hours",
        ),
        (
            {"value": 0.033, "unit": "mg", "basis": "average", "interval": {"value": 3, "unit": "mo"}},
            "tous les 3 mois",
            "every 3 months",
        ),
        (
            {"value": 0.571429, "unit": "{tablet}", "basis": "average", "interval": {"value": 1, "unit": "wk"}},
            "4 comprimés par semaine",
            "4 tablets a week",
        ),
        (None, "", ""),
    ],
)
def test_a_daily_dose(dose: dict[str, Any] | None, french: str, english: str) -> None:
    assert (figures.daily_dose(dose, "fr"), figures.daily_dose(dose, "en")) == (french, english)


def test_a_strength_per_volume() -> None:
    per = {"value": 100, "unit": "[iU]", "per": {"value": 1, "unit": "mL"}}
    assert figures.strength(per, "fr") == "100 UI/mL"
    assert figures.strength({**per, "per": {"value": 5, "unit": "mL"}}, "en") == "100 IU/5 mL"
    assert figures.strength(None, "fr") == ""
