"""The source itself: its patient, its stay, and what its Bundle and Composition say of it."""

from typing import Any

from adapter.fhir.identifiers import stable_id
from adapter.functions.fhir.carried import Carrier, stay_of
from adapter.sources.fhir_resources import Located

_STATED = ("resourceType", "type", "title", "date", "status", "author")
"""What DocumentReference takes of a Composition."""


def document_patient(context: Any, focus: list, *_: list) -> list:
    """The one Patient of the source as `{"resource": [Patient, whom it refers to …]}`; nothing when there is none.

    A subject that is only an identifier or a name, with no Patient resource behind it, is a Patient that says no more.
    """
    patient = context.document.memo["patient"]
    if patient is None:
        return []
    carrier = Carrier(context)
    located = carrier.resources.of(patient)
    if located is not None:
        return [{"resource": [carrier.resource(located), *carrier.participants()]}]
    stated = carrier.shaped(Located(patient, patient_place(context)), patient)
    stated["id"] = stable_id(context.document.identity, "Patient")
    return [{"resource": [stated, *carrier.participants()]}]


def patient_place(context: Any) -> str:
    """Where a Patient stands that is no resource of its own: in the first resource about it."""
    place: str = context.document.entries[0].place if context.document.entries else ""
    return place


def stay(context: Any, focus: list, *_: list) -> list:
    """The Encounter of the document, as `{"resource": [Encounter, whom it refers to …]}`."""
    found = stay_of(context)
    if found is None:
        return []
    carrier = Carrier(context)
    return [{"resource": [carrier.resource(found), *carrier.participants()]}]


def document_head(context: Any, focus: list, *_: list) -> list:
    """Bundle → what DocumentReference says: `identifier` of the Bundle; `type`, `title`, `date`, `status` and `author`
    of its Composition, with `participant`: the authors.

    Bundle.timestamp is the date of a collection, a document or a message; of a search it is the day of the search.
    """
    composition = next((i for i in context.document.memo["resources"].items if i.type == "Composition"), None)
    head: dict[str, Any] = {}
    if composition is not None:
        carrier = Carrier(context)
        stated = {key: composition.resource[key] for key in _STATED if key in composition.resource}
        said = carrier.shaped(composition, stated)
        head = {key: said[key] for key in _STATED[1:] if key in said}
        head["participant"] = carrier.participants()
    for root in focus:
        if root.get("resourceType") == "Bundle":
            known = ("resourceType", "identifier", "timestamp")
            said = Carrier(context).shaped(Located(root, "Bundle"), {key: root[key] for key in known if key in root})
            head |= {"identifier": said["identifier"]} if "identifier" in said else {}
            if "date" not in head and root.get("type") in ("collection", "document", "message") and "timestamp" in said:
                head["date"] = said["timestamp"]
    return [head] if head else []
