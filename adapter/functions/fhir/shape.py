"""A copy of a resource that has the shape of FHIR R4: what has not is left out, with an Issue; nothing is repaired."""

from collections.abc import Callable
from typing import Any

from adapter.fhir.definitions import Element, r4
from adapter.fhir.narrative import wrong_narrative
from adapter.functions.fhir.amount import distrust, distrust_others
from adapter.functions.fhir.primitive import day_of, is_valid
from adapter.issues import Severity

Report = Callable[[Severity, str, str, str], None]
"""`report(severity, code, message, element)`"""
Follow = Callable[[dict[str, Any], str], dict[str, Any]]
"""What a Reference becomes: `follow(reference, element)`"""


Copied = Callable[[dict[str, Any], dict[str, Any]], None]
"""`copied(copy, node)`"""


class Shape:
    """One resource being copied. `report` receives what is left out, `follow` each Reference; `copied` hears of each
    object and its copy."""

    def __init__(self, report: Report, follow: Follow, copied: Copied | None = None) -> None:
        self.report = report
        self.follow = follow
        self.copied = copied

    def resource(self, node: dict[str, Any], path: str = "") -> dict[str, Any]:
        """The resource, and those it contains, in the order of its elements."""
        type_ = str(node["resourceType"])
        copy = {"resourceType": type_, **self._elements(node, type_, path or type_)}
        if self.copied is not None:
            self.copied(copy, node)
        return copy

    def _elements(self, node: dict[str, Any], type_: str, path: str) -> dict[str, Any]:
        elements = r4().elements(type_)
        copy: dict[str, Any] = {}
        twice = _chosen_twice(node, elements)
        for key, value in node.items():
            if key == "resourceType" or (key == "fhir_comments" and isinstance(value, list)):
                continue
            element = elements.get(key.removeprefix("_"))
            where = f"{path}.{key}"
            if element is None or element.choice or (key.startswith("_") and not _is_primitive(element)):
                self.report("warning", "structure", f"'{key}' is no element of {type_} in FHIR R4; left out", where)
            elif element.name in twice:
                said = f"{element.name}[x] is stated in several types: which one counts is unknown; left out"
                self.report("error", "structure", said, where)
            elif key.startswith("_"):
                self._put(copy, key, self._beside(value, element, where))
            else:
                self._put(copy, key, self._element(value, element, where))
        if self.copied is not None:
            self.copied(copy, node)
        return copy

    def _put(self, copy: dict[str, Any], key: str, value: Any) -> None:
        if value not in (None, [], {}):
            copy[key] = value

    def _element(self, value: Any, element: Element, path: str) -> Any:
        if element.many != isinstance(value, list):
            said = "expected an array; left out" if element.many else "expected one value, not an array; left out"
            self.report("error", "structure", said, path)
            return None
        if not element.many:
            return self._value(value, element, path)
        values = [self._value(item, element, f"{path}[{index}]") for index, item in enumerate(value)]
        if _is_primitive(element) and any(item is not None for item in values):
            return values  # a null keeps the place of the extensions beside it
        kept = [item for item in values if item not in (None, {})]
        if element.types[0] == "Dosage" and (wrong := distrust_others(kept, value)):
            self.report("error", "value", wrong, path)
        return kept

    def _value(self, value: Any, element: Element, path: str) -> Any:
        type_ = element.types[0]
        if _is_primitive(element):
            return self._primitive(value, type_, path, element.many)
        if not isinstance(value, dict):
            self.report("error", "structure", f"expected an object ({type_}); left out", path)
            return None
        if type_ == "Resource":
            return self._contained(value, path)
        copy = self._elements(value, type_, path)
        if type_ == "Narrative":
            return self._narrative(copy, path)
        if wrong := distrust(copy, value, type_):
            self.report("error", "value", wrong, path)
        return self.follow(copy, path) if type_ == "Reference" else copy

    def _narrative(self, copy: dict[str, Any], path: str) -> dict[str, Any] | None:
        """A narrative without a div, or with one that is not XHTML as FHIR allows it, is none."""
        wrong = wrong_narrative(copy["div"]) if "div" in copy else "it has no div"
        if not wrong:
            return copy
        self.report("warning", "structure", f"the narrative is left out: {wrong}", path)
        return None

    def _primitive(self, value: Any, type_: str, path: str, in_array: bool) -> Any:
        if is_valid(value, type_):
            return value
        if value is None and in_array:
            return None
        if day := day_of(value, type_):
            self.report("warning", "value", f"'{value}' has no zone or seconds: only its day is kept", path)
            return day
        self.report("error", "value", f"{_shown(value)} is no {type_}; left out", path)
        return None

    def _contained(self, value: dict[str, Any], path: str) -> Any:
        type_ = value.get("resourceType")
        if not isinstance(type_, str) or r4().kind(type_) != "R":
            self.report("error", "structure", f"{_shown(type_)} is no resource type of FHIR R4; left out", path)
            return None
        return self.resource(value, f"{path}.ofType({type_})")

    def _beside(self, value: Any, element: Element, path: str) -> Any:
        """`_birthDate`: id and extensions of a primitive."""
        if element.many and isinstance(value, list):
            found = [self._beside_one(item, f"{path}[{index}]") for index, item in enumerate(value)]
            return found if any(found) else None
        return self._beside_one(value, path)

    def _beside_one(self, value: Any, path: str) -> Any:
        if value is None or isinstance(value, dict):
            return self._elements(value, "Element", path) if value else None
        self.report("error", "structure", "expected an object with extensions; left out", path)
        return None


def _chosen_twice(node: dict[str, Any], elements: dict[str, Element]) -> set[str]:
    """The choices of which a node states more than one type."""
    chosen: dict[str, set[str]] = {}
    for key, value in node.items():
        element = elements.get(key.removeprefix("_"))
        if value is not None and element is not None and element.name != element.key:
            chosen.setdefault(element.name, set()).add(element.key)
    return {name for name, keys in chosen.items() if len(keys) > 1}


def _is_primitive(element: Element) -> bool:
    return r4().is_primitive(element.types[0])


def _shown(value: Any) -> str:
    text = f"'{value}'" if isinstance(value, str) else str(value)
    return text if len(text) <= 60 else f"{text[:60]}…"
