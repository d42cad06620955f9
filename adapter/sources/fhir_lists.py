"""Which list of a FHIR source each medication resource stands in: a List, a section of a Composition, or none."""

from collections.abc import Iterator
from typing import Any

from adapter.fhir.canonical import MEDICATION_LIST_KIND
from adapter.issues import Issue
from adapter.sources.document import Section, Source
from adapter.sources.fhir_resources import Located, Resources, array

PLANNED = ("proposal", "plan", "option")
"""Intents of a MedicationRequest that is no order yet."""
DELETED = ".entry.where(deleted)"
"""Ends the place of what a List marks as deleted."""


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
            found = resources.resolve(reference.get("reference"), origin)
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


def _lists(resources: Resources) -> Iterator[tuple[Section, list[dict[str, Any]], Located]]:
    for item in resources.items:
        if item.type == "List":
            yield from _list(item)
    for item in resources.items:
        if item.type == "Composition":
            yield from _sections(item.resource, item.place, item)


def _list(item: Located) -> Iterator[tuple[Section, list[dict[str, Any]], Located]]:
    entries = [entry for entry in array(item.resource, "entry") if isinstance(entry, dict)]
    kept = [_reference(entry.get("item")) for entry in entries if entry.get("deleted") is not True]
    deleted = [_reference(entry.get("item")) for entry in entries if entry.get("deleted") is True]
    yield Section(item.resource, item.place), kept, item
    if deleted:
        stopped: dict[str, Any] = {
            "resourceType": "List",
            "extension": [{"url": MEDICATION_LIST_KIND, "valueCode": "stopped"}],
            **{key: item.resource[key] for key in ("title", "date") if key in item.resource},
        }
        yield Section(stopped, f"{item.place}{DELETED}"), deleted, item


def _sections(
    node: dict[str, Any], place: str, origin: Located
) -> Iterator[tuple[Section, list[dict[str, Any]], Located]]:
    for index, section in enumerate(array(node, "section")):
        if isinstance(section, dict):
            here = f"{place}.section[{index}]"
            yield Section(section, here), [_reference(entry) for entry in array(section, "entry")], origin
            yield from _sections(section, here, origin)


def _reference(node: Any) -> dict[str, Any]:
    return node if isinstance(node, dict) else {}


def _report_missing(reference: dict[str, Any], section: Section, source: Source, issues: list[Issue]) -> None:
    """A list item that leads nowhere is a line that is not read: an error, unless it says that it is something else."""
    text = str(reference.get("reference") or "")
    type_ = text.rpartition("/")[0].rpartition("/")[2]
    if type_ and "Medication" not in type_:
        return
    named = " ".join(part for part in (text, str(reference.get("display") or "")) if part) or "nothing"
    message = f"an item of the list refers to {named}, which is not a resource of the file: it is not read"
    issues.append(Issue("error", "not-found", message, source.name, section.place))


def _loose(items: list[Located]) -> Iterator[tuple[Section, list[Located]]]:
    """Resources in no list, by type: `loose` says which; orders that are only planned apart."""
    groups: dict[str, list[Located]] = {}
    for item in items:
        planned = item.type == "MedicationRequest" and item.resource.get("intent") in PLANNED
        groups.setdefault("planned" if planned else item.type, []).append(item)
    for loose, members in groups.items():
        yield Section({"loose": loose}, f"{loose} in no list"), members
