from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from adapter.terminology.ucum import UNITS, convert, is_annotation, to_base


def test_micrograms_and_milligrams_are_told_apart_exactly() -> None:
    assert convert(Decimal("75"), "ug", "mg") == Decimal("0.075")
    assert convert(Decimal("1"), "g", "mg") == Decimal(1000)


def test_a_mass_is_no_volume_and_international_units_are_no_mass() -> None:
    assert convert(Decimal(1), "mg", "mL") is None
    assert convert(Decimal(1), "[iU]", "mg") is None
    assert convert(Decimal(1), "[iU]", "U") is None


def test_two_annotations_never_convert() -> None:
    assert convert(Decimal(1), "{tablet}", "{capsule}") is None
    assert convert(Decimal(2), "{tablet}", "{tablet}") == Decimal(2)
    assert to_base(Decimal(2), "{tablet}") == (Decimal(2), "{tablet}")
    assert is_annotation("{tablet}") and not is_annotation("[tsp_m]")


@given(st.decimals(min_value="0.001", max_value="100000", places=3), st.sampled_from(sorted(UNITS)))
def test_converting_there_and_back_gives_the_same_value(value: Decimal, unit: str) -> None:
    base_value, base = to_base(value, unit)
    assert convert(base_value, base, unit) == value
