"""Words that say of a list as a whole that nothing is known to be there: only when they say nothing else."""

import pytest

from adapter.functions.absence import absence_in_words, no_medication_in_words


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("Aucune allergie connue", "none-known"),
        ("Pas d'allergie connue à ce jour.", "none-known"),
        ("Aucune allergie / intolérance identifiée pendant le séjour", "none-known"),
        ("No known allergies", "none-known"),
        ("Keine Allergien bekannt", "none-known"),
        ("Aucune", "none-known"),
        ("Néant.", "none-known"),
        ("Allergies inconnues", "not-known"),
        ("Non renseigné", "not-known"),
        ("No information", "not-known"),
        ("Pas d'information disponible", "not-known"),
        ("Aucune allergie, sauf pénicilline", None),
        ("Aucune allergie alimentaire connue", None),
        ("Aucune allergie médicamenteuse", None),
        ("Allergie connue", None),
        ("Pénicilline", None),
        ("Pas de pénicilline", None),
        ("Aucune allergie ; réaction au latex", None),
        ("Pas d'allergie, intolérance connue", None),
        ("No allergies; known intolerances", None),
        ("No known allergies, adverse reaction reported", None),
        ("Aucune allergie connue, ni intolérance", "none-known"),
        ("Aucune allergie connue ?", None),
        ("Ne\u0301ant", "none-known"),
        ("NKA", "none-known"),
        ("", None),
    ],
)
def test_no_known_allergy_is_said_by_words_that_say_nothing_else(text: str, state: str | None) -> None:
    assert absence_in_words(text, "allergy") == state


def test_words_about_allergies_say_nothing_about_problems() -> None:
    assert absence_in_words("Aucune allergie connue", "problem") is None
    assert absence_in_words("NKA", "problem") is None
    assert absence_in_words("Aucun antécédent médical connu", "problem") == "none-known"
    assert absence_in_words("Aucun problème, antécédents", "problem") is None


@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("No current medications", "none-known"),
        ("No Known Active Medications.", "none-known"),
        ("no known home medications", "none-known"),
        ("No medications at this time", "none-known"),
        ("No\u00a0meds", "none-known"),
        ("Aucun traitement en cours", "none-known"),
        ("No medication information available", "not-known"),
        ("No medications on file", "not-known"),
        ("No current outpatient medications on file", "not-known"),
        ("No medications were reported", "not-known"),
        ("No changes to medications", None),
        ("No longer taking these medications", None),
        ("No pain meds", None),
        ("No OTC medications", None),
        ("No blood pressure drugs", None),
        ("No new medications", None),
        ("No regular medications", None),
        ("No medications prescribed", None),
        ("No medications, except aspirin", None),
        ("No medications changed", None),
        ("No medications?", None),
        ("No aspirin", None),
        ("Aucun changement de traitement", None),
    ],
)
def test_no_medication_is_said_by_a_name_that_says_nothing_else(name: str, state: str | None) -> None:
    assert no_medication_in_words(name) == state
