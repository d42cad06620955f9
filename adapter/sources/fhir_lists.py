"""Which list of a FHIR source each medication resource stands in: a List, a section of a Composition, or none."""

from collections.abc import Iterator
from typing import Any

from adapter.fhir.canonical import MEDICATION_LIST_KIND
from adapter.issues import Issue, Severity
from adapter.sources.document import Section, Source
from adapter.sources.fhir_resources import Located, Resources

_PLANNED = ("proposal", "plan", "option")


def list_items(
    resources: Resources, source: Source, issues: list[Issue], types: tuple[str, ...]
) -> Iterator[tuple[Section, list[Located]]]:
    """Each list of the source with its medication resources in list order; then those in no list, by what they are.

    A resource in two lists is one line, in the first; an Issue says so. What a list marks as deleted is a list apart.
    """
    taken: dict[int, str] = {}
    for section, references, origin in _lists(resources):
        items = []
        for reference in references:
            found = resources.resolve(reference, origin)
            if found is None:
                _report_missing(reference, section, source, issues)
            elif found.type not in types:
                continue
            elif id(found) in taken:
                message = f"stands also in {section.place}; it is one line, of {taken[id(found)]}"
                issues.append(Issue("information", "duplicate", message, source.name, found.place))
            else:
                taken[id(found)] = section.place
                items.append(found)
        yield section, items
    yield from _loose([item for item in resources.items if item.type in types and id(item) not in taken])


def _lists(resources: Resources) -> Iterator[tuple[Section, list[Any], Located]]:
    for item in resources.items:
        if item.type == "List":
            yield from _list(item)
    for item in resources.items:
        if item.type == "Composition":
            yield from _sections(item.resource, item.place, item)


def _list(item: Located) -> Iterator[tuple[Section, list[Any], Located]]:
    entries = [entry for entry in item.resource.get("entry", ()) if isinstance(entry, dict)]
    kept = [_reference(entry.get("item")) for entry in entries if entry.get("deleted") is not True]
    deleted = [_reference(entry.get("item")) for entry in entries if entry.get("deleted") is True]
    yield Section(item.resource, item.place), kept, item
    if deleted:
        stopped = {
            "resourceType": "List",
            "extension": [{"url": MEDICATION_LIST_KIND, "valueCode": "stopped"}],
            **{key: item.resource[key] for key in ("title", "date") if key in item.resource},
        }
        yield Section(stopped, f"{item.place}.entry.where(deleted)"), deleted, item


def _sections(node: dict[str, Any], place: str, origin: Located) -> Iterator[tuple[Section, list[Any], Located]]:
    for index, section in enumerate(node.get("section", ())):
        if isinstance(section, dict):
            here = f"{place}.section[{index}]"
            yield Section(section, here), [_reference(entry) for entry in section.get("entry", ())], origin
            yield from _sections(section, here, origin)


def _reference(node: Any) -> Any:
    return node.get("reference") if isinstance(node, dict) else None


def _report_missing(reference: Any, section: Section, source: Source, issues: list[Issue]) -> None:
    """A list that refers to a medication outside the file is incomplete; a urn: does not say what it leads to."""
    if isinstance(reference, str) and ("Medication" in reference or reference.startswith("urn:")):
        severity: Severity = "error" if "Medication" in reference else "warning"
        message = f"the list refers to {reference}, which is not in the file: nothing is read for it"
        issues.append(Issue(severity, "not-found", message, source.name, section.place))


def _loose(items: list[Located]) -> Iterator[tuple[Section, list[Located]]]:
    """Resources in no list, by type: `loose` says which; orders that are only planned apart."""
    groups: dict[str, list[Located]] = {}
    for item in items:
        planned = item.type == "MedicationRequest" and item.resource.get("intent") in _PLANNED
        groups.setdefault("planned" if planned else item.type, []).append(item)
    for loose, members in groups.items():
        yield Section({"loose": loose}, f"{loose} in no list"), members
