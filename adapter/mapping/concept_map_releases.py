"""ConceptMap inside a map: the words of R5 in those of R4, and back.

Source: https://hl7.org/fhir/R5/conceptmap.html (R4 Diff) and https://hl7.org/fhir/R5/codesystem-concept-map-relationship.html.
R4 has more equivalences than R5 has relationships: `equal`, `subsumes`, `specializes` and `inexact` come back as the
nearest ones.
"""

from typing import Any

_EQUIVALENCE = {
    "related-to": "relatedto",
    "equivalent": "equivalent",
    "source-is-narrower-than-target": "wider",
    "source-is-broader-than-target": "narrower",
    "not-related-to": "disjoint",
}
_RELATIONSHIP = {
    **{equivalence: relationship for relationship, equivalence in _EQUIVALENCE.items()},
    "equal": "equivalent",
    "subsumes": "source-is-narrower-than-target",
    "specializes": "source-is-broader-than-target",
    "inexact": "related-to",
}


def in_r4(resource: dict[str, Any]) -> dict[str, Any]:
    """The ConceptMap with `equivalence`; what is of R4 already stays."""
    return _of_groups(resource, _element_r4, {"use-source-code": "provided"})


def in_r5(resource: dict[str, Any]) -> dict[str, Any]:
    """The ConceptMap with `relationship` and `noMap`."""
    return _of_groups(resource, _element_r5, {"provided": "use-source-code"})


def _of_groups(resource: dict[str, Any], spelt: Any, modes: dict[str, str]) -> dict[str, Any]:
    groups = []
    for group in resource.get("group", ()):
        row = {**group, "element": [spelt(element) for element in group.get("element", ())]}
        if mode := modes.get(group.get("unmapped", {}).get("mode", "")):
            row["unmapped"] = {**group["unmapped"], "mode": mode}
        groups.append(row)
    return {**resource, "group": groups} if groups else resource


def _element_r4(element: dict[str, Any]) -> dict[str, Any]:
    row = {key: value for key, value in element.items() if key != "noMap"}
    if element.get("noMap") is True:
        row["target"] = [{"equivalence": "unmatched"}]
    elif "target" in row:
        row["target"] = [_renamed(t, "relationship", "equivalence", _EQUIVALENCE) for t in row["target"]]
    return row


def _element_r5(element: dict[str, Any]) -> dict[str, Any]:
    targets = element.get("target", ())
    kept = [target for target in targets if target.get("equivalence") != "unmatched"]
    row = {key: value for key, value in element.items() if key != "target"}
    if kept:
        row["target"] = [_renamed(target, "equivalence", "relationship", _RELATIONSHIP) for target in kept]
    return {**row, "noMap": True} if targets and not kept else row


def _renamed(target: dict[str, Any], old: str, new: str, words: dict[str, str]) -> dict[str, Any]:
    if old not in target:
        return target
    kept = {key: value for key, value in target.items() if key != old}
    return {**kept, new: words.get(target[old], target[old])}
