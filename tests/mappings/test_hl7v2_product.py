"""HL7 v2: the route and the product of a line, and deliveries."""

import pytest
from compact_bundle import places
from hl7v2_message import lines, mapped, message, problems


@pytest.mark.parametrize(
    ("rxr", "code", "severities"),
    [
        ("PO", "20053000", []),
        ("^Intraveineuse", "20045000", []),
        ("SC^Subcutaneous^HL70162", "20066000", []),
        ("IM^Oral", None, ["warning"]),
        ("MM", None, []),
    ],
)
def test_a_route_has_its_edqm_code_where_code_and_words_agree(
    rxr: str, code: str | None, severities: list[str]
) -> None:
    result = mapped(message("ORC|NW|1", "RXE||X^P|1||TAB", f"RXR|{rxr}"))
    route = lines(result)[0]["dosageInstruction"][0]["route"]
    edqm = [c["code"] for c in route.get("coding", ()) if c.get("system") == "http://standardterms.edqm.eu"]
    assert (edqm, [s for s, _ in problems(result)]) == ([code] if code else [], severities)


def test_several_routes_are_a_choice_in_words() -> None:
    result = mapped(message("ORC|NW|1", "RXE||X^P|1||TAB", "RXR|PO^Oral", "RXR|IV^IV"))
    assert lines(result)[0]["dosageInstruction"][0]["route"] == {"text": "Oral / IV"}
    assert problems(result) == [("warning", "RXR[2]-1")]


def test_an_order_without_route_of_its_own_takes_that_of_what_was_asked() -> None:
    result = mapped(message("ORC|NW|1", "RXO|Y^ASKED|1||TAB", "RXR|PO", "RXE||X^P|1||TAB"))
    assert lines(result)[0]["dosageInstruction"][0]["route"]["coding"][0]["code"] == "20053000"


def test_a_line_without_code_and_name_stays_and_is_an_error() -> None:
    result = mapped(message("ORC|NW|1", "RXE|", "ORC|NW|2", "RXE||X^P"))
    first, second = lines(result)
    assert first["medicationCodeableConcept"]["extension"][0]["valueCode"] == "unknown"
    assert second["medicationCodeableConcept"]["text"] == "P"
    assert problems(result) == [("error", "RXE[1]")]


@pytest.mark.parametrize(
    ("rxe", "name", "dose"),
    [
        ("RXE||X^P", "P", [5]),
        ("RXE|", "P", [5]),
        ("RXE|||7||mg", "P", [7]),
        ("RXE||Y^Q", "Q", []),
        ("RXE||X^P|7||mg", "P", [7]),
    ],
    ids=["no amount", "neither", "no product", "no amount of another product", "both"],
)
def test_what_the_pharmacy_leaves_out_is_what_was_asked_of_the_same_product(rxe: str, name: str, dose: list) -> None:
    result = mapped(message("ORC|NW|1", "RXO|X^P|5||mg", rxe, "TQ1|1||BID", "RXR|PO"))
    (line,) = lines(result)
    assert line["medicationCodeableConcept"]["text"] == name
    (dosage,) = line["dosageInstruction"]
    assert [row["doseQuantity"]["value"] for row in dosage.get("doseAndRate", ())] == dose
    assert {place for _, place in problems(result)} == (set() if rxe.endswith("P|7||mg") else {"RXE"})


def test_a_product_that_only_the_order_codes_is_named_by_its_code() -> None:
    (line,) = lines(mapped(message("ORC|NW|1", "RXO|C09AA05^^ATC|5||mg", "RXE|||5||mg")))
    assert line["medicationCodeableConcept"]["text"] == "C09AA05"


def test_a_last_refill_that_is_no_date_makes_no_empty_note() -> None:
    result = mapped(message("ORC|NW|1", "RXE||X^P||||||||||||||||4"))
    assert "note" not in lines(result)[0]
    assert problems(result) == [("warning", "RXE-18")]


def test_a_coding_system_without_uri_is_said_and_a_local_one_is_not() -> None:
    result = mapped(message("ORC|NW|1", "RXE||A^P^VENDOR^B^P^L"))
    codings = lines(result)[0]["medicationCodeableConcept"]["coding"]
    assert codings == [{"code": "A", "display": "P"}, {"code": "B", "display": "P"}]
    assert [i.location for i in result.issues if "coding system" in i.message] == ["RXE-2"]


@pytest.mark.parametrize(
    ("name", "system"),
    [
        ("PRK", "urn:oid:2.16.840.1.113883.2.4.4.10"),
        ("AMT", "http://snomed.info/sct"),
        ("PBS", "http://pbs.gov.au/code/item"),
        ("pzn", "http://fhir.de/CodeSystem/ifa/pzn"),
    ],
)
def test_national_coding_systems_are_known_by_the_names_that_senders_give_them(name: str, system: str) -> None:
    (line,) = lines(mapped(message("ORC|NW|1", f"RXE||A^P^{name}")))
    assert line["medicationCodeableConcept"]["coding"] == [{"system": system, "code": "A", "display": "P"}]


@pytest.mark.parametrize(
    ("segment", "note"),
    [
        ("RXO|X^P" + "|" * 23 + "^APRESOLINE", "supplementary: APRESOLINE"),
        ("RXE||X^P" + "|" * 29 + "take 2 at night", "supplementary: take 2 at night"),
        ("RXD|1|X^P|20260312" + "|" * 22 + "^BRAND", "supplementary: BRAND"),
        ("RXE||X^P" + "|" * 29 + "B^BRAND^L", None),
    ],
)
def test_words_where_a_supplementary_code_belongs_are_a_note(segment: str, note: str | None) -> None:
    (line,) = lines(mapped(message("ORC|NW|1", segment)))
    assert [found["text"] for found in line.get("note", ())] == ([note] if note else [])


def test_the_order_of_a_delivery_is_no_line_of_its_own() -> None:
    result = mapped(message("ORC|RE|1", "RXE||X^P|1||TAB", "RXD|1|X^P|20260312|30|TAB", "RXD|2|X^P|20260401|30|TAB"))
    assert [line["resourceType"] for line in lines(result)] == ["MedicationDispense"] * 2
    assert list(places(result)) == ["RXD[1]", "RXD[2]"]


def test_a_count_of_the_product_ordered_is_no_dose_of_another_one_delivered() -> None:
    result = mapped(message("ORC|RE|1", "RXE||X^P 40|1||TAB", "TQ1|1||BID", "RXD|1|Y^P 20|20260312|60|TAB"))
    (dosage,) = lines(result)[0]["dosageInstruction"]
    assert "doseAndRate" not in dosage
    assert ("warning", "RXD") in problems(result)
    (line,) = lines(mapped(message("ORC|RE|1", "RXE||X^P 40|40||mg", "TQ1|1||BID", "RXD|1|Y^P 20|20260312|60|TAB")))
    assert line["dosageInstruction"][0]["doseAndRate"][0]["doseQuantity"]["value"] == 40


@pytest.mark.parametrize(
    ("amount", "status"), [("0", "declined"), ("0.00", "declined"), ("30", "completed"), ("", "completed")]
)
def test_a_delivery_of_none_was_not_handed_over(amount: str, status: str) -> None:
    result = mapped(message("ORC|RE|1", f"RXD|1|X^P|20260312|{amount}|TAB"))
    assert lines(result)[0]["status"] == status
    assert any(issue.location == "RXD-4" for issue in result.issues) is (status == "declined")


def test_an_undated_delivery_is_an_error_and_a_cancelled_one_is_cancelled() -> None:
    result = mapped(message("ORC|CA|1", "RXD|1|X^P||30|TAB"))
    assert lines(result)[0]["status"] == "cancelled"
    assert problems(result) == [("error", "RXD")]
