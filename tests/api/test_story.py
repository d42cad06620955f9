"""A story of examples/ posted to the service with the real workflow: the plan of the command line, stored once."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from adapter.api.app import create_app
from adapter.store import Store
from adapter.workflow.reconciled import reconcile

STORY = Path(__file__).resolve().parents[2] / "examples" / "stop-omission-dose-change"
LETTER, HISTORY = "discharge-letter.xml", "dispensing-pharmacy.csv"


@pytest.fixture
def service(tmp_path: Path) -> Iterator[TestClient]:
    store = Store(f"sqlite:///{tmp_path / 'plans.sqlite'}")
    app = create_app(store, reconcile=reconcile, clock=lambda: datetime(2026, 3, 13, tzinfo=UTC))
    with TestClient(app, base_url="http://localhost") as client:
        yield client
    store.close()


def post(service: TestClient, **more: str):
    sources = STORY / "sources"
    files = {
        "discharge": (LETTER, (sources / LETTER).read_bytes()),
        "dispensing": (HISTORY, (sources / HISTORY).read_bytes()),
    }
    return service.post("/fhir/$reconcile", files=files, data=more)


def without_version(bundle: dict) -> dict:
    return {key: value for key, value in bundle.items() if key != "meta"}


def test_the_service_gives_the_plan_that_the_command_line_gives(service: TestClient) -> None:
    expected = json.loads((STORY / "expected" / "plan.json").read_text(encoding="utf-8"))
    answer = post(service)
    assert answer.status_code == 201
    assert without_version(answer.json()) == expected


def test_the_same_documents_posted_twice_are_one_plan(service: TestClient) -> None:
    first, second = post(service), post(service)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert service.get("/fhir/CarePlan").json()["total"] == 1


def test_the_plan_is_found_by_its_patient_and_each_activity_can_be_read(service: TestClient) -> None:
    plan = post(service).json()
    found = service.get("/fhir/CarePlan", params={"patient.identifier": "241059935012301"}).json()
    (care_plan,) = [entry["resource"] for entry in found["entry"] if entry["resource"]["resourceType"] == "CarePlan"]
    assert len(care_plan["activity"]) == 3
    assert service.get(f"/fhir/Bundle/{plan['id']}").json() == plan
    tasks = [entry["resource"] for entry in plan["entry"] if entry["resource"]["resourceType"] == "Task"]
    for task in tasks:
        assert service.get(f"/fhir/Task/{task['id']}").status_code == 200


def test_a_truncated_letter_is_refused_with_its_place_and_stores_nothing(service: TestClient) -> None:
    letter = (STORY / "sources" / LETTER).read_bytes()[:2000]
    answer = service.post("/fhir/$reconcile", files={"discharge": (LETTER, letter)})
    assert answer.status_code == 400
    (issue,) = answer.json()["issue"]
    assert issue["location"][0].startswith("line ")
    assert service.get("/fhir/CarePlan").json()["total"] == 0
