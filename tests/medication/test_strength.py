from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapter.medication.product import Ingredient, Quantity, Strength
from adapter.medication.strength import (
    parse_amount,
    parse_reference,
    same_strength,
    strength_key,
    to_base,
    written_strengths,
)


def _ingredient(value: str, unit: str, per: Quantity | None = None) -> Ingredient:
    return Ingredient("MORPHINE", Strength(Decimal(value), unit, per))


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("PARACETAMOL VIA 500MG CPR BT16", ["500mg"]),
        ("paracétamol 1 g cp", ["1000mg"]),
        ("LEVOTHYROX 75 microgrammes, comprimé sécable", ["0.075mg"]),
        ("VITAMINE B12 1000 µg/4 ml", ["1mg/4mL"]),
        ("LEVETIRACETAM EG 1 000 mg, comprimé", ["1000mg"]),
        ("VALSARTAN/HCTZ CRT 160/12,5MG CPR 90", ["160mg", "12.5mg"]),
        ("COVERAM 5 mg/10 mg, comprimé", ["5mg", "10mg"]),
        ("LOVENOX 4 000 UI (40 mg)/0,4 mL, solution injectable", ["4000[iU]/0.4mL"]),
        ("INSULATARD 100 unités internationales/ml", ["100[iU]/1mL"]),
        ("DUROGESIC 25 microgrammes/heure", ["0.025mg/60min"]),
        ("LATANOPROST BGA 0,005% COLLYRE 1", ["0.005%"]),
        ("SPASFON comprimé", []),
    ],
)
def test_strengths_are_read_from_a_name_in_the_order_written(text: str, keys: list[str]) -> None:
    assert [strength_key(strength) for strength in written_strengths(text)] == keys


def test_milligrams_and_micrograms_of_the_same_number_differ() -> None:
    assert not same_strength(_ingredient("75", "mg"), _ingredient("75", "ug"))
    assert same_strength(_ingredient("0.075", "mg"), _ingredient("75", "ug"))


def test_one_concentration_written_in_two_ways_is_one_strength() -> None:
    per_ml = Quantity(Decimal(1), "mL")
    assert same_strength(_ingredient("5.764", "g", Quantity(Decimal(100), "mL")), _ingredient("57.64", "mg", per_ml))


def test_a_concentration_is_no_amount() -> None:
    assert not same_strength(_ingredient("25", "mg", Quantity(Decimal(1), "mL")), _ingredient("25", "mg"))


def test_a_strength_that_is_not_stated_is_equal_to_none() -> None:
    assert not same_strength(Ingredient("MORPHINE"), Ingredient("MORPHINE"))


@given(st.decimals(min_value="0.001", max_value="10000", places=3))
def test_grams_and_milligrams_of_any_amount_are_one_strength(value: Decimal) -> None:
    assert same_strength(_ingredient(str(value), "g"), _ingredient(str(value * 1000), "mg"))


def test_two_syringes_of_one_concentration_have_different_keys() -> None:
    small, large = written_strengths("4000UI/0,4ML"), written_strengths("6000UI/0,6ML")
    assert strength_key(small[0]) != strength_key(large[0])


@pytest.mark.parametrize("text", ["480 mg à 540 mg", "qsp 10 mg", "", "supérieur ou égal à 30 UI"])
def test_an_amount_that_is_not_one_plain_number_is_not_read(text: str) -> None:
    assert parse_amount(text) is None


def test_amounts_and_what_they_are_for() -> None:
    assert parse_amount("6 000 UI anti-Xa") == Quantity(Decimal(6000), "[iU]")
    assert parse_reference("1 ml de la solution injectable") == Quantity(Decimal(1), "mL")
    assert parse_reference("un comprimé") is None
    assert parse_reference("un sachet de 10 ml") is None


def test_a_tablet_is_its_own_base() -> None:
    assert to_base(Quantity(Decimal(2), "{tablet}")) == Quantity(Decimal(2), "{tablet}")
    assert to_base(Quantity(Decimal(2), "g")).unit == "mg"
