"""Reading what is stored: alone, by version, conditionally, and as the document."""

from typing import Any

import pytest
from fastapi.testclient import TestClient


@pytest.fixture
def bundle(post: Any) -> dict[str, Any]:
    found: dict[str, Any] = post(discharge="a letter").json()
    return found


def resource(bundle: dict[str, Any], type_: str) -> dict[str, Any]:
    return next(e["resource"] for e in bundle["entry"] if e["resource"]["resourceType"] == type_)


def test_a_resource_read_alone_refers_to_what_the_service_can_answer(
    client: TestClient, bundle: dict[str, Any]
) -> None:
    care_plan = client.get(f"/fhir/CarePlan/{resource(bundle, 'CarePlan')['id']}").json()
    patient = client.get(f"/fhir/{care_plan['subject']['reference']}").json()
    assert patient["resourceType"] == "Patient"
    statement, elsewhere = (info["reference"] for info in care_plan["supportingInfo"])
    assert client.get(f"/fhir/{statement}").json()["medicationCodeableConcept"] == {"text": "Invented drug 5 mg"}
    assert elsewhere == "urn:uuid:elsewhere"


def test_identifiers_that_look_like_references_stay_as_they_are(client: TestClient, bundle: dict[str, Any]) -> None:
    patient = resource(bundle, "Patient")
    assert client.get(f"/fhir/Patient/{patient['id']}").json()["identifier"] == patient["identifier"]


def test_the_document_keeps_its_own_references(client: TestClient, bundle: dict[str, Any]) -> None:
    read = client.get(f"/fhir/Bundle/{bundle['id']}").json()
    assert resource(read, "CarePlan")["subject"]["reference"].startswith("urn:uuid:")


def test_the_version_joins_the_meta_that_was_there(client: TestClient, bundle: dict[str, Any]) -> None:
    meta = client.get(f"/fhir/CarePlan/{resource(bundle, 'CarePlan')['id']}").json()["meta"]
    assert meta["profile"] == ["http://example.org/StructureDefinition/plan"]
    assert (meta["versionId"], meta["lastUpdated"]) == ("1", "2026-03-12T09:00:00.000Z")


def test_who_has_the_version_gets_no_body_again(client: TestClient, bundle: dict[str, Any]) -> None:
    address = f"/fhir/Bundle/{bundle['id']}"
    first = client.get(address)
    assert first.headers["etag"] == 'W/"1"'
    for headers in (
        {"If-None-Match": 'W/"7", W/"1"'},
        {"If-None-Match": "*"},
        {"If-Modified-Since": first.headers["last-modified"]},
    ):
        answer = client.get(address, headers=headers)
        assert (answer.status_code, answer.content) == (304, b"")


def test_who_has_another_version_gets_the_body(client: TestClient, bundle: dict[str, Any]) -> None:
    address = f"/fhir/Bundle/{bundle['id']}"
    for headers in (
        {"If-None-Match": 'W/"2"', "If-Modified-Since": "Thu, 12 Mar 2026 09:00:00 GMT"},
        {"If-Modified-Since": "Thu, 12 Mar 2026 08:59:59 GMT"},
        {"If-Modified-Since": "some day"},
    ):
        assert client.get(address, headers=headers).status_code == 200


def test_a_version_is_read_by_its_number(client: TestClient, bundle: dict[str, Any]) -> None:
    address = f"/fhir/Bundle/{bundle['id']}/_history"
    assert client.get(f"{address}/1").json() == bundle
    assert client.get(f"{address}/2").status_code == 404
    assert client.get(f"{address}/one").status_code == 404


def test_the_document_of_a_plan_is_found_from_the_plan_and_from_its_composition(
    client: TestClient, bundle: dict[str, Any]
) -> None:
    for type_ in ("CarePlan", "Composition"):
        answer = client.get(f"/fhir/{type_}/{resource(bundle, type_)['id']}/$document")
        assert answer.json() == bundle
    assert client.get(f"/fhir/Patient/{resource(bundle, 'Patient')['id']}/$document").status_code == 404


def test_the_service_says_that_it_is_well(client: TestClient) -> None:
    assert client.get("/health").json()["status"] == "ok"
