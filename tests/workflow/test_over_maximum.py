"""A daily methotrexate goes from the discharge list to the issues, the page and the plan."""

import json

import pytest

from adapter.review.page import render
from adapter.sources.document import Source
from adapter.workflow.reconciled import reconcile

LIST = b"""patient_id;line;list;label;posology;family_name;given_name;birth_date;sex
P1;1;discharge;METHOTREXATE 2,5 mg comprim\xc3\xa9;4 comprim\xc3\xa9s le matin;GARONNE;ODETTE;1941-05-17;F
P1;2;discharge;DOLIPRANE 1000 mg comprim\xc3\xa9;1 comprim\xc3\xa9 3 fois par jour;GARONNE;ODETTE;1941-05-17;F
P1;3;discharge;PARACETAMOL 500 mg comprim\xc3\xa9;1 comprim\xc3\xa9 3 fois par jour;GARONNE;ODETTE;1941-05-17;F
"""


@pytest.mark.parametrize(
    "posology",
    ["6 comprimés le lundi", "6 cp 1 fois par semaine", "15 mg par semaine", "6 cp tous les 7 jours", "selon INR"],
)
def test_methotrexate_once_a_week_is_no_issue(posology: str) -> None:
    weekly = LIST.replace("4 comprimés le matin".encode(), posology.encode()).splitlines(keepends=True)[:2]
    outcome = reconcile([Source("discharge.csv", b"".join(weekly))], date="2026-03-12")
    assert not [issue for issue in outcome.issues if issue.code == "business-rule"]


def test_what_is_over_its_maximum_is_told_and_nothing_else_changes() -> None:
    outcome = reconcile([Source("discharge.csv", LIST)], date="2026-03-12")
    found = [issue for issue in outcome.issues if issue.code == "business-rule"]
    assert [(issue.severity, issue.source, issue.location) for issue in found] == [
        ("warning", "discharge.csv", "row 1"),
        ("warning", "discharge.csv", "row 1"),
        ("warning", "discharge.csv", "row 2"),
    ]
    assert "MÉTHOTREXATE 70 mg/wk" in found[1].message
    assert "PARACÉTAMOL 4.5 g/d" in found[2].message
    page = render(outcome.report, issues=outcome.issues, lang="fr").replace("\N{NO-BREAK SPACE}", " ")
    assert "se prend un seul jour par semaine, jamais tous les jours" in page
    assert "PARACÉTAMOL 4,5 g par jour, plus que le maximum" in page
    assert "taken on one day a week and never daily" in json.dumps(outcome.plan, ensure_ascii=False)
    assert [line["dailyDose"]["value"] for line in outcome.report["lines"]] == [4, 3, 3]
