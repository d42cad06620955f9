"""Plan situations in a compact form → the report and the mapped Bundles that plan_document takes.

A case has `sources` (file, date, instant, patient, lines) and `groups` (the lines by name, and what the engine says).
Ids are spelled from names, so that a test can speak of `line("d1")`.
"""

from typing import Any

from adapter.fhir.canonical import MEDICATION_LIST_KIND, SOURCE_PLACE
from adapter.fhir.identifiers import full_url, stable_id

DEVICE = {
    "resourceType": "Device",
    "id": stable_id("device"),
    "deviceName": [{"name": "medrec-adapter", "type": "model-name"}],
}
TYPES = {
    "dispensing": "MedicationDispense",
    "prescription": "MedicationRequest",
    "administered": "MedicationAdministration",
}
SIDES = {
    "discharge": "discharge",
    "prescription": "discharge",
    "dispensing": "history",
    "history": "history",
    "admission": "history",
}
PATIENT = {"ins": "141059999900052", "family": "ESSAI"}


def report_of(case: dict[str, Any]) -> dict[str, Any]:
    lines = [_line(name, row, source) for source in case["sources"] for name, row in source["lines"].items()]
    by_name = {name: row["list"] for source in case["sources"] for name, row in source["lines"].items()}
    return {
        "patient": {
            "identifiers": [],
            "name": "Alix ESSAI",
            "birthDate": "1941-05-02",
            "sex": "female",
            **case.get("patient", {}),
        },
        "date": case.get("date", "2026-03-10"),
        "admission": case.get("admission"),
        "knowledge": {"drugs": "none"},
        "sources": [_source(source, number) for number, source in enumerate(case["sources"])],
        "lines": lines,
        "groups": [_group(group, by_name) for group in case["groups"]],
        "ledger": {"lines": len(lines), "grouped": len(lines), "bySource": {}},
    }


def bundles_of(case: dict[str, Any]) -> list[dict[str, Any]]:
    return [_bundle(source, number) for number, source in enumerate(case["sources"])]


def line_id(name: str) -> str:
    return stable_id("line", name)


def group_id(names: list[str]) -> str:
    return stable_id("group", *sorted(names))


def _line(name: str, row: dict[str, Any], source: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": line_id(name),
        "source": source["file"],
        "location": f"row {name}",
        "list": row["list"],
        "display": row["drug"],
        "codes": [],
        "ingredients": [{"name": word, "strength": None} for word in row.get("ingredients", [row["drug"]])],
        "atc": [],
        "form": {"text": "", "code": ""},
        "route": {"text": "", "code": ""},
        "dosageText": row.get("take", ""),
        "dailyDose": row.get("dailyDose"),
        "period": {"start": row.get("start"), "end": row.get("end")},
        "coverage": row.get("coverage"),
    }


def _group(group: dict[str, Any], lists: dict[str, str]) -> dict[str, Any]:
    names = group["lines"]
    side = {name: SIDES.get(lists[name]) for name in names}
    return {
        "id": group_id(names),
        "lines": [line_id(name) for name in names],
        "history": [line_id(name) for name in names if side[name] == "history"],
        "discharge": [line_id(name) for name in names if side[name] == "discharge"],
        "status": group["status"],
        "documented": group.get("documented"),
        "discrepancies": [
            {"type": type_, "message": message, "qualification": "unqualified"}
            for type_, message in group.get("discrepancies", {}).items()
        ],
        "match": {"rung": group.get("rung", "alone"), "because": group.get("because", [])},
        "proposals": [
            {**proposal, "groups": [group_id(names) for names in proposal["groups"]], "because": []}
            for proposal in group.get("proposals", ())
        ],
    }


def _source(source: dict[str, Any], number: int) -> dict[str, Any]:
    kinds = list(dict.fromkeys(row["list"] for row in source["lines"].values()))
    return {
        "file": source["file"],
        "kind": "csv",
        "date": source.get("date"),
        "bundle": stable_id("bundle", source["file"]),
        "lists": [{"list": kind, "state": "items"} for kind in kinds] + source.get("lists", []),
    }


def _bundle(source: dict[str, Any], number: int) -> dict[str, Any]:
    file = source["file"]
    patient = _patient(source, file)
    subject = {"reference": full_url(patient["id"])} if patient else {"display": "unknown"}
    document = {
        "resourceType": "DocumentReference",
        "id": stable_id(file, "DocumentReference"),
        "identifier": [{"system": "urn:example:sha", "value": stable_id(file, "sha")}],
        "status": "current",
        "description": source.get("title", file.split(".")[0]),
        "subject": subject,
        "content": [{"attachment": {"contentType": "text/csv"}}],
    }
    medications = [_medication(name, row, subject) for name, row in source["lines"].items()]
    lists = [
        _list(kind, file, source, subject) for kind in dict.fromkeys(row["list"] for row in source["lines"].values())
    ]
    resources = [patient, document, DEVICE, *source.get("others", ()), *lists, *medications]
    resources += [_provenance(medication, document, source) for medication in medications]
    bundle = {"resourceType": "Bundle", "id": stable_id("bundle", file), "type": "collection"}
    if "instant" in source:
        bundle["timestamp"] = source["instant"]
    bundle["entry"] = [{"fullUrl": full_url(r["id"]), "resource": r} for r in resources if r]
    return bundle


def _patient(source: dict[str, Any], file: str) -> dict[str, Any] | None:
    said = source.get("patient", PATIENT)
    if said is None:
        return None
    identifiers = [{"system": "urn:oid:1.2.250.1.213.1.4.10", "value": said["ins"]}] if "ins" in said else []
    identifiers += [{"system": "urn:oid:1.2.3.4", "value": said["local"]}] if "local" in said else []
    patient: dict[str, Any] = {"resourceType": "Patient", "id": stable_id(file, "Patient"), "identifier": identifiers}
    if "family" in said:
        patient["name"] = [{"family": said["family"], "given": ["Alix"]}]
    return patient


def _list(kind: str, file: str, source: dict[str, Any], subject: dict[str, Any]) -> dict[str, Any]:
    return {
        "resourceType": "List",
        "id": stable_id(file, kind, "List"),
        "extension": [{"url": MEDICATION_LIST_KIND, "valueCode": kind}],
        "status": "current",
        "mode": "snapshot",
        "title": kind,
        "subject": subject,
        "entry": [
            {"item": {"reference": full_url(line_id(name))}}
            for name, row in source["lines"].items()
            if row["list"] == kind
        ],
    }


def _medication(name: str, row: dict[str, Any], subject: dict[str, Any]) -> dict[str, Any]:
    type_ = TYPES.get(row["list"], "MedicationStatement")
    body: dict[str, Any] = {
        "resourceType": type_,
        "id": line_id(name),
        "status": row.get("status", "completed" if type_ == "MedicationDispense" else "active"),
    }
    if type_ == "MedicationRequest":
        body["intent"] = "order"
    body |= {"medicationCodeableConcept": {"text": row["drug"]}, "subject": subject}
    if row.get("take"):
        dosage = {"text": row["take"]}
        body |= {"dosage": [dosage]} if type_ == "MedicationStatement" else {"dosageInstruction": [dosage]}
    if "day" in row:
        body["whenHandedOver"] = row["day"]
    return {**body, **row.get("resource", {})}


def _provenance(medication: dict[str, Any], document: dict[str, Any], source: dict[str, Any]) -> dict[str, Any]:
    return {
        "resourceType": "Provenance",
        "id": stable_id(medication["id"], "Provenance"),
        "target": [{"reference": full_url(medication["id"])}],
        "recorded": source.get("instant", "2026-03-10T10:00:00+01:00"),
        "agent": [{"who": {"reference": full_url(DEVICE["id"])}}],
        "entity": [
            {
                "extension": [{"url": SOURCE_PLACE, "valueString": "row 1"}],
                "role": "source",
                "what": {"reference": full_url(document["id"])},
            }
        ],
    }
