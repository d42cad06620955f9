"""References: contained ones inside their resource, and those between the entries of a Bundle.

https://hl7.org/fhir/R4/references.html, https://hl7.org/fhir/R4/bundle.html#references
"""

from collections.abc import Iterator, Mapping
from typing import Any

from adapter.conformance.findings import Findings
from adapter.conformance.nodes import array, objects, text
from adapter.conformance.rules import form, targets
from adapter.fhir.definitions import Element, r4

Found = tuple[str, Mapping[str, Any], str]
"""Place, Reference, element path."""


def check_references(resource: Mapping[str, Any], place: str, findings: Findings) -> None:
    """Every Reference of one resource, or of all entries of a Bundle."""
    if resource.get("resourceType") != "Bundle":
        _check(resource, place, {}, resource.get("type"), findings)
        return
    entries = array(resource, "entry")
    by_url = _full_urls(entries, place, findings)
    for number, entry in enumerate(entries):
        if isinstance(entry, Mapping) and isinstance(entry.get("resource"), Mapping):
            _check(entry["resource"], f"{place}.entry[{number}].resource", by_url, resource.get("type"), findings)


def _check(
    resource: Mapping[str, Any], place: str, by_url: Mapping[str, Any], bundle_type: Any, findings: Findings
) -> None:
    contained = {text(c, "id"): c for c in objects(resource, "contained")}
    found = list(_references(resource, str(resource.get("resourceType")), place))
    for at, reference, path in found:
        target = reference.get("reference")
        if not isinstance(target, str) or path.startswith("Bundle."):
            continue
        if target.startswith("#"):
            led = resource if target == "#" else contained.get(target[1:])
            if led is None:
                findings.add("not-found", f"'{target}' is not contained", at, path, reference="ref-1")
        else:
            led = _resolved(target, by_url)
            _loose_end(target, led, at, path, bundle_type, findings)
        _target_type(target, led, at, path, findings)
    _unused(contained, found, resource, place, findings)


def _loose_end(target: str, led: Any, place: str, path: str, bundle_type: Any, findings: Findings) -> None:
    if led is not None:
        return
    if target.startswith(("urn:uuid:", "urn:oid:")):
        findings.add("not-found", f"'{target}' leads to no entry", place, path)
    elif bundle_type == "document":
        findings.add("not-found", f"'{target}' is not in the document", place, path, severity="warning")


def _target_type(target: str, led: Any, place: str, path: str, findings: Findings) -> None:
    allowed = targets(path)
    type_ = text(led, "resourceType") if isinstance(led, Mapping) else _named_type(target)
    if type_ and allowed and type_ not in allowed and "Resource" not in allowed:
        findings.add("structure", f"leads to a {type_}; {path} may lead to {' or '.join(allowed)}", place, path)


def _unused(
    contained: Mapping[Any, Any], found: list[Found], resource: Mapping[str, Any], place: str, findings: Findings
) -> None:
    """dom-3: a contained resource is referred to from elsewhere in the resource, or refers to it."""
    used = {text(reference, "reference") for _, reference, _ in found}
    for id_, inner in contained.items():
        inside = {text(ref, "reference") for _, ref, _ in _references(inner, str(inner.get("resourceType")), "")}
        if f"#{id_}" not in used and "#" not in inside:
            type_ = str(resource.get("resourceType"))
            said = f"the contained resource '{id_}' is not referred to"
            findings.add("invariant", said, f"{place}.contained", f"{type_}.contained", reference="dom-3")


def _full_urls(entries: list[Any], place: str, findings: Findings) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for number, entry in enumerate(entries):
        if not isinstance(entry, Mapping) or not isinstance(entry.get("resource"), Mapping):
            continue
        url, resource = text(entry, "fullUrl"), entry["resource"]
        found.setdefault(url, resource)
        if resource.get("id") and not url.startswith("urn:"):
            found.setdefault(f"{resource.get('resourceType')}/{resource['id']}", resource)
        uuid = form("uuid")
        if url.startswith("urn:uuid:") and uuid is not None and not uuid.fullmatch(url):
            findings.add("value", f"'{url}' holds no UUID", f"{place}.entry[{number}].fullUrl", "Bundle.entry.fullUrl")
    return found


def _resolved(target: str, by_url: Mapping[str, Any]) -> Any:
    return by_url.get(target.partition("/_history/")[0].partition("#")[0])


def _named_type(target: str) -> str | None:
    parts = target.partition("/_history/")[0].split("/")
    return parts[-2] if len(parts) > 1 and r4().kind(parts[-2]) == "R" else None


def _references(node: Any, type_: str, place: str) -> Iterator[Found]:
    """Every Reference below a node of a known type; resources in a Bundle are their own."""
    if not isinstance(node, Mapping):
        return
    elements = r4().elements(type_)
    for key, value in node.items():
        element = elements.get(key)
        if element is None or element.type is None or (element.type == "Resource" and element.name != "contained"):
            continue
        for number, item in enumerate(value if isinstance(value, list) else [value]):
            at = f"{place}.{key}[{number}]" if isinstance(value, list) else f"{place}.{key}"
            if element.type == "Reference" and isinstance(item, Mapping):
                yield at, item, f"{type_}.{_defined(element)}"
            inner = item.get("resourceType") if element.type == "Resource" and isinstance(item, Mapping) else None
            yield from _references(item, str(inner or element.type), at)


def _defined(element: Element) -> str:
    return element.name if element.name == element.key else f"{element.name}[x]"
