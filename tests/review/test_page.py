"""The page shows everything the report and the issues hold, once, as text."""

import re
from collections import Counter
from typing import Any

import pytest
from lxml import html

from adapter.issues import Issue
from adapter.review.page import render
from adapter.review.words import words

Report = dict[str, Any]


def page(report: Report, issues: list[Issue] | None = None, lang: str = "fr") -> Any:
    return html.fromstring(render(report, issues=issues or [], lang=lang))


def text(node: Any) -> str:
    """What a reader sees, cells and list items apart."""
    return " ".join(" ".join(node.itertext()).split())


def shown_lines(tree: Any) -> Counter[str]:
    return Counter(tree.xpath("//@data-line"))


def section(tree: Any, id: str) -> str:
    return text(tree.get_element_by_id(id))


def row(tree: Any, id: str) -> str:
    return section(tree, f"g-{id}")


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_line_of_every_case_stands_on_the_page_once(reports: dict[str, Report], lang: str) -> None:
    for name, report in reports.items():
        assert shown_lines(page(report, lang=lang)) == Counter(line["id"] for line in report["lines"]), name


def test_every_line_written_by_hand_stands_on_the_page_once(report: Report) -> None:
    assert shown_lines(page(report)) == Counter(line["id"] for line in report["lines"])


def test_every_name_and_posology_of_the_sources_can_be_read(reports: dict[str, Report]) -> None:
    for name, report in reports.items():
        said = text(page(report))
        for line in report["lines"]:
            assert " ".join(line["display"].split()) in said, name
            assert " ".join(line["dosageText"].split()) in said, name


def test_a_line_that_no_group_holds_is_shown_under_an_alarm(report: Report) -> None:
    report["groups"] = [group for group in report["groups"] if group["id"] != "g-omeprazole"]
    report["groups"][2]["proposals"] = []
    report["ledger"]["grouped"] -= 1
    report["ledger"]["bySource"]["officine.csv"]["grouped"] -= 1
    tree = page(report)
    assert "OMEPRAZOLE" in section(tree, "lost")
    assert "LIGNES PERDUES" in section(tree, "ledger")
    assert "ne pas utiliser ce résultat" in text(tree.xpath("//nav")[0])
    assert shown_lines(tree) == Counter(line["id"] for line in report["lines"])


def test_equal_counts_carry_a_check_mark(report: Report) -> None:
    assert "✓ 16 lignes lues = 16 classées" in section(page(report), "ledger")


def test_what_a_source_says_is_never_markup(report: Report) -> None:
    tree = page(report, [Issue("error", "structure", "<img src=x onerror=alert(1)>", "<i>file</i>", "<b>")])
    assert not tree.xpath("//script | //img | //main//i | //td//b")
    assert "<script>alert('x')</script> PANTOPRAZOLE & Cie 20 mg" in text(tree)


def test_characters_that_reorder_text_are_made_visible(report: Report) -> None:
    assert "\u202e" not in render(report, issues=[], lang="fr")


def test_the_page_loads_nothing_and_runs_nothing(report: Report) -> None:
    tree = page(report)
    assert not tree.xpath("//script | //link | //img | //iframe | //*[@style]")
    assert all(href.startswith("#") for href in tree.xpath("//@href"))
    assert "default-src 'none'" in tree.xpath("//meta[@http-equiv]/@content")[0]


def test_every_link_leads_to_a_place_of_the_page(reports: dict[str, Report], report: Report) -> None:
    for shown in (*reports.values(), report):
        tree = page(shown)
        ids = tree.xpath("//@id")
        assert len(ids) == len(set(ids))
        assert {href[1:] for href in tree.xpath("//@href")} <= set(ids)


def test_what_is_to_decide_comes_first_and_is_counted(report: Report) -> None:
    tree = page(report)
    first = tree.xpath("//section")[0]
    assert first.get("id") == "decide"
    assert [row.get("id") for row in first.xpath(".//tbody/tr")] == [
        *("g-g-bisoprolol", "g-g-pantoprazole", "g-g-omeprazole", "g-g-unknown")
    ]
    assert text(tree.xpath("//nav//li")[0]) == "4 à décider"


def test_stopped_suspended_and_not_current_stand_apart(report: Report) -> None:
    tree = page(report)
    assert "ZOPICLONE" in section(tree, "stopped")
    assert "APIXABAN" in section(tree, "suspended")
    assert "AMOXICILLINE" in section(tree, "not-current")
    for name in ("ZOPICLONE", "APIXABAN", "AMOXICILLINE", "ENOXAPARINE"):
        assert name not in section(tree, "current")


def test_doses_given_in_hospital_and_plans_have_a_section_of_their_own(report: Report) -> None:
    said = section(page(report), "stay")
    assert "LOVENOX 4000 UI" in said
    assert "Vaccin grippe" in said


def test_a_stopped_line_says_so_beside_its_name(report: Report) -> None:
    assert "listé comme arrêté à la sortie ZOPICLONE 7,5 mg" in row(page(report), "g-zopiclone")


def test_the_reason_that_the_source_gives_is_shown_where_the_report_has_it(report: Report) -> None:
    assert "Arrêt : chute" in row(page(report), "g-zopiclone")


def test_a_reversal_does_not_look_like_a_delivery(report: Report) -> None:
    assert "annulation de délivrance" in row(page(report), "g-bisoprolol")


def test_a_discrepancy_shows_its_type_its_message_and_that_nobody_qualified_it(report: Report) -> None:
    said = row(page(report), "g-bisoprolol")
    assert "Dose la quantité par jour diffère : 5 mg par jour → 10 mg par jour à qualifier" in said
    assert "non documenté" in said


def test_a_proposal_names_and_links_the_other_treatment(report: Report) -> None:
    tree = page(report)
    link = tree.get_element_by_id("g-g-pantoprazole").xpath(".//a")[0]
    assert link.get("href") == "#g-g-omeprazole"
    assert text(link) == "n° 3 OMÉPRAZOLE"


def test_one_proposal_for_several_treatments_is_said_once(report: Report) -> None:
    other = {**report["groups"][2]["proposals"][0], "groups": ["g-pantoprazole", "g-unknown"]}
    report["groups"][2]["proposals"].append(other)
    said = row(page(report), "g-pantoprazole")
    assert "Substitution possible avec n° 3 Gélules du Dr �XAVIER , n° 4 OMÉPRAZOLE" in said
    assert said.count("L'un remplace peut-être l'autre.") == 1


def test_a_weekly_dose_is_never_written_as_a_daily_one(report: Report) -> None:
    said = row(page(report), "g-mtx")
    assert "soit 1 comprimé tous les 7 jours" in said
    assert "par jour" not in said
    assert "0,14" not in said


def test_what_is_not_stated_is_said_in_words(report: Report) -> None:
    report["patient"] = {"identifiers": [], "name": None, "birthDate": None, "sex": None}
    report["admission"] = None
    said = text(page(report).xpath("//header")[0])
    assert "nom non indiqué" in said
    assert said.count("non indiqué") == 4
    assert "aucun identifiant" in said


def test_who_asserts_that_it_is_one_patient_is_named(report: Report) -> None:
    report["patient"] |= {"assertedBy": "Dr A", "assertedReason": "carte vitale vue"}
    assert "Dr A: carte vitale vue" in text(page(report).xpath("//header")[0])


def test_none_known_and_not_known_are_different_words(reports: dict[str, Report]) -> None:
    none, unknown = page(reports["history-none"]), page(reports["history-not-known"])
    assert "aucun traitement, dit la source" in section(none, "ledger")
    assert "Aucune liste d'avant le séjour n'est exploitable" not in text(none)
    assert "non connu" in section(unknown, "ledger")
    assert "Aucune liste d'avant le séjour n'est exploitable" in text(unknown)


def test_errors_come_first_with_their_place(report: Report) -> None:
    issues = [
        Issue("information", "value", "for the record", "a.csv", "row 1"),
        Issue("warning", "required", "no 'patient_id': taken as the patient of the file", "a.csv", "row 2"),
        Issue("error", "structure", "broken", "lettre.xml", "/ClinicalDocument/component[2]/section/entry[3]"),
        Issue("warning", "required", "no 'patient_id': taken as the patient of the file", "a.csv", "row 4"),
    ]
    tree = page(report, issues)
    rows = [text(row) for row in tree.get_element_by_id("issues").xpath(".//tbody/tr")]
    assert rows[0] == "Erreur broken lettre.xml component[2]/entry[3]"
    assert rows[1].endswith("pris comme le patient du fichier a.csv ligne 2 a.csv ligne 4")
    assert text(tree.xpath("//nav//li")[-1]) == "Données : 1 erreur, 2 à vérifier, 1 pour information"
    assert tree.xpath("//li[@title='/ClinicalDocument/component[2]/section/entry[3]']")


def test_tables_have_headers_with_a_scope_and_headings_are_in_order(report: Report) -> None:
    tree = page(report, [Issue("error", "structure", "broken")])
    assert tree.get("lang") == "fr"
    assert all(th.get("scope") in ("col", "row") for th in tree.xpath("//th"))
    assert [h.tag for h in tree.xpath("//h1 | //h2 | //h3")] == ["h1"] + ["h2"] * 8


def test_the_same_report_gives_the_same_bytes(report: Report) -> None:
    assert render(report, issues=[], lang="fr") == render(report, issues=[], lang="fr")


def test_an_english_page_has_no_french_word_of_ours(reports: dict[str, Report]) -> None:
    french = {
        said for key, said in words("fr").items() if said != words("en")[key] and len(said) > 6 and "{" not in said
    }
    for name, report in reports.items():
        tree = page(report, lang="en")
        for sourced in tree.xpath("//bdi"):
            sourced.text = ""
        found = {said for said in french if re.search(rf"\b{re.escape(said)}\b", text(tree))}
        assert not found, name


def test_a_delivery_that_was_declined_is_not_shown_as_made(reports: dict[str, Report]) -> None:
    shown = text(page(reports["a-declined-delivery-of-another-dose-after-a-delivery"]))
    assert "non délivré 01/03/2026" in shown
    assert not re.search(r"(?<!non )délivré 01/03/2026", shown)
