"""A resource against our definitions: extensions and codes under our canonical base, and the profiles that it claims.

Of a profile the differential is checked: cardinality, types of choices, fixed and pattern values, required bindings to
our value sets, and slices of extensions by their url. Our profiles use nothing else.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from adapter.conformance.findings import Findings
from adapter.conformance.nodes import array, text
from adapter.conformance.profiles import Profiles
from adapter.fhir.canonical import BASE
from adapter.fhir.definitions import r4


def check_profiles(resource: Mapping[str, Any], place: str, profiles: Profiles, findings: Findings) -> None:
    """Extensions and codes of ours anywhere in the resource, and the profiles that it and its entries claim."""
    for at, type_, element, node in _nodes(resource, str(resource.get("resourceType")), place):
        for number, extension in enumerate(array(node, "extension")):
            _extension(extension, f"{at}.extension[{number}]", (type_, element), profiles, findings)
        if type_ == "Coding":
            _coding(node, at, profiles, findings)
        if r4().kind(type_) == "R":
            for url in array(node.get("meta"), "profile"):
                _claimed(node, str(url), at, profiles, findings)


def _extension(extension: Any, place: str, contexts: tuple[str, str], profiles: Profiles, findings: Findings) -> None:
    """contexts: the type of what the extension stands on, and its element (`Reference`, `Provenance.target`)."""
    url = text(extension, "url") if isinstance(extension, Mapping) else ""
    if not url.startswith(f"{BASE}/"):
        return
    definition = profiles.by_url.get(url)
    if definition is None:
        findings.add("not-found", f"the extension {url} is not defined", place, "Extension.url")
        return
    allowed = [row["expression"] for row in definition.get("context", ())]
    if not set(contexts) & set(allowed):
        findings.add("structure", f"stands on {contexts[1]}; {url} is for {', '.join(allowed)}", place, contexts[1])
    _constrained(extension, definition, place, profiles, findings)


def _coding(coding: Mapping[str, Any], place: str, profiles: Profiles, findings: Findings) -> None:
    system, code = text(coding, "system"), text(coding, "code")
    if not system.startswith(f"{BASE}/") or not code:
        return
    codes = profiles.codes(system)
    if codes is None:
        findings.add("not-found", f"the code system {system} is not defined", place, "Coding.system")
    elif code not in codes:
        findings.add("code-invalid", f"'{code}' is not a code of {system}", place, "Coding.code")


def _claimed(node: Mapping[str, Any], url: str, place: str, profiles: Profiles, findings: Findings) -> None:
    definition = profiles.by_url.get(url.partition("|")[0])
    if definition is not None:
        if definition["type"] != node.get("resourceType"):
            findings.add("structure", f"{url} is for {definition['type']}", place, "Resource.meta.profile")
        else:
            _constrained(node, definition, place, profiles, findings)
    elif url.startswith(f"{BASE}/"):
        findings.add("not-found", f"the profile {url} is not defined", place, "Resource.meta.profile")
    else:
        said = f"claims {url}, which is not known here: checked against R4 only"
        findings.add("not-supported", said, place, "Resource.meta.profile", severity="information")


def _constrained(
    node: Mapping[str, Any], definition: Mapping[str, Any], place: str, profiles: Profiles, findings: Findings
) -> None:
    """Every element of the differential, then that extensions in it are slices of it."""
    reference = definition["url"]
    elements = definition["differential"]["element"]
    for element in elements:
        names = str(element["id"]).split(".")[1:]  # a slice is written with its colon: `extension:status`
        for parent, at in _parents(node, names[:-1], place) if names else ():
            if said := _wrong_type(parent, names[-1], element) or _wrong(_values(parent, names[-1]), element, profiles):
                findings.add("structure", f"{element['id']}: {said}", at, element["path"], reference=reference)
    slices = [element["sliceName"] for element in elements if "sliceName" in element]
    for number, extension in enumerate(array(node, "extension") if slices else ()):
        if isinstance(extension, Mapping) and (url := text(extension, "url")) not in slices:
            said = f"'{url}' is no part of {reference}"
            findings.add("structure", said, f"{place}.extension[{number}]", "Extension.url", reference=reference)


def _parents(node: Mapping[str, Any], names: list[str], place: str) -> Iterator[tuple[Mapping[str, Any], str]]:
    if not names:
        yield node, place
        return
    key = names[0].partition(":")[0]
    for number, child in enumerate(_values(node, names[0])):
        if isinstance(child, Mapping):
            is_array = isinstance(node.get(key), list)
            yield from _parents(child, names[1:], f"{place}.{key}[{number}]" if is_array else f"{place}.{key}")


def _values(node: Mapping[str, Any], name: str) -> list[Any]:
    key, _, slice_ = name.partition(":")
    if key.endswith("[x]"):
        base = key[:-3]
        return [value for k, value in node.items() if k.startswith(base) and k[len(base) :][:1].isupper()]
    found = node.get(key, node.get(f"_{key}", []))
    values = found if isinstance(found, list) else [found]
    return [v for v in values if isinstance(v, Mapping) and v.get("url") == slice_] if slice_ else values


def _wrong_type(parent: Mapping[str, Any], name: str, element: Mapping[str, Any]) -> str:
    """A choice settled on another type than the differential has."""
    if not name.endswith("[x]") or "type" not in element:
        return ""
    base = name[:-3]
    allowed = [f"{base}{type_['code'][:1].upper()}{type_['code'][1:]}" for type_ in element["type"]]
    other = next((k for k in parent if k.startswith(base) and k[len(base) :][:1].isupper() and k not in allowed), None)
    return f"'{other}' is not {' or '.join(allowed)}" if other else ""


def _wrong(values: list[Any], element: Mapping[str, Any], profiles: Profiles) -> str:
    if len(values) < element.get("min", 0):
        return f"at least {element['min']} required"
    maximum = element.get("max", "*")
    if maximum != "*" and len(values) > int(maximum):
        return f"at most {maximum} allowed"
    wanted = next((value for key, value in element.items() if key.startswith(("fixed", "pattern"))), None)
    if wanted is not None and not all(_fits(value, wanted) for value in values):
        return f"must be {orjson.dumps(wanted).decode()}"
    bound = (element.get("binding") or {}).get("valueSet")
    codes = profiles.codes(bound) if bound else None
    for value in values:
        code = value.get("code") if isinstance(value, Mapping) else value
        if codes is not None and not (isinstance(code, str) and code in codes):
            return f"'{code}' is not a code of {bound}"
    return ""


def _fits(value: Any, pattern: Any) -> bool:
    """A pattern fits what has at least its values (https://hl7.org/fhir/R4/elementdefinition.html#pattern)."""
    if isinstance(pattern, Mapping):
        return isinstance(value, Mapping) and all(_fits(value.get(key), part) for key, part in pattern.items())
    if isinstance(pattern, list):
        return isinstance(value, list) and all(any(_fits(v, part) for v in value) for part in pattern)
    return bool(value == pattern)


def _nodes(node: Any, type_: str, place: str, element: str = "") -> Iterator[tuple[str, str, str, Mapping[str, Any]]]:
    """Every object of a known type with its place, type path, and the path of the element that it is."""
    if not isinstance(node, Mapping):
        return
    if type_ == "Resource":
        type_ = str(node.get("resourceType"))
        element = type_
    yield place, type_, element or type_, node
    elements = r4().elements(type_)
    for key, value in node.items():
        found = elements.get(key)
        if found is not None and found.type is not None:
            for number, item in enumerate(value if isinstance(value, list) else [value]):
                at = f"{place}.{key}[{number}]" if isinstance(value, list) else f"{place}.{key}"
                yield from _nodes(item, found.type, at, f"{type_}.{key}")
