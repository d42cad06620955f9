"""HL7 v2: amounts, units, rates, and quantities beside an amount."""

from typing import Any

import pytest
from hl7v2_message import lines, mapped, message, order, problems


def rows(*timings: str, rxe: str) -> list[dict[str, Any]]:
    (dosage,) = order(*timings, rxe=rxe)["dosageInstruction"]
    return list(dosage.get("doseAndRate", []))


def test_a_minimum_and_a_maximum_are_a_range_and_equal_ones_are_not() -> None:
    (row,) = rows(rxe="RXE||X^P|500|1000|mg")
    assert [bound["value"] for bound in row["doseRange"].values()] == [500, 1000]
    (row,) = rows(rxe="RXE||X^P|500|500|mg")
    assert row["doseQuantity"]["value"] == 500


@pytest.mark.parametrize(
    ("units", "unit", "code"),
    [
        ("mg", "mg", "mg"),
        ("MG^milligram^ISO+", "milligram", "mg"),
        ("385055001^Tablet^SCT", "Tablet", "{tablet}"),
        ("TAB", "TAB", "{tablet}"),
        ("^gélule", "gélule", "{capsule}"),
        ("MCG", "MCG", "ug"),
        ("G", "G", "g"),
        ("UNITS", "UNITS", "U"),
        ("mL/hr", "mL/hr", "mL/h"),
        ("mcg/kg/min", "mcg/kg/min", "ug/kg/min"),
        ("units/hour", "units/hour", "U/h"),
        ("IE", "IE", "[iU]"),
        ("mg/5 mL", "mg/5 mL", None),
        ("mg/M", "mg/M", None),
        ("GR", "GR", None),
        ("truc", "truc", None),
    ],
)
def test_units_are_ucum_or_an_annotation_where_they_are_known(units: str, unit: str, code: str | None) -> None:
    (row,) = rows(rxe=f"RXE||X^P|1||{units}")
    stated = row.get("doseQuantity") or row["rateQuantity"]
    assert (stated["unit"], stated.get("code")) == (unit, code)


def test_a_quantity_of_the_timing_is_the_dose_where_no_amount_is_given() -> None:
    (row,) = rows("TQ1|1|2^TAB|BID", rxe="RXE||X^P")
    assert (row["doseQuantity"]["value"], row["doseQuantity"]["code"]) == (2, "{tablet}")
    assert rows("TQ1|1|1|BID", rxe="RXE||X^P") == []  # one of what is not said


def test_one_of_what_is_given_is_a_word_beside_the_dose() -> None:
    result = mapped(message("ORC|NW|1", "RXE||X^P|500||mg", "TQ1|1|1^TAB|BID"))
    (dosage,) = lines(result)[0]["dosageInstruction"]
    assert (dosage["text"], problems(result)) == ("1 TAB", [])
    assert [row["doseQuantity"]["value"] for row in dosage["doseAndRate"]] == [500]


def test_several_of_what_is_given_leave_the_dose_open() -> None:
    result = mapped(message("ORC|NW|1", "RXE||X^P|500||mg", "TQ1|1|2^TAB|BID"))
    (dosage,) = lines(result)[0]["dosageInstruction"]
    assert [row["doseQuantity"]["value"] for row in dosage["doseAndRate"]] == [500, 2]
    assert problems(result) == [("warning", "TQ1-2")]


def test_a_quantity_that_may_multiply_the_amount_is_kept_beside_it_and_reported() -> None:
    result = mapped(message("ORC|NW|1", "RXE||X^P|500||mg", "TQ1|1|2|BID"))
    (dosage,) = lines(result)[0]["dosageInstruction"]
    assert [row["doseQuantity"]["value"] for row in dosage["doseAndRate"]] == [500, 2]
    assert problems(result) == [("warning", "TQ1-2")]


@pytest.mark.parametrize(
    ("rxe", "text"),
    [
        ("RXE||X^P|1-2||TAB", "1-2 TAB"),
        ("RXE||X^P|2|1|TAB", "2 TAB; 1 TAB"),
        ("RXE||X^P|-5||mg", "-5 mg"),
        ("RXE||X^P|1,250||mg", "1,250 mg"),
        ("RXE||X^P|1/2||TAB", "1/2 TAB"),
        ("RXE||X^P|1|GM|VIAL", "1 VIAL; GM VIAL"),
    ],
)
def test_an_amount_that_is_none_is_a_word_and_an_error(rxe: str, text: str) -> None:
    result = mapped(message("ORC|NW|1", rxe, "TQ1|1||BID"))
    (dosage,) = lines(result)[0]["dosageInstruction"]
    assert dosage["text"] == text
    assert "doseAndRate" not in dosage
    assert [severity for severity, _ in problems(result)] == ["error"]


def test_a_rate_over_a_time_unit_is_a_ratio_and_one_with_it_a_quantity() -> None:
    (row,) = rows(rxe="RXE||X^P||||||||||||||||||||H1|23|mL")
    assert (row["rateRatio"]["numerator"]["value"], row["rateRatio"]["denominator"]["code"]) == (23, "h")
    (row,) = rows(rxe="RXE||X^P|||||||||||||||||||||23|mL/hr")
    assert (row["rateQuantity"]["value"], row["rateQuantity"]["code"]) == (23, "mL/h")


def test_a_rate_without_a_time_is_none_and_is_reported() -> None:
    result = mapped(message("ORC|NW|1", "RXE||X^P|1000||mL|||||||||||||||||8|125|mL"))
    (dosage,) = lines(result)[0]["dosageInstruction"]
    assert [list(row) for row in dosage["doseAndRate"]] == [["doseQuantity"]]
    assert problems(result) == [("warning", "RXE")]


@pytest.mark.parametrize(("written", "value"), [("0,5", 0.5), ("2,25", 2.25), ("0,125", 0.125), ("1,2345", 1.2345)])
def test_a_decimal_comma_is_read_where_it_can_be_nothing_else(written: str, value: float) -> None:
    result = mapped(message("ORC|NW|1", f"RXE||X^P|{written}||mg"))
    (dosage,) = lines(result)[0]["dosageInstruction"]
    assert dosage["doseAndRate"][0]["doseQuantity"]["value"] == value
    assert problems(result) == [("warning", "RXE-3")]


def test_a_dose_per_time_is_a_rate_unless_a_rate_is_stated() -> None:
    (row,) = rows(rxe="RXE||X^P|5||mg/h")
    assert list(row) == ["rateQuantity"]
    (row,) = rows(rxe="RXE||X^P|5||mg/h" + "|" * 18 + "10|mL/h")
    assert (row["doseQuantity"]["code"], row["rateQuantity"]["code"]) == ("mg/h", "mL/h")


@pytest.mark.parametrize(
    ("timing", "total", "places"),
    [
        ("TQ1|1||BID", "3^g", [("warning", "RXE-19")]),
        ("TQ1|1||BID", "2^g", []),
        ("TQ1|1||BID", "2000^mg", []),  # another unit: not compared
        ("TQ1|1||BID||||||PRN", "4^g", []),  # a maximum
        ("TQ1|1||QOD", "1^g", []),
    ],
)
def test_a_total_a_day_that_dose_and_rhythm_contradict_is_reported(timing: str, total: str, places: list) -> None:
    result = mapped(message("ORC|NW|1", "RXE||X^P|1||g" + "|" * 14 + total, timing))
    (dosage,) = lines(result)[0]["dosageInstruction"]
    assert dosage["maxDosePerPeriod"]["numerator"]["value"] == int(total.partition("^")[0])
    assert problems(result) == places


def test_a_total_with_its_unit_in_a_subcomponent_keeps_it() -> None:
    (dosage,) = order(rxe="RXE||X^P|1||TAB" + "|" * 14 + "6&TAB")["dosageInstruction"]
    assert dosage["maxDosePerPeriod"]["numerator"]["code"] == "{tablet}"
