"""A resource against the element tables of R4: elements, types, cardinality, choices, required codes, invariants."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from adapter.conformance.findings import Claim, Findings
from adapter.conformance.nodes import objects, text
from adapter.conformance.primitives import wrong_value
from adapter.conformance.rules import form, invariants, required_codes
from adapter.fhir.definitions import Element, r4
from adapter.fhir.narrative import wrong_narrative

_CODED = ("code", "Coding", "CodeableConcept")


@dataclass(frozen=True, slots=True)
class Around:
    """%resource and %rootResource of the nodes below (https://hl7.org/fhir/R4/fhirpath.html#vars)."""

    resource: Mapping[str, Any]
    root: Mapping[str, Any]


def check_resource(resource: Any, place: str, findings: Findings, root: Mapping[str, Any] | None = None) -> None:
    """Check one resource and all below it. root: the resource that contains it, when it is a contained one."""
    type_ = resource.get("resourceType") if isinstance(resource, Mapping) else None
    if not isinstance(type_, str) or r4().kind(type_) != "R":
        said = f"'{type_}' is no resource type of R4" if type_ else "a resource needs a resourceType"
        findings.add("structure", said, place, "Resource")
        return
    if (id_ := resource.get("id")) is not None and (not isinstance(id_, str) or not form("id").fullmatch(id_)):  # type: ignore[union-attr]
        findings.add("value", f"'{id_}' is not an id", f"{place}.id", f"{type_}.id")
    around = Around(resource, root if root is not None else resource)
    _object(resource, type_, place, around, findings)
    for base in r4().bases(type_)[1:]:
        _later(resource, base, place, around, findings)


def _object(node: Mapping[str, Any], type_: str, place: str, around: Around, findings: Findings) -> None:
    if not node:
        findings.add("structure", "an object without elements; leave it out", place, type_, reference="ele-1")
    elements = r4().elements(type_)
    for key in node:
        if key == "resourceType" and r4().kind(type_) == "R":
            continue
        element = elements.get(key.removeprefix("_"))
        if element is None or element.choice or (key.startswith("_") and not _is_primitive(element)):
            findings.add("structure", f"{type_} has no element '{key}'", f"{place}.{key}", f"{type_}.{key}")
            continue
        if key.startswith("_"):
            _beside(node, element, key, f"{place}.{element.key}", around, findings)
        else:
            _element(node, element, type_, place, around, findings)
    _cardinality(node, elements.values(), type_, place, findings)
    _later(node, type_, place, around, findings)


def _element(
    node: Mapping[str, Any], element: Element, type_: str, place: str, around: Around, findings: Findings
) -> None:
    """Every value of one element: one or many, then each against its type."""
    value, path = node[element.key], f"{type_}.{_defined(element, type_)}"
    if isinstance(value, list) != element.many:
        said = "an array, and only one value is allowed" if isinstance(value, list) else "not an array"
        findings.add("structure", f"{path} is {said}", f"{place}.{element.key}", path)
        return
    if value == []:
        findings.add("structure", "an empty array; leave the element out", f"{place}.{element.key}", path)
    beside = node.get(f"_{element.key}")
    for number, item in enumerate(value if element.many else [value]):
        at = f"{place}.{element.key}[{number}]" if element.many else f"{place}.{element.key}"
        if item is None and element.many and isinstance(beside, list) and number < len(beside) and beside[number]:
            continue
        _value(item, element, path, at, around, findings)


def _value(item: Any, element: Element, path: str, place: str, around: Around, findings: Findings) -> None:
    type_ = element.type or ""
    if type_ == "Resource":
        is_contained = element.name == "contained"
        check_resource(item, place, findings, around.root if is_contained else None)
    elif _is_primitive(element):
        if said := wrong_value(item, type_) or (wrong_narrative(item) if type_ == "xhtml" else ""):
            findings.add("value", said, place, path)
    elif not isinstance(item, Mapping):
        findings.add("structure", f"{path} is a {type_}: a JSON object is expected", place, path)
    else:
        _object(item, type_, place, around, findings)
    if path != type_:
        _later(item, path, place, around, findings)
    if type_ in _CODED:
        _code(item, type_, path, place, findings)


def _beside(
    node: Mapping[str, Any], element: Element, key: str, place: str, around: Around, findings: Findings
) -> None:
    """`_name`: id and extensions of a primitive (https://hl7.org/fhir/R4/json.html#primitive)."""
    value = node[key]
    if isinstance(value, list) != element.many:
        findings.add("structure", f"'{key}' does not go with '{element.key}'", place, element.type or "")
        return
    for number, item in enumerate(value if element.many else [value]):
        at = f"{place}[{number}]" if element.many else place
        if isinstance(item, Mapping):
            _object(item, "Element", at, around, findings)
        elif item is not None or not element.many:
            findings.add("structure", f"'{key}' holds id and extension in an object", at, element.type or "")


def _cardinality(node: Mapping[str, Any], elements: Any, type_: str, place: str, findings: Findings) -> None:
    present = {name.removeprefix("_") for name in node}
    open_choices = {element.name: element for element in elements if element.choice}
    for name, choice in open_choices.items():
        chosen = [key for type_name in choice.types if (key := choice.chosen(type_name).key) in present]
        if len(chosen) > 1:
            findings.add("structure", f"one of {', '.join(chosen)} only", f"{place}.{name}", f"{type_}.{name}[x]")
        elif not chosen and choice.minimum:
            findings.add("required", f"{type_}.{name}[x] is required", place, f"{type_}.{name}[x]")
    for element in elements:
        if element.minimum and element.name not in open_choices and element.key not in present:
            findings.add("required", f"{type_}.{element.key} is required", place, f"{type_}.{element.key}")


def _code(item: Any, type_: str, path: str, place: str, findings: Findings) -> None:
    """A required binding; what has no code (only a text, only an extension) is left to cardinality."""
    bound = required_codes(path)
    codes = list(_codes(item, type_))
    if bound is None or not codes or any(code in bound[1] for code in codes):
        return
    url, allowed = bound
    shown = ", ".join(sorted(allowed)) if len(allowed) <= 12 else url
    findings.add("code-invalid", f"'{codes[0]}' is not a code of {path}: {shown}", place, path, reference=url)


def _codes(item: Any, type_: str) -> Iterator[str]:
    if type_ == "code" and isinstance(item, str):
        yield item
    if isinstance(item, Mapping):
        codings = objects(item, "coding") if type_ == "CodeableConcept" else [item]
        yield from (code for coding in codings if (code := text(coding, "code")))


def _later(node: Any, path: str, place: str, around: Around, findings: Findings) -> None:
    if invariants(path):
        findings.claims.append(Claim(node, path, place, around.resource, around.root))


def _is_primitive(element: Element) -> bool:
    return element.type is not None and r4().is_primitive(element.type)


def _defined(element: Element, type_: str) -> str:
    """The name in the definitions: `value[x]` for a settled choice."""
    return element.name if element.name == element.key else f"{element.name}[x]"
