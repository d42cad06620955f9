"""Resources one a line: a line that is broken costs only itself."""

import json

import pytest

from adapter.errors import SourceError
from adapter.sources import fhir
from adapter.sources.document import Document, Source

PATIENT = {"resourceType": "Patient", "id": "p"}
LINE = {
    "resourceType": "MedicationStatement",
    "id": "a",
    "status": "active",
    "medicationCodeableConcept": {"text": "FUROSEMIDE 40 mg"},
    "subject": {"reference": "Patient/p"},
}


def read(*lines: str) -> Document:
    return fhir.read(Source("file.ndjson", "\n".join(lines).encode()))


def issues(document: Document) -> list[tuple[str, str, str]]:
    return [(issue.severity, issue.location, issue.message) for issue in document.issues]


@pytest.mark.parametrize(
    ("bad", "location", "said"),
    [
        ('{"resourceType": "MedicationStatement", }', "line 3, column 41", "not well-formed JSON"),
        ('{"resourceType": "MedicationSta', "line 3", "not well-formed JSON"),
        ('["MedicationStatement"]', "line 3", "expected an object, found an array"),
        ('{"id": "b"}', "line 3", "no resourceType"),
        ('{"resourceType": "Basic", "id": "1", "id": "2"}', "line 3", "the key 'id' stands twice"),
        ('{"resourceType": "Bundle", "type": "history"}', "line 3.type", "history"),
    ],
)
def test_a_bad_line_is_an_error_and_the_others_are_read(bad: str, location: str, said: str) -> None:
    document = read(json.dumps(PATIENT), "", bad, json.dumps(LINE), json.dumps({**LINE, "id": "c"}))
    assert [entry.place for entry in document.entries] == ["line 4", "line 5"]
    ((severity, place, message),) = issues(document)
    assert severity == "error"
    assert place.startswith(location)
    assert said in message


def test_a_bad_first_line_does_not_make_it_something_else() -> None:
    document = read('{"resourceType": ', json.dumps(PATIENT), json.dumps(LINE))
    assert [entry.place for entry in document.entries] == ["line 3"]
    assert issues(document)[0][:2] == ("error", "line 1, column 17")


def test_lines_that_are_all_bad_are_refused_with_the_first() -> None:
    with pytest.raises(SourceError) as refused:
        read('{"a": }', '{"b": }')
    assert refused.value.location == "line 1, column 7"


def test_a_separator_of_unicode_inside_a_text_ends_no_line() -> None:
    line = {**LINE, "note": [{"text": "one\u2028two"}]}
    document = read(json.dumps(PATIENT), json.dumps(line, ensure_ascii=False))
    assert [entry.node["note"] for entry in document.entries] == [[{"text": "one\u2028two"}]]
    assert not issues(document)


def test_a_bundle_on_many_lines_is_one_value() -> None:
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": PATIENT}, {"resource": LINE}]}
    document = read(*json.dumps(bundle, indent=1).splitlines())
    assert [entry.place for entry in document.entries] == ["Bundle.entry[1].resource"]


def test_a_bundle_on_a_line_gives_its_entries() -> None:
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": LINE}]}
    document = read(json.dumps(PATIENT), json.dumps(bundle))
    assert [entry.place for entry in document.entries] == ["line 2.entry[0].resource"]


def test_parameters_and_bundles_inside_give_their_resources_with_their_places() -> None:
    bundle = {"resourceType": "Bundle", "type": "searchset", "entry": [{"resource": LINE}]}
    parts = [{"name": "list", "part": [{"name": "x", "resource": bundle}]}, {"name": "y", "resource": PATIENT}]
    document = fhir.read(Source("p.json", json.dumps({"resourceType": "Parameters", "parameter": parts}).encode()))
    assert [entry.place for entry in document.entries] == ["Parameters.parameter[0].part[0].resource.entry[0].resource"]
    assert document.memo["patient"]["id"] == "p"
