"""A delivery history and a discharge list, as files, end to end: what becomes of each treatment."""

import json
from pathlib import Path
from typing import Any

import pytest

from adapter.sources.document import Source
from adapter.workflow.reconciled import reconcile

CASES = sorted((Path(__file__).parent / "cases").glob("*.json"))
HISTORY = "patient_id;dispense_date;cip13;label;quantity;posology"
DISCHARGE = "patient_id;list;code;code_system;label;posology;route;start;end;reason"


def groups(case: dict[str, Any]) -> list[dict[str, Any]]:
    """For each group: its rows (`d1` the first discharge row, `h1` the first delivery) and what is said of it."""
    sources = [
        Source(name, "\n".join((header, *rows)).encode())
        for name, header, rows in (("d", DISCHARGE, case["discharge"]), ("h", HISTORY, case["dispensing"]))
    ]
    report = reconcile(sources[:1], sources[1:], date="2026-04-15", admission="2026-04-08").report
    rows = {line["id"]: line["source"] + line["location"].removeprefix("row ") for line in report["lines"]}
    assert report["ledger"]["lines"] == report["ledger"]["grouped"] == len(case["discharge"]) + len(case["dispensing"])
    return [
        {
            "rows": [rows[line] for line in group["lines"]],
            "status": group["status"],
            "documented": group["documented"],
            "discrepancies": [discrepancy["type"] for discrepancy in group["discrepancies"]],
        }
        for group in report["groups"]
    ]


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.stem)
def test_the_treatments_end_as_the_situation_says(file: Path) -> None:
    case = json.loads(file.read_text(encoding="utf-8"))
    assert groups(case) == case["groups"], case["situation"]
