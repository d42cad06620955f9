"""What keeps a StructureMap resource, R4 or R5, from being read: elements that are missing, misspelt or of a wrong type
(https://hl7.org/fhir/R4/structuremap.html, https://hl7.org/fhir/R5/structuremap.html)."""

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from adapter.fhir.definitions import Element, r4
from adapter.fhirpath.comparison import described
from adapter.mapping.located_json import offset_of
from adapter.nearness import near

_PARAMETER = "StructureMap.group.rule.target.parameter"


def _r5(name: str, type_: str, *, many: bool = False, minimum: int = 0) -> Element:
    return Element(name, name, (type_,), many, minimum)


_R5 = {
    "StructureMap": (
        _r5("const", "StructureMap.const", many=True),
        *(_r5(name, "string") for name in ("copyrightLabel", "versionAlgorithmString")),
        _r5("versionAlgorithmCoding", "Coding"),
    ),
    "StructureMap.const": (_r5("name", "id", minimum=1), _r5("value", "string", minimum=1)),
    "StructureMap.group.rule.source": (_r5("defaultValue", "string"),),
    "StructureMap.group.rule.dependent": (_r5("parameter", _PARAMETER, many=True),),
    _PARAMETER: tuple(_r5(name, "string") for name in ("valueDate", "valueTime", "valueDateTime")),
}
"""What R5 has and R4 does not."""
_OPTIONAL = ("status", "typeMode", "rule", "variable", "input", "value")
"""What R4 asks for and R5 does not, or what is said better when the map is linked; a rule's name is one of them."""
_CODES = {
    "StructureMap.structure.mode": ("source", "queried", "target", "produced"),
    "StructureMap.group.typeMode": ("none", "types", "type-and-types"),
    "StructureMap.group.input.mode": ("source", "target"),
    "StructureMap.group.rule.source.listMode": ("first", "not_first", "last", "not_last", "only_one"),
    "StructureMap.group.rule.target.listMode": ("first", "share", "last", "collate", "single"),
}


class Fault(NamedTuple):
    """message: with the path of the element; offset: in the text of the resource."""

    message: str
    offset: int


def resource_faults(resource: dict[str, Any], text: str = "") -> Iterator[Fault]:
    """Each fault in the order of the resource. text: what it was read from, for the places."""
    yield from _of_object(resource, "StructureMap", "StructureMap", text)


def _of_object(row: dict[str, Any], type_: str, path: str, text: str) -> Iterator[Fault]:
    elements = {**r4().elements(type_), **{element.key: element for element in _R5.get(type_, ())}}
    for key, value in row.items():
        element = elements.get(key)
        if element is not None and not element.choice:
            yield from _of_element(row, key, value, element, f"{type_}.{key}", f"{path}.{key}", text)
        elif key != "resourceType" and not key.startswith(("_", "@")):
            message = f"{path} has no element '{key}'{near(key, elements)}"
            yield Fault(message, _offset(text, row, key, key_itself=True))
    for element in elements.values():
        named = type_.endswith(".rule") and element.name == "name"
        optional = named or (element.name in _OPTIONAL and type_ != "StructureMap.const")
        if element.minimum and not optional and row.get(element.key, []) == []:
            yield Fault(f"expected the element '{element.name}' in {path}, found none", offset_of(row))
    yield from _of_values(row, type_, path, text)


def _of_values(row: dict[str, Any], type_: str, path: str, text: str) -> Iterator[Fault]:
    """Values that no definition of an element forbids, and that say nothing."""
    if type_ == _PARAMETER and not any(key.startswith("value") for key in row):
        yield Fault(f"expected a value[x] in {path}, found none", offset_of(row))
    most = row.get("max", "*") if type_ == "StructureMap.group.rule.source" else "*"
    if isinstance(most, str) and most != "*" and not most.isdigit():
        yield Fault(f"expected a whole number or '*' as {path}.max, found '{most}'", _offset(text, row, "max"))
    for number, each in enumerate(row.get("contained", ()) if type_ == "StructureMap" else ()):
        if (
            isinstance(each, dict)
            and each.get("resourceType") == "ConceptMap"
            and not (each.get("url") or each.get("id"))
        ):
            yield Fault(f"expected an id or a url in {path}.contained[{number}], found none", offset_of(each))


def _of_element(
    row: dict[str, Any], key: str, value: Any, element: Element, type_: str, path: str, text: str
) -> Iterator[Fault]:
    where = _offset(text, row, key)
    if element.many != isinstance(value, list):
        what = "a list, in square brackets," if element.many else "one value"
        yield Fault(f"expected {what} as {path}, found {_shown(value)}", where)
        return
    for number, each in enumerate(value if isinstance(value, list) else [value]):
        at = f"{path}[{number}]" if element.many else path
        yield from _of_value(each, element.type or "", type_, at, text, where)


def _of_value(value: Any, type_: str, element: str, path: str, text: str, where: int) -> Iterator[Fault]:
    if not r4().is_primitive(type_):
        if not isinstance(value, dict):
            yield Fault(f"expected an object, in curly brackets, as {path}, found {_shown(value)}", where)
        elif type_.startswith("StructureMap."):
            yield from _of_object(value, type_, path, text)
        return
    kinds, name = _KINDS.get(type_, ((str,), "a text in quotes"))
    if not isinstance(value, kinds) or (bool not in kinds and isinstance(value, bool)):
        yield Fault(f"expected {name} as {path}, found {_shown(value)}", where)
    elif element in _CODES and value not in _CODES[element]:
        message = f"expected one of {', '.join(_CODES[element])} as {path}, found '{value}'"
        yield Fault(message + near(str(value), _CODES[element]), where)


_WHOLE = ((int,), "a whole number, without quotes,")
_KINDS: dict[str, tuple[tuple[type, ...], str]] = {
    "boolean": ((bool,), "true or false, without quotes,"),
    "integer": _WHOLE,
    "positiveInt": _WHOLE,
    "unsignedInt": _WHOLE,
    "decimal": ((int, float), "a number, without quotes,"),
}


def _shown(value: Any) -> str:
    if isinstance(value, (dict, list)):
        return "a list" if isinstance(value, list) else "an object"
    return described(value) if isinstance(value, str) else json.dumps(value)


def _offset(text: str, row: Any, key: str, *, key_itself: bool = False) -> int:
    """Where the value of a key of an object stands, or the key; the object where neither is found."""
    start = offset_of(row)
    found = re.compile(rf'"{re.escape(key)}"\s*:\s*').search(text, start)
    if found is None:
        return start
    return found.start() + 1 if key_itself else found.end()
