"""Which units of results are UCUM codes."""

import pytest

from adapter.terminology.ucum_code import ucum_code

CODES = [
    *("mg/dL", "mmol/L", "mmol/l", "umol/L", "meq/L", "mL/min", "kg", "g", "[lb_av]", "[oz_av]", "%", "g/L", "mg/L"),
    *("mL/min/{1.73_m2}", "mL/min/1.73.m2", "10*9/L", "[iU]/L", "U/L", "ng/mL", "pg/mL", "mm[Hg]", "cm", "h", "{INR}"),
]
LOCAL = ["THOUS/MCL", "mL/min/1,73m2", "mL/min/1.73m2", "Kg", "lbs", "mg/dl ", "secondes", "mmol par L", "", "1.2.3.x"]


@pytest.mark.parametrize("unit", CODES)
def test_a_unit_of_ucum_is_its_own_code(unit: str) -> None:
    assert ucum_code(unit) == unit


@pytest.mark.parametrize("unit", LOCAL)
def test_a_local_unit_is_no_code(unit: str) -> None:
    assert ucum_code(unit) is None


def test_the_micro_sign_is_the_u_of_ucum() -> None:
    assert ucum_code("µmol/L") == ucum_code("μmol/L") == "umol/L"
