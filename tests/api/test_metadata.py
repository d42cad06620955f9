"""The CapabilityStatement is true: everything it names works, and what is stored is named."""

import json
from typing import Any

from fastapi.testclient import TestClient

from adapter.api.call import ROLES, VALUES
from adapter.data_files import folder
from adapter.fhir.canonical import BASE

SEARCH_VALUES = {"token": "x", "reference": "x", "date": "ge2026"}


def rest(client: TestClient) -> dict[str, Any]:
    statement = client.get("/fhir/metadata").json()
    assert (statement["resourceType"], statement["fhirVersion"]) == ("CapabilityStatement", "4.0.1")
    found: dict[str, Any] = statement["rest"][0]
    return found


def test_every_stated_interaction_is_answered(client: TestClient) -> None:
    for resource in rest(client)["resource"]:
        type_ = resource["type"]
        codes = [interaction["code"] for interaction in resource["interaction"]]
        assert client.get(f"/fhir/{type_}/x").json()["issue"][0]["code"] == "not-found"
        assert client.get(f"/fhir/{type_}/x/_history/1").json()["issue"][0]["code"] == "not-found"
        assert client.get(f"/fhir/{type_}").status_code == (200 if "search-type" in codes else 405)


def test_every_stated_search_parameter_is_answered(client: TestClient) -> None:
    searched = 0
    for resource in rest(client)["resource"]:
        for parameter in resource.get("searchParam", []):
            value = SEARCH_VALUES[parameter["type"]]
            assert client.get(f"/fhir/{resource['type']}?{parameter['name']}={value}").status_code == 200
            searched += 1
    assert searched == 9


def test_every_stated_operation_is_answered(client: TestClient, post: Any) -> None:
    assert [operation["name"] for operation in rest(client)["operation"]] == ["reconcile"]
    bundle = post(discharge="a letter").json()
    ids = {entry["resource"]["resourceType"]: entry["resource"]["id"] for entry in bundle["entry"]}
    for resource in rest(client)["resource"]:
        for operation in resource.get("operation", []):
            answer = client.get(f"/fhir/{resource['type']}/{ids[resource['type']]}/${operation['name']}")
            assert answer.json() == bundle


def test_every_stored_type_is_stated(client: TestClient, post: Any) -> None:
    stated = {resource["type"] for resource in rest(client)["resource"]}
    assert {entry["resource"]["resourceType"] for entry in post(discharge="a letter").json()["entry"]} <= stated


def test_every_operation_of_ours_is_defined_with_the_parameters_that_are_taken(client: TestClient) -> None:
    definitions = {}
    for file in folder("profiles").glob("OperationDefinition-*.json"):
        definition = json.loads(file.read_text(encoding="utf-8"))
        definitions[definition["url"]] = definition
    stated = [operation for resource in rest(client)["resource"] for operation in resource.get("operation", [])]
    stated = [operation for operation in stated + rest(client)["operation"] if operation["definition"].startswith(BASE)]
    assert {operation["definition"]: operation["name"] for operation in stated} == {
        url: definition["code"] for url, definition in definitions.items()
    }
    taken = [p["name"] for p in definitions[f"{BASE}/OperationDefinition/reconcile"]["parameter"] if p["use"] == "in"]
    assert tuple(taken) == ROLES + VALUES
