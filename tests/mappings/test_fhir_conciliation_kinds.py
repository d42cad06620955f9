"""Which kind of list each French conciliation document becomes."""

import pytest
from fhir_source import PATIENT, kinds, loinc, mapped, resource, treatment

from adapter.workflow.mapped import Mapped

TYPES = "https://hl7.fr/ig/fhir/medication/CodeSystem/fr-document-type"


def document(type_code: str, display: str, **section: object) -> Mapped:
    composition = resource(
        "Composition",
        "c",
        status="preliminary",
        type={"coding": [{"system": TYPES, "code": type_code, "display": display}]},
        date="2026-03-01",
        section=[{"title": "Liste", "entry": [{"reference": "MedicationStatement/s"}], **section}],
    )
    return mapped(composition, PATIENT, treatment())


@pytest.mark.parametrize(
    ("code", "display", "kind"),
    [
        ("10000012", "Traitement Médicamenteux Courant", "prescription"),
        ("10000013", "OMA", "prescription"),
        ("10000009", "OMA", "prescription"),
        ("10000014", "Traitement Médicamenteux de sortie/transfert/mutation", "discharge"),
        ("10000003", "FCT proactive d'admission", "prescription"),
        ("10000005", "FCT rétroactive de sortie", "discharge"),
    ],
)
def test_the_type_of_the_document_says_the_kind(code: str, display: str, kind: str) -> None:
    assert kinds(document(code, display)) == [kind]


def test_a_code_of_the_section_says_it_first() -> None:
    assert kinds(document("10000001", "FCT", code=loinc("10160-0"))) == ["history"]


def test_a_document_that_is_not_final_is_said_to_be_so() -> None:
    (reference,) = document("10000005", "FCT").resources("DocumentReference")
    assert reference["docStatus"] == "preliminary"


def test_a_current_treatment_without_entries_is_a_list_without_lines() -> None:
    result = document("10000014", "Traitement Médicamenteux de sortie", entry=[])
    (found, *_) = result.resources("List")
    assert found["emptyReason"]["coding"][0]["code"] == "unavailable"
