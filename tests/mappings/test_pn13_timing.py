"""Posologies of PN13-SIPh that could be read as every day, and are not: what each Dosage must say, by the format."""

from typing import Any

import pytest
from compact_bundle import of_type

from adapter.sources.document import Source
from adapter.workflow.mapped import Mapped, map_source

MORNING = (
    "<Type_événement_début>2</Type_événement_début><Evt_structuré_début><Evénement_structuré><Evt_objet><Evt_nature>4"
    "</Evt_nature><Evt_période_nommée>1</Evt_période_nommée></Evt_objet></Evénement_structuré></Evt_structuré_début>"
)
EVERY_DAY = "<Frq_échelle>4</Frq_échelle><Frq_durée>1</Frq_durée><Frq_multiplicité>1</Frq_multiplicité>"


def structured(content: str) -> str:
    return f"<Fréquence_structurée>{content}</Fréquence_structurée>"


def mapped(*posologies: str) -> Mapped:
    body = "".join(f"<Elément_posologie>{posology}</Elément_posologie>" for posology in posologies)
    drug = "<Composant_prescrit><Libellé_composant>METHOTREXATE 2,5 mg cp</Libellé_composant></Composant_prescrit>"
    line = f"<Elément_prescr_médic><Dh_début>20260310080000</Dh_début>{drug}{body}</Elément_prescr_médic>"
    message = f"<Patient><Ipp>1</Ipp></Patient><Prescription>{line}</Prescription>"
    whole = f"<Messages><M_Prescription_médicaments>{message}</M_Prescription_médicaments></Messages>"
    return map_source(Source("p.xml", whole.encode()))


def repeats(result: Mapped) -> list[dict[str, Any]]:
    (line,) = of_type(result, "MedicationRequest")
    found = [dosage.get("timing", {}).get("repeat", {}) for dosage in line["dosageInstruction"]]
    return [{name: value for name, value in repeat.items() if name != "boundsPeriod"} for repeat in found]


@pytest.mark.parametrize(
    ("posology", "repeat"),
    [
        (structured(f"{EVERY_DAY}<Frq_filtre_1_J>1</Frq_filtre_1_J>"), {"dayOfWeek": ["mon"]}),
        (
            structured(f"{EVERY_DAY}<Frq_filtre><Frq_filtreVal_1_J>4</Frq_filtreVal_1_J></Frq_filtre>"),
            {"dayOfWeek": ["thu"]},
        ),
        (structured(f"{EVERY_DAY}<Frq_filtre_1_J/>"), {}),
    ],
    ids=["a weekday beside the frequency", "a weekday in a filter", "an empty filter"],
)
def test_a_filter_of_weekdays_narrows_the_days(posology: str, repeat: dict[str, Any]) -> None:
    daily = {"frequency": 1, "period": 1, "periodUnit": "d"}
    assert repeats(mapped(posology)) == [{**repeat, **daily}]


@pytest.mark.parametrize(
    "frequency",
    [
        structured("<Frq_échelle>6</Frq_échelle><Frq_filtre><Frq_filtreVal_2>15</Frq_filtreVal_2></Frq_filtre>"),
        structured(f"{EVERY_DAY}<Frq_autre>x</Frq_autre>"),
        '<Fréquence Phast-signification="un jour sur deux sauf le mardi">F7</Fréquence>',
    ],
    ids=["the 15th of the month", "an element that is not known", "a local code"],
)
def test_a_moment_beside_a_frequency_that_is_not_understood_is_not_every_day(frequency: str) -> None:
    assert repeats(mapped(MORNING + frequency)) == [{}]


def test_steps_with_dates_of_their_own_are_bounded_by_them() -> None:
    spans = [("20260310", "20260312"), ("20260313", "20260315")]
    steps = [f"{structured(EVERY_DAY)}<Dh_début>{start}</Dh_début><Dh_fin>{end}</Dh_fin>" for start, end in spans]
    (line,) = of_type(mapped(*steps), "MedicationRequest")
    bounds = [dosage["timing"]["repeat"]["boundsPeriod"] for dosage in line["dosageInstruction"]]
    assert bounds == [{"start": "2026-03-10", "end": "2026-03-12"}, {"start": "2026-03-13", "end": "2026-03-15"}]


def test_an_element_of_a_posology_that_is_not_known_is_told() -> None:
    issues = mapped(structured(EVERY_DAY) + "<Nombre_jours>3</Nombre_jours>").issues
    assert any(issue.severity == "warning" and "'Nombre_jours'" in issue.message for issue in issues)


@pytest.mark.parametrize(
    ("posology", "repeat"),
    [
        ('<Fréquence Phast-signification="Matin et midi">MM</Fréquence>', {"when": ["MORN", "NOON"]}),
        (MORNING + '<Fréquence Phast-signification="Matin">M</Fréquence>', {"when": ["MORN"]}),
        (MORNING + '<Fréquence Phast-signification="Soir">S</Fréquence>', {}),
    ],
    ids=["moments in words", "the moment of the event again", "another moment than the event"],
)
def test_a_local_frequency_may_name_moments(posology: str, repeat: dict[str, Any]) -> None:
    result = mapped(posology)
    assert repeats(result) == [repeat]
    assert bool(repeat) != any(issue.severity == "warning" for issue in result.issues)


def test_an_amount_in_words_stays_in_the_text() -> None:
    (line,) = of_type(mapped("<Quantité><Nombre>une</Nombre><Unité>gtte</Unité></Quantité>"), "MedicationRequest")
    assert line["dosageInstruction"][0]["text"] == "une gtte"
