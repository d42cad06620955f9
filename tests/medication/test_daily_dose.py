from decimal import Decimal
from typing import Any

import pytest

from adapter.medication.daily_dose import amounts, daily_dose
from adapter.medication.identity import resolve
from adapter.medication.posology import parse
from adapter.medication.product import DailyDose, Ingredient, Product, Quantity, Strength

UCUM = "http://unitsofmeasure.org"


def dosage(value: Any = 1, code: str = "{tablet}", repeat: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    quantity = {"value": value, "system": UCUM, "code": code}
    return {"timing": {"repeat": repeat or {}}, "doseAndRate": [{"doseQuantity": quantity}], **more}


def maximum(value: Any, code: str = "{tablet}") -> dict[str, Any]:
    return {"numerator": {"value": value, "code": code}, "denominator": {"value": 1, "code": "d"}}


def dose(low: Any, high: Any = None, unit: str = "{tablet}", interval: Quantity | None = None) -> DailyDose:
    return DailyDose(Decimal(str(low)), Decimal(str(low if high is None else high)), unit, interval)


WEEK = Quantity(Decimal(1), "wk")
TWICE = {"frequency": 2, "period": 1, "periodUnit": "d"}


@pytest.mark.parametrize(
    ("repeat", "low", "high"),
    [
        (TWICE, 2, 2),
        ({"when": ["MORN", "EVE"]}, 2, 2),
        ({"when": ["MORN", "EVE", "C"]}, 2, 2),
        ({"timeOfDay": ["08:00:00", "20:00:00"]}, 2, 2),
        ({"frequency": 1, "period": 8, "periodUnit": "h"}, 3, 3),
        ({"frequency": 2, "frequencyMax": 3, "period": 1, "periodUnit": "d"}, 2, 3),
        ({"frequency": 1, "period": 4, "periodMax": 6, "periodUnit": "h"}, 4, 6),
        ({**TWICE, "when": ["MORN", "EVE"], "boundsDuration": {"value": 7, "code": "d"}}, 2, 2),
    ],
)
def test_a_timing_that_says_how_often_gives_the_amount_a_day(repeat: dict[str, Any], low: int, high: int) -> None:
    assert daily_dose([dosage(repeat=repeat)]) == dose(low, high)


@pytest.mark.parametrize(
    ("repeat", "low", "value", "unit"),
    [
        ({"frequency": 7, "period": 1, "periodUnit": "wk"}, 1, 1, "wk"),
        ({"frequency": 1, "period": 2, "periodUnit": "d"}, "0.5", 2, "d"),
        ({"frequency": 3, "period": 72, "periodUnit": "h"}, 1, 3, "d"),
        ({"frequency": 1, "period": 7, "periodUnit": "d", "dayOfWeek": ["tue"]}, Decimal(1) / 7, 1, "wk"),
        ({"dayOfWeek": ["wed"]}, Decimal(1) / 7, 1, "wk"),
    ],
)
def test_intakes_days_apart_give_an_average_with_its_interval(
    repeat: dict[str, Any], low: Any, value: int, unit: str
) -> None:
    assert daily_dose([dosage(repeat=repeat)]) == dose(low, interval=Quantity(Decimal(value), unit))


def test_several_days_of_every_so_many_have_no_amount_a_day() -> None:
    """Capecitabine: 14 days of 21. How often on those days is not said."""
    cycle = {"frequency": 1, "period": 21, "periodUnit": "d", "duration": 14, "durationUnit": "d"}
    assert daily_dose([dosage(1500, "mg", repeat=cycle)]) is None
    infusion = {"frequency": 1, "period": 3, "periodUnit": "wk", "duration": 1, "durationUnit": "h"}
    assert daily_dose([dosage(130, "mg", repeat=infusion)]) is not None


@pytest.mark.parametrize(
    "repeat",
    [
        {},
        {"when": ["C"]},
        {"when": ["MORN", "EVE"], "frequency": 3, "period": 1, "periodUnit": "d"},
        {"when": ["MORN", "EVE"], "frequency": 1, "period": 1, "periodUnit": "d"},
        {**TWICE, "count": 4},
        {"frequency": 1, "period": 1, "periodUnit": "d", "modifierExtension": [{"url": "urn:x"}]},
        {"when": ["MORN"], "timeOfDay": ["08:00:00"]},
        {"frequency": 1, "period": 0, "periodUnit": "d"},
        {"frequency": 1, "period": -1, "periodUnit": "d"},
    ],
)
def test_a_timing_that_says_too_little_or_disagrees_gives_none(repeat: dict[str, Any]) -> None:
    assert daily_dose([dosage(repeat=repeat)]) is None


@pytest.mark.parametrize(
    ("code", "repeat", "low"),
    [
        ("BID", {**TWICE}, 2),
        ("Q6H", {"frequency": 1, "period": 6, "periodUnit": "h"}, 4),
        ("BID", {"boundsPeriod": {"start": "2026-03-14"}}, 2),
        ("QD", {"frequency": 1, "period": 1, "periodUnit": "wk"}, None),
        ("BID", {"frequency": 3, "period": 1, "periodUnit": "d"}, None),
    ],
)
def test_a_code_of_a_timing_and_its_repeat_say_the_same_or_nothing(code: str, repeat: Any, low: int | None) -> None:
    """Methotrexate once a week with the code of once a day: neither counts."""
    coded = {"timing": {"code": {"coding": [{"code": code}]}, "repeat": repeat}}
    assert daily_dose([dosage() | coded]) == (dose(low) if low else None)


def test_one_dose_in_several_ways_is_the_ordered_one() -> None:
    """As Epic writes it: 10 mg calculated, one tablet to administer, 10 mg ordered."""
    ways = [("calculated", 10, "mg"), ("admin-amount", 1, "{tablet}"), ("ordered", 10, "mg")]
    rows = [{"type": {"coding": [{"code": t}]}, "doseQuantity": {"value": v, "code": u}} for t, v, u in ways]
    assert daily_dose([{"timing": {"repeat": TWICE}, "doseAndRate": rows}]) == dose(20, unit="mg")
    assert daily_dose([{"timing": {"repeat": TWICE}, "doseAndRate": rows[:2]}]) is None
    untyped = [{"doseQuantity": row["doseQuantity"]} for row in rows[:1]] + rows[1:]
    assert daily_dose([{"timing": {"repeat": TWICE}, "doseAndRate": untyped}]) is None


@pytest.mark.parametrize(("period", "unit"), [(1e40, "d"), (10**17, "d"), (1e-40, "h"), (1e300, "wk")])
def test_a_period_of_centuries_or_of_no_time_is_no_rhythm(period: float, unit: str) -> None:
    assert daily_dose([dosage(repeat={"frequency": 1, "period": period, "periodUnit": unit})]) is None


def test_a_dose_of_zero_is_no_amount_a_day() -> None:
    assert daily_dose([dosage(0, repeat=TWICE)]) is None
    assert daily_dose([dosage(0, repeat={"when": ["NOON"]}), dosage(1, repeat={"when": ["EVE"]})]) == dose(1)


def test_doses_of_one_day_are_added_up() -> None:
    assert daily_dose([dosage(1, repeat={"when": ["MORN"]}), dosage(2, repeat={"when": ["EVE"]})]) == dose(3)


def test_doses_under_conditions_that_may_exclude_each_other_are_not_added_up() -> None:
    low, within = ({"asNeededCodeableConcept": {"text": text}} for text in ("INR < 2", "INR 2-3"))
    once = {"frequency": 1, "period": 1, "periodUnit": "d"}
    assert daily_dose([dosage(3, repeat=once, **low), dosage(2, repeat=once, **within)]) is None
    assert daily_dose(
        [dosage(3, repeat={"when": ["MORN"]}, **low), dosage(2, repeat={"when": ["EVE"]}, **low)]
    ) == dose(0, 5)


def test_steps_in_time_are_not_added_up() -> None:
    bounds = {"boundsDuration": {"value": 5, "code": "d"}}
    assert daily_dose([dosage(2, repeat={**TWICE, **bounds}), dosage(1, repeat=TWICE)]) is None


@pytest.mark.parametrize(
    "dosages",
    [
        [],
        [dosage(repeat={"when": ["MORN"]}), dosage(code="mg", repeat={"when": ["EVE"]})],
        [dosage(repeat={"when": ["MORN"]}), {"text": "as told"}],
        [dosage(repeat={"dayOfWeek": ["mon"]}), dosage(repeat=TWICE)],
        [dosage(repeat=TWICE, modifierExtension=[{"url": "urn:x"}])],
        [dosage(code="mg/kg", repeat=TWICE)],
        [{"timing": {"repeat": TWICE}, "doseAndRate": [{"rateQuantity": {"value": 2, "code": "mL/h"}}]}],
        [{"timing": {"repeat": TWICE}}],
        [dosage(repeat=TWICE) | {"doseAndRate": [{"doseQuantity": {"value": 1, "comparator": "<"}}]}],
    ],
)
def test_what_cannot_be_added_up_gives_none(dosages: list[dict[str, Any]]) -> None:
    assert daily_dose(dosages) is None


def test_numbered_steps_that_each_last_as_many_days_are_not_added_up() -> None:
    week = {"boundsDuration": {"value": 7, "code": "d"}, "frequency": 1, "period": 1, "periodUnit": "d"}
    assert daily_dose([dosage(2, repeat=week, sequence=1), dosage(1, repeat=week, sequence=2)]) is None
    assert daily_dose([dosage(2, repeat=week), dosage(1, repeat=week)]) == dose(3)


def test_as_needed_with_a_rhythm_is_from_none_to_all_of_it() -> None:
    assert daily_dose([dosage(repeat=TWICE, asNeededBoolean=True)]) == dose(0, 2)


def test_as_needed_without_a_rhythm_ends_at_the_stated_maximum() -> None:
    need = {"asNeededCodeableConcept": {"text": "douleur"}}
    assert daily_dose([dosage(maxDosePerPeriod=maximum(3), **need)]) == dose(0, 3)
    assert daily_dose([dosage(**need)]) is None


def test_a_range_ends_at_the_stated_maximum() -> None:
    between = {"low": {"value": 1, "code": "{tablet}"}, "high": {"value": 2, "code": "{tablet}"}}
    ranged = {"timing": {"repeat": TWICE}, "doseAndRate": [{"doseRange": between}]}
    assert daily_dose([{**ranged, "maxDosePerPeriod": maximum(3)}]) == dose(2, 3)
    assert daily_dose([{**ranged, "maxDosePerPeriod": maximum(3, "g")}]) is None


def test_a_scheduled_dose_above_its_own_maximum_gives_none() -> None:
    assert daily_dose([dosage(2, repeat=TWICE, maxDosePerPeriod=maximum(3))]) is None


def test_one_dose_in_each_eye_counts_both() -> None:
    assert daily_dose([dosage(1, "{drop}", TWICE, site={"text": "Chaque œil"})]) == dose(4, unit="{drop}")


def test_units_are_spelled_in_one_way() -> None:
    found = daily_dose([dosage(1, "{tbl}", TWICE)])
    assert found == dose(2)


@pytest.mark.parametrize(
    ("code", "unit", "daily"),
    [
        ("g", "mg", None),
        ("mg", "comprimé", None),
        ("mg", "mg", dose(2, unit="mg")),
        ("{tablet}", "comprimé", dose(2)),
        ("{tablet}", "unité", dose(2)),
        ("U", "UI", dose(2, unit="U")),
        ("mg", "milligrammes de base", dose(2, unit="mg")),
    ],
)
def test_a_code_and_words_that_name_two_units_give_no_daily_dose(code: str, unit: str, daily: DailyDose | None) -> None:
    quantity = {"value": 1, "code": code, "unit": unit}
    assert daily_dose([{"timing": {"repeat": TWICE}, "doseAndRate": [{"doseQuantity": quantity}]}]) == daily


@pytest.mark.parametrize("unit", ["mg/kg", "mg/m2", "{dose}/kg"])
def test_a_dose_per_weight_has_no_daily_dose_even_beside_a_maximum(unit: str) -> None:
    most = {"numerator": {"value": 60, "code": "mg"}, "denominator": {"value": 1, "code": "d"}}
    row = {"doseQuantity": {"value": 15, "code": unit}}
    assert daily_dose([{"timing": {"repeat": TWICE}, "doseAndRate": [row], "maxDosePerPeriod": most}]) is None
    assert daily_dose([{"asNeededBoolean": True, "doseAndRate": [row], "maxDosePerPeriod": most}]) is None


def product(unit: str, *strengths: Strength) -> Product:
    names = ("AMLODIPINE", "VALSARTAN")
    return Product(
        tuple(Ingredient(name, strength) for name, strength in zip(names, strengths, strict=False)), unit=unit
    )


MG5 = Strength(Decimal(5), "mg")


def test_tablets_take_the_strength_of_each_substance() -> None:
    found = amounts(dose(2), product("{tablet}", MG5, Strength(Decimal(160), "mg")))
    assert found == (("AMLODIPINE", dose(10, unit="mg")), ("VALSARTAN", dose(320, unit="mg")))


def test_an_average_keeps_its_interval() -> None:
    assert amounts(dose(1, interval=WEEK), product("{tablet}", MG5)) == (("AMLODIPINE", dose(5, None, "mg", WEEK)),)


def test_a_volume_takes_the_strength_per_volume() -> None:
    syrup = product("mL", Strength(Decimal(250), "mg", Quantity(Decimal(5), "mL")))
    assert amounts(dose(3, unit="[tsp_m]"), syrup) == (("AMLODIPINE", dose(750, unit="mg")),)


def test_a_count_without_form_takes_that_of_the_product() -> None:
    assert amounts(dose(2, unit="{dose}"), product("{capsule}", MG5)) == (("AMLODIPINE", dose(10, unit="mg")),)


def test_a_mass_is_the_amount_of_the_only_substance() -> None:
    assert amounts(dose(20, unit="mg"), product("{tablet}", MG5)) == (("AMLODIPINE", dose(20, unit="mg")),)
    assert amounts(dose(20, unit="mg"), product("{tablet}", MG5, MG5)) == ()


def test_units_of_insulin_are_those_of_its_strength() -> None:
    pen = product("mL", Strength(Decimal(100), "[iU]", Quantity(Decimal(1), "mL")))
    assert amounts(dose(12, unit="U"), pen) == (("AMLODIPINE", dose(12, unit="[iU]")),)
    enzymes = product("{capsule}", Strength(Decimal(25000), "U"))
    assert amounts(dose(50000, unit="[iU]"), enzymes) == (("AMLODIPINE", dose(50000, unit="U")),)


@pytest.mark.parametrize(
    ("daily", "of"),
    [
        (dose(2, unit="{puff}"), product("{tablet}", MG5)),
        (dose(2), product("{puff}", MG5)),
        (dose(2), product("{capsule}", MG5)),
        (dose(2, unit="mL"), product("{tablet}", MG5)),
        (dose(2), Product((Ingredient("AMLODIPINE"),), unit="{tablet}")),
        (dose(2), None),
        (None, product("{tablet}", MG5)),
    ],
)
def test_a_count_never_takes_the_strength_of_another_unit(daily: DailyDose | None, of: Product | None) -> None:
    assert amounts(daily, of) == ()


def test_two_of_5_mg_are_one_of_10_mg_and_four_halves_are_two() -> None:
    ten = amounts(daily_dose([dosage(1, repeat=TWICE)]), product("{tablet}", Strength(Decimal(10), "mg")))
    assert amounts(daily_dose([dosage(2, repeat=TWICE)]), product("{tablet}", MG5)) == ten
    assert ten == (("AMLODIPINE", dose(20, unit="mg")),)
    assert amounts(daily_dose([dosage("0.5", repeat=TWICE)]), product("{tablet}", MG5)) == (
        ("AMLODIPINE", dose(5, unit="mg")),
    )


@pytest.mark.parametrize(
    ("text", "label", "unit", "low", "interval"),
    [
        ("1 cp le matin", "BISOPROLOL 10 mg comprimé", "mg", 10, None),
        ("1/2 cp le matin", "BISOPROLOL 10 mg comprimé", "mg", 5, None),
        ("1 cp un jour sur deux", "BISOPROLOL 10 mg comprimé", "mg", 5, Quantity(Decimal(2), "d")),
        ("6 cp le lundi", "METHOTREXATE 2,5 mg comprimé", "mg", Decimal(15) / 7, WEEK),
        ("1 cp 3 fois par jour", "DOLIPRANE 1 g comprimé", "mg", 3000, None),
        ("1000 mg 3 fois par jour", "DOLIPRANE 500 mg comprimé", "mg", 3000, None),
        ("1 g 3 fois par jour", "DOLIPRANE 500 mg comprimé", "g", 3, None),
        ("1 sachet par jour", "KARDEGIC 75 mg sachet", "mg", 75, None),
    ],
)
def test_a_text_and_a_label_give_the_amount_of_the_substance(
    text: str, label: str, unit: str, low: Any, interval: Quantity | None
) -> None:
    ((_, found),) = amounts(parse(text).daily_dose, resolve([], label).product)
    assert (round(found.low, 9), found.unit, found.interval) == (round(Decimal(low), 9), unit, interval)


def test_a_patch_whose_strength_is_a_rate_is_counted_and_has_no_amount_of_substance() -> None:
    """25 µg an hour for 72 hours: the rate is not what the patch holds, and is never multiplied by patches."""
    fentanyl = resolve([], "FENTANYL 25 microgrammes/heure dispositif transdermique").product
    assert fentanyl is not None and fentanyl.unit == "{patch}"
    three_days = parse("1 patch toutes les 72 heures").daily_dose
    assert three_days == dose(Decimal(1) / 3, unit="{patch}", interval=Quantity(Decimal(3), "d"))
    assert amounts(three_days, fentanyl) == ()
    rate = Product((Ingredient("FENTANYL", Strength(Decimal(25), "ug/h")),), unit="{patch}")
    assert amounts(dose(1, unit="{patch}"), rate) == ()


def test_a_strength_per_puff_is_multiplied_by_puffs_alone() -> None:
    each = Strength(Decimal(100), "ug", Quantity(Decimal(1), "{puff}"))
    for inhaler in (product("{puff}", Strength(Decimal(100), "ug")), product("{puff}", each)):
        assert amounts(dose(6, unit="{puff}"), inhaler) == (("AMLODIPINE", dose(600, unit="ug")),)
        for unit in ("{tablet}", "{capsule}", "{drop}", "{application}", "mL"):
            assert amounts(dose(6, unit=unit), inhaler) == ()


def test_a_volume_of_drops_is_not_counted_in_drops() -> None:
    drops = product("mL", Strength(Decimal("2.5"), "mg", Quantity(Decimal(1), "mL")))
    assert amounts(dose(2, unit="mL"), drops) == (("AMLODIPINE", dose(5, unit="mg")),)
    assert amounts(dose(5, unit="{drop}"), drops) == ()


def test_international_units_are_no_mass() -> None:
    heparin = product("{syringe}", Strength(Decimal(4000), "[iU]"))
    assert amounts(dose(1, unit="{syringe}"), heparin) == (("AMLODIPINE", dose(4000, unit="[iU]")),)
    assert amounts(dose(8000, unit="[iU]"), heparin) == (("AMLODIPINE", dose(8000, unit="[iU]")),)
    assert amounts(dose(40, unit="mg"), heparin) == ()
    assert amounts(dose(40, unit="[iU]"), product("{tablet}", MG5)) == ()
