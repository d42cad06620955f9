"""Maps of others, unchanged: all parse, print and come back; those for CDA run on the documents beside them.

The repositories are read from the folder that $MEDREC_PUBLIC_MAPS names (`owner/name` in it: hl7ch/cda-fhir-maps,
HL7Austria/CDA2FHIR, hl7-it/cda2fhir, HL7/fhir-cross-version, and those below). docs/public-maps.md.
"""

import json
import os
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from adapter.mapping import map_resource, parse_map, print_map, read_map
from adapter.mapping.find_map import find_map
from adapter.sources.document import Source
from adapter.sources.fhir_xml import resource_of_xml
from adapter.workflow.run_map import RanMap, run_map
from adapter.workflow.traced_map import trace_map

REPOSITORIES = (
    "hl7ch/cda-fhir-maps",
    "HL7Austria/CDA2FHIR",
    "hl7-it/cda2fhir",
    "HL7/fhir-cross-version",
    "ansforge/IG-mapping-cda-fhir",
    "ahdis/fhir-mapping-tutorial",
    "gematik/spec-erp-t-prescription",
    "HL7/fhir-omop-ig",
    "WorldHealthOrganization/smart-emcare",
    "WorldHealthOrganization/smart-icvp",
    "WorldHealthOrganization/smart-ot",
)
SWISS = "http://fhir.ch/ig/cda-fhir-maps/StructureMap/"
# What the Swiss maps that are run refer to and neither they nor their repository has.
TO_FHIR = Counter(
    {
        ("maps/CdaToBundle.map", "expected a group of this map or of one that it imports, found 'boolean'"): 1,
        ("maps/CdaToBundle.map", "expected an element of CDA Place, found 'serviceProviderOrganization'"): 1,
        ("maps/CdaToBundle.map", "expected an element of CDA Section, found 'section'"): 1,
        ("maps/CDAtoFHIRTypes.map", "expected a group of this map or of one that it imports, found 'CensusTract'"): 1,
        (
            "maps/CdaChToBundle.map",
            "expected the url of a ConceptMap that is given, "
            "found 'http://fhir.ch/ig/ch-core/ConceptMap/documententry-confidentialitycode-to-fhir'",
        ): 1,
    }
)
ADVICE = Counter(
    {
        (
            "maps/CdaChEmedPharmaceuticalAdviceDocumentToBundle.map",
            "expected 5 arguments of ClinicalDocumentSection (cda, src, patient, tgt, bundle), found 4",
        ): 1,
        (
            "maps/CdaChEmedPharmaceuticalAdviceDocumentToBundle.map",
            "expected 5 arguments of SectionOriginalRepresentation (cda, src, patient, tgt, bundle), found 4",
        ): 1,
    }
)
TO_CDA = Counter(
    {
        ("maps/BundleToCda.map", "expected an element of Reference, found 'address'"): 1,
        ("maps/BundleToCda.map", "expected an element of Reference, found 'name'"): 1,
        ("maps/BundleToCda.map", "expected an element of Reference, found 'telecom'"): 1,
        ("maps/FHIRtoCDATypes.map", "expected an element of CDA CE, found 'orginialText'"): 1,
    }
)
DISPENSE_TO_CDA = Counter(
    {
        (
            "maps/BundleToCdaChEmed.map",
            "expected a variable in scope (bundle, medicationDispense, supply, dosage), "
            "found 'substanceAdministration'",
        ): 1,
    }
)
KINDS = {
    "MedicationTreatmentPlan": ("MedicationTreatmentPlan", "MedicationStatement", 1),
    "MedicationDispense": ("MedicationDispense", "MedicationDispense", 1),
    "MedicationPrescription": ("MedicationPrescription", "MedicationRequest", 1),
    "MedicationCard": ("MedicationCard", "MedicationStatement", 2),
    "PharmaceuticalAdvice": ("PharmaceuticalAdvice", "Observation", 1),
    "MedicationList": ("MedicationList", "MedicationStatement", 1),
    "cda-response-ms": ("MedicationList", "MedicationStatement", 1),
    "pml.xml": ("MedicationList", "MedicationRequest", 40),
    "pmlc2.xml": ("MedicationList", "MedicationStatement", 0),
}


def repository(name: str) -> Path:
    folder = Path(os.environ.get("MEDREC_PUBLIC_MAPS") or "/nowhere") / name
    if not folder.is_dir():
        pytest.skip(f"$MEDREC_PUBLIC_MAPS names no folder with {name}")
    return folder


def kind_of(name: str) -> tuple[str, str, int]:
    return next(kind for part, kind in KINDS.items() if part in name)


def link_errors(result: RanMap) -> Counter[tuple[str, str]]:
    found = [issue for issue in result.issues if issue.severity == "warning"]
    said = [(issue.source, re.sub(r" \(\w+ is called with it at .*\)$", "", issue.message)) for issue in found]
    return Counter((file, message.partition("; did you mean")[0]) for file, message in said)


@pytest.mark.parametrize("name", REPOSITORIES)
def test_every_map_parses_prints_and_comes_back_from_its_resource(name: str):
    folder = repository(name)
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".map", ".fml"):
            map_ = parse_map(path.read_text(encoding="utf-8-sig"), path.name)
            assert parse_map(print_map(map_), path.name) == map_
            resource = json.loads(json.dumps(map_resource(map_)))
            printed = print_map(read_map(resource, path.name))
            assert map_resource(parse_map(printed, path.name))["group"] == resource["group"], path


def in_text(node: Any) -> Any:
    """What the text of a map can carry of a part of its resource: no extensions of primitives, no type of a context
    that is not there, ends of lines as one."""
    if isinstance(node, dict):
        bare = () if "context" in node else ("contextType",)
        return {key: in_text(value) for key, value in node.items() if not key.startswith("_") and key not in bare}
    if isinstance(node, list):
        return [in_text(each) for each in node]
    return re.sub(r"[^\S\n]+(?=\n|$)", "", node.replace("\r\n", "\n")) if isinstance(node, str) else node


@pytest.mark.parametrize("name", REPOSITORIES)
def test_every_structure_map_resource_is_read_and_printed(name: str):
    for path in sorted(repository(name).rglob("*.xml")):
        if b"<StructureMap" in path.read_bytes()[:2000]:
            map_ = read_map(resource_of_xml(Source(path.name, path.read_bytes())), path.name)
            again = parse_map(print_map(map_), path.name)
            assert in_text(map_resource(again)["group"]) == in_text(map_resource(map_)["group"]), path


def swiss(folder: str) -> list[Path]:
    base = Path(os.environ.get("MEDREC_PUBLIC_MAPS") or "/nowhere") / "hl7ch/cda-fhir-maps/input" / folder
    return sorted(base.glob("*"))


@pytest.mark.parametrize("path", swiss("cda-ch-emed"), ids=lambda path: path.name)
def test_a_swiss_document_becomes_a_bundle(path: Path):
    kind, type_, count = kind_of(path.name)
    folder = repository("hl7ch/cda-fhir-maps") / "input"
    result = run_map(folder, f"{SWISS}CdaChEmed{kind}DocumentToBundle", Source(path.name, path.read_bytes()))
    assert not [issue.line() for issue in result.issues if issue.severity == "error"]
    assert link_errors(result) == TO_FHIR + (ADVICE if kind == "PharmaceuticalAdvice" else Counter())
    types = Counter(entry["resource"]["resourceType"] for entry in result.target["entry"])
    assert types["Composition"] == 1
    assert types[type_] == count


def dose(statement: dict) -> tuple[float, str, list[str]]:
    dosage = statement["dosage"][0]
    quantity = dosage["doseAndRate"][0]["doseQuantity"]
    return quantity["value"], quantity["code"], dosage["timing"]["repeat"]["when"]


def test_a_swiss_treatment_plan_says_what_the_repository_expects():
    folder = repository("hl7ch/cda-fhir-maps") / "input"
    path = folder / "cda-ch-emed" / "1-1-MedicationTreatmentPlan.xml"
    source = Source(path.name, path.read_bytes())
    result = run_map(folder, f"{SWISS}CdaChEmedMedicationTreatmentPlanDocumentToBundle", source)
    expected_path = folder / "generated-files" / path.name
    expected = resource_of_xml(Source(path.name, expected_path.read_bytes()))
    ours, theirs = (
        next(e["resource"] for e in bundle["entry"] if e["resource"]["resourceType"] == "MedicationStatement")
        for bundle in (result.target, expected)
    )
    assert dose(ours) == dose(theirs)
    assert ours["identifier"] == theirs["identifier"]
    assert ours["contained"][0]["code"] == theirs["contained"][0]["code"]
    assert ours["dosage"][0]["timing"] == theirs["dosage"][0]["timing"]


@pytest.mark.parametrize("path", swiss("ch-emed"), ids=lambda path: path.name)
def test_a_swiss_bundle_becomes_a_cda_document(path: Path):
    folder = repository("hl7ch/cda-fhir-maps") / "input"
    if "MedicationList" in path.name or path.name == "PharmaceuticalAdvice-ChangeDosage-CDA.xml":
        pytest.skip("there is no map from a medication list; the other file is a CDA document")
    kind = {"card.json": "MedicationCard", "treatment_plan_fhir.json": "MedicationTreatmentPlan"}.get(path.name)
    kind = kind or ("MedicationTreatmentPlan" if "MTP" in path.name else kind_of(path.name)[0])
    result = run_map(folder, f"{SWISS}BundleToCdaChEmed{kind}Document", Source(path.name, path.read_bytes()))
    assert link_errors(result) == TO_CDA + (DISPENSE_TO_CDA if kind == "MedicationDispense" else Counter())
    # The profiles that conformsTo() asks for, and systems that the maps' tables lack: the repository has neither.
    errors = [issue.message for issue in result.issues if issue.severity == "error"]
    assert not [message for message in errors if "conformsTo()" not in message and "ConceptMap" not in message]
    root = etree.fromstring(result.data)
    assert root.tag == "{urn:hl7-org:v3}ClinicalDocument"
    assert (
        root.findall(".//{*}substanceAdministration") or root.findall(".//{*}supply") or kind == "PharmaceuticalAdvice"
    )


@pytest.mark.parametrize("path", swiss("cda-ch-emed"), ids=lambda path: path.name)
def test_every_element_that_a_swiss_map_makes_has_a_rule_and_a_place(path: Path):
    folder = find_map(
        repository("hl7ch/cda-fhir-maps") / "input", f"{SWISS}CdaChEmed{kind_of(path.name)[0]}DocumentToBundle"
    )
    traced = trace_map(folder, Source(path.name, path.read_bytes()))
    assert traced.trace["elements"]
    assert [e["path"] for e in traced.trace["elements"] if "rule" not in e or not e["source"]] == []
    assert traced.ran.target == run_map(folder, "", Source(path.name, path.read_bytes())).target


@pytest.mark.parametrize("name", ["Lab_Allgemeiner_Laborbefund.xml", "ELGA-043-Laborbefund_EIS-FullSupport.xml"])
def test_an_austrian_laboratory_document_becomes_a_bundle(name: str):
    folder = repository("HL7Austria/CDA2FHIR")
    result = run_map(folder / "maps", "CdaToBundle.4.map", Source(name, (folder / "input" / name).read_bytes()))
    types = Counter(entry["resource"]["resourceType"] for entry in result.target["entry"])
    assert types["Composition"] == types["DiagnosticReport"] == types["Patient"] == 1
    assert types["Observation"] > 1


def nhs(kind: str) -> list[Path]:
    base = Path(os.environ.get("MEDREC_PUBLIC_MAPS") or "/nowhere") / "ahdis/fhir-mapping-tutorial"
    return sorted((base / "careconnect-to-ukcore" / kind / "input").glob("*.json"))


@pytest.mark.parametrize(
    "path",
    [*nhs("medicationrequest"), *nhs("medicationstatement"), *nhs("allergyintolerance")],
    ids=lambda path: path.stem,
)
def test_a_british_extension_of_stu3_becomes_what_the_repository_expects(path: Path):
    folder = path.parent.parent
    name = path.stem.rpartition("_")[0]
    result = run_map(folder / "maps", f"http://fhir.nhs.uk/StructureMap/{name}", Source(path.name, path.read_bytes()))
    expected = json.loads((folder / "expected" / path.name).read_text(encoding="utf-8"))
    if "StatusReason" in name:  # no rule of the map makes the extension for the day of the change
        expected.pop("extension", None)
    assert [issue.line() for issue in result.issues] == []
    assert result.target == expected


def by_name(node: Any) -> Any:
    """Parameters and extensions by what they are called, for their order is not the point."""
    if isinstance(node, dict):
        found = {key: by_name(value) for key, value in node.items()}
        for key, name in (("parameter", "name"), ("part", "name"), ("extension", "url")):
            if key in found:
                found[key] = {each[name]: each for each in found[key]}
        found.get("part", {}).pop("prescriptionSignatureDate", None)  # which no map makes
        return found
    return [by_name(each) for each in node] if isinstance(node, list) else node


@pytest.mark.parametrize("case", ["01", "02", "03", "04"])
def test_a_german_prescription_becomes_the_carbon_copy_that_the_repository_expects(case: str):
    folder = repository("gematik/spec-erp-t-prescription") / "fsh-generated/resources"
    path = folder / f"example-case-{case}-mapping-bundle.json"
    result = run_map(folder, "ERPTPrescriptionStructureMapCarbonCopy", Source(path.name, path.read_bytes()))
    expected = json.loads((folder / f"example-case-{case}-digitaler-durchschlag.json").read_text(encoding="utf-8"))
    assert [issue.line() for issue in result.issues if issue.severity != "information"] == []
    assert by_name(result.target) == by_name(expected)
