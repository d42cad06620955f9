"""FHIR R4 JSON → located tree: a Bundle of any type, one resource, or resources one a line (NDJSON)."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from adapter.errors import SourceError
from adapter.issues import Issue
from adapter.sources import fhir_findings
from adapter.sources.document import Document, Entry, Source
from adapter.sources.fhir_json import decode, parse
from adapter.sources.fhir_lists import list_items
from adapter.sources.fhir_patient import patient_of
from adapter.sources.fhir_release import check_release
from adapter.sources.fhir_resources import Located, Resources, array, located, places_inside, with_contained

MEDICATION_TYPES = ("MedicationStatement", "MedicationRequest", "MedicationDispense", "MedicationAdministration")
# Read when a medication, a list or the document refers to them; the other types of a Bundle are reported once a type.
_CONTEXT_TYPES = frozenset(
    ("Patient", "Practitioner", "PractitionerRole", "Organization", "Encounter", "Location", "Condition", "Observation",
     "DiagnosticReport", "AllergyIntolerance", "Medication", "List", "Composition", "MessageHeader", "Device",
     "RelatedPerson", "DocumentReference", "Provenance", "OperationOutcome", "CareTeam", "Substance")
)  # fmt: skip


def recognise(data: bytes) -> bool:
    """True for JSON text: the only JSON that is read is FHIR, so that other JSON gets a message about what it is."""
    head = data[:512]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head[2:].replace(b"\x00", b"").lstrip()[:1] in (b"{", b"[")
    return head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"[")


def read(source: Source) -> Document:
    """Parse FHIR JSON and list its medication resources, each in the list of the source that refers to it.

    Raises SourceError: not strict JSON in UTF-8, not FHIR R4, a kind of Bundle that holds no state; PatientMismatch.
    """
    issues: list[Issue] = []
    root, resources = _resources(source, issues)
    for item in resources.items:
        check_release(item.resource, item.place, source)
    document = Document("fhir", source, _identity(root, source), root, FhirModel(resources), issues=issues)
    document.memo["resources"] = resources
    document.memo["patient"] = patient_of(resources, source, issues, MEDICATION_TYPES)
    for section, items in list_items(resources, source, issues, MEDICATION_TYPES):
        document.sections.append(section)
        document.entries.extend(Entry(item.resource, item.place, section) for item in items)
    fhir_findings.find(document, resources)
    _report_unread(resources, source, issues)
    return document


def _resources(source: Source, issues: list[Issue]) -> tuple[dict[str, Any], Resources]:
    text = decode(source)
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if len(lines) > 1 and all(line.lstrip().startswith("{") and line.rstrip().endswith("}") for _, line in lines):
        values = [
            (_resource(parse(line, source, number), f"line {number}", source), f"line {number}")
            for number, line in lines
        ]
        return {"resourceType": "Bundle", "type": "collection"}, _index([located(v, place, "") for v, place in values])
    root = _resource(parse(text, source), "", source)
    if root["resourceType"] != "Bundle":
        return root, _index([located(root, root["resourceType"], "")])
    return root, _index(list(_entries(root, source, issues)))


def _index(items: list[Located]) -> Resources:
    return Resources(with_contained(items, (*MEDICATION_TYPES, *fhir_findings.TYPES)))


def _resource(value: Any, place: str, source: Source) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise SourceError(
            f"JSON, but not FHIR: expected an object, found {_named(value)}", source=source.name, location=place
        )
    if not isinstance(value.get("resourceType"), str):
        raise SourceError("JSON, but not FHIR: the object has no resourceType", source=source.name, location=place)
    return value


def _named(value: Any) -> str:
    return "an array" if isinstance(value, list) else "a single value"


def _entries(bundle: dict[str, Any], source: Source, issues: list[Issue]) -> Iterator[Located]:
    _check_bundle(bundle, source, issues)
    for index, entry in enumerate(array(bundle, "entry")):
        place = f"Bundle.entry[{index}]"
        resource = entry.get("resource") if isinstance(entry, dict) else None
        if not isinstance(resource, dict):
            method = entry.get("request", {}).get("method", "") if isinstance(entry, dict) else ""
            said = f"a {method} without a resource" if method else "no resource"
            issues.append(Issue("warning", "structure", f"{said}: nothing to read", source.name, place))
        elif not isinstance(resource.get("resourceType"), str):
            issues.append(
                Issue("error", "structure", "the resource has no resourceType", source.name, f"{place}.resource")
            )
        else:
            yield located(resource, f"{place}.resource", str(entry.get("fullUrl") or ""))


def _check_bundle(bundle: dict[str, Any], source: Source, issues: list[Issue]) -> None:
    if not isinstance(bundle.get("entry", []), list):
        raise SourceError("entry is not an array", source=source.name, location="Bundle.entry")
    if bundle.get("type") == "history":
        message = "a history Bundle holds several versions of a resource; send the resources as they are now"
        raise SourceError(message, source=source.name, location="Bundle.type")
    links = array(bundle, "link")
    if any(isinstance(link, dict) and link.get("relation") == "next" for link in links):
        message = "one page of a search result: the pages after it are not read; send one Bundle with all of them"
        issues.append(Issue("error", "incomplete", message, source.name, "Bundle.link"))


def _identity(root: dict[str, Any], source: Source) -> str:
    """Bundle.identifier of a document, else the SHA-256 of the bytes: Bundle.id is not unique across servers."""
    identifier = root.get("identifier")
    if root.get("type") == "document" and isinstance(identifier, dict) and identifier.get("value"):
        return f"{identifier.get('system', '')}|{identifier['value']}"
    return source.sha256


def _report_unread(resources: Resources, source: Source, issues: list[Issue]) -> None:
    types = [item.type for item in resources.items]
    for type_, count in Counter(types).items():
        if type_ not in MEDICATION_TYPES and type_ not in _CONTEXT_TYPES:
            place = next(item.place for item in resources.items if item.type == type_)
            message = f"{count} × {type_}: not a treatment or not a type of FHIR R4, not read"
            issues.append(Issue("information", "not-supported", message, source.name, place))
    if not any(type_ in MEDICATION_TYPES or type_ == "List" or type_ == "Composition" for type_ in types):
        found = ", ".join(dict.fromkeys(types)) or "no resource"
        message = f"FHIR, but no medication list in it: found {found}; expected {', '.join(MEDICATION_TYPES)}"
        raise SourceError(message, source=source.name)


class FhirModel:
    """FHIR JSON is walked by the engine itself; only places are known here, those of resources without a search."""

    def __init__(self, resources: Resources | None = None) -> None:
        self._resources = resources
        self._inner: dict[int, str] | None = None

    def children(self, node: Any, name: str) -> list[Any]:
        return []

    def all_children(self, node: Any) -> list[Any]:
        return []

    def scalar(self, node: Any) -> None:
        return None

    def type_name(self, node: Any) -> str | None:
        return node.get("resourceType") if isinstance(node, dict) else None

    def place(self, node: Any) -> str:
        """Of a resource; of an object or a text inside one when it is the very one that was read."""
        if self._resources is None:
            return ""
        found = self._resources.of(node)
        return found.place if found else self._inside().get(id(node), "")

    def _inside(self) -> dict[int, str]:
        if self._inner is None:
            self._inner = {}
            for item in self._resources.items if self._resources else ():
                self._inner.update(places_inside(item))
        return self._inner
