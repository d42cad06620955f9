import pytest

from adapter.terminology.dose_units import dose_unit, period_unit, presentation_unit


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("mg", "mg"),
        ("MG", "mg"),
        ("mcg", "ug"),
        ("µg", "ug"),
        ("μg", "ug"),
        ("ml", "mL"),
        ("UI", "[iU]"),
        ("ui", "[iU]"),
        ("{tbl}", "{tablet}"),
        ("CPR", "{tablet}"),
        ("Gélules", "{capsule}"),
        ("{ampule}", "{ampoule}"),
        ("{actuat}", "{puff}"),
        ("càc", "[tsp_m]"),
        ("cuillère à soupe", "[tbs_m]"),
    ],
)
def test_a_unit_as_documents_write_it_gets_its_ucum_code_or_annotation(written: str, code: str) -> None:
    found = dose_unit(written)
    assert found is not None
    assert found[0] == code


@pytest.mark.parametrize("written", ["Mg", "", "parsec", "mg/actuat"])
def test_a_symbol_in_another_case_and_a_strength_per_puff_are_no_dose_unit(written: str) -> None:
    assert dose_unit(written) is None


@pytest.mark.parametrize(("written", "code"), [("J", "d"), ("h", "h"), ("semaines", "wk"), ("mois", "mo"), ("an", "a")])
def test_a_period_gets_the_code_that_timing_accepts(written: str, code: str) -> None:
    assert period_unit(written) == code


@pytest.mark.parametrize("written", ["m", "", "lune"])
def test_a_metre_is_no_month(written: str) -> None:
    assert period_unit(written) is None


def test_an_edqm_unit_of_presentation_is_a_counted_unit() -> None:
    assert presentation_unit("15054000") == "{tablet}"
    assert presentation_unit("99999999") is None
