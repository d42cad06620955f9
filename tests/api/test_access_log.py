"""What is logged of a request: never an identifier, a name, a body."""

import logging
from typing import Any

import pytest
from fastapi.testclient import TestClient


def test_a_request_is_logged_by_its_route_without_patient(
    client: TestClient, post: Any, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, logger="medrec.access"):
        post(discharge="a letter of an invented person")
        client.get("/fhir/CarePlan?patient.identifier=160012345678901")
        client.get("/160012345678901")
    lines = [record.getMessage() for record in caplog.records if record.name == "medrec.access"]
    assert [line.rsplit(" ", 2)[0] for line in lines] == [
        "POST /fhir/$reconcile 201",
        "GET /fhir/{type} 200",
        "GET (no route) 404",
    ]
