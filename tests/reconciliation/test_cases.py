"""Clinical situations: tests/reconciliation/cases/*.json, expected groups written by hand from design §6."""

import json
from pathlib import Path
from typing import Any

import pytest
from compact import line_of, lists_of

from adapter.reconciliation import Reconciliation, reconcile

CASES = sorted((Path(__file__).parent / "cases").glob("*.json"))


def reconciled(case: dict[str, Any]) -> Reconciliation:
    lines = [line_of(id, row) for id, row in case["lines"].items()]
    return reconcile(lists_of(case, lines), lines, date=case.get("date", "2026-03-10"), admission=case.get("admission"))


def shown(reconciliation: Reconciliation, expected: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The groups with the properties that the case speaks of, in the order of the case."""
    asked = {frozenset(group["lines"]): set(group) for group in expected}
    found = []
    for group in reconciliation.groups:
        ids = [line.id for line in group.lines]
        everything = {
            "lines": sorted(ids),
            "status": group.verdict.status,
            "documented": group.verdict.documented,
            "discrepancies": sorted(d.type for d in group.verdict.discrepancies),
            "rung": group.match.rung,
            "proposals": sorted(p.type for p in group.proposals),
        }
        keys = asked.get(frozenset(ids), set(everything)) | {"proposals", "discrepancies"}
        found.append({key: value for key, value in everything.items() if key in keys})
    return sorted(found, key=lambda group: group["lines"])


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_situation(path: Path) -> None:
    case = json.loads(path.read_text(encoding="utf-8"))
    expected = [
        {
            **group,
            "lines": sorted(group["lines"]),
            "discrepancies": sorted(group.get("discrepancies", ())),
            "proposals": group.get("proposals", []),
        }
        for group in case["groups"]
    ]
    assert shown(reconciled(case), case["groups"]) == sorted(expected, key=lambda group: group["lines"])
