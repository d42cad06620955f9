"""What a reason, note or comment states, and what it does not."""

from decimal import Decimal

import pytest

from adapter.reconciliation.stated import statements
from adapter.reconciliation.statements import read


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Introduit le 3 mars pour FA", "start"),
        ("Instauration d'un traitement", "start"),
        ("Mis en place pendant le séjour", "start"),
        ("Started on day 2", "start"),
        ("Arrêt : hyperkaliémie", "stop"),
        ("arrêté", "stop"),
        ("Suspendu jusqu'au contrôle", "suspend"),
        ("Posologie augmentée", "increase"),
        ("dose réduite (insuffisance rénale)", "decrease"),
        ("Remplacé par le générique du livret", "replace"),
        ("Arrêt temporaire", "suspend"),
        ("Augmenté à 10 mg", "increase"),
        ("Réduction de la posologie", "decrease"),
        ("Adaptation posologique", "change"),
        ("Changement de posologie", "change"),
        ("pausiert", "suspend"),
        ("abgesetzt wegen Husten", "stop"),
        ("Changement", "change"),
        ("non toléré remplacé par ramipril", "replace"),
        ("Introduit le 12/03/2026", "start"),
    ],
)
def test_a_text_that_names_a_change_states_it(text: str, kind: str) -> None:
    assert kind in read(text).kinds


@pytest.mark.parametrize(
    "text",
    [
        "HTA",
        "Hypertension artérielle",
        "À prendre en début de repas",
        "À titre préventif",
        "Substitution thyroïdienne",
        "Traitement de remplacement hormonal",
        "Suspension buvable, agiter",
        "Comprimé à libération modifiée",
        "Réduction du risque cardiovasculaire",
        "Ajouter 10 ml d'eau",
        "Sans modification",
        "pas de changement",
        "inchangé",
        "Traitement non modifié",
        "Douleurs",
        "à jeun",
        "",
        "ne pas arrêter",
        "do not stop",
        "nicht abgesetzt",
        "don't stop abruptly",
        "never discontinued",
        "no longer on hold",
        "dose not increased",
        "not started",
        "started in 2015",
        "started 2 years ago",
        "to be started after the scan",
        "may be increased to 10 mg",
        "introduction à discuter avec le cardiologue",
        "augmentation refusée par le patient",
        "patient refuse l'arrêt",
        "changement de médecin traitant",
        "changement de pansement",
        "1 à 2 cp si douleur",
        "1 à 2 gélules par jour",
        "5 mg à 10 mg par jour",
        "INR 2 > 3",
        "PA 140 → 120",
        "poids 70 → 65 kg",
    ],
)
def test_an_indication_or_its_contrary_states_nothing(text: str) -> None:
    assert not read(text).kinds


@pytest.mark.parametrize(
    "text", ["de 5 à 10 mg", "5 mg → 10 mg", "5→10 mg", "passage de 5 mg à 10 mg par jour", "5 mg/j -> 10 mg/j"]
)
def test_doses_from_and_to_are_read(text: str) -> None:
    assert read(text).doses == (((Decimal(5), "mg"), (Decimal(10), "mg")),)


def test_doses_without_a_unit_are_read_only_with_an_arrow() -> None:
    assert read("5 → 10").doses == (((Decimal(5), ""), (Decimal(10), "")),)
    assert read("de 8 à 12 heures").doses == ()


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("STOP", {"stop"}),
        ("Arrêté, remplacé par bisoprolol", {"stop", "replace"}),
        ("Effet non démontré : arrêt", {"stop"}),
        ("HTA non équilibrée : augmentation de la dose", {"increase"}),
        ("Dose augmentée, à réévaluer par le médecin traitant", {"increase"}),
        ("Dose augmentée pour prise de poids", {"increase"}),
        ("créatinine augmentée à 180", set()),
        ("majorer à 10 mg si HTA persistante", set()),
        ("arrêter si diarrhée", set()),
        ("arrêt du tabac conseillé", set()),
        ("traitement repris après suspension pendant le séjour", set()),
        ("débuté en 2015", set()),
        ("introduit par le médecin traitant avant hospitalisation", set()),
        ("arrêt transitoire", {"suspend", "stop"}),
        ("pause thérapeutique, reprise à J15", {"suspend"}),
    ],
)
def test_only_what_is_said_of_this_treatment_now_is_a_statement(text: str, kinds: set[str]) -> None:
    assert read(text).kinds == kinds


def test_a_note_that_repeats_the_prescription_states_nothing_of_a_change() -> None:
    scope = {"url": "https://example.org/fr-medicationrequest-note-scope", "valueCode": "LIPRESCTXT"}
    repeated = {"text": "Prescription textuelle : AUGMENTIN 1 g, suspension", "extension": [scope]}
    assert statements({"note": [repeated, {"text": "Dose augmentée"}]}) == ("Dose augmentée",)


@pytest.mark.parametrize(
    "url",
    [
        "https://hl7.fr/ig/fhir/medication/StructureDefinition/fr-medicationstatement-reconciliation-properties",
        "http://interopsante.org/fhir/StructureDefinition/FrMedicationStatementReconciliationProperties",
    ],
)
def test_comments_of_a_french_reconciliation_are_statements(url: str) -> None:
    text = {"url": "text", "valueMarkdown": "Dose augmentée"}
    comment = {"url": "comment", "extension": [{"url": "value", "extension": [text, {"url": "date"}]}]}
    line = {
        "extension": [{"url": url, "extension": [comment, {"url": "status"}]}, {"url": "urn:x", "valueString": "y"}]
    }
    assert statements(line) == ("Dose augmentée",)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("de 1 à 2 gélules", ("1", ""), ("2", "")),
        ("1 000 mg → 500 mg", ("1000", "mg"), ("500", "mg")),
        ("posologie augmentée de 1 à 2 comprimés", ("1", ""), ("2", "")),
    ],
)
def test_the_numbers_of_a_change_are_whole_and_in_their_own_unit(
    text: str, low: tuple[str, str], high: tuple[str, str]
) -> None:
    assert read(text).doses == (((Decimal(low[0]), low[1]), (Decimal(high[0]), high[1])),)


def test_half_a_tablet_is_not_two() -> None:
    assert read("½ → 1 cp").doses == read("de 1/2 à 1 cp").doses == ()
