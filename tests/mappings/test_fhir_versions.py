"""A resource that stands several times in a FHIR file: one line, the newest version; a doubt stays open."""

import json
from typing import Any

import pytest
from compact_bundle import of_type
from fhir_source import PATIENT, mapped, only, treatment

from adapter.sources.document import Source
from adapter.workflow.mapped import map_source

OLD = treatment(dosage=[{"text": "1 tablet a day"}], meta={"versionId": "9", "lastUpdated": "2026-03-01T08:00:00Z"})
NEW = treatment(dosage=[{"text": "2 tablets a day"}], meta={"versionId": "10", "lastUpdated": "2026-03-09T08:00:00Z"})


def said(result: Any) -> list[tuple[str, str, str]]:
    return [(i.severity, i.location, i.message) for i in result.issues if i.location.startswith("Bundle.entry")]


def test_a_search_that_answers_the_same_treatment_twice_gives_one_line() -> None:
    result = mapped(PATIENT, OLD, OLD, type="searchset")
    assert only(result)["dosage"] == [{"text": "1 tablet a day"}]
    assert said(result) == [
        ("information", "Bundle.entry[2].resource", "stands also in Bundle.entry[1].resource: read once")
    ]


@pytest.mark.parametrize("order", [(OLD, NEW), (NEW, OLD)])
def test_of_two_versions_the_newer_counts_wherever_it_stands(order: tuple[Any, Any]) -> None:
    result = mapped(PATIENT, *order)
    assert only(result)["dosage"] == [{"text": "2 tablets a day"}]
    old, new = 1 + order.index(OLD), 1 + order.index(NEW)
    message = f"an older version of Bundle.entry[{new}].resource: not read"
    assert said(result) == [("warning", f"Bundle.entry[{old}].resource", message)]


def test_versions_without_numbers_are_told_by_the_date_of_their_change() -> None:
    undated = [{**r, "meta": {"lastUpdated": r["meta"]["lastUpdated"], "versionId": "b"}} for r in (NEW, OLD)]
    assert only(mapped(PATIENT, *undated))["dosage"] == [{"text": "2 tablets a day"}]


@pytest.mark.parametrize("meta", [None, {"versionId": "1"}, {"versionId": "W-2"}])
def test_two_contents_of_which_none_is_said_to_be_newer_both_stay(meta: Any) -> None:
    both = [{**{k: v for k, v in r.items() if k != "meta"}, **({"meta": meta} if meta else {})} for r in (OLD, NEW)]
    result = mapped(PATIENT, *both)
    assert [r["dosage"][0]["text"] for r in of_type(result, "MedicationStatement")] == [
        "1 tablet a day",
        "2 tablets a day",
    ]
    assert [severity for severity, _, _ in said(result)] == ["warning"]


def test_the_same_name_on_two_servers_is_two_treatments() -> None:
    entries = [
        {"fullUrl": f"http://{host}/MedicationStatement/s", "resource": r} for host, r in (("a", OLD), ("b", NEW))
    ]
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": PATIENT}, *entries]}
    result = map_source(Source("b.json", json.dumps(bundle).encode()))
    assert len(of_type(result, "MedicationStatement")) == 2


def test_a_line_that_an_export_repeats_is_one_treatment() -> None:
    lines = "\n".join(json.dumps(r) for r in (PATIENT, OLD, NEW, OLD))
    result = map_source(Source("b.ndjson", lines.encode()))
    assert only(result)["dosage"] == [{"text": "2 tablets a day"}]
