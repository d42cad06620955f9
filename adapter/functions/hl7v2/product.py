"""The product of an order or delivery, its route, and its list."""

from typing import Any

from adapter.fhir.canonical import EDQM, LOINC
from adapter.functions.entry import not_stated
from adapter.functions.hl7v2.coding import codings, concept
from adapter.functions.hl7v2.report import report
from adapter.functions.hl7v2.route_words import names_route
from adapter.functions.hl7v2.tables import translated
from adapter.functions.hl7v2.text import said
from adapter.sources.hl7v2_lines import GIVE_CODE, Line
from adapter.sources.hl7v2_tree import Part, Segment
from adapter.terminology.routes import route_code, route_label

_SUPPLEMENTARY = {"RXO": "24", "RXE": "31", "RXD": "25"}
_DETAIL = {
    "RXO": ("5", "18"),
    "RXE": ("6", "25"),
    "RXD": ("6", "16", "18", "19", "20"),
    "RXG": ("8", "17", "19", "20", "21"),
    "RXA": ("8", "13", "15", "16", "17"),
}
_LISTS = {
    "prescription": ("57828-6", "Prescriptions"),
    "dispensing": ("60590-7", "Medication dispensed"),
    "planned": ("18776-5", "Plan of care note"),
    "administered": ("29549-3", "Medication administered"),
}


def product_concept(context: Any, focus: list, *_: list) -> list:
    """Line → CodeableConcept of its give code and supplementary codes, with its name as text; neither: an Issue, and
    one that says "unknown"."""
    found = []
    for line in focus:
        segment = line.drug.segment
        body: dict[str, Any] = next(iter(concept(context, segment.occurrences(GIVE_CODE[segment.name]))), {})
        supplementary = _SUPPLEMENTARY.get(segment.name)
        for coding in codings(context, segment.occurrences(supplementary)) if supplementary else ():
            if not any(coding["code"] == c["code"] for c in body.get("coding", ())):
                body.setdefault("coding", []).append(coding)
        body = body or _asked(context, line)
        if body and "text" not in body:
            body["text"] = body["coding"][0].get("display", body["coding"][0]["code"])
        if not body:
            message = "neither a code nor a name of a product: the line stays without a name"
            report(context, segment, "error", "required", message, "medicationCodeableConcept")
        found.append(body or not_stated(context, [])[0])
    return found


def _asked(context: Any, line: Line) -> dict[str, Any]:
    """The product of the order as it was asked (RXO), where the pharmacy's (RXE) names none."""
    original = line.original()
    asked = original.drug.segment if original is not None else None
    body: dict[str, Any] = (
        next(iter(concept(context, asked.occurrences(GIVE_CODE["RXO"]))), {}) if asked is not None else {}
    )
    if asked is not None and body:
        message = f"no product is given (RXE-2): the one that {asked.place} asks for"
        report(context, line.drug.segment, "warning", "incomplete", message, "medicationCodeableConcept")
    return body


def component_concept(context: Any, focus: list, *_: list) -> list:
    """RXC → CodeableConcept of its component code and supplementary codes (RXC-2, RXC-7); one that says "unknown"."""
    found = []
    for segment in focus:
        body: dict[str, Any] = next(iter(concept(context, segment.occurrences("2"))), {})
        for coding in codings(context, segment.occurrences("7")):
            body.setdefault("coding", []).append(coding)
        found.append(body or not_stated(context, [])[0])
    return found


def product_name(context: Any, focus: list, *_: list) -> list:
    """Line → the name of its product, where there is one."""
    return [body["text"] for body in product_concept(context, focus) if "text" in body]


def has_product_detail(context: Any, focus: list, *_: list) -> list:
    """Line → whether form, strength, components or lot are stated, which need a Medication resource."""
    return [
        bool(line.segments("RXC"))
        or any(line.drug.segment.occurrences(name) for name in _DETAIL[line.drug.segment.name])
        for line in focus
    ]


def has_components(context: Any, focus: list, *_: list) -> list:
    """Line → whether it is made of components (RXC)."""
    return [bool(line.segments("RXC")) for line in focus]


def route(context: Any, focus: list, *_: list) -> list:
    """Line → CodeableConcept of its route (RXR-1): the EDQM code first where table 0162 or the words give one, then the
    code as written. Several routes are a choice: words only, with an Issue."""
    found = []
    for line in focus:
        parts = [part for segment in line.segments("RXR") for part in segment.occurrences("1")]
        concepts = [
            body for n, part in enumerate(parts) if (body := _route(context, part)) not in _before(context, parts, n)
        ]
        if len(concepts) > 1:
            names = " / ".join(body["text"] for body in concepts if "text" in body)
            report(context, parts[1], "warning", "not-supported", f"a choice of routes: {names}", "Dosage.route")
            concepts = [{"text": names}] if names else []
        found.extend(concepts)
    return found


def site(context: Any, focus: list, *_: list) -> list:
    """RXR → CodeableConcept of the site (RXR-2, table 0163), its text with the side or part that modifies it
    (RXR-6)."""
    found = []
    for segment in focus:
        body: dict[str, Any] = next(iter(concept(context, segment.occurrences("2")[:1], ["0163"])), {})
        words = [body.get("text", ""), *(said(part) for part in segment.occurrences("6"))]
        text = ", ".join(word for word in words if word)
        found += [body | {"text": text}] if text else []
    return found


def _before(context: Any, parts: list[Part], number: int) -> list[dict[str, Any]]:
    return [_route(context, part) for part in parts[:number]]


def _route(context: Any, part: Part) -> dict[str, Any]:
    coded = codings(context, [part], ["0162"])
    rows = [
        row
        for coding in coded
        if "v2-0162" in coding.get("system", "v2-0162") and (row := translated(context, "route", coding["code"]))
    ]
    texts = [text for number in (2, 9) if (text := part.get(number))]
    written = [code for text in (*texts, "" if rows else part.get(1)) if (code := route_code(text))]
    others = [text for text in texts if not route_code(text)]
    edqm = {*(row.code for row in rows if all(names_route(text, row.name) for text in others)), *written}
    body: dict[str, Any] = {"coding": coded} if coded else {}
    if len(edqm) == 1:
        code = edqm.pop()
        body["coding"] = [{"system": EDQM, "code": code, "display": route_label(code)}, *coded]
    elif edqm:
        names = ", ".join(sorted(filter(None, map(route_label, edqm))))
        report(context, part, "warning", "conflict", f"code and text name different routes: {names}", "Dosage.route")
    elif rows:
        message = f"the code '{part.get(1)}' is {rows[0].name}, and its text '{others[0]}': left to the text"
        report(context, part, "warning", "conflict", message, "Dosage.route")
    else:
        report(
            context, part, "information", "code-invalid", f"'{said(part)}' is not a route that is known", "Dosage.route"
        )
    return body | ({"text": name} if (name := said(part)) else {})


def list_code(context: Any, focus: list, *_: list) -> list:
    """List of a file → CodeableConcept of its LOINC code."""
    rows = [_LISTS[node.kind] for node in focus]
    return [{"coding": [{"system": LOINC, "code": code, "display": display}]} for code, display in rows]


def list_kind(context: Any, focus: list, *_: list) -> list:
    """List of a file → its kind: `prescription`, `dispensing`, `planned`, `administered`."""
    return [node.kind for node in focus]


def message_types(context: Any, focus: list, *_: list) -> list:
    """List of a file → the types of the messages it comes from: `RDE^O11`."""
    found = []
    for node in focus:
        headers = dict.fromkeys(line.order.header[0] for line in node.lines)
        found.append(", ".join(dict.fromkeys(_type(header) for header in headers)))
    return [text for text in found if text]


def _type(header: Segment) -> str:
    return next(("^".join(filter(None, (part.get(1), part.get(2)))) for part in header.occurrences("9")), "")


def undated(context: Any, focus: list, *_: list) -> list:
    """RXD → nothing; an Issue when it has no date (RXD-3): what is not dated cannot be compared."""
    for segment in focus:
        if not segment.occurrences("3"):
            message = "no date of delivery (RXD-3): when it was delivered is not known"
            report(context, segment, "error", "required", message, "MedicationDispense.whenHandedOver")
    return []


def active(context: Any, focus: list, *_: list) -> list:
    """RXC-1 (table 0166) → whether the component is active: additive A, not base B. Another code: nothing."""
    return [text == "A" for part in focus if (text := part.text.upper()) in ("A", "B")]
