"""Words that say of a list as a whole that nothing is known to be there: only when they say nothing else."""

import pytest

from adapter.functions.absence import absence_in_words


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
        ("", None),
    ],
)
def test_no_known_allergy_is_said_by_words_that_say_nothing_else(text: str, state: str | None) -> None:
    assert absence_in_words(text, "allergy") == state


def test_words_about_allergies_say_nothing_about_problems() -> None:
    assert absence_in_words("Aucune allergie connue", "problem") is None
    assert absence_in_words("Aucun antécédent médical connu", "problem") == "none-known"
