"""Amounts: PQ → Quantity, IVL_PQ → Range, RTO → Ratio.

Source: HL7 V3 data types R1 (PQ and its translations PQR, IVL, RTO); units: facts of the documents seen.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from adapter.fhir.canonical import EDQM, UCUM
from adapter.fhirpath.context import HostFunction
from adapter.fhirpath.host_functions import of_each, of_first
from adapter.functions.cda.children import child, children
from adapter.functions.cda.once import once_of_one
from adapter.functions.cda.report import report
from adapter.medication.product import number, stated_number
from adapter.terminology.dose_units import dose_unit, is_concentration, period_unit

_WORDS = {  # English words; which units "units" means is known from the product
    **dict.fromkeys(("unit", "units", "unt"), "U"),
    **dict.fromkeys(("gram", "grams", "gm", "gms"), "g"),
    **dict.fromkeys(("milligram", "milligrams", "mgs"), "mg"),
    **dict.fromkeys(("microgram", "micrograms", "mcg", "mcgs"), "ug"),
    **dict.fromkeys(("milliliter", "milliliters", "millilitre", "millilitres", "mls", "cc"), "mL"),
}
_HEAD = re.compile(r" dose form| ?[,(]")  # `Tablet, film coated`; `Film coated tablet` counts no films
_GEL = "gel"  # English for what is no capsule (French `gél`)
_UNITS, _NUMBERS = 1024, 1024  # spellings that are remembered


def quantity(context: Any, focus: list, *_: list) -> list:
    """PQ elements → Quantity: UCUM code, or the annotation of design §6, or an EDQM code; an unknown unit stays as
    text.

    `1` and no unit give a plain number, unless a translation of the same amount names one. A nullFlavor with a
    translation takes the translation. Not a number: Issue, nothing.
    """
    return [body for node in focus if (body := _quantity(context, node))]


@once_of_one
def dose_of(context: Any, node: Any, *_: list) -> dict[str, Any] | None:
    """doseQuantity / rateQuantity (IVL_PQ or PQ) → Quantity when low = high, else Range; bounds found by name, not
    position. A unit may stand on the interval instead of its bounds or center. An amount below zero, or a range that
    ends below its start: Issue, nothing. A concentration where a dose should stand: Issue, and as it is written."""
    stated = _stated(context, node)
    return stated if stated is not None and _is_sound(context, node, stated) else None


dose = of_each(dose_of)


def _stated(context: Any, node: Any) -> dict[str, Any] | None:
    if not len(node):
        return _counted(node, body) if (body := _quantity(context, node)) else None
    low, high, center = child(node, "low"), child(node, "high"), child(node, "center")
    if low is None and high is None:
        single = quantity(context, [node]) if center is None else _bound(context, center, node)
        return _counted(node, single[0]) if single else None
    bounds = {
        name: _counted(node, q[0])
        for name, bound in (("low", low), ("high", high))
        if bound is not None and (q := _bound(context, bound, node))
    }
    if not bounds:
        return None
    return bounds["low"] if bounds.get("low") == bounds.get("high") else bounds


def _is_sound(context: Any, node: Any, body: dict[str, Any]) -> bool:
    if "value" in body:
        first = last = body
    else:
        first, last = body.get("low") or body["high"], body.get("high") or body["low"]
    if first["value"] < 0 or last["value"] < 0:
        report(context, node, "warning", "value", "a dose below zero; it is left out", "Dosage.doseAndRate")
        return False
    if first.get("unit") == last.get("unit") and first["value"] > last["value"]:
        said = f"a dose from {first['value']} to {last['value']}: it ends below its start, and is left out"
        report(context, node, "warning", "value", said, "Dosage.doseAndRate")
        return False
    unit = first.get("code") or first.get("unit") or ""
    if unit and node.tag.endswith("}doseQuantity") and (other := _what_else(unit)):
        report(context, node, "warning", "value", f"'{first.get('unit')}' {other}", "Dosage.doseAndRate")
    return True


@lru_cache(_UNITS)
def _what_else(unit: str) -> str | None:
    """What a unit measures that is none of a dose."""
    if is_concentration(unit):
        return "is a concentration, not a dose: no amount a day is drawn from it"
    if "/" in unit and period_unit(unit.rpartition("/")[2]):
        return "is a rate, not a dose: no amount a day is drawn from it"
    return None


def rate(context: Any, focus: list, *_: list) -> list:
    """rateQuantity → like dose(); a unit of time alone (`3 d`) is no rate: Issue, nothing."""
    found = []
    for node in focus:
        for body in dose(context, [node]):
            unit = str(body.get("unit") or body.get("low", body.get("high", {})).get("unit") or "")
            if period_unit(unit):
                report(context, node, "information", "value", f"'{unit}' is a unit of time: no rate is read from it")
            else:
                found.append(body)
    return found


@of_each
def exact_dose(context: Any, node: Any, *_: list) -> dict[str, Any] | None:
    """doseQuantity → Quantity; nothing for a range."""
    body = dose_of(context, node)
    return body if body is not None and "value" in body else None


@of_each
def dose_range(context: Any, node: Any, *_: list) -> dict[str, Any] | None:
    """doseQuantity → Range; nothing for one amount."""
    body = dose_of(context, node)
    return None if body is None or "value" in body else body


def exact_rate(context: Any, focus: list, *_: list) -> list:
    """rateQuantity → Quantity; nothing for a range."""
    return [body for body in rate(context, focus) if "value" in body]


def rate_range(context: Any, focus: list, *_: list) -> list:
    """rateQuantity → Range; nothing for one amount."""
    return [body for body in rate(context, focus) if "value" not in body]


def single_dose(context: Any, focus: list, *_: list) -> list:
    """doseQuantity → Quantity where R4 takes no range (doses given): equal bounds or one value. A true range is left
    to the text, with an Issue."""
    return _single(context, focus, dose)


def single_rate(context: Any, focus: list, *_: list) -> list:
    """rateQuantity → like singleDose()."""
    return _single(context, focus, rate)


def _single(context: Any, focus: list, read: HostFunction) -> list:
    found = []
    for node in focus:
        for body in read(context, [node]):
            if "value" in body:
                found.append(body)
            else:
                report(context, node, "information", "not-supported", "a range of a dose given; it is left to the text")
    return found


def ratio(context: Any, focus: list, *_: list) -> list:
    """RTO element (numerator, denominator) → Ratio; without a numerator nothing."""
    found = []
    for node in focus:
        parts = {}
        for name in ("numerator", "denominator"):
            element = child(node, name)
            if element is not None and (body := _quantity(context, element)):
                parts[name] = body
        per = parts.get("denominator", {})
        if "code" not in per and (unit := period_unit(per.get("unit", ""))):
            per |= {"system": UCUM, "code": unit}
        if "numerator" in parts:
            found.append(parts)
    return found


@of_first
def maximum_dose(context: Any, act: Any, *_: list) -> dict[str, Any] | None:
    """substanceAdministration → Ratio of maxDoseQuantity; a numerator without unit takes the unit of the dose, and an
    Issue says so."""
    for node in children(act, "maxDoseQuantity"):
        for body in ratio(context, [node]):
            if "unit" not in body["numerator"]:
                _infer_unit(context, act, node, body["numerator"])
            found: dict[str, Any] = body
            return found
    return None


def _infer_unit(context: Any, act: Any, node: Any, numerator: dict[str, Any]) -> None:
    """A maximum counts what the dose counts. Of a dose in an amount (`mg`) it is one only where no unit at all is
    written and it is no less than one dose: `4` beside 500 mg, or the unit `1`, counts doses."""
    doses = _doses_within(context, act)
    units = {(body.get("unit"), body.get("system"), body.get("code")) for body in doses}
    if len(units) != 1 or not (unit := units.pop())[0]:
        return
    is_counted = (unit[2] or "").startswith("{")
    written = (child(node, "numerator").get("unit") or "").strip()
    if not is_counted and (written or numerator["value"] < max(body["value"] for body in doses)):
        said = f"the maximum has no unit and the dose is in {unit[0]}: what it counts is not known"
        report(context, node, "warning", "incomplete", said)
        return
    numerator["unit"] = unit[0]
    if unit[2]:
        numerator["system"], numerator["code"] = unit[1], unit[2]
    said = f"the maximum has no unit; the unit of the dose, {unit[0]}, is taken"
    report(context, node, "information", "incomplete", said)


def _doses_within(context: Any, act: Any) -> list[dict[str, Any]]:
    found = []
    for node in act.iterfind(".//{*}doseQuantity"):
        for body in dose(context, [node]):
            found.extend([body[bound] for bound in ("low", "high") if bound in body] if "value" not in body else [body])
    return found


def _bound(context: Any, bound: Any, interval: Any) -> list[dict[str, Any]]:
    found = quantity(context, [bound])
    unit = (interval.get("unit") or "").strip()
    return [{**body, **_unit(unit)} if "unit" not in body else body for body in found]


def _counted(node: Any, body: dict[str, Any]) -> dict[str, Any]:
    """A dose without a unit counts what administrationUnitCode names (C-CDA), when that is counted at all."""
    administered = child(node.getparent(), "administrationUnitCode") if "unit" not in body else None
    if administered is None or not node.tag.endswith("}doseQuantity"):
        return body
    word = _HEAD.split(administered.get("displayName") or _original(administered))[0]
    code = _annotation(word) if word.casefold() != _GEL else None
    return {**body, "unit": word, "system": UCUM, "code": code} if code else body


def _annotation(word: str) -> str | None:
    """The annotation of a word for what is counted: `Puffs`, `{Tablets}`, `{comprimé}`, `Tab(s)` → `{puff}`, …"""
    bare = word.strip("{}").casefold().replace("(s)", "s").replace("(es)", "es")
    for spelled in (bare, bare.removesuffix("s"), bare.removesuffix("es")):
        for written in ("{" + spelled + "}", spelled) if spelled else ():
            if (known := dose_unit(written)) and known[0].startswith("{"):
                return known[0]
    return None


def _quantity(context: Any, node: Any) -> dict[str, Any] | None:
    text, unit = _written(node)
    if not text:
        return None
    value = _number(text)
    if value is None:
        report(context, node, "warning", "value", f"'{text}' is not a number; the value is left out", "Quantity.value")
        return None
    return {"value": value, **_unit(unit)}


@lru_cache(_NUMBERS)
def _number(text: str) -> int | float | None:
    value = stated_number(text)
    return None if value is None else number(value)


def _written(node: Any) -> tuple[str, str]:
    """Value and unit as the element or, where it states none, a translation of it writes them."""
    stated = not node.get("nullFlavor")
    text = (node.get("value") or "").strip() if stated else ""
    unit = (node.get("unit") or "").strip() if stated else ""
    if text and unit not in ("", "1"):
        return text, unit
    for translation in children(node, "translation"):
        other = (translation.get("value") or "").strip()
        if other and (not text or other == text) and (named := _unit_name(translation)):
            return other, named
    return text, unit


def _unit_name(translation: Any) -> str:
    said = _original(translation)
    return said or next((v for name in ("unit", "displayName", "code") if (v := translation.get(name))), "")


def _original(node: Any) -> str:
    original = child(node, "originalText")
    return " ".join("".join(original.itertext()).split()) if original is not None else ""


@lru_cache(_UNITS)
def _unit(written: str) -> Mapping[str, Any]:
    if not written or written == "1":
        return {}
    if written.isdigit() and len(written) == 8:
        label = dose_unit(written)
        return {"unit": label[1] if label else written, "system": EDQM, "code": written}
    bare = written.rstrip(".")
    known = dose_unit(_WORDS.get(bare.casefold().replace("(s)", "s"), bare))
    if known is None:
        code = _annotation(written)
        return {"unit": written, "system": UCUM, "code": code} if code else {"unit": written}
    unit, text = known  # a code of SNOMED CT written as a unit is no text to read
    return {"unit": text if written.isdigit() else written, "system": UCUM, "code": unit}
