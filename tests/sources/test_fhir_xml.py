"""FHIR R4 in XML says what it says in JSON."""

import json
from pathlib import Path
from typing import Any

import pytest
from fhir_xml_writer import fhir_xml
from lxml import etree

from adapter import sources
from adapter.errors import SourceError
from adapter.sources.document import Source
from adapter.sources.fhir_xml import resource_of_xml
from adapter.workflow.mapped import Mapped, map_source

CASES = sorted((Path(__file__).parents[1] / "mappings" / "fhir" / "cases").glob("*/source.json"))


def read(xml: bytes | str) -> dict[str, Any]:
    return resource_of_xml(Source("file.xml", xml.encode() if isinstance(xml, str) else xml))


def statement(inside: str) -> Mapped:
    head = '<status value="active"/><medicationCodeableConcept><text value="RAMIPRIL"/></medicationCodeableConcept>'
    body = f'<MedicationStatement xmlns="http://hl7.org/fhir">{inside or head}</MedicationStatement>'
    return map_source(Source("file.xml", body.replace("<!--head-->", head).encode()))


def messages(mapped: Mapped) -> list[str]:
    return [
        issue.message for issue in mapped.issues if "no patient" not in issue.message and "subject" not in issue.message
    ]


def told(mapped: Mapped, source: Source) -> list[Any]:
    """What a Bundle says, apart from what its source is: ids derive from the bytes, the document has another type."""
    text = json.dumps([e["resource"] for e in mapped.bundle["entry"]])
    for number, entry in enumerate(mapped.bundle["entry"]):
        text = text.replace(entry["resource"]["id"], str(number))
    text = text.replace(source.sha256, "").replace("fhir+xml", "fhir+json").replace(f'"size": {len(source.data)}', "")
    found: list[Any] = json.loads(text.replace(", }", "}"))
    return found


def without_narrative(node: Any) -> Any:
    """Namespaces of a narrative may be written in other places: it is compared as XML."""
    if isinstance(node, dict):
        return {k: etree.tostring(etree.fromstring(v), method="c14n2") if k == "div" else without_narrative(v)
                for k, v in node.items() if k != "fhir_comments"}  # fmt: skip
    return [without_narrative(value) for value in node] if isinstance(node, list) else node


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.parent.name)
def test_a_case_in_xml_gives_the_bundle_that_it_gives_in_json(path: Path) -> None:
    data = path.read_bytes()
    as_json, as_xml = Source("source", data), Source("source", fhir_xml(json.loads(data)))
    one, other = map_source(as_json), map_source(as_xml)
    assert told(other, as_xml) == told(one, as_json)
    assert [issue.line() for issue in other.issues] == [issue.line() for issue in one.issues]


@pytest.mark.shared
def test_each_published_example_is_the_same_in_xml(shared: Path) -> None:
    paths = sorted((shared / "corpus" / "r4-examples").glob("*.json"))
    assert len(paths) > 140
    for path in paths:
        resource = json.loads(path.read_bytes())
        assert without_narrative(read(fhir_xml(resource))) == without_narrative(resource), path.name


def test_an_array_of_one_is_an_array_and_numbers_and_booleans_are_what_they_are() -> None:
    found = read(
        '<MedicationRequest xmlns="http://hl7.org/fhir"><doNotPerform value="false"/><dosageInstruction>'
        '<sequence value="1"/><doseAndRate><doseQuantity><value value="2.50"/></doseQuantity></doseAndRate>'
        "</dosageInstruction></MedicationRequest>"
    )
    assert found["doNotPerform"] is False
    assert found["dosageInstruction"] == [{"sequence": 1, "doseAndRate": [{"doseQuantity": {"value": 2.5}}]}]


def test_extensions_beside_primitives_stay_in_step() -> None:
    found = read(
        '<Patient xmlns="http://hl7.org/fhir"><name><given value="Odette"/><given value="Marie">'
        '<extension url="http://x"><valueCode value="y"/></extension></given></name></Patient>'
    )
    beside = [None, {"extension": [{"url": "http://x", "valueCode": "y"}]}]
    assert found["name"] == [{"given": ["Odette", "Marie"], "_given": beside}]


@pytest.mark.parametrize(
    ("inside", "message"),
    [
        ("<!--head--><dose value='1'/>", "'dose' is no element of MedicationStatement"),
        ("<!--head--><note xmlns='urn:other'/>", "'{urn:other}note' is no element"),
        ("<!--head--><category code='x'/>", "'@code' is no element of CodeableConcept"),
        ("<!--head-->stray words", "'@text' is no element of MedicationStatement"),
        ("<!--head--><dateAsserted>2026-03-01</dateAsserted>", "'@text' is no element of Element"),
        ("<!--head--><dateAsserted value='2026'/><dateAsserted value='2025'/>", "expected one value, not an array"),
        ("<!--head--><dateAsserted value='NaN'/>", "'NaN' is no dateTime"),
        ("<!--head--><dosage><doseAndRate><doseQuantity><value value='NaN'/></doseQuantity></doseAndRate></dosage>",
         "'NaN' is no decimal"),
        ("<!--head--><dosage><sequence value='²'/></dosage>", "'²' is no integer"),
        ("<!--head--><dosage><asNeededBoolean value='True'/></dosage>", "'True' is no boolean"),
    ],
)  # fmt: skip
def test_what_r4_does_not_have_is_said_and_the_rest_stays(inside: str, message: str) -> None:
    mapped = statement(inside)
    assert any(message in found for found in messages(mapped)), messages(mapped)
    (line,) = mapped.resources("MedicationStatement")
    assert line["medicationCodeableConcept"] == {"text": "RAMIPRIL"}
    assert line["status"] == "active"


def test_what_is_said_of_xml_has_the_place_it_has_in_json() -> None:
    (issue,) = [issue for issue in statement("<!--head--><dose value='1'/>").issues if "dose" in issue.message]
    assert (issue.location, issue.element) == ("MedicationStatement", "MedicationStatement.dose")


@pytest.mark.parametrize(
    ("xml", "message"),
    [
        ("<Bundle xmlns='http://hl7.org/fhir'><type value='collection'></Bundle>", "not well-formed XML"),
        ("<!DOCTYPE x><Bundle xmlns='http://hl7.org/fhir'/>", "DTD"),
        ("<Bundle xmlns='http://hl7.org/fhir'/>", "no medication list"),
        ("<Bundle xmlns='http://hl7.org/fhir'><type value='history'/></Bundle>", "history"),
        ("<Bundle/>", "root element is Bundle in namespace ''"),
        ("<MedicationOrder xmlns='http://hl7.org/fhir'/>", "DSTU2"),
    ],
)
def test_xml_that_cannot_be_read_is_refused(xml: str, message: str) -> None:
    with pytest.raises(SourceError, match=message):
        sources.read(Source("file.xml", xml.encode()))


def test_xml_deeper_than_resources_are_is_refused() -> None:
    deep = "<extension url='x'>" * 120 + "</extension>" * 120
    with pytest.raises(SourceError, match="nested more than"):
        read(f"<Patient xmlns='http://hl7.org/fhir'>{deep}</Patient>")
