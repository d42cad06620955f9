"""HL7 v2 messages → FHIR R4: one folder a situation, and what each line of it must say, written from the standard."""

import json
from pathlib import Path
from typing import Any

import pytest
from compact_bundle import mapped_case, of_type, places
from hl7v2_message import lines, mapped, message, order, problems
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapter.conformance import validate
from adapter.errors import MedrecError
from adapter.sources.document import Source
from adapter.workflow.mapped import map_source

CASES = Path(__file__).parent / "hl7v2" / "cases"
CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "hl7v2"
DAILY, MG, TABLET = {"frequency": 1, "period": 1, "periodUnit": "d"}, "mg", "{tablet}"

# case → place → (product, dose and unit, Timing.repeat, route, status, date, kind of the list)
FACTS: dict[str, dict[str, tuple[Any, ...]]] = {
    "an-encoded-order-with-all-its-facts": {
        "RXE": (
            ["3400949188703", "BISO25", "64432503"],
            [(2, TABLET)],
            [{"when": ["MORN"], "boundsPeriod": {"start": "2026-03-12", "end": "2026-04-10"}}],
            "20053000",
            "active",
            "2026-03-12T08:15:00+01:00",
            "prescription",
        )
    },
    "an-order-of-2-3-with-its-timing-in-orc-7": {
        "RXE": (
            "PARACETAMOL 1 g comprimé",
            [(1, TABLET)],
            [
                {
                    "frequency": 1,
                    "period": 6,
                    "periodUnit": "h",
                    "timeOfDay": ["00:00:00", "06:00:00", "12:00:00", "18:00:00"],
                    "boundsPeriod": {"start": "2026-03-12", "end": "2026-03-21"},
                }
            ],
            "20053000",
            "active",
            "2026-03-12",
            "prescription",
        )
    },
    "a-requested-perfusion-with-its-components": {
        "RXO": (["PERF1"], [(1, "{bag}")], [None], "20045000", "active", "2026-03-12T08:15:00+01:00", "prescription")
    },
    "a-refill-of-a-tapered-corticosteroid": {
        "RXE": (
            ["PRED"],
            [(60, MG), (40, MG), (20, MG)],
            [
                {**DAILY, "boundsPeriod": {"start": "2026-03-12", "end": "2026-03-18"}},
                {
                    **DAILY,
                    "boundsDuration": {"value": 7, "unit": "d", "system": "http://unitsofmeasure.org", "code": "d"},
                },
                DAILY,
            ],
            "20053000",
            "active",
            "2026-03-12",
            "prescription",
        )
    },
    "a-delivery-with-its-order-lot-and-substitution": {
        "RXD": (
            ["61902218"],
            [(1, TABLET)],
            [{"frequency": 2, "period": 1, "periodUnit": "d"}],
            "20053000",
            "completed",
            "2026-03-12T10:15:00+01:00",
            "dispensing",
        )
    },
    "a-delivery-of-2-3-1-without-its-order": {
        "RXD": (
            ["3400930074589"],
            [None],
            [
                {
                    "frequency": 3,
                    "period": 1,
                    "periodUnit": "d",
                    "boundsDuration": {"value": 5, "unit": "d", "system": "http://unitsofmeasure.org", "code": "d"},
                }
            ],
            "20053000",
            "completed",
            "2026-03-12",
            "dispensing",
        )
    },
    "an-as-needed-order-beside-a-laboratory-order": {
        "RXO": (
            "PARACETAMOL 500 mg gélule",
            [((1, 2), "{capsule}")],
            [{"frequency": 1, "period": 4, "periodMax": 6, "periodUnit": "h"}],
            "20053000",
            "active",
            "2026-03-12",
            "prescription",
        )
    },
    "a-batch-in-which-orders-are-changed-held-and-replaced": {
        f"RXE[{n}]": (text, [(dose, TABLET)], [repeat], None, status, "2026-03-12T08:30:00+01:00", "prescription")
        for n, text, dose, repeat, status in (
            (1, "FUROSEMIDE 40 mg comprimé", 1, {"when": ["MORN"]}, "stopped"),
            (2, "FUROSEMIDE 40 mg comprimé", 0.5, {"when": ["MORN"]}, "active"),
            (3, "RAMIPRIL 5 mg comprimé", 1, {"when": ["HS"]}, "on-hold"),
            (4, "ZOPICLONE 7,5 mg comprimé", 1, None, "stopped"),
            (5, "ZOPICLONE 3,75 mg comprimé", 1, None, "active"),
        )
    },
}


def test_every_case_has_its_facts() -> None:
    assert sorted(path.name for path in CASES.iterdir()) == sorted(FACTS)


@pytest.mark.parametrize("case", sorted(FACTS))
def test_the_message_is_mapped_as_the_standard_says(case: str) -> None:
    expected = json.loads((CASES / case / "expected.json").read_text(encoding="utf-8"))
    assert mapped_case(CASES / case / "source.hl7") == expected


@pytest.mark.parametrize("case", sorted(FACTS))
def test_each_line_says_product_dose_timing_route_status_date_and_list(case: str) -> None:
    result = map_source(Source("f.hl7", (CASES / case / "source.hl7").read_bytes()))
    by_url = {entry["fullUrl"]: entry["resource"] for entry in result.bundle["entry"]}
    kinds = {e["item"]["reference"]: _kind(list_) for list_ in of_type(result, "List") for e in list_["entry"]}
    found = {}
    for place, references in places(result).items():
        line = by_url[references[0]]
        assert kinds[references[0]] == FACTS[case][place][-1]
        found[place] = (*_facts(line, FACTS[case][place][0]), kinds[references[0]])
    assert found == FACTS[case]


@pytest.mark.parametrize("case", sorted(FACTS))
def test_the_bundle_conforms_to_r4(case: str) -> None:
    assert validate(map_source(Source("f.hl7", (CASES / case / "source.hl7").read_bytes())).bundle) == []


def _kind(list_: dict[str, Any]) -> str:
    return str(list_["extension"][0]["valueCode"])


def _facts(line: dict[str, Any], product: Any) -> tuple[Any, ...]:
    medication = next((c for c in line.get("contained", ()) if c["id"] == "medication"), {})
    concept = line.get("medicationCodeableConcept") or medication["code"]
    dosages = line.get("dosageInstruction", [])
    route = dosages[0].get("route") if dosages else None
    return (
        [coding["code"] for coding in concept["coding"]] if isinstance(product, list) else concept["text"],
        [_dose(dosage) for dosage in dosages],
        [(dosage.get("timing") or {}).get("repeat") for dosage in dosages],
        route["coding"][0]["code"] if route else None,
        line["status"],
        line.get("whenHandedOver") or line.get("authoredOn"),
    )


def _dose(dosage: dict[str, Any]) -> Any:
    for row in dosage.get("doseAndRate", ()):
        if "doseQuantity" in row:
            return row["doseQuantity"]["value"], row["doseQuantity"].get("code")
        if "doseRange" in row:
            low, high = row["doseRange"]["low"], row["doseRange"]["high"]
            return (low["value"], high["value"]), low.get("code")
    return None


# --- order control and status ------------------------------------------------------------------------------------


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


# --- dose --------------------------------------------------------------------------------------------------------


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
        ("GR", "GR", None),
        ("truc", "truc", None),
    ],
)
def test_units_are_ucum_or_an_annotation_where_they_are_known(units: str, unit: str, code: str | None) -> None:
    (row,) = rows(rxe=f"RXE||X^P|1||{units}")
    assert (row["doseQuantity"]["unit"], row["doseQuantity"].get("code")) == (unit, code)


def test_a_quantity_of_the_timing_is_the_dose_where_no_amount_is_given() -> None:
    (row,) = rows("TQ1|1|2^TAB|BID", rxe="RXE||X^P")
    assert (row["doseQuantity"]["value"], row["doseQuantity"]["code"]) == (2, "{tablet}")
    assert rows("TQ1|1|1|BID", rxe="RXE||X^P") == []  # one of what is not said


def test_a_quantity_in_another_unit_is_a_word_beside_the_dose() -> None:
    (dosage,) = order("TQ1|1|2^TAB|BID", rxe="RXE||X^P|500||mg")["dosageInstruction"]
    assert dosage["text"] == "2 TAB"
    assert [row["doseQuantity"]["value"] for row in dosage["doseAndRate"]] == [500]


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
        ("RXE||X^P|1,5||mg", "1,5 mg"),
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


# --- route, product, deliveries ----------------------------------------------------------------------------------


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


def test_an_undated_delivery_is_an_error_and_a_cancelled_one_is_cancelled() -> None:
    result = mapped(message("ORC|CA|1", "RXD|1|X^P||30|TAB"))
    assert lines(result)[0]["status"] == "cancelled"
    assert problems(result) == [("error", "RXD")]


# --- laws --------------------------------------------------------------------------------------------------------


@pytest.mark.shared
@pytest.mark.parametrize("name", ["RDE-O11-01.hl7", "RDE-O25-01.hl7", "RDS-O13-01.hl7"])
def test_each_order_and_delivery_of_a_published_sample_is_a_line_in_valid_fhir(name: str) -> None:
    if not (CORPUS / name).is_file():
        pytest.skip("../shared/corpus/hl7v2 is not here")
    result = map_source(Source(name, (CORPUS / name).read_bytes()))
    assert list(places(result)) == ["RXD" if "RDS" in name else "RXE"]
    assert validate(result.bundle) == []


_FIELD = st.text(alphabet='|^~&\\12BIDQHPRN"émg /-\x0b\t', max_size=10)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.sampled_from(["RXE||", "RXO|", "RXD|1|", "TQ1|1||", "RXR|", "ORC|", "NTE|1||"]), _FIELD)))
def test_whatever_the_fields_hold_each_drug_segment_is_a_line(parts: list[tuple[str, str]]) -> None:
    body = [f"{head}{text}" for head, text in parts]
    result = mapped(message(*body))
    drugs = [segment[:3] for segment in body if segment[:3] in ("RXE", "RXO", "RXD")]
    found = {reference for references in places(result).values() for reference in references}
    assert len(lines(result)) == sum(1 for line in lines(result) if f"urn:uuid:{line['id']}" in found)
    assert len(lines(result)) >= drugs.count("RXD") + (1 if drugs and "RXD" not in drugs else 0)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    case=st.sampled_from(sorted(FACTS)), at=st.integers(0, 900), length=st.integers(0, 30), put=st.binary(max_size=8)
)
def test_a_damaged_message_is_read_or_refused_with_a_message(case: str, at: int, length: int, put: bytes) -> None:
    data = (CASES / case / "source.hl7").read_bytes()
    damaged = data[:at] + put + data[at + length :]
    try:
        result = map_source(Source("f.hl7", damaged))
    except MedrecError as error:
        assert error.message
    else:
        assert len(places(result)) == len(lines(result))
        assert map_source(Source("f.hl7", damaged)).bundle == result.bundle
