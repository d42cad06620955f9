from decimal import Decimal
from typing import Any

import pytest

from adapter.medication.coverage import coverage
from adapter.medication.product import Coverage, DailyDose, Pack, Product, Quantity

BOX_OF_30 = Product((), unit="{tablet}", pack=Pack("3400900000000", content=Quantity(Decimal(30), "{tablet}")))


def delivery(value: Any, unit: str | None = "{box}", **more: Any) -> dict[str, Any]:
    quantity = {"value": value} if unit is None else {"value": value, "code": unit}
    return {"resourceType": "MedicationDispense", "whenHandedOver": "2026-03-01", "quantity": quantity, **more}


def daily(low: Any, high: Any = None, unit: str = "{tablet}") -> DailyDose:
    return DailyDose(Decimal(str(low)), Decimal(str(low if high is None else high)), unit)


def test_stated_days_are_believed_first() -> None:
    found = coverage(delivery(1, daysSupply={"value": 28, "unit": "d"}), BOX_OF_30, daily(1))
    assert found == Coverage("2026-03-01", "2026-03-28", "days supply")


@pytest.mark.parametrize(
    ("dispense", "dose", "end"),
    [
        (delivery(1), daily(1), "2026-03-30"),
        (delivery(2), daily(2), "2026-03-30"),
        (delivery(1, None), daily(1), "2026-03-30"),
        (delivery(1, "30009000"), daily(1), "2026-03-30"),
        (delivery(7, "{tablet}"), daily(1), "2026-03-07"),
        (delivery(14, "{count}"), daily("0.5"), "2026-03-28"),
        (delivery(1), daily(4), "2026-03-07"),
        (delivery(1), daily(1, 2), "2026-03-15"),
        (delivery(1), daily(1, unit="{dose}"), "2026-03-30"),
    ],
)
def test_boxes_or_units_last_as_many_days_as_the_daily_dose_allows(
    dispense: dict[str, Any], dose: DailyDose, end: str
) -> None:
    assert coverage(dispense, BOX_OF_30, dose) == Coverage("2026-03-01", end, "pack content / daily dose")


@pytest.mark.parametrize(
    ("dispense", "product", "dose"),
    [
        (delivery(1), None, daily(1)),
        (delivery(1), Product((), unit="{tablet}"), daily(1)),
        (delivery(1, None), Product((), unit="{tablet}"), daily(1)),  # a box or a tablet: it does not say
        (delivery(2, "1"), Product((), unit="{tablet}"), daily(1)),
        (delivery(1), BOX_OF_30, None),
        (delivery(1), BOX_OF_30, daily(0, 3)),
        (delivery(1), BOX_OF_30, daily(1, unit="{puff}")),
        (delivery(-1), BOX_OF_30, daily(1)),
        (delivery(30, None), BOX_OF_30, daily(1)),
        (delivery(1, whenHandedOver="not known"), BOX_OF_30, daily(1)),
        (delivery(1, status="cancelled"), BOX_OF_30, daily(1)),
        (delivery(1), BOX_OF_30, daily(31)),
    ],
)
def test_what_cannot_be_told_covers_nothing(
    dispense: dict[str, Any], product: Product | None, dose: DailyDose | None
) -> None:
    assert coverage(dispense, product, dose) is None
