"""conformsTo() with a StructureDefinition at hand: the type, numbers of elements, fixed values and patterns, extensions
(https://hl7.org/fhir/R4/profiling.html). What else a profile asks for cannot be decided here and is said.
"""

from collections.abc import Iterator
from typing import Any

from adapter.fhir.definitions import r4
from adapter.fhirpath.errors import FhirPathError

CORE = "http://hl7.org/fhir/StructureDefinition/"


def conforms(node: Any, url: str, canonicals: Any) -> bool:
    """Whether a node (FHIR JSON) conforms to a profile, a canonical url that is none of a type of R4.

    canonicals: answers `get(url)` with the StructureDefinition. Raises FhirPathError, with the url, for a profile that
    is not at hand or asks for what cannot be decided.
    """
    profile = canonicals.get(url) if canonicals is not None else None
    if profile is None:
        raise FhirPathError(
            f"conformsTo(): the profile {url} is not at hand; put its StructureDefinition beside the maps"
        )
    type_ = str(profile.get("type", ""))
    base = str(profile.get("baseDefinition", type_)).removeprefix(CORE)
    if not r4().known(base) and not conforms(node, base, canonicals):
        return False
    if not isinstance(node, dict) or node.get("resourceType", type_) != type_:
        return False
    elements = (profile.get("differential") or profile.get("snapshot") or {}).get("element", ())
    return all(_fits(node, element, type_, url) for element in elements)


def _fits(node: dict[str, Any], element: dict[str, Any], type_: str, url: str) -> bool:
    steps = str(element.get("path", "")).split(".")[1:]
    if not steps:
        return True
    if element.get("sliceName") or ":" in str(element.get("id", "")):
        return _slice_fits(node, element, steps, url)
    for holder in _holders(node, steps[:-1]):
        found = _children(holder, steps[-1])
        if not _count_fits(len(found), element) or not all(_value_fits(value, element) for value in found):
            return False
    return True


def _slice_fits(node: dict[str, Any], element: dict[str, Any], steps: list[str], url: str) -> bool:
    """Slices of extensions go by the url of their profile; others must not ask for anything."""
    profiles = [each for type_ in element.get("type", ()) for each in type_.get("profile", ())]
    asks = bool(element.get("min")) or str(element.get("max", "*")) == "0"
    if steps[-1] in ("extension", "modifierExtension") and len(profiles) == 1 and element.get("sliceName"):
        wanted = profiles[0].partition("|")[0]
        counts = (
            sum(each.get("url") == wanted for each in _children(holder, steps[-1]) if isinstance(each, dict))
            for holder in _holders(node, steps[:-1])
        )
        return all(_count_fits(count, element) for count in counts)
    if asks:
        raise FhirPathError(f"conformsTo(): {url} asks for the slice {element.get('id')}, which cannot be decided here")
    return True


def _holders(node: dict[str, Any], steps: list[str]) -> Iterator[Any]:
    if not steps:
        yield node
        return
    for child in _children(node, steps[0]):
        yield from _holders(child, steps[1:])


def _children(node: Any, name: str) -> list[Any]:
    if not isinstance(node, dict):
        return []
    if name.endswith("[x]"):
        stem = name[:-3]
        values = [
            value for key, value in node.items() if key.startswith(stem) and key[len(stem) : len(stem) + 1].isupper()
        ]
    else:
        values = [node[name]] if name in node else []
    return [each for value in values for each in (value if isinstance(value, list) else [value])]


def _count_fits(count: int, element: dict[str, Any]) -> bool:
    most = str(element.get("max", "*"))
    return count >= int(element.get("min", 0)) and (most == "*" or count <= int(most))


def _value_fits(value: Any, element: dict[str, Any]) -> bool:
    for key, wanted in element.items():
        if key.startswith("fixed") and value != wanted:
            return False
        if key.startswith("pattern") and not _has(value, wanted):
            return False
    return True


def _has(value: Any, pattern: Any) -> bool:
    if isinstance(pattern, dict):
        return isinstance(value, dict) and all(key in value and _has(value[key], each) for key, each in pattern.items())
    if isinstance(pattern, list):
        return isinstance(value, list) and all(any(_has(item, each) for item in value) for each in pattern)
    return bool(value == pattern)
