"""The structure of the Dosages: moments, offsets, bounds, sites, need, maxima, steps."""

from typing import Any

import pytest

from adapter.medication.posology import parse


def only(text: str, lang: str = "fr") -> dict[str, Any]:
    (dosage,) = parse(text, lang).dosages
    return dosage


def repeat(text: str, lang: str = "fr") -> dict[str, Any]:
    found: dict[str, Any] = only(text, lang)["timing"]["repeat"]
    return found


def test_the_dose_has_its_unit_in_words_and_as_a_code() -> None:
    (row,) = only("1 cp matin et soir")["doseAndRate"]
    quantity = {"value": 1, "unit": "comprimé", "system": "http://unitsofmeasure.org", "code": "{tablet}"}
    assert row == {"doseQuantity": quantity}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 cp matin et soir", {"when": ["MORN", "EVE"]}),
        ("1 cp à 6h, 14h 22h", {"timeOfDay": ["06:00:00", "14:00:00", "22:00:00"]}),
        ("3 gélules le matin 20 minutes avant le petit-déjeuner", {"when": ["ACM"], "offset": 20}),
        ("1 cp 2 à 3 fois par jour", {"frequency": 2, "frequencyMax": 3, "period": 1, "periodUnit": "d"}),
        ("1 cp toutes les 4 à 6 h", {"frequency": 1, "period": 4, "periodMax": 6, "periodUnit": "h"}),
        ("1 cp le soir un jour sur deux", {"frequency": 1, "period": 2, "periodUnit": "d", "when": ["EVE"]}),
        ("3 cp, 1 fois par semaine, le jeudi", {"frequency": 1, "period": 1, "periodUnit": "wk", "dayOfWeek": ["thu"]}),
        ("1 gélule 3 fois par jour avant les repas", {"frequency": 3, "period": 1, "periodUnit": "d", "when": ["AC"]}),
    ],
)
def test_when_it_is_taken(text: str, expected: dict[str, Any]) -> None:
    assert repeat(text) == expected


def test_a_duration_bounds_the_timing() -> None:
    days = {"value": 7, "unit": "d", "system": "http://unitsofmeasure.org", "code": "d"}
    assert repeat("1 cp par jour pendant 7 jours")["boundsDuration"] == days


def test_an_end_date_bounds_the_timing() -> None:
    assert repeat("1 cp par jour jusqu'au 12/05/2026")["boundsPeriod"] == {"end": "2026-05-12"}


def test_how_long_a_patch_stays_is_no_duration_of_the_treatment() -> None:
    found = repeat("1 emplâtre par jour à 8 h, à laisser pendant 10h sur la peau")
    assert (found["duration"], found["durationUnit"]) == (10, "h")
    assert not [key for key in found if key.startswith("bounds")]


def test_one_dose_in_each_eye_is_told_as_one_with_its_site() -> None:
    dosage = only("1 goutte dans chaque œil matin et soir")
    assert dosage["site"] == {"text": "chaque œil"}
    assert dosage["doseAndRate"][0]["doseQuantity"]["value"] == 1


def test_the_reason_of_a_dose_as_needed_is_kept_in_its_words() -> None:
    dosage = only("1 cp en cas de douleurs intenses, max 3/j")
    assert dosage["asNeededCodeableConcept"] == {"text": "douleurs intenses"}
    assert dosage["maxDosePerPeriod"]["numerator"]["value"] == 3
    assert dosage["maxDosePerPeriod"]["denominator"]["code"] == "d"


def test_advice_goes_to_the_patient_instruction() -> None:
    assert only("1 cp le matin avec un grand verre d'eau")["patientInstruction"] == "avec un grand verre d'eau"


def test_the_route_has_its_edqm_code() -> None:
    assert only("1 seringue par jour en sous-cutanée")["route"]["coding"][0]["code"] == "20066000"


def test_steps_of_a_taper_are_numbered_and_bounded() -> None:
    steps = parse("40 mg par jour pendant 5 jours puis 20 mg pendant 3 jours puis arrêt").dosages
    assert [step["sequence"] for step in steps] == [1, 2]
    assert [step["doseAndRate"][0]["doseQuantity"]["value"] for step in steps] == [40, 20]
    assert [step["timing"]["repeat"]["boundsDuration"]["value"] for step in steps] == [5, 3]


def test_different_doses_of_a_day_are_dosages_that_hold_together() -> None:
    morning, evening = parse("1 cp le matin et 2 cp le soir").dosages
    assert (morning["timing"]["repeat"]["when"], evening["timing"]["repeat"]["when"]) == (["MORN"], ["EVE"])
    assert "sequence" not in morning


@pytest.mark.parametrize("text", ["ne pas prendre 1 cp par jour", "1 cp matin, arrêt le soir", "1 cp le matin ou soir"])
def test_words_that_may_turn_the_dose_round_leave_the_text_alone(text: str) -> None:
    posology = parse(text)
    assert posology.confidence == "partial"
    assert posology.dosages == ({"text": text},)


def test_words_not_understood_are_told() -> None:
    posology = parse("1 cp par jour de perlimpinpin")
    assert (posology.confidence, posology.residue) == ("partial", ("perlimpinpin",))


def test_nothing_understood() -> None:
    assert parse("bonjour madame").confidence == "none"


def test_the_object_is_that_of_the_command() -> None:
    assert list(parse("1-0-1").to_json()) == ["text", "dosage", "confidence", "dailyDose", "residue"]


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("1 cp/j à partir du 25/01/2026 pendant 2 jours", {"start": "2026-01-25", "end": "2026-01-26"}),
        ("1 cp/j à partir du 25/01/2026 pendant 48 h", {"start": "2026-01-25", "end": "2026-01-26"}),
        ("1 cp/j pendant 2 semaines à partir du 20/12/2026", {"start": "2026-12-20", "end": "2027-01-02"}),
    ],
)
def test_a_start_with_a_number_of_days_has_an_end(text: str, period: dict[str, str]) -> None:
    assert repeat(text)["boundsPeriod"] == period


@pytest.mark.parametrize(
    "text",
    [
        "1 cp/j à partir du 25/01/2026 pendant 1 mois",
        "1 cp/j à partir du 25/01/2026 pendant 5 à 7 jours",
        "1 cp/j à partir du 25/01/2026 7 jours maximum",
        "1 cp/j à partir du 25/01/2026 pendant 9999999 jours",
        "1 cp/j à partir du 25/01/2026 pendant 2 jours jusqu'au 28/01/2026",
    ],
)
def test_a_start_with_a_length_that_is_no_number_of_days_is_not_understood_whole(text: str) -> None:
    read = parse(text)
    assert (read.confidence, read.daily_dose) == ("partial", None)


def told(dosage: dict[str, Any]) -> tuple[Any, ...]:
    """Amount, code, and when of a Dosage."""
    quantity = dosage["doseAndRate"][0]["doseQuantity"]
    when = dosage.get("timing", {}).get("repeat", {})
    return quantity["value"], quantity["code"], tuple(when.get("when") or when.get("timeOfDay") or ())


def test_hours_beside_moments_are_intakes_of_their_own() -> None:
    found = parse("1 cp matin, midi, 16h et coucher")
    assert [told(dosage) for dosage in found.dosages] == [
        (1, "{tablet}", ("MORN", "NOON", "HS")),
        (1, "{tablet}", ("16:00:00",)),
    ]
    assert parse("1 cp le soir et à 20h").daily_dose is None  # one intake or two


def test_an_offset_is_that_of_its_own_moment() -> None:
    morning, evening = parse("1 cp le matin et 15 minutes avant le dîner").dosages
    assert "offset" not in morning["timing"]["repeat"]
    assert evening["timing"]["repeat"] == {"when": ["ACV"], "offset": 15}


def test_a_need_before_the_last_dose_is_its_own() -> None:
    found = parse("1 cp le matin et si besoin 1 cp le soir")
    assert ["asNeededBoolean" in dosage for dosage in found.dosages] == [False, True]
    assert found.to_json()["dailyDose"] == {"min": 1, "max": 2, "unit": "{tablet}"}


@pytest.mark.parametrize(
    ("text", "dose", "times"),
    [
        ("60 mg/kg/jour en 4 prises", (15, "mg/kg"), 4),
        ("1 dose/kg x 4 par jour", (1, "{dose}/kg"), 4),
        ("2 mg/m2 une fois par jour", (2, "mg/m2"), 1),
    ],
)
def test_a_dose_per_weight_has_its_structure_and_no_daily_dose(text: str, dose: tuple[float, str], times: int) -> None:
    found = parse(text)
    assert (found.confidence, found.daily_dose) == ("exact", None)
    (dosage,) = found.dosages
    assert told(dosage)[:2] == dose
    assert dosage["timing"]["repeat"]["frequency"] == times


@pytest.mark.parametrize(
    ("lang", "text", "conditions"),
    [
        ("fr", "si glycémie > 2 g/l : 4 UI ; si > 2,5 g/l : 6 UI", ["glycémie > 2 g/l", "> 2,5 g/l"]),
        ("fr", "4 UI si glycémie > 2 g/l, 6 UI si > 2,5 g/l", ["glycémie > 2 g/l", "> 2,5 g/l"]),
        ("en", "4 units if BG 150-200, 6 units if BG 201-250", ["BG 150-200", "BG 201-250"]),
    ],
)
def test_a_scale_keeps_each_dose_with_its_condition_and_computes_nothing(
    lang: str, text: str, conditions: list[str]
) -> None:
    found = parse(text, lang)
    assert (found.confidence, found.daily_dose) == ("partial", None)
    assert [told(dosage)[0] for dosage in found.dosages] == [4, 6]
    assert [dosage["asNeededCodeableConcept"]["text"] for dosage in found.dosages] == conditions
