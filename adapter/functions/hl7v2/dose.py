"""The dose of one intake: give amount with its units (RXE-3 to 5, RXO-2 to 4, RXG-5 to 7), and the quantity
of a timing (TQ1-2)."""

from typing import Any

from adapter.functions.hl7v2.quantity import number_in, quantity_of, unit_in
from adapter.functions.hl7v2.report import report
from adapter.medication.product import number
from adapter.sources.hl7v2_lines import Line, same_product
from adapter.sources.hl7v2_timing import Timing
from adapter.sources.hl7v2_tree import Segment

_GIVE = {"RXE": ("3", "4", "5"), "RXO": ("2", "3", "4"), "RXG": ("5", "6", "7")}
_RATE = {"RXE": "23", "RXO": "21", "RXG": "15"}

Dose = dict[str, Any]


def dose_quantity(context: Any, focus: list, *args: list) -> list:
    """Timing, and the line of its order → Quantity: the amount given each time. The quantity of the timing where the
    order states no amount, or where steps each have their own. A dose counted in units of the product ordered says
    nothing of another one that was delivered."""
    return [dose for dose in _doses(context, focus, args[0][0], per_time=False) if "value" in dose]


def dose_range(context: Any, focus: list, *args: list) -> list:
    """As doseQuantity(), where a minimum and a maximum differ → Range."""
    return [dose for dose in _doses(context, focus, args[0][0], per_time=False) if "value" not in dose]


def given_rate(context: Any, focus: list, *args: list) -> list:
    """As doseQuantity(), where the unit of the amount given says per what time (`ug/kg/min`) and no rate is stated
    beside it → Quantity of a rate."""
    return [dose for dose in _doses(context, focus, args[0][0], per_time=True) if "value" in dose]


def given_rate_range(context: Any, focus: list, *args: list) -> list:
    """As givenRate(), where a minimum and a maximum differ → Range."""
    return [dose for dose in _doses(context, focus, args[0][0], per_time=True) if "value" not in dose]


def _doses(context: Any, focus: list, line: Line, *, per_time: bool) -> list[Dose]:
    segment = line.drug.segment
    is_stated = bool(segment.occurrences(_RATE[segment.name])) if segment.name in _RATE else False
    doses = [dose for node in focus if (dose := _dose(context, node, line))]
    return [dose for dose in doses if per_time == (not is_stated and _is_per_time(dose))]


def _is_per_time(dose: Dose) -> bool:
    bound = dose if "value" in dose else next(iter(dose.values()))
    return str(bound.get("code", "")).rpartition("/")[2] in ("s", "min", "h", "d")


def other_dose(context: Any, focus: list, *args: list) -> list:
    """Timing, and the line of its order → Quantity that the timing states beside another amount given, where it is not
    said whether one multiplies the other. Both are kept, so that no daily dose is drawn from either."""
    found = []
    for node in focus:
        give, timed = _give(context, args[0][0]), _timed(context, node)
        if give and timed and not _is_step(context, node, give) and _disputes(timed, give):
            message = f"a quantity of {timed['value']} beside the amount given: whether it multiplies it is not said"
            report(context, node.parts["quantity"][0], "warning", "conflict", message, "Dosage.doseAndRate")
            found.append(timed)
    return found


def dose_words(context: Any, node: Timing, line: Line) -> list[str]:
    """Words for amounts that are no numbers, and for the quantity of a timing in another unit than the amount given."""
    segment = line.drug.segment
    fields = _GIVE.get(segment.name, ())
    amounts = [part for name in fields[:2] for part in segment.occurrences(name)]
    unit = next((part.get(2) or part.get(1) for part in segment.occurrences(fields[2])), "") if fields else ""
    found: list[str] = []
    give, timed = _give(context, line), _timed(context, node)
    if give is None:  # what is not a number, a maximum under the minimum, an amount below zero
        found = [f"{part.whole} {unit}".strip() for part in amounts]
    if timed is None:
        return found + [part.whole for part in node.parts.get("quantity", ())]
    if give is None or _is_step(context, node, give) or _disputes(timed, give) or "unit" not in timed:
        return found
    bound = give if "value" in give else next(iter(give.values()))
    if _unit(timed) == _unit(bound):
        return found
    said = f"{timed['value']} {timed['unit']}"
    message = f"{said} beside an amount in another unit: kept in the text"
    report(context, node.parts["quantity"][0], "information", "informational", message, "Dosage.doseAndRate")
    return [*found, said]


def _dose(context: Any, node: Timing, line: Line) -> Dose | None:
    give, timed = _give(context, line), _timed(context, node)
    if timed and _is_step(context, node, give):
        return _of_delivered(context, line, timed | _give_unit(context, line, timed))
    if give is None and timed and "unit" not in timed:
        unit = _give_unit(context, line, timed)
        timed = timed | unit if unit else None
    return _of_delivered(context, line, give or timed or _asked(context, line))


def _give_unit(context: Any, line: Line, timed: Dose) -> Dose:
    """The units of the amount given (RXE-5), for a quantity of a timing that has none of its own."""
    segment = line.drug.segment
    is_without = "unit" not in timed and segment.name in _GIVE
    return unit_in(context, segment, _GIVE[segment.name][2]) if is_without else {}


def _asked(context: Any, line: Line) -> Dose | None:
    """The amount of the order as it was asked (RXO), where the pharmacy encoded the same product without an amount;
    what was asked of another product is not a dose of this one."""
    original, encoded = line.original(), line.drug.segment
    if original is None or any(encoded.occurrences(name) for name in _GIVE["RXE"][:2]):
        return None
    asked = original.drug.segment
    if not any(asked.occurrences(name) for name in _GIVE["RXO"][:2]):
        return None
    if encoded.occurrences("2") and not same_product(encoded, asked):
        message = f"no amount is given (RXE-3), and that of {asked.place} is of another product: not taken"
        report(context, encoded, "warning", "incomplete", message, "Dosage.doseAndRate")
        return None
    message = f"no amount is given (RXE-3): the one that {asked.place} asks for"
    report(context, encoded, "warning", "incomplete", message, "Dosage.doseAndRate")
    return _given(context, asked)


def _give(context: Any, line: Line) -> Dose | None:
    segment = line.drug.segment
    return _given(context, segment) if segment.name in _GIVE else None


def _given(context: Any, segment: Segment) -> Dose | None:
    """The amount given, made once for the document."""
    memo = context.document.memo.setdefault("hl7v2 amounts", {})
    if segment not in memo:
        memo[segment] = _amount(context, segment)
    found: Dose | None = memo[segment]
    return found


def _amount(context: Any, segment: Segment) -> Dose | None:
    """RXE-3 to 5 or RXO-2 to 4: Quantity, or Range when minimum and maximum differ; no amount is below zero."""
    low_name, high_name, units = _GIVE[segment.name]
    low, high = number_in(context, segment, low_name), number_in(context, segment, high_name)
    unit = unit_in(context, segment, units)
    if any(segment.occurrences(name) and value is None for name, value in ((low_name, low), (high_name, high))):
        return None  # half of an amount is none
    if low is None and high is None:
        return None
    if negative := next((value for value in (low, high) if value is not None and value < 0), None):
        message = f"an amount of {negative} is none: not taken"
        report(context, segment, "error", "value", message, "Dosage.doseAndRate")
        return None
    if not any((low, high)):  # required fields that a sender fills, or a dose that is held: none of them is a dose
        report(context, segment, "warning", "value", "an amount of 0: left to the text", "Dosage.doseAndRate")
        return None
    if low is not None and high is not None and high < low:
        message = f"a maximum of {high} under the minimum of {low}: neither is taken"
        report(context, segment, "error", "value", message, "Dosage.doseAndRate")
        return None
    if low is not None and (high is None or high == low):
        return {"value": number(low), **unit}
    bounds = (("low", low), ("high", high))
    return {name: {"value": number(value), **unit} for name, value in bounds if value is not None}


def _timed(context: Any, node: Timing) -> Dose | None:
    """The quantity of a timing, made once for the document."""
    memo = context.document.memo.setdefault("hl7v2 quantities", {})
    if node not in memo:
        read = (quantity_of(context, part) for part in node.parts.get("quantity", ()))
        memo[node] = next(filter(None, read), None)
    found: Dose | None = memo[node]
    return found


def _is_step(context: Any, node: Timing, give: Dose | None) -> bool:
    """Whether several timings each state another quantity, in the unit of the amount given: a taper."""
    all_ = [_timed(context, other) for other in node.siblings]
    values = {timed["value"] for timed in all_ if timed}
    units = {_unit(timed) for timed in all_ if timed} - {None}
    same = not units or (len(units) == 1 and (give is None or "value" not in give or units == {_unit(give)}))
    return len(values) > 1 and all(all_) and same


def _disputes(timed: Dose, give: Dose) -> bool:
    values = [give["value"]] if "value" in give else [bound["value"] for bound in give.values()]
    unit = _unit(timed)
    if unit is None:
        return timed["value"] != 1 and timed["value"] not in values
    bounds = [give] if "value" in give else list(give.values())
    return timed["value"] not in (values if unit == _unit(bounds[0]) else [1])


def _unit(dose: Dose) -> str | None:
    return dose.get("code") or dose.get("unit")


def _of_delivered(context: Any, line: Line, dose: Dose | None) -> Dose | None:
    """A mass or a volume is a dose of any product; a count only of the one that was ordered."""
    if dose is None or line.delivered is None or same_product(line.drug.segment, line.delivered.segment):
        return dose
    bounds = [dose] if "value" in dose else list(dose.values())
    if all(str(bound.get("code") or "{").startswith("{") for bound in bounds):
        message = "another product than ordered: the number of units ordered is not its dose"
        report(
            context, line.delivered.segment, "warning", "incomplete", message, "MedicationDispense.dosageInstruction"
        )
        return None
    return dose
