"""medrec map --map NAME: one map of a folder is run as it is; and a suite of it."""

import json
from pathlib import Path

import pytest

from adapter.cli import main

MAP = """map "http://example.org/StructureMap/person" = "Person"
uses "http://hl7.org/fhir/StructureDefinition/Patient" alias Patient as source
uses "http://hl7.org/fhir/StructureDefinition/Person" alias Person as target
group Person(source src : Patient, target tgt : Person) {
  src.birthDate -> tgt.birthDate "birth";
  src.gender as gender -> tgt.gender = gender "gender";
}
"""
PATIENT = '{"resourceType": "Patient", "gender": "female", "birthDate": "1941-05-02"}'


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("maps").mkdir()
    Path("maps/person.map").write_text(MAP, encoding="utf-8")
    Path("maps/old.source.json").write_text(PATIENT, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("name", ["Person", "http://example.org/StructureMap/person", "person.map", "person"])
def test_its_target_goes_to_the_output(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["map", "maps/old.source.json", "--mappings", "maps", "--map", name]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "resourceType": "Person", "birthDate": "1941-05-02", "gender": "female",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (["maps/old.source.json", "--map", "Persn", "--mappings", "maps"], "did you mean 'Person'?"),
        (["maps/old.source.json", "--map", "Person", "--mappings", "gone"], "no such folder of maps"),
        (["a", "b", "--map", "Person", "--mappings", "maps"], "--map runs one map on one SOURCE"),
        (["gone.json", "--map", "Person", "--mappings", "maps"], "no such file"),
        (["a", "--map", "Person", "--mappings", "maps", "--each-patient"], "--each-patient takes it apart; give one"),
    ],
)
def test_what_cannot_be_run_is_said(call: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["map", *call]) == 2
    assert message in capsys.readouterr().err


def test_of_files_with_one_url_the_one_that_is_named_is_run(capsys: pytest.CaptureFixture[str]) -> None:
    Path("maps/older").mkdir()
    Path("maps/older/person.map").write_text(MAP.replace("  src.birthDate -> tgt.birthDate", "  src.id -> tgt.id"))
    assert main(["map", "maps/old.source.json", "--mappings", "maps", "--map", "older/person.map"]) == 0
    assert json.loads(capsys.readouterr().out) == {"resourceType": "Person", "gender": "female"}


NOW = MAP.replace("}", '  src -> tgt.meta as meta, meta.lastUpdated = (now()), tgt.birthDate = (today()) "now";\n}')


def test_now_is_the_instant_of_the_call(capsys: pytest.CaptureFixture[str]) -> None:
    Path("maps/person.map").write_text(NOW, encoding="utf-8")
    call = ["maps/old.source.json", "--mappings", "maps", "--map", "Person"]
    assert main(["map", *call, "--recorded", "2026-03-01T08:00:00Z"]) == 0
    made = json.loads(capsys.readouterr().out)
    assert (made["meta"], made["birthDate"]) == ({"lastUpdated": "2026-03-01T08:00:00Z"}, "2026-03-01")
    assert main(["mappings", "trace", *call, "--recorded", "2026-03-01T08:00:00Z", "--element", "lastUpdated"]) == 0
    assert "2026-03-01T08:00:00Z" in capsys.readouterr().out
    assert main(["map", *call]) == 1
    assert "now() needs an instant, never the clock's: --recorded" in capsys.readouterr().err
    assert main(["map", *call, "--recorded", "2026-03-01"]) == 1
    assert "now() needs an instant with its time, found '2026-03-01'" in capsys.readouterr().err


def test_a_suite_of_a_map_with_now_runs_with_the_instant_of_the_call(capsys: pytest.CaptureFixture[str]) -> None:
    Path("maps/person.map").write_text(NOW, encoding="utf-8")
    call = ["mappings", "test", "maps", "--map", "Person", "--recorded", "2026-03-01T08:00:00Z"]
    assert main([*call, "--update"]) == 0
    assert main(call) == 0
    assert main([*call[:-1], "2026-03-02T08:00:00Z"]) == 1
    assert "2026-03-02" in capsys.readouterr().out


PROFILE = {
    "resourceType": "StructureDefinition", "url": "http://example.org/StructureDefinition/shared-person",
    "kind": "resource", "type": "Person", "derivation": "constraint",
}  # fmt: skip


def test_a_profile_beside_the_map_says_the_type_that_it_makes(capsys: pytest.CaptureFixture[str]) -> None:
    text = MAP.replace("http://hl7.org/fhir/StructureDefinition/Person", PROFILE["url"]).replace(
        "gender = g", "gander = g"
    )
    Path("maps/person.map").write_text(text, encoding="utf-8")
    Path("maps/profile.json").write_text(json.dumps(PROFILE), encoding="utf-8")
    assert main(["mappings", "check", "maps"]) == 1
    assert "expected an element of Person, found 'gander'; did you mean 'gender'?" in capsys.readouterr().out
    Path("maps/person.map").write_text(text.replace("gander", "gender"), encoding="utf-8")
    assert main(["map", "maps/old.source.json", "--mappings", "maps", "--map", "Person"]) == 0
    assert json.loads(capsys.readouterr().out)["resourceType"] == "Person"


TABLE = """map "http://example.org/StructureMap/ward" = "Ward"
uses "http://hl7.org/fhir/StructureDefinition/Bundle" alias Bundle as target
group Ward(source table, target bundle : Bundle) {
  table.row as row -> bundle.entry as entry, entry.resource = create('MedicationStatement') as r then {
    row.drug as drug -> r.medication = create('CodeableConcept') as product, product.text = drug "drug";
    row.`how often` as words -> r.dosage as dosage, dosage.text = words "often";
  } "row";
}
"""


def test_a_table_of_columns_of_its_own_is_read_by_a_map_that_knows_them(capsys: pytest.CaptureFixture[str]) -> None:
    Path("maps/ward.map").write_text(TABLE, encoding="utf-8")
    Path("ward.csv").write_text("Bed;Drug;How often\n12;RAMIPRIL 5 MG;1 le matin\n", encoding="utf-8")
    call = ["ward.csv", "--mappings", "maps", "--map", "Ward"]
    assert main(["map", *call]) == 0
    assert json.loads(capsys.readouterr().out)["entry"][0]["resource"] == {
        "resourceType": "MedicationStatement",
        "medicationCodeableConcept": {"text": "RAMIPRIL 5 MG"},
        "dosage": [{"text": "1 le matin"}],
    }
    assert main(["mappings", "trace", *call, "--unread"]) == 0
    assert "bed (line 2)  12" in capsys.readouterr().out
    assert main(["map", "ward.csv"]) == 2
    assert "ward.csv:header: error: the columns are those of no layout" in capsys.readouterr().err


@pytest.mark.parametrize(
    "text",
    ["Bonjour, voici la liste de ce que prend le patient depuis janvier\nmerci\n", "drug;drug\na;b\n", "drug;dose"],
)
def test_a_text_is_no_table(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("words.txt").write_text(text, encoding="utf-8")
    assert main(["map", "words.txt", "--mappings", "maps", "--map", "Person"]) == 2
    assert "not recognised" in capsys.readouterr().err


TRACED = MAP.replace(
    "}",
    """  src.name as name -> tgt.name as made then {
    name.given as given -> made.given = given "given";
    name -> made.use = 'official' "use";
  } "name";
  src.active as active -> tgt.active = active "active";
  src.name as name where family.exists() -> tgt.photo = (name.family / 2) "broken";
}""",
)
WITH_NAMES = PATIENT.replace("}", ', "active": true, "name": [{"given": ["Anne", "Lou"], "family": "Durand"}]}')


@pytest.fixture
def with_names() -> None:
    Path("maps/person.map").write_text(TRACED, encoding="utf-8")
    Path("maps/old.source.json").write_text(WITH_NAMES, encoding="utf-8")


def test_its_trace_names_rule_and_place_of_each_element(with_names: None) -> None:
    call = ["map", "maps/old.source.json", "--mappings", "maps", "--map", "Person"]
    assert main([*call, "-o", "person.json", "--trace", "trace.json"]) == 1
    trace = json.loads(Path("trace.json").read_text(encoding="utf-8"))
    assert {e["path"]: (f"{e['line']} {e['rule']}", e["source"][0]["place"]) for e in trace["elements"]} == {
        "Person.birthDate": ("5 birth", "Patient.birthDate"),
        "Person.gender": ("6 gender", "Patient.gender"),
        "Person.name[0].given[0]": ("8 given", "Patient.name[0].given[0]"),
        "Person.name[0].given[1]": ("8 given", "Patient.name[0].given[1]"),
        "Person.name[0].use": ("9 use", "Patient.name[0]"),
        "Person.active": ("11 active", "Patient.active"),
    }
    assert [(issue["location"], issue["rule"]) for issue in trace["issues"]] == [
        ("Patient.name[0]", "person.map:12 broken")
    ]


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ([], "old.source.json: fhir, 6 elements by rules\n\nPerson\n  birthDate"),
        (["--element", "given"], "source  Patient.name[0].given[1]"),
        (["--source", "name[0].given[0]"], "→  Person.name[0].given[0]  Anne  person.map:8 given"),
    ],
)
def test_its_trace_answers_questions(
    question: list[str], answer: str, with_names: None, capsys: pytest.CaptureFixture[str]
) -> None:
    call = ["mappings", "trace", "maps/old.source.json", "--mappings", "maps", "--map", "Person"]
    assert main([*call, *question]) == 1
    said = capsys.readouterr()
    assert answer in said.out
    assert "old.source.json:Patient.name[0]: error: " in said.err


def test_a_suite_of_one_map(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["mappings", "test", "maps", "--map", "Person", "--update"]) == 0
    assert main(["mappings", "test", "maps", "--map", "Person"]) == 0
    Path("maps/person.map").write_text(MAP.replace("= gender", "= 'male'"), encoding="utf-8")
    capsys.readouterr()
    assert main(["mappings", "test", "maps", "--map", "Person"]) == 1
    assert "    Person.gender: expected 'female', got 'male'" in capsys.readouterr().out


BROKEN_TABLE = {
    "resourceType": "ConceptMap",
    "url": "urn:table",
    "group": [{"element": [{"code": "x", "target": [{"code": "y"}]}, {"code": "x", "target": [{"code": "z"}]}]}],
}


def test_a_broken_concept_map_costs_what_asks_for_it_and_no_more(capsys: pytest.CaptureFixture[str]) -> None:
    Path("maps/table.json").write_text(json.dumps(BROKEN_TABLE))
    call = ["map", "maps/old.source.json", "--mappings", "maps", "--map", "Person"]
    assert main(call) == 0
    assert capsys.readouterr().err == ""
    asking = "gender as gender -> tgt.gender = translate(gender, 'urn:table', 'code')"
    Path("maps/person.map").write_text(MAP.replace("gender as gender -> tgt.gender = gender", asking))
    assert main(call) == 1
    out, err = capsys.readouterr()
    assert json.loads(out) == {"resourceType": "Person", "birthDate": "1941-05-02"}
    assert "table.json: warning: the code 'x' stands twice in its group" in err
    assert "Patient.gender: error: the code 'x' stands twice in its group" in err
