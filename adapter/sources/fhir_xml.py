"""FHIR resources in XML → the dicts of FHIR JSON (https://hl7.org/fhir/R4/xml.html, https://hl7.org/fhir/R4/json.html).

What R4 does not have is kept under a name that R4 does not have either, so that whoever reads on says so: elements
under their names, those of other namespaces as `{namespace}name`, attributes as `@name`, stray text as `@text`; an
element that may stand once and stands several times becomes an array.
"""

import re
from decimal import Decimal
from math import isinf
from typing import Any

from lxml import etree

from adapter.errors import SourceError
from adapter.fhir.definitions import Element, r4
from adapter.sources import xml
from adapter.sources.document import Source
from adapter.sources.fhir_json import check_depth

FHIR = "http://hl7.org/fhir"
XHTML = "http://www.w3.org/1999/xhtml"
_NUMBERS = ("integer", "positiveInt", "unsignedInt")
_INTEGER = re.compile(r"[+-]?[0-9]{1,18}")
_DECIMAL = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?")
_SCHEMA = "{http://www.w3.org/2001/XMLSchema-instance}"


def resource_of_xml(source: Source) -> dict[str, Any]:
    """The resource in an XML file. Raises SourceError for XML that is refused (see xml.parse) or holds no resource."""
    root = xml.parse(source)
    name = etree.QName(root)
    if name.namespace != FHIR:
        raise SourceError(f"expected a FHIR resource, found the element {root.tag}", source=source.name)
    resource = _resource(root)
    check_depth(resource, source)
    return resource


def is_resource(namespace: str, name: str) -> bool:
    """Whether a root element is a FHIR resource."""
    return namespace == FHIR and r4().kind(name) == "R"


def _resource(node: Any) -> dict[str, Any]:
    type_ = etree.QName(node).localname
    return {"resourceType": type_, **_object(node, type_, ())}


def _object(node: Any, type_: str | None, attributes: tuple[str, ...] = ("id", "url")) -> dict[str, Any]:
    """attributes: those that FHIR has on the node."""
    found: dict[str, Any] = {}
    for name, text in node.attrib.items():
        if name in attributes:
            found[name] = text
        elif not name.startswith(_SCHEMA):
            found[f"@{name}"] = text
    if text := " ".join(_texts(node)):
        found["@text"] = text
    for child in node.iterchildren("*"):
        _add(found, child, _name(child), type_)
    return {key: value for key, value in found.items() if not _is_nothing(value)}


def _texts(node: Any) -> list[str]:
    parts = (node.text, *(child.tail for child in node.iterchildren()))
    return [part.strip() for part in parts if part and part.strip()]


def _name(node: Any) -> str:
    name = etree.QName(node)
    return name.localname if name.namespace in (FHIR, XHTML) else str(node.tag)


def _add(found: dict[str, Any], child: Any, name: str, type_: str | None) -> None:
    """Arrays of a primitive and of what stands beside it stay in step, with null where one has nothing."""
    element = r4().element(type_, name) if type_ is not None and "{" not in name else None
    many = (element is not None and element.many) or _is_repeated(child)
    value, beside = _value(child, element)
    if not many:
        found |= {name: value} | ({f"_{name}": beside} if beside is not None else {})
        return
    found.setdefault(name, []).append(value)
    if beside is not None or f"_{name}" in found:
        found.setdefault(f"_{name}", [None] * (len(found[name]) - 1)).append(beside)


def _is_repeated(child: Any) -> bool:
    twins = (child.itersiblings(child.tag), child.itersiblings(child.tag, preceding=True))
    return any(next(found, None) is not None for found in twins)


def _is_nothing(value: Any) -> bool:
    return value is None or (isinstance(value, list) and all(item is None for item in value))


def _value(node: Any, element: Element | None) -> tuple[Any, dict[str, Any] | None]:
    """The JSON value, and what stands beside a primitive (id, extensions)."""
    if etree.QName(node).namespace == XHTML:
        return etree.tostring(node, encoding="unicode", with_tail=False), None
    type_ = element.type if element is not None else None
    if type_ == "Resource":
        inner = [_resource(child) for child in node.iterchildren("*")]
        return inner[0] if len(inner) == 1 else inner or None, None
    if (type_ is not None and r4().is_primitive(type_)) or (type_ is None and node.get("value") is not None):
        return _primitive(node.get("value"), type_), _beside(node)
    return _object(node, type_), None


def _beside(node: Any) -> dict[str, Any] | None:
    found = _object(node, "Element")
    found.pop("@value", None)
    return found or None


def _primitive(text: str | None, type_: str | None) -> Any:
    if text is None:
        return None
    if type_ == "boolean" and text in ("true", "false"):
        return text == "true"
    if (type_ in _NUMBERS or type_ == "decimal") and _INTEGER.fullmatch(text):
        return int(text)
    if type_ == "decimal" and _DECIMAL.fullmatch(text):
        value = float(Decimal(text))
        return text if isinf(value) else value
    return text
