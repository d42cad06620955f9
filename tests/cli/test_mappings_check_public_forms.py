"""medrec mappings check on what public folders hold: maps to CDA, XML resources, a map as text and as resource."""

import json
from pathlib import Path

import pytest

from adapter.cli import main
from adapter.mapping import map_resource, parse_map

TO_CDA = """map "urn:to-cda" = "ToCda"
uses "http://hl7.org/cda/stds/core/StructureDefinition/Section" alias Section as target
uses "http://hl7.org/fhir/StructureDefinition/Composition" alias Composition as source
group One(source section : Section, target to : Section) {
  section.title as title -> to.title as t, t.xmlText = title "t"; }
group Two(source section : BackboneElement, target to : Section) {
  section.extension as e then { section.code as c; } "x"; }
"""
FROM_CDA = """map "urn:from-cda" = "FromCda"
uses "http://hl7.org/cda/stds/core/StructureDefinition/AD" alias AD as source
uses "http://hl7.org/fhir/StructureDefinition/Address" alias Address as target
group Address(source a : AD, target to : Address) { a.city as c -> to.city = (c.xmlText) "city"; a.citty as d; }
"""
OTHER = """map "urn:other" = "Other"
uses "http://example.org/StructureDefinition/eds-patient" alias Eds as source
uses "http://hl7.org/fhir/StructureDefinition/Patient" alias Patient as target
group Patient(source s : Eds, target t : Patient) { s.id -> t.id; }
"""
OF_XML = """<?xml version="1.0"?>
<StructureMap xmlns="http://hl7.org/fhir"><url value="urn:x"/><name value="X"/><status value="draft"/>
<structure><url value="http://hl7.org/fhir/StructureDefinition/Patient"/><mode value="target"/></structure>
<group><name value="X"/><typeMode value="none"/><input><name value="s"/><mode value="source"/></input>
<input><name value="t"/><type value="Patient"/><mode value="target"/></input>
<rule><name value="r"/><source><context value="s"/><element value="a"/><variable value="a"/></source>
<target><context value="t"/><element value="gendr"/><transform value="copy"/><parameter><valueId value="a"/></parameter>
</target></rule></group></StructureMap>
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "maps").mkdir()
    return tmp_path / "maps"


def errors(capsys: pytest.CaptureFixture[str]) -> list[str]:
    main(["mappings", "check", "maps"])
    return [line for line in capsys.readouterr().out.splitlines() if line.startswith("maps/")]


def test_a_type_of_the_other_side_says_nothing_of_a_source(folder: Path, capsys: pytest.CaptureFixture[str]):
    (folder / "to.map").write_text(TO_CDA)
    assert not [line for line in errors(capsys) if ": error:" in line]


def test_the_parts_of_an_address_stand_in_it(folder: Path, capsys: pytest.CaptureFixture[str]):
    (folder / "from.map").write_text(FROM_CDA)
    (found,) = [line for line in errors(capsys) if ": error:" in line]
    assert "expected an element of CDA AD, found 'citty'" in found


def test_a_resource_of_a_map_that_is_there_as_text_is_left(folder: Path, capsys: pytest.CaptureFixture[str]):
    (folder / "a.json").write_text(json.dumps(map_resource(parse_map(TO_CDA, "to.map"))))
    (folder / "to.map").write_text(TO_CDA)
    assert not [line for line in errors(capsys) if ": error:" in line]


def test_a_map_from_a_structure_of_ones_own_is_not_taken_for_one_of_a_format(
    folder: Path, capsys: pytest.CaptureFixture[str]
):
    (folder / "other.map").write_text(OTHER)
    assert errors(capsys) == []


def test_a_resource_in_xml_is_checked(folder: Path, capsys: pytest.CaptureFixture[str]):
    (folder / "to.xml").write_text(OF_XML)
    assert errors(capsys) == [
        "maps/to.xml: error: expected an element of Patient, found 'gendr'; did you mean 'gender'?"
    ]


def test_metadata_that_a_map_does_not_have_is_a_warning(folder: Path, capsys: pytest.CaptureFixture[str]):
    (folder / "cda").mkdir()
    text = "/// url = 'urn:m'\n/// name = 'M'\n/// pubisher = 'us'\ngroup Notes(source s, target t) { s -> t; }"
    (folder / "cda" / "m.map").write_text(text)
    found = [line for line in errors(capsys) if "pubisher" in line]
    assert found[0].startswith("maps/cda/m.map:3:5: warning: 'pubisher' is no element of a StructureMap")
    assert "did you mean 'publisher'?" in found[0]


def test_a_rule_of_a_resource_that_is_wrong_has_line_and_column(folder: Path, capsys: pytest.CaptureFixture[str]):
    broken = TO_CDA.replace("to.title", "to.titel")
    (folder / "to.json").write_text(json.dumps(map_resource(parse_map(broken, "to.map")), indent=2))
    (line,) = [line for line in errors(capsys) if ": error:" in line]
    text = (folder / "to.json").read_text().splitlines()
    place = line.split(":")
    assert text[int(place[1]) - 1][int(place[2]) - 1 :].startswith("titel")
    assert "did you mean 'title'?" in line


def test_an_expression_of_a_resource_that_is_wrong_has_line_and_column(
    folder: Path, capsys: pytest.CaptureFixture[str]
):
    resource = map_resource(parse_map(TO_CDA, "to.map"))
    resource["group"][0]["rule"][0]["source"][0]["condition"] = "length() > 0 and or 1"
    (folder / "to.json").write_text(json.dumps(resource, indent=2))
    (line,) = [line for line in errors(capsys) if ": error:" in line]
    place = line.split(":")
    at = (folder / "to.json").read_text().splitlines()[int(place[1]) - 1]
    assert at[int(place[2]) - 1 :].startswith('1"')


LIBRARY = """map "urn:x:{of}Lib" = "{of}Lib"
imports "urn:x:*Lib"
group {of}(source s, target t) {{
  s.{of} as a -> t.{of} = a "one";
  s then Wrong(s, t) "two";
  s then {next}(s, t) "three";
}}
"""
ROOT = """map "urn:root:{of}" = "Root{of}"
uses "http://hl7.org/fhir/StructureDefinition/Patient" alias Patient as target
imports "urn:x:*Lib"
group Root{of}(source s, target t : Patient) {{ s then G0(s, t) "lib"; s.a as a -> t.nam = a "wrong"; }}
"""


def test_many_maps_that_import_each_other_are_checked_and_what_they_share_is_said_once(
    folder: Path, capsys: pytest.CaptureFixture[str]
):
    for number in range(60):
        text = LIBRARY.format(of=f"G{number}", next=f"G{(number + 1) % 60}")
        (folder / f"lib{number}.map").write_text(text)
    for number in range(30):
        (folder / f"root{number}.map").write_text(ROOT.format(of=number))
    found = [line for line in errors(capsys) if ": error:" in line]
    assert sum("expected a group of this map" in line and "'Wrong'" in line for line in found) == 60
    assert sum("expected an element of Patient, found 'nam'; did you mean 'name'?" in line for line in found) == 30


def test_elements_that_fhir_defines_in_place_are_no_misspelt_names(folder: Path, capsys: pytest.CaptureFixture[str]):
    (folder / "fhir").mkdir()
    text = """map "urn:links" = "Links"
group Links(source bundle) {
  bundle.link as l then { l.relation as r; bundle.entry as e then { e.resourc as f; }; } "x";
}
"""
    (folder / "fhir" / "links.map").write_text(text)
    (found,) = [line for line in errors(capsys) if "nothing that is known of fhir" in line]
    assert "'resourc'; did you mean 'resource'?" in found


ALONE = """map "urn:person" = "Person"
uses "http://hl7.org/fhir/StructureDefinition/Patient" alias Patient as source
uses "http://hl7.org/fhir/StructureDefinition/Person" alias Person as target
group Person(source src : Patient, target tgt : Person) {
  src.id -> tgt.id;
  src.deceased : boolean as d -> tgt.active = (%d.not()) "dead";
  src.name as name -> tgt.name as made then Name(name, made) "name";
  src -> tgt.gender = 'female', tgt.managingOrganization = create('Reference') as o, o.display = 'x' "fixed";
}
group Name(source src : HumanName, target tgt : HumanName) { src.family -> tgt.family; }
"""
SLIPS = {
    # situation: what is replaced, by what, the place, words of the message
    "source and target are swapped": ("src.id -> tgt.id", "tgt.id -> src.id", "5:13: error", "expected a target"),
    "a choice never has the type": (": boolean", ": string", "6:18: error", "deceased[x] (boolean, dateTime), found"),
    "a type of a choice is misspelt": (": boolean", ": bool", "6:18: error", "did you mean 'boolean'?"),
    "a created type is misspelt": ("'Reference'", "'Refrence'", "8:68: warning", "did you mean 'Reference'?"),
    "a type of a group is misspelt": ("src : HumanName", "src : HumanNam", "10:25: warning", "mean 'HumanName'?"),
    "a type of a uses line is misspelt": ('Definition/Person"', 'Definition/Persn"', "3:7: warning", "mean 'Person'?"),
    "a url is that of a page": (
        "http://hl7.org/fhir/StructureDefinition/Patient",
        "https://hl7.org/fhir/StructureDefinition/Patient",
        "2:7: warning",
        "mean 'http://hl7.org/fhir/StructureDefinition'?",
    ),
    "a constant is not there": ("%d.not()", "%dd.not()", "6:48: error", "did you mean 'd'?"),
    "a code is none of its element": ("'female'", "'femal'", "8:24: warning", "code of Person.gender"),
    "alias is misspelt": ("alias Person", "alais Person", "3:55: error", "expected 'alias' or 'as'"),
    "a status is none": (
        'map "urn:person" = "Person"',
        '/// url = "urn:person"\n/// status = drft',
        "2:14: warning",
        "'draft'?",
    ),
    "a comma is missing": ("Patient, target", "Patient target", "4:35: error", "expected ',' or ')'"),
}


@pytest.mark.parametrize("situation", SLIPS)
def test_a_slip_in_a_map_of_no_format_is_said(situation: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    right, wrong, place, words = SLIPS[situation]
    (folder / "person.map").write_text(ALONE)
    assert errors(capsys) == []
    (folder / "person.map").write_text(ALONE.replace(right, wrong, 1))
    (found,) = errors(capsys)
    assert found.startswith(f"maps/person.map:{place}: ")
    assert words in found


WITH_ENTRY = """map "urn:slips" = "Slips"
uses "http://hl7.org/fhir/StructureDefinition/Patient" alias Patient as source
uses "http://hl7.org/fhir/StructureDefinition/Bundle" alias Bundle as target
group Slips(source s : Patient, target b : Bundle) {
  s -> b.entry as e, e.resource = create('Patient') as p then {
    s.name as name where given.exists() -> p.name = name "name";
  } "entry";
}
"""


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("given.exists()", "given.exists", "6:32: warning: 'exists' is read as an element; the function is exists()"),
        ("given.exists()", "given != null", "6:35: warning: 'null' is read as an element; what is not there is asked"),
        (
            "create('Patient')",
            "create('patient')",
            "5:43: warning: expected a type of FHIR R4, found 'patient'; did you",
        ),
        (
            "group Slips",
            'imports "https://medrec-adapter.org/fhir/StructureMap/csv-tabel"\ngroup Slips',
            "did you mean 'https://medrec-adapter.org/fhir/StructureMap/csv-table'",
        ),
    ],
)
def test_slips_that_parse_are_said(old: str, new: str, said: str, folder: Path, capsys: pytest.CaptureFixture[str]):
    (folder / "slips.map").write_text(WITH_ENTRY)
    assert errors(capsys) == []
    (folder / "slips.map").write_text(WITH_ENTRY.replace(old, new))
    (found,) = errors(capsys)
    assert said in found


def test_one_error_of_a_group_that_maps_share_is_said_once(folder: Path, capsys: pytest.CaptureFixture[str]):
    shared = 'map "urn:shared" = "Shared"\ngroup Words(source s, target t) { s -> t.text = \'x\' "x"; }\n'
    (folder / "shared.map").write_text(shared)
    for name in ("a", "b"):
        text = (
            WITH_ENTRY.replace("slips", name)
            .replace("Slips", name.upper())
            .replace("group", 'imports "urn:shared"\ngroup')
        )
        text = text.replace('p.name = name "name"', 'p.telecom as t then Words(name, t) "name"')
        (folder / f"{name}.map").write_text(text)
    (found,) = errors(capsys)
    assert (
        "shared.map:2:42: error: expected an element of ContactPoint, found 'text' (Words is called with it at" in found
    )


def test_what_is_made_of_a_type_that_is_none_is_no_resource(folder: Path, capsys: pytest.CaptureFixture[str]):
    (folder / "slips.map").write_text(WITH_ENTRY.replace("create('Patient')", "create('Patiant')"))
    (folder / "patient.json").write_text('{"resourceType": "Patient", "name": [{"given": ["Jeanne"]}]}')
    assert main(["map", "maps/patient.json", "--mappings", "maps", "--map", "Slips"]) == 1
    said = capsys.readouterr()
    assert "is no resource: no type of FHIR R4 was said, or it is misspelt [slips.map:5 entry]" in said.err
    assert "entry" not in json.loads(said.out)


def test_a_number_that_json_readers_do_not_take_fails_its_rule(folder: Path, capsys: pytest.CaptureFixture[str]):
    text = WITH_ENTRY.replace("p.name = name", "p.multipleBirth = (1" + "0" * 30 + ")")
    (folder / "slips.map").write_text(text)
    (folder / "patient.json").write_text('{"resourceType": "Patient", "name": [{"given": ["Jeanne"]}]}')
    assert main(["map", "maps/patient.json", "--mappings", "maps", "--map", "Slips"]) == 1
    assert "too many digits" in capsys.readouterr().err
