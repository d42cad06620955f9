"""What is wrong with a ConceptMap resource, R4 or R5 (http://hl7.org/fhir/R4/conceptmap.html)."""

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from adapter.fhir.definitions import r4
from adapter.mapping.concept_map_parser import EQUIVALENCE
from adapter.nearness import near

_RELATIONSHIPS = ("related-to", "equivalent", "source-is-narrower-than-target", "source-is-broader-than-target")
_NO_TARGET = ("unmatched", "disjoint", "not-related-to")
_RELATIONS = frozenset((*EQUIVALENCE.values(), *_RELATIONSHIPS, *_NO_TARGET))
_READ = ("group", "element", "target", "code", "display", "source", "unmapped", "mode", "equivalence", "relationship")
_PARTS = ("ConceptMap", "ConceptMap.group", "ConceptMap.group.element", "ConceptMap.group.element.target")
_OF_R5 = ("relationship", "sourceScopeUri", "sourceScopeCanonical", "targetScopeUri", "targetScopeCanonical", "noMap")
_MODES = ("provided", "fixed", "other-map", "use-source-code")


class Fault(NamedTuple):
    """severity: `error` or `warning`; path: the element (`group[0].element[2].code`); value: what stands there, as
    JSON has it, and its occurrence in the text, to be found by; key: the key itself is meant."""

    severity: str
    path: str
    message: str
    value: str = ""
    occurrence: int = 1
    key: str = ""


def concept_map_faults(resource: dict[str, Any]) -> Iterator[Fault]:
    """Errors: what the table cannot be read with, duplicates. Warnings: what is read and answers nothing."""
    if resource.get("resourceType") != "ConceptMap" or not isinstance(resource.get("url"), str) or not resource["url"]:
        yield Fault("error", "url", "expected a ConceptMap with a url")
        return
    misspelt = list(_misspelt(resource, "the ConceptMap", ""))
    yield from misspelt
    yield from _lists(resource, "group", "the ConceptMap")
    groups = _objects(resource, "group")
    if "group" not in resource and not misspelt:
        yield Fault("warning", "group", "the ConceptMap has no group: it translates nothing")
    seen: dict[str, int] = {}
    for number, group in enumerate(groups):
        path = f"group[{number}]"
        yield from _misspelt(group, path, path)
        yield from _lists(group, "element", path)
        yield from _systems(group, path)
        yield from _unmapped(group, path)
        if "element" not in group:
            yield Fault("warning", f"{path}.element", f"{path} has no element: it translates nothing")
        codes: set[str] = set()
        for position, element in enumerate(_objects(group, "element")):
            yield from _element(element, f"{path}.element[{position}]", codes, seen)


def fault_location(text: str, fault: Fault) -> str:
    """`line:column` of the value in the JSON text of the resource; 1:1 for what is not there."""
    name = fault.path.rpartition(".")[2].partition("[")[0]
    names = (name, "code", "relationship") if fault.value else ()
    for form in (rf'"{re.escape(fault.key)}"\s*:\s*\{{', rf'"{re.escape(fault.key)}"\s*:') if fault.key else ():
        if (found_key := re.search(form, text)) is not None:
            return _line_and_column(text, found_key.start())
    for key in names:
        value = rf'"{key}"\s*:\s*({re.escape(json.dumps(fault.value, ensure_ascii=False))})'
        found = list(re.finditer(value, text))
        if len(found) >= fault.occurrence:
            return _line_and_column(text, found[fault.occurrence - 1].start(1))
    return "1:1"


def _line_and_column(text: str, offset: int) -> str:
    return f"{text.count(chr(10), 0, offset) + 1}:{offset - text.rfind(chr(10), 0, offset)}"


def _systems(group: dict[str, Any], path: str) -> Iterator[Fault]:
    for name in ("source", "target"):
        system = group.get(name)
        if system is None and name == "target":
            yield Fault("warning", f"{path}.{name}", f"{path} does not say its target system: only codes come out")
        elif system is not None and (not isinstance(system, str) or ":" not in system or " " in system):
            message = f"expected the URI of a code system as {path}.{name}, found '{system}'"
            yield Fault("error", f"{path}.{name}", message, str(system))


def _unmapped(group: dict[str, Any], path: str) -> Iterator[Fault]:
    unmapped = group.get("unmapped")
    if unmapped is None:
        return
    mode = unmapped.get("mode") if isinstance(unmapped, dict) else None
    if mode not in _MODES:
        yield Fault("error", f"{path}.unmapped.mode", f"expected one of {', '.join(_MODES)}, found '{mode}'", str(mode))
    elif mode == "fixed" and not unmapped.get("code"):
        yield Fault("error", f"{path}.unmapped.code", "a fixed translation needs a code")
    elif mode == "other-map":
        yield Fault("warning", f"{path}.unmapped.mode", "'other-map' is not followed: such codes fail their rule", mode)


def _element(element: dict[str, Any], path: str, codes: set[str], seen: dict[str, int]) -> Iterator[Fault]:
    yield from _misspelt(element, path, path)
    yield from _lists(element, "target", path)
    code = element.get("code")
    if not isinstance(code, str) or not code:
        what = "has no code" if code in (None, "") else f"has the code {json.dumps(code)}; a code is a text, in quotes"
        yield Fault("error", f"{path}.code", f"{path} {what}")
        return
    seen[code] = seen.get(code, 0) + 1
    if code in codes:
        message = f"the code '{code}' stands twice in its group: the second is never used; join their targets"
        yield Fault("error", f"{path}.code", message, code, seen[code])
    codes.add(code)
    targets = _objects(element, "target")
    if not element.get("target") and element.get("noMap") is not True:
        message = f"the code '{code}' has no target: a rule that translates it fails"
        yield Fault("warning", f"{path}.target", message, code, seen[code])
    for number, target in enumerate(targets):
        yield from _target(target, f"{path}.target[{number}]", code, seen[code])


def _target(target: dict[str, Any], path: str, code: str, occurrence: int) -> Iterator[Fault]:
    yield from _misspelt(target, path, path)
    relation = target.get("equivalence", target.get("relationship"))
    if relation is not None and relation not in _RELATIONS:
        meant = near(str(relation), _RELATIONS)
        message = f"expected one of {', '.join(sorted(_RELATIONS))}, found '{relation}'{meant}"
        yield Fault("error", f"{path}.equivalence", message, str(relation))
    if not target.get("code") and relation not in _NO_TARGET:
        message = f"the target of '{code}' has no code, so a rule that translates it fails; give one, or "
        message += "relationship 'not-related-to'" if "relationship" in target else "equivalence 'unmatched'"
        yield Fault("warning", f"{path}.code", message, code, occurrence)
    elif relation is None:
        yield Fault("warning", f"{path}.equivalence", f"the target of '{code}' has no equivalence", code, occurrence)


def _misspelt(part: dict[str, Any], what: str, path: str) -> Iterator[Fault]:
    """Keys that are none of a ConceptMap in R4 or R5 and are written much like one that a table is read by."""
    for key in part:
        if key not in _known() and (meant := near(key, _READ)):
            yield Fault("error", f"{path}.{key}", f"{what} has '{key}', which nothing reads{meant}", key=key)


@cache
def _known() -> frozenset[str]:
    """The JSON names of a ConceptMap, at whatever depth."""
    of_r4 = (element for part in _PARTS for element in r4().elements(part).values())
    chosen = (element.chosen(type_) or element for element in of_r4 for type_ in element.types or ("",))
    return frozenset(("resourceType", *_READ, *_OF_R5, *(element.key for element in chosen)))


def _lists(part: dict[str, Any], name: str, what: str) -> Iterator[Fault]:
    found = part.get(name, [])
    if not isinstance(found, list) or len(_objects(part, name)) != len(found):
        yield Fault("error", name, f"expected a list of objects as {name} of {what}", key=name)


def _objects(holder: dict[str, Any], name: str) -> list[dict[str, Any]]:
    found = holder.get(name, [])
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []
