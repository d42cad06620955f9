"""FHIR Dosages → the amount a day, and that amount in substance. What is not stated has no answer.

Source: FHIR R4 Dosage (https://hl7.org/fhir/R4/dosage.html); units and averages as in design §6.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from adapter.medication.dose_amount import quantity_of, sides
from adapter.medication.intakes import Intakes, intakes
from adapter.medication.product import DailyDose, Ingredient, Product, Quantity
from adapter.terminology import ucum

_FORM_UNSAID = ("{dose}", "{count}", "1")
_MASSES = ("mg", "[iU]", "[anti'Xa'U]", "mmol", "meq", "MBq")
_BOUNDS = ("boundsDuration", "boundsRange", "boundsPeriod")


def daily_dose(dosages: Sequence[Mapping[str, Any]]) -> DailyDose | None:
    """The amount a day of one treatment, in the unit its doses are counted in.

    dosages: FHIR R4 Dosages of one line; several are added up when they hold at the same time. None for a taper, for
    units or intervals that differ, for doses under different conditions (`INR < 2`, `INR 2-3`: they may exclude each
    other), and as soon as one of them does not say enough.
    """
    if not dosages or _is_sequence(dosages) or len(set(map(_condition, dosages)) - {""}) > 1:
        return None
    found = [_one(dosage) for dosage in dosages]
    known = [dose for dose in found if dose is not None]
    if len(known) != len(found) or len({(dose.unit, dose.interval) for dose in known}) != 1:
        return None
    low = sum((dose.low for dose in known), Decimal(0))
    high = sum((dose.high for dose in known), Decimal(0))
    if not high:
        return None  # a dose of 0 is a field that nobody filled, not an amount to compare
    return DailyDose(low, high, known[0].unit, known[0].interval)


def _is_sequence(dosages: Sequence[Mapping[str, Any]]) -> bool:
    """Different bounds are steps in time, and so are numbered dosages that each last so many days; numbers alone are
    not (French documents number the doses of a day)."""
    if len({str([(_repeat(dosage).get(key)) for key in _BOUNDS]) for dosage in dosages}) > 1:
        return True
    numbered = len({dosage.get("sequence") for dosage in dosages}) > 1
    return numbered and any("boundsDuration" in _repeat(dosage) for dosage in dosages)


def _condition(dosage: Mapping[str, Any]) -> str:
    """Under what a dose as needed is taken, "" where none is said."""
    return str(dosage.get("asNeededCodeableConcept") or "")


def _repeat(dosage: Mapping[str, Any]) -> Mapping[str, Any]:
    return (dosage.get("timing") or {}).get("repeat") or {}


def _one(dosage: Mapping[str, Any]) -> DailyDose | None:
    if dosage.get("modifierExtension") or _is_per_weight(dosage):
        return None
    as_needed = bool(dosage.get("asNeededBoolean") or dosage.get("asNeededCodeableConcept"))
    maximum, timing = _maximum(dosage), dosage.get("timing") or {}
    if as_needed and not timing.get("code") and not _says_when(timing.get("repeat") or {}):
        return DailyDose(Decimal(0), maximum.value, maximum.unit) if maximum else None
    dose, taken = _dose(dosage), intakes(timing)
    if dose is None or taken is None:
        return None
    scheduled = _times(dose, taken)
    if maximum and _repeat(dosage).get("periodUnit") in ("h", "min") and not _comparable(maximum, scheduled):
        return None  # `1 comprimé toutes les 6 heures sans dépasser 3 g`: fewer than four may be meant
    capped = _capped(scheduled, maximum, as_needed) if dosage.get("maxDosePerPeriod") else scheduled
    if capped is None or not as_needed:
        return capped
    return DailyDose(Decimal(0), capped.high, capped.unit, capped.interval)


def _is_per_weight(dosage: Mapping[str, Any]) -> bool:
    """`5 mg/kg`, also beside a maximum of the day, or as one: how much that is is not known."""
    rows = dosage.get("doseAndRate") or ()
    told = [row.get("doseQuantity") or (row.get("doseRange") or {}).get("high") or {} for row in rows]
    told += [(dosage.get("maxDosePerPeriod") or {}).get("numerator") or {}]
    return any(str(one.get("code") or one.get("unit") or "").endswith(("/kg", "/m2", "/[lb_av]")) for one in told)


def _says_when(repeat: Mapping[str, Any]) -> bool:
    return any(repeat.get(key) for key in ("frequency", "period", "when", "timeOfDay", "dayOfWeek", "count"))


def _dose(dosage: Mapping[str, Any]) -> tuple[Quantity, Quantity] | None:
    """Lowest and highest dose of one intake; None without a dose or with several rows of which none is the ordered
    one."""
    rows = dose_rows(dosage)
    if len(rows) != 1:
        return None
    between = rows[0].get("doseRange") or {}
    low = quantity_of(rows[0].get("doseQuantity") or between.get("low"))
    high = quantity_of(rows[0].get("doseQuantity") or between.get("high"))
    if low is None or high is None or low.unit != high.unit or low.value > high.value:
        return None
    count = sides((dosage.get("site") or {}).get("text") or "")
    if count is None:
        return None
    return Quantity(low.value * count, low.unit), Quantity(high.value * count, high.unit)


def dose_rows(dosage: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The rows of doses of one Dosage. Where each says how it came about (http://hl7.org/fhir/dose-rate-type), they are
    one dose in several ways, and the ordered one stands for them: 10 mg ordered, 1 tablet calculated."""
    rows = [row for row in dosage.get("doseAndRate") or () if row.get("doseQuantity") or row.get("doseRange")]
    types = [_types(row) for row in rows]
    ordered = [row for row, codes in zip(rows, types, strict=True) if "ordered" in codes]
    return ordered if len(rows) > 1 and len(ordered) == 1 and all(types) else rows


def _types(row: Mapping[str, Any]) -> set[Any]:
    return {coding.get("code") for coding in (row.get("type") or {}).get("coding") or ()} - {None}


def _times(dose: tuple[Quantity, Quantity], taken: Intakes) -> DailyDose:
    low, high = dose
    return DailyDose(low.value * taken.low, high.value * taken.high, low.unit, taken.interval)


def _maximum(dosage: Mapping[str, Any]) -> Quantity | None:
    """The stated maximum of a day (`Ratio` over 1 d or 24 h)."""
    ratio = dosage.get("maxDosePerPeriod") or {}
    per = ratio.get("denominator") or {}
    days = ucum.convert(Decimal(str(per.get("value", 1))), per.get("code") or per.get("unit") or "", "d")
    return quantity_of(ratio.get("numerator")) if days == 1 else None


def _comparable(maximum: Quantity, scheduled: DailyDose) -> bool:
    return ucum.convert(maximum.value, maximum.unit, scheduled.unit) is not None


def _capped(scheduled: DailyDose, maximum: Quantity | None, as_needed: bool) -> DailyDose | None:
    """A range ends at the stated maximum. A single scheduled dose stands unless it is above the maximum; a range or a
    dose as needed that cannot be compared with its maximum may be above it, and has no answer."""
    cap = ucum.convert(maximum.value, maximum.unit, scheduled.unit) if maximum else None
    if cap is None or scheduled.interval:
        return None if as_needed or scheduled.low != scheduled.high else scheduled
    if scheduled.high <= cap:
        return scheduled
    if as_needed:
        return DailyDose(scheduled.low, cap, scheduled.unit)
    return DailyDose(scheduled.low, cap, scheduled.unit) if scheduled.low < min(cap, scheduled.high) else None


def amounts(daily: DailyDose | None, product: Product | None) -> tuple[tuple[str, DailyDose], ...]:
    """Substance → amount a day (mg, `[iU]`, …), in the product's order; empty when one is not known.

    A count of the product's own unit takes the strength of one unit, a volume the strength per volume, and a mass is
    the amount itself for a product of one substance.
    """
    if daily is None or product is None or not product.ingredients:
        return ()
    unit = product.unit if daily.unit in _FORM_UNSAID and ucum.is_annotation(product.unit) else daily.unit
    counted = DailyDose(daily.low, daily.high, unit, daily.interval)
    found = [(ingredient.name, _amount(counted, ingredient, product)) for ingredient in product.ingredients]
    known = [(name, dose) for name, dose in found if dose is not None]
    return tuple(known) if len(known) == len(found) else ()


def _amount(daily: DailyDose, ingredient: Ingredient, product: Product) -> DailyDose | None:
    strength = ingredient.strength
    base = ucum.to_base(Decimal(1), daily.unit)[1]
    if base in _MASSES or base == "U":
        return _as_stated(daily, base, ingredient) if len(product.ingredients) == 1 else None
    if strength is None or "/" in strength.unit or strength.unit == "%":
        return None
    if strength.per is None:
        return _scaled(daily, strength.value, strength.unit) if daily.unit == product.unit != "mL" else None
    factor = ucum.convert(Decimal(1), daily.unit, strength.per.unit)
    if factor is None or not strength.per.value or (ucum.is_annotation(daily.unit) and daily.unit != product.unit):
        return None
    return _scaled(daily, factor * strength.value / strength.per.value, strength.unit)


def _as_stated(daily: DailyDose, base: str, ingredient: Ingredient) -> DailyDose | None:
    """A mass as it is written; units (`U`, `[iU]`) are those that the strength of the product is in."""
    strength = ucum.to_base(Decimal(1), ingredient.strength.unit)[1] if ingredient.strength else ""
    if base == "U" or (base, strength) == ("[iU]", "U"):
        is_of_units = strength in ("U", "[iU]") and daily.unit == base
        return DailyDose(daily.low, daily.high, strength, daily.interval) if is_of_units else None
    return daily if not strength or strength == base else None


def _scaled(daily: DailyDose, factor: Decimal, unit: str) -> DailyDose:
    return DailyDose(daily.low * factor, daily.high * factor, unit, daily.interval)
