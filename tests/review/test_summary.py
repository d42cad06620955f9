"""The terminal summary: plain text in 100 columns."""

from typing import Any

import pytest

from adapter.issues import Issue
from adapter.review.summary import summary

Report = dict[str, Any]


def said(report: Report, issues: list[Issue] | None = None, lang: str = "fr") -> str:
    return summary(report, issues or [], lang).replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_no_row_is_wider_than_100_columns(reports: dict[str, Report], report: Report, lang: str) -> None:
    for shown in (*reports.values(), report):
        assert max(map(len, summary(shown, [], lang).splitlines())) <= 100


def test_every_group_is_named(reports: dict[str, Report]) -> None:
    for name, report in reports.items():
        numbers = [row.split(".")[0].strip() for row in summary(report, [], "fr").splitlines()]
        assert [str(n) for n in range(1, len(report["groups"]) + 1)] == [n for n in numbers if n.isdigit()], name


def test_what_is_to_decide_comes_first_with_its_reasons(report: Report) -> None:
    text = said(report)
    assert "4 à décider | 4 au traitement de sortie (dont 3 à décider)" in text
    assert "-> Dose : la quantité par jour diffère : 5 mg par jour → 10 mg par jour (à qualifier)" in text
    assert "-> Substitution possible avec n° 3 OMÉPRAZOLE" in text
    assert text.index("À DÉCIDER") < text.index("EN COURS") < text.index("ARRÊTÉS") < text.index("NON ACTUELS")


def test_the_reason_of_a_stop_and_a_dose_without_text_are_shown(report: Report) -> None:
    report["lines"][0]["dosageText"] = ""
    assert "la source dit : Arrêt : chute" in " ".join(said(report).split())
    assert "BISOPROLOL 5 mg cp · 2 comprimés par jour" in said(report)


def test_nothing_to_decide_is_said(reports: dict[str, Report]) -> None:
    assert "Rien à décider." in said(reports["same-product-same-posology"])


def test_the_ledger_and_the_number_of_issues_close_it(report: Report) -> None:
    issues = [Issue("error", "structure", "a"), Issue("warning", "value", "b"), Issue("warning", "value", "c")]
    text = said(report, issues)
    assert "Compte des lignes : ✓ 16 lignes lues = 16 classées" in text
    assert "Problèmes dans les données : 1 erreur, 2 à vérifier" in text


def test_a_lost_line_is_a_loud_warning(report: Report) -> None:
    report["groups"] = [group for group in report["groups"] if group["id"] != "g-rappel"]
    report["ledger"]["grouped"] -= 1
    report["ledger"]["bySource"]["sortie/lettre.xml"]["grouped"] -= 1
    text = said(report)
    assert "!! LIGNES QUI NE SONT DANS AUCUN GROUPE" in text
    assert "ne pas utiliser ce résultat" in text


def test_a_label_cannot_steer_the_terminal(report: Report) -> None:
    report["lines"][0]["display"] = "BISOPROLOL\x1b[2J\r5 mg"
    text = summary(report, [], "fr")
    assert "\x1b" not in text
    assert "\r" not in text
