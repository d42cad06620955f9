"""Quantity and timing of HL7 v2 → FHIR Timing. Expectations are written from table 0335 and §4.3 of HL7 v2.5.1."""

from typing import Any

import pytest
from hl7v2_message import lines, mapped, message, order, problems

from adapter.medication.daily_dose import daily_dose


def every(frequency: int, period: float, unit: str, **more: Any) -> dict[str, Any]:
    return {"frequency": frequency, "period": period, "periodUnit": unit, **more}


def days(value: int) -> dict[str, Any]:
    return {"value": value, "unit": "d", "system": "http://unitsofmeasure.org", "code": "d"}


PATTERNS = {
    "BID": every(2, 1, "d"),
    "TID": every(3, 1, "d"),
    "QID": every(4, 1, "d"),
    "5ID": every(5, 1, "d"),
    "Q6H": every(1, 6, "h"),
    "Q2D": every(1, 2, "d"),
    "Q1W": every(1, 1, "wk"),
    "Q3W": every(1, 3, "wk"),
    "Q1L": every(1, 1, "mo"),
    "Q30M": every(1, 30, "min"),
    "Q90S": every(1, 90, "s"),
    "QD": every(1, 1, "d"),
    "QH": every(1, 1, "h"),
    "QOD": every(1, 2, "d"),
    "QSHIFT": every(3, 1, "d"),
    "Q4-6H": every(1, 4, "h", periodMax=6),
    "QAM": {"when": ["MORN"]},
    "QPM": {"when": ["EVE"]},
    "QHS": {"when": ["HS"]},
    "ACM": {"when": ["ACM"]},
    "ACD": {"when": ["ACD"]},
    "PCV": {"when": ["PCV"]},
    "Once": {"count": 1},
    "Q1J6": every(1, 1, "wk", dayOfWeek=["sat"]),
    "QJ1": every(1, 1, "wk", dayOfWeek=["mon"]),
    "Q2J2": every(1, 2, "wk", dayOfWeek=["tue"]),
    "QJ135": every(3, 1, "wk", dayOfWeek=["mon", "wed", "fri"]),
    "bid": every(2, 1, "d"),
    "DAILY": every(1, 1, "d"),
    "QAM~QHS": {"when": ["MORN", "HS"]},
    "QAM QPM": {"when": ["MORN", "EVE"]},
    "TID~AC": every(3, 1, "d", when=["AC"]),
    "BID~ACM~ACV": None,
    "Q1J1~Q1J4": every(2, 1, "wk", dayOfWeek=["mon", "thu"]),
    "BID~Q1J1": every(2, 1, "d", dayOfWeek=["mon"]),
    "BID&Twice a day&HL70335": every(2, 1, "d"),
    "BID^Twice daily^HL70335": every(2, 1, "d"),
    "^^^^8^h": every(1, 8, "h"),
    "Q8H^^^^8^h": every(1, 8, "h"),
    "^^^^^^^ACM^30^min": {"when": ["ACM"], "offset": 30},
}


@pytest.mark.parametrize(("pattern", "repeat"), [row for row in PATTERNS.items() if row[1]], ids=lambda row: str(row))
def test_a_repeat_pattern_is_a_timing(pattern: str, repeat: dict[str, Any]) -> None:
    result = mapped(message("ORC|NW|1", "RXE||X^P|1||TAB", f"TQ1|1||{pattern}"))
    (dosage,) = lines(result)[0]["dosageInstruction"]
    assert (dosage["timing"], problems(result)) == ({"repeat": repeat}, [])
    assert "asNeededBoolean" not in dosage


@pytest.mark.parametrize(
    ("pattern", "repeat"),
    [("PRN", None), ("PRNQ6H", every(1, 6, "h")), ("Q6H~PRN", every(1, 6, "h")), ("BID PRN", every(2, 1, "d"))],
)
def test_as_needed_is_said_beside_its_rhythm(pattern: str, repeat: dict[str, Any] | None) -> None:
    (dosage,) = order(f"TQ1|1||{pattern}")["dosageInstruction"]
    assert dosage["asNeededBoolean"] is True
    assert (dosage.get("timing") or {}).get("repeat") == repeat


def test_a_condition_is_what_it_is_needed_for() -> None:
    (dosage,) = order("TQ1|1||Q6H|||||||douleur")["dosageInstruction"]
    assert dosage["asNeededCodeableConcept"] == {"text": "douleur"}
    (dosage,) = order("TQ1|1||Q6H||||||PRN")["dosageInstruction"]
    assert dosage["asNeededBoolean"] is True


@pytest.mark.parametrize("pattern", ["XYZ", "QM", "QIDACHS", "1-0-1", "Q0H", "ICM", "ACX", "U0 8"])
def test_an_unknown_code_is_kept_as_words_and_reported(pattern: str) -> None:
    result = mapped(message("ORC|NW|1", "RXE||X^P|1||TAB", f"TQ1|1||{pattern}"))
    (dosage,) = lines(result)[0]["dosageInstruction"]
    assert (dosage["text"], dosage["timing"]) == (pattern, {"code": {"text": pattern}})
    assert problems(result) == [("warning", "TQ1-3")]


@pytest.mark.parametrize("pattern", ["Q8H~XYZ", "XYZ~BID"])
def test_a_pattern_beside_one_that_is_not_known_is_no_whole_rhythm(pattern: str) -> None:
    result = mapped(message("ORC|NW|1", "RXE||X^P|1||TAB", f"TQ1|1||{pattern}"))
    (dosage,) = lines(result)[0]["dosageInstruction"]
    assert (dosage["text"], dosage["timing"]) == (pattern.replace("~", "; "), {"code": {"text": "XYZ"}})
    assert {severity for severity, _ in problems(result)} == {"warning"}


@pytest.mark.parametrize("pattern", ["BID~Q8H", "AC~HS", "BID&three times a day", "AC&HS", "C~BID"])
def test_what_contradicts_itself_is_words_without_a_timing(pattern: str) -> None:
    result = mapped(message("ORC|NW|1", "RXE||X^P|1||TAB", f"TQ1|1||{pattern}"))
    (dosage,) = lines(result)[0]["dosageInstruction"]
    assert "timing" not in dosage
    assert dosage["text"]
    assert [severity for severity, _ in problems(result)] == ["warning"]


def test_continuously_is_a_code_without_a_rhythm() -> None:
    (dosage,) = order("TQ1|1||C")["dosageInstruction"]
    assert dosage["timing"]["code"]["coding"][0]["code"] == "C"
    assert "repeat" not in dosage["timing"]


def test_clock_times_say_more_than_moments_and_must_be_as_many_as_the_intakes() -> None:
    (dosage,) = order("TQ1|1||BID|0800~2000")["dosageInstruction"]
    assert dosage["timing"]["repeat"] == every(2, 1, "d", timeOfDay=["08:00:00", "20:00:00"])
    (dosage,) = order("TQ1|1||QAM|0730")["dosageInstruction"]
    assert dosage["timing"]["repeat"] == {"timeOfDay": ["07:30:00"]}
    assert problems(mapped(message("ORC|NW|1", "RXE||X^P", "TQ1|1||TID|0800~2000"))) == [("warning", "TQ1-4[1]")]
    assert problems(mapped(message("ORC|NW|1", "RXE||X^P", "TQ1|1||QD|25h"))) == [("warning", "TQ1-4")]


def test_a_clock_time_that_is_none_leaves_the_others_to_the_text() -> None:
    (dosage,) = order("TQ1|1|||0800~2560")["dosageInstruction"]
    assert "timing" not in dosage
    assert sorted(dosage["text"].split("; ")) == ["0800", "2560"]


def test_an_interval_repeats_the_pattern_or_contradicts_it() -> None:
    assert order("TQ1|1||Q6H||6^h")["dosageInstruction"][0]["timing"]["repeat"] == every(1, 6, "h")
    assert order("TQ1|1||||12^hr")["dosageInstruction"][0]["timing"]["repeat"] == every(1, 12, "h")
    assert problems(mapped(message("ORC|NW|1", "RXE||X^P", "TQ1|1||Q6H||8^h"))) == [("warning", "TQ1-5")]


@pytest.mark.parametrize(
    ("fields", "bounds"),
    [
        ("10^d", {"boundsDuration": days(10)}),
        ("10^D&day&ISO+", {"boundsDuration": days(10)}),
        ("|20260312|20260321", {"boundsPeriod": {"start": "2026-03-12", "end": "2026-03-21"}}),
        ("10^d|20260312", {"boundsPeriod": {"start": "2026-03-12", "end": "2026-03-21"}}),
        ("2^wk|20260312", {"boundsPeriod": {"start": "2026-03-12", "end": "2026-03-25"}}),
        ("10^d|20260312|20260322", {"boundsPeriod": {"start": "2026-03-12", "end": "2026-03-22"}}),
        (
            "4^h|20260312080000+0100",
            {"boundsPeriod": {"start": "2026-03-12T08:00:00+01:00", "end": "2026-03-12T12:00:00+01:00"}},
        ),
        ("|20260312080000", {"boundsPeriod": {"start": "2026-03-12"}}),
    ],
)
def test_start_end_and_duration_bound_the_rhythm(fields: str, bounds: dict[str, Any]) -> None:
    repeat = order(f"TQ1|1||BID|||{fields}")["dosageInstruction"][0]["timing"]["repeat"]
    assert repeat == {**every(2, 1, "d"), **bounds}


@pytest.mark.parametrize(
    ("fields", "place", "severity"),
    [
        ("|20260321|20260312", "TQ1-8", "error"),
        ("10^d|20260312|20260430", "TQ1-6", "warning"),
        ("10^lunes", "TQ1-6", "warning"),
        ("1000000000^d|20260312", "TQ1-6", "warning"),
        ("|20261399", "TQ1-7", "warning"),
    ],
)
def test_bounds_that_cannot_be_are_reported(fields: str, place: str, severity: str) -> None:
    assert problems(mapped(message("ORC|NW|1", "RXE||X^P", f"TQ1|1||BID|||{fields}"))) == [(severity, place)]


def test_a_time_without_zone_takes_the_zone_of_its_message() -> None:
    data = message("ORC|NW|1", "RXE||X^P", "TQ1|1||BID||||20260312080000", sent="20260312083000+0100")
    repeat = lines(mapped(data))[0]["dosageInstruction"][0]["timing"]["repeat"]
    assert repeat["boundsPeriod"] == {"start": "2026-03-12T08:00:00+01:00"}


@pytest.mark.parametrize(
    ("start", "sent", "told"),
    [
        ("202603121400", "20260312", ["TQ1-7"]),
        ("2026031214", "20260312083000+0100", ["TQ1-7"]),  # an hour without minutes
        ("202603120000", "20260312", []),  # a day that is filled up
        ("202603121400", "202603120830", ["MSH-7"]),  # once for a file
        ("202603121400", "20260312083000+0100", []),
    ],
)
def test_a_time_that_fhir_does_not_take_is_said_once(start: str, sent: str, told: list[str]) -> None:
    data = message("ORC|NW|1", "RXE||X^P|1||TAB", f"TQ1|1||BID||||{start}|{start}", sent=sent)
    assert [issue.location for issue in mapped(data).issues if "the day alone is kept" in issue.message] == told


def test_occurrences_and_how_long_each_lasts() -> None:
    repeat = order("TQ1|1||Q6H||||||||||30^min|12")["dosageInstruction"][0]["timing"]["repeat"]
    assert repeat == {**every(1, 6, "h"), "count": 12, "duration": 30, "durationUnit": "min"}
    assert problems(mapped(message("ORC|NW|1", "RXE||X^P", "TQ1|1||Q6H|||||||||||0"))) == [("warning", "TQ1-14")]


@pytest.mark.parametrize(("code", "priority"), [("S", "stat"), ("A", "asap"), ("R", "routine"), ("P", None)])
def test_a_priority_is_that_of_the_request_or_a_word(code: str, priority: str | None) -> None:
    found = order(f"TQ1|1||BID||||||{code}")
    assert found.get("priority") == priority
    assert ("priority" in found["dosageInstruction"][0].get("text", "")) is (priority is None)


def test_instructions_are_the_text_of_the_dosage() -> None:
    (dosage,) = order("TQ1|1||BID||||||||avec un repas", rxe="RXE||X^P|1||TAB||^Ne pas croquer")["dosageInstruction"]
    assert dosage["text"] == "avec un repas; Ne pas croquer"


TAPER = ("TQ1|1|60^mg|Q1D|||7^D||||||S", "TQ1|2|40^mg|Q1D|||7^D||||||S", "TQ1|3|20^mg|Q1D|||7^D")


def test_timings_that_follow_each_other_are_steps_without_a_daily_dose() -> None:
    dosages = order(*TAPER, rxe="RXE||X^P|60||mg")["dosageInstruction"]
    assert [dosage["sequence"] for dosage in dosages] == [1, 2, 3]
    assert [dosage["doseAndRate"][0]["doseQuantity"]["value"] for dosage in dosages] == [60, 40, 20]
    assert daily_dose(dosages) is None


@pytest.mark.parametrize("conjunction", ["S", ""])
def test_timings_without_a_duration_or_a_conjunction_stay_words(conjunction: str) -> None:
    result = mapped(message("ORC|NW|1", "RXE||X^P|1||TAB", f"TQ1|1||QD|||||||||{conjunction}", "TQ1|2||BID"))
    dosages = lines(result)[0]["dosageInstruction"]
    assert [dosage["text"] for dosage in dosages] == [f"QD{', then' if conjunction else ''}", "BID"]
    assert all("timing" not in dosage for dosage in dosages)
    assert daily_dose(dosages) is None


@pytest.mark.parametrize("conjunction", ["A", ""])
def test_moments_side_by_side_are_doses_of_one_day(conjunction: str) -> None:
    dosages = order(f"TQ1|1|2^TAB|QAM|||||||||{conjunction}", "TQ1|2|1^TAB|QHS")["dosageInstruction"]
    total = daily_dose(dosages)
    assert total is not None
    assert (total.low, total.unit) == (3, "{tablet}")


# --- the older form ----------------------------------------------------------------------------------------------


def old(orc7: str = "", rxe1: str = "", rxe: str = "X^P|1||TAB") -> list[dict[str, Any]]:
    (found,) = lines(mapped(message(f"ORC|NW|1|||||{orc7}", f"RXE|{rxe1}|{rxe}", version="2.3")))
    return list(found["dosageInstruction"])


@pytest.mark.parametrize(
    ("timing", "repeat"),
    [
        ("1^BID", every(2, 1, "d")),
        ("1^Q8H&0600,1400,2200", every(1, 8, "h", timeOfDay=["06:00:00", "14:00:00", "22:00:00"])),
        ("1^TID^D10", every(3, 1, "d", boundsDuration=days(10))),
        ("1^TID^X12", every(3, 1, "d", count=12)),
        ("1^QHS^^20260312^20260321", {"when": ["HS"], "boundsPeriod": {"start": "2026-03-12", "end": "2026-03-21"}}),
        ("1^TID^INDEF", every(3, 1, "d")),
    ],
)
def test_the_older_form_says_the_same_in_orc_7_and_in_rxe_1(timing: str, repeat: dict[str, Any]) -> None:
    for (dosage,) in (old(orc7=timing), old(rxe1=timing)):
        assert dosage["timing"] == {"repeat": repeat}


def test_dates_of_rxe_1_are_completed_by_the_rhythm_of_orc_7_and_its_rhythm_wins() -> None:
    (dosage,) = old(orc7="1^BID^D4", rxe1="^^^20260312^^R")
    period = {"start": "2026-03-12", "end": "2026-03-15"}
    assert dosage["timing"]["repeat"] == every(2, 1, "d", boundsPeriod=period)
    (dosage,) = old(orc7="1^BID", rxe1="1^TID")
    assert dosage["timing"]["repeat"] == every(3, 1, "d")


def test_tq1_of_the_encoded_order_is_completed_by_rxe_1_and_never_by_what_was_asked() -> None:
    rxe = "RXE|1^BID^^20260301^20260310|X^P|500||mg"
    (dosage,) = order("TQ1|1||BID", rxe=rxe)["dosageInstruction"]
    assert dosage["timing"]["repeat"] == every(2, 1, "d", boundsPeriod={"start": "2026-03-01", "end": "2026-03-10"})
    asked = ("ORC|NW|1", "TQ1|1||TID|||||||si douleur", "RXO|X^P", "RXE||X^P|500||mg", "TQ1|1||BID")
    (dosage,) = lines(mapped(message(*asked)))[0]["dosageInstruction"]
    assert (dosage["timing"]["repeat"], "asNeededCodeableConcept" in dosage) == (every(2, 1, "d"), False)


def test_the_quantity_of_the_order_is_no_dose_beside_the_amount_that_was_encoded() -> None:
    (dosage,) = old(orc7="10^BID^D4^^^R", rxe1="^^^20260312^^R", rxe="X^P|100||mg")
    assert [row["doseQuantity"]["value"] for row in dosage["doseAndRate"]] == [100]


def test_repetitions_of_the_older_form_follow_each_other_by_their_conjunction() -> None:
    dosages = old(orc7="60&mg^QD^D7^^^^^^S~40&mg^QD^D7", rxe="X^P|60||mg")
    assert [(d["sequence"], d["doseAndRate"][0]["doseQuantity"]["value"]) for d in dosages] == [(1, 60), (2, 40)]


def test_as_needed_may_be_a_priority_with_its_condition() -> None:
    (dosage,) = old(orc7="1^Q6H^^^^PRN^douleur")
    assert dosage["asNeededCodeableConcept"] == {"text": "douleur"}


def test_an_offset_without_event_is_counted_from_the_moment_of_the_pattern() -> None:
    (dosage,) = order("TQ1|1||ACM^^^^^^^^30^min")["dosageInstruction"]
    assert dosage["timing"]["repeat"] == {"when": ["ACM"], "offset": 30}


@pytest.mark.parametrize("pattern", ["BID^^^^^^^^30^min", "CM^^^^^^^^30^min", "ACM^^^^^^^^x^min"])
def test_an_offset_from_no_moment_is_left_to_the_text(pattern: str) -> None:
    result = mapped(message("ORC|NW|1", "RXE||X^P|1||TAB", f"TQ1|1||{pattern}"))
    (dosage,) = lines(result)[0]["dosageInstruction"]
    assert "offset" not in dosage["timing"]["repeat"]
    assert (dosage["text"], problems(result)) == (pattern[-6:].strip("^").replace("^", " "), [("warning", "TQ1-3")])


def test_a_word_beside_a_pattern_is_its_text() -> None:
    result = mapped(message("ORC|NW|1", "RXE||X^P|1||TAB", "TQ1|1||QD^Daily"))
    (dosage,) = lines(result)[0]["dosageInstruction"]
    assert (dosage["timing"]["repeat"]["frequency"], problems(result)) == (1, [])


def test_a_timing_tied_to_another_order_says_so() -> None:
    result = mapped(message("ORC|NW|1", "RXE||X^P|1||TAB", "TQ1|1||BID", "TQ2|1|C|Q1^OE|||||8^h|3"))
    (dosage,) = lines(result)[0]["dosageInstruction"]
    assert dosage["text"] == "BID; tied to another order (TQ2): C Q1 OE 8 h 3"
    assert "repeat" not in dosage.get("timing", {})  # in turns with the other: how often is not said
    assert problems(result) == [("warning", "TQ2")]
    (dosage,) = order("TQ1|1||BID", "TQ2|1|S|Q1^OE|||ES||+10^min")["dosageInstruction"]
    assert dosage["timing"]["repeat"]["frequency"] == 2


def test_an_hour_from_when_to_when_is_no_time_of_day_and_leaves_the_moment() -> None:
    result = mapped(message("ORC|NW|1", "RXE||X^P|1||TAB", "TQ1|1||QHS|1200-1300"))
    (dosage,) = lines(result)[0]["dosageInstruction"]
    assert (dosage["timing"]["repeat"], dosage["text"]) == ({"when": ["HS"]}, "1200-1300")
    assert problems(result) == [("warning", "TQ1-4")]
    (dosage,) = order("TQ1|1||QD|080000+0100")["dosageInstruction"]
    assert dosage["timing"]["repeat"]["timeOfDay"] == ["08:00:00"]


def test_the_table_of_an_interval_is_no_length_of_time() -> None:
    result = mapped(message("ORC|NW|1", "RXE|1^QAM^HL70335|X^P|1||TAB"))
    (dosage,) = lines(result)[0]["dosageInstruction"]
    assert (dosage["timing"]["repeat"], dosage.get("text"), problems(result)) == ({"when": ["MORN"]}, None, [])


def test_a_number_where_a_condition_belongs_makes_nothing_as_needed() -> None:
    (dosage,) = order("TQ1|1||BID|||||||1")["dosageInstruction"]
    assert not dosage.keys() & {"asNeededBoolean", "asNeededCodeableConcept"}
    assert dosage["text"] == "condition 1"


def test_two_forms_of_timing_that_disagree_are_both_words() -> None:
    result = mapped(message("ORC|NW|1||||||^Q6H", "RXE|1^BID|X^P|1||TAB", "TQ1|1||TID"))
    (dosage,) = lines(result)[0]["dosageInstruction"]
    assert ("timing" in dosage, dosage["text"]) == (False, "TID or BID")
    assert problems(result) == [("warning", "RXE-1.2")]
    result = mapped(message("ORC|NW|1", "RXE|1^TID&0800|X^P|1||TAB", "TQ1|1||TID^three times a day"))
    assert problems(result) == []


@pytest.mark.parametrize(
    ("code", "repeat"),
    [
        ("TIDAC", {"frequency": 3, "period": 1, "periodUnit": "d", "when": ["AC"]}),
        ("QWK", {"frequency": 1, "period": 1, "periodUnit": "wk"}),
        ("QMONTH", {"frequency": 1, "period": 1, "periodUnit": "mo"}),
    ],
)
def test_codes_that_many_systems_write_beside_the_table(code: str, repeat: dict) -> None:
    (dosage,) = order(f"TQ1|1||{code}")["dosageInstruction"]
    assert dosage["timing"]["repeat"] == repeat
