"""Ids of the people and organisations of a document: the same person twice in one document is one resource."""

from typing import Any

from adapter.fhir.identifiers import full_url, stable_id
from adapter.fhirpath.host_functions import of_each
from adapter.functions.cda.children import child, children, descendant
from adapter.functions.cda.once import once

_NAME_PARTS = ("prefix", "given", "family", "suffix")
_ONESELF = frozenset(("ONESELF", "SELF"))


@once
def participant_id(context: Any, focus: list, *args: list) -> list:
    """assignedAuthor / assignedEntity / organization element, and a resource type → the id of that resource in this
    document.

    The id derives from identifiers *and* names: national samples give one identifier to several people.
    """
    type_ = str(args[0][0])
    return [stable_id(context.document.identity, type_, *_key(node, type_)) for node in focus]


@of_each
def participant_reference(context: Any, node: Any, *_: list) -> dict[str, str]:
    """assignedAuthor / assignedEntity → Reference to its PractitionerRole, with the name of the person, else of the
    organisation."""
    return dict(_reference(context, node))


def _reference(context: Any, node: Any) -> dict[str, str]:
    """The same author stands behind most entries: made once a document."""
    made = context.document.memo.setdefault("cda participants", {})
    if node not in made:
        id_ = participant_id(context, [node], ["PractitionerRole"])[0]
        said = display(node)
        made[node] = {"reference": full_url(id_), **({"display": said} if said else {})}
    reference: dict[str, str] = made[node]
    return reference


def resource_reference(context: Any, focus: list, *args: list) -> list:
    """Like participantId(), as `urn:uuid:` reference text."""
    return [full_url(id_) for id_ in participant_id(context, focus, *args)]


def is_patient(context: Any, focus: list, *_: list) -> list:
    """assignedEntity → whether it is the patient: by its code (RoleCode ONESELF) or an identifier of the patient."""
    patient = descendant(context.document.root, "recordTarget", "patientRole")
    own = {_id(id_) for id_ in children(patient, "id") if id_.get("root")} if patient is not None else set()
    return [
        any(code.get("code") in _ONESELF for code in children(node, "code"))
        or any(_id(id_) in own for id_ in children(node, "id"))
        for node in focus
    ]


def participant_name(context: Any, focus: list, *_: list) -> list:
    """assignedEntity / relatedEntity → the name of the person, else of the organisation, else what it is to the
    patient."""
    codes = ((node, child(node, "code")) for node in focus)
    said = (display(node) or (code.get("displayName") if code is not None else "") for node, code in codes)
    return [name for name in said if name]


def display(node: Any) -> str:
    """`M Jacques BIDEAULT DR`: prefix, given names, family name and suffix of the person, else the organisation's
    name."""
    name = descendant(node, "assignedPerson", "name")
    if name is None:
        name = descendant(node, "relatedPerson", "name")
    if name is None:
        name = descendant(node, "representedOrganization", "name")
        return _flat(name) if name is not None else ""
    parts = (_flat(child) for part in _NAME_PARTS for child in children(name, part))
    return " ".join(part for part in parts if part) or _flat(name)


def _flat(node: Any) -> str:
    return " ".join(" ".join(node.itertext()).split())


def _key(node: Any, type_: str) -> list[str]:
    person = [_ids(node), _texts(node, "assignedPerson")]
    organization = child(node, "representedOrganization")
    work = [_ids(organization), _texts(organization, "name")] if organization is not None else []
    match type_:
        case "Practitioner":
            return person
        case "Organization":
            return [_ids(node), _texts(node, "name")]
        case _:
            return [*person, *work, (code.get("code") or "") if (code := child(node, "code")) is not None else ""]


def _ids(node: Any) -> str:
    return " ".join(_id(i) for i in children(node, "id"))


def _id(node: Any) -> str:
    return f"{node.get('root')}^{node.get('extension')}"


def _texts(node: Any, name: str) -> str:
    return " ".join(_flat(child) for child in children(node, name))
