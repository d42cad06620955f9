"""Allergies, problems and measurements of CDA: whatever is wrong with them, the medications stay as they are."""

import copy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from adapter.fhir.canonical import FINDING_LIST_KIND, UCUM
from adapter.sources.document import Source
from adapter.workflow.findings import FINDING_TYPES
from adapter.workflow.mapped import MEDICATION_TYPES, Mapped, list_kind, map_source

V3 = "{urn:hl7-org:v3}"
CASE = Path(__file__).parent / "cda" / "cases" / "allergies-problems-and-kidney-function-of-a-letter" / "source.xml"
LETTER = etree.fromstring(CASE.read_bytes())
_VALUES = st.sampled_from(["", "x", "-1", "NaN", "20269999", "true", "1e400", "nullFlavor", "é" * 300, "416098002"])


def mapped(root: Any) -> Mapped:
    return map_source(Source("letter.xml", etree.tostring(root)))


def medications(result: Mapped) -> list[dict[str, Any]]:
    lists = [list_ for list_ in result.resources("List") if list_kind(list_)]
    return [*lists, *(r for type_ in MEDICATION_TYPES for r in result.resources(type_))]


def findings(result: Mapped) -> list[dict[str, Any]]:
    return [resource for type_ in FINDING_TYPES for resource in result.resources(type_)]


def beside(root: Any) -> list[Any]:
    """Every element of the sections that are not the list of treatments."""
    sections = [s for s in root.iter(f"{V3}section") if s.find(f"{V3}code").get("code") != "10183-2"]
    return [node for section in sections for node in section.iter("*")]


BEFORE = medications(mapped(LETTER))


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_whatever_is_broken_in_them_no_medication_changes(data: st.DataObject) -> None:
    root = copy.deepcopy(LETTER)
    for _ in range(data.draw(st.integers(1, 4))):
        node = data.draw(st.sampled_from(beside(root)[1:]))
        match data.draw(st.sampled_from(["remove", "double", "attribute", "empty"])):
            case "remove":
                node.getparent().remove(node)
            case "double":
                node.addnext(copy.deepcopy(node))
            case "empty":
                node.clear()
            case "attribute":
                names = sorted(node.attrib) or ["value"]
                node.set(data.draw(st.sampled_from(names)), data.draw(_VALUES))
        if not all(s.find(f"{V3}code") is not None for s in root.iter(f"{V3}section")):
            return
    assert medications(mapped(root)) == BEFORE


def test_what_reconciliation_reads_has_no_findings() -> None:
    result = map_source(Source("letter.xml", CASE.read_bytes()), findings=False)
    assert medications(result) == BEFORE
    assert findings(result) == []
    assert [list_kind(list_) for list_ in result.resources("List")] == ["discharge"]


def allergies(text: str, entries: str = "", attributes: str = "") -> Mapped:
    """A document whose only section lists allergies."""
    section = (
        f'<section {attributes}><code code="48765-2" codeSystem="2.16.840.1.113883.6.1"/>{text}{entries}</section>'
    )
    body = f"<component><structuredBody><component>{section}</component></structuredBody></component>"
    xsi = "http://www.w3.org/2001/XMLSchema-instance"
    document = f'<ClinicalDocument xmlns="urn:hl7-org:v3" xmlns:xsi="{xsi}"><id root="2.999"/>{body}</ClinicalDocument>'
    return map_source(Source("a.xml", document.encode()))


def observation(inside: str, attributes: str = "") -> str:
    act = '<act classCode="ACT" moodCode="EVN"><entryRelationship typeCode="SUBJ">'
    head = f'<observation classCode="OBS" moodCode="EVN" {attributes}>'
    template = '<templateId root="2.16.840.1.113883.10.20.22.4.7"/>'
    return f"<entry>{act}{head}{template}{inside}</observation></entryRelationship></act></entry>"


def value(code: str) -> str:
    return f'<value xsi:type="CD" code="{code}" codeSystem="2.16.840.1.113883.6.96"/>'


def agent(inside: str) -> str:
    entity = f"<playingEntity>{inside}</playingEntity>"
    return f'<participant typeCode="CSM"><participantRole>{entity}</participantRole></participant>'


def state(result: Mapped) -> str | int:
    (list_,) = [r for r in result.resources("List") if r["extension"][0]["url"] == FINDING_LIST_KIND]
    return len(list_["entry"]) if "entry" in list_ else str(list_["emptyReason"]["coding"][0]["code"])


@pytest.mark.parametrize(
    ("text", "entries", "attributes", "expected"),
    [
        ("<text>Aucune allergie connue</text>", "", "", "nilknown"),
        ("<text>No information</text>", "", "", "unavailable"),
        ("<text/>", "", 'nullFlavor="NI"', "unavailable"),
        ("", "", "", "unavailable"),
        ("<text>Iode : malaise</text>", "", "", "unavailable"),
        ("", observation(value("716186003")), "", "nilknown"),
        ("", observation(value("716186003"), 'negationInd="true"'), "", "unavailable"),
        ("", observation(value("419199007"), 'negationInd="true"'), "", "nilknown"),
        ("", observation(value("419199007") + agent('<code nullFlavor="NA"/>'), 'negationInd="true"'), "", "nilknown"),
        ("", observation(value("416098002"), 'negationInd="true"'), "", 1),
        ("", observation(value("416098002") + agent("<name>Iode</name>")), "", 1),
        ("", observation(value("416098002") + agent("<name>Iode</name>"), 'negationInd="true"'), "", 1),
        ("", observation(""), "", "unavailable"),
        ("<text>Aucune allergie connue</text>", observation(""), "", "nilknown"),
        ("<text>Aucune allergie connue</text>", observation(value("91936005")), "", 1),
    ],
)
def test_no_known_allergy_is_not_the_same_as_not_read(
    text: str, entries: str, attributes: str, expected: str | int
) -> None:
    assert state(allergies(text, entries, attributes)) == expected


def test_a_denied_allergy_is_refuted_and_a_denied_kind_of_allergy_is_a_statement_that_holds() -> None:
    denied = allergies("", observation(value("416098002") + agent("<name>Iode</name>"), 'negationInd="true"'))
    (iodine,) = denied.resources("AllergyIntolerance")
    assert iodine["verificationStatus"]["coding"][0]["code"] == "refuted"
    assert iodine["code"] == {"text": "Iode"}
    (none,) = allergies("", observation(value("416098002"), 'negationInd="true"')).resources("AllergyIntolerance")
    assert "verificationStatus" not in none
    assert none["code"]["coding"][0]["code"] == "409137002"


def test_an_allergy_named_by_its_value_keeps_that_name() -> None:
    (found,) = allergies("", observation(value("91936005"))).resources("AllergyIntolerance")
    assert found["code"]["coding"] == [{"system": "http://snomed.info/sct", "code": "91936005"}]


def test_what_the_value_says_beside_a_named_agent_is_kept_as_a_note() -> None:
    urticaria = value("126485001").replace("/>", ' displayName="Urticaire"/>')
    (found,) = allergies("", observation(urticaria + agent("<name>Iode</name>"))).resources("AllergyIntolerance")
    assert (found["code"], found["note"]) == ({"text": "Iode"}, [{"text": "Urticaire"}])
    (typed,) = allergies("", observation(value("416098002") + agent("<name>Iode</name>"))).resources(
        "AllergyIntolerance"
    )
    assert "note" not in typed


def test_a_reaction_that_hangs_on_the_concern_is_no_allergy() -> None:
    reaction = observation(value("26079004")).replace("22.4.7", "22.4.9")
    result = allergies("", reaction)
    assert result.resources("AllergyIntolerance") == []
    assert any("not templated as an allergy" in issue.message for issue in result.issues)


@pytest.mark.parametrize(("unit", "code"), [("mg/dL", "mg/dL"), ("mg par litre", None)])
def test_a_value_that_only_its_translation_states_keeps_its_unit(unit: str, code: str | None) -> None:
    root = copy.deepcopy(LETTER)
    value = next(v for v in root.iter(f"{V3}value") if v.get("unit"))
    value.set("nullFlavor", "OTH")
    del value.attrib["value"], value.attrib["unit"]
    etree.SubElement(value, f"{V3}translation", value="1.9", unit=unit)
    result = mapped(root)
    said = [o["valueQuantity"] for o in result.resources("Observation") if "valueQuantity" in o]
    assert {"value": 1.9, "unit": unit} | ({"system": UCUM, "code": code} if code else {}) in said
    told = [issue for issue in result.issues if f"'{unit}' is not a UCUM unit" in issue.message]
    assert len(told) == (code is None)
