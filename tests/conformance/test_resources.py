"""A resource against R4: each thing that is wrong is said at its place, and what is right is left alone."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from adapter.conformance import validate
from adapter.conformance.rules import _table, invariants, targets
from adapter.fhir.definitions import r4

DIV = '<div xmlns="http://www.w3.org/1999/xhtml"><p>RAMIPRIL 10 mg</p></div>'
PATIENT = "urn:uuid:6f2b1f2e-8f2d-5a43-9d52-0b1b5a3f0002"
STATEMENT = "urn:uuid:6f2b1f2e-8f2d-5a43-9d52-0b1b5a3f0003"
KNOWN_DEFECTS = {"MedicationRequest-medrx0301": 1}
"""The published example lets a Practitioner perform dispenseRequest, which takes an Organization."""


@pytest.fixture
def document() -> dict[str, Any]:
    return {
        "resourceType": "Bundle",
        "identifier": {"system": "urn:ietf:rfc:3986", "value": "urn:uuid:6f2b1f2e-8f2d-5a43-9d52-0b1b5a3f0000"},
        "type": "document",
        "timestamp": "2026-03-10T14:00:00+01:00",
        "entry": [
            {
                "fullUrl": "urn:uuid:6f2b1f2e-8f2d-5a43-9d52-0b1b5a3f0001",
                "resource": {
                    "resourceType": "Composition",
                    "status": "preliminary",
                    "type": {"text": "Plan"},
                    "date": "2026-03-10",
                    "author": [{"display": "medrec-adapter"}],
                    "title": "Plan",
                    "section": [
                        {"text": {"status": "generated", "div": DIV}, "entry": [{"reference": STATEMENT}]},
                    ],
                },
            },
            {"fullUrl": PATIENT, "resource": {"resourceType": "Patient", "birthDate": "1941-05-02"}},
            {
                "fullUrl": STATEMENT,
                "resource": {
                    "resourceType": "MedicationStatement",
                    "contained": [{"resourceType": "Medication", "id": "m", "code": {"text": "RAMIPRIL"}}],
                    "status": "active",
                    "medicationReference": {"reference": "#m"},
                    "subject": {"reference": PATIENT},
                    "effectivePeriod": {"start": "2026-03-01", "end": "2026-03-10"},
                    "dosage": [{"timing": {"repeat": {"frequency": 1, "period": 1, "periodUnit": "d"}}}],
                },
            },
        ],
    }


def said(resource: dict[str, Any]) -> list[tuple[str, str]]:
    return [(issue.location, issue.reference or issue.message) for issue in validate(resource)]


def test_a_valid_document_has_no_issue(document: dict[str, Any]) -> None:
    assert validate(document) == []


S = "entry.2.resource."
AT = "Bundle.entry[2].resource."
WRONG: list[tuple[str, Any, str, str]] = [
    (S + "colour", "red", AT + "colour", "MedicationStatement has no element 'colour'"),
    (S + "status", "taken", AT + "status", "http://hl7.org/fhir/ValueSet/medication-statement-status"),
    (S + "status", None, AT[:-1], "MedicationStatement.status is required"),
    (S + "subject", None, AT[:-1], "MedicationStatement.subject is required"),
    (S + "medicationReference", None, AT[:-1], "MedicationStatement.medication[x] is required"),
    (
        S + "medicationCodeableConcept",
        {"text": "x"},
        AT + "medication",
        "one of medicationCodeableConcept, medicationReference only",
    ),
    (S + "medication", {"text": "x"}, AT + "medication", "MedicationStatement has no element 'medication'"),
    (
        S + "subject.reference",
        "urn:uuid:6f2b1f2e-8f2d-5a43-9d52-0b1b5a3f0009",
        AT + "subject",
        "'urn:uuid:6f2b1f2e-8f2d-5a43-9d52-0b1b5a3f0009' leads to no entry",
    ),
    (S + "subject.reference", "Patient/12", AT + "subject", "'Patient/12' is not in the document"),
    (
        S + "subject.reference",
        STATEMENT,
        AT + "subject",
        "leads to a MedicationStatement; MedicationStatement.subject may lead to Group or Patient",
    ),
    (S + "medicationReference.reference", "#n", AT + "medicationReference", "ref-1"),
    (S + "contained.0.id", "n", AT + "contained", "dom-3"),
    (S + "dosage.0.timing.repeat.periodUnit", None, AT + "dosage[0].timing.repeat", "tim-2"),
    (S + "dosage.0.timing.repeat.frequency", 0, AT + "dosage[0].timing.repeat.frequency", "0 is not a positiveInt"),
    (
        S + "dosage.0.timing.repeat.frequency",
        "1",
        AT + "dosage[0].timing.repeat.frequency",
        "'1' is not a positiveInt: JSON integer expected",
    ),
    (
        S + "dosage.0.timing.repeat.frequency",
        True,
        AT + "dosage[0].timing.repeat.frequency",
        "'True' is not a positiveInt: JSON integer expected",
    ),
    (S + "dosage", {"text": "1 le matin"}, AT + "dosage", "MedicationStatement.dosage is not an array"),
    (S + "dosage", [], AT + "dosage", "an empty array; leave the element out"),
    (S + "dosage.0", {}, AT + "dosage[0]", "ele-1"),
    (S + "status", ["active"], AT + "status", "MedicationStatement.status is an array, and only one value is allowed"),
    (S + "effectivePeriod.start", "2026-03-11", AT + "effectivePeriod", "per-1"),
    (S + "effectivePeriod.start", "2026-02-30", AT + "effectivePeriod.start", "'2026-02-30' is no day of the calendar"),
    (S + "effectivePeriod.start", "01/03/2026", AT + "effectivePeriod.start", "'01/03/2026' is not a dateTime"),
    (
        S + "effectivePeriod.start",
        "2026-03-01T08:00:00",
        AT + "effectivePeriod.start",
        "'2026-03-01T08:00:00' is not a dateTime",
    ),
    (S + "effectivePeriod.start", " ", AT + "effectivePeriod.start", "an empty string; leave the element out"),
    (S + "id", "a b", AT + "id", "'a b' is not an id"),
    (S + "_status", "x", AT + "status", "'_status' holds id and extension in an object"),
    (S + "_subject", {"id": "x"}, AT + "_subject", "MedicationStatement has no element '_subject'"),
    ("timestamp", "2026-03-10", "Bundle.timestamp", "'2026-03-10' is not a instant"),
    ("timestamp", None, "Bundle", "bdl-10"),
    ("identifier", None, "Bundle", "bdl-9"),
    ("entry.0", None, "Bundle", "bdl-11"),
    ("entry.1.fullUrl", STATEMENT, "Bundle", "bdl-7"),
    ("entry.1.fullUrl", "urn:uuid:12", "Bundle.entry[1].fullUrl", "'urn:uuid:12' holds no UUID"),
    ("entry.1.resource.resourceType", "Patiente", "Bundle.entry[1].resource", "'Patiente' is no resource type of R4"),
    ("entry.0.resource.section.0", {"title": "x"}, "Bundle.entry[0].resource.section[0]", "cmp-1"),
    (
        "entry.0.resource.section.0.text.div",
        "<div>x</div>",
        "Bundle.entry[0].resource.section[0].text.div",
        "the root is not a div of the XHTML namespace",
    ),
    (
        "entry.0.resource.section.0.text.div",
        DIV.replace("<p>", "<p onclick='x'>"),
        "Bundle.entry[0].resource.section[0].text.div",
        "attribute onclick is active content",
    ),
    (
        "entry.0.resource.section.0.text.div",
        DIV.replace("p>", "script>"),
        "Bundle.entry[0].resource.section[0].text.div",
        "element script is not allowed in a narrative",
    ),
    (
        "entry.0.resource.meta",
        {"profile": ["http://example.org/p"]},
        "Bundle.entry[0].resource",
        "claims http://example.org/p, which is not known here: checked against R4 only",
    ),
]


@pytest.mark.parametrize(("path", "value", "place", "message"), WRONG, ids=[f"{p}={v!s:.20}" for p, v, _, _ in WRONG])
def test_what_is_wrong_is_said_at_its_place(
    document: dict[str, Any], path: str, value: Any, place: str, message: str
) -> None:
    put(document, path, value)
    assert (place, message) in said(document)


def put(node: Any, path: str, value: Any) -> None:
    """Set a value, or take it away for None."""
    *steps, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    for step in steps:
        node = node[step]
    if value is None:
        del node[last]
    else:
        node[last] = value


@pytest.mark.parametrize(
    ("resource", "key"),
    [
        (
            {
                "resourceType": "List",
                "status": "current",
                "mode": "snapshot",
                "entry": [{"date": "2026", "item": {"display": "x"}}],
            },
            "lst-3",
        ),
        (
            {
                "resourceType": "CarePlan",
                "status": "draft",
                "intent": "plan",
                "subject": {"display": "x"},
                "activity": [{"reference": {"display": "x"}, "detail": {"status": "not-started"}}],
            },
            "cpl-3",
        ),
        ({"resourceType": "Patient", "contact": [{"gender": "female"}]}, "pat-1"),
        (
            {
                "resourceType": "Observation",
                "status": "final",
                "code": {"text": "x"},
                "valueQuantity": {"value": 1, "code": "mg"},
            },
            "qty-3",
        ),
    ],
    ids=[
        "an entry date outside a working list",
        "detail and reference at once",
        "a contact without name",
        "a code without its system",
    ],
)
def test_an_invariant_of_a_type_is_checked(resource: dict[str, Any], key: str) -> None:
    assert key in [issue.reference for issue in validate(resource)]


def test_a_required_element_may_say_that_it_is_absent() -> None:
    absent = {
        "extension": [{"url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason", "valueCode": "unknown"}]
    }
    resource = {
        "resourceType": "Provenance",
        "target": [{"display": "x"}],
        "_recorded": absent,
        "agent": [{"who": {"display": "x"}}],
    }
    assert validate(resource) == []


def test_a_resource_without_type_is_refused_and_nothing_else_said() -> None:
    assert [issue.message for issue in validate({"status": "active"})] == ["a resource needs a resourceType"]


def test_no_shape_of_the_data_stops_the_validation(document: dict[str, Any]) -> None:
    for path in paths(document):
        for value in ("", "x", [], ["x"], {}, {"a": 1}, 1, True, [None], [[]]):
            changed = copy.deepcopy(document)
            put(changed, path, value)
            validate(changed)


def test_a_resource_nested_without_end_is_an_issue() -> None:
    node: dict[str, Any] = {"url": "http://example.org/e", "valueCode": "x"}
    for _ in range(900):
        node = {"url": "http://example.org/e", "extension": [node]}
    found = validate({"resourceType": "Patient", "extension": [node]})
    assert [issue.message for issue in found if "deeply" in issue.message] == ["nested too deeply to be checked"]


def paths(node: Any, at: str = "") -> list[str]:
    found = []
    for key, value in node.items() if isinstance(node, dict) else enumerate(node):
        path = f"{at}.{key}" if at else str(key)
        found.append(path)
        if isinstance(value, (dict, list)):
            found += paths(value, path)
    return found


def test_every_invariant_of_r4_compiles() -> None:
    rows = [(name, row) for name, row in _table()["types"].items() if row.get("invariants")]
    found = {i.key for _, row in rows for _, path, *_ in row["invariants"] for i in invariants(path)}
    stated = {key for _, row in rows for key, *_ in row["invariants"]}
    assert stated - found == {"txt-1", "txt-2", "dom-3", "dom-6", "ref-1"}


def test_the_targets_of_a_reference_are_resource_types() -> None:
    assert targets("CarePlan.activity.reference")[0] == "Appointment"
    assert all(r4().kind(type_) == "R" for type_ in targets("MedicationStatement.medication[x]"))


@pytest.mark.shared
def test_the_published_examples_are_valid_but_for_a_known_defect(shared: Path) -> None:
    found = {}
    for path in sorted((shared / "corpus" / "r4-examples").glob("*.json")):
        errors = [i for i in validate(json.loads(path.read_text(encoding="utf-8"))) if i.severity == "error"]
        if errors:
            found[path.stem] = len(errors)
    assert found == KNOWN_DEFECTS
