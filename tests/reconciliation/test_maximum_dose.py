"""Doses over what is labelled: tests/reconciliation/maximum-dose-cases/*.json, and the table they are compared with."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from compact import line_of
from hypothesis import given
from hypothesis import strategies as st

from adapter.medication.formulary import substance_name
from adapter.medication.maximum_doses import SHIPPED, maximum_doses
from adapter.reconciliation import over_maximum
from adapter.review.issue_messages import issue_in_language
from adapter.terminology import ucum

CASES = sorted((Path(__file__).parent / "maximum-dose-cases").glob("*.json"))
MORNING = {"list": "discharge", "drug": "MÉTHOTREXATE 2.5 mg; comprimé; orale", "take": "1 MORN"}


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_situation(path: Path) -> None:
    case = json.loads(path.read_text(encoding="utf-8"))
    found = over_maximum([line_of(id, row) for id, row in case["lines"].items()])
    assert [{"at": issue.location, "message": issue.message} for issue in found] == case["issues"]
    assert {(issue.severity, issue.code) for issue in found} <= {("warning", "business-rule")}


@given(st.integers(1, 40), st.integers(1, 6))
def test_daily_methotrexate_is_an_issue_whatever_the_amount(tablets: int, times: int) -> None:
    found = over_maximum([line_of("a", {**MORNING, "take": f"{tablets} x{times}"})])
    assert "never daily" in found[0].message


def test_a_check_changes_nothing_of_the_lines() -> None:
    line = line_of("a", MORNING)
    before = repr(line)
    assert over_maximum([line])
    assert repr(line) == before


def test_the_sentences_are_told_in_french() -> None:
    daily = over_maximum([line_of("a", {**MORNING, "take": "4 MORN"})])
    often, much = (issue_in_language(issue.message, "fr").replace("\N{NO-BREAK SPACE}", " ") for issue in daily)
    assert "jamais tous les jours (EMA, " in often
    assert "MÉTHOTREXATE 70 mg par semaine, plus que le maximum indiqué chez l'adulte, 25 mg par semaine" in much


@pytest.mark.parametrize("row", json.loads(SHIPPED.read_text("utf-8"))["doses"], ids=lambda row: row["substance"])
def test_each_maximum_has_a_source_and_a_substance_that_the_formulary_knows(row: dict[str, Any]) -> None:
    assert substance_name(row["substance"]) == row["substance"]
    assert row["per"] in ("d", "wk")
    assert ucum.to_base(Decimal(1), row["maximum"]["unit"])[1] == "mg"
    assert row["for"].startswith("adults")
    for source in row["sources"]:
        assert source["title"] and source["section"] and source["url"].startswith("http") and source["read"]


def test_a_substance_has_one_row() -> None:
    names = [row.substance for row in maximum_doses()]
    assert len(names) == len(set(names)) >= 15
