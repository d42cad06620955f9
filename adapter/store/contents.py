"""A plan document Bundle → the resources that the store keeps, each readable alone, with what it is found by.

Inside the Bundle references are `urn:uuid:` (https://hl7.org/fhir/R4/bundle.html#references); a resource read alone
has references relative to the service (https://hl7.org/fhir/R4/references.html#literal): nothing else can resolve them.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import orjson


@dataclass(frozen=True, slots=True)
class Content:
    """One resource as it is kept. tokens: (search parameter, system, value); digest: SHA-256 of `body`."""

    type: str
    id: str
    body: bytes
    digest: str
    tokens: tuple[tuple[str, str, str], ...]


def plan_contents(bundle: dict[str, Any], outcome: dict[str, Any]) -> list[Content]:
    """The Bundle itself first, unchanged; then the outcome of its run (under its id); then each resource in it.

    Every resource has an id: the plan gives it (a KeyError here is a defect of the program, not of data).
    """
    entries = [(entry.get("fullUrl", ""), entry["resource"]) for entry in bundle.get("entry", ())]
    relative = {full_url: f"{resource['resourceType']}/{resource['id']}" for full_url, resource in entries}
    patients = {relative[url]: resource for url, resource in entries if resource["resourceType"] == "Patient"}
    parts = [f"{resource['resourceType']}/{resource['id']}" for _, resource in entries]
    contents = [
        _content(bundle, [*_identifiers("identifier", _list(bundle, "identifier")), *_parts(parts)]),
        _content({**outcome, "id": bundle["id"]}, []),
    ]
    for _, resource in entries:
        alone = _relative(resource, relative)
        own = _identifiers("identifier", _list(alone, "identifier"))
        contents.append(_content(alone, [*own, *_subject(alone, patients)]))
    return contents


def _content(resource: dict[str, Any], tokens: Iterable[tuple[str, str, str]]) -> Content:
    body = orjson.dumps(resource)
    id_ = resource["id"]
    found_by = dict.fromkeys([("_id", "", id_), *tokens])
    return Content(resource["resourceType"], id_, body, hashlib.sha256(body).hexdigest(), tuple(found_by))


def _relative(node: Any, relative: dict[str, str]) -> Any:
    """The tree with each `Reference.reference` to an entry of the Bundle as `Type/id`; everything else as it is."""
    if isinstance(node, dict):
        copy = {key: _relative(value, relative) for key, value in node.items()}
        if isinstance(copy.get("reference"), str):
            copy["reference"] = relative.get(copy["reference"], copy["reference"])
        return copy
    if isinstance(node, list):
        return [_relative(value, relative) for value in node]
    return node


def _parts(parts: list[str]) -> list[tuple[str, str, str]]:
    """`composition` is the R4 search parameter of a document (its first entry); `entry` finds the document of one."""
    found = [("composition", "", part) for part in parts[:1]]
    return found + [("entry", "", part) for part in parts if part.split("/")[0] in ("Composition", "CarePlan")]


def _subject(resource: dict[str, Any], patients: dict[str, dict[str, Any]]) -> list[tuple[str, str, str]]:
    """The patient a resource is about: the reference, and the identifiers of both the Patient and the reference."""
    subject = resource.get("subject") or {}
    reference = subject.get("reference", "")
    identifiers = [*_list(patients.get(reference, {}), "identifier"), *_list(subject, "identifier")]
    found = [("patient", "", reference)] if reference else []
    return found + _identifiers("patient.identifier", identifiers)


def _identifiers(parameter: str, identifiers: list[Any]) -> list[tuple[str, str, str]]:
    return [(parameter, i.get("system", ""), i["value"]) for i in identifiers if isinstance(i, dict) and i.get("value")]


def _list(resource: dict[str, Any], name: str) -> list[Any]:
    value = resource.get(name, [])
    return value if isinstance(value, list) else [value]
