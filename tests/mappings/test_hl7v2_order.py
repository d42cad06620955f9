"""Order control and status, what an order replaces, who ordered it, and its notes."""

import pytest
from hl7v2_message import lines, mapped, message, order, problems


@pytest.mark.parametrize(
    ("orc", "status"),
    [
        ("ORC|NW|1", "active"),
        ("ORC|NW|1|||IP", "active"),
        ("ORC|NW|1|||HD", "on-hold"),
        ("ORC|NW|1|||CM", "completed"),
        ("ORC|XO|1", "active"),
        ("ORC|DC|1", "stopped"),
        ("ORC|DC|1|||IP", "stopped"),
        ("ORC|OD|1", "stopped"),
        ("ORC|CA|1", "cancelled"),
        ("ORC|HD|1", "on-hold"),
        ("ORC|RL|1", "active"),
        ("ORC|RF|1", "active"),
        ("ORC|OP|1", "active"),
        ("ORC|PY|1", "active"),
        ("ORC|SC|1|||DC", "stopped"),
        ("ORC|RP|2||||||1", "active"),
        ("ORC|sc|1|||discontinued", "stopped"),
    ],
)
def test_control_and_status_say_what_an_order_is(orc: str, status: str) -> None:
    result = mapped(message(orc, "RXE||X^P|1||TAB"))
    assert (lines(result)[0]["status"], problems(result)) == (status, [])


@pytest.mark.parametrize("orc", ["ORC|SC|1", "ORC|UX|1", "ORC|RP|1", "ORC|ZZ|1", "ORC||1", ""])
def test_what_does_not_say_whether_an_order_is_in_force_is_not_active(orc: str) -> None:
    result = mapped(message(*([orc] if orc else []), "RXE||X^P|1||TAB"))
    assert lines(result)[0]["status"] == "unknown"
    assert problems(result) == [("warning", "ORC" if orc else "RXE")]


def test_an_unknown_order_status_leaves_the_word_to_the_control() -> None:
    result = mapped(message("ORC|NW|1|||WEIRD", "RXE||X^P"))
    assert (lines(result)[0]["status"], problems(result)) == ("active", [("warning", "ORC-5")])


def test_an_order_replaced_by_its_parent_number_names_it() -> None:
    found = order(orc="ORC|RP|2||||||1&PH")
    assert found["priorPrescription"] == {"identifier": {"value": "1", "assigner": {"display": "PH"}}}


def test_a_discontinuation_without_drug_takes_that_of_its_number() -> None:
    new = message("ORC|NW|7^PH", "RXE||X^P 5 MG|1||TAB")
    first, last = lines(mapped(new + message("ORC|DC|7^PH||||||||||||||^Chute")))
    assert (first["status"], last["status"], last["statusReason"]) == ("stopped", "stopped", {"text": "Chute"})
    assert last["medicationCodeableConcept"] == first["medicationCodeableConcept"]
    assert last["priorPrescription"]["reference"].endswith(first["id"])


def test_a_cancelled_order_was_never_in_force() -> None:
    new = message("ORC|NW|7^PH", "RXE||X^P 5 MG|1||TAB")
    assert [line["status"] for line in lines(mapped(new + message("ORC|CA|7^PH")))] == ["cancelled", "cancelled"]


def test_a_code_that_changes_nothing_leaves_the_order_as_it_was() -> None:
    held = message("ORC|HD|7^PH", "RXE||X^P 5 MG|1||TAB")
    assert lines(mapped(held + message("ORC|NA|7^PH")))[1]["status"] == "on-hold"


def test_one_number_with_two_drugs_stays_two_orders_in_force() -> None:
    result = mapped(message("ORC|NW|7", "RXE||X^P") + message("ORC|NW|7", "RXE||Y^Q"))
    assert [line["status"] for line in lines(result)] == ["active", "active"]
    assert problems(result) == [("warning", "ORC[2]")]


def test_an_order_that_names_no_drug_anywhere_is_an_error() -> None:
    result = mapped(message("ORC|DC|7", "ORC|NW|8", "RXE||X^P"))
    assert problems(result) == [("error", "ORC[1]")]
    assert len(lines(result)) == 1


def test_a_second_drug_under_one_order_control_is_an_order_of_its_own() -> None:
    result = mapped(message("ORC|DC|1", "RXE||X^P", "RXR|PO", "RXE||Y^Q"))
    assert [line["status"] for line in lines(result)] == ["stopped", "stopped"]
    assert problems(result) == [("warning", "RXE[2]")]


def test_the_facility_orders_where_no_person_does() -> None:
    found = order(orc="ORC|NW|1" + "|" * 19 + "CLINIQUE DU PORT")
    assert found["requester"]["display"] == "CLINIQUE DU PORT"
    found = order(orc="ORC|NW|1||||||||||9^BLANC^LUC^^^DR|||||||||CLINIQUE DU PORT")
    assert found["requester"]["display"] == "DR LUC BLANC"


def test_an_order_that_takes_effect_on_another_day_says_so() -> None:
    assert order(orc="ORC|DC|1|||||||20260312||||||20260401")["note"] == [{"text": "takes effect: 2026-04-01"}]
    assert "note" not in order(orc="ORC|DC|1|||||||20260312||||||20260312")


def test_strengths_that_a_mixture_has_no_element_for_are_notes() -> None:
    rxc = "RXC|A|C^NICARDIPINE^L|40|mg|0.2|mg/mL|Z9^^L"
    (line,) = lines(mapped(message("ORC|NW|1", "RXE||X^PERF|1||BAG||||||||||||||||||||0.2|mg", rxc)))
    assert [note["text"] for note in line["note"]] == [
        "strength: 0.2 mg",
        "component NICARDIPINE: strength 0.2 mg/mL",
    ]
    (ingredient,) = line["contained"][0]["ingredient"]
    assert [coding["code"] for coding in ingredient["itemCodeableConcept"]["coding"]] == ["C", "Z9"]
    assert ingredient["strength"]["numerator"]["value"] == 40


def test_the_ordering_provider_of_a_participation_ordered() -> None:
    orc, prt = "ORC|NW|1", "PRT|1|AD||{}^^HL70912|9^BLANC^Luc"
    result = mapped(message(orc, prt.format("VP"), prt.format("OP"), "RXE||X^P"))
    assert lines(result)[0]["requester"]["display"] == "Luc BLANC"
    assert "requester" not in lines(mapped(message(orc, prt.format("VP"), "RXE||X^P")))[0]


def test_a_message_type_with_blanks_is_a_code_of_fhir() -> None:
    result = mapped(message("ORC|NW|1", "RXE||X^P", type_=" RDE  A ^O\t11"))
    codes = [coding["code"] for coding in result.resources("DocumentReference")[0]["type"]["coding"]]
    assert codes == ["RDE A", "O 11"]
