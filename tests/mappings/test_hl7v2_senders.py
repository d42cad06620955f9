"""What senders write that the standard does not foresee: none of it may cut a name, a dose or a rhythm."""

from typing import Any

import pytest
from hl7v2_message import PID, lines, mapped, message, order, problems

DAY = {"period": 1, "periodUnit": "d"}


def repeat(pattern: str) -> dict[str, Any]:
    return order(f"TQ1|1||{pattern}")["dosageInstruction"][0].get("timing", {}).get("repeat", {})


def test_an_ampersand_that_is_not_escaped_cuts_neither_the_product_nor_the_instructions() -> None:
    rxe = "RXE||1^aspirin & dipyridamole^L|1||TAB||^Take 1 tab morning & 2 tabs evening"
    found = order(rxe=rxe)
    assert found["medicationCodeableConcept"]["text"] == "aspirin & dipyridamole"
    assert found["dosageInstruction"][0]["text"] == "Take 1 tab morning & 2 tabs evening"


def test_instructions_in_the_place_of_their_code_stay_whole_too() -> None:
    found = order(rxe="RXE||1^X^L|1||TAB||1 matin & 2 soir")
    assert found["dosageInstruction"][0]["text"] == "1 matin & 2 soir"


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("QPM^^^^^^1800", {"timeOfDay": ["18:00:00"]}),
        ("BID&0900,2100", {"frequency": 2, **DAY, "timeOfDay": ["09:00:00", "21:00:00"]}),
        ("BID^^^^^^Y", {"frequency": 2, **DAY}),
        ("TID^three times a day before meals^L", {"frequency": 3, **DAY, "when": ["AC"]}),
        ("BID&twice a day at institution-specified times (e.g., 9AM-4PM)&HL70335", {"frequency": 2, **DAY}),
        ("QHS&every day before the hour of sleep&HL70335", {"when": ["HS"]}),
    ],
)
def test_times_and_words_beside_a_pattern_complete_it(pattern: str, expected: dict[str, Any]) -> None:
    result = mapped(message("ORC|NW|1", "RXE||X^P|1||TAB", f"TQ1|1||{pattern}"))
    assert lines(result)[0]["dosageInstruction"][0]["timing"]["repeat"] == expected
    assert problems(result) == []


def test_days_in_the_place_of_times_do_not_leave_an_intake_of_every_day() -> None:
    result = mapped(message("ORC|NW|1", "RXE||X^P|1||TAB", "TQ1|1||BID^^^^^^MWF"))
    (dosage,) = lines(result)[0]["dosageInstruction"]
    assert (dosage["text"], dosage["timing"]) == ("BID MWF", {"code": {"text": "MWF"}})
    assert ("warning", "TQ1-3") in problems(result)


@pytest.mark.parametrize(
    "pattern", ["BID^Twice daily on dialysis days^L", "QAM&PM", "QTUTS", "QHS&2200,QAM&0800", "BID&0800~2000"]
)
def test_a_pattern_that_is_understood_in_part_leaves_no_rhythm(pattern: str) -> None:
    result = mapped(message("ORC|NW|1", "RXE||X^P|1||TAB", f"TQ1|1||{pattern}|0900"))
    (dosage,) = lines(result)[0]["dosageInstruction"]
    assert "repeat" not in dosage.get("timing", {})
    assert pattern.split("^")[0].split("&")[0].split("~")[0] in dosage["text"]
    assert any(severity == "warning" and place.startswith("TQ1-3") for severity, place in problems(result))


def test_what_is_as_needed_stays_so_where_its_rhythm_is_not_clear() -> None:
    dosage = order("TQ1|1||QAM PRN^Nightly PRN^L")["dosageInstruction"][0]
    assert (dosage["text"], dosage["asNeededBoolean"]) == ("QAM PRN (Nightly PRN)", True)
    assert "timing" not in dosage


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("QMWF", {"frequency": 3, "period": 1, "periodUnit": "wk", "dayOfWeek": ["mon", "wed", "fri"]}),
        ("QTUTHSA", {"frequency": 3, "period": 1, "periodUnit": "wk", "dayOfWeek": ["tue", "thu", "sat"]}),
        ("MO,WE", {"frequency": 2, "period": 1, "periodUnit": "wk", "dayOfWeek": ["mon", "wed"]}),
        ("QWED", {"frequency": 1, "period": 1, "periodUnit": "wk", "dayOfWeek": ["wed"]}),
        ("QSUTH", {"frequency": 2, "period": 1, "periodUnit": "wk", "dayOfWeek": ["thu", "sun"]}),
        ("QMON", {"frequency": 1, "period": 1, "periodUnit": "wk", "dayOfWeek": ["mon"]}),
        ("QMOWEFR", {"frequency": 3, "period": 1, "periodUnit": "wk", "dayOfWeek": ["mon", "wed", "fri"]}),
        ("Q3MO", {"frequency": 1, "period": 3, "periodUnit": "mo"}),
        ("TIDWM^3 times daily with meals^L", {"frequency": 3, **DAY, "when": ["C"]}),
        ("Q4HPRN", {"frequency": 1, "period": 4, "periodUnit": "h"}),
        ("STAT", {"count": 1}),
        ("Q8H^Every 8 hours (scheduled)^L", {"frequency": 1, "period": 8, "periodUnit": "h"}),
        ("QHS^Nightly^L", {"when": ["HS"]}),
    ],
)
def test_names_of_patterns_that_are_not_in_the_table_but_say_it_plainly(pattern: str, expected: dict[str, Any]) -> None:
    assert repeat(pattern) == expected


@pytest.mark.parametrize("pattern", ["QM", "QT", "QTS", "99ID", "QMO", "QMTH", "QMOTH", "QSAM", "QFMW", "QMM"])
def test_names_that_may_mean_two_things_are_not_read(pattern: str) -> None:
    assert repeat(pattern) == {}


def test_an_amount_of_zero_that_fills_a_required_field_is_no_dose() -> None:
    result = mapped(message("ORC|NW|1", "RXE||X^TURMERIC|0||TAB"))
    (dosage,) = lines(result)[0]["dosageInstruction"]
    assert dosage == {"text": "0 TAB"}
    assert problems(result) == [("warning", "RXE")]


def test_steps_of_2_3_are_counted_in_the_units_of_the_order() -> None:
    steps = "2^QAM^D3^20260312^^^^^S~1^QAM^D3^20260315"
    found = order(rxe=f"RXE|{steps}|X^PREDNISONE 10 MG|||TAB")
    doses = [dosage["doseAndRate"][0]["doseQuantity"] for dosage in found["dosageInstruction"]]
    assert [(dose["value"], dose["code"]) for dose in doses] == [(2, "{tablet}"), (1, "{tablet}")]


@pytest.mark.parametrize("said", ["NKDA", "No known drug allergies", "Aucune allergie médicamenteuse connue"])
def test_no_known_drug_allergy_in_words_has_the_code_of_it(said: str) -> None:
    (found,) = mapped(message(f"AL1|1|DA|^{said}", pid=PID, type_="ADT^A01")).resources("AllergyIntolerance")
    assert found["code"]["text"] == said
    assert found["code"]["coding"][0]["code"] == "409137002"


@pytest.mark.parametrize(
    ("orc", "status"), [("RE", "completed"), ("OD", "unknown"), ("HD", "unknown"), ("CA", "cancelled")]
)
def test_an_order_that_is_stopped_beside_a_delivery_leaves_it_open(orc: str, status: str) -> None:
    result = mapped(message(f"ORC|{orc}|1", "RXD|1|X^P|20260312|30|TAB", type_="RDS^O13"))
    assert lines(result)[0]["status"] == status
    assert problems(result) == ([("warning", "ORC")] if status == "unknown" else [])


def test_a_refill_that_is_denied_is_told() -> None:
    assert problems(mapped(message("ORC|DF|1", "RXE||X^P|1||TAB"))) == [("warning", "ORC")]


def test_an_order_in_error_is_told() -> None:
    result = mapped(message("ORC|SC|1|||ER", "RXE||X^P|1||TAB"))
    assert (lines(result)[0]["status"], problems(result)) == ("unknown", [("warning", "ORC-5")])


def test_a_field_of_blanks_says_nothing() -> None:
    assert problems(mapped(message("ORC|NW|1", f"RXE||X^P|1||TAB{'|' * 18} |mL/h"))) == []


@pytest.mark.parametrize("said", ["IVPB^IV piggyback", "IVP^IV Push", "^Intraveneus", "^intravenös"])
def test_other_names_of_the_vein_are_its_route(said: str) -> None:
    (dosage,) = lines(mapped(message("ORC|NW|1", "RXE||X^P|1||g", f"RXR|{said}")))[0]["dosageInstruction"]
    assert dosage["route"]["coding"][0]["code"] == "20045000"


def test_the_volume_of_a_strength_of_a_component_is_kept() -> None:
    rxc = "RXC|A|K^potassium chloride^L|20|mEq|2|mEq||1|mL"
    (found,) = lines(mapped(message("ORC|NW|1", "RXE||P^PERFUSION^L|1||BAG", rxc)))
    assert found["note"] == [{"text": "component potassium chloride: strength 2 mEq / 1 mL"}]


@pytest.mark.parametrize(
    ("rxr", "text"), [("OP|^Eye||||^Left", "Eye, Left"), ("OP|OU^Both eyes", "Both eyes"), ("OP|||||L^Left", "Left")]
)
def test_the_side_that_modifies_a_site_is_said_with_it(rxr: str, text: str) -> None:
    (dosage,) = lines(mapped(message("ORC|NW|1", "RXE||X^P|1||drop", f"RXR|{rxr}")))[0]["dosageInstruction"]
    assert dosage["site"]["text"] == text


def test_a_segment_name_in_small_letters_or_before_a_blank_costs_no_order() -> None:
    result = mapped(message("ORC|NW|1", "RXE||X^P|1||TAB", "RXR|PO", "orc|NW|2", "RXE ||Y^Q|40||mg", "tq1|1||QAM"))
    first, second = lines(result)
    assert (first["medicationCodeableConcept"]["text"], first["dosageInstruction"][0]["route"]["text"]) == ("P", "PO")
    assert second["dosageInstruction"][0]["timing"]["repeat"] == {"when": ["MORN"]}
    assert problems(result) == [("warning", "ORC"), ("warning", "RXE"), ("warning", "TQ1")]


def test_a_note_about_the_patient_stands_with_the_list() -> None:
    note = "NTE|1||swallows only liquids"
    result = mapped(message(note, "ORC|NW|1", "RXE||X^P|1||TAB", "NTE|1||crush"))
    assert [listed["note"] for listed in result.resources("List")] == [[{"text": "swallows only liquids"}]]
    assert lines(result)[0]["note"] == [{"text": "crush"}]
    assert any("swallows only" in issue.message for issue in mapped(message(note, type_="ADT^A01")).issues)


@pytest.mark.parametrize(
    ("written", "bounds", "text"),
    [
        ("14 days", {"start": "2026-04-05", "end": "2026-04-18"}, None),
        ("3M", {"start": "2026-04-05"}, "duration 3M"),
        ("7", {"start": "2026-04-05"}, "duration 7"),
    ],
)
def test_a_length_in_words_is_read_and_one_that_may_be_months_is_not(
    written: str, bounds: dict[str, str], text: str | None
) -> None:
    dosage = order(f"TQ1|1||BID|||{written}|20260405")["dosageInstruction"][0]
    assert (dosage["timing"]["repeat"]["boundsPeriod"], dosage.get("text")) == (bounds, text)
