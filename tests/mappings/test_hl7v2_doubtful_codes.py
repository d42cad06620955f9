"""Codes of HL7 v2 that mean one thing in its tables and another to many senders: routes beside words, minutes and
months, units of a code and a text."""

from typing import Any

import pytest
from hl7v2_message import lines, mapped, message, order, problems

from adapter.functions.hl7v2.pattern import pattern_of, pattern_of_words
from adapter.workflow.mapped import Mapped

ORDER = ("ORC|NW|1", "RXE||X^PARACETAMOL 1 G|1||TAB", "TQ1|1||BID")


def _by(route: str) -> tuple[Mapped, dict[str, Any]]:
    result = mapped(message(*ORDER, f"RXR|{route}"))
    (found,) = lines(result)
    return result, found["dosageInstruction"][0]["route"]


@pytest.mark.parametrize(
    ("route", "edqm"),
    [
        ("PO", "20053000"),
        ("PO^By mouth", "20053000"),
        ("PO^Oral^HL70162", "20053000"),
        ("IV^IV infusion", "20045000"),
        ("SC^Subcut", "20066000"),
        ("IH^Nebulizer", "20020000"),
        ("OT^Both ears", "20001000"),
        ("PR^Per rectum", "20061000"),
        ("NS^Nasal spray", "20049000"),
        ("OT", "20001000"),
        ("PO^\N{CJK UNIFIED IDEOGRAPH-53E3}", "20053000"),
    ],
)
def test_a_code_whose_words_are_of_its_route_is_that_route(route: str, edqm: str) -> None:
    _, concept = _by(route)
    coded = [c["code"] for c in concept["coding"] if c.get("system") == "http://standardterms.edqm.eu"]
    assert coded == [edqm]


@pytest.mark.parametrize(
    "route",
    ["OT^Other", "B^Both eyes", "IC^Intracavernous", "IT^Intratracheal", "GTT^drops", "PO^NG tube", "PR^As needed"],
)
def test_a_code_of_the_table_beside_words_of_another_route_is_left_to_the_words(route: str) -> None:
    result, concept = _by(route)
    assert concept["text"] == route.split("^")[1]
    assert all(c.get("system") != "http://standardterms.edqm.eu" for c in concept["coding"])
    assert ("warning", "RXR-1") in [(severity, place.replace("[1]", "")) for severity, place in problems(result)]


@pytest.mark.parametrize("route", ["IO", "IO^Intraosseous", "IO^Intraosseous^L"])
def test_io_is_not_read_as_into_the_eye(route: str) -> None:
    _, concept = _by(route)
    assert all(c.get("system") != "http://standardterms.edqm.eu" for c in concept["coding"])


@pytest.mark.parametrize("code", ["Q1M", "Q3M", "Q6M", "Q12M", "Q18M", "Q24M", "Q3-6M"])
def test_every_few_m_may_be_months_and_is_no_rhythm_of_minutes(code: str) -> None:
    assert pattern_of(code) is None and pattern_of_words(code) is None


@pytest.mark.parametrize("minutes", [5, 10, 15, 30])
def test_every_five_or_fifteen_m_is_minutes(minutes: int) -> None:
    found = pattern_of(f"Q{minutes}M")
    assert found is not None and found.repeat == {"frequency": 1, "period": minutes, "periodUnit": "min"}


def test_a_day_or_a_length_alone_is_no_rhythm() -> None:
    assert pattern_of_words("J1") is None
    assert pattern_of_words("7 days") is None


@pytest.mark.parametrize("length", ["M3", "3M", "3^M"])
def test_a_length_of_few_m_stays_words(length: str) -> None:
    dosage = order(f"TQ1|1||BID|||{length}")["dosageInstruction"][0]
    assert dosage["text"].startswith("duration ") and "min" not in dosage["text"]


@pytest.mark.parametrize(
    ("written", "code"),
    [("mmol/L", "mmol/L"), ("MEQ/L", "meq/L"), ("MG/ML", "mg/mL"), ("MCG/KG/MIN", "ug/kg/min"), ("MG/M", None)],
)
def test_an_amount_a_litre_is_not_one_a_month(written: str, code: str | None) -> None:
    row = order("TQ1|1||BID", rxe=f"RXE||X^KCL|1||{written}")["dosageInstruction"][0]["doseAndRate"][0]
    assert (row.get("doseQuantity") or row["rateQuantity"]).get("code") == code


@pytest.mark.parametrize("unit", ["MG^G", "MCG^mg", "TAB^capsule"])
def test_a_unit_whose_code_and_text_differ_shows_both_and_is_told(unit: str) -> None:
    result = mapped(message("ORC|NW|1", f"RXE||X^PARACETAMOL|1||{unit}", "TQ1|1||BID", "RXR|PO"))
    (found,) = lines(result)
    quantity = found["dosageInstruction"][0]["doseAndRate"][0]["doseQuantity"]
    assert quantity == {"value": 1, "unit": unit.replace("^", " / ")}
    assert any("differ" in issue.message for issue in result.issues)
