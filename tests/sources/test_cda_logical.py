"""CDA by HL7's logical model: the table of types, what maps address beside the XML, narrative as XHTML and back."""

from typing import Any

import pytest
from lxml import etree

from adapter.sources.cda_logical import CdaLogicalModel
from adapter.sources.cda_narrative import to_narrative, to_xhtml
from adapter.sources.cda_structure import cda_structure

V3 = 'xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:sdtc="urn:hl7-org:sdtc"'
XHTML = 'xmlns="http://www.w3.org/1999/xhtml"'
DOCUMENT = f"""<ClinicalDocument {V3}>
  <id root="1.2"/><effectiveTime value="20260101"/>
  <recordTarget><patientRole>
    <addr>3 rue <city>Annecy</city></addr>
    <patient><name><given>Odile</given></name><sdtc:deceasedInd value="false"/><birthTime value="1939"/></patient>
  </patientRole></recordTarget>
  <component><structuredBody><component><section><title> A
    title </title><text><paragraph ID="p">x</paragraph></text>
    <entry><substanceAdministration>
      <text>1 cp <reference value="#p"/> matin</text>
      <effectiveTime xsi:type="IVL_TS"><low value="2026"/></effectiveTime>
      <effectiveTime><event code="AC"/></effectiveTime>
      <doseQuantity value="1"/>
    </substanceAdministration></entry>
  </section></component></structuredBody></component>
</ClinicalDocument>"""


@pytest.fixture
def root() -> Any:
    return etree.fromstring(DOCUMENT)


@pytest.mark.parametrize(
    ("path", "type_"),
    [
        (".", "ClinicalDocument"),
        ("{*}id", "II"),
        ("{*}effectiveTime", "TS"),
        (".//{*}patientRole", "PatientRole"),
        (".//{*}city", "ADXP"),
        (".//{*}name", "PN"),
        (".//{*}given", "ENXP"),
        (".//{*}deceasedInd", "BL"),
        (".//{*}section", "Section"),
        (".//{*}section/{*}text", "xhtml"),
        (".//{*}substanceAdministration/{*}text", "ED"),
        (".//{*}substanceAdministration/{*}effectiveTime[1]", "IVL_TS"),
        (".//{*}substanceAdministration/{*}effectiveTime[2]", "EIVL_TS"),
        (".//{*}low", "IVXB_TS"),
        (".//{*}doseQuantity", "IVL_PQ"),
        (".//{*}structuredBody/{*}component", None),
    ],
)
def test_a_node_has_the_type_that_the_model_gives_it(root: Any, path: str, type_: str | None):
    assert CdaLogicalModel().type_name(root.find(path)) == type_


def test_texts_and_items_are_reached_as_the_model_names_them(root: Any):
    model = CdaLogicalModel()
    address, text = root.find(".//{*}addr"), root.find(".//{*}substanceAdministration/{*}text")
    assert model.children(address, "item") == [address]
    assert model.children(address, "xmlText") == ["3 rue"]
    assert model.children(text, "xmlText") == model.children(text, "data") == ["1 cp matin"]
    assert model.children(root.find("{*}id"), "xmlText") == []
    assert model.children(root, "item") == []
    patient = root.find(".//{*}patient")
    assert model.children(patient, "sdtcDeceasedInd") == model.children(patient, "deceasedInd") != []


def test_a_narrative_is_xhtml_as_a_value(root: Any):
    assert CdaLogicalModel().scalar(root.find(".//{*}section/{*}text")) == f'<div {XHTML}><p id="p">x</p></div>'
    assert CdaLogicalModel().scalar(root.find(".//{*}title")) == "A title"


@pytest.mark.parametrize(
    ("narrative", "xhtml"),
    [
        ("<paragraph>a <content styleCode='Bold'>b</content> c</paragraph>", '<p>a <span class="Bold">b</span> c</p>'),
        ("<list listType='ordered'><item>x</item></list>", "<ol><li>x</li></ol>"),
        ("<list><item>x</item></list>", "<ul><li>x</li></ul>"),
        ("<table><tbody><tr ID='r'><td colspan='2'>x<br/>y</td></tr></tbody></table>",
         '<table><tbody><tr id="r"><td colspan="2">x<br/>y</td></tr></tbody></table>'),
        ("<linkHtml href='http://a'>x</linkHtml>", '<a href="http://a">x</a>'),
    ],
)  # fmt: skip
def test_narrative_and_xhtml_say_the_same(narrative: str, xhtml: str):
    div = to_xhtml(etree.fromstring(f"<text {V3}>{narrative}</text>"))
    assert div == f"<div {XHTML}>{xhtml}</div>"
    back = etree.tostring(to_narrative(div), encoding="unicode")
    assert back == etree.tostring(
        etree.fromstring(f'<text xmlns="urn:hl7-org:v3">{narrative}</text>'), encoding="unicode"
    )


def test_elements_without_a_counterpart_keep_their_text():
    div = to_xhtml(etree.fromstring(f"<text {V3}>a <unheardOf>b</unheardOf> c</text>"))
    assert div == f"<div {XHTML}>a <span>b</span> c</div>"
    assert "".join(to_narrative(f"<div {XHTML}>a <blink>b</blink> c</div>").itertext()) == "a b c"


def test_what_is_no_xhtml_is_kept_as_text():
    assert to_narrative("a < b").text == "a < b"


@pytest.mark.parametrize(
    ("url", "type_"),
    [
        ("http://hl7.org/cda/stds/core/StructureDefinition/IVL-TS", "cda:IVL_TS"),
        ("http://hl7.org/fhir/cda/StructureDefinition/II", "cda:II"),
        ("http://hl7.org/cda/stds/core/StructureDefinition/Nothing", None),
        ("http://hl7.org/fhir/StructureDefinition/Patient", None),
    ],
)
def test_a_canonical_url_stands_for_a_type(url: str, type_: str | None):
    assert cda_structure().type_of_url(url) == type_


@pytest.mark.parametrize(
    ("type_", "name", "written"),
    [
        ("cda:II", "root", ("attribute", "", "root")),
        ("cda:ST", "xmlText", ("text", "urn:hl7-org:v3", "xmlText")),
        ("cda:AD", "item", ("group", "urn:hl7-org:v3", "item")),
        ("cda:Section", "text", ("narrative", "urn:hl7-org:v3", "text")),
        ("cda:Section", "title", ("element", "urn:hl7-org:v3", "title")),
        ("cda:Patient", "sdtcRaceCode", ("element", "urn:hl7-org:sdtc", "raceCode")),
        ("cda:Material", "asContent", ("element", "urn:ihe:pharm", "asContent")),
        ("cda:CD", "sdtcValueSet", ("attribute", "urn:hl7-org:sdtc", "valueSet")),
        ("cda:Section.component", "typeCode", ("attribute", "", "typeCode")),
    ],
)
def test_the_table_says_how_an_element_is_written(type_: str, name: str, written: tuple[str, str, str]):
    assert cda_structure().written(type_, name) == written


def test_elements_stand_in_the_order_of_the_schema():
    names = list(cda_structure().elements("cda:SubstanceAdministration"))
    wanted = [
        "templateId",
        "id",
        "code",
        "text",
        "statusCode",
        "effectiveTime",
        "routeCode",
        "doseQuantity",
        "consumable",
    ]
    assert [name for name in names if name in wanted] == wanted
