"""The total daily dose of an order or delivery (RXE-19, RXO-23, RXD-12)."""

from decimal import Decimal
from typing import Any

from adapter.fhir.canonical import UCUM
from adapter.functions.hl7v2.dose import dose_quantity
from adapter.functions.hl7v2.quantity import quantity_of
from adapter.functions.hl7v2.report import report
from adapter.functions.hl7v2.rhythm import reading
from adapter.medication.intakes import intakes
from adapter.medication.product import number
from adapter.sources.hl7v2_lines import Line
from adapter.sources.hl7v2_timing import Timing
from adapter.sources.hl7v2_tree import Part


def per_day(context: Any, focus: list, *args: list) -> list:
    """CQ of a total daily dose, the timing, and the line of its order → Ratio over one day. Issue: dose and rhythm come
    to another total, in the same unit; both are kept."""
    day = {"value": 1, "unit": "d", "system": UCUM, "code": "d"}
    found = []
    for part in focus:
        if body := quantity_of(context, part):
            _compare(context, part, body, args[0][0], args[1][0])
            found.append({"numerator": body, "denominator": dict(day)})
    return found


def _compare(context: Any, part: Part, total: dict[str, Any], timing: Timing, order: Line) -> None:
    doses = dose_quantity(context, [timing], [order])
    read = reading(context, timing)
    times = intakes({"repeat": read.repeat}) if read.repeat and len(timing.siblings) < 2 else None
    if not doses or times is None or times.interval or read.as_needed or timing.text("conditionText"):
        return
    if times.low != times.high or not total.get("code") or doses[0].get("code") != total["code"]:
        return
    computed = Decimal(str(doses[0]["value"])) * times.low
    if computed != Decimal(str(total["value"])):
        message = f"a total of {total['value']} a day is stated, dose and rhythm come to {number(computed)}"
        report(context, part, "warning", "conflict", message, "Dosage.maxDosePerPeriod")
