"""FHIR R4 in JSON or XML → located tree: a Bundle of any type, Parameters, one resource, or resources one a line."""

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, NamedTuple

from adapter.errors import PatientMismatch, SourceError
from adapter.issues import Issue, Severity
from adapter.sources import fhir_findings, xml
from adapter.sources.document import Document, Entry, Source
from adapter.sources.fhir_contents import contents
from adapter.sources.fhir_each import share_out
from adapter.sources.fhir_lists import Standing, list_items
from adapter.sources.fhir_patient import patient_of
from adapter.sources.fhir_release import check_release
from adapter.sources.fhir_resources import Located, Resources, array, places_inside, with_contained
from adapter.sources.fhir_versions import newest
from adapter.sources.fhir_xml import FHIR
from adapter.sources.patients import with_advice
from adapter.sources.syntax import is_json

MEDICATION_TYPES = ("MedicationStatement", "MedicationRequest", "MedicationDispense", "MedicationAdministration")
# Read when a medication, a list or the document refers to them; the other types of a Bundle are reported once a type.
_CONTEXT_TYPES = frozenset(
    ("Patient", "Practitioner", "PractitionerRole", "Organization", "Encounter", "Location", "Condition", "Observation",
     "DiagnosticReport", "AllergyIntolerance", "Medication", "List", "Composition", "MessageHeader", "Device",
     "RelatedPerson", "DocumentReference", "Provenance", "OperationOutcome", "CareTeam", "Substance")
)  # fmt: skip


def recognise(data: bytes) -> bool:
    """True for a FHIR resource in XML, and for JSON text: the only JSON that is read is FHIR, so that other JSON gets a
    message about what it is."""
    if is_json(data):
        return True
    root = xml.root_name(data)
    return root is not None and root[0] == FHIR


def read(source: Source) -> Document:
    """Parse FHIR and list its medication resources, each in the list of the source that refers to it. XML becomes the
    same as JSON, so that places are FHIRPath in both.

    Raises SourceError: not strict JSON in UTF-8, XML that is refused, not FHIR R4, a kind of Bundle that holds no
    state; PatientMismatch.
    """
    issues: list[Issue] = []
    file = _file(source, issues)
    try:
        document = _document(file, file.resources, source, issues, _identity(file.root, source))
    except PatientMismatch as error:
        shares = share_out(file.items, file.resources, source, [], [])
        raise with_advice(error, [share.place for share in shares]) from None
    _report_unread(file.resources, bool(document.findings), source, issues)
    return document


def read_each(source: Source) -> list[Document]:
    """As read(), of a file about several patients too: a document for each of them, in the order of the file, with the
    places of the whole file; none for one about whom nothing is read, which is told. What does not say whom it is about
    is in none, with an Issue in each, also where the file names one patient alone."""
    issues: list[Issue] = []
    file = _file(source, issues)
    said, identity, left_out = list(issues), _identity(file.root, source), list[Issue]()
    whole = file.resources
    shares = share_out(file.items, whole, source, said, left_out)
    if not left_out or not shares:
        with suppress(PatientMismatch):
            document = _document(file, whole, source, issues, identity)
            _report_unread(whole, bool(document.findings), source, issues)
            return [document]
    said += left_out
    _report_unread(whole, True, source, said)
    found = [
        _document(file, _index(share.items, whole), source, list(said), f"{identity}#{share.place}") for share in shares
    ]
    documents = [document for document in found if document.sections or document.findings]
    if not documents:
        place = left_out[0].location if left_out else ""
        raise SourceError("nothing to read that says which patient it is about", source=source.name, location=place)
    if len(documents) < len(found):
        message = f"{len(found) - len(documents)} of {len(found)} patients have nothing to read: no Bundle"
        for document in documents:
            document.issues.append(Issue("information", "not-supported", message, source.name))
    return documents


class _File(NamedTuple):
    """items: the resources of the file; resources: their index, what they contain included."""

    variant: str
    root: dict[str, Any]
    items: list[Located]
    resources: Resources


def _file(source: Source, issues: list[Issue]) -> _File:
    variant, root, items = contents(source, issues)
    items = newest(items, source, issues)
    file = _File(variant, root, items, _index(items))
    for item in file.resources.items:
        check_release(item.resource, item.place, source)
    return file


def _document(file: _File, resources: Resources, source: Source, issues: list[Issue], identity: str) -> Document:
    """The resources of one patient as a located tree."""
    document = Document("fhir", source, identity, file.root, FhirModel(resources), issues=issues, variant=file.variant)
    document.memo["resources"] = resources
    document.memo["patient"] = patient_of(resources, source, issues, MEDICATION_TYPES)
    standing = Standing({}, {})
    document.memo["standing"] = standing
    for section, listed in list_items(resources, source, issues, MEDICATION_TYPES, standing):
        document.sections.append(section)
        document.entries.extend(Entry(item.resource, item.place, section) for item in listed)
    fhir_findings.find(document, resources)
    return document


def _index(items: list[Located], around: Resources | None = None) -> Resources:
    return Resources(with_contained(items, (*MEDICATION_TYPES, *fhir_findings.TYPES, "List")), around)


def _identity(root: dict[str, Any], source: Source) -> str:
    """Bundle.identifier of a document, else the SHA-256 of the bytes: Bundle.id is not unique across servers."""
    identifier = root.get("identifier")
    if root.get("type") == "document" and isinstance(identifier, dict) and identifier.get("value"):
        return f"{identifier.get('system', '')}|{identifier['value']}"
    return source.sha256


def _report_unread(resources: Resources, has_findings: bool, source: Source, issues: list[Issue]) -> None:
    """Raises SourceError when the file holds nothing that is read."""
    types = [item.type for item in resources.items]
    for type_, count in Counter(types).items():
        if type_ not in MEDICATION_TYPES and type_ not in _CONTEXT_TYPES:
            place = next(item.place for item in resources.items if item.type == type_)
            message = f"{count} × {type_}: not a treatment or not a type of FHIR R4, not read"
            issues.append(Issue("information", "not-supported", message, source.name, place))
    _report_unused(resources, source, issues)
    _report_outcomes(resources, source, issues)
    listed = any(type_ in MEDICATION_TYPES or type_ == "List" or type_ == "Composition" for type_ in types)
    if not listed and not has_findings:
        unread = next((issue for issue in issues if issue.severity == "error"), None)
        if unread is not None:
            raise SourceError(unread.message, source=source.name, location=unread.location)
        found = ", ".join(dict.fromkeys(types)) or "no resource"
        message = f"FHIR, but no medication list in it: found {found}; expected {', '.join(MEDICATION_TYPES)}"
        raise SourceError(message, source=source.name)


def _report_outcomes(resources: Resources, source: Source, issues: list[Issue]) -> None:
    """What the server that made the file says of it: that it left something out, or could not read something."""
    for item in resources.items:
        for row in array(item.resource, "issue") if item.type == "OperationOutcome" else ():
            if not isinstance(row, dict):
                continue
            details = row.get("details")
            words = [details.get("text")] if isinstance(details, dict) else []
            said = next((text for text in (*words, row.get("diagnostics"), row.get("code")) if text), "nothing")
            message = f"its server says of this file: {row.get('severity')}, {said}"
            severity: Severity = "information" if row.get("severity") == "information" else "warning"
            issues.append(Issue(severity, "incomplete", message, source.name, item.place))


def _report_unused(resources: Resources, source: Source, issues: list[Issue]) -> None:
    """Products that no treatment, list or other product refers to: what they are there for is not said."""
    products = [item for item in resources.items if item.type == "Medication" and "#" not in item.place]
    if not products:
        return
    used = {id(found) for item in resources.items for text in _leads(item) if (found := resources.resolve(text, item))}
    unused = [item for item in products if id(item) not in used]
    if unused:
        message = f"{len(unused)} × Medication that nothing refers to: no treatment, not read"
        issues.append(Issue("information", "not-supported", message, source.name, unused[0].place))


def _leads(item: Located) -> Iterator[Any]:
    """The references that may lead to a product."""
    resource = item.resource
    if item.type in MEDICATION_TYPES:
        yield _text(resource.get("medicationReference"))
    elif item.type == "Medication":
        yield from (_text(row.get("itemReference")) for row in array(resource, "ingredient") if isinstance(row, dict))
    elif item.type == "List":
        yield from (_text(row.get("item")) for row in array(resource, "entry") if isinstance(row, dict))


def _text(reference: Any) -> Any:
    return reference.get("reference") if isinstance(reference, dict) else None


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
