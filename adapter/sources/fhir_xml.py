"""FHIR resources in XML → the dicts of FHIR JSON (https://hl7.org/fhir/R4/xml.html, https://hl7.org/fhir/R4/json.html).

Elements that R4 does not have are kept under their names, so that whoever reads on can say so.
"""

from decimal import Decimal, InvalidOperation
from typing import Any

from lxml import etree

from adapter.errors import SourceError
from adapter.fhir.definitions import Element, r4
from adapter.sources import xml
from adapter.sources.document import Source

FHIR = "http://hl7.org/fhir"
XHTML = "http://www.w3.org/1999/xhtml"
_NUMBERS = ("integer", "positiveInt", "unsignedInt")


def resource_of_xml(source: Source) -> dict[str, Any]:
    """The resource in an XML file. Raises SourceError for XML that is refused (see xml.parse) or holds no resource."""
    root = xml.parse(source)
    name = etree.QName(root)
    if not is_resource(name.namespace or "", name.localname):
        raise SourceError(f"expected a FHIR resource, found the element {root.tag}", source=source.name)
    return _resource(root)


def is_resource(namespace: str, name: str) -> bool:
    """Whether a root element is a FHIR resource."""
    return namespace == FHIR and r4().kind(name) == "R"


def _resource(node: Any) -> dict[str, Any]:
    type_ = etree.QName(node).localname
    return {"resourceType": type_, **_object(node, type_)}


def _object(node: Any, type_: str | None) -> dict[str, Any]:
    found: dict[str, Any] = {key: node.get(key) for key in ("id", "url") if node.get(key) is not None}
    for child in node.iterchildren("*"):
        name = etree.QName(child).localname
        element = _element(type_, name)
        many = element.many if element is not None else len(node.findall(child.tag)) > 1
        value, beside = _value(child, element)
        _add(found, name, value, many, beside is not None)
        if beside is not None or f"_{name}" in found:
            _add(found, f"_{name}", beside, many, True)
    return {key: value for key, value in found.items() if not _is_nothing(value)}


def _element(type_: str | None, name: str) -> Element | None:
    return r4().element(type_, name) if type_ is not None else None


def _add(found: dict[str, Any], name: str, value: Any, many: bool, keep: bool) -> None:
    """Arrays of a primitive and of what stands beside it stay in step, with null where one has nothing."""
    if not many:
        if value is not None:
            found[name] = value
        return
    if name.startswith("_") and name not in found:
        found[name] = [None] * (len(found[name[1:]]) - 1)
    found.setdefault(name, []).append(value)


def _is_nothing(value: Any) -> bool:
    return value is None or (isinstance(value, list) and all(item is None for item in value))


def _value(node: Any, element: Element | None) -> tuple[Any, dict[str, Any] | None]:
    """The JSON value, and what stands beside a primitive (id, extensions)."""
    if etree.QName(node).namespace == XHTML:
        return etree.tostring(node, encoding="unicode", with_tail=False), None
    type_ = element.type if element is not None else None
    if type_ == "Resource":
        inner = next(node.iterchildren("*"), None)
        return (_resource(inner) if inner is not None else None), None
    if (type_ is not None and r4().is_primitive(type_)) or (type_ is None and node.get("value") is not None):
        beside = _object(node, "Element")
        return _primitive(node.get("value"), type_), beside or None
    return _object(node, type_), None


def _primitive(text: str | None, type_: str | None) -> Any:
    if text is None:
        return None
    if type_ == "boolean" and text in ("true", "false"):
        return text == "true"
    if type_ in _NUMBERS and text.lstrip("+-").isdigit():
        return int(text)
    if type_ == "decimal":
        return _decimal(text)
    return text


def _decimal(text: str) -> Any:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    return int(number) if "." not in text and "e" not in text.lower() else float(number)
