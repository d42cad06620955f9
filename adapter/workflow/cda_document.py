"""What maps made of CDA (nested dicts, by the names of HL7's logical model) as a CDA R2 document in XML.

Elements stand in the order of the model, in its namespaces, with xsi:type where the type is not the only one that the
element may have.
"""

from typing import Any

from lxml import etree

from adapter.issues import Issue
from adapter.sources.cda_narrative import to_narrative
from adapter.sources.cda_structure import HL7_V3, PREFIX, cda_structure

_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_NAMESPACES: Any = {None: HL7_V3, "xsi": _XSI, "sdtc": "urn:hl7-org:sdtc", "pharm": "urn:ihe:pharm"}
_BLOCK = "narrative"
"""Stands for a narrative block until the document is indented: white space inside it would be content."""
_PLAIN_VALUES = ("xmlText", "value", "code")
"""Where a datatype keeps a plain value: ST and EN their text, TS, PQ, INT and BL their value, CS its code."""


def cda_document(document: dict[str, Any], name: str) -> tuple[bytes, list[Issue]]:
    """XML of a ClinicalDocument, and an Issue for each element that CDA does not have (it is written all the same).

    name: of the source, for the Issues.
    """
    root = etree.Element(f"{{{HL7_V3}}}ClinicalDocument", nsmap=_NAMESPACES)
    unknown: dict[str, None] = {}
    _fill(root, document, f"{PREFIX}ClinicalDocument", unknown)
    etree.cleanup_namespaces(root, keep_ns_prefixes=["xsi"])
    etree.indent(root)
    blocks: list[Any] = list(root.iter(_BLOCK))
    for block in blocks:
        narrative = to_narrative(block.text)
        narrative.tail = block.tail
        block.getparent().replace(block, narrative)
    issues = [Issue("warning", "structure", f"{what} is not an element of CDA R2", name) for what in unknown]
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8"), issues


def _fill(node: Any, value: dict[str, Any], type_: str | None, unknown: dict[str, None]) -> None:
    elements = cda_structure().elements(type_) if type_ is not None else {}
    order = {name: position for position, name in enumerate(elements)}
    for name in sorted(value, key=lambda key: order.get(key, len(order))):
        if name.startswith("@"):
            continue
        if type_ is not None and elements and name not in elements:
            unknown[f"{type_.removeprefix(PREFIX)}.{name}"] = None
        values = value[name] if isinstance(value[name], list) else [value[name]]
        _write(node, name, values, type_, unknown)


def _write(node: Any, name: str, values: list[Any], type_: str | None, unknown: dict[str, None]) -> None:
    form, namespace, own = cda_structure().written(type_ or "", name)
    if form == "attribute":
        node.set(f"{{{namespace}}}{own}" if namespace else own, " ".join(_text(item, type_, name) for item in values))
    elif form == "text" or (type_ is None and name == "xmlText"):
        node.text = (node.text or "") + "".join(_text(item, type_, name) for item in values)
    elif form == "group":
        for item in values:
            _fill(node, item, f"{type_}.{name}", unknown)
    elif form == "narrative":
        for item in values:
            etree.SubElement(node, _BLOCK).text = str(item)
    else:
        for item in values:
            _child(etree.SubElement(node, f"{{{namespace}}}{own}"), item, _types(type_, name), unknown)


def _types(type_: str | None, name: str) -> tuple[str, ...]:
    element = cda_structure().elements(type_).get(name) if type_ is not None else None
    return element.types if element is not None else ()


def _child(node: Any, value: Any, types: tuple[str, ...], unknown: dict[str, None]) -> None:
    made = value.get("@type") if isinstance(value, dict) else None
    type_ = cda_structure().type_named(made) if made else (types[0] if types else None)
    if made and types != (type_,):
        node.set(f"{{{_XSI}}}type", made)
    if isinstance(value, dict):
        _fill(node, value, type_, unknown)
        return
    known = cda_structure().elements(type_) if type_ is not None else {}
    name = next((found for found in _PLAIN_VALUES if found in known), None)
    if name is None:
        node.text = _text(value, None, "")
    else:
        _write(node, name, [value], type_, unknown)


def _text(value: Any, type_: str | None, name: str) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    element = cda_structure().elements(type_).get(name) if type_ is not None else None
    text = str(value)
    return _moment(text) if element is not None and element.type == "dateTime" else text


def _moment(text: str) -> str:
    """`2011-11-29T11:00:00+01:00` → `20111129110000+0100`; a text that is no moment of FHIR stays."""
    if len(text) < 7 or text[4] != "-":
        return text
    date, mark, time = text.partition("T")
    if not mark:
        return date.replace("-", "")
    zone = next((time[position:] for position, sign in enumerate(time) if sign in "+-Z"), "")
    clock = time[: len(time) - len(zone)] if zone else time
    return date.replace("-", "") + clock.replace(":", "") + ("+0000" if zone == "Z" else zone.replace(":", ""))
