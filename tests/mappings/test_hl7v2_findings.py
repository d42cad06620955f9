"""Allergies, diagnoses and results of HL7 v2 beside its orders."""

import json
from pathlib import Path
from typing import Any

import pytest
from compact_bundle import mapped_case

from adapter.conformance import validate
from adapter.sources.document import Source
from adapter.workflow.mapped import MEDICATION_TYPES, Mapped, map_source

CASE = Path(__file__).parent / "hl7v2" / "findings" / "an-order-with-allergies-diagnoses-and-kidney-function"
ORDER = ("ORC|NW|1", "RXE||1^AMLODIPINE 5 mg^L|1||{tablet}")


def mapped(*segments: str) -> Mapped:
    head = ("MSH|^~\\&|A|B|C|D|20260312083000+0100||RDE^O11|1|P|2.5.1", "PID|1||7^^^H^PI||DOE^JANE||19500101|F")
    return map_source(Source("m.hl7", "\r".join((*head, *segments)).encode()))


def states(result: Mapped) -> dict[str, Any]:
    lists = [
        r
        for r in result.resources("List")
        if r.get("extension") and r["extension"][0]["url"].endswith("finding-list-kind")
    ]
    return {
        list_["extension"][0]["valueCode"]: len(list_["entry"])
        if "entry" in list_
        else list_["emptyReason"]["coding"][0]["code"]
        for list_ in lists
    }


def test_the_message_is_mapped_as_the_standard_says() -> None:
    source = CASE / "source.hl7"
    assert mapped_case(source) == json.loads((CASE / "expected.json").read_text(encoding="utf-8"))
    assert validate(map_source(Source("m.hl7", source.read_bytes())).bundle) == []


@pytest.mark.parametrize(
    ("segments", "expected"),
    [
        ((), {}),
        (("AL1|1|DA|^Amoxicilline",), {"allergies": 1}),
        (("AL1|1|DA|NKA^No known allergies^L",), {"allergies": "nilknown"}),
        (("AL1|1||716186003^x^SCT",), {"allergies": "nilknown"}),
        (("AL1|1||^Non renseigné",), {"allergies": "unavailable"}),
        (("IAM|1|DA|^Iode|||D",), {"allergies": "unavailable"}),
        (("AL1|1|DA|",), {"allergies": 1}),
        (("DG1|1||I10^Hypertension^I10", "DG1|2|||Asthme"), {"problems": 2}),
    ],
)
def test_what_is_not_sent_is_not_none_known(segments: tuple[str, ...], expected: dict[str, Any]) -> None:
    assert states(mapped(*segments, *ORDER)) == expected


@pytest.mark.parametrize(
    ("obx", "value"),
    [
        ("NM|6301-6^INR^LN||2.4", {"valueQuantity": {"value": 2.4}}),
        ("SN|6301-6^INR^LN||>^8", {"valueQuantity": {"value": 8, "comparator": ">"}}),
        ("SN|6301-6^INR^LN||2^3^-^4", {"valueString": "2^3^-^4"}),
        ("NM|6301-6^INR^LN||NaN", {"valueString": "NaN"}),
        ("NM|2823-3^K^LN||4,2|mmol/L", {"valueQuantity": {"value": 4.2, "code": "mmol/L"}}),
        ("ST|2823-3^K^LN||5,8|mmol/L", {"valueQuantity": {"value": 5.8, "code": "mmol/L"}}),
        ("ST|2823-3^K^LN||5.8|mmol/L", {"valueQuantity": {"value": 5.8, "code": "mmol/L"}}),
        ("SN|6301-6^INR^LN||<^1,2", {"valueQuantity": {"value": 1.2, "comparator": "<"}}),
        ("NM|2160-0^Creat^LN||1,234|umol/L", {"valueString": "1,234 umol/L"}),  # or a thousand
        ("ST|2823-3^K^LN||5^8|mmol/L", {"valueString": "5^8 mmol/L"}),
        ("NM|2823-3^K^LN||4E1|mmol/L", {"valueString": "4E1 mmol/L"}),
        ("ST|6301-6^INR^LN||coagulé", {"valueString": "coagulé"}),
        ("CE|6301-6^INR^LN||H^Haut^L", {"valueCodeableConcept": {"coding": [{"code": "H", "display": "Haut"}]}}),
        ("NM|6301-6^INR^LN||", {"dataAbsentReason": {"coding": [{"code": "unknown"}]}}),
    ],
)
def test_a_result_keeps_its_value_as_stated(obx: str, value: dict[str, Any]) -> None:
    (found,) = mapped(*ORDER, "OBR|1|||x|||20260310", f"OBX|1|{obx}|||||||F").resources("Observation")
    assert found["effectiveDateTime"] == "2026-03-10"
    for key, said in value.items():
        assert said.items() <= found[key].items() if key == "valueQuantity" else key in found
        assert key != "valueString" or found[key] == said
    assert sum(key.startswith(("value", "dataAbsent")) for key in found) == 1


def test_a_decimal_comma_of_a_result_is_read_and_said() -> None:
    result = mapped(*ORDER, "OBX|1|NM|2823-3^K^LN||5,8|mmol/L||||||F|||20260310")
    told = [issue for issue in result.issues if issue.location == "OBX-5"]
    assert [(issue.severity, issue.message.endswith("read as 5.8")) for issue in told] == [("warning", True)]


def test_a_note_on_a_result_within_an_order_is_no_note_on_the_drug() -> None:
    obx = "OBX|1|NM|29463-7^Poids^LN||18|kg||||||F|||20260310"
    result = mapped(*ORDER, "NTE|1||450 mg = 9 mL", obx, "NTE|1||pesé habillé")
    (line,), (found,) = result.resources("MedicationRequest"), result.resources("Observation")
    assert (line["note"], found["note"]) == ([{"text": "450 mg = 9 mL"}], [{"text": "pesé habillé"}])


def test_a_note_that_belongs_to_nothing_that_is_read_is_said() -> None:
    result = mapped("OBR|1|||x", "NTE|1||patient non à jeun")
    assert any("reads: OBR, NTE" in issue.message for issue in result.issues)


@pytest.mark.parametrize("obx", ["NM|718-7^Hb^LN||12", "NM|INR^INR^L||2.4", "NM|6301-6^INR^L||2.4", "NM|||2"])
def test_other_results_are_not_read_and_said(obx: str) -> None:
    result = mapped(*ORDER, f"OBX|1|{obx}|||||||F")
    assert result.resources("Observation") == []
    assert any("segments that no map that ships reads: OBX" in issue.message for issue in result.issues)


@pytest.mark.parametrize(
    "bad", ["AL1", "AL1|1", "IAM|\\X|~~~^^^&&&|", "DG1|||~~|||", "OBX|1|NM|6301-6^a^LN~2951-2^b^LN||1"]
)
def test_a_segment_that_says_nothing_costs_no_order(bad: str) -> None:
    result, before = mapped(bad, *ORDER), mapped(*ORDER)
    lines = [[r for type_ in MEDICATION_TYPES for r in m.resources(type_)] for m in (result, before)]
    assert [len(found) for found in lines] == [1, 1]
    assert lines[0][0]["medicationCodeableConcept"] == lines[1][0]["medicationCodeableConcept"]


def test_what_was_mapped_is_read_again_with_the_same_states() -> None:
    first = mapped("AL1|1|DA|NKA^No known allergies^L", "DG1|1||I10^Hypertension^I10", *ORDER)
    again = map_source(Source("again.json", json.dumps(first.bundle).encode()))
    assert states(again) == states(first) == {"allergies": "nilknown", "problems": 1}
    assert not again.issues


PROBLEM = "PRB|AD|20260402|44054006^Type 2 diabetes mellitus^SCT|P-77|||20150610"


@pytest.mark.parametrize(
    ("rest", "expected"),
    [
        ("||||||^Confirmed|ACT^Active||20150301", {"clinicalStatus": "active", "onsetDateTime": "2015-03-01"}),
        ("|||||| |||^|childhood", {"clinicalStatus": None, "onsetString": "childhood"}),
        ("||20251103|||||", {"clinicalStatus": "resolved", "abatementDateTime": "2025-11-03"}),
        ("||||||C^Confirmed|Resolved", {"clinicalStatus": "resolved", "verificationStatus": "confirmed"}),
    ],
)
def test_a_problem_of_the_problem_list_keeps_its_status_and_dates(rest: str, expected: dict[str, Any]) -> None:
    result = mapped(PROBLEM + rest, *ORDER)
    (found,) = result.resources("Condition")
    assert found["code"]["coding"][0]["code"] == "44054006"
    assert found["category"][0]["coding"][0]["code"] == "problem-list-item"
    said = {k: v["coding"][0]["code"] if isinstance(v, dict) and "coding" in v else v for k, v in found.items()}
    said["clinicalStatus"] = None if "extension" in found["clinicalStatus"] else said["clinicalStatus"]
    assert expected.items() <= said.items()
    assert states(result) == {"problems": 1}
    assert validate(result.bundle) == []


def test_a_date_of_resolution_of_an_active_problem_is_told() -> None:
    result = mapped(f"{PROBLEM}||20251103|||||ACTIVE", *ORDER)
    (found,) = result.resources("Condition")
    assert (found["clinicalStatus"]["coding"][0]["code"], "abatementDateTime" in found) == ("active", False)
    assert [issue.location for issue in result.issues if issue.severity == "warning"] == ["PRB-9"]


def test_a_problem_that_is_deleted_is_left_out_and_told() -> None:
    assert mapped(PROBLEM.replace("|AD|", "|DE|"), *ORDER).resources("Condition") == []
