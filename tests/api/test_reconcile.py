"""$reconcile: what comes back for a post, and what is stored."""

import base64
import threading
from typing import Any

from fastapi.testclient import TestClient

from adapter.store import Query, Store

PARAMETERS = {"Content-Type": "application/fhir+json"}


def test_a_new_plan_is_created_and_its_location_reads_the_same(client: TestClient, post: Any) -> None:
    answer = post(discharge="a letter", dispensing="a history")
    assert answer.status_code == 201
    assert answer.headers["content-type"].startswith("application/fhir+json")
    assert answer.json()["type"] == "document"
    assert answer.json()["meta"] == {"versionId": "1", "lastUpdated": "2026-03-12T09:00:00.000Z"}
    assert client.get(answer.headers["location"]).json() == answer.json()


def test_the_same_post_twice_stores_one_and_answers_with_it(store: Store, post: Any, clock: Any) -> None:
    first = post(discharge="a letter", dispensing="a history")
    clock.passes(days=1)
    second = post(discharge="a letter", dispensing="a history")
    assert (first.status_code, second.status_code) == (201, 200)
    assert second.json() == first.json()
    assert store.search(Query("CarePlan")).total == 1


def test_the_same_post_from_several_threads_at_once_stores_one(store: Store, post: Any) -> None:
    answers: list[Any] = []
    threads = [threading.Thread(target=lambda: answers.append(post(discharge="a letter"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answer.status_code for answer in answers) == [200] * 7 + [201]
    assert store.search(Query("CarePlan")).total == 1


def test_documents_in_a_form_reach_the_workflow_by_role_with_days_and_assertion(
    client: TestClient, workflow: Any
) -> None:
    values = {
        "date": "2026-03-12",
        "admission": "2026-03-01",
        "samePatient": "Dr Invented: same card",
        "history": "as text",
    }
    files = [
        ("discharge", ("C:\\letters\\letter.xml", b"<a/>\r\n")),
        ("dispensing", ("letter.xml", b"\xe9\x00\xff")),
    ]
    assert client.post("/fhir/$reconcile", data=values, files=files).status_code == 201
    call = workflow.calls[0]
    assert [(s.name, s.data) for s in call["discharge"]] == [("letter.xml", b"<a/>\r\n")]
    assert [(s.name, s.data) for s in call["dispensing"]] == [("letter.xml (2)", b"\xe9\x00\xff")]
    assert [(s.name, s.data) for s in call["history"]] == [("history", b"as text")]
    assert (call["date"], call["admission"]) == ("2026-03-12", "2026-03-01")
    assert call["same_patient"] == "Dr Invented: same card"


def test_documents_in_parameters_reach_the_workflow_as_bundle_binary_or_attachment(
    client: TestClient, workflow: Any
) -> None:
    data = base64.b64encode(b"<ClinicalDocument/>").decode()
    parameters = {
        "resourceType": "Parameters",
        "parameter": [
            {"name": "discharge", "resource": {"resourceType": "Binary", "contentType": "text/xml", "data": data}},
            {"name": "dispensing", "resource": {"resourceType": "Bundle", "type": "collection"}},
            {"name": "history", "valueAttachment": {"title": "visit.csv", "data": f"{data[:8]}\n{data[8:]}"}},
            {"name": "date", "valueDate": "2026-03-12"},
            {"name": "samePatient", "valueString": "Dr Invented: same card"},
        ],
    }
    assert client.post("/fhir/$reconcile", json=parameters, headers=PARAMETERS).status_code == 201
    call = workflow.calls[0]
    assert [(s.name, s.data) for s in call["discharge"]] == [("discharge", b"<ClinicalDocument/>")]
    assert [(s.name, s.data) for s in call["dispensing"]] == [
        ("dispensing", b'{"resourceType":"Bundle","type":"collection"}')
    ]
    assert [(s.name, s.data) for s in call["history"]] == [("visit.csv", b"<ClinicalDocument/>")]
    assert (call["date"], call["admission"], call["same_patient"]) == ("2026-03-12", None, "Dr Invented: same card")


def test_what_was_found_on_the_way_is_linked_and_not_inside_the_document(client: TestClient, post: Any) -> None:
    answer = post(discharge="a letter")
    assert "OperationOutcome" not in answer.text
    address = answer.headers["link"].split(">")[0].lstrip("<")
    outcome = client.get(address).json()
    assert outcome["resourceType"] == "OperationOutcome"
    assert outcome["issue"][0]["location"] == ["row 2"]


def test_a_caller_may_prefer_the_outcome_or_nothing(post: Any) -> None:
    outcome = post(discharge="a letter", headers={"Prefer": "return=OperationOutcome"})
    assert (outcome.status_code, outcome.json()["resourceType"]) == (201, "OperationOutcome")
    nothing = post(discharge="a letter", headers={"Prefer": "respond-async; x, return=minimal"})
    assert (nothing.status_code, nothing.content) == (200, b"")
    assert nothing.headers["location"] == outcome.headers["location"]
