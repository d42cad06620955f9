"""Codes, identifiers and quantities: CD/CE → Coding and CodeableConcept, II → Identifier, PQ → Quantity, IVL_PQ →
Range."""

import re
from typing import Any

from adapter.fhir.canonical import CIP, CIS, EDQM, UCUM
from adapter.functions.cda.narrative import narrative
from adapter.functions.cda.report import report
from adapter.medication.product import number, stated_number
from adapter.terminology.dose_units import dose_unit, period_unit
from adapter.terminology.oid import uri_of

_HOLD = re.compile(r"\b(suspen|arr[êe]t|interromp|interrupt|stop)", re.IGNORECASE)

# Nodes of the public drug database used as codeSystem where a CIS or a CIP stands: told apart by the form of the code.
_BDPM_NODES = frozenset(("1.2.250.1.213.2.3", "1.2.250.1.213.2.3.3"))


def codings(context: Any, focus: list, *_: list) -> list:
    """CD/CE element → Codings: its own code, then its translations at any depth, each once, in document order."""
    found: list[dict[str, Any]] = []
    for node in focus:
        for element in (node, *node.iterfind(".//{*}translation")):
            coding = _coding(element)
            if coding and not any(_same(coding, other) for other in found):
                found.append(coding)
    return found


def concept(context: Any, focus: list, *_: list) -> list:
    """CD/CE element → CodeableConcept; `text` is the narrative behind originalText, else the first display. Empty:
    nothing."""
    concepts = []
    for node in focus:
        body: dict[str, Any] = {}
        if coded := codings(context, [node]):
            body["coding"] = coded
        original = node.find("{*}originalText")
        text = narrative(context, [original]) if original is not None else []
        display = next((coding["display"] for coding in coded if "display" in coding), None)
        if text or display:
            body["text"] = text[0] if text else display
        if body:
            concepts.append(body)
    return concepts


def identifiers(context: Any, focus: list, *_: list) -> list:
    """II elements → Identifiers; `system` is `urn:oid:<root>`, or the root alone is the value (system
    urn:ietf:rfc:3986)."""
    return [identifier for node in focus if (identifier := _identifier(node))]


def quantity(context: Any, focus: list, *_: list) -> list:
    """PQ elements → Quantity: UCUM code, or the annotation of design §6, or an EDQM code; an unknown unit stays as
    text.

    `1` and no unit give a plain number. Not a number: Issue, nothing.
    """
    return [body for node in focus if (body := _quantity(context, node))]


def dose(context: Any, focus: list, *_: list) -> list:
    """doseQuantity / rateQuantity (IVL_PQ or PQ) → Quantity when low = high, else Range; bounds found by name, not
    position."""
    found = []
    for node in focus:
        low, high = (node.find("{*}" + bound) for bound in ("low", "high"))
        if low is None and high is None:
            found.extend(quantity(context, [node]))
            continue
        bounds = {
            name: q[0] for name, b in (("low", low), ("high", high)) if b is not None and (q := quantity(context, [b]))
        }
        if not bounds:
            continue
        if bounds.get("low") == bounds.get("high"):
            found.append(bounds["low"])
        else:
            found.append(bounds)
    return found


def single_dose(context: Any, focus: list, *_: list) -> list:
    """doseQuantity / rateQuantity → Quantity where R4 takes no range (doses given): equal bounds or one value. A true
    range is left to the text, with an Issue."""
    found = []
    for node in focus:
        for body in dose(context, [node]):
            if "value" in body:
                found.append(body)
            else:
                report(context, node, "information", "not-supported", "a range of a dose given; it is left to the text")
    return found


def reason_concept(context: Any, focus: list, *_: list) -> list:
    """Act or observation of a reason → CodeableConcept: of `value` when coded, else of `code`, else the narrative
    alone."""
    for node in focus:
        for name in ("value", "code"):
            for element in node.iterchildren("{*}" + name):
                if element.get("code") and (found := concept(context, [element])):
                    return found
        for element in node.iterchildren("{*}text"):
            if text := narrative(context, [element]):
                return [{"text": text[0]}]
    return []


def precondition_concept(context: Any, focus: list, *_: list) -> list:
    """precondition → CodeableConcept of the condition under which the dose is taken; nothing when the criterion is
    false, or says to hold or stop."""
    found = (_criterion(context, criterion) for node in focus for criterion in node.iterchildren("{*}criterion"))
    return [concept for concept in found if concept and not _HOLD.search(concept.get("text", ""))][:1]


def precondition_note(context: Any, focus: list, *_: list) -> list:
    """precondition → its text when it says to hold or stop the treatment ("à suspendre pendant l'hospitalisation"),
    which is no condition of taking it."""
    found = (_criterion(context, criterion) for node in focus for criterion in node.iterchildren("{*}criterion"))
    return [text for concept in found if concept and _HOLD.search(text := concept.get("text", ""))]


def _criterion(context: Any, criterion: Any) -> dict[str, Any] | None:
    if criterion.find("{*}value[@value='false']") is not None:
        return None
    for name in ("value", "code"):
        for element in criterion.iterchildren("{*}" + name):
            if element.get("code") not in (None, "ASSERTION") and (found := concept(context, [element])):
                return dict(found[0])
    for element in criterion.iterchildren("{*}text"):
        if text := narrative(context, [element]):
            return {"text": text[0]}
    return None


def ratio(context: Any, focus: list, *_: list) -> list:
    """RTO element (numerator, denominator) → Ratio; without a numerator nothing."""
    found = []
    for node in focus:
        parts = {}
        for name in ("numerator", "denominator"):
            element = node.find("{*}" + name)
            if element is not None and (body := _quantity(context, element)):
                parts[name] = body
        per = parts.get("denominator", {})
        if "code" not in per and (unit := period_unit(per.get("unit", ""))):
            per |= {"system": UCUM, "code": unit}
        if "numerator" in parts:
            found.append(parts)
    return found


def maximum_dose(context: Any, focus: list, *_: list) -> list:
    """substanceAdministration → Ratio of maxDoseQuantity; a numerator without unit takes the unit of the dose, and an
    Issue says so."""
    for act in focus:
        for node in act.iterchildren("{*}maxDoseQuantity"):
            for body in ratio(context, [node]):
                if "unit" not in body["numerator"]:
                    _infer_unit(context, act, node, body["numerator"])
                return [body]
    return []


def _infer_unit(context: Any, act: Any, node: Any, numerator: dict[str, Any]) -> None:
    units = {(body.get("unit"), body.get("system"), body.get("code")) for body in _doses_within(context, act)}
    if len(units) == 1 and (unit := units.pop())[0]:
        numerator["unit"] = unit[0]
        if unit[2]:
            numerator["system"], numerator["code"] = unit[1], unit[2]
        report(
            context,
            node,
            "information",
            "incomplete",
            f"the maximum has no unit; the unit of the dose, {unit[0]}, is taken",
        )


def _doses_within(context: Any, act: Any) -> list[dict[str, Any]]:
    found = []
    for node in act.iterfind(".//{*}doseQuantity"):
        for body in dose(context, [node]):
            found.extend([body[bound] for bound in ("low", "high") if bound in body] if "value" not in body else [body])
    return found


def _coding(node: Any) -> dict[str, Any] | None:
    code = (node.get("code") or "").strip()
    if not code or node.get("nullFlavor"):
        return None
    oid = (node.get("codeSystem") or "").strip()
    body: dict[str, Any] = {}
    if oid:
        body["system"] = _system(oid, code)
    body["code"] = code
    if display := " ".join((node.get("displayName") or "").split()):
        body["display"] = display
    return body


def _system(oid: str, code: str) -> str:
    if oid in _BDPM_NODES and code.isdigit():
        if len(code) == 8:
            return CIS
        if len(code) == 13 and code.startswith("34009"):
            return CIP
    return uri_of(oid)


def _same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return one["code"] == other["code"] and one.get("system") == other.get("system")


def _identifier(node: Any) -> dict[str, Any] | None:
    root, extension = "".join((node.get("root") or "").split()), (node.get("extension") or "").strip()
    if node.get("nullFlavor") or not root:
        return None
    if extension:
        return {"system": f"urn:oid:{root}", "value": extension}
    uri = f"urn:oid:{root}" if root.replace(".", "").isdigit() else f"urn:uuid:{root.lower()}"
    return {"system": "urn:ietf:rfc:3986", "value": uri}


def _quantity(context: Any, node: Any) -> dict[str, Any] | None:
    text = (node.get("value") or "").strip()
    if not text or node.get("nullFlavor"):
        return None
    value = stated_number(text)
    if value is None:
        report(context, node, "warning", "value", f"'{text}' is not a number; the value is left out", "Quantity.value")
        return None
    return {"value": number(value), **_unit((node.get("unit") or "").strip())}


def _unit(written: str) -> dict[str, Any]:
    if not written or written == "1":
        return {}
    if written.isdigit() and len(written) == 8:
        label = dose_unit(written)
        return {"unit": label[1] if label else written, "system": EDQM, "code": written}
    known = dose_unit(written)
    if known is None:
        return {"unit": written}
    code, _ = known
    return {"unit": written, "system": UCUM, "code": code}
