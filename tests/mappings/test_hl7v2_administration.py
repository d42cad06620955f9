"""HL7 v2: what was given (RXA) and doses to give (RXG), beside the order that they belong to."""

from typing import Any

import pytest
from compact_bundle import of_type
from hl7v2_message import lines, mapped, message, problems

from adapter.conformance import validate
from adapter.sources.document import Source
from adapter.workflow.reconciled import reconcile

AT = "20260312083000"


def given(**fields: str) -> str:
    """An RXA of paracetamol; fields by number: `f20="RE"`."""
    numbered = {3: AT, 5: "X^P", 6: "1", 7: "g"} | {int(name[1:]): value for name, value in fields.items()}
    return "RXA|" + "|".join(numbered.get(n, "") for n in range(1, max(numbered) + 1))


def administration(rxa: str) -> dict[str, Any]:
    (found,) = of_type(mapped(message("ORC|RE|1", rxa, type_="RAS^O17")), "MedicationAdministration")
    return found


@pytest.mark.parametrize(
    ("fields", "status"),
    [({}, "completed"), ({"f20": "CP"}, "completed"), ({"f20": "RE"}, "not-done"), ({"f21": "D"}, "entered-in-error")],
)
def test_the_completion_status_says_whether_it_was_given(fields: dict[str, str], status: str) -> None:
    assert administration(given(**fields))["status"] == status


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"f18": "00^Patient refusal^NIP002"}, "not-done"),
        ({"f18": "00^Patient refusal^NIP002", "f20": "RE"}, "not-done"),
        ({"f5": "998^no vaccine administered^CVX", "f20": "CP"}, "not-done"),
    ],
)
def test_what_was_refused_or_none_was_not_given(fields: dict[str, str], status: str) -> None:
    assert administration(given(**fields))["status"] == status


@pytest.mark.parametrize("status", ["CP", "PA"])
def test_a_refusal_beside_a_status_that_says_it_was_given_is_a_doubt(status: str) -> None:
    result = mapped(message("ORC|RE|1", given(f18="00^refus^L", f20=status), type_="RAS^O17"))
    assert of_type(result, "MedicationAdministration")[0]["status"] == "unknown"
    assert problems(result) == [("warning", "RXA")]


def test_a_completion_status_that_is_not_known_is_said() -> None:
    result = mapped(message("ORC|RE|1", given(f20="ZZ"), type_="RAS^O17"))
    assert of_type(result, "MedicationAdministration")[0]["status"] == "unknown"
    assert problems(result) == [("warning", "RXA-20")]


def test_a_dose_given_in_part_is_given_and_a_note_says_so() -> None:
    found = administration(given(f20="PA"))
    assert (found["status"], found["note"][-1]) == ("completed", {"text": "partially administered"})


def test_when_and_where_it_was_given_stay_in_words() -> None:
    """A time without zone is no FHIR dateTime; at a handover the time of the last dose is what counts."""
    found = administration(given(f4="20260312091500", f11="5S^511^2"))
    said = ["time of administration, its zone not stated: 2026-03-12 08:30 to 2026-03-12 09:15"]
    assert [note["text"] for note in found["note"]] == [*said, "administered at: 5S, 511, 2"]


def test_an_amount_that_immunisation_registries_write_for_unknown_is_none() -> None:
    assert "dosage" not in administration(given(f6="999", f7=""))
    assert administration(given(f6="999"))["dosage"]["dose"]["value"] == 999


def test_an_unknown_amount_over_a_time_is_no_rate() -> None:
    assert "dosage" not in administration(given(f6="999", f7="", f12="H1"))
    rate = administration(given(f6="999", f7="mL", f12="H1"))["dosage"]["rateRatio"]
    assert (rate["numerator"]["value"], rate["denominator"]["value"]) == (999, 1)


def test_an_administration_without_date_stays_and_is_an_error() -> None:
    result = mapped(message("ORC|RE|1", given(f3=""), type_="RAS^O17"))
    assert problems(result) == [("error", "RXA")]
    assert validate(result.bundle) == []


def test_an_order_that_each_administration_repeats_is_one_line() -> None:
    round_ = message("ORC|RE|1^H", "RXE||X^P|1||g", "TQ1|1||TID", given(), type_="RAS^O17")
    result = mapped(round_ + round_.replace(AT, "20260312160000"))
    assert len(of_type(result, "MedicationRequest")) == 1
    assert len(of_type(result, "MedicationAdministration")) == 2


def test_the_timing_of_a_dose_to_give_is_no_timing_of_its_order() -> None:
    give = "RXG|1|1||X^P|1||g"
    result = mapped(message("ORC|NW|1", "RXE||X^P|1||g", "TQ1|1||TID", give, "TQ1|1||Once", type_="RGV^O15"))
    repeats = [line["dosageInstruction"][0]["timing"]["repeat"] for line in lines(result)]
    assert repeats == [{"frequency": 3, "period": 1, "periodUnit": "d"}, {"count": 1}]


def test_what_was_given_or_planned_in_the_stay_makes_no_omission() -> None:
    rounds = message("ORC|RE|1", given(f5="RAMI^RAMIPRIL 5 mg comprimé"), type_="RAS^O17")
    rounds += message("ORC|NW|2", "RXG|1|1||FURO^FUROSEMIDE 40 mg comprimé|1||TAB", type_="RGV^O15")
    ordered = message("ORC|NW|3", "RXE||P^PARACETAMOL 1 g comprimé|1||TAB")
    discharge = Source("l.hl7", ordered.encode())
    report = reconcile([discharge], history=[Source("r.hl7", (ordered + rounds).encode())], date="2026-03-13").report
    assert sorted((line["list"], line["codes"][0]["code"]) for line in report["lines"]) == [
        ("administered", "RAMI"),
        ("planned", "FURO"),
        ("prescription", "P"),
        ("prescription", "P"),
    ]
    types = {d["type"] for group in report["groups"] for d in group["discrepancies"]}
    assert not types & {"omission", "addition"}
