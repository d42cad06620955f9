"""FHIR JSON → FHIR XML (https://hl7.org/fhir/R4/json.html), for tests that say the same in both."""

import json
from typing import Any

from lxml import etree

from adapter.fhir.definitions import r4

_FHIR = "http://hl7.org/fhir"


def fhir_xml(resource: dict[str, Any]) -> bytes:
    """The XML form of a resource: elements in the order of the JSON, attributes for ids, urls and primitive values."""
    return etree.tostring(_resource(resource), encoding="utf-8", xml_declaration=True)


def _resource(resource: dict[str, Any]) -> Any:
    node = etree.Element(f"{{{_FHIR}}}{resource['resourceType']}", nsmap={None: _FHIR})
    _fill(node, {key: value for key, value in resource.items() if key != "resourceType"}, resource["resourceType"])
    return node


def _fill(node: Any, body: dict[str, Any], type_: str, attributes: tuple[str, ...] = ()) -> None:
    for name in dict.fromkeys(key.removeprefix("_") for key in body):
        if name in attributes:
            node.set(name, body[name])
            continue
        element = r4().elements(type_)[name]
        values, beside = body.get(name), body.get(f"_{name}")
        rows = values if element.many else [values]
        besides = (beside or [None] * len(rows or ())) if element.many else [beside]
        for value, more in zip(rows or [None] * len(besides), besides, strict=True):
            _append(node, name, value, more, element.types[0])


def _append(node: Any, name: str, value: Any, beside: Any, type_: str) -> None:
    if type_ == "xhtml":
        node.append(etree.fromstring(value))
        return
    child = etree.SubElement(node, f"{{{_FHIR}}}{name}")
    if type_ == "Resource":
        child.append(_resource(value))
    elif r4().is_primitive(type_):
        if value is not None:
            child.set("value", value if isinstance(value, str) else json.dumps(value))
        _fill(child, beside or {}, "Element", ("id", "url"))
    else:
        _fill(child, value, type_, ("id", "url"))
