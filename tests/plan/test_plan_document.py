"""The document as a FHIR server sees it."""

import copy
import json
import re
from pathlib import Path
from typing import Any

import orjson
import pytest
from lxml import etree
from plan_situation import bundles_of, line_id, report_of
from test_plan_situations import CASES, plan_of

from adapter.conformance import validate
from adapter.errors import CallError
from adapter.issues import Issue
from adapter.plan.document import plan_document
from adapter.plan.source_resources import references

ASSERTED = "Dr Camille ESSAI: vue en consultation"


@pytest.fixture
def case() -> dict[str, Any]:
    path = Path(__file__).parent / "cases" / "stop-omission-dose-change.json"
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def of_type(plan: dict[str, Any], type_: str) -> list[dict[str, Any]]:
    return [entry["resource"] for entry in plan["entry"] if entry["resource"]["resourceType"] == type_]


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_every_reference_leads_to_an_entry_and_every_entry_is_reached(path: Path) -> None:
    plan = plan_of(json.loads(path.read_text(encoding="utf-8")), asserted_same_patient=ASSERTED)
    by_url = {entry["fullUrl"]: entry["resource"] for entry in plan["entry"]}
    assert len(by_url) == len(plan["entry"])
    assert {ref for resource in by_url.values() for ref in references(resource)} <= set(by_url)
    reached, wanted = set(), [plan["entry"][0]["fullUrl"]]
    while wanted:
        url = wanted.pop()
        if url not in reached:
            reached.add(url)
            wanted += references(by_url[url])
    assert [r["resourceType"] for url, r in by_url.items() if url not in reached] == ["Provenance"] * len(
        of_type(plan, "Provenance")
    )


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_independent_models_accept_the_document(path: Path) -> None:
    from fhir.resources.R4B.bundle import Bundle

    plan = plan_of(json.loads(path.read_text(encoding="utf-8")), asserted_same_patient=ASSERTED)
    assert Bundle.model_validate_json(orjson.dumps(plan)).type == "document"


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_document_is_valid_r4_and_follows_the_profiles_that_it_claims(path: Path) -> None:
    assert validate(plan_of(json.loads(path.read_text(encoding="utf-8")), asserted_same_patient=ASSERTED)) == []


def test_an_omission_does_not_read_like_a_treatment_that_goes_on(case: dict[str, Any]) -> None:
    section = plan_of(case)["entry"][0]["resource"]["section"][0]
    (row,) = re.findall("<tr><td>BISOPROLOL.*?</tr>", section["text"]["div"])
    assert row.endswith("<td>délivrances</td><td>À DÉCIDER (omission)</td></tr>")


def test_the_first_entry_is_a_preliminary_composition_that_nobody_attests(case: dict[str, Any]) -> None:
    plan = plan_of(case)
    composition = plan["entry"][0]["resource"]
    assert (composition["resourceType"], composition["status"]) == ("Composition", "preliminary")
    assert "attester" not in composition
    assert by_reference(plan, composition["author"][0])["resourceType"] == "Device"
    assert plan["identifier"]["value"] != composition["identifier"]["value"]


def by_reference(plan: dict[str, Any], reference: dict[str, Any]) -> dict[str, Any]:
    return next(entry["resource"] for entry in plan["entry"] if entry["fullUrl"] == reference["reference"])


def test_the_same_input_gives_the_same_bytes_and_stays_as_it_was(case: dict[str, Any]) -> None:
    report, bundles = report_of(case), bundles_of(case)
    before = copy.deepcopy((report, bundles))
    first = plan_document(report, bundles, asserted_same_patient=None, issues=[])
    assert (report, bundles) == before
    assert orjson.dumps(first) == orjson.dumps(plan_document(report, bundles, asserted_same_patient=None, issues=[]))


def test_the_file_names_do_not_matter(case: dict[str, Any]) -> None:
    report, bundles = report_of(case), bundles_of(case)
    first = plan_document(report, bundles, asserted_same_patient=None, issues=[])
    renamed = json.loads(json.dumps(report).replace("letter.csv", "upload-7f.bin"))
    assert plan_document(renamed, bundles, asserted_same_patient=None, issues=[]) == first


def test_another_content_is_another_version_of_the_same_plan(case: dict[str, Any]) -> None:
    first = plan_of(case)
    second = plan_of(
        case, issues=[Issue("warning", "incomplete", "a posology is not understood", "letter.csv", "row 2")]
    )
    assert second["id"] == first["id"]
    assert second["identifier"] != first["identifier"]


@pytest.mark.parametrize(
    ("instants", "expected"),
    [
        (["2026-03-10T14:00:00+01:00", "2026-03-10T13:30:00Z"], "2026-03-10T13:30:00Z"),
        (["2026-03-01T14:00:00+01:00"], "2026-03-10T00:00:00+00:00"),
        (["10/03/2026"], "2026-03-10T00:00:00+00:00"),
        ([], "2026-03-10T00:00:00+00:00"),
    ],
    ids=["latest by time, not by text", "not before the reference day", "no instant", "none stated"],
)
def test_the_timestamp_is_never_a_clock(case: dict[str, Any], instants: list[str], expected: str) -> None:
    bundles = bundles_of(case)
    for number, bundle in enumerate(bundles):
        bundle.pop("timestamp")
        if number < len(instants):
            bundle["timestamp"] = instants[number]
    plan = plan_document(report_of(case), bundles, asserted_same_patient=None, issues=[])
    assert plan["timestamp"] == expected


def test_two_sources_about_one_patient_have_one_patient_with_the_identifiers_of_both(case: dict[str, Any]) -> None:
    case["sources"][0]["patient"] = {"local": "IPP-1"}
    case["sources"][1]["patient"] = {"ins": "141059999900052", "family": "ESSAI"}
    plan = plan_of(case)
    (patient,) = of_type(plan, "Patient")
    assert [identifier["value"] for identifier in patient["identifier"]] == ["IPP-1", "141059999900052"]
    assert patient["name"][0]["family"] == "ESSAI"
    subjects = {r["subject"]["reference"] for e in plan["entry"] if "subject" in (r := e["resource"])}
    assert subjects == {f"urn:uuid:{patient['id']}"}


def test_no_source_names_a_patient_so_none_is_invented(case: dict[str, Any]) -> None:
    for source in case["sources"]:
        source["patient"] = None
    plan = plan_of(case)
    assert of_type(plan, "Patient") == []
    assert of_type(plan, "CarePlan")[0]["subject"]["extension"][0]["valueCode"] == "unknown"


def test_who_asserts_that_the_patient_is_the_same_is_recorded_with_the_reason(case: dict[str, Any]) -> None:
    plan = plan_of(case, asserted_same_patient=ASSERTED)
    said = [p for p in of_type(plan, "Provenance") if "display" in p["agent"][0]["who"]]
    assert [(p["agent"][0]["who"]["display"], p["reason"][0]["text"]) for p in said] == [
        ("Dr Camille ESSAI", "vue en consultation")
    ]
    assert by_reference(plan, said[0]["target"][0])["resourceType"] == "Patient"


def test_a_reference_to_what_no_source_holds_becomes_logical(case: dict[str, Any]) -> None:
    author = {"reference": "https://ehr.example/Practitioner/7", "display": "Dr Martin"}
    case["sources"][0]["lines"]["d-rami"]["resource"] = {"informationSource": author}
    plan = plan_of(case)
    line = next(e["resource"] for e in plan["entry"] if e["resource"]["id"] == line_id("d-rami"))
    assert line["informationSource"] == {
        "identifier": {"system": "urn:ietf:rfc:3986", "value": "https://ehr.example/Practitioner/7"},
        "display": "Dr Martin",
    }


def test_a_contained_medication_comes_with_the_statement_and_a_contained_prescription_does_not(
    case: dict[str, Any],
) -> None:
    contained = [
        {"resourceType": "Medication", "id": "m", "manufacturer": {"reference": "#o"}},
        {"resourceType": "Organization", "id": "o", "name": "Laboratoire"},
        {"resourceType": "MedicationRequest", "id": "p"},
    ]
    row = case["sources"][1]["lines"]["h-biso"]
    row["resource"] = {"contained": contained, "medicationReference": {"reference": "#m"}}
    plan = plan_of(case)
    statement = next(s for s in of_type(plan, "MedicationStatement") if "contained" in s)
    assert [resource["id"] for resource in statement["contained"]] == ["m", "o"]
    assert statement["medicationReference"] == {"reference": "#m"}


def test_two_versions_of_one_document_are_refused(case: dict[str, Any]) -> None:
    report, bundles = report_of(case), bundles_of(case)
    changed = json.loads(json.dumps(bundles[0]).replace("1 le matin", "2 le matin"))
    with pytest.raises(CallError, match="two versions of one document"):
        plan_document(report, [bundles[0], changed, *bundles[1:]], asserted_same_patient=None, issues=[])


def test_words_of_a_source_never_become_markup(case: dict[str, Any]) -> None:
    case["sources"][0]["lines"]["d-rami"]["drug"] = "<script>alert('x')</script> & \x0b"
    plan = plan_of(case, issues=[Issue("error", "structure", "<b>bad</b>", "letter.csv", "row <1>")])
    composition = plan["entry"][0]["resource"]
    texts = [composition["text"], *(s["text"] for s in composition["section"] if "text" in s)]
    texts += [s["text"] for section in composition["section"] for s in section.get("section", ())]
    trees = [etree.fromstring(text["div"]) for text in texts]
    assert not any(list(tree.iter("{*}script", "{*}b")) for tree in trees)
    assert any("<script>" in "".join(tree.itertext()) for tree in trees)


def test_the_section_of_changes_gives_the_reason_in_the_words_of_the_source(case: dict[str, Any]) -> None:
    sections = plan_of(case)["entry"][0]["resource"]["section"]
    assert "« Pas d'indication retrouvée »" in sections[1]["text"]["div"]


def test_no_severity_and_no_mitigation_without_a_person(case: dict[str, Any]) -> None:
    for issue in of_type(plan_of(case), "DetectedIssue"):
        assert issue["status"] == "preliminary"
        assert not {"severity", "mitigation"} & issue.keys()


def test_every_line_of_the_report_is_what_one_statement_or_more_derives_from(case: dict[str, Any]) -> None:
    plan = plan_of(case)
    derived = {ref["reference"] for s in of_type(plan, "MedicationStatement") for ref in s.get("derivedFrom", ())}
    assert derived == {f"urn:uuid:{row['id']}" for row in report_of(case)["lines"]}


def test_a_french_system_reads_the_status_of_an_omission_as_arrete_and_discrepant(case: dict[str, Any]) -> None:
    statements = [s for s in of_type(plan_of(case), "MedicationStatement") if s.get("derivedFrom")]
    omitted = next(s for s in statements if s["medicationCodeableConcept"]["text"] == "BISOPROLOL 5 mg")
    status, discrepant = omitted["extension"][1]["extension"]
    assert status["extension"][0]["extension"][0]["valueCoding"]["code"] == "10000003"
    assert discrepant["extension"][0]["extension"][0]["valueBoolean"] is True
