"""The resources of the mapped Bundles as one set: found by id and by fullUrl, about one Patient, without loose ends."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from adapter.errors import CallError
from adapter.fhir.identifiers import full_url
from adapter.plan.patient import plan_patient

MEDICATION_TYPES = ("MedicationStatement", "MedicationRequest", "MedicationDispense", "MedicationAdministration")
_WITHOUT_SECTION = ("Patient", "Device", "Provenance")
_URI = "urn:ietf:rfc:3986"

Entries = dict[str, dict[str, Any]]


class SourceResources:
    """All resources of the sources of one plan; nothing given is changed.

    patient: the plan's one Patient, None when no source names one. by_url: fullUrl → resource, in source order,
    each resource about that Patient, each reference to an entry of the set or logical.
    by_source: for each mapped Bundle the fullUrls of its entries.
    """

    def __init__(self, bundles: Sequence[Mapping[str, Any]]) -> None:
        given = [[(entry["fullUrl"], entry["resource"]) for entry in bundle.get("entry", ())] for bundle in bundles]
        patient = plan_patient([r for entries in given for _, r in entries if r["resourceType"] == "Patient"])
        subject = full_url(patient["id"]) if patient else None
        urls = {url for entries in given for url, _ in entries}
        patients = {url for entries in given for url, r in entries if r["resourceType"] == "Patient"}
        self.patient = _referring(patient, urls, patients, subject)
        self.by_source = [[url for url, _ in entries if url not in patients] for entries in given]
        self.by_url: Entries = {}
        for url, resource in (pair for entries in given for pair in entries if pair[0] not in patients):
            self._add(url, _about(_referring(resource, urls, patients, subject), subject))
        self._urls_by_id = {r["id"]: url for url, r in self.by_url.items() if r["resourceType"] in MEDICATION_TYPES}

    def _add(self, url: str, resource: dict[str, Any]) -> None:
        known = self.by_url.setdefault(url, resource)
        if known != resource:
            raise CallError(
                f"two sources hold different content under one id ({resource['resourceType']} {resource['id']}): "
                "two versions of one document? give one"
            )

    def url(self, line_id: str) -> str:
        """fullUrl of the medication resource of a report line (a KeyError here is a defect of the program)."""
        return self._urls_by_id[line_id]

    def line(self, line_id: str) -> dict[str, Any]:
        """The medication resource of a report line."""
        return self.by_url[self.url(line_id)]

    def of_type(self, type_: str, source: int | None = None) -> list[str]:
        """fullUrls of the resources of one type, of one source or of all."""
        urls: Iterable[str] = self.by_url if source is None else self.by_source[source]
        return [url for url in urls if self.by_url[url]["resourceType"] == type_]

    def heads(self, source: int) -> list[str]:
        """fullUrls of what nothing else of the source refers to, Provenance aside: its document, lists, stay…"""
        own = [url for url in self.by_source[source] if self.by_url[url]["resourceType"] not in _WITHOUT_SECTION]
        referred = {ref for url in own for ref in references(self.by_url[url])}
        return [url for url in own if url not in referred]


def references(node: Any) -> Iterator[str]:
    """Every Reference.reference below a node, contained resources among them."""
    if isinstance(node, Mapping):
        if isinstance(node.get("reference"), str):
            yield node["reference"]
        for value in node.values():
            yield from references(value)
    elif isinstance(node, list):
        for value in node:
            yield from references(value)


def _referring(node: Any, urls: set[str], patients: set[str], subject: str | None) -> Any:
    """A copy whose references lead to the plan's Patient, to an entry or to a contained resource, else are logical."""
    if isinstance(node, list):
        return [_referring(value, urls, patients, subject) for value in node]
    if not isinstance(node, dict):
        return node
    copy = {key: _referring(value, urls, patients, subject) for key, value in node.items()}
    target = copy.get("reference")
    if not isinstance(target, str) or target.startswith("#") or (target in urls and target not in patients):
        return copy
    if target in patients:
        return {**copy, "reference": subject}
    return _logical(copy, target)


def _logical(reference: dict[str, Any], target: str) -> dict[str, Any]:
    """A reference to what no source holds: kept as an identifier (R4 references.html#logical), never a loose end."""
    if "resourceType" in reference:  # DetectedIssue.reference is an address, no Reference
        return reference
    system = {"system": _URI} if ":" in target.split("/")[0] else {}
    rest = {key: value for key, value in reference.items() if key != "reference"}
    return {"identifier": {**system, "value": target}, **rest}


def _about(resource: dict[str, Any], subject: str | None) -> dict[str, Any]:
    """A source that names no patient is about the plan's: the call was refused, or someone asserted it (design §6)."""
    said = resource.get("subject")
    if subject is None or not isinstance(said, dict) or "reference" in said or "identifier" in said:
        return resource
    return {**resource, "subject": {"reference": subject}}
