from decimal import Decimal

import pytest

from adapter.medication.pack import content
from adapter.medication.product import Quantity


@pytest.mark.parametrize(
    ("wording", "unit", "value"),
    [
        ("plaquette(s) thermoformée(s) PVC PVDC aluminium de 30 comprimé(s)", "{tablet}", "30"),
        ("plaquette(s) thermoformée(s) PVC aluminium de 30  gélule(s)", "{capsule}", "30"),
        ("3 flacon(s) polyéthylène haute densité (PEHD) de 30 comprimé(s)", "{tablet}", "90"),
        ("30 sachet(s) papier aluminium polyéthylène de 8 g", "{sachet}", "30"),
        ("10 ampoule(s) en verre de 2 ml", "{ampoule}", "10"),
        ("5 stylo(s) prérempli(s) en verre de 3 ml", "mL", "15"),
        ("1 flacon(s) en verre de 2,5 ml", "mL", "2.5"),
        ("1 flacon pressurisé aluminium avec valve doseuse de 120 doses", "{puff}", "120"),
    ],
)
def test_a_pack_holds_what_its_wording_says(wording: str, unit: str, value: str) -> None:
    assert content(wording, unit) == Quantity(Decimal(value), unit)


@pytest.mark.parametrize(
    ("wording", "unit"),
    [
        ("1 flacon(s) en verre de 1000 UI de poudre - 1 flacon(s) en verre de 10 ml de solvant", "{vial}"),
        ("12 comprimés conditionnés en 4 plaquettes de 3 comprimés", "{tablet}"),
        ("1 tube(s) aluminium de 10 g", "mL"),
        ("1 flacon(s) en verre", "mL"),
        ("1 flacon(s) en verre de 60 ml", "{tablet}"),
        ("plaquette(s) PVC aluminium de 30 comprimé(s)", ""),
    ],
)
def test_a_pack_that_is_not_sure_has_no_content(wording: str, unit: str) -> None:
    assert content(wording, unit) is None
