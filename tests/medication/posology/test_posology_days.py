"""Days that are counted: `J1`, `à partir du 3e jour`, days of a cycle; what they make of the doses beside them."""

from typing import Any

import pytest

from adapter.medication.posology import parse
from adapter.medication.posology.rendered import rendered


def told(dosage: dict[str, Any]) -> tuple[Any, ...]:
    """Dose, length in days and the instruction of a Dosage."""
    repeat = (dosage.get("timing") or {}).get("repeat") or {}
    rows = dosage.get("doseAndRate") or [{}]
    length = repeat.get("boundsDuration", {}).get("value")
    return rows[0].get("doseQuantity", {}).get("value"), length, dosage.get("patientInstruction")


STEPS = [
    ("fr", "J1 : 2 cp, J2 à J5 : 1 cp", [(2, 1), (1, 4)]),
    ("fr", "500 mg J1 puis 250 mg/j de J2 à J5", [(500, 1), (250, 4)]),
    ("fr", "1 cp/j pendant 2 jours, puis 2 cp/j à partir du 3e jour", [(1, 2), (2, None)]),
    ("fr", "jour 1 : 1 cp matin et soir ; jours 2 à 5 : 1 cp le matin", [(1, 1), (1, 4)]),
    ("fr", "4 cp le matin pendant 3 jours, 3 cp pendant 3 jours, 2 cp pendant 3 jours", [(4, 3), (3, 3), (2, 3)]),
    ("en", "Take 4 tablets on day 1, 3 tablets on day 2, 2 tablets on day 3, then stop", [(4, 1), (3, 1), (2, 1)]),
    ("en", "500 mg on day 1, then 250 mg once daily on days 2 through 5", [(500, 1), (250, 4)]),
]


@pytest.mark.parametrize(("lang", "text", "steps"), STEPS)
def test_days_that_follow_each_other_are_steps(lang: str, text: str, steps: list[tuple[float, int | None]]) -> None:
    found = parse(text, lang)
    assert (found.confidence, found.daily_dose) == ("exact", None)
    assert [dosage["sequence"] for dosage in found.dosages] == list(range(1, len(steps) + 1))
    assert [told(dosage)[:2] for dosage in found.dosages] == steps


@pytest.mark.parametrize(
    "text",
    [
        "1 cp J1 puis 2 cp à partir du 3e jour",  # the second day is not told
        "2 cp/j à partir du 3e jour",  # nor are the first two
        "J1 : 2 cp, J1 à J5 : 1 cp",
        "1 cp/j pendant 1 mois, puis 2 cp/j à partir du 31e jour",  # a month has no fixed number of days
        "le jour 1 cp, la nuit 2 cp",
        "1 cp le matin pendant 5 jours, 1 cp le soir pendant 5 jours",  # at the same time, or one after the other
    ],
)
def test_days_that_do_not_follow_each_other_are_not_understood(text: str) -> None:
    assert (parse(text).confidence, parse(text).daily_dose) == ("partial", None)


CYCLES = [
    ("fr", "1 cp un jour, 2 cp le lendemain", [1, 2], "jour {} d'un cycle de 2 jours", 1.5, 2),
    ("fr", "1 cp un jour sur deux, 1/2 cp l'autre jour", [1, 0.5], "jour {} d'un cycle de 2 jours", 0.75, 2),
    ("fr", "1 cp et 1/2 cp un jour sur deux en alternance", [1, 0.5], "jour {} d'un cycle de 2 jours", 0.75, 2),
    ("fr", "J1 : 1 cp, J2 : 1 cp, J3 : 4 cp, cycle de 3 jours", [1, 1, 4], "jour {} d'un cycle de 3 jours", 2, 3),
    (
        *("fr", "0,5 comprimé au jour 1 puis 0,75 comprimé au jour 2, recommencer le cycle de 2 jours", [0.5, 0.75]),
        *("jour {} d'un cycle de 2 jours", 0.625, 2),
    ),
    (
        *("en", "1 tablet day 1 of a cycle of 2 days, 2 tablets day 2 of a cycle of 2 days", [1, 2]),
        *("day {} of a cycle of 2 days", 1.5, 2),
    ),
]


@pytest.mark.parametrize(("lang", "text", "doses", "instruction", "average", "interval"), CYCLES)
def test_days_of_a_cycle_without_pause_give_their_average(
    lang: str, text: str, doses: list[float], instruction: str, average: float, interval: int
) -> None:
    found = parse(text, lang)
    assert [told(dosage)[0] for dosage in found.dosages] == doses
    assert [told(dosage)[2] for dosage in found.dosages] == [instruction.format(day + 1) for day in range(len(doses))]
    assert all(dosage["timing"]["repeat"]["period"] == interval for dosage in found.dosages)
    dose = found.to_json()["dailyDose"]
    assert (dose["value"], dose["interval"]) == (average, {"value": interval, "unit": "d"})


def test_the_day_of_a_cycle_is_told_in_the_language_asked_for() -> None:
    dosages = parse("1 cp un jour, 2 cp le lendemain").dosages
    english = rendered(dosages, "en")
    assert english.text == "1 tablet, day 1 of a cycle of 2 days and 2 tablets, day 2 of a cycle of 2 days"
    assert parse(english.text, "en").daily_dose == parse("1 cp un jour, 2 cp le lendemain").daily_dose


EVRA = (
    "Pendant 3 mois poser/remplacer un dispositif aux 1er, 8e et 15e jours du cycle ; la quatrième semaine est un "
    "intervalle libre sans dispositif"
)
PAUSES = [
    (EVRA, [(1, 3, None), (None, None, "1er, 8e et 15e jours; la quatrième semaine est un intervalle libre sans")]),
    (
        "1 patch par semaine pendant 3 semaines puis 1 semaine sans patch",
        [(1, 3, None), (None, None, "pendant 3 semaines puis 1 semaine sans patch")],
    ),
    ("1 cp/j de J1 à J14 de chaque mois", [(1, 14, None), (None, None, "J1 à J14")]),
    ("1 injection à J1, J8 et J15 du cycle", [(1, None, None), (None, None, "J1, J8 et J15")]),
]


@pytest.mark.parametrize(("text", "expected"), PAUSES)
def test_a_cycle_with_a_pause_has_it_as_a_step_and_no_daily_dose(text: str, expected: list[tuple[Any, ...]]) -> None:
    found = parse(text)
    assert (found.confidence, found.daily_dose) == ("exact", None)
    dose, pause = (told(dosage) for dosage in found.dosages)
    assert dose == expected[0]
    assert str(pause[2]).startswith(expected[1][2])
