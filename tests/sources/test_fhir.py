"""FHIR R4 JSON as servers and record systems send it."""

import json
from typing import Any

import pytest

from adapter.errors import PatientMismatch, SourceError
from adapter.fhir.canonical import MEDICATION_LIST_KIND
from adapter.issues import Issue
from adapter.sources import fhir
from adapter.sources.document import Document, Source
from adapter.sources.fhir_json import parse

DRUG = {"text": "AMLODIPINE 5 mg"}


def statement(id_: str, **more: Any) -> dict[str, Any]:
    head = {"resourceType": "MedicationStatement", "id": id_, "status": "active"}
    return {**head, "medicationCodeableConcept": DRUG, "subject": {"reference": "Patient/p"}, **more}


def bundle(*resources: dict[str, Any], **more: Any) -> dict[str, Any]:
    entries = [{"fullUrl": f"http://h/{r['resourceType']}/{r.get('id')}", "resource": r} for r in resources]
    return {"resourceType": "Bundle", "type": "collection", "entry": entries, **more}


def listed(code: str, *references: str, **more: Any) -> dict[str, Any]:
    coding = {"coding": [{"system": "http://loinc.org", "code": code}]}
    items = [{"item": {"reference": reference}} for reference in references]
    return {
        "resourceType": "List",
        "id": "l",
        "status": "current",
        "mode": "snapshot",
        "code": coding,
        "entry": items,
        **more,
    }


PATIENT = {
    "resourceType": "Patient",
    "id": "p",
    "identifier": [{"system": "urn:oid:1.2.250.1.213.1.4.10", "value": "1"}],
}


def read(value: Any) -> Document:
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    return fhir.read(Source("file.json", data))


def refused(value: Any) -> SourceError:
    with pytest.raises(SourceError) as caught:
        read(value)
    return caught.value


def only_issue(document: Document) -> Issue:
    (issue,) = document.issues
    return issue


def lists(document: Document) -> list[tuple[str, list[str]]]:
    found = []
    for section in document.sections:
        members = [entry.place for entry in document.entries if entry.section is section]
        found.append((section.place, members))
    return found


@pytest.mark.parametrize("data", [b'{"a": 1}', b"  \n[1]", b"\xef\xbb\xbf{", '{"a":1}'.encode("utf-16")])
def test_json_of_any_content_is_recognised_so_that_the_refusal_can_say_what_it_is(data: bytes) -> None:
    assert fhir.recognise(data)


@pytest.mark.parametrize("data", [b"<ClinicalDocument/>", b"patient_id;label", b"", b'"text"'])
def test_other_text_is_not_recognised(data: bytes) -> None:
    assert not fhir.recognise(data)


def test_each_medication_resource_is_an_entry_with_its_place() -> None:
    document = read(bundle(PATIENT, statement("a"), statement("b")))
    assert [entry.place for entry in document.entries] == ["Bundle.entry[1].resource", "Bundle.entry[2].resource"]
    assert document.memo["patient"]["id"] == "p"
    assert document.issues == []


@pytest.mark.parametrize("kind", ["collection", "document", "searchset", "transaction", "message", "batch"])
def test_bundles_of_every_type_that_holds_a_state_are_read(kind: str) -> None:
    assert len(read(bundle(PATIENT, statement("a"), type=kind)).entries) == 1


def test_a_history_bundle_is_refused_because_it_holds_old_versions() -> None:
    assert "history" in refused(bundle(PATIENT, statement("a"), type="history")).message


def test_one_resource_alone_is_read() -> None:
    (entry,) = read(statement("a")).entries
    assert entry.place == "MedicationStatement"


def test_resources_one_a_line_are_read_with_the_line_as_place() -> None:
    data = "\n".join(json.dumps(r) for r in (PATIENT, statement("a"), statement("b"))).encode()
    assert [entry.place for entry in read(data).entries] == ["line 2", "line 3"]


def test_a_list_gives_its_resources_in_list_order() -> None:
    document = read(
        bundle(
            PATIENT, statement("a"), statement("b"), listed("10183-2", "MedicationStatement/b", "MedicationStatement/a")
        )
    )
    expected = ["Bundle.entry[2].resource", "Bundle.entry[1].resource"]
    assert lists(document) == [("Bundle.entry[3].resource", expected)]


def test_a_section_of_a_composition_is_a_list_also_when_it_is_nested() -> None:
    section = {"title": "Sortie", "entry": [{"reference": "http://h/MedicationStatement/a"}]}
    composition = {
        "resourceType": "Composition",
        "id": "c",
        "section": [{"title": "Traitements", "section": [section]}],
    }
    document = read(bundle(composition, PATIENT, statement("a"), type="document"))
    assert ("Bundle.entry[0].resource.section[0].section[0]", ["Bundle.entry[2].resource"]) in lists(document)


def test_resources_in_no_list_are_grouped_by_what_they_are() -> None:
    order = {**statement("r"), "resourceType": "MedicationRequest", "intent": "order"}
    plan = {**statement("q"), "resourceType": "MedicationRequest", "intent": "plan"}
    document = read(bundle(PATIENT, statement("a"), order, plan))
    assert [section.node["loose"] for section in document.sections] == [
        "MedicationStatement",
        "MedicationRequest",
        "planned",
    ]


def test_a_resource_in_two_lists_is_an_entry_of_each() -> None:
    second = listed("10160-0", "MedicationStatement/a", id="m")
    document = read(bundle(PATIENT, statement("a"), listed("10183-2", "MedicationStatement/a"), second))
    assert [(entry.place, entry.section.place) for entry in document.entries if entry.section] == [
        ("Bundle.entry[1].resource", "Bundle.entry[2].resource"),
        ("Bundle.entry[1].resource", "Bundle.entry[3].resource"),
    ]


def test_a_resource_that_one_list_names_twice_is_one_entry_and_an_issue_says_so() -> None:
    twice = listed("10183-2", "MedicationStatement/a", "MedicationStatement/a")
    document = read(bundle(PATIENT, statement("a"), twice))
    assert len(document.entries) == 1
    assert only_issue(document).location == "Bundle.entry[1].resource"


def test_what_a_list_marks_as_deleted_is_a_list_of_stopped_treatments() -> None:
    list_ = listed("10183-2", "MedicationStatement/a", "MedicationStatement/b", mode="changes")
    list_["entry"][1]["deleted"] = True
    kept, stopped = read(bundle(PATIENT, statement("a"), statement("b"), list_)).sections
    assert kept.node is not stopped.node
    assert stopped.node["extension"] == [{"url": MEDICATION_LIST_KIND, "valueCode": "stopped"}]


@pytest.mark.parametrize("item", [{"reference": "MedicationStatement/z"}, {"display": "Morphine"}, {"reference": "#m"}])
def test_an_item_that_leads_nowhere_is_an_error_at_its_list(item: dict[str, str]) -> None:
    list_ = listed("10183-2", "MedicationStatement/a")
    list_["entry"].append({"item": item})
    issue = only_issue(read(bundle(PATIENT, statement("a"), list_)))
    assert (issue.severity, issue.location) == ("error", "Bundle.entry[2].resource")


def test_two_patients_are_refused_with_the_place_of_the_second() -> None:
    other = {"resourceType": "Patient", "id": "q", "identifier": [{"value": "2"}]}
    value = bundle(PATIENT, other, statement("a"), statement("b", subject={"reference": "Patient/q"}))
    with pytest.raises(PatientMismatch) as caught:
        read(value)
    assert caught.value.location == "Bundle.entry[3].resource"


def test_two_copies_of_one_patient_are_one_patient() -> None:
    document = read(
        bundle(PATIENT, {**PATIENT, "id": "q"}, statement("a"), statement("b", subject={"reference": "Patient/q"}))
    )
    assert document.memo["patient"]["id"] == "p"


def test_a_relative_reference_is_resolved_on_the_server_of_its_own_resource() -> None:
    one, other = (
        {"fullUrl": f"http://{host}/Patient/p", "resource": {"resourceType": "Patient", "id": "p", "gender": gender}}
        for host, gender in (("a", "male"), ("b", "female"))
    )
    value = bundle()
    value["entry"] = [one, other, {"fullUrl": "http://b/MedicationStatement/s", "resource": statement("s")}]
    assert read(value).memo["patient"]["gender"] == "female"


def test_a_resource_without_subject_is_kept_and_reported() -> None:
    value = statement("b")
    del value["subject"]
    document = read(bundle(PATIENT, statement("a"), value))
    assert len(document.entries) == 2
    assert only_issue(document).location == "Bundle.entry[2].resource"


@pytest.mark.parametrize(
    ("resource", "release"),
    [
        (statement("a", medication={"concept": DRUG}), "R5"),
        (statement("a", taken="n"), "STU3"),
        ({"resourceType": "MedicationOrder", "id": "o"}, "DSTU2"),
        (statement("a", fhirVersion="5.0.0"), "version 5.0.0"),
    ],
)
def test_another_release_of_fhir_is_refused_by_name(resource: dict[str, Any], release: str) -> None:
    error = refused(bundle(PATIENT, resource))
    assert f"not FHIR R4 but {release}" in error.message
    assert error.location == "Bundle.entry[1].resource"


@pytest.mark.parametrize(
    ("data", "message", "location"),
    [
        (b'{"resourceType": "Bundle", "entry": [', "not well-formed JSON", "line 1, column 38"),
        (b'{"resourceType": "Bundle",\n "entry": [}', "not well-formed JSON", "line 2, column 12"),
        (b'{"resourceType": "Patient", "id": "1", "id": "2"}', "the key 'id' stands twice", ""),
        (b"[]", "expected an object, found an array", ""),
        (b'{"name": "x"}', "no resourceType", ""),
        (b'{"resourceType": "Bundle", "total": NaN}', "NaN", ""),
        (b'{"resourceType": "Bundle", "total": 1e999}', "too large", ""),
        (b'{"resourceType": "Bundle", "total": ' + b"9" * 5000 + b"}", "too large", ""),
        (b'{"resourceType": "Bundle", "a": ' + b"[" * 200 + b"]" * 200 + b"}", "more than 100 deep", ""),
        (b'{"resourceType": "Bundle", "a": ' + b"[" * 200000, "more than 100 deep", ""),
        ('{"resourceType": "é"}'.encode("latin-1"), "must be UTF-8", "line 1"),
        ('{"resourceType": "Bundle"}'.encode("utf-16"), "UTF-16", ""),
        (b'{"resourceType": "Bundle", "entry": {}}', "not an array", "Bundle.entry"),
        (b'{"resourceType": "CarePlan"}', "found CarePlan", ""),
        (b'{"resourceType": "Foo"}', "found Foo", ""),
        (b'{"resourceType": "Bundle", "type": "collection"}', "found no resource", ""),
    ],
)
def test_unreadable_json_is_refused_in_one_clear_line(data: bytes, message: str, location: str) -> None:
    error = refused(data)
    assert message in error.message
    assert "\n" not in error.line()
    assert error.location == location


def test_a_broken_line_among_resources_one_a_line_is_refused_with_its_line() -> None:
    assert refused(json.dumps(PATIENT).encode() + b'\n{"a": }').location == "line 2, column 7"


def test_an_entry_without_resource_type_is_an_error_and_the_others_come_out() -> None:
    document = read(
        bundle(PATIENT, statement("a")) | {"entry": [{"resource": {"id": "x"}}, {"resource": statement("a")}]}
    )
    assert len(document.entries) == 1
    assert only_issue(document).location == "Bundle.entry[0].resource"


def test_an_entry_that_only_deletes_is_reported() -> None:
    value = bundle(PATIENT, statement("a"))
    value["entry"].append({"request": {"method": "DELETE", "url": "MedicationStatement/z"}})
    assert "DELETE" in only_issue(read(value)).message


def test_one_page_of_a_search_result_is_an_error_because_the_list_is_not_whole() -> None:
    document = read(
        bundle(PATIENT, statement("a"), type="searchset", link=[{"relation": "next", "url": "http://h?page=2"}])
    )
    assert (only_issue(document).severity, only_issue(document).code) == ("error", "incomplete")


def test_other_types_are_reported_once_a_type() -> None:
    vaccines = [{"resourceType": "Immunization", "id": str(number)} for number in range(3)]
    issue = only_issue(read(bundle(PATIENT, statement("a"), *vaccines)))
    assert (issue.severity, issue.message.split(":")[0]) == ("information", "3 × Immunization")


def test_the_identifier_of_a_document_is_its_identity_and_of_another_bundle_its_bytes() -> None:
    value = bundle(PATIENT, statement("a"), identifier={"system": "urn:x", "value": "1"})
    assert read({**value, "type": "document"}).identity == "urn:x|1"
    assert read(value).identity == read(value).source.sha256


def test_half_of_a_character_is_refused_and_a_whole_one_is_read() -> None:
    with pytest.raises(SourceError, match=r"holds \\ud83d alone"):
        parse('{"a": "\\ud83d"}', Source("x", b""))
    assert parse('{"a": "\\ud83d\\udc8a"}', Source("x", b"")) == {"a": "💊"}
