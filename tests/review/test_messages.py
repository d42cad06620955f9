"""Every sentence that the engine writes has French words; what has none is shown as it is."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from adapter.review.issue_messages import ISSUES, issue_in_language
from adapter.review.words import words
from adapter.wording.engine_messages import ENGINE
from adapter.wording.messages import in_language, translated

REPOSITORY = Path(__file__).parents[2]
_SEAMS = re.compile(
    r"\{\w+\}| on an unknown day|^an entry without a name|^no 'list'|^no column '\w+'|"
    r"rhythm is left to the text|^the most a rate may be|^a limit of kind 5|; (?:it is )?left to the text|: "
)
"""Where the code puts sentences together."""


def sentences(report: dict[str, Any]) -> Iterator[str]:
    for group in report["groups"]:
        yield from (discrepancy["message"] for discrepancy in group["discrepancies"])
        yield from group["match"]["because"]
        for proposal in group["proposals"]:
            yield from (proposal["text"], *proposal["because"])


def test_every_sentence_of_the_reconciliation_cases_has_french(reports: dict[str, dict[str, Any]]) -> None:
    missing = {s for report in reports.values() for s in sentences(report) if translated(s, ENGINE, "fr") is None}
    assert not missing


@pytest.mark.parametrize("table", [ENGINE, ISSUES], ids=["engine", "issues"])
def test_a_row_carries_the_same_values_in_both_languages(table: tuple[tuple[str, str], ...]) -> None:
    for english, french in table:
        assert set(re.findall(r"\{(\w+)\}", french)) == set(re.findall(r"\{(\w+)\}", english)), english


def test_no_row_hides_a_later_one() -> None:
    for table in (ENGINE, ISSUES):
        for english, french in table:
            sample = re.sub(r"\{(\w+)\}", r"<\1>", english)
            shown = re.sub(r"\{(\w+)\}", r"<\1>", french)
            assert (translated(sample, table, "fr") or "").replace("\N{NO-BREAK SPACE}", " ") == shown


@pytest.mark.parametrize(("table", "folder"), [(ENGINE, "reconciliation"), (ISSUES, "")], ids=["engine", "issues"])
def test_every_row_is_a_sentence_of_the_code(table: tuple[tuple[str, str], ...], folder: str) -> None:
    """A sentence that was reworded leaves a dead row; the constant parts of each row stand in the sources."""
    files = sorted((REPOSITORY / "adapter" / folder).rglob("*.py")) + sorted((REPOSITORY / "mappings").rglob("*.map"))
    written = " ".join(path.read_text("utf-8") for path in files if path.parent.name != "review")
    code = re.sub(r'"\s*f?"', "", written)
    for english, _ in table:
        for part in _SEAMS.split(english):
            said = part.strip(" ():,'")
            assert said in code or said in written, english


@pytest.mark.parametrize(
    ("message", "french"),
    [
        (
            "last delivered on 2025-02-20, more than 12 months before 2026-03-01",
            "dernière délivrance le 20/02/2025, plus de 12 mois avant le 01/03/2026",
        ),
        (
            "the rhythm differs: 5 mg/d → 5 mg/d",
            "le rythme des prises diffère, la quantité est la même : 5 mg par jour",
        ),
        (
            "the amount a day differs: 2.5 mg/d on average, every 7 d → 2.5 mg/d",
            "la quantité par jour diffère : 17,5 mg tous les 7 jours → 2,5 mg par jour",
        ),
        (
            "the amount a day differs: 0-3 {tablet}/d → selon schéma",
            "la quantité par jour diffère : 0 à 3 comprimés par jour → selon schéma",
        ),
        (
            "the amount a day differs: 10 mg/d → 5 mg/d; the source says: Majoré; voir courrier",
            "la quantité par jour diffère : 10 mg par jour → 5 mg par jour ; la source dit : Majoré; voir courrier",
        ),
        (
            "the same substance twice in one list (x): A; B; the same substance twice in one list (y): C; D",
            "la même substance deux fois dans une liste (x) : A; B ; "
            "la même substance deux fois dans une liste (y) : C; D",
        ),
    ],
)
def test_a_sentence_keeps_what_it_carries(message: str, french: str) -> None:
    assert in_language(message, "fr").replace("\N{NO-BREAK SPACE}", " ") == french


@pytest.mark.parametrize(
    ("coded", "text", "french"),
    [
        ("2 {tablet} a day", "4 {tablet} a day", "2 comprimés par jour|4 comprimés par jour"),
        ("1 to 2 {tablet} a day", "steps in time", "1 à 2 comprimés par jour|par étapes"),
        ("1000 mg a day", "3 times every 1 d", "1000 mg par jour|3 fois par jour"),
        ("1.428571 mg a day on average every 1 wk", "1 times every 2 d", "10 mg par semaine|1 fois tous les 2 jours"),
        ("no amount", "1 {tablet} a day", "sans quantité|1 comprimé par jour"),
    ],
)
def test_what_codes_and_words_amount_to_is_said_in_french(coded: str, text: str, french: str) -> None:
    message = f"the coded posology ({coded}) and its text 'x' ({text}) disagree: no daily dose is drawn from either"
    first, second = french.split("|")
    said = issue_in_language(message, "fr").replace("\N{NO-BREAK SPACE}", " ")
    assert f"la posologie codée ({first}) et son texte « x » ({second}) se contredisent" in said


@pytest.mark.parametrize(
    ("message", "french"),
    [
        (
            "MedicationRequest.doNotPerform: an order NOT to give this: it stays as a line, a person must look",
            "MedicationRequest.doNotPerform : un ordre de NE PAS donner : reste une ligne, une personne doit regarder",
        ),
        (
            "MedicationRequest.dosageInstruction[0].doseAndRate[0]: a dose of -5: left out",
            "MedicationRequest.dosageInstruction[0].doseAndRate[0] : une dose de -5 : laissée de côté",
        ),
        (
            "List.mode is changes: check whether this is what is to be taken",
            "List.mode vaut changes : vérifier si c'est bien ce qui est à prendre",
        ),
        ("a PUT without a resource: nothing to read", "un PUT sans ressource : rien à lire"),
        (
            "doses in mg and {tablet} in one posology: no daily dose is drawn from them",
            "doses en mg et comprimés dans une même posologie : aucune dose par jour n'en est tirée",
        ),
    ],
)
def test_what_an_issue_carries_is_said_in_french_too(message: str, french: str) -> None:
    assert issue_in_language(message, "fr").replace("\N{NO-BREAK SPACE}", " ") == french
    assert issue_in_language(message, "en") == message


@pytest.mark.parametrize(
    "message", ["MedicationRequest.status: a new problem", "Patient.gender", "Bundle: an order NOT to give this"]
)
def test_of_an_element_too_what_has_no_french_is_shown_as_it_is(message: str) -> None:
    assert issue_in_language(message, "fr") == message


def test_an_unknown_sentence_is_shown_as_it_is() -> None:
    assert in_language("a new reason", "fr") == "a new reason"
    assert in_language("same substance; a new reason", "fr") == "same substance; a new reason"
    assert issue_in_language("a new problem", "fr") == "a new problem"


def test_english_sentences_stay_with_days_and_doses_in_words() -> None:
    said = in_language("the amount a day differs: 1 {tablet}/d → 2 {tablet}/d", "en")
    assert said == "the amount a day differs: 1 tablet a day → 2 tablets a day"


def test_both_languages_fill_the_same_places() -> None:
    french, english = words("fr"), words("en")
    for key in french:
        assert sorted(re.findall(r"\{(\w+)\}", french[key])) == sorted(re.findall(r"\{(\w+)\}", english[key])), key
