"""The medication lists of a mapped Bundle: their kind, their state, and which resources stand in them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from adapter.fhir.canonical import MEDICATION_LIST_KIND
from adapter.reconciliation.line import ReadList, Role, State

_NONE_KNOWN = "nilknown"
_ABSENT_STATEMENTS = {"no-known-medications": "none-known", "no-medication-info": "not-known"}
_ABSENT_SYSTEM = "absent-unknown"


@dataclass(frozen=True, slots=True)
class Lists:
    """lists in order of the Bundle; members: reference of a resource → the list it stands in."""

    lists: tuple[ReadList, ...]
    members: Mapping[str, ReadList]


def lists_of(resources: Iterable[Mapping[str, Any]], source: str, role: Role, absences: Mapping[str, State]) -> Lists:
    """Read the List resources of one source. A list without a kind of its own takes the role of its source.

    absences: references of resources that are no treatment but say "none" or "not known".
    """
    found: list[ReadList] = []
    members: dict[str, ReadList] = {}
    for resource in resources:
        if resource.get("resourceType") != "List":
            continue
        items = [
            entry["item"]["reference"]
            for entry in resource.get("entry") or ()
            if entry.get("item", {}).get("reference")
        ]
        read = ReadList(
            id=resource["id"],
            source=source,
            role=role,
            kind=list_kind(resource) or role,
            state=_state(resource, items, absences),
            date=resource.get("date"),
        )
        found.append(read)
        for item in items:
            members.setdefault(item, read)
    return Lists(tuple(found), members)


def list_kind(resource: Mapping[str, Any]) -> str:
    """The kind that a List carries in our extension, "" when it has none."""
    extensions = resource.get("extension") or ()
    return next((str(e.get("valueCode") or "") for e in extensions if e.get("url") == MEDICATION_LIST_KIND), "")


def absence(resource: Mapping[str, Any]) -> State | None:
    """A resource whose medication says that there is none, or that nothing is known (absent-unknown codes of the
    IPS)."""
    for coding in (resource.get("medicationCodeableConcept") or {}).get("coding") or ():
        if _ABSENT_SYSTEM in (coding.get("system") or "") and coding.get("code") in _ABSENT_STATEMENTS:
            return _ABSENT_STATEMENTS[coding["code"]]  # type: ignore[return-value]
    return None


def _state(resource: Mapping[str, Any], items: list[str], absences: Mapping[str, State]) -> State:
    if any(item not in absences for item in items):
        return "items"
    stated = [absences[item] for item in items]
    coding = (resource.get("emptyReason") or {}).get("coding") or ()
    if any(c.get("code") == _NONE_KNOWN for c in coding) or (stated and all(state == "none-known" for state in stated)):
        return "none-known"
    return "not-known"
