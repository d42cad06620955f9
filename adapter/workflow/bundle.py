"""The collection Bundle of one source: what was mapped, the document it came from, the program, and a Provenance an
entry."""

from typing import Any

from adapter.fhir.canonical import BASE, DATA_ABSENT_REASON, SOURCE_PLACE
from adapter.fhir.identifiers import full_url, stable_id
from adapter.fhir.pruning import pruned
from adapter.sources.document import Document
from adapter.version import VERSION
from adapter.workflow.collected import Collected
from adapter.workflow.findings import Findings
from adapter.workflow.formats import FORMATS

SHA256_SYSTEM = f"{BASE}/NamingSystem/source-sha256"


def collection_bundle(
    document: Document, collected: Collected, findings: Findings, recorded: str | None
) -> dict[str, Any]:
    """Assemble the Bundle of `map` in the order of design §6, the findings behind the medications.

    recorded: an instant for sources that state none.
    """
    header = {resource["resourceType"]: resource for resource in collected.header}
    patient = header.get("Patient")
    reference = _document_reference(document, header.get("DocumentReference", {}), patient)
    instant = _instant(reference.get("date")) or _instant(recorded)
    if reference.get("date") and not _instant(reference["date"]):
        reference.pop("date")  # DocumentReference.date is an instant: a day alone stays on the lists and statements
    device = program_device()
    resources = [r for r in (patient, reference, device, *collected.participants.values()) if r is not None]
    if encounter := header.get("Encounter"):
        resources.append({**encounter, **_subject(patient)})
    date = header.get("DocumentReference", {}).get("date")
    resources += [_list(list_, document, patient, date) for list_ in collected.lists]
    resources += collected.medications
    resources += [_list(list_, document, patient, date) for list_ in findings.lists]
    known = {resource["id"] for resource in resources}
    resources += [r for id_, r in {**findings.others, **findings.resources}.items() if id_ not in known]
    program, source = full_url(device["id"]), full_url(reference["id"])
    resources += [
        _provenance(document, place, targets, source, program, instant)
        for place, targets in (*collected.provenance.items(), *findings.provenance)
    ]
    bundle: dict[str, Any] = {
        "resourceType": "Bundle",
        "id": stable_id(document.identity, "Bundle"),
        "type": "collection",
    }
    if instant:
        bundle["timestamp"] = instant
    bundle["entry"] = [{"fullUrl": full_url(resource["id"]), "resource": resource} for resource in resources]
    return bundle


def program_device() -> dict[str, Any]:
    """This program and its version as a Device: the agent of every Provenance."""
    return {
        "resourceType": "Device",
        "id": stable_id("medrec-adapter", VERSION),
        "deviceName": [{"name": "medrec-adapter", "type": "model-name"}],
        "version": [{"value": VERSION}],
    }


def _document_reference(document: Document, mapped: dict[str, Any], patient: dict[str, Any] | None) -> dict[str, Any]:
    known = {key: value for key, value in mapped.items() if key not in ("resourceType", "id", "status")}
    return {
        "resourceType": "DocumentReference",
        "id": stable_id(document.identity, "DocumentReference"),
        "identifier": [{"system": SHA256_SYSTEM, "value": document.source.sha256}],
        "status": "current",
        **known,
        **_subject(patient),
        "content": [{"attachment": {"contentType": _media_type(document), "size": len(document.source.data)}}],
    }


def _media_type(document: Document) -> str:
    return FORMATS[document.kind].media_type.format(variant=document.variant)


def _list(
    list_: dict[str, Any], document: Document, patient: dict[str, Any] | None, date: str | None
) -> dict[str, Any]:
    body = {
        key: value
        for key, value in list_.items()
        if key not in ("resourceType", "id", "extension", "entry", "emptyReason")
    }
    head: dict[str, Any] = {"resourceType": "List", "id": list_["id"]}
    if "extension" in list_:
        head["extension"] = list_["extension"]
    head |= {"status": "current", "mode": "snapshot", **body, **_subject(patient)}
    if date and "date" not in head:
        head["date"] = date
    return pruned(head | {key: list_[key] for key in ("entry", "emptyReason") if list_.get(key)})


def _subject(patient: dict[str, Any] | None) -> dict[str, Any]:
    if patient is None:
        return {"subject": {"extension": [{"url": DATA_ABSENT_REASON, "valueCode": "unknown"}]}}
    return {"subject": {"reference": full_url(patient["id"])}}


def _provenance(
    document: Document,
    place: str,
    targets: list[str],
    source: str,
    program: str,
    instant: str | None,
) -> dict[str, Any]:
    body: dict[str, Any] = {
        "resourceType": "Provenance",
        "id": stable_id(document.identity, place, "Provenance"),
        "target": [{"reference": target} for target in targets],
    }
    if instant:
        body["recorded"] = instant
    else:
        body["_recorded"] = {"extension": [{"url": DATA_ABSENT_REASON, "valueCode": "unknown"}]}
    body["agent"] = [{"who": {"reference": program}}]
    body["entity"] = [
        {
            "extension": [{"url": SOURCE_PLACE, "valueString": place}],
            "role": "source",
            "what": {"reference": source},
        }
    ]
    return body


def _instant(text: str | None) -> str | None:
    """The text when it is an instant (date, time and zone), else None: a day is never made into a time."""
    return text if text and len(text) > 19 and "T" in text else None
