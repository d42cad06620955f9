"""Where a FHIR source holds what medication review needs beside the lists: allergies, problems, measurements.

Sources: R4 AllergyIntolerance, Condition, Observation; sections of the International Patient Summary.
"""

from collections.abc import Iterator
from typing import Any

from adapter.fhir.canonical import FINDING_LIST_KIND
from adapter.issues import Issue
from adapter.sources.document import Document, Finding, Section
from adapter.sources.fhir_lists import DELETED, list_items
from adapter.sources.fhir_resources import Resources, array
from adapter.terminology.concept_map import translated

TYPES = ("AllergyIntolerance", "Condition", "Observation")
_LISTED = (("allergy", "allergies", "AllergyIntolerance"), ("problem", "problems", "Condition"))
_USE_CODES = "list-example-use-codes"


def find(document: Document, resources: Resources) -> None:
    """Add the findings of a FHIR document, and the lists they stand in; a resource in no list stands in one by type."""
    for kind, listed, type_ in _LISTED:
        found: list[Issue] = []
        for section, items in list_items(resources, document.source, found, (type_,)):
            if section.place.endswith(DELETED):
                _report_deleted(document, section, len(items))
                continue
            if items or listed in _kinds(section.node):
                document.finding_sections.append((kind, section))
            document.findings.extend(Finding(kind, item.resource, item.place, section) for item in items)
        document.issues.extend(issue for issue in found if issue.code == "duplicate")
    for item in resources.items:
        if item.type == "Observation" and _is_measurement(item.resource):
            document.findings.append(Finding("measurement", item.resource, item.place))


def _report_deleted(document: Document, section: Section, count: int) -> None:
    if count:
        message = f"{count} allergies or problems that the list marks as deleted: left out"
        document.issues.append(Issue("information", "not-supported", message, document.source.name, section.place))


def _kinds(node: dict[str, Any]) -> Iterator[str | None]:
    """What a List or section says that it is a list of."""
    for extension in array(node, "extension"):
        if isinstance(extension, dict) and extension.get("url") == FINDING_LIST_KIND:
            yield extension.get("valueCode")
    for coding in _codings(node):
        system, code = str(coding.get("system")), str(coding.get("code"))
        yield code if _USE_CODES in system else translated("section-finding-list", system, code)


def _is_measurement(resource: dict[str, Any]) -> bool:
    """An Observation with a code of the table, its own or that of a component (a panel)."""
    nodes = [resource, *(row for row in array(resource, "component") if isinstance(row, dict))]
    stated = [(str(coding.get("system")), str(coding.get("code"))) for node in nodes for coding in _codings(node)]
    return any(translated("review-measurement", system, code) for system, code in stated)


def _codings(node: dict[str, Any]) -> list[dict[str, Any]]:
    concept = node.get("code")
    rows = array(concept, "coding") if isinstance(concept, dict) else []
    return [row for row in rows if isinstance(row, dict)]
