"""Lists of a FHIR source: which of them are medication lists, of which kind, and what they say of themselves."""

from collections.abc import Mapping
from typing import Any

from adapter.fhir.canonical import (
    FINDING_LIST_KIND,
    LIST_EMPTY_REASON,
    LIST_KINDS,
    LOINC,
    MEDICATION_LIST_KIND,
    SECTION_LIST_KIND,
)
from adapter.fhir.narrative import narrative_words
from adapter.functions.codes import in_force
from adapter.functions.fhir.carried import Carrier
from adapter.issues import Issue
from adapter.sources.document import Section
from adapter.sources.fhir_conciliation import document_type, states_no_treatment
from adapter.sources.fhir_lists import APART, DELETED, PLANNED
from adapter.sources.fhir_resources import Located, array
from adapter.terminology.concept_map import once_a_map

_BY_TYPE = {"MedicationDispense": "dispensing", "MedicationAdministration": "administered", "planned": "planned"}
_SUMMARY, _MEDICATION_SUMMARY = "60591-5", "10160-0"
_KINDS = (MEDICATION_LIST_KIND, FINDING_LIST_KIND)
_USE_CODES = "list-example-use-codes"
_HEAD = (
    "extension",
    "identifier",
    "status",
    "mode",
    "title",
    "code",
    "encounter",
    "date",
    "source",
    "orderedBy",
    "note",
)


def is_medication_list(context: Any, focus: list, *_: list) -> list:
    """List, section or group of resources → whether it is a medication list: by its items, else by its code."""
    return [_is_medication_list(context, _section(context, node)) for node in focus]


def list_head(context: Any, focus: list, *_: list) -> list:
    """List, section or group → its elements as those of List, its `kind`, and `participant`: whom they refer to.

    Of a section: title, code, emptyReason, orderedBy, and the date of its Composition.
    """
    found = []
    for node in focus:
        section = _section(context, node)
        carrier = Carrier(context)
        head = _head(context, carrier, section)
        head["extension"] = [e for e in head.get("extension", ()) if e.get("url") not in _KINDS]
        if kind := list_kind(context, section):
            head["kind"] = kind
        head["participant"] = carrier.participants()
        found.append(head)
    return found


def list_kind(context: Any, section: Section) -> str | None:
    """The kind of a list: as it says itself, or by what all of its items are, or by its LOINC code.

    None: it takes the role of its source. So does the medication summary of a patient summary (IPS): it is what the
    patient takes on its day, whichever side of the stay that is.
    """
    for extension in array(section.node, "extension"):
        if isinstance(extension, dict) and extension.get("url") == MEDICATION_LIST_KIND:
            return extension["valueCode"] if extension.get("valueCode") in LIST_KINDS else None
    kinds = _kinds(context.concept_maps[SECTION_LIST_KIND])
    coded = next((kind for code in _codes(section.node) if (kind := kinds.get(code))), None)
    if not _codes(section.node):
        coded = _conciliation_kind(context, section)
    if coded == "history" and _document_type(context) == _SUMMARY:
        coded = None
    types = {_kind_of(entry.node) for entry in context.document.entries if entry.section is section}
    (type_,) = types if len(types) == 1 else ("",)
    return _BY_TYPE.get(type_, coded) if coded in (None, "history") else coded


def parts_not_read(context: Any, focus: list, *_: list) -> list:
    """Bundle or resource → words for the sections of its Compositions of which nothing is read, by title and code;
    nothing when all is read."""
    document = context.document
    read = [section for _, section in document.finding_sections]
    read += [part.section for part in (*document.entries, *document.findings)]
    known = {section.place.partition(APART)[0] for section in read if section is not None}
    names = [
        _label(section.node)
        for section in document.sections
        if ".section[" in section.place
        and section.place not in known
        and ("text" in section.node or array(section.node, "entry"))
        if not _is_medication_list(context, section)
    ]
    return [f"sections of which nothing is read: {', '.join(dict.fromkeys(names))}"] if names else []


def _label(node: dict[str, Any]) -> str:
    title, concept = node.get("title"), node.get("code")
    rows = array(concept, "coding") if isinstance(concept, dict) else []
    code = next((str(row["code"]) for row in rows if isinstance(row, dict) and row.get("code")), "")
    title = title if isinstance(title, str) else ""
    return f"{title} ({code})" if title and code else title or code or "one without title or code"


def _conciliation_kind(context: Any, section: Section) -> str | None:
    """What the type of a French conciliation document says of its section without code."""
    place = section.place.partition(".section[")[0]
    document = next((i for i in context.document.memo["resources"].items if i.place == place), None)
    code = document_type(document.resource) if document is not None and document.type == "Composition" else None
    return in_force(context, "conciliation-document-kind", None, code) if code else None


def _is_medication_list(context: Any, section: Section) -> bool:
    node = section.node
    if node.keys() == {"loose"} or any(entry.section is section for entry in context.document.entries):
        return True
    if section.place.endswith(DELETED) or _is_of_findings(node):
        return False  # nothing of what the list marks as deleted is a medication; allergies and problems are none
    if list_kind(context, section) or _MEDICATION_SUMMARY in _codes(node) or _is_medications(node):
        return True
    if node.get("resourceType") == "List" and not array(node, "entry") and "code" not in node:
        message = "an empty list that does not say what it is a list of: left out"
        context.issue(Issue("warning", "incomplete", message, context.document.source.name, section.place))
    return False


def _is_of_findings(node: dict[str, Any]) -> bool:
    return any(isinstance(e, dict) and e.get("url") == FINDING_LIST_KIND for e in array(node, "extension"))


def _section(context: Any, node: dict[str, Any]) -> Section:
    listed = [section for _, section in context.document.finding_sections]
    return next(section for section in (*context.document.sections, *listed) if section.node is node)


def _head(context: Any, carrier: Carrier, section: Section) -> dict[str, Any]:
    node = section.node
    if node.keys() == {"loose"}:
        return {}
    resource = _resource(carrier, section)
    if node.get("resourceType") == "List":
        kept = {key: node[key] for key in ("resourceType", *_HEAD, "emptyReason") if key in node}
        kept |= _in_words(context, section)
        said = carrier.shaped(Located(node, resource.place, base=resource.base), kept)
        _report_state(context, section, said)
        return {key: said[key] for key in (*_HEAD, "emptyReason") if key in said}
    kept = {key: node[key] for key in ("extension", "title", "code", "orderedBy", "emptyReason") if key in node}
    kept |= {"date": resource.resource["date"]} if "date" in resource.resource else {}
    if states_no_treatment(resource.resource, node):
        kept["emptyReason"] = {"coding": [{"system": LIST_EMPTY_REASON, "code": "nilknown", "display": "Nil Known"}]}
        message = "an empty history: by its profile (draft), nothing was taken before the stay"
        context.issue(Issue("information", "business-rule", message, context.document.source.name, section.place))
    kept |= _in_words(context, section)
    said = carrier.shaped(resource, {"resourceType": "List", **kept})
    return {key: said[key] for key in (*_HEAD, "emptyReason") if key in said}


def _in_words(context: Any, section: Section) -> dict[str, Any]:
    """The narrative of a list without any entry, as a note beside its own: a list in words alone."""
    text = section.node.get("text")
    div = text.get("div") if isinstance(text, dict) else None
    words = narrative_words(div) if isinstance(div, str) else ""
    if not words or any(entry.section is section for entry in context.document.entries):
        return {}
    return {"note": [*array(section.node, "note"), {"text": words}]}


def _resource(carrier: Carrier, section: Section) -> Located:
    """The List or Composition that the list stands in."""
    places = (section.place, section.place.partition(".section[")[0], section.place.partition(APART)[0])
    return next(item for item in carrier.resources.items if item.place in places)


def _report_state(context: Any, section: Section, said: dict[str, Any]) -> None:
    for element, values in (("status", ("retired", "entered-in-error")), ("mode", ("changes",))):
        if said.get(element) in values:
            message = f"List.{element} is {said[element]}: check whether this is what is to be taken"
            source = context.document.source.name
            context.issue(Issue("warning", "business-rule", message, source, section.place, f"List.{element}"))


def _codes(node: dict[str, Any]) -> list[str]:
    concept = node.get("code")
    rows = array(concept, "coding") if isinstance(concept, dict) else []
    return [str(row.get("code")) for row in rows if isinstance(row, dict) and row.get("system") == LOINC]


def _is_medications(node: dict[str, Any]) -> bool:
    concept = node.get("code")
    rows = array(concept, "coding") if isinstance(concept, dict) else []
    return any(
        isinstance(row, dict) and _USE_CODES in str(row.get("system")) and row.get("code") == "medications"
        for row in rows
    )


def _document_type(context: Any) -> str | None:
    for item in context.document.memo["resources"].items:
        if item.type == "Composition":
            concept = item.resource.get("type")
            return next(iter(_codes({"code": concept})), None)
    return None


def _kind_of(resource: dict[str, Any]) -> str:
    planned = resource.get("intent") in PLANNED
    return "planned" if planned and resource["resourceType"] == "MedicationRequest" else str(resource["resourceType"])


@once_a_map
def _kinds(concept_map: Mapping[str, Any]) -> dict[str, str]:
    """LOINC code → kind, where it depends on nothing else."""
    return {
        element["code"]: target["code"]
        for group in concept_map["group"]
        if group.get("source") == LOINC
        for element in group["element"]
        for target in element["target"]
        if "dependsOn" not in target
    }
