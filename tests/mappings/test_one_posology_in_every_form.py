"""One posology as CDA effectiveTime, HL7 v2 TQ1, PN13 elements and words: the same daily dose from each.

Expectations are written from HL7 V3 data types R1 (PIVL, EIVL, SXPR), HL7 v2.5.1 table 0335 and PN13-SIPh.
"""

from decimal import Decimal
from typing import Any, NamedTuple

import pytest
from cda_envelope import enveloped
from compact_bundle import of_type
from hl7v2_message import order

from adapter.medication.daily_dose import daily_dose
from adapter.medication.posology import parse
from adapter.medication.product import DailyDose
from adapter.sources.document import Source
from adapter.workflow.mapped import map_source

HEAD = '<substanceAdministration classCode="SBADM" moodCode="INT"><id root="1.2.3" extension="1"/>'
NAMED = '<code nullFlavor="OTH"><originalText>X</originalText></code><name>X</name>'
PRODUCT = (
    f"<consumable><manufacturedProduct><manufacturedMaterial>{NAMED}</manufacturedMaterial></manufacturedProduct>"
    "</consumable></substanceAdministration>"
)
MONDAY = (
    '<effectiveTime xsi:type="PIVL_TS" operator="A" alignment="DW"><phase><low value="20260302"/></phase>'
    '<period value="1" unit="wk"/></effectiveTime>'
)


def pivl(value: str, unit: str, more: str = "") -> str:
    period = f'<period value="{value}" unit="{unit}"/>'
    return f'<effectiveTime xsi:type="PIVL_TS" operator="A" {more}>{period}</effectiveTime>'


def eivl(*events: str) -> str:
    parts = [f'<event code="{event}"/>' for event in events]
    if len(parts) == 1:
        return f'<effectiveTime xsi:type="EIVL_TS" operator="A">{parts[0]}</effectiveTime>'
    inside = "".join(f'<comp xsi:type="EIVL_TS" operator="I">{part}</comp>' for part in parts)
    return f'<effectiveTime xsi:type="SXPR_TS" operator="A">{inside}</effectiveTime>'


def frequency(scale: int, length: int = 1, times: int = 1, more: str = "") -> str:
    said = f"<Frq_échelle>{scale}</Frq_échelle><Frq_durée>{length}</Frq_durée>"
    return f"<Fréquence_structurée>{said}<Frq_multiplicité>{times}</Frq_multiplicité>{more}</Fréquence_structurée>"


class Form(NamedTuple):
    """words: French, of two tablets; cda: effectiveTime elements; tq1: repeat pattern; pn13: a frequency."""

    words: str
    cda: str
    tq1: str
    pn13: str


FORMS = [
    Form("3 fois par jour", pivl("8", "h", 'institutionSpecified="true"'), "TID", frequency(4, times=3)),
    Form("2 fois par jour", pivl("0.5", "d", 'institutionSpecified="true"'), "BID", frequency(4, times=2)),
    Form("toutes les 12 heures", pivl("12", "h"), "Q12H", frequency(3, 12)),
    Form("toutes les 6 heures", pivl("6", "h"), "Q6H", frequency(3, 6)),
    Form("une fois par jour", pivl("1", "d"), "QD", frequency(4)),
    Form("toutes les 24 heures", pivl("24", "h"), "Q24H", frequency(3, 24)),
    Form("un jour sur deux", pivl("2", "d"), "QOD", frequency(4, 2)),
    Form("toutes les 48 heures", pivl("48", "h"), "Q48H", frequency(3, 48)),
    Form("toutes les 72 heures", pivl("3", "d"), "Q72H", frequency(4, 3)),
    Form("une fois par semaine", pivl("1", "wk"), "Q1W", frequency(5)),
    Form("tous les 7 jours", pivl("7", "d"), "Q7D", frequency(4, 7)),
    Form("toutes les 2 semaines", pivl("2", "wk"), "Q2W", frequency(5, 2)),
    Form("une fois par mois", pivl("1", "mo"), "Q1L", frequency(6)),
    Form("tous les 3 mois", pivl("3", "mo"), "Q3L", frequency(6, 3)),
    Form("le lundi", MONDAY, "QJ1", frequency(5, more="<Frq_filtre_1_J>1</Frq_filtre_1_J>")),
    Form("au coucher", eivl("HS"), "QHS", ""),
    Form("avant le petit déjeuner et avant le dîner", eivl("ACM", "ACV"), "ACM~ACV", ""),
    Form("au petit déjeuner, au déjeuner et au dîner", eivl("CM", "CD", "CV"), "CM~CD~CV", ""),
]


def of_words(form: Form) -> DailyDose | None:
    return parse(f"2 comprimés {form.words}").daily_dose


def of_cda(form: Form) -> DailyDose | None:
    times = f'<effectiveTime xsi:type="IVL_TS"><low value="20260301"/></effectiveTime>{form.cda}'
    act = f'{HEAD}<statusCode code="active"/>{times}<doseQuantity value="2" unit="{{tablet}}"/>{PRODUCT}'
    return of(map_source(Source("a.xml", enveloped(act).encode())))


def of(mapped: Any) -> DailyDose | None:
    kinds = ("MedicationRequest", "MedicationStatement")
    (line,) = [found for kind in kinds for found in of_type(mapped, kind)]
    return daily_dose(line.get("dosageInstruction") or line.get("dosage") or [])


def of_hl7v2(form: Form) -> DailyDose | None:
    return daily_dose(order(f"TQ1|1||{form.tq1}", rxe="RXE||X^X|2||TAB")["dosageInstruction"])


def of_pn13(form: Form) -> DailyDose | None:
    posology = (
        f"<Elément_posologie>{form.pn13}<Quantité><Nombre>2</Nombre><Unité>cpr</Unité></Quantité></Elément_posologie>"
    )
    drug = "<Composant_prescrit><Libellé_composant>X</Libellé_composant></Composant_prescrit>"
    line = f"<Elément_prescr_médic><Dh_début>20260310080000</Dh_début>{drug}{posology}</Elément_prescr_médic>"
    message = f"<Patient><Ipp>1</Ipp></Patient><Prescription>{line}</Prescription>"
    whole = f"<Messages><M_Prescription_médicaments>{message}</M_Prescription_médicaments></Messages>"
    return of(map_source(Source("p.xml", whole.encode())))


def same(dose: DailyDose | None) -> tuple[Decimal, Decimal, str, Any] | None:
    if dose is None:
        return None
    return round(dose.low, 6), round(dose.high, 6), dose.unit, dose.interval


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.words)
def test_the_daily_dose_is_that_of_the_words(form: Form) -> None:
    expected = same(of_words(form))
    assert expected is not None
    assert same(of_cda(form)) == expected
    assert same(of_hl7v2(form)) == expected
    if form.pn13:
        assert same(of_pn13(form)) == expected
