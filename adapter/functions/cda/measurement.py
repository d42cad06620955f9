"""What an observation of CDA measured: its value as stated, its date, its range. Nothing is converted or compared.

Sources: HL7 V3 data types R1 (PQ, IVL_PQ, RTO, ST, CD); C-CDA R2.1 result and vital sign observations; R4 Observation.
"""

from typing import Any

from adapter.fhir.canonical import UCUM
from adapter.functions.cda.children import child, children
from adapter.functions.cda.coding import codings, concept
from adapter.functions.cda.narrative import narrative
from adapter.functions.cda.quantity import quantity, ratio
from adapter.functions.cda.report import report
from adapter.functions.cda.time import convert, date_time
from adapter.functions.codes import in_force
from adapter.terminology.ucum_code import ucum_code

_ABSENT = {  # NullFlavor → http://terminology.hl7.org/CodeSystem/data-absent-reason
    "ASKU": "asked-unknown",
    "MSK": "masked",
    "NA": "not-applicable",
    "NASK": "not-asked",
    "NAV": "temp-unknown",
}
_ABSENT_SYSTEM = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
_TEXTS = ("ST", "ED")
_CODES = ("CD", "CE", "CV", "CO")


def measured(context: Any, focus: list, *args: list) -> list:
    """Observation, a datatype (`Quantity`, `Range`, `Ratio`, `CodeableConcept`, `string`) → its value when the value
    is one of that type. A bound alone (`> 500`) is a Quantity with its comparator."""
    found: list = []
    for node in focus:
        values = _values(context, node)
        if len(values) > 1:
            report(context, node, "warning", "conflict", "several values in one observation: only the first is kept")
        if values and values[0][0] == args[0][0]:
            found.append(values[0][1])
    return found


def measured_absence(context: Any, focus: list, *_: list) -> list:
    """Observation without a value → CodeableConcept of dataAbsentReason."""
    found = []
    for node in focus:
        if not _values(context, node):
            value = child(node, "value")
            code = _ABSENT.get((value.get("nullFlavor") if value is not None else "") or "", "unknown")
            found.append({"coding": [{"system": _ABSENT_SYSTEM, "code": code}]})
    return found


def measured_status(context: Any, focus: list, *_: list) -> list:
    """Observation → Observation.status from its statusCode; `unknown` when it has none that R4 knows."""
    found = []
    for node in focus:
        status = child(node, "statusCode")
        code = status.get("code") if status is not None else None
        found.append((in_force(context, "observation-status", None, code) if code else None) or "unknown")
    return found


def measured_category(context: Any, focus: list, *_: list) -> list:
    """Observation → code of observation-category: a body weight is a vital sign, the others come from a laboratory."""
    found = []
    for node in focus:
        stated = codings(context, list(children(node, "code")))
        kinds = {in_force(context, "review-measurement", c.get("system"), c["code"]) for c in stated}
        found.append("vital-signs" if "weight" in kinds else "laboratory")
    return found


def measured_at(context: Any, focus: list, *_: list) -> list:
    """Observation → dateTime: its own single time, else that of the organizer around it. None: Issue."""
    found: list = []
    for node in focus:
        if not measured_period(context, [node]):
            times = [time for act in (node, *_around(node)) for time in children(act, "effectiveTime")]
            dates = (date for time in times if (date := _moment(context, time)))
            if date := next(dates, None):
                found.append(date)
            else:
                report(context, node, "warning", "incomplete", "a measurement without a date")
    return found


def measured_period(context: Any, focus: list, *_: list) -> list:
    """Observation over a time (24 h urine collection) → Period; nothing when it was at one time."""
    found = []
    for node in focus:
        time = child(node, "effectiveTime")
        bounds = _interval(time) if time is not None else {}
        if len(bounds) == 2 and bounds["start"] != bounds["end"]:
            found.append(bounds)
    return found


def range_bound(context: Any, focus: list, *args: list) -> list:
    """IVL_PQ of a reference range, `low` or `high` → Quantity."""
    bounds = [bound for node in focus for bound in node.iterchildren("{*}" + str(args[0][0]))]
    return [body for bound in bounds if (body := _amount(context, bound))]


def _values(context: Any, node: Any) -> list[tuple[str, Any]]:
    kept: dict[Any, list[tuple[str, Any]]] = context.document.memo.setdefault("cda measured values", {})
    if node not in kept:
        kept[node] = [found for value in children(node, "value") if (found := _value(context, value))]
    return kept[node]


def _value(context: Any, value: Any) -> tuple[str, Any] | None:
    type_ = context.document.model.type_name(value)
    low, high = (child(value, "low"), child(value, "high")) if len(value) else (None, None)
    if low is not None or high is not None:
        return _bounded(context, low, high)
    if type_ in _CODES:
        found = concept(context, [value])
        return ("CodeableConcept", found[0]) if found else None
    if type_ in _TEXTS:
        text = narrative(context, [value])
        return ("string", text[0]) if text else None
    if type_ is not None and type_.startswith("RTO"):
        ratios = ratio(context, [value])
        return ("Ratio", ratios[0]) if ratios else None
    body = _amount(context, value)
    return ("Quantity", body) if body else None


def _bounded(context: Any, low: Any, high: Any) -> tuple[str, Any] | None:
    bounds = {name: b for name, node in (("low", low), ("high", high)) if (b := _amount(context, node))}
    if len(bounds) == 2:
        return "Range", bounds
    for name, node, signs in (("low", low, (">", ">=")), ("high", high, ("<", "<="))):
        if name in bounds:
            comparator = signs[node.get("inclusive") != "false"]
            return "Quantity", {"value": bounds[name]["value"], "comparator": comparator, **_rest(bounds[name])}
    return None


def _rest(body: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in body.items() if key != "value"}


def _amount(context: Any, node: Any) -> dict[str, Any] | None:
    """PQ → Quantity with its unit as written, and its UCUM code when it is one; else the amount that a translation
    gives in a local unit."""
    if node is None:
        return None
    unit = (node.get("unit") or "").strip()
    if not node.get("value") or node.get("nullFlavor"):
        return _local(context, node)
    found = quantity(context, [node])
    if not found:
        return None
    body = {"value": found[0]["value"]}
    if unit and unit != "1":
        _name_unit(context, node, body, unit)
    return body


def _local(context: Any, node: Any) -> dict[str, Any] | None:
    for translation in children(node, "translation"):
        text = translation.get("value")
        if text and (found := quantity(context, [_plain(translation)])):
            unit = " ".join(" ".join(translation.itertext()).split()) or translation.get("unit")
            body: dict[str, Any] = {"value": found[0]["value"]}
            if unit:
                _name_unit(context, node, body, unit)
            return body
    return None


def _name_unit(context: Any, node: Any, body: dict[str, Any], unit: str) -> None:
    body["unit"] = unit
    if code := ucum_code(unit):
        body |= {"system": UCUM, "code": code}
    else:
        report(context, node, "information", "code-invalid", f"'{unit}' is not a UCUM unit: kept as written")


def _plain(translation: Any) -> Any:
    """The translation as a value: its nullFlavor is about the unit, which UCUM does not have."""
    return translation.makeelement(translation.tag, {"value": translation.get("value")})


def _around(node: Any) -> list[Any]:
    return list(node.iterancestors("{*}organizer"))


def _moment(context: Any, time: Any) -> str | None:
    if time.get("value"):
        return next(iter(date_time(context, [time])), None)
    bounds = _interval(time)
    return bounds.get("start") or bounds.get("end")


def _interval(time: Any) -> dict[str, str]:
    found = {}
    for name, bound in (("start", "low"), ("end", "high")):
        node = child(time, bound)
        date = convert(node.get("value") or "") if node is not None else None
        if date:
            found[name] = date
    return found
