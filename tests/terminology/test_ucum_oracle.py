"""Our small table of units beside `ucumvert`, which reads the whole of UCUM (essence file and grammar)."""

from decimal import Decimal
from itertools import combinations
from typing import Any

import pytest

from adapter.terminology.ucum import UNITS, convert

ucumvert = pytest.importorskip("ucumvert", reason="ucumvert is not installed (pip install -e '.[dev]')")
# Arbitrary units convert into nothing (UCUM §24): to the oracle `U` is an amount of substance in a time, to us a unit
# of whatever the product is measured in. An equivalent is a mole of charges: which ion is not said, so it stays apart.
ARBITRARY = {"[iU]", "k[iU]", "M[iU]", "[anti'Xa'U]", "U", "meq"}


@pytest.fixture(scope="module")
def oracle() -> Any:
    return ucumvert.PintUcumRegistry()


@pytest.mark.parametrize("unit", sorted(UNITS))
def test_each_unit_is_as_many_of_its_base_as_in_ucum(oracle: Any, unit: str) -> None:
    base, factor = UNITS[unit]
    assert oracle.from_ucum(unit).to(oracle.from_ucum(base)).magnitude == pytest.approx(float(factor), rel=1e-12)


def test_two_units_convert_when_ucum_has_them_in_one_dimension(oracle: Any) -> None:
    for one, other in combinations(sorted(UNITS), 2):
        found = convert(Decimal(1), one, other)
        left, right = oracle.from_ucum(one), oracle.from_ucum(other)
        if {one, other} & ARBITRARY:
            assert found is None or UNITS[one][0] == UNITS[other][0], (one, other)
        elif left.dimensionality == right.dimensionality:
            assert found is not None and float(found) == pytest.approx(left.to(right).magnitude, rel=1e-9), (one, other)
        else:
            assert found is None, (one, other)
