"""Searching: record systems find a patient's plans, and pull what is new."""

from typing import Any
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

INS = "urn:oid:1.2.250.1.213.1.4.10"
NEW = "2026-03-13"


@pytest.fixture
def plans(post: Any, clock: Any) -> None:
    """Three plans, a day apart, at nine: two of the first patient, the last of a second one."""
    for text in ("letter one", "letter two", "second patient"):
        assert post(discharge=text).status_code == 201
        clock.passes(days=1)


def times(client: TestClient, query: str) -> list[str]:
    """The days of the found plans."""
    answer = client.get(f"/fhir/CarePlan{query}")
    assert answer.status_code == 200, answer.text
    bundle = answer.json()
    assert (bundle["resourceType"], bundle["type"]) == ("Bundle", "searchset")
    entries = bundle.get("entry", [])
    assert all(entry["search"]["mode"] == "match" for entry in entries)
    return [entry["resource"]["meta"]["lastUpdated"][8:10] for entry in entries]


@pytest.mark.parametrize(
    "name",
    [
        "patient.identifier",
        "subject.identifier",
        "subject:Patient.identifier",
        "patient:identifier",
        "subject:identifier",
    ],
)
def test_plans_are_found_by_the_patients_identifier_however_it_is_asked(
    client: TestClient, plans: None, name: str
) -> None:
    assert times(client, f"?{name}={INS}|160012345678901") == ["12", "13"]
    assert times(client, f"?{name}=160012345678901") == ["12", "13"]
    assert times(client, f"?{name}={quote(INS + '|299019999999999')}") == ["14"]
    assert times(client, f"?{name}={INS}|160012345678901,{INS}|299019999999999") == ["12", "13", "14"]
    assert times(client, f"?{name}=urn:oid:1.2|160012345678901") == []
    assert times(client, f"?{name}=|160012345678901") == []


def test_plans_are_found_by_the_reference_to_their_patient(client: TestClient, plans: None) -> None:
    entry = client.get(f"/fhir/CarePlan?_lastUpdated=gt{NEW}").json()["entry"][0]
    reference = entry["resource"]["subject"]["reference"]
    for value in (reference, reference.split("/")[1], f"http://localhost/fhir/{reference}"):
        assert times(client, f"?patient={value}") == ["14"]
    assert times(client, f"?subject=Group/{reference.split('/')[1]}") == []


def test_conditions_given_together_must_all_hold(client: TestClient, plans: None) -> None:
    assert times(client, f"?patient.identifier=160012345678901&_lastUpdated=ge{NEW}") == ["13"]
    assert times(client, "?patient.identifier=160012345678901&patient.identifier=299019999999999") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (NEW, ["13"]),
        (f"eq{NEW}", ["13"]),
        (f"ge{NEW}", ["13", "14"]),
        (f"gt{NEW}", ["14"]),
        (f"le{NEW}", ["12", "13"]),
        (f"lt{NEW}", ["12"]),
        ("2026-03", ["12", "13", "14"]),
        ("gt2026", []),
        ("gt2026-03-13T09:00:00.000Z", ["14"]),
        ("ge2026-03-13T09:00:00Z", ["13", "14"]),
        ("eq2026-03-13T10:00:00%2B01:00", ["13"]),
        ("eq2026-03-13T10:00:00+01:00", ["13"]),
        ("eq2026-03-13T10:00Z", []),
    ],
)
def test_changes_are_found_by_time_with_the_precision_that_is_written(
    client: TestClient, plans: None, text: str, expected: list[str]
) -> None:
    assert times(client, f"?_lastUpdated={text}") == expected


def test_two_bounds_of_time_make_a_window(client: TestClient, plans: None) -> None:
    assert times(client, "?_lastUpdated=ge2026-03-13&_lastUpdated=lt2026-03-14") == ["13"]


def test_pages_are_followed_to_the_end_without_gap_or_repetition(client: TestClient, plans: None) -> None:
    address, seen = "/fhir/CarePlan?_count=1&_lastUpdated=ge2026-03-12", []
    while address:
        page = client.get(address).json()
        assert page["total"] == 3
        seen += [entry["resource"]["meta"]["lastUpdated"][8:10] for entry in page["entry"]]
        address = next((link["url"] for link in page["link"] if link["relation"] == "next"), "")
    assert seen == ["12", "13", "14"]


def test_plans_stored_at_the_same_moment_are_all_paged(client: TestClient, post: Any) -> None:
    for number in range(5):
        post(discharge=f"letter {number}")
    address, seen = "/fhir/CarePlan?_count=2", set()
    while address:
        page = client.get(address).json()
        seen |= {entry["resource"]["id"] for entry in page["entry"]}
        address = next((link["url"] for link in page["link"] if link["relation"] == "next"), "")
    assert len(seen) == 5


def test_a_count_of_nothing_gives_the_total_alone(client: TestClient, plans: None) -> None:
    page = client.get("/fhir/CarePlan?_count=0").json()
    assert (page["total"], page.get("entry"), len(page["link"])) == (3, None, 1)


def test_a_search_in_a_form_finds_the_same_and_keeps_the_patient_out_of_the_address(
    client: TestClient, plans: None
) -> None:
    answer = client.post("/fhir/CarePlan/_search", data={"patient.identifier": f"{INS}|160012345678901"})
    assert answer.json() == client.get(f"/fhir/CarePlan?patient.identifier={INS}|160012345678901").json()


def test_a_search_in_json_is_refused(client: TestClient) -> None:
    assert client.post("/fhir/CarePlan/_search", json={}).status_code == 415


def test_documents_are_found_by_identifier_and_by_composition(client: TestClient, post: Any) -> None:
    bundle = post(discharge="a letter").json()
    identifier = f"{bundle['identifier']['system']}|{bundle['identifier']['value']}"
    composition = bundle["entry"][0]["resource"]["id"]
    for query in (f"identifier={identifier}", f"composition=Composition/{composition}", f"_id={bundle['id']}"):
        found = client.get(f"/fhir/Bundle?{query}").json()
        assert [entry["resource"]["id"] for entry in found["entry"]] == [bundle["id"]]
        assert found["entry"][0]["fullUrl"] == f"http://localhost/fhir/Bundle/{bundle['id']}"


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ("patient.identifer=1", "http.patient.identifer"),
        ("patient.identifier=", "http.patient.identifier"),
        (f"patient.identifier={INS}|", "http.patient.identifier"),
        ("patient=", "http.patient"),
        ("_lastUpdated=yesterday", "http._lastUpdated"),
        ("_lastUpdated=ap2026", "http._lastUpdated"),
        ("_lastUpdated=2026-02-30", "http._lastUpdated"),
        ("_lastUpdated=gt9999-12-31", "http._lastUpdated"),
        ("_count=many", "http._count"),
        ("_count=1&_count=2", "http._count"),
        ("_cursor=1", "http._cursor"),
        ("_sort=date", "http._sort"),
    ],
)
def test_a_search_that_is_not_understood_is_refused_and_never_answered_with_more(
    client: TestClient, plans: None, query: str, place: str
) -> None:
    answer = client.get(f"/fhir/CarePlan?{query}")
    assert answer.status_code == 400
    assert answer.json()["issue"][0]["location"] == [place]
