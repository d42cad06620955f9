"""Bad input: each answer is an OperationOutcome that says what, where and what to do, and nothing is stored."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from adapter.api import request_checks
from adapter.store import Query, Store

FHIR_JSON = {"Content-Type": "application/fhir+json"}


@pytest.fixture(autouse=True)
def nothing_is_stored(store: Store) -> Any:
    yield
    assert store.search(Query("Bundle")).total == 0


def issue(answer: Any, status: int) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"].startswith("application/fhir+json")
    assert answer.json()["resourceType"] == "OperationOutcome"
    found: dict[str, Any] = answer.json()["issue"][0]
    return found


def test_a_document_that_cannot_be_read_is_named_with_its_place(post: Any) -> None:
    found = issue(post(discharge="a letter", dispensing="unreadable"), 400)
    assert found["location"] == ["line 3, column 7"]
    assert found["diagnostics"] == "dispensing.csv:line 3, column 7: error: not a document"


def test_two_patients_in_one_call_are_refused(post: Any) -> None:
    assert issue(post(discharge="a letter", dispensing="another patient"), 422)["details"]["text"] == "two patients"


def test_json_that_is_cut_off_is_refused_with_line_and_column(client: TestClient) -> None:
    body = '{"resourceType": "Parameters",\n "parameter": ['
    assert issue(client.post("/fhir/$reconcile", content=body, headers=FHIR_JSON), 400)["location"] == [
        "line 2, column 16"
    ]


def test_an_empty_body_is_refused(client: TestClient) -> None:
    assert "no body" in issue(client.post("/fhir/$reconcile", headers=FHIR_JSON), 400)["diagnostics"]


def test_a_bundle_without_parameters_around_it_is_refused_and_told_where_to_go(client: TestClient) -> None:
    found = issue(client.post("/fhir/$reconcile", json={"resourceType": "Bundle"}, headers=FHIR_JSON), 400)
    assert "put documents in parameters discharge" in found["diagnostics"]


PARAMETER_CASES = {
    "a parameter with an unknown name": ({"name": "dischage"}, "Parameters.parameter[0].name"),
    "a document without content": ({"name": "discharge"}, "Parameters.parameter[0]"),
    "a document to fetch from elsewhere": (
        {"name": "discharge", "valueAttachment": {"url": "http://example.org/letter"}},
        "Parameters.parameter[0].valueAttachment.data",
    ),
    "data that is not base64": (
        {"name": "discharge", "resource": {"resourceType": "Binary", "data": "%%%"}},
        "Parameters.parameter[0].resource.data",
    ),
    "a date that is not a day": ({"name": "date", "valueDate": "12/03/2026"}, "Parameters.parameter[0].valueDate"),
    "a date without a value": ({"name": "date"}, "Parameters.parameter[0].valueDate"),
    "a parameter that is no object": ("discharge", "Parameters.parameter[0].name"),
}


@pytest.mark.parametrize("situation", PARAMETER_CASES)
def test_a_wrong_parameter_is_refused_with_its_element(client: TestClient, situation: str) -> None:
    parameter, place = PARAMETER_CASES[situation]
    body = {"resourceType": "Parameters", "parameter": [parameter]}
    assert issue(client.post("/fhir/$reconcile", json=body, headers=FHIR_JSON), 400)["location"] == [place]


def test_a_value_given_twice_is_refused(client: TestClient) -> None:
    day = {"name": "date", "valueDate": "2026-03-12"}
    body = {"resourceType": "Parameters", "parameter": [day, day]}
    assert "twice" in issue(client.post("/fhir/$reconcile", json=body, headers=FHIR_JSON), 400)["diagnostics"]


def test_a_call_without_a_discharge_document_is_refused(post: Any) -> None:
    assert issue(post(dispensing="a history"), 400)["location"] == ["http.discharge"]


def test_a_form_field_with_an_unknown_name_is_refused(post: Any) -> None:
    assert issue(post(discharge="a letter", dispensation="a history"), 400)["location"] == ["http.dispensation"]


def test_a_form_that_is_cut_off_is_refused(client: TestClient) -> None:
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    body = b'--x\r\nContent-Disposition: form-data; name="discharge"; filename="a"\r\n\r\nhalf a let'
    assert issue(client.post("/fhir/$reconcile", content=body, headers=headers), 400)["code"] == "structure"


def test_a_form_without_boundary_is_refused(client: TestClient) -> None:
    headers = {"Content-Type": "multipart/form-data"}
    assert issue(client.post("/fhir/$reconcile", content=b"x", headers=headers), 400)["code"] == "structure"


def test_a_bare_xml_document_is_an_unsupported_type(client: TestClient) -> None:
    answer = client.post("/fhir/$reconcile", content=b"<a/>", headers={"Content-Type": "application/xml"})
    assert issue(answer, 415)["location"] == ["http.Content-Type"]


def test_a_body_that_says_it_is_too_large_is_refused(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(request_checks, "MAX_BODY", 100)
    answer = client.post("/fhir/$reconcile", content=b" " * 101, headers=FHIR_JSON)
    assert "larger than 100 bytes" in issue(answer, 413)["diagnostics"]


def test_a_body_that_turns_out_too_large_is_refused(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(request_checks, "MAX_BODY", 100)
    answer = client.post("/fhir/$reconcile", content=(b" " * 40 for _ in range(3)), headers=FHIR_JSON)
    assert issue(answer, 413)["code"] == "too-long"


def test_one_document_that_is_too_large_is_refused_by_name(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapter.api.call.MAX_BYTES", 10)
    answer = client.post("/fhir/$reconcile", files={"discharge": ("letter.xml", b"more than ten")})
    assert issue(answer, 413)["diagnostics"].startswith("letter.xml:http.discharge: error: 13 bytes")


def test_more_documents_than_one_patient_has_are_refused(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapter.api.call.MAX_DOCUMENTS", 2)
    files = [("discharge", ("a", str(number).encode())) for number in range(3)]
    assert issue(client.post("/fhir/$reconcile", files=files), 413)["code"] == "too-long"


def test_an_answer_in_xml_is_not_offered(client: TestClient) -> None:
    assert issue(client.get("/fhir/CarePlan", headers={"Accept": "application/fhir+xml"}), 406)["location"] == [
        "http.Accept"
    ]
    assert issue(client.get("/fhir/CarePlan?_format=xml"), 406)["location"] == ["http._format"]
    assert (
        client.get("/fhir/CarePlan?_format=application/fhir+json", headers={"Accept": "text/html"}).status_code == 200
    )


def test_an_unknown_id_type_address_or_method_is_said(client: TestClient) -> None:
    assert issue(client.get("/fhir/CarePlan/none"), 404)["code"] == "not-found"
    assert issue(client.get("/fhir/CarePlan/none/_history/1"), 404)["code"] == "not-found"
    assert issue(client.get("/fhir/CarePlan/none/$document"), 404)["code"] == "not-found"
    assert issue(client.get("/fhir/Observation/1"), 404)["code"] == "not-supported"
    assert issue(client.get("/elsewhere"), 404)["code"] == "not-found"
    assert issue(client.post("/fhir/CarePlan", json={}), 405)["code"] == "not-supported"
    assert issue(client.delete("/fhir/CarePlan/1"), 405)["code"] == "not-supported"
    assert issue(client.get("/fhir/Patient"), 405)["code"] == "not-supported"
    assert client.get("/fhir/$reconcile").headers["allow"] == "POST"


def test_a_store_that_is_down_is_a_passing_failure(client: TestClient, store: Store, post: Any, tmp_path: Any) -> None:
    store.close()
    (tmp_path / "plans.sqlite").rename(tmp_path / "away")
    (tmp_path / "plans.sqlite").mkdir()
    assert issue(post(discharge="a letter"), 503)["code"] == "transient"
    assert issue(client.get("/health"), 503)["code"] == "transient"
    (tmp_path / "plans.sqlite").rmdir()
    (tmp_path / "away").rename(tmp_path / "plans.sqlite")


def test_a_defect_answers_and_logs_nothing_of_the_data(post: Any, caplog: pytest.LogCaptureFixture) -> None:
    assert "Jeanne" not in issue(post(discharge="defect"), 500)["diagnostics"]
    assert "Jeanne" not in caplog.text


def test_pages_of_other_sites_cannot_use_the_service(client: TestClient) -> None:
    assert issue(client.get("/fhir/CarePlan", headers={"Host": "rebound.example.org"}), 403)["code"] == "forbidden"
    assert issue(client.get("/fhir/CarePlan", headers={"Origin": "http://example.org"}), 403)["code"] == "forbidden"
