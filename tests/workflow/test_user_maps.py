"""`--mappings DIR`: maps of one's own in force over those that ship, in Python and on the command line."""

import json
from pathlib import Path

import pytest

import adapter
from adapter.cli import main
from adapter.errors import CallError, MappingError
from adapter.sources.document import Source
from adapter.workflow.user_maps import read_user_maps

LETTER = Path(__file__).parents[2] / "examples" / "stop-omission-dose-change" / "sources" / "discharge-letter.xml"
TABLE = b"patient_id;dispense_date;label;quantity\n1;2026-01-05;PARACETAMOL 1 G;2\n"
NOTE = """map "http://example.org/StructureMap/our-statement" = "OurStatement"
uses "http://hl7.org/fhir/StructureDefinition/MedicationStatement" alias MedicationStatement as target
imports "https://medrec-adapter.org/fhir/StructureMap/cda-medication"
group Statement(source sa, target r : MedicationStatement) extends Statement {
  sa -> r.note as note, note.text = 'read by our map' "note";
}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "maps" / "cda").mkdir(parents=True)
    (tmp_path / "maps" / "cda" / "statement.map").write_text(NOTE, encoding="utf-8")
    return tmp_path / "maps"


def statements(bundle: dict) -> list[dict]:
    return [e["resource"] for e in bundle["entry"] if e["resource"]["resourceType"] == "MedicationStatement"]


def list_kinds(bundle: dict) -> list[str]:
    lists = [e["resource"] for e in bundle["entry"] if e["resource"]["resourceType"] == "List"]
    return [extension["valueCode"] for list_ in lists for extension in list_["extension"]]


def test_a_group_of_ones_own_extends_the_shipped_one(folder: Path) -> None:
    shipped, own = adapter.map(LETTER), adapter.map(LETTER, mappings=folder)
    assert len(statements(own.bundle)) == len(statements(shipped.bundle)) == 5
    for before, after in zip(statements(shipped.bundle), statements(own.bundle), strict=True):
        assert after["note"][-1] == {"text": "read by our map"}
        assert {**before, "note": None} == {**after, "note": None}


def test_without_the_folder_the_shipped_maps_are_as_before(folder: Path) -> None:
    adapter.map(LETTER, mappings=folder)
    assert "read by our map" not in json.dumps(adapter.map(LETTER).bundle)


def test_a_map_that_changed_is_compiled_again(folder: Path) -> None:
    adapter.map(LETTER, mappings=folder)
    changed = NOTE.replace("read by our map", "read again")
    (folder / "cda" / "statement.map").write_text(changed, encoding="utf-8")
    assert statements(adapter.map(LETTER, mappings=folder).bundle)[0]["note"][-1] == {"text": "read again"}


def test_a_shipped_map_is_replaced_by_its_url_wherever_the_copy_lies(tmp_path: Path) -> None:
    shipped = Path(__file__).parents[2] / "mappings" / "csv" / "pharmacy-export.map"
    text = shipped.read_text(encoding="utf-8").replace("r.status = 'completed'", "r.status = 'unknown'")
    (tmp_path / "ours.map").write_text(text, encoding="utf-8")
    bundle = adapter.map(Source("t.csv", TABLE), mappings=tmp_path).bundle
    (delivery,) = [e["resource"] for e in bundle["entry"] if e["resource"]["resourceType"] == "MedicationDispense"]
    assert delivery["status"] == "unknown"


def test_a_concept_map_of_ones_own_replaces_the_shipped_one(tmp_path: Path) -> None:
    shipped = Path(__file__).parents[2] / "mappings" / "concept-maps" / "section-list-kind.json"
    text = shipped.read_text(encoding="utf-8").replace('"code": "discharge"', '"code": "history"')
    (tmp_path / "sections.json").write_text(text, encoding="utf-8")
    assert list_kinds(adapter.map(LETTER).bundle) == ["stopped", "discharge"]
    assert list_kinds(adapter.map(LETTER, mappings=tmp_path).bundle) == ["stopped", "history"]


def test_reconcile_takes_the_maps_too(folder: Path, tmp_path: Path) -> None:
    plan = tmp_path / "plan.json"
    call = ["reconcile", "--discharge", str(LETTER), "--mappings", str(folder), "-o", str(plan)]
    assert main(call) == 0
    assert "read by our map" in plan.read_text(encoding="utf-8")


def test_a_map_in_the_folder_of_another_format_than_its_url_says_is_refused(folder: Path) -> None:
    url = "https://medrec-adapter.org/fhir/StructureMap/csv-table"
    text = NOTE.replace("http://example.org/StructureMap/our-statement", url)
    (folder / "cda" / "statement.map").write_text(text, encoding="utf-8")
    with pytest.raises(MappingError, match="move it to csv/"):
        read_user_maps(str(folder))


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        (NOTE.replace("'read by our map' \"note\";", "'x' \"note\""), "6:1", "found '}'"),
        (NOTE.replace("r.note as", "r.nots as"), "5", "an element of MedicationStatement, found 'nots'"),
        ("", "1:1", "the file is empty"),
    ],
)
def test_a_broken_map_is_one_line_with_its_place_and_exit_status_2(
    folder: Path, text: str, place: str, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = folder / "cda" / "statement.map"
    file.write_text(text, encoding="utf-8")
    assert main(["map", str(LETTER), "--mappings", str(folder)]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"{file}:{place}")
    assert message in line


def test_a_file_or_nothing_in_place_of_a_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "x.map").write_text(NOTE, encoding="utf-8")
    with pytest.raises(CallError, match="is a file; name the folder"):
        read_user_maps(str(tmp_path / "x.map"))
    with pytest.raises(CallError, match="no such folder"):
        read_user_maps(str(tmp_path / "gone"))


def test_a_host_function_on_a_node_it_is_not_made_for_fails_its_rule_and_is_no_traceback(folder: Path) -> None:
    text = NOTE.replace("'read by our map'", "(%sa.classCode.timing())")
    (folder / "cda" / "statement.map").write_text(text, encoding="utf-8")
    mapped = adapter.map(LETTER, mappings=folder)
    errors = [issue for issue in mapped.issues if issue.severity == "error"]
    assert len(errors) == 5
    assert all("timing() cannot be called so on 'SBADM'" in issue.message for issue in errors)
    assert errors[0].reference == f"{folder}/cda/statement.map:5 note"


def test_what_is_put_into_the_bundle_without_a_type_is_said(tmp_path: Path) -> None:
    (tmp_path / "csv").mkdir()
    text = (
        NOTE.replace("cda-medication", "csv-table")
        .replace("extends Statement", "")
        .replace("MedicationStatement)", "Bundle)")
    )
    text = text.replace(
        "r.note as note, note.text = 'read by our map'", "r.entry as e, e.resource = create('Element') as x, x.id = 'x'"
    )
    text = text.replace("group Statement(source sa, target r", "group Delivery(source sa, target r")
    (tmp_path / "csv" / "ours.map").write_text(text, encoding="utf-8")
    mapped = adapter.map(Source("t.csv", TABLE), mappings=tmp_path)
    assert [i.location for i in mapped.issues if "whose resource has no type" in i.message] == ["row 1"]
