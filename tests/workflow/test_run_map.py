"""Any map of a folder on any source: CDA → FHIR with default groups by datatype, FHIR → CDA, and what is said of what
fails. The maps and documents of run_map/ are ours; public maps are run by test_public_maps.py."""

import json
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from adapter.errors import MappingError, SourceError
from adapter.sources.document import Source
from adapter.workflow.run_map import RanMap, run_map

FOLDER = Path(__file__).parent / "run_map"
V3 = "{urn:hl7-org:v3}"


def ran(name: str, file: str, maps: Path = FOLDER / "maps") -> RanMap:
    return run_map(maps, name, Source(file, (FOLDER / file).read_bytes()))


def test_a_cda_prescription_becomes_a_bundle_by_the_default_groups_of_its_datatypes():
    result = ran("http://example.org/StructureMap/Prescription", "prescription.cda.xml")
    assert [issue.line() for issue in result.issues] == []
    assert result.media_type == "application/fhir+json"
    assert json.loads(result.data) == json.loads((FOLDER / "prescription.json").read_text(encoding="utf-8"))


def test_a_fhir_prescription_in_xml_becomes_a_cda_document():
    result = ran("PrescriptionToCda", "prescription.fhir.xml")
    assert [issue.line() for issue in result.issues] == []
    assert result.media_type == "text/xml"
    assert result.data.decode() == (FOLDER / "prescription-to-cda.xml").read_text(encoding="utf-8").rstrip("\n")


@pytest.mark.parametrize("name", ["Prescription", "prescription.map", "prescription"])
def test_a_map_is_named_by_its_name_or_its_file(name: str):
    assert ran(name, "prescription.cda.xml").target["type"] == "collection"


def test_a_map_that_is_not_there_is_said_with_those_that_are_near():
    with pytest.raises(MappingError) as failure:
        ran("Prescripton", "prescription.cda.xml")
    assert "expected the url or name of a map, found 'Prescripton'; did you mean 'Prescription'" in str(failure.value)


def test_a_source_that_cannot_be_read_is_refused():
    with pytest.raises(SourceError, match="not well-formed"):
        run_map(FOLDER / "maps", "Prescription", Source("x.xml", b"<ClinicalDocument"))


def changed(tmp_path: Path, before: str, after: str) -> Path:
    for path in (FOLDER / "maps").iterdir():
        text = path.read_text(encoding="utf-8")
        (tmp_path / path.name).write_text(text.replace(before, after), encoding="utf-8")
    return tmp_path


def test_a_rule_that_fails_is_an_issue_and_the_others_go_on(tmp_path: Path):
    maps = changed(tmp_path, "act.routeCode -> dosage.route;", "act.routeCode as r check false -> dosage.text = 'x';")
    result = ran("Prescription", "prescription.cda.xml", maps)
    assert [(issue.severity, issue.message, issue.reference.partition(" ")[0]) for issue in result.issues] == [
        ("error", "check failed: false", "prescription.map:47")
    ]
    dosage = result.target["entry"][1]["resource"]["dosageInstruction"][0]
    assert "route" not in dosage
    assert dosage["doseAndRate"][0]["doseQuantity"] == {"value": 1, "unit": "{tablet}"}


def test_a_datatype_without_a_default_group_is_an_issue(tmp_path: Path):
    maps = changed(
        tmp_path, "group Day(source src : TS, target tgt : date) <<types>>", "group Day(source src, target tgt)"
    )
    result = ran("Prescription", "prescription.cda.xml", maps)
    assert [issue.line() for issue in result.issues] == [
        "prescription.cda.xml:/ClinicalDocument/recordTarget/patientRole/patient/birthTime: error: "
        "there is no default group from TS to date [prescription.map:39]"
    ]


def test_what_a_map_asks_for_and_its_folder_lacks_is_said(tmp_path: Path):
    maps = changed(
        tmp_path,
        "act.text -> dosage.text;",
        "act.text -> dosage.text; act where 'urn:units'.resolve().exists() -> dosage.sequence = 1;",
    )
    result = ran("Prescription", "prescription.cda.xml", maps)
    assert [issue.line() for issue in result.issues] == [
        "prescription.cda.xml: information: the maps ask for urn:units, which the folder lacks"
    ]


def test_what_a_map_asks_for_is_found_in_its_folder(tmp_path: Path):
    maps = changed(
        tmp_path,
        "act.text -> dosage.text;",
        "act.text -> dosage.text; act -> dosage.sequence = ('urn:units'.resolve().compose.include.concept.count());",
    )
    concepts: list[dict[str, Any]] = [{"concept": [{"code": "a"}, {"code": "b"}]}]
    units = {"resourceType": "ValueSet", "url": "urn:units", "compose": {"include": concepts}}
    (tmp_path / "units.json").write_text(json.dumps(units), encoding="utf-8")
    result = ran("Prescription", "prescription.cda.xml", maps)
    assert result.target["entry"][1]["resource"]["dosageInstruction"][0]["sequence"] == 2


def test_a_profile_that_lies_beside_the_maps_is_what_conforms_to_asks(tmp_path: Path):
    rule = "medication.dosage as dosage where dosage.conformsTo('urn:told') -> tgt.id = 'told' \"told\";"
    text = f"""map "urn:map:told" = "Told"
uses "http://hl7.org/fhir/StructureDefinition/MedicationStatement" alias MedicationStatement as source
uses "http://hl7.org/fhir/StructureDefinition/Basic" alias Basic as target
group Told(source medication : MedicationStatement, target tgt : Basic) {{ {rule} }}
"""
    (tmp_path / "told.map").write_text(text, encoding="utf-8")
    source = Source("s.json", b'{"resourceType": "MedicationStatement", "dosage": [{"text": "1 le matin"}]}')
    missing = run_map(tmp_path, "Told", source)
    assert missing.issues[0].severity == "error"
    assert (
        "the profile urn:told is not at hand; put its StructureDefinition beside the maps" in missing.issues[0].message
    )
    element = {"path": "Dosage.text", "min": 1}
    profile = {"resourceType": "StructureDefinition", "url": "urn:told", "type": "Dosage"}
    (tmp_path / "told.json").write_text(
        json.dumps({**profile, "differential": {"element": [element]}}), encoding="utf-8"
    )
    found = run_map(tmp_path, "Told", source)
    assert (found.target["id"], found.issues) == ("told", [])


def test_an_element_that_cda_does_not_have_is_not_written(tmp_path: Path):
    maps = changed(tmp_path, "code.code = '57833-6'", "code.cood = '57833-6'")
    result = ran("PrescriptionToCda", "prescription.fhir.xml", maps)
    assert next(issue.message for issue in result.issues).startswith("expected an element of CDA CE, found 'cood'")
    assert etree.fromstring(result.data).find(f"{V3}code") is None
