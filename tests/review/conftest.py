"""Reports to show: of every reconciliation case, and one written by hand with what the cases do not have."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest

_CASES = Path(__file__).parents[1] / "reconciliation"
sys.path.append(str(_CASES))  # compact.py: the cases as lines and lists


@pytest.fixture(scope="session")
def reports() -> dict[str, dict[str, Any]]:
    """Name of a reconciliation case → its report."""
    return {path.stem: _report(json.loads(path.read_text("utf-8"))) for path in sorted(_CASES.glob("cases/*.json"))}


@pytest.fixture
def report() -> dict[str, Any]:
    """The report of hand-written.json, fresh for each test."""
    found: dict[str, Any] = json.loads((Path(__file__).parent / "hand-written.json").read_text("utf-8"))
    return found


def _report(case: dict[str, Any]) -> dict[str, Any]:
    from compact import line_of, lists_of

    from adapter.reconciliation import reconcile, report

    lines = [line_of(id, row) for id, row in case["lines"].items()]
    lists = lists_of(case, lines)
    date, admission = case.get("date", "2026-03-10"), case.get("admission")
    found = report(
        reconcile(lists, lines, date=date, admission=admission),
        patient={"identifiers": [], "name": "Jeanne MARTIN", "birthDate": None, "sex": None},
        sources=[{"file": file, "kind": "csv", "date": None} for file in dict.fromkeys(read.source for read in lists)],
        knowledge={"drugs": "formulary"},
    )
    plain: dict[str, Any] = json.loads(json.dumps(found))
    return plain
