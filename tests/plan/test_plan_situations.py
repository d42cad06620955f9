"""What a pharmacist or GP reads in the plan: tests/plan/cases/*.json, expected lists written by hand from design §6."""

import json
from pathlib import Path
from typing import Any

import pytest
from plan_situation import bundles_of, report_of

from adapter.plan.document import plan_document

CASES = sorted((Path(__file__).parent / "cases").glob("*.json"))


def plan_of(case: dict[str, Any], **given: Any) -> dict[str, Any]:
    options = {"asserted_same_patient": None, "issues": [], **given}
    return plan_document(report_of(case), bundles_of(case), **options)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_situation(path: Path) -> None:
    case = json.loads(path.read_text(encoding="utf-8"))
    assert shown(plan_of(case)) == case["expected"]


def shown(plan: dict[str, Any]) -> dict[str, Any]:
    by_url = {entry["fullUrl"]: entry["resource"] for entry in plan["entry"]}
    lists = {r["mode"]: r for r in by_url.values() if r["resourceType"] == "List" and "source" in r}
    rows = {
        mode: [(entry, by_url[entry["item"]["reference"]]) for entry in list_.get("entry", ())]
        for mode, list_ in lists.items()
    }
    return {
        "current": [
            [s["medicationCodeableConcept"]["text"], s["dosage"][0]["text"], s["status"], entry["flag"]["text"]]
            for entry, s in rows["snapshot"]
        ],
        "changes": [
            [s["medicationCodeableConcept"]["text"], entry["flag"]["text"], entry.get("deleted", False)]
            for entry, s in rows["changes"]
        ],
        "issues": [r["code"]["coding"][0]["code"] for r in by_url.values() if r["resourceType"] == "DetectedIssue"],
        "tasks": [r["description"] for r in by_url.values() if r["resourceType"] == "Task"],
    }
