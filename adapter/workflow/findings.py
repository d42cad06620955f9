"""Allergies, problems and measurements of one document: mapped apart, after its medications, which they never cost."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from adapter.fhir.canonical import LIST_EMPTY_REASON
from adapter.fhir.identifiers import full_url, stable_id
from adapter.issues import Issue
from adapter.mapping import Recorder
from adapter.sources.document import Document, Finding

FINDING_TYPES = ("AllergyIntolerance", "Condition", "Observation")
_GROUPS = {"allergy": "Allergy", "problem": "Problem", "measurement": "Measurement"}
_LIST_GROUPS = {"allergy": "AllergyList", "problem": "ProblemList"}

Run = Callable[[str, list[Any], list[dict[str, Any]], str], list[dict[str, Any]]]
"""Runs one group of the maps: `run(group, source nodes, targets, place)` → the resources it made; a rule that fails
makes nothing and leaves an Issue."""
Kept = Callable[[str, dict[str, Any]], None]
"""Told the id that a resource gets."""


@dataclass
class Findings:
    """What the maps made of the findings, each resource with its id; `others` are the people and things they name."""

    lists: list[dict[str, Any]] = field(default_factory=list)
    resources: dict[str, dict[str, Any]] = field(default_factory=dict)
    others: dict[str, dict[str, Any]] = field(default_factory=dict)
    provenance: list[tuple[str, list[str]]] = field(default_factory=list)


def map_findings(document: Document, run: Run, recorder: Recorder | None, issues: list[Issue]) -> Findings:
    """Map the findings of a document in source order, each into the list of its section where there is one.

    recorder: the tracer of the run, which is told the id of each resource.
    """
    found = Findings()
    kept = recorder.kept if recorder is not None else _unrecorded
    lists = _lists(document, run, found, kept)
    for finding in document.findings:
        list_ = lists.get((finding.kind, id(finding.section)), {"resourceType": "List"})
        _map(document, finding, list_, run, found, kept)
    for list_ in found.lists:
        _close(list_, document, issues)
    return found


def _unrecorded(id_: str, resource: dict[str, Any]) -> None:
    """No tracer is told."""


def _lists(document: Document, run: Run, found: Findings, kept: Kept) -> dict[tuple[str, int], dict[str, Any]]:
    lists = {}
    for kind, section in document.finding_sections:
        list_: dict[str, Any] = {"resourceType": "List"}
        for resource in run(_LIST_GROUPS[kind], [section.node], [list_], section.place):
            found.others.setdefault(resource["id"], resource)
        list_["id"] = stable_id(document.identity, section.place, "List", kind)
        kept(list_["id"], list_)
        lists[kind, id(section)] = list_
        found.lists.append(list_)
    return lists


def _map(document: Document, finding: Finding, list_: dict[str, Any], run: Run, found: Findings, kept: Kept) -> None:
    """One finding: the first resource of its kind is the finding, the others are what it names."""
    references, item = [], None
    for resource in run(_GROUPS[finding.kind], [finding.node], [list_], finding.place):
        type_ = resource["resourceType"]
        id_ = resource.get("id") or stable_id(document.identity, finding.place, type_)
        kept(id_, resource)
        resource = {"resourceType": type_, "id": id_, **resource}
        references.append(full_url(id_))
        if item is None and type_ in FINDING_TYPES:
            item = full_url(id_)
            found.resources.setdefault(id_, resource)
        else:
            found.others.setdefault(id_, resource)
    if item is not None:
        list_.setdefault("entry", []).append({"item": {"reference": item}})
        found.provenance.append((finding.place, references))


def _close(list_: dict[str, Any], document: Document, issues: list[Issue]) -> None:
    """A list without entries says why: none known, or not known."""
    title, source = list_.get("title", ""), document.source.name
    if list_.get("entry"):
        if list_.pop("emptyReason", None):
            message = f"the list '{title}' says that it is empty and has entries"
            issues.append(Issue("warning", "conflict", message, source))
    elif "emptyReason" not in list_:
        unavailable = {"system": LIST_EMPTY_REASON, "code": "unavailable", "display": "Unavailable"}
        list_["emptyReason"] = {"coding": [unavailable]}
        message = f"the list '{title}' has no entry that can be read: taken as not known, its words stay as a note"
        issues.append(Issue("warning", "incomplete", message, source))
