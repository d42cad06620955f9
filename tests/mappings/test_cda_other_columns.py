"""Columns of a narrative table beside the posology that change it: an hour between the moments, as needed, days, a
status. What they say is part of the posology, or of the status, and not passed over."""

from typing import Any

import pytest
from cda_envelope import enveloped

from adapter.reconciliation.agreement import read
from adapter.sources.document import Source
from adapter.workflow.mapped import Mapped, map_source


def _line(headers: list[str], cells: list[str]) -> tuple[Mapped, dict[str, Any]]:
    head = "".join(f"<th>{text}</th>" for text in ("Médicament", *headers))
    row = "".join(f"<td>{text}</td>" for text in ("Ramipril", *cells))
    table = f'<table><thead><tr>{head}</tr></thead><tbody><tr ID="r1">{row}</tr></tbody></table>'
    product = "<manufacturedProduct><manufacturedMaterial><name>Ramipril</name></manufacturedMaterial>"
    act = (
        '<substanceAdministration classCode="SBADM" moodCode="EVN"><text><reference value="#r1"/></text>'
        f'<statusCode code="active"/><consumable>{product}</manufacturedProduct></consumable></substanceAdministration>'
    )
    code = '<code code="10183-2" codeSystem="2.16.840.1.113883.6.1"/>'
    section = f"<section>{code}<title>Sortie</title><text>{table}</text><entry>{act}</entry></section>"
    mapped = map_source(Source("letter.xml", enveloped(section).encode()))
    resources = (entry["resource"] for entry in mapped.bundle["entry"])
    return mapped, next(r for r in resources if r["resourceType"] == "MedicationStatement")


def _text(headers: list[str], cells: list[str]) -> str:
    (dosage,) = _line(headers, cells)[1]["dosage"]
    return str(dosage["text"])


@pytest.mark.parametrize(
    ("headers", "cells", "text"),
    [
        (["Matin", "Midi", "16h", "Soir"], ["1", "", "1", "1"], "1 matin, 1 à 16h, 1 soir"),
        (["Matin", "Midi", "Soir", "22h"], ["1", "", "", "1"], "1 matin, 1 à 22h"),
        (["Matin", "Collation", "Soir"], ["1", "2", "1"], "1 matin, 2 Collation, 1 soir"),
        (["Matin", "Soir", "Si besoin"], ["1", "", "X"], "1 matin ; si besoin"),
        (["Matin", "Soir", "Si besoin"], ["1", "", "non"], "1 matin"),
        (["Matin", "Soir", "Jours"], ["1", "", "Lundi"], "1 matin ; Lundi"),
        (["Matin", "Soir", "Consignes"], ["1", "", "sauf le dimanche"], "1 matin ; sauf le dimanche"),
        (["Posologie", "Si besoin"], ["1 cp 3 fois par jour", "oui"], "1 cp 3 fois par jour ; si besoin"),
        (["Posologie", "Commentaire"], ["1 cp par jour", "sauf le dimanche"], "1 cp par jour ; sauf le dimanche"),
        (["Posologie", "Commentaire"], ["1 cp par jour", "HTA"], "1 cp par jour"),
        (["Dose", "Freq"], ["1 TAB", "QHS PRN"], "1 TAB ; QHS PRN"),
        (["Morgens", "Abends", "Bei Bedarf"], ["1", "1", "x"], "1 morgens, 1 abends ; bei Bedarf"),
    ],
)
def test_a_column_that_changes_the_doses_is_part_of_the_posology(
    headers: list[str], cells: list[str], text: str
) -> None:
    assert _text(headers, cells).casefold() == text.casefold()


def test_what_is_taken_as_needed_by_its_column_has_no_scheduled_dose() -> None:
    found = read(_text(["Posologie", "Si besoin"], ["1 cp 3 fois par jour", "oui"]))
    assert found is not None and found.daily_dose is not None
    assert (found.daily_dose.low, found.daily_dose.high) == (0, 3)


@pytest.mark.parametrize("said", ["arrêté", "Discontinued (Side effects)", "On hold", "Suspendu"])
def test_a_row_that_says_stopped_beside_an_active_entry_leaves_its_status_unknown(said: str) -> None:
    mapped, line = _line(["Posologie", "Statut"], ["1 cp par jour", said])
    assert line["status"] == "unknown"
    assert "conflict" in [issue.code for issue in mapped.issues]


@pytest.mark.parametrize("said", ["Active", "en cours", "Ordered", ""])
def test_a_row_that_says_nothing_of_stopping_leaves_its_status(said: str) -> None:
    assert _line(["Posologie", "Statut"], ["1 cp par jour", said])[1]["status"] == "active"
