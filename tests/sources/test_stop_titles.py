"""What titles of lists say of stopping: all that stands under them is stopped, or a doubt, or nothing."""

import unicodedata

import pytest

from adapter.sources.stop_titles import says_another_time, says_stop

STOPPED = (
    "Traitements arrêtés",
    "MÉDICAMENTS ARRÊTÉS",
    "Médicaments arretes",
    "Traitements habituels arrêtés pendant le séjour",
    "Traitements\N{NO-BREAK SPACE}arrêtés durant l'hospitalisation\N{NO-BREAK SPACE}:",
    "Discontinued Medications",
    "Medications stopped at discharge.",
    "STOP taking these medications",
    "Médicaments à ne plus prendre",
    "Nicht mehr einnehmen",
    "Abgesetzte Medikamente",
    "Gestoppte Medikation",
)
DOUBT = (
    "Traitements arrêtés ou modifiés",
    "Traitements poursuivis, modifiés et arrêtés",
    "Traitements administrés puis arrêtés",
    "Traitements à arrêter avant l'intervention",
    "Traitements depuis l'arrêt du tabac",
    "Médicaments suspendus",
    "Traitements interrompus puis repris",
    "Medication changes: start / stop / change",
    "Medications on hold",
    "Withheld medications",
    "Medications the patient is not taking",
    "No longer taking",
    "Pausierte Medikamente",
    "Terapia sospesa",
    "Traitements non poursuivis",
    "Médicaments retirés",
)
NOTHING = (
    "Traitements à ne pas arrêter",
    "Traitements non arrêtés",
    "Traitements poursuivis sans interruption",
    "Medications not to be stopped",
    "Nicht absetzen",
    "Suspensions buvables et sirops",
    "Interrogatoire : traitement habituel",
    "Interactions médicamenteuses",
    "Household remedies",
    "Traitements à retirer en pharmacie",
    "Nicht verschreibungspflichtige Medikamente",
    "Hospital discharge medications",
    "",
)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize(
    ("title", "said"),
    [*((t, "stopped") for t in STOPPED), *((t, "doubt") for t in DOUBT), *((t, None) for t in NOTHING)],
)
def test_a_title_says_stopped_leaves_a_doubt_or_speaks_of_something_else(
    title: str, said: str | None, form: str
) -> None:
    assert says_stop(unicodedata.normalize(form, title)) == said  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("Traitements à l'admission", True),
        ("Anciens traitements", True),
        ("Past medications", True),
        ("Bisherige Medikation", True),
        ("Traitements à la sortie", False),
        ("Passage de l'infirmière", False),
    ],
)
def test_a_heading_speaks_of_what_was_taken_before(title: str, said: bool) -> None:
    assert says_another_time(title) is said
