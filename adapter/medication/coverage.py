"""The days that a delivery covers: stated by the delivery, else pack content ÷ daily dose.

Source: FHIR R4 MedicationDispense (https://hl7.org/fhir/R4/medicationdispense.html). Dispensed is not taken.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from adapter.medication.dose_amount import quantity_of
from adapter.medication.product import Coverage, DailyDose, Product, Quantity
from adapter.terminology import ucum

_BOXES = (
    "{box}",
    "{Box}",
    "{boxes}",
    "{pack}",
    "box",
    "boxes",
    "boite",
    "boîte",
    "boites",
    "boîtes",
    "bte",
    "30009000",
)
_MOST_BOXES = 6  # a number without a unit above it may be tablets
_FORM_UNSAID = ("{dose}", "{count}", "1")
_NOT_DELIVERED = ("cancelled", "entered-in-error", "declined")
_DAYS = {"d": 1, "wk": 7}
_LONGEST = 3660  # days; more is a slip of the pen, not a delivery


def coverage(dispense: Mapping[str, Any], product: Product | None, daily_dose: DailyDose | None) -> Coverage | None:
    """Days covered by one delivery, from the day it was handed over, end inclusive; None when they cannot be told.

    dispense: a FHIR R4 MedicationDispense. Its `daysSupply` is believed first (basis `days supply`); else its quantity
    (boxes, or counted units) is divided by the daily dose (basis `pack content / daily dose`, the whole days of the
    higher dose). A dose as needed or an unknown pack covers nothing that can be told.
    """
    start = _day(dispense.get("whenHandedOver"))
    if start is None or dispense.get("status") in _NOT_DELIVERED:
        return None
    stated = dispense.get("daysSupply")
    if stated:
        return _days(start, _stated_days(stated), "days supply")
    delivered = _delivered(dispense.get("quantity"), product)
    if delivered is None or daily_dose is None or daily_dose.low <= 0:
        return None
    unit = _product_unit(daily_dose.unit, product)
    amount = ucum.convert(delivered.value, delivered.unit, unit)
    return _days(start, amount / daily_dose.high, "pack content / daily dose") if amount is not None else None


def _day(instant: str | None) -> date | None:
    try:
        return date.fromisoformat((instant or "")[:10])
    except ValueError:
        return None


def _stated_days(stated: Mapping[str, Any]) -> Decimal | None:
    unit = stated.get("code") or stated.get("unit") or "d"
    factor = _DAYS.get(unit) or (1 if unit in ("day", "days", "jour", "jours", "j") else None)
    return Decimal(str(stated["value"])) * factor if factor and stated.get("value") is not None else None


def _days(start: date, days: Decimal | None, basis: str) -> Coverage | None:
    if days is None or not 1 <= days <= _LONGEST:
        return None
    return Coverage(start.isoformat(), (start + timedelta(days=int(days) - 1)).isoformat(), basis)


def _delivered(quantity: Mapping[str, Any] | None, product: Product | None) -> Quantity | None:
    """What was handed over, in counted units or volume. A small whole number without a unit counts boxes where the
    product is coded as a box (CIP); where it is not, it may count boxes or units, and nothing can be told."""
    if not quantity or quantity.get("value") is None or quantity.get("comparator"):
        return None
    value, unit = Decimal(str(quantity["value"])), quantity.get("code") or quantity.get("unit") or "1"
    if value <= 0:
        return None
    few = value == int(value) and value <= _MOST_BOXES
    if unit in _BOXES or (unit == "1" and (few or (product and product.pack))):
        content = product.pack.content if product and product.pack else None
        return Quantity(content.value * value, content.unit) if content and (few or unit != "1") else None
    found = quantity_of(quantity)
    return Quantity(found.value, _product_unit(found.unit, product)) if found else None


def _product_unit(unit: str, product: Product | None) -> str:
    """A count that says no form takes the product's unit, when the product is counted."""
    counted = product.unit if product and ucum.is_annotation(product.unit) else ""
    return counted if counted and unit in _FORM_UNSAID else unit
